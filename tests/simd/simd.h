/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What the tests of kernels share: instruction sets to compare with C, pictures of all
 * kinds of content, and memory that nobody may touch around each row.
 */
#ifndef LW_TESTS_SIMD_H
#define LW_TESTS_SIMD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Instruction sets that a kernel is tried with, each with those below it. */
struct simd_level {
    const char *name;
    unsigned mask;
};

/* The levels that this machine can run; *ret_count may be 0. */
const struct simd_level *simd_levels(size_t *ret_count);

/* A random number, the same sequence for the same seed. The seed is printed at the start
 * of the run and taken from LENSWATCH_TEST_SEED where that is set. */
uint32_t simd_random(void);

/* cmocka group setup: seeds the random numbers and prints the seed. */
int simd_setup(void **state);

/* Kinds of content. */
enum simd_content {
    SIMD_BLACK,
    SIMD_WHITE,
    SIMD_NEAR_BLACK, /* 0 and 1 */
    SIMD_NEAR_WHITE, /* 254 and 255 */
    SIMD_EXTREMES,   /* 0 and 255 */
    SIMD_CHECKER,    /* 0 and 255 in turn: the largest sums */
    SIMD_SMOOTH,     /* a ramp with little noise: many exact zeros */
    SIMD_RANDOM,
    SIMD_CONTENTS,
};

void simd_fill(uint8_t *bytes, size_t count, enum simd_content content, size_t row);

/*
 * `size` bytes, at their very end (or start, where at_start is not 0) a page that cannot
 * be read or written, and on the other side bytes that simd_fence_check() looks at.
 */
struct simd_fence {
    uint8_t *data;
    size_t size;
    uint8_t *pages;
    size_t page_bytes;
    uint8_t *canary;
    size_t canary_size;
};

void simd_fence_new(struct simd_fence *ret_fence, size_t size, int at_start);
/* Fails the test when something was written beside the data. */
void simd_fence_check(const struct simd_fence *fence);
void simd_fence_free(struct simd_fence *fence);

/* |a - b| <= tolerance * max(|a|, |b|) */
void simd_assert_close(double a, double b, double tolerance);

/* Three rows side by side in fenced memory, as the 3x3 kernels want them. */
struct simd_rows {
    struct simd_fence fences[3];
};

void simd_rows_new(struct simd_rows *ret_rows, size_t width, enum simd_content content,
                   int at_start);
void simd_rows_free(struct simd_rows *rows);

/* Calls check for each width from 1 to 140 and some up to the widest frame, with all contents
 * and both placements. */
void simd_each(void (*check)(size_t width, enum simd_content content, int at_start,
                             const void *cookie),
               const void *cookie);

#endif
