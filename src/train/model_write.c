/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Writing what verdict/model_file.c reads. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "train/fit.h"

/* Nine digits bring a float back bit for bit. */
#define FLOAT "%.9g"

static void write_ensemble(FILE *out, const char *name, const struct lwi_ensemble *e)
{
    (void) fprintf(out, "output %s base " FLOAT " trees %zu nodes %zu\n", name, e->base,
                   e->tree_count, e->node_count);
    for (size_t t = 0; t < e->tree_count; t++) {
        const struct lwi_node *nodes = e->nodes + e->roots[t];
        (void) fprintf(out, "tree %u\n", e->sizes[t]);
        for (unsigned i = 0; i < e->sizes[t]; i++) {
            const struct lwi_node *n = &nodes[i];
            if (n->feature < 0)
                (void) fprintf(out, "leaf " FLOAT "\n", (double) n->threshold);
            else
                (void) fprintf(out, "node %d " FLOAT " %u %u\n", n->feature, (double) n->threshold,
                               n->left, n->right);
        }
    }
}

static void write_vectors(FILE *out, const struct lw_model *m)
{
    (void) fprintf(out, "vectors %zu\n", m->vector_count);
    for (size_t i = 0; i < m->vector_count; i++) {
        (void) fprintf(out, "vector");
        for (int o = 0; o < LWI_OUTPUT_COUNT; o++) {
            if (m->outputs[o].tree_count > 0)
                (void) fprintf(out, " " FLOAT, m->vectors[i].answers[o]);
            else
                (void) fprintf(out, " -");
        }
        for (size_t k = 0; k < m->feature_count; k++)
            (void) fprintf(out, " " FLOAT, (double) m->vectors[i].inputs[k]);
        (void) fprintf(out, "\n");
    }
}

int lwi_model_write(const struct lw_model *model, char **ret_text, size_t *ret_size)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return -ENOMEM;
    (void) fprintf(out, "lenswatch-model 1\nname %s\nthreshold " FLOAT "\n", model->name,
                   model->threshold);
    (void) fprintf(out, "calibration " FLOAT " " FLOAT "\ntile " FLOAT " " FLOAT "\n",
                   model->calibration_slope, model->calibration_offset, model->tile_even,
                   model->tile_slope);
    if (model->radius_error > 0)
        (void) fprintf(out, "radius-error " FLOAT "\n", model->radius_error);
    (void) fprintf(out, "features %zu\n", model->feature_count);
    for (size_t i = 0; i < model->feature_count; i++)
        (void) fprintf(out, "feature %s %u\n", model->feature_names[i], model->feature_versions[i]);
    for (int o = 0; o < LWI_OUTPUT_COUNT; o++)
        if (model->outputs[o].tree_count > 0)
            write_ensemble(out, lwi_model_output_names[o], &model->outputs[o]);
    write_vectors(out, model);
    if (fflush(out) == 0)
        (void) fprintf(out, "checksum %016" PRIx64 "\n", lwi_model_checksum(text, size));
    if (ferror(out) | fclose(out)) {
        free(text);
        return -ENOMEM;
    }
    *ret_text = text;
    *ret_size = size;
    return 0;
}
