/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Copying, moving or linking files into a folder without overwriting anything. */
#ifndef LWI_CHECK_BLURRY_H
#define LWI_CHECK_BLURRY_H

#include "lenswatch/error.h"

enum lwi_blurry_action {
    LWI_BLURRY_LEAVE = 0,
    LWI_BLURRY_COPY,
    LWI_BLURRY_MOVE,
    LWI_BLURRY_LINK, /* symbolic */
};

/* Makes the folder, and those above it, where they are missing. 0 or -errno. */
int lwi_blurry_prepare(const char *dir, struct lw_error *reterr);

/*
 * Puts a file into the folder under its own name or, where that is taken, with a
 * number: name-1.jpg. Nothing is ever overwritten; a copy that fails half-way
 * is removed. Returns 0 or -errno.
 */
int lwi_blurry_act(enum lwi_blurry_action action, const char *dir, const char *path,
                   struct lw_error *reterr);

#endif
