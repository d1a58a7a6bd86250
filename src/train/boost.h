/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Gradient boosting through XGBoost: the only file that knows it is boost.c, in the module of
 * training. */
#ifndef LWI_TRAIN_BOOST_H
#define LWI_TRAIN_BOOST_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"
#include "verdict/model.h"

enum lwi_boost_goal {
    LWI_BOOST_PROBABILITY, /* targets 0 or 1; the sum of the leaves is a log-odds */
    LWI_BOOST_NUMBER,      /* squared error */
};

struct lwi_boost_settings {
    enum lwi_boost_goal goal;
    unsigned rounds, depth;
    double rate, row_part, column_part; /* learning rate; parts drawn for each tree */
    double leaf_weight_min, lambda;
    double base;                 /* prediction before the first tree */
    const unsigned char *rising; /* a flag a column: the answer may only rise with it. NULL: none */
    uint64_t seed;
};

struct lwi_boost_data {
    const float *values; /* rows x columns */
    const float *targets, *weights;
    size_t rows, columns;
};

/* Whether this program was built with XGBoost, and its module can be loaded. */
int lwi_boost_available(void);

/*
 * Trains trees, with one thread: the same data and seed give the same bits. The caller
 * owns what is in *ret_ensemble.
 * Returns 0, -ENOTSUP (built without XGBoost), -ELIBACC (see base/module.h), -ENOMEM,
 * -EIO (XGBoost failed), -EBADMSG (our evaluator and XGBoost's do not agree), with *reterr
 * filled in.
 */
int lwi_boost_train(struct lwi_ensemble *ret_ensemble, const struct lwi_boost_data *data,
                    const struct lwi_boost_settings *settings, struct lw_error *reterr);

/* What the module has of it. */
struct lwi_boost {
    int (*train)(struct lwi_ensemble *ret_ensemble, const struct lwi_boost_data *data,
                 const struct lwi_boost_settings *settings, struct lw_error *reterr);
};

extern const struct lwi_boost lwi_boost_table;

#endif
