/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A font of 5 by 7 dots: capitals, digits and what a clock needs. */
#ifndef DEMO_FONT_H
#define DEMO_FONT_H

#include <stdint.h>

#define DEMO_FONT_WIDTH  5
#define DEMO_FONT_HEIGHT 7

/* Seven rows, the leftmost dot in bit 4. Small letters are read as capitals; what is missing is
 * blank. */
const uint8_t *demo_font_rows(char c);

#endif
