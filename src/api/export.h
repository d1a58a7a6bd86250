/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Answers that are files of any length, written page by page: they take no more memory than one. */
#ifndef LWI_API_EXPORT_H
#define LWI_API_EXPORT_H

#include <stdio.h>

struct lwi_request;

struct lwi_export {
    const char *content_type, *file_name;
    const char *head; /* the first line; "" */
    /* Writes the next page. 1: there may be more, 0: it was the last, negative: it cannot be. */
    int (*next)(void *cookie, FILE *out);
    void (*free)(void *cookie);
    void *cookie; /* goes over to the answer, also when that fails */
};

int lwi_export_answer(struct lwi_request *request, const struct lwi_export *export);

#endif
