/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Models: opening them, and asking them. model_file.c reads the format. */
#include "verdict/model.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

const char *const lwi_model_output_names[LWI_OUTPUT_COUNT] = {
    [LWI_OUTPUT_BLUR] = "blur",
    [LWI_OUTPUT_MOTION] = "motion",
    [LWI_OUTPUT_DEFOCUS] = "defocus",
    [LWI_OUTPUT_RADIUS] = "radius",
};

void lwi_model_clear(struct lw_model *model)
{
    for (int i = 0; i < LWI_OUTPUT_COUNT; i++)
        lwi_ensemble_clear(&model->outputs[i]);
    free(model->vectors);
    memset(model, 0, sizeof(*model));
}

static int read_model(struct lw_model *model, const char *path, struct lw_error *reterr_error)
{
    if (!path)
        return lwi_model_parse(model, lwi_model_builtin, lwi_model_builtin_size,
                               "the built-in model", reterr_error);
    uint8_t *text;
    size_t size;
    int r = lwi_file_read(path, LWI_MODEL_FILE_MAX, &text, &size, reterr_error);
    if (r == -EFBIG)
        r = lwi_error_set(reterr_error, -EBADMSG, "'%s' is too large to be a model", path);
    if (r < 0)
        return r;
    r = lwi_model_parse(model, (const char *) text, size, path, reterr_error);
    free(text);
    return r;
}

int lw_model_open(lw_model **ret_model, const char *path, struct lw_error *reterr_error)
{
    if (!ret_model)
        return lwi_error_set(reterr_error, -EINVAL, "no place to put the model");
    struct lw_model *model = calloc(1, sizeof(*model));
    if (!model)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    int r = read_model(model, path, reterr_error);
    if (r == 0)
        r = lwi_model_verify(model, path ? path : "the built-in model", reterr_error);
    if (r < 0) {
        lw_model_close(&model);
        return r;
    }
    *ret_model = model;
    return 0;
}

const char *lw_model_name(const lw_model *model)
{
    return model->name;
}

double lw_model_threshold(const lw_model *model)
{
    return model->threshold;
}

void lw_model_close(lw_model **model)
{
    if (!model || !*model)
        return;
    lwi_model_clear(*model);
    free(*model);
    *model = NULL;
}

const char *const *lwi_model_features(const struct lw_model *model)
{
    return model->feature_names;
}

static double probability_of(double log_odds)
{
    return 1 / (1 + exp(-log_odds));
}

double lwi_model_answer(const struct lw_model *model, enum lwi_model_output output,
                        const float *inputs)
{
    assert(model->outputs[output].tree_count > 0);
    double sum = lwi_ensemble_sum(&model->outputs[output], inputs);
    if (output == LWI_OUTPUT_BLUR)
        return probability_of(model->calibration_slope * sum + model->calibration_offset);
    return output == LWI_OUTPUT_RADIUS ? sum : probability_of(sum);
}

static enum lw_blur_kind kind_of(const struct lw_model *model, const float *inputs)
{
    if (model->outputs[LWI_OUTPUT_MOTION].tree_count == 0 ||
        model->outputs[LWI_OUTPUT_DEFOCUS].tree_count == 0)
        return LW_BLUR_UNKNOWN;
    int motion = lwi_model_answer(model, LWI_OUTPUT_MOTION, inputs) >= 0.5;
    int defocus = lwi_model_answer(model, LWI_OUTPUT_DEFOCUS, inputs) >= 0.5;
    return motion && defocus ? LW_BLUR_BOTH : motion ? LW_BLUR_MOTION : LW_BLUR_DEFOCUS;
}

static const char *reason_of(const struct lwi_prediction *p, double threshold)
{
    if (p->probability < threshold)
        return p->probability < threshold / 2 ? "the edges are crisp"
                                              : "the edges are somewhat soft";
    switch (p->kind) {
    case LW_BLUR_DEFOCUS:
        return "the edges are soft in all directions";
    case LW_BLUR_MOTION:
        return "the edges are soft along one direction, as in motion";
    case LW_BLUR_BOTH:
        return "the edges are soft, in one direction more than in others";
    case LW_BLUR_UNKNOWN:
        break;
    }
    return "the edges are soft";
}

int lwi_model_predict(const struct lw_model *model, const struct lw_value *values, double threshold,
                      struct lwi_prediction *ret_prediction)
{
    float inputs[LWI_MODEL_FEATURES_MAX];
    struct lwi_prediction p = {.kind = LW_BLUR_UNKNOWN, .radius = -1, .radius_error = -1};

    for (size_t i = 0; i < model->feature_count; i++) {
        const struct lw_value *value = &values[model->feature_indexes[i]];
        if (value->reason) {
            p.reason = value->reason;
            *ret_prediction = p;
            return -ENODATA;
        }
        inputs[i] = (float) value->value;
    }
    p.probability = lwi_model_answer(model, LWI_OUTPUT_BLUR, inputs);
    p.kind = kind_of(model, inputs);
    if (model->outputs[LWI_OUTPUT_RADIUS].tree_count > 0)
        p.radius = exp2(lwi_model_answer(model, LWI_OUTPUT_RADIUS, inputs));
    if (p.radius > 0 && model->radius_error > 0)
        p.radius_error = p.radius * (exp2(model->radius_error) - 1);
    p.reason = reason_of(&p, threshold);
    *ret_prediction = p;
    return 0;
}

float lwi_model_tile(const struct lw_model *model, float measure)
{
    if (measure < 0)
        return LW_TILE_UNKNOWN;
    return (float) probability_of((measure - model->tile_even) * model->tile_slope);
}

int lwi_model_verify(const struct lw_model *model, const char *what, struct lw_error *reterr_error)
{
    for (size_t i = 0; i < model->vector_count; i++) {
        const struct lwi_model_vector *v = &model->vectors[i];
        for (int o = 0; o < LWI_OUTPUT_COUNT; o++) {
            if (model->outputs[o].tree_count == 0)
                continue;
            double answer = lwi_model_answer(model, (enum lwi_model_output) o, v->inputs);
            if (!(fabs(answer - v->answers[o]) <= LWI_MODEL_TOLERANCE))
                return lwi_error_set(reterr_error, -EBADMSG,
                                     "%s: test vector %zu gives %s %.9g instead of %.9g", what,
                                     i + 1, lwi_model_output_names[o], answer, v->answers[o]);
        }
    }
    return 0;
}
