/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Model files: whatever stands in one, it is refused with a reason or it answers
 * with numbers. The checksum is put right first, or nothing behind it would be reached.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#include "verdict/model.h"

static void ask(const struct lw_model *model)
{
    float inputs[LWI_MODEL_FEATURES_MAX];

    for (int k = 0; k < 3; k++) {
        for (size_t i = 0; i < LWI_MODEL_FEATURES_MAX; i++)
            inputs[i] = (float) ((int) (i * 7 + (size_t) k) % 5 - 2);
        double p = lwi_model_answer(model, LWI_OUTPUT_BLUR, inputs);
        assert(p >= 0 && p <= 1);
    }
    struct lw_error error = {.message = ""};
    if (lwi_model_verify(model, "input", &error) < 0)
        assert(error.message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 32);
    struct lw_error error = {.message = ""};
    struct lw_model model;

    if (!text)
        return 0;
    memcpy(text, data, size);
    int end = snprintf(text + size, 32, "checksum %016" PRIx64 "\n",
                       lwi_model_checksum((const char *) data, size));
    if (lwi_model_parse(&model, text, size + (size_t) end, "input", &error) < 0) {
        assert(error.message[0]);
    } else {
        ask(&model);
        lwi_model_clear(&model);
    }
    free(text);
    return 0;
}
