/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The way to XGBoost, which is in the module of training. */
#include <errno.h>

#include "base/module.h"
#include "train/boost.h"

static const struct lwi_boost *boost(struct lw_error *reterr)
{
    static struct lwi_module_table table = {
        .module = LWI_MODULE_TRAIN,
        .symbol = "lwi_boost_table",
    };
    return lwi_module_find(&table, reterr);
}

int lwi_boost_available(void)
{
    return boost(/* reterr= */ NULL) != NULL;
}

int lwi_boost_train(struct lwi_ensemble *ret_ensemble, const struct lwi_boost_data *data,
                    const struct lwi_boost_settings *settings, struct lw_error *reterr)
{
    const struct lwi_boost *b = boost(reterr);
    return b ? b->train(ret_ensemble, data, settings, reterr) : -ELIBACC;
}
