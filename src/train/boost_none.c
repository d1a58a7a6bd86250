/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Instead of boost.c where XGBoost was not there at build time. */
#include <errno.h>

#include "base/error.h"
#include "train/boost.h"

int lwi_boost_available(void)
{
    return 0;
}

int lwi_boost_train(struct lwi_ensemble *ret_ensemble, const struct lwi_boost_data *data,
                    const struct lwi_boost_settings *settings, struct lw_error *reterr)
{
    (void) ret_ensemble;
    (void) data;
    (void) settings;
    int r = lwi_error_set(reterr, -ENOTSUP, "this program was built without XGBoost");
    lwi_error_hint(reterr, "install libxgboost-dev, then configure and build again");
    return r;
}
