/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Model files: what is read, and what is refused with which reason. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "verdict/model.h"

/* Below 1 octave: log-odds -2; else 3. Calibrated: 0.5 x + 1. */
#define HEAD                                                                                       \
    "lenswatch-model 1\nname small\nthreshold 0.4\ncalibration 0.5 1\ntile 1 4\nfeatures 1\n"
#define FEATURE "feature edge_2x1_4x1_p50 1\n"
#define TREE    "output blur base 0.5 trees 1 nodes 3\ntree 3\n"
#define NODES   "node 0 1 1 2\nleaf -2.5\nleaf 2.5\n"
#define VECTORS                                                                                    \
    "vectors 2\nvector 0.5 - - - 0.5\n" /* 0.5 * -2 + 1 = 0 */                                     \
    "vector 0.924141819979 - - - 1\n"   /* 0.5 * 3 + 1 = 2.5 */

static char path[] = "/tmp/lenswatch-model-XXXXXX";

/* Writes a model file with a right checksum, and opens it. */
static int open_text(const char *text, lw_model **ret_model, struct lw_error *error)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void) fprintf(file, "%schecksum %016" PRIx64 "\n", text,
                   lwi_model_checksum(text, strlen(text)));
    assert_int_equal(fclose(file), 0);
    *ret_model = NULL;
    memset(error, 0, sizeof(*error));
    return lw_model_open(ret_model, path, error);
}

static void refuse(const char *text, int code, const char *reason)
{
    struct lw_error error;
    lw_model *model;
    assert_int_equal(open_text(text, &model, &error), code);
    assert_null(model);
    if (!strstr(error.message, reason))
        fail_msg("'%s' does not say '%s'", error.message, reason);
}

static void test_reads(void **state)
{
    (void) state;
    struct lw_error error;
    lw_model *model;
    struct lw_value values[256];
    struct lwi_prediction p;

    assert_int_equal(open_text("# made by hand\n" HEAD FEATURE TREE NODES VECTORS, &model, &error),
                     0);
    assert_string_equal(lw_model_name(model), "small");
    assert_true(lw_model_threshold(model) == 0.4);

    memset(values, 0, sizeof values);
    long at = lw_feature_find("edge_2x1_4x1_p50");
    values[at].value = 1.5;
    assert_int_equal(lwi_model_predict(model, values, 0.4, &p), 0);
    assert_true(fabs(p.probability - 1 / (1 + exp(-2.5))) < 1e-12);
    assert_int_equal(p.kind, LW_BLUR_UNKNOWN);
    assert_true(p.radius < 0);

    values[at].reason = "too dark";
    assert_int_equal(lwi_model_predict(model, values, 0.4, &p), -ENODATA);
    assert_string_equal(p.reason, "too dark");

    assert_true(lwi_model_tile(model, 1) == 0.5f);
    assert_true(lwi_model_tile(model, -1) == LW_TILE_UNKNOWN);
    lw_model_close(&model);
    assert_null(model);
}

/* A line of its own, which may be missing. */
static void test_error_of_radius(void **state)
{
    (void) state;
    static const char *const heads[] = {
        "lenswatch-model 1\nname small\nthreshold 0.4\ncalibration 0.5 1\ntile 1 4\n"
        "radius-error 1\nfeatures 1\n",
        HEAD,
    };
    struct lw_error error;
    struct lw_value values[256];
    struct lwi_prediction p;

    for (int i = 0; i < 2; i++) {
        char text[2000];
        lw_model *model;
        (void) snprintf(text, sizeof(text), "%s%s%s%s%s%s", heads[i], FEATURE, TREE, NODES,
                        "output radius base 2 trees 1 nodes 1\ntree 1\nleaf 1\n",
                        "vectors 1\nvector 0.5 - - 3 0.5\n");
        assert_int_equal(open_text(text, &model, &error), 0);
        memset(values, 0, sizeof values);
        assert_int_equal(lwi_model_predict(model, values, 0.4, &p), 0);
        assert_true(p.radius == 8);
        assert_true(i == 0 ? p.radius_error == 8 : p.radius_error < 0); /* an octave: twice */
        lw_model_close(&model);
    }
    refuse("lenswatch-model 1\nname small\nthreshold 0.4\ncalibration 0.5 1\ntile 1 4\n"
           "radius-error x\nfeatures 1\n" FEATURE TREE NODES VECTORS,
           -EBADMSG, "number");
}

static void test_refuses(void **state)
{
    (void) state;
    refuse("", -EBADMSG, "not a Lenswatch model");
    refuse("lenswatch-model 2\n", -ENOTSUP, "format 2");
    refuse(HEAD "feature edge_2x1_4x1_p50 77\n" TREE NODES VECTORS, -ENOTSUP, "version 77");
    refuse(HEAD "feature tea_leaves 1\n" TREE NODES VECTORS, -ENOTSUP, "tea_leaves");
    refuse(HEAD FEATURE NODES VECTORS, -EBADMSG, "line 8");
    refuse(HEAD FEATURE VECTORS, -EBADMSG, "does not answer 'blur'");
    refuse(HEAD FEATURE TREE "node 0 1 0 2\nleaf 1\nleaf 2\n" VECTORS, -EBADMSG, "after it");
    refuse(HEAD FEATURE TREE "node 0 1 1 3\nleaf 1\nleaf 2\n" VECTORS, -EBADMSG, "range");
    refuse(HEAD FEATURE TREE "node 1 1 1 2\nleaf 1\nleaf 2\n" VECTORS, -EBADMSG, "range");
    refuse(HEAD FEATURE TREE "node 0 nan 1 2\nleaf 1\nleaf 2\n" VECTORS, -EBADMSG, "number");
    refuse(HEAD FEATURE "output blur base 0 trees 1 nodes 3\ntree 2\n" NODES VECTORS, -EBADMSG, "");
    refuse(HEAD FEATURE "output tea base 0 trees 1 nodes 3\ntree 3\n" NODES VECTORS, -EBADMSG,
           "output");
    refuse(HEAD FEATURE TREE NODES TREE NODES VECTORS, -EBADMSG, "twice");
    refuse(HEAD FEATURE TREE NODES "vectors 0\n", -EBADMSG, "without test vectors");
    refuse(HEAD FEATURE TREE NODES "vectors 1\nvector 0.6 - - - 0.5\n", -EBADMSG, "test vector 1");
    refuse(HEAD FEATURE TREE NODES VECTORS "vector 0.5 - - - 0.5\n", -EBADMSG, "checksum");
}

static void test_every_cut_is_refused(void **state)
{
    (void) state;
    static const char text[] = HEAD FEATURE TREE NODES VECTORS;
    char whole[sizeof(text) + 40];
    struct lw_model model;
    struct lw_error error;

    int size = snprintf(whole, sizeof whole, "%schecksum %016" PRIx64 "\n", text,
                        lwi_model_checksum(text, strlen(text)));
    for (int cut = 0; cut < size; cut++) {
        char *part = malloc((size_t) cut + 1); /* so that reading past it is seen */
        memcpy(part, whole, (size_t) cut);
        assert_int_equal(lwi_model_parse(&model, part, (size_t) cut, "a cut", &error), -EBADMSG);
        free(part);
    }
    for (int i = 0; i < size; i++) { /* and every damaged byte */
        char was = whole[i];
        whole[i] = (char) (was ^ 0x11);
        assert_true(lwi_model_parse(&model, whole, (size_t) size, "damaged", &error) < 0);
        whole[i] = was;
    }
    assert_int_equal(lwi_model_parse(&model, whole, (size_t) size, "whole", &error), 0);
    lwi_model_clear(&model);
}

static void test_built_in(void **state)
{
    (void) state;
    lw_model *model;
    assert_int_equal(lw_model_open(&model, NULL, NULL), 0);
    assert_true(model->outputs[LWI_OUTPUT_MOTION].tree_count > 0);
    assert_true(model->outputs[LWI_OUTPUT_RADIUS].tree_count > 0);
    lw_model_close(&model);
    assert_int_equal(lw_model_open(&model, "/nonexistent/model", NULL), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),    cmocka_unit_test(test_error_of_radius),
        cmocka_unit_test(test_refuses),  cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_built_in),
    };
    int fd = mkstemp(path);
    if (fd < 0 || close(fd) < 0)
        return 1;
    int r = cmocka_run_group_tests_name("model", tests, NULL, NULL);
    (void) unlink(path);
    return r;
}
