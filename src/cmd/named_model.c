/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/named_model.h"

#include "base/error.h"

int lwi_named_model_open(lw_model **ret_model, const char *path, struct lw_error *reterr)
{
    int r = lw_model_open(ret_model, path, reterr);
    if (r < 0 && path && !reterr->hint[0])
        lwi_error_hint(reterr, "Name a file that 'lenswatch train' has made, or leave --model out "
                               "for the model that is built in.");
    return r;
}
