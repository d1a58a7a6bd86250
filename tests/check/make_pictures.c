/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Writes pictures of every format into a folder, for the tests of `lenswatch
 * check`: a drawn scene, sharp and blurred.
 *
 * usage: make_pictures DIR
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "make_still.h"

#define WIDTH  640
#define HEIGHT 400

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Rectangles of all sizes over a gradient, with a little noise. */
static struct rgb draw_scene(void)
{
    struct rgb rgb = {
        .data = malloc((size_t) WIDTH * HEIGHT * 3), .width = WIDTH, .height = HEIGHT};
    if (!rgb.data)
        abort();
    uint32_t seed = 7;
    for (uint32_t i = 0; i < WIDTH * HEIGHT; i++)
        memset(rgb.data + (size_t) i * 3, (int) (80 + i / WIDTH / 5), 3);
    for (int n = 0; n < 400; n++) {
        uint32_t w = 4 + next(&seed) % 60;
        uint32_t h = 4 + next(&seed) % 60;
        uint32_t left = next(&seed) % (WIDTH - w);
        uint32_t top = next(&seed) % (HEIGHT - h);
        uint8_t colour[3] = {(uint8_t) (30 + next(&seed) % 190), (uint8_t) (30 + next(&seed) % 190),
                             (uint8_t) (30 + next(&seed) % 190)};
        for (uint32_t y = top; y < top + h; y++)
            for (uint32_t x = left; x < left + w; x++)
                memcpy(rgb.data + ((size_t) y * WIDTH + x) * 3, colour, 3);
    }
    for (size_t i = 0; i < (size_t) WIDTH * HEIGHT * 3; i++)
        rgb.data[i] = (uint8_t) (rgb.data[i] + next(&seed) % 4);
    return rgb;
}

/* One pass of a box of 13 pixels along one direction; three of each are nearly a Gaussian. */
static void box(struct rgb *rgb, ptrdiff_t step, uint32_t length, ptrdiff_t line_step,
                uint32_t lines)
{
    enum { RADIUS = 6 };
    uint8_t *line = malloc(length);
    if (!line)
        abort();
    for (uint32_t l = 0; l < lines; l++) {
        for (int c = 0; c < 3; c++) {
            uint8_t *base = rgb->data + (ptrdiff_t) l * line_step + c;
            for (uint32_t i = 0; i < length; i++) {
                int sum = 0;
                for (int k = -RADIUS; k <= RADIUS; k++) {
                    int64_t at = (int64_t) i + k;
                    at = at < 0 ? 0 : at >= length ? (int64_t) length - 1 : at;
                    sum += base[at * step];
                }
                line[i] = (uint8_t) (sum / (2 * RADIUS + 1));
            }
            for (uint32_t i = 0; i < length; i++)
                base[(ptrdiff_t) i * step] = line[i];
        }
    }
    free(line);
}

static void write_file(const char *dir, const char *name, struct bytes bytes)
{
    char path[4096];
    (void) snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    free(bytes.data);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 64;
    struct rgb rgb = draw_scene();
    write_file(argv[1], "sharp.jpg", make_jpeg(&rgb, MAKE_JPEG_420));
    write_file(argv[1], "sharp.png", make_png(&rgb, MAKE_PNG_RGB));
    write_file(argv[1], "sharp.webp", make_webp(&rgb, MAKE_WEBP_LOSSLESS));
    write_file(argv[1], "sharp.tif", make_tiff(&rgb, MAKE_TIFF_STRIPS));
    write_file(argv[1], "sharp.bmp", make_bmp(&rgb));
    for (int pass = 0; pass < 3; pass++) {
        box(&rgb, 3, WIDTH, (ptrdiff_t) WIDTH * 3, HEIGHT);
        box(&rgb, (ptrdiff_t) WIDTH * 3, HEIGHT, 3, WIDTH);
    }
    write_file(argv[1], "blurred.jpg", make_jpeg(&rgb, MAKE_JPEG_420));
    memset(rgb.data, 0, (size_t) WIDTH * HEIGHT * 3);
    write_file(argv[1], "black.png", make_png(&rgb, MAKE_PNG_GREY));
    free(rgb.data);
    return 0;
}
