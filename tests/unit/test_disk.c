/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A disk on pixels does what a disk of light does. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "feature/disk.h"

/* What is left of waves of so many periods a pixel. */
static double response(const struct lwi_disk *disk, double frequency)
{
    const int reach = (int) disk->side / 2;
    double sum = 0;
    for (int y = -reach; y <= reach; y++)
        for (int x = -reach; x <= reach; x++)
            sum += disk->weights[(y + reach) * (int) disk->side + x + reach] *
                   cos(2 * M_PI * frequency * x);
    return sum;
}

/* Of a disk of light: J. W. Goodman, Introduction to Fourier Optics, 6.4. */
static double response_of_light(double radius, double frequency)
{
    const double x = 2 * M_PI * radius * frequency;
    return 2 * j1(x) / x;
}

static void test_small_disks(void **state)
{
    (void) state;
    static const double radii[] = {0.2, 0.4, 0.5, 0.667, 0.83, 1.07, 1.5, 2, 3};
    static const double frequencies[] = {0.0625, 0.125, 0.25, 0.375, 0.5};
    static const double errors[] = {0.01, 0.015, 0.015, 0.07, 0.03};
    for (size_t i = 0; i < sizeof(radii) / sizeof(radii[0]); i++) {
        struct lwi_disk disk;
        lwi_disk_make(&disk, radii[i]);
        assert_in_range(disk.side, 3, LWI_DISK_SIDE_MAX);
        assert_true(fabs(response(&disk, 0) - 1) < 1e-5);
        for (size_t k = 0; k < sizeof(errors) / sizeof(errors[0]); k++)
            if (fabs(response(&disk, frequencies[k]) -
                     response_of_light(radii[i], frequencies[k])) > errors[k])
                fail_msg("a disk of %g leaves %.3f at %g a pixel, light %.3f", radii[i],
                         response(&disk, frequencies[k]), frequencies[k],
                         response_of_light(radii[i], frequencies[k]));
    }
}

/* Where a pixel is little against the disk. */
static void test_large_disks(void **state)
{
    (void) state;
    for (double radius = 3.1; radius < 8; radius += 0.7) {
        struct lwi_disk disk;
        const double drawn = fmin(radius, LWI_DISK_RADIUS_MAX);
        lwi_disk_make(&disk, radius);
        assert_in_range(disk.side, 7, LWI_DISK_SIDE_MAX);
        assert_true(fabs(response(&disk, 0) - 1) < 1e-5);
        assert_true(fabs(response(&disk, 0.05) - response_of_light(drawn, 0.05)) < 0.015);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_disks),
        cmocka_unit_test(test_large_disks),
    };
    return cmocka_run_group_tests_name("disk", tests, NULL, NULL);
}
