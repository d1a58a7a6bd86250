/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A file in a folder of this machine, which may be that of another: a network share that hangs
 * holds up nobody for longer than a run may take.
 */
#ifndef LWI_ACTION_FOLDER_H
#define LWI_ACTION_FOLDER_H

#include <stddef.h>
#include <stdint.h>

#include "action/action.h"

/*
 * Stores it whole, durably, over one of before. root is there already; the folders of path, which
 * is relative to it, are made. must_be_mounted: not on the file system of /. 0; -ECANCELED,
 * -ETIMEDOUT; or an errno but -EINVAL.
 */
int lwi_folder_store(const char *root, const char *path, int must_be_mounted, const uint8_t *data,
                     size_t size, const struct lwi_action_run *run, struct lw_error *reterr);

#endif
