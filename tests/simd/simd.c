/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kernel/cpu.h"
#include "lenswatch/assess.h"

#define CANARY           0xa5
#define CANARY_BYTES_MAX 256

static uint32_t random_state = 1;

const struct simd_level *simd_levels(size_t *ret_count)
{
    static const struct simd_level levels[] = {
#if defined(__aarch64__)
        {"neon", LW_CPU_NEON},
#else
        {"avx2", LW_CPU_AVX2},
        {"avx512", LW_CPU_AVX2 | LW_CPU_AVX512},
#endif
    };
    const unsigned present = lwi_cpu_detect();
    size_t count = 0;
    while (count < sizeof(levels) / sizeof(levels[0]) && (levels[count].mask & ~present) == 0)
        count++;
    *ret_count = count;
    return levels;
}

uint32_t simd_random(void)
{
    /* xorshift32 */
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

int simd_setup(void **state)
{
    (void) state;
    const char *given = getenv("LENSWATCH_TEST_SEED");
    unsigned long seed = given ? strtoul(given, NULL, 10) : (unsigned long) time(NULL);
    random_state = (uint32_t) seed ? (uint32_t) seed : 1;
    print_message("seed: LENSWATCH_TEST_SEED=%lu\n", (unsigned long) random_state);
    size_t count;
    (void) simd_levels(&count);
    if (count == 0)
        print_message("this machine has none of the instruction sets: C is compared with C\n");
    return 0;
}

void simd_fill(uint8_t *bytes, size_t count, enum simd_content content, size_t row)
{
    for (size_t i = 0; i < count; i++) {
        const uint32_t r = simd_random();
        switch (content) {
        case SIMD_BLACK:
            bytes[i] = 0;
            break;
        case SIMD_WHITE:
            bytes[i] = 255;
            break;
        case SIMD_NEAR_BLACK:
            bytes[i] = r >> 31;
            break;
        case SIMD_NEAR_WHITE:
            bytes[i] = (uint8_t) (254 + (r >> 31));
            break;
        case SIMD_EXTREMES:
            bytes[i] = r >> 31 ? 255 : 0;
            break;
        case SIMD_CHECKER:
            bytes[i] = (i + row) % 2 ? 255 : 0;
            break;
        case SIMD_SMOOTH:
            bytes[i] = (uint8_t) (100 + i / 8 + 2 * row + (r >> 28 == 0));
            break;
        case SIMD_RANDOM:
        case SIMD_CONTENTS:
            bytes[i] = (uint8_t) (r >> 24);
            break;
        }
    }
}

void simd_fence_new(struct simd_fence *ret_fence, size_t size, int at_start)
{
    const size_t page = (size_t) sysconf(_SC_PAGESIZE);
    const size_t inner = (size + page - 1) / page * page + page;
    struct simd_fence f = {.size = size, .page_bytes = inner + 2 * page};
    f.pages = mmap(NULL, f.page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (f.pages == MAP_FAILED)
        fail_msg("no memory");
    assert_int_equal(mprotect(f.pages, page, PROT_NONE), 0);
    assert_int_equal(mprotect(f.pages + page + inner, page, PROT_NONE), 0);
    f.canary_size = inner - size < CANARY_BYTES_MAX ? inner - size : CANARY_BYTES_MAX;
    f.data = at_start ? f.pages + page : f.pages + page + inner - size;
    f.canary = at_start ? f.data + size : f.data - f.canary_size;
    memset(f.canary, CANARY, f.canary_size);
    *ret_fence = f;
}

void simd_fence_check(const struct simd_fence *fence)
{
    for (size_t i = 0; i < fence->canary_size; i++)
        if (fence->canary[i] != CANARY)
            fail_msg("a byte beside the data was written");
}

void simd_fence_free(struct simd_fence *fence)
{
    (void) munmap(fence->pages, fence->page_bytes);
}

void simd_assert_close(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b))))
        fail_msg("%.17g and %.17g differ by %.3g of their size", a, b,
                 fabs(a - b) / fmax(fabs(a), fabs(b)));
}

void simd_rows_new(struct simd_rows *ret_rows, size_t width, enum simd_content content,
                   int at_start)
{
    for (size_t k = 0; k < 3; k++) {
        simd_fence_new(&ret_rows->fences[k], width, at_start);
        simd_fill(ret_rows->fences[k].data, width, content, k);
    }
}

void simd_rows_free(struct simd_rows *rows)
{
    for (size_t k = 0; k < 3; k++) {
        simd_fence_check(&rows->fences[k]);
        simd_fence_free(&rows->fences[k]);
    }
}

static void each_content(size_t width,
                         void (*check)(size_t width, enum simd_content content, int at_start,
                                       const void *cookie),
                         const void *cookie)
{
    for (int content = 0; content < SIMD_CONTENTS; content++)
        for (int at_start = 0; at_start < 2; at_start++)
            check(width, (enum simd_content) content, at_start, cookie);
}

void simd_each(void (*check)(size_t width, enum simd_content content, int at_start,
                             const void *cookie),
               const void *cookie)
{
    /* 65535 is the widest that a frame may be: the sums must not overflow. */
    static const size_t large[] = {255, 257, 1919, 1920, 4095, 16417, 65535};
    for (size_t width = 1; width <= 140; width++)
        each_content(width, check, cookie);
    for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++)
        each_content(large[i], check, cookie);
}
