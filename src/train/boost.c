/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/boost.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xgboost/c_api.h>

#include "base/error.h"
#include "base/module.h"

/* Between sums in float (XGBoost's) and in double (ours), for each unit of magnitude. */
#define AGREEMENT 1e-4

/* What is open while training. */
struct session {
    DMatrixHandle matrix;
    BoosterHandle booster;
    struct lw_error *reterr;
};

static int failed(struct session *s)
{
    return lwi_error_set(s->reterr, -EIO, "XGBoost: %.180s", XGBGetLastError());
}

static int set_number(struct session *s, const char *name, double value)
{
    char text[40];
    (void) snprintf(text, sizeof(text), "%.10g", value);
    return XGBoosterSetParam(s->booster, name, text);
}

static int set_rising(struct session *s, const unsigned char *rising, size_t columns)
{
    char text[2 * LWI_MODEL_FEATURES_MAX + 3];
    size_t length = 0;

    assert(columns <= LWI_MODEL_FEATURES_MAX);
    for (size_t i = 0; i < columns; i++) {
        text[length++] = i > 0 ? ',' : '(';
        text[length++] = rising[i] ? '1' : '0';
    }
    text[length++] = ')';
    text[length] = '\0';
    return XGBoosterSetParam(s->booster, "monotone_constraints", text) ? failed(s) : 0;
}

static int set_up(struct session *s, const struct lwi_boost_data *data,
                  const struct lwi_boost_settings *settings)
{
    const char *goal =
        settings->goal == LWI_BOOST_PROBABILITY ? "binary:logistic" : "reg:squarederror";

    if (XGDMatrixCreateFromMat(data->values, data->rows, data->columns, NAN, &s->matrix) ||
        XGDMatrixSetFloatInfo(s->matrix, "label", data->targets, data->rows) ||
        XGDMatrixSetFloatInfo(s->matrix, "weight", data->weights, data->rows) ||
        XGBoosterCreate(&s->matrix, 1, &s->booster))
        return failed(s);
    if (XGBoosterSetParam(s->booster, "verbosity", "0") ||
        XGBoosterSetParam(s->booster, "nthread", "1") ||
        XGBoosterSetParam(s->booster, "objective", goal) ||
        XGBoosterSetParam(s->booster, "tree_method", "hist") ||
        set_number(s, "max_depth", settings->depth) || set_number(s, "eta", settings->rate) ||
        set_number(s, "subsample", settings->row_part) ||
        set_number(s, "colsample_bytree", settings->column_part) ||
        set_number(s, "min_child_weight", settings->leaf_weight_min) ||
        set_number(s, "lambda", settings->lambda) ||
        set_number(s, "base_score",
                   settings->goal == LWI_BOOST_PROBABILITY ? 1 / (1 + exp(-settings->base))
                                                           : settings->base) ||
        set_number(s, "seed", (double) (settings->seed % 1000000007)))
        return failed(s);
    int r = settings->rising ? set_rising(s, settings->rising, data->columns) : 0;
    if (r < 0)
        return r;
    for (unsigned i = 0; i < settings->rounds; i++)
        if (XGBoosterUpdateOneIter(s->booster, (int) i, s->matrix))
            return failed(s);
    return 0;
}

/* ---- from XGBoost's trees as JSON to ours ---- */

static size_t count_nodes(const json_t *node)
{
    const json_t *children = json_object_get(node, "children"), *child;
    size_t count = 1, i;

    json_array_foreach(children, i, child) count += count_nodes(child);
    return count;
}

static const json_t *child_of(const json_t *node, const char *answer)
{
    const json_int_t id = json_integer_value(json_object_get(node, answer));
    const json_t *children = json_object_get(node, "children"), *child;
    size_t i;

    json_array_foreach(children, i, child) if (json_integer_value(json_object_get(
                                                   child, "nodeid")) == id) return child;
    return NULL;
}

/* Writes a tree, a parent before its children; returns the index after the last. 0: it is not
 * one of ours. */
static size_t take_node(struct lwi_node *nodes, size_t at, const json_t *node)
{
    const json_t *leaf = json_object_get(node, "leaf");
    struct lwi_node *n = &nodes[at];

    if (leaf) {
        *n = (struct lwi_node){.threshold = (float) json_number_value(leaf), .feature = -1};
        return at + 1;
    }
    const char *split = json_string_value(json_object_get(node, "split"));
    const json_t *yes = child_of(node, "yes"), *no = child_of(node, "no");
    char *end = NULL;
    long feature = split && split[0] == 'f' ? strtol(split + 1, &end, 10) : -1;
    if (!end || *end != '\0' || feature < 0 || feature >= LWI_MODEL_FEATURES_MAX || !yes || !no)
        return 0;
    n->threshold = (float) json_number_value(json_object_get(node, "split_condition"));
    n->feature = (int16_t) feature;
    n->left = (uint16_t) (at + 1);
    size_t next = take_node(nodes, at + 1, yes);
    n->right = (uint16_t) next;
    return next ? take_node(nodes, next, no) : 0;
}

static int take_tree(struct lwi_ensemble *e, size_t index, const char *text)
{
    json_t *tree = json_loads(text, 0, NULL);

    if (!tree)
        return -EIO;
    size_t size = count_nodes(tree);
    struct lwi_node *grown = realloc(e->nodes, (e->node_count + size) * sizeof(*grown));
    int r = grown && size <= UINT16_MAX ? 0 : -ENOMEM;
    if (grown)
        e->nodes = grown;
    if (r == 0) {
        e->roots[index] = (uint32_t) e->node_count;
        e->sizes[index] = (uint16_t) size;
        if (take_node(e->nodes + e->node_count, 0, tree) != size)
            r = -EIO;
        e->node_count += size;
    }
    json_decref(tree);
    return r;
}

static int take_trees(struct session *s, struct lwi_ensemble *e)
{
    const char **texts;
    bst_ulong count;

    if (XGBoosterDumpModelEx(s->booster, "", 0, "json", &count, &texts))
        return failed(s);
    e->roots = calloc(count, sizeof(*e->roots));
    e->sizes = calloc(count, sizeof(*e->sizes));
    if (!e->roots || !e->sizes)
        return lwi_error_set(s->reterr, -ENOMEM, "out of memory");
    for (bst_ulong i = 0; i < count; i++) {
        int r = take_tree(e, i, texts[i]);
        if (r < 0)
            return lwi_error_set(s->reterr, r, "cannot read tree %lu of XGBoost's",
                                 (unsigned long) i);
        e->tree_count = i + 1;
    }
    return 0;
}

static int check_agreement(struct session *s, const struct lwi_ensemble *e,
                           const struct lwi_boost_data *data)
{
    const float *theirs;
    bst_ulong count;

    if (XGBoosterPredict(s->booster, s->matrix, /* option_mask: margins */ 1, 0, 0, &count,
                         &theirs))
        return failed(s);
    for (bst_ulong i = 0; i < count; i++) {
        double ours = lwi_ensemble_sum(e, data->values + i * data->columns);
        if (!(fabs(ours - theirs[i]) <= AGREEMENT * (1 + fabs(ours))))
            return lwi_error_set(s->reterr, -EBADMSG, "row %lu: XGBoost says %g, the model %g",
                                 (unsigned long) i, theirs[i], ours);
    }
    return 0;
}

static int train(struct lwi_ensemble *ret_ensemble, const struct lwi_boost_data *data,
                 const struct lwi_boost_settings *settings, struct lw_error *reterr)
{
    struct session s = {.reterr = reterr};
    struct lwi_ensemble e;

    memset(&e, 0, sizeof e);
    e.base = settings->base;
    int r = set_up(&s, data, settings);
    if (r == 0)
        r = take_trees(&s, &e);
    if (r == 0)
        r = check_agreement(&s, &e, data);
    if (s.booster)
        (void) XGBoosterFree(s.booster);
    if (s.matrix)
        (void) XGDMatrixFree(s.matrix);
    if (r < 0) {
        lwi_ensemble_clear(&e);
        return r;
    }
    *ret_ensemble = e;
    return 0;
}

LWI_MODULE_EXPORT const struct lwi_boost lwi_boost_table = {
    .train = train,
};
