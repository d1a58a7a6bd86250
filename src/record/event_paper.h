/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A report of events as a PDF: a first page of what it is about, tables, then the events with their
 * pictures. It is written page by page, so that a thousand events take no more memory than a few.
 * What draws it is in a module. All texts are UTF-8.
 */
#ifndef LWI_RECORD_EVENT_PAPER_H
#define LWI_RECORD_EVENT_PAPER_H

#include <stddef.h>
#include <stdint.h>

#include "base/module.h"
#include "record/caption.h"

/* Open while it is written. */
struct lwi_paper;

/* Takes all bytes: 0, or negative errno, after which it is asked no more. */
typedef int lwi_paper_write(void *cookie, const uint8_t *data, size_t size);

struct lwi_paper_head {
    const char *title, *period; /* on each page */
    const char *made;           /* when, and by what */
};

#define LWI_PAPER_COLUMNS_MAX 6

struct lwi_paper_picture {
    const char *caption;
    const uint8_t *jpeg; /* NULL: there is none */
    size_t size;
};

#define LWI_PAPER_PICTURES 3

struct lwi_paper_event {
    const char *title;  /* the camera */
    const char *what;   /* the condition */
    const char *times;  /* when, and how long */
    const char *reason; /* why, and what was done */
    const char *marks;  /* what people said; "": nothing */
    struct lwi_paper_picture pictures[LWI_PAPER_PICTURES];
};

/* What the module exports: lwi_paper_table. The first failure is kept, and close() tells it; what
 * is given after it is ignored. */
struct lwi_paper_table {
    /* 0, -ENOMEM. */
    int (*open)(struct lwi_paper **ret_paper, const struct lwi_paper_head *head,
                lwi_paper_write *write, void *cookie, struct lw_error *reterr);
    /* A paragraph. */
    void (*text)(struct lwi_paper *paper, const char *text);
    /* A heading, and the names of the columns; the first one is the widest.
     * row(): as many cells. */
    void (*table)(struct lwi_paper *paper, const char *title, const char *const *cells,
                  size_t columns);
    void (*row)(struct lwi_paper *paper, const char *const *cells);
    void (*event)(struct lwi_paper *paper, const struct lwi_paper_event *event);
    /* Ends it and sets *paper to NULL. 0, -ENOMEM, or what `write` returned. */
    int (*close)(struct lwi_paper **paper, struct lw_error *reterr);
};
extern LWI_MODULE_EXPORT const struct lwi_paper_table lwi_paper_table;

/* NULL with *reterr (-ELIBACC) where the module cannot be loaded. */
const struct lwi_paper_table *lwi_paper_find(struct lw_error *reterr);

#endif
