/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Prometheus metrics in the text format 0.0.4. docs/ref/api.md lists them. */
#ifndef LWI_API_METRICS_H
#define LWI_API_METRICS_H

#include <stddef.h>

#include "lenswatch/error.h"

struct lwi_request;

/* Of the cameras that are there for who asks. *ret_text is malloc'ed. 0 or -ENOMEM. */
int lwi_metrics_format(const struct lwi_request *request, char **ret_text, size_t *ret_size,
                       struct lw_error *reterr);

#endif
