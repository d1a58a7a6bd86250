/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Prints all features of a luma plane given on standard input, with each set of
 * instruction sets: golden_values WIDTH HEIGHT. A line is
 *
 *     MASK NAME VALUE      or      MASK NAME invalid REASON
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/parse.h"
#include "lenswatch/lenswatch.h"

static int print_values(const char *mask_name, const struct lw_frame *frame)
{
    static const char *const all[] = {"all", NULL};
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.features = all;
    if (lwi_parse_cpu_mask(mask_name, &settings.cpu_mask) < 0)
        return -1;

    lw_assessor *assessor = NULL;
    struct lw_error error;
    struct lw_assessment assessment;
    if (lw_assessor_open(&assessor, &settings, &error) < 0) {
        (void) fprintf(stderr, "%s\n", error.message);
        return -1;
    }
    int r = lw_assessor_assess(assessor, frame, &assessment);
    for (size_t i = 0; r == 0 && i < assessment.value_count; i++) {
        const struct lw_value *v = &assessment.values[i];
        const char *name = lw_feature_at(i)->name;
        if (v->reason)
            (void) printf("%s %s invalid %s\n", mask_name, name, v->reason);
        else
            (void) printf("%s %s %.17g\n", mask_name, name, v->value);
    }
    lw_assessor_close(&assessor);
    return r;
}

int main(int argc, char **argv)
{
    static const char *const masks[] = {"none", "avx2", "avx512", "all"};
    int64_t width, height;
    if (argc != 3 || lwi_parse_int(argv[1], 1, LW_FRAME_SIDE_MAX, &width) < 0 ||
        lwi_parse_int(argv[2], 1, LW_FRAME_SIDE_MAX, &height) < 0)
        return 64;
    size_t size = (size_t) (width * height);
    uint8_t *luma = malloc(size);
    if (!luma || fread(luma, 1, size, stdin) != size)
        return 1;
    struct lw_frame frame = {
        .luma = luma,
        .stride = (ptrdiff_t) width,
        .width = (uint32_t) width,
        .height = (uint32_t) height,
        .rows_whole = (uint32_t) height,
        .pts_ns = LW_TIME_NONE,
        .wall_ns = LW_TIME_NONE,
    };
    int r = 0;
    for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]) && r == 0; i++)
        r = print_values(masks[i], &frame);
    free(luma);
    return r < 0 ? 1 : 0;
}
