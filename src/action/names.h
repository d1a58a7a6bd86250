/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Where a picture goes at a peer that keeps files: the folders and the names that Hikvision's
 * cameras use, which those who collect pictures know how to read.
 */
#ifndef LWI_ACTION_NAMES_H
#define LWI_ACTION_NAMES_H

#include <stddef.h>

#include "action/action.h"

#define LWI_NAMES_SIZE 1024

extern const char *const lwi_names_levels[]; /* none, address, id, name */

/* Rows of a kind that stores pictures. */
#define LWI_NAMES_ROWS                                                                             \
    {"folder",                                                                                     \
     "Folder for all of it, below the one that a login leads to; from / : from its "               \
     "root.",                                                                                      \
     LWI_ACTION_TEXT,                                                                              \
     0,                                                                                            \
     NULL,                                                                                         \
     0,                                                                                            \
     0,                                                                                            \
     500,                                                                                          \
     NULL},                                                                                        \
        {"parent",                                                                                 \
         "Folder in it: none, or one for each camera by its address, id or name.",                 \
         LWI_ACTION_CHOICE,                                                                        \
         0,                                                                                        \
         "none",                                                                                   \
         0,                                                                                        \
         0,                                                                                        \
         0,                                                                                        \
         lwi_names_levels},                                                                        \
        {"child", "Folder in that one.", LWI_ACTION_CHOICE, 0, "none", 0, 0, 0, lwi_names_levels}, \
        {"filing_days",                                                                            \
         "A folder for so many days, named after the first and the last; 0: none.",                \
         LWI_ACTION_INTEGER,                                                                       \
         0,                                                                                        \
         NULL,                                                                                     \
         0,                                                                                        \
         0,                                                                                        \
         30,                                                                                       \
         NULL},                                                                                    \
    {                                                                                              \
        "prefix", "What the names of pictures begin with, before the usual name.",                 \
            LWI_ACTION_TEXT, 0, NULL, 0, 0, 60, NULL                                               \
    }

/* "192.0.2.7_01_20261121100000250_DEFOCUS.jpg": address (without one: id) of the camera, channel,
 * time of the picture, condition. */
void lwi_names_file(const struct json_t *settings, const struct lwi_action_job *job,
                    int64_t time_ns, const char *suffix, char *ret_name, size_t size);

/* The folder, with a slash at its end unless it is empty. Nothing in it leads upwards. */
void lwi_names_folder(const struct json_t *settings, const struct lwi_action_job *job,
                      int64_t time_ns, char *ret_folder, size_t size);

/* "folder: why" where there is .. in it. 0 or -EINVAL. */
int lwi_names_check(const struct json_t *settings, struct lw_error *reterr);

#endif
