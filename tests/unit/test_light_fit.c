/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What of the fineness the light explains, and what it must not explain. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "verdict/light_fit.h"

static struct lwi_scene lit(double mean, double noise)
{
    return (struct lwi_scene){
        .mean = (float) mean, .noise = (float) noise, .contrast = (float) (mean / 3)};
}

/* A camera whose edges are coarser by 0.3 under lamps than by day. */
static void learn_days(struct lwi_light_fit *fit, int pictures)
{
    for (int i = 0; i < pictures; i++) {
        const double dusk = 0.5 + 0.5 * sin(i * 0.7);
        const struct lwi_scene s = lit(40 + 100 * dusk, 3 - 2 * dusk);
        lwi_light_fit_learn(fit, &s, -0.3 * (1 - dusk), 1.0 / (i + 1));
    }
}

static void test_explains_the_light(void **state)
{
    struct lwi_light_fit fit = {0};
    learn_days(&fit, 200);
    const struct lwi_scene day = lit(140, 1), night = lit(40, 3);
    const double apart = lwi_light_fit_explain(&fit, &day) - lwi_light_fit_explain(&fit, &night);
    assert_true(apart > 0.2 && apart < 0.35);
}

/* Few pictures prove nothing. */
static void test_needs_pictures(void **state)
{
    struct lwi_light_fit fit = {0};
    const struct lwi_scene night = lit(40, 3);
    assert_true(lwi_light_fit_explain(&fit, &night) == 0);
    learn_days(&fit, 3);
    assert_true(fabs(lwi_light_fit_explain(&fit, &night)) < 0.1);
}

/* A loss of focus that came in always the same light is not explained by it. */
static void test_constant_light_explains_nothing(void **state)
{
    struct lwi_light_fit fit = {0};
    for (int i = 0; i < 400; i++) {
        const struct lwi_scene s = lit(100 + i % 3, 1.5);
        lwi_light_fit_learn(&fit, &s, i < 200 ? 0 : -0.5, 1.0 / (i + 1));
    }
    const struct lwi_scene same = lit(101, 1.5);
    assert_true(fabs(lwi_light_fit_explain(&fit, &same)) < 0.03);
}

/* What was never seen is not extrapolated without end. */
static void test_is_bounded(void **state)
{
    struct lwi_light_fit fit = {0};
    learn_days(&fit, 400);
    const struct lwi_scene dark = lit(0, 40), bright = lit(255, 0);
    assert_true(fabs(lwi_light_fit_explain(&fit, &dark)) <= LWI_LIGHT_FIT_MAX);
    assert_true(fabs(lwi_light_fit_explain(&fit, &bright)) <= LWI_LIGHT_FIT_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explains_the_light),
        cmocka_unit_test(test_needs_pictures),
        cmocka_unit_test(test_constant_light_explains_nothing),
        cmocka_unit_test(test_is_bounded),
    };
    return cmocka_run_group_tests_name("light_fit", tests, NULL, NULL);
}
