// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Every text of the page, so that another language is another file of this shape.
export const text = { product: "Lenswatch" } as const;
