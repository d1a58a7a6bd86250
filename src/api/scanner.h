/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The one scan that runs at a time when somebody asks for it, and what it found, until the next one
 * or until it is forgotten. All functions are thread-safe.
 */
#ifndef LWI_API_SCANNER_H
#define LWI_API_SCANNER_H

#include <stdint.h>

#include "api/server.h"
#include "discover/settings.h"

struct json_t;
struct lwi_scanner;

/* settings are borrowed until free. 0, -ENOMEM. */
int lwi_scanner_new(struct lwi_scanner **ret_scanner, const struct lwi_api_settings *settings);
/* Ends the scan. No call may be under way. */
void lwi_scanner_free(struct lwi_scanner **scanner);

/* Begins, as the body of POST /api/v1/scan asks. -EINVAL, -EALREADY (one is running), -ENOENT (no
 * such host, no network), -ENOMEM, -EAGAIN. */
int lwi_scanner_start(struct lwi_scanner *scanner, const struct json_t *order,
                      struct lw_error *reterr);
/* What is half done ends soon; what was found stays. Does nothing where none is running. */
void lwi_scanner_cancel(struct lwi_scanner *scanner);
/* Ends it, waits for that, and forgets what it found and the passwords. */
void lwi_scanner_forget(struct lwi_scanner *scanner);

/* How far it is and what it found: a new object; NULL: no memory. cameras: those of the daemon, as
 * the API answers them. */
struct json_t *lwi_scanner_json(struct lwi_scanner *scanner, const struct json_t *cameras);
/* The small picture of a camera that was found, malloc'ed. -ENOENT, -ENOMEM. */
int lwi_scanner_picture(struct lwi_scanner *scanner, int64_t id, uint8_t **ret_data,
                        size_t *ret_size, struct lw_error *reterr);
/* As lwi_found_change(), and -ENOENT. */
int lwi_scanner_change(struct lwi_scanner *scanner, int64_t id, const struct json_t *cameras,
                       struct lwi_found_change *ret_change, struct lw_error *reterr);

#endif
