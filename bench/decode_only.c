/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The rate that `check` is held against: reads each JPEG file and decodes it to luma with
 * libjpeg-turbo, and nothing else, in as many threads.
 *
 *     decode_only THREADS FILE...
 *
 * Prints the pixels decoded, so that nothing is left out.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#define THREADS_MAX 256

struct work {
    char **paths;
    size_t count;
    atomic_size_t next;
    atomic_ullong pixels;
};

static unsigned char *read_file(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        exit(1);
    (void) fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *data = malloc((size_t) size);
    if (!data || fread(data, 1, (size_t) size, file) != (size_t) size)
        exit(1);
    (void) fclose(file);
    *ret_size = (size_t) size;
    return data;
}

static unsigned long long decode(struct jpeg_decompress_struct *jpeg, const char *path,
                                 unsigned char **plane, size_t *plane_size)
{
    size_t size;
    unsigned char *data = read_file(path, &size);
    jpeg_mem_src(jpeg, data, size);
    (void) jpeg_read_header(jpeg, TRUE);
    jpeg->out_color_space = JCS_GRAYSCALE;
    (void) jpeg_start_decompress(jpeg);
    const size_t pixels = (size_t) jpeg->output_width * jpeg->output_height;
    if (pixels > *plane_size) {
        free(*plane);
        *plane = malloc(pixels);
        *plane_size = pixels;
        if (!*plane)
            exit(1);
    }
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW rows[8];
        JDIMENSION count = 0;
        for (; count < 8 && jpeg->output_scanline + count < jpeg->output_height; count++)
            rows[count] = *plane + (size_t) (jpeg->output_scanline + count) * jpeg->output_width;
        (void) jpeg_read_scanlines(jpeg, rows, count);
    }
    (void) jpeg_finish_decompress(jpeg);
    free(data);
    return pixels;
}

static void *run(void *argument)
{
    struct work *work = argument;
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct jpeg;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    unsigned char *plane = NULL;
    size_t plane_size = 0;
    for (;;) {
        size_t i = atomic_fetch_add(&work->next, 1);
        if (i >= work->count)
            break;
        atomic_fetch_add(&work->pixels, decode(&jpeg, work->paths[i], &plane, &plane_size));
    }
    free(plane);
    jpeg_destroy_decompress(&jpeg);
    return NULL;
}

int main(int argc, char **argv)
{
    long threads = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    if (threads < 1 || threads > THREADS_MAX)
        return 64;
    struct work work = {.paths = argv + 2, .count = (size_t) argc - 2};
    pthread_t ids[THREADS_MAX];
    for (long i = 0; i < threads; i++)
        if (pthread_create(&ids[i], NULL, run, &work) != 0)
            return 1;
    for (long i = 0; i < threads; i++)
        (void) pthread_join(ids[i], NULL);
    (void) printf("%llu\n", (unsigned long long) atomic_load(&work.pixels));
    return 0;
}
