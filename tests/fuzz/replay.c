/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Runs a fuzz target over the files that are named, and below the folders that
 * are named. Stands in for libFuzzer where the compiler has none, so that what
 * was found once is tried by every `make test`.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz.h"

static int runs; /* nftw() hands on no cookie */

static int run_file(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void) where;
    if (type != FTW_F)
        return 0;
    size_t size = (size_t) info->st_size;
    /* The exact size, so that a sanitizer sees one byte too many. */
    uint8_t *data = malloc(size ? size : 1);
    FILE *file = fopen(path, "rb");
    if (!data || !file || fread(data, 1, size, file) != size) {
        (void) fprintf(stderr, "cannot read %s\n", path);
        exit(EXIT_FAILURE);
    }
    (void) fclose(file);
    (void) LLVMFuzzerTestOneInput(data, size);
    free(data);
    runs++;
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (nftw(argv[i], run_file, 8, FTW_PHYS) != 0) {
            (void) fprintf(stderr, "cannot walk %s\n", argv[i]);
            return EXIT_FAILURE;
        }
    }
    (void) printf("%d inputs\n", runs);
    return runs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
