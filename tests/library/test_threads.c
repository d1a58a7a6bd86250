/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Threads with an assessor each, over one model, give what one thread gives. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lenswatch/lenswatch.h"
#include "picture.h"

#define THREADS  8
#define PICTURES 6
#define ROUNDS   3

struct job {
    const lw_model *model;
    const struct lw_frame *frames;
    struct lw_value *values; /* PICTURES rows of lw_feature_count() */
    double probabilities[PICTURES];
    int failed;
};

static void *run(void *argument)
{
    struct job *job = argument;
    static const char *const all[] = {"all", NULL};
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.model = job->model;
    settings.features = all;
    lw_assessor *assessor = NULL;
    job->failed = lw_assessor_open(&assessor, &settings, NULL) != 0;
    for (size_t i = 0; i < PICTURES * ROUNDS && !job->failed; i++) {
        struct lw_assessment a;
        const size_t picture = i % PICTURES;
        job->failed = lw_assessor_assess(assessor, &job->frames[picture], &a) != 0;
        if (job->failed)
            break;
        memcpy(job->values + picture * a.value_count, a.values, a.value_count * sizeof(*a.values));
        job->probabilities[picture] = a.blur_probability;
    }
    lw_assessor_close(&assessor);
    return NULL;
}

static void test_threads(void **state)
{
    (void) state;
    struct lw_frame frames[PICTURES];
    uint8_t *luma[PICTURES];
    for (size_t i = 0; i < PICTURES; i++)
        frames[i] = picture_draw(300 + 41 * (uint32_t) i, 200, (unsigned) i, &luma[i]);
    lw_model *model = NULL;
    assert_int_equal(lw_model_open(&model, NULL, NULL), 0);

    struct job jobs[1 + THREADS];
    pthread_t ids[THREADS];
    for (size_t i = 0; i <= THREADS; i++) {
        jobs[i] = (struct job){.model = model, .frames = frames};
        jobs[i].values = calloc(PICTURES * lw_feature_count(), sizeof(struct lw_value));
        assert_non_null(jobs[i].values);
    }
    (void) run(&jobs[THREADS]);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&ids[i], NULL, run, &jobs[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(ids[i], NULL), 0);

    const struct job *alone = &jobs[THREADS];
    assert_false(alone->failed);
    for (size_t i = 0; i < THREADS; i++) {
        assert_false(jobs[i].failed);
        assert_memory_equal(jobs[i].probabilities, alone->probabilities,
                            sizeof(alone->probabilities));
        for (size_t k = 0; k < PICTURES * lw_feature_count(); k++) {
            assert_true(jobs[i].values[k].value == alone->values[k].value);
            assert_ptr_equal(jobs[i].values[k].reason, alone->values[k].reason);
        }
    }
    for (size_t i = 0; i <= THREADS; i++)
        free(jobs[i].values);
    for (size_t i = 0; i < PICTURES; i++)
        free(luma[i]);
    lw_model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
