/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "make_still.h"

#include <assert.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>
#include <webp/encode.h>

struct rgb make_rgb(uint32_t width, uint32_t height)
{
    struct rgb rgb = {
        .data = malloc((size_t) width * height * 3), .width = width, .height = height};
    assert(rgb.data);
    uint32_t seed = 12345;
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            seed = seed * 1664525u + 1013904223u;
            uint32_t square = ((x / 13) + (y / 11)) % 2 ? 90 : 0;
            uint8_t *p = rgb.data + ((size_t) y * width + x) * 3;
            p[0] = (uint8_t) (square + x * 120 / width + (seed >> 29));
            p[1] = (uint8_t) (square + y * 120 / height + (seed >> 30));
            p[2] = (uint8_t) (160 - square + (seed >> 29));
        }
    }
    return rgb;
}

static void set_sampling(struct jpeg_compress_struct *jpeg, enum make_jpeg kind)
{
    static const struct {
        int h, v;
    } luma[MAKE_JPEG_COUNT] = {
        [MAKE_JPEG_420] = {2, 2},     [MAKE_JPEG_422] = {2, 1},         [MAKE_JPEG_444] = {1, 1},
        [MAKE_JPEG_440] = {1, 2},     [MAKE_JPEG_411] = {4, 1},         [MAKE_JPEG_ODD] = {2, 2},
        [MAKE_JPEG_RESTART] = {2, 2}, [MAKE_JPEG_PROGRESSIVE] = {2, 2},
    };
    if (luma[kind].h == 0)
        return;
    jpeg->comp_info[0].h_samp_factor = luma[kind].h;
    jpeg->comp_info[0].v_samp_factor = luma[kind].v;
    for (int i = 1; i < 3; i++) {
        jpeg->comp_info[i].h_samp_factor = kind == MAKE_JPEG_ODD && i == 1 ? 2 : 1;
        jpeg->comp_info[i].v_samp_factor = kind == MAKE_JPEG_ODD && i == 2 ? 2 : 1;
    }
}

static void fill_jpeg_row(uint8_t *row, const uint8_t *src, uint32_t width, enum make_jpeg kind)
{
    for (uint32_t x = 0; x < width; x++, src += 3) {
        if (kind == MAKE_JPEG_GREY) {
            row[x] = src[1];
        } else if (kind == MAKE_JPEG_CMYK) { /* as Adobe does: inverted, no black */
            memcpy(row + (size_t) x * 4, src, 3);
            row[(size_t) x * 4 + 3] = 255;
        } else {
            memcpy(row + (size_t) x * 3, src, 3);
        }
    }
}

struct bytes make_jpeg(const struct rgb *rgb, enum make_jpeg kind)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = rgb->width;
    jpeg.image_height = rgb->height;
    jpeg.input_components = kind == MAKE_JPEG_GREY ? 1 : kind == MAKE_JPEG_CMYK ? 4 : 3;
    jpeg.in_color_space = kind == MAKE_JPEG_GREY   ? JCS_GRAYSCALE
                          : kind == MAKE_JPEG_CMYK ? JCS_CMYK
                                                   : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    if (kind == MAKE_JPEG_RGB)
        jpeg_set_colorspace(&jpeg, JCS_RGB);
    set_sampling(&jpeg, kind);
    jpeg_set_quality(&jpeg, 95, TRUE);
    if (kind == MAKE_JPEG_PROGRESSIVE)
        jpeg_simple_progression(&jpeg);
    if (kind == MAKE_JPEG_RESTART)
        jpeg.restart_in_rows = 1;
    jpeg_start_compress(&jpeg, TRUE);
    uint8_t *row = malloc((size_t) rgb->width * 4);
    assert(row);
    for (uint32_t y = 0; y < rgb->height; y++) {
        fill_jpeg_row(row, rgb->data + (size_t) y * rgb->width * 3, rgb->width, kind);
        (void) jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    free(row);
    return (struct bytes){data, size};
}

static void png_grow(png_structp png, png_bytep data, size_t count)
{
    struct bytes *out = png_get_io_ptr(png);
    out->data = realloc(out->data, out->size + count);
    assert(out->data);
    memcpy(out->data + out->size, data, count);
    out->size += count;
}

static void png_flushed(png_structp png)
{
    (void) png;
}

static void fill_png_row(uint8_t *row, const uint8_t *src, uint32_t width, enum make_png kind)
{
    memset(row, 0, (size_t) width * 8);
    for (uint32_t x = 0; x < width; x++, src += 3) {
        if (kind == MAKE_PNG_GREY) {
            row[x] = src[1];
        } else if (kind == MAKE_PNG_BITS) {
            row[x / 8] |= (uint8_t) ((src[1] > 100) << (7 - x % 8));
        } else if (kind == MAKE_PNG_RGBA) {
            memcpy(row + (size_t) x * 4, src, 3);
            row[(size_t) x * 4 + 3] = (uint8_t) (x % 2 ? 255 : 0);
        } else if (kind == MAKE_PNG_RGB16) {
            for (uint32_t c = 0; c < 3; c++)
                row[(size_t) x * 6 + 2 * c] = row[(size_t) x * 6 + 2 * c + 1] = src[c];
        } else {
            memcpy(row + (size_t) x * 3, src, 3);
        }
    }
}

struct bytes make_png(const struct rgb *rgb, enum make_png kind)
{
    static const int types[MAKE_PNG_COUNT] = {
        PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_RGB_ALPHA,
        PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB,  PNG_COLOR_TYPE_GRAY,
    };
    struct bytes out = {NULL, 0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    assert(png && info);
    png_set_write_fn(png, &out, png_grow, png_flushed);
    png_set_IHDR(png, info, rgb->width, rgb->height,
                 kind == MAKE_PNG_RGB16  ? 16
                 : kind == MAKE_PNG_BITS ? 1
                                         : 8,
                 types[kind],
                 kind == MAKE_PNG_INTERLACED ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    int passes = png_set_interlace_handling(png);
    uint8_t *row = malloc((size_t) rgb->width * 8);
    assert(row);
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < rgb->height; y++) {
            fill_png_row(row, rgb->data + (size_t) y * rgb->width * 3, rgb->width, kind);
            png_write_row(png, row);
        }
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    return out;
}

struct bytes make_webp(const struct rgb *rgb, enum make_webp kind)
{
    struct bytes out = {NULL, 0};
    uint8_t *data = NULL;
    int stride = (int) rgb->width * 3;
    int w = (int) rgb->width;
    int h = (int) rgb->height;
    if (kind == MAKE_WEBP_LOSSY) {
        out.size = WebPEncodeRGB(rgb->data, w, h, stride, 90, &data);
    } else if (kind == MAKE_WEBP_LOSSLESS) {
        out.size = WebPEncodeLosslessRGB(rgb->data, w, h, stride, &data);
    } else {
        uint8_t *rgba = malloc((size_t) rgb->width * rgb->height * 4);
        assert(rgba);
        for (size_t i = 0; i < (size_t) rgb->width * rgb->height; i++) {
            memcpy(rgba + i * 4, rgb->data + i * 3, 3);
            rgba[i * 4 + 3] = i % 2 ? 255 : 128;
        }
        out.size = WebPEncodeLosslessRGBA(rgba, w, h, w * 4, &data);
        free(rgba);
    }
    assert(out.size > 0);
    out.data = malloc(out.size);
    assert(out.data);
    memcpy(out.data, data, out.size);
    WebPFree(data);
    return out;
}

/* libtiff reads what it wrote, so it is given a real file. */
struct bytes make_tiff(const struct rgb *rgb, enum make_tiff kind)
{
    char path[] = "/tmp/lenswatch-test-XXXXXX";
    int fd = mkstemp(path);
    assert(fd >= 0);
    TIFF *tiff = TIFFFdOpen(fd, "picture", "w");
    assert(tiff);
    uint32_t width = rgb->width;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, rgb->height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION,
                 kind == MAKE_TIFF_STRIPS ? COMPRESSION_LZW : COMPRESSION_NONE);
    if (kind == MAKE_TIFF_TILES) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 32);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
        uint8_t tile[32 * 16 * 3];
        for (uint32_t ty = 0; ty < rgb->height; ty += 16) {
            for (uint32_t tx = 0; tx < width; tx += 32) {
                memset(tile, 0, sizeof(tile));
                for (uint32_t y = 0; y < 16 && ty + y < rgb->height; y++)
                    memcpy(tile + (size_t) y * 96, rgb->data + ((ty + y) * (size_t) width + tx) * 3,
                           3 * (size_t) (width - tx < 32 ? width - tx : 32));
                (void) TIFFWriteTile(tiff, tile, tx, ty, 0, 0);
            }
        }
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kind == MAKE_TIFF_STRIPS ? 8 : rgb->height);
        for (uint32_t y = 0; y < rgb->height; y++)
            (void) TIFFWriteScanline(tiff, rgb->data + (size_t) y * width * 3, y, 0);
    }
    TIFFClose(tiff);
    FILE *file = fopen(path, "rb");
    assert(file);
    (void) fseek(file, 0, SEEK_END);
    struct bytes out = {NULL, (size_t) ftell(file)};
    rewind(file);
    out.data = malloc(out.size);
    assert(out.data && fread(out.data, 1, out.size, file) == out.size);
    (void) fclose(file);
    (void) remove(path);
    return out;
}

static void put_le32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t) (v >> (8 * i));
}

struct bytes make_bmp(const struct rgb *rgb)
{
    size_t stride = ((size_t) rgb->width * 3 + 3) / 4 * 4;
    struct bytes out = {NULL, 54 + stride * rgb->height};
    out.data = calloc(1, out.size);
    assert(out.data);
    memcpy(out.data, "BM", 2);
    put_le32(out.data + 2, (uint32_t) out.size);
    put_le32(out.data + 10, 54);
    put_le32(out.data + 14, 40);
    put_le32(out.data + 18, rgb->width);
    put_le32(out.data + 22, rgb->height);
    out.data[26] = 1;
    out.data[28] = 24;
    for (uint32_t y = 0; y < rgb->height; y++) {
        uint8_t *row = out.data + 54 + (rgb->height - 1 - y) * stride;
        for (uint32_t x = 0; x < rgb->width; x++)
            for (uint32_t c = 0; c < 3; c++)
                row[(size_t) x * 3 + c] = rgb->data[((size_t) y * rgb->width + x) * 3 + 2 - c];
    }
    return out;
}
