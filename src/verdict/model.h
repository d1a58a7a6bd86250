/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Models in memory: ensembles of decision trees over features, and what the
 * assessor and the trainer ask of them.
 */
#ifndef LWI_VERDICT_MODEL_H
#define LWI_VERDICT_MODEL_H

#include "feature/feature.h"
#include "lenswatch/assess.h"
#include "lenswatch/model.h"

/* Bounds of a model. Far above what is useful; a file beyond them is refused. */
#define LWI_MODEL_FEATURES_MAX 128
#define LWI_MODEL_TREES_MAX    4096
#define LWI_MODEL_NODES_MAX    262144
#define LWI_MODEL_VECTORS_MAX  64
#define LWI_MODEL_FILE_MAX     (16u << 20)

#define LWI_MODEL_NAME_MAX 64

/* What the ensembles of a model answer. */
enum lwi_model_output {
    LWI_OUTPUT_BLUR,    /* log-odds of blurred, before calibration */
    LWI_OUTPUT_MOTION,  /* of a blurred picture: log-odds of motion */
    LWI_OUTPUT_DEFOCUS, /* of a blurred picture: log-odds of defocus (both may be true) */
    LWI_OUTPUT_RADIUS,  /* of a blurred picture: log2 of the radius of its PSF */
    LWI_OUTPUT_COUNT,
};

/* "blur", "motion", "defocus", "radius". */
extern const char *const lwi_model_output_names[LWI_OUTPUT_COUNT];

/* Where value < threshold go to left, else to right; both stand after their parent. A leaf
 * has feature -1, and its value as threshold. */
struct lwi_node {
    float threshold;
    int16_t feature;
    uint16_t left, right; /* from the root of the tree */
};

struct lwi_ensemble {
    double base;       /* added to the sum of the leaves */
    size_t tree_count; /* 0: the model does not answer this */
    uint32_t *roots;   /* of each tree: index of its first node */
    uint16_t *sizes;   /* of each tree: its nodes */
    struct lwi_node *nodes;
    size_t node_count;
};

/* A test vector: inputs and what the model must make of them. */
struct lwi_model_vector {
    float inputs[LWI_MODEL_FEATURES_MAX];
    double answers[LWI_OUTPUT_COUNT]; /* probability for blur, motion and defocus */
};

struct lw_model {
    char name[LWI_MODEL_NAME_MAX];
    double threshold;
    double calibration_slope, calibration_offset; /* log-odds = slope * sum + offset */
    double radius_error;          /* octaves, 68 of 100 have no more; 0: the model does not say */
    double tile_even, tile_slope; /* measure of a tile that may be either; log-odds by octave */
    size_t feature_count;
    const char *feature_names[LWI_MODEL_FEATURES_MAX + 1]; /* NULL-ended; the table's strings */
    unsigned feature_versions[LWI_MODEL_FEATURES_MAX];
    size_t feature_indexes[LWI_MODEL_FEATURES_MAX]; /* in the feature table */
    struct lwi_ensemble outputs[LWI_OUTPUT_COUNT];
    size_t vector_count;
    struct lwi_model_vector *vectors;
};

/* The path of a motion, of the radius of a disk that softens as much: what simulated pictures
 * are made with. Of both together the disk has its share. */
#define LWI_MOTION_LENGTH 2.8
#define LWI_BOTH_LENGTH   (LWI_MOTION_LENGTH * 0.6)

/* A direction less distinct than this is not told: 4 of 10 unmoved pictures have more, and 8 of 10
 * that moved. */
#define LWI_ANGLE_STRENGTH_MIN 0.3

/* The largest difference from a test vector's answer that is put down to another compiler. */
#define LWI_MODEL_TOLERANCE 1e-6

/* The text of the model built in. */
extern const char lwi_model_builtin[];
extern const size_t lwi_model_builtin_size;

/* Names of the features that the model reads; NULL-ended, lives as long as the model. */
const char *const *lwi_model_features(const struct lw_model *model);

/* What the model thinks of a picture. */
struct lwi_prediction {
    double probability;     /* that it is blurred */
    enum lw_blur_kind kind; /* if it is blurred: of which kind */
    double radius;          /* if it is: of its PSF, pixels at the analysis size; < 0: unknown */
    double radius_error;    /* of that, pixels at the analysis size; < 0: unknown */
    const char *reason;     /* one clause, static; always set */
};

/*
 * Judges a picture. values is by index in the feature table; those that the model
 * reads have been measured, but may be invalid. threshold: from which it is called
 * BLURRY; only the reason depends on it.
 * Returns 0, or -ENODATA where the picture cannot be judged: the reason says why.
 */
int lwi_model_predict(const struct lw_model *model, const struct lw_value *values, double threshold,
                      struct lwi_prediction *ret_prediction);

/* The answer of one output to inputs in the order of the model's features; probabilities are
 * calibrated. The output must have trees. */
double lwi_model_answer(const struct lw_model *model, enum lwi_model_output output,
                        const float *inputs);

/* What one measure of a tile map means: 0 sharp .. 1 blurred, or LW_TILE_UNKNOWN. */
float lwi_model_tile(const struct lw_model *model, float measure);

/* The sum of the leaves that the inputs reach, with the base. */
double lwi_ensemble_sum(const struct lwi_ensemble *ensemble, const float *inputs);

/* Frees what a model or an ensemble holds, not the structure itself. */
void lwi_ensemble_clear(struct lwi_ensemble *ensemble);
void lwi_model_clear(struct lw_model *model);

/*
 * Reads a model from text; `what` names it in error texts. Checks everything but
 * the test vectors. On failure *ret_model is empty.
 * Returns 0, -EBADMSG, -ENOTSUP or -ENOMEM.
 */
int lwi_model_parse(struct lw_model *ret_model, const char *text, size_t size, const char *what,
                    struct lw_error *reterr_error);

/* Runs the test vectors. Returns 0 or -EBADMSG. */
int lwi_model_verify(const struct lw_model *model, const char *what, struct lw_error *reterr_error);

/* The checksum in the last line of a model file, over all before that line. */
uint64_t lwi_model_checksum(const char *text, size_t size);

#endif
