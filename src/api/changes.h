/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What was changed, as the audit log has it: {"member": {"old": ..., "new": ...}},
 * members of objects inside it as "outer.inner". Never a secret: what by its name may
 * be one is "***", and of URLs the user, the password and the query are. Pure functions.
 */
#ifndef LWI_API_CHANGES_H
#define LWI_API_CHANGES_H

#include <stddef.h>

struct json_t;

/* Whether a member of this name may be a secret. */
int lwi_changes_is_secret(const char *name);

/*
 * From one state of a thing to the next; NULL: it was not there, or is not. `sent` (may be NULL)
 * is what was asked: members of it that no state shows, or only that they are there, are secrets
 * that were set. A new object, empty where nothing changed; NULL: no memory.
 */
struct json_t *lwi_changes_between(const struct json_t *before, const struct json_t *after,
                                   const struct json_t *sent);

/* A text without what may be a secret in the URLs in it, at most size - 1 bytes. */
void lwi_changes_clean_text(const char *text, char *ret_text, size_t size);

#endif
