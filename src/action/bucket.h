/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* An object in a bucket of S3, or of what speaks as it does. */
#ifndef LWI_ACTION_BUCKET_H
#define LWI_ACTION_BUCKET_H

#include <stddef.h>
#include <stdint.h>

#include "action/action.h"

/* Rows of a kind that stores there. */
#define LWI_BUCKET_ROWS                                                                            \
    {"endpoint", "s3: https://HOST[:PORT] of the service.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 300,   \
     NULL},                                                                                        \
        {"region", "s3: its region.", LWI_ACTION_TEXT, 0, "us-east-1", 0, 0, 60, NULL},            \
        {"bucket", "s3: the bucket, which is there already.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 63,  \
         NULL},                                                                                    \
        {"bucket_in_host",                                                                         \
         "s3: the bucket is part of the host's name, not of the path.",                            \
         LWI_ACTION_BOOL,                                                                          \
         0,                                                                                        \
         NULL,                                                                                     \
         0,                                                                                        \
         0,                                                                                        \
         0,                                                                                        \
         NULL},                                                                                    \
        {"access_key", "s3: id of the access key.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 128, NULL},    \
    {                                                                                              \
        "secret_key", "s3: the secret of that key.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 128, NULL   \
    }

/* 0 or -EINVAL ("bucket: why"). */
int lwi_bucket_check(const struct json_t *settings, struct lw_error *reterr);

/* Stores it, over one of before; the answer is the service's. Never -EINVAL. */
int lwi_bucket_store(const struct json_t *settings, const char *key, const char *type,
                     const uint8_t *data, size_t size, struct lwi_action_run *run,
                     struct lw_error *reterr);

#endif
