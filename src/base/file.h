/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Whole files: read with a limit, written so that no reader sees half of one. */
#ifndef LWI_BASE_FILE_H
#define LWI_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lenswatch/error.h"

/*
 * Reads a whole file of at most size_max bytes. *ret_data is malloc'ed, with a
 * NUL byte after the last one that is not counted in *ret_size.
 * Returns 0, -EFBIG, -EISDIR, -EINVAL (not a regular file), -EAGAIN (it grew
 * while it was read), -ENOMEM or an errno of open(2) or read(2), with *reterr
 * filled in.
 */
int lwi_file_read(const char *path, size_t size_max, uint8_t **ret_data, size_t *ret_size,
                  struct lw_error *reterr);

/*
 * Writes a file whole or not at all, and durably: a temporary file beside it, fsync,
 * rename over it, fsync of the folder. An existing file is replaced; a device or a pipe is
 * written to as it is.
 * Returns 0 or an errno of open(2), write(2) or rename(2), with *reterr filled in;
 * the temporary file is then gone.
 */
int lwi_file_write(const char *path, const void *data, size_t size, mode_t mode,
                   struct lw_error *reterr);

/* Writes all of it to an open file. 0 or an errno of write(2). */
int lwi_file_put(int fd, const void *data, size_t size);

#endif
