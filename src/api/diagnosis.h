/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * An archive (.tar.gz) for whoever is to find out what is wrong: version, settings,
 * cameras, queues, recent log, a check of the store, facts of the machine. No secret
 * is in it: those of the settings are left out, and wherever one that is known, or the
 * password of a URL, should stand in any text, "***" does.
 */
#ifndef LWI_API_DIAGNOSIS_H
#define LWI_API_DIAGNOSIS_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

struct json_t;
struct lwi_request;

/* For who asks; request NULL: without a daemon, what the data folder `dir` tells alone. *ret_data
 * malloc'ed. */
int lwi_diagnosis_make(const struct lwi_request *request, const char *dir, uint8_t **ret_data,
                       size_t *ret_size, struct lw_error *reterr);

/* A copy without the secrets (a list of strings; NULL: none are known), and without user, password
 * and query of URLs; malloc'ed, or NULL. */
char *lwi_diagnosis_scrub(const char *text, const struct json_t *secrets);

#endif
