/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The shortest program over liblenswatch: judges a grey picture in binary PGM format (P5,
 * 8 bits) and prints the verdict and all features.
 *
 *     cc assess.c $(pkg-config --cflags --libs lenswatch) -o assess
 *     ./assess PICTURE.pgm
 */
#include <lenswatch/lenswatch.h>
#include <stdio.h>
#include <stdlib.h>

/* Reads the picture's pixels, which the caller frees. NULL where it is not one. */
static unsigned char *read_pgm(const char *path, unsigned *width, unsigned *height)
{
    unsigned char *pixels = NULL;
    unsigned levels = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    if (fscanf(file, "P5 %5u %5u %3u", width, height, &levels) == 3 && levels == 255 &&
        fgetc(file) != EOF && *width > 0 && *height > 0) {
        size_t size = (size_t) *width * *height;
        pixels = malloc(size);
        if (pixels && fread(pixels, 1, size, file) != size) {
            free(pixels);
            pixels = NULL;
        }
    }
    (void) fclose(file);
    return pixels;
}

static void print_assessment(const struct lw_assessment *a)
{
    (void) printf("%s: %s (probability of blur %.3f)\n", lw_verdict_name(a->verdict), a->reason,
                  a->blur_probability);
    for (size_t i = 0; i < a->value_count; i++) {
        const struct lw_feature_desc *feature = lw_feature_at(i);
        if (a->values[i].reason)
            (void) printf("  %-24s %s\n", feature->name, a->values[i].reason);
        else
            (void) printf("  %-24s %g %s\n", feature->name, a->values[i].value, feature->unit);
    }
}

int main(int argc, char **argv)
{
    static const char *const all[] = {"all", NULL};
    struct lw_assess_settings settings;
    struct lw_assessment assessment;
    struct lw_frame frame = {0};
    struct lw_error error;
    lw_assessor *assessor = NULL;

    unsigned char *pixels = argc == 2 ? read_pgm(argv[1], &frame.width, &frame.height) : NULL;
    if (!pixels) {
        (void) fprintf(stderr, "Usage: assess PICTURE.pgm\n");
        return 2;
    }
    frame.luma = pixels;
    frame.stride = (ptrdiff_t) frame.width;
    frame.rows_whole = frame.height;
    frame.pts_ns = LW_TIME_NONE;
    frame.wall_ns = LW_TIME_NONE;

    lw_assess_settings_default(&settings);
    settings.features = all;
    int r = lw_assessor_open(&assessor, &settings, &error);
    if (r < 0)
        (void) fprintf(stderr, "%s\n", error.message);
    if (r == 0)
        r = lw_assessor_assess(assessor, &frame, &assessment);
    if (r == 0)
        print_assessment(&assessment);
    lw_assessor_close(&assessor);
    free(pixels);
    return r == 0 ? 0 : 1;
}
