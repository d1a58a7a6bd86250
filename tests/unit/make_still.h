/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Pictures for tests, made by the libraries that everybody's pictures are made with. */
#ifndef TESTS_UNIT_MAKE_STILL_H
#define TESTS_UNIT_MAKE_STILL_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
    uint8_t *data; /* malloc'ed */
    size_t size;
};

/* An RGB picture: malloc'ed rows of width x 3 bytes. */
struct rgb {
    uint8_t *data;
    uint32_t width, height;
};

/* Colourful gradients, squares with sharp edges and some noise; always the same for a size. */
struct rgb make_rgb(uint32_t width, uint32_t height);

enum make_jpeg {
    MAKE_JPEG_420,
    MAKE_JPEG_422,
    MAKE_JPEG_444,
    MAKE_JPEG_440,
    MAKE_JPEG_411,
    MAKE_JPEG_ODD, /* chroma 2x1 and 1x2: no raw planes */
    MAKE_JPEG_GREY,
    MAKE_JPEG_RGB,
    MAKE_JPEG_CMYK,
    MAKE_JPEG_PROGRESSIVE,
    MAKE_JPEG_RESTART,
    MAKE_JPEG_COUNT,
};
struct bytes make_jpeg(const struct rgb *rgb, enum make_jpeg kind);

enum make_png {
    MAKE_PNG_RGB,
    MAKE_PNG_GREY,
    MAKE_PNG_RGBA,
    MAKE_PNG_RGB16,
    MAKE_PNG_INTERLACED,
    MAKE_PNG_BITS, /* black and white, one bit a pixel */
    MAKE_PNG_COUNT,
};
struct bytes make_png(const struct rgb *rgb, enum make_png kind);

enum make_webp { MAKE_WEBP_LOSSY, MAKE_WEBP_LOSSLESS, MAKE_WEBP_ALPHA, MAKE_WEBP_COUNT };
struct bytes make_webp(const struct rgb *rgb, enum make_webp kind);

enum make_tiff { MAKE_TIFF_STRIPS, MAKE_TIFF_TILES, MAKE_TIFF_ONE_STRIP, MAKE_TIFF_COUNT };
struct bytes make_tiff(const struct rgb *rgb, enum make_tiff kind);

struct bytes make_bmp(const struct rgb *rgb);

#endif
