/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Walking decision trees. They were checked when they were read: this trusts them. */
#include <stdlib.h>
#include <string.h>

#include "verdict/model.h"

double lwi_ensemble_sum(const struct lwi_ensemble *ensemble, const float *inputs)
{
    double sum = ensemble->base;

    for (size_t i = 0; i < ensemble->tree_count; i++) {
        const struct lwi_node *root = &ensemble->nodes[ensemble->roots[i]];
        const struct lwi_node *node = root;
        while (node->feature >= 0)
            node = root + (inputs[node->feature] < node->threshold ? node->left : node->right);
        sum += node->threshold;
    }
    return sum;
}

void lwi_ensemble_clear(struct lwi_ensemble *ensemble)
{
    free(ensemble->roots);
    free(ensemble->sizes);
    free(ensemble->nodes);
    memset(ensemble, 0, sizeof(*ensemble));
}
