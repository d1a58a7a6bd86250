/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Many cameras are waited for at a time, but only as many pictures judged as there are cores. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "discover/found.h"

struct lwi_judges {
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct lwi_check_settings check;
    struct lwi_worker **workers;
    unsigned all, idle; /* idle is guarded by lock */
};

int lwi_judges_new(struct lwi_judges **ret_judges, const struct lwi_check_settings *check,
                   unsigned count, struct lw_error *reterr)
{
    struct lwi_judges *judges = calloc(1, sizeof(*judges));
    if (!judges)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    (void) pthread_mutex_init(&judges->lock, NULL);
    (void) pthread_cond_init(&judges->given, NULL);
    judges->check = *check;
    judges->workers = calloc(count, sizeof(struct lwi_worker *));
    int r = judges->workers ? 0 : lwi_error_set(reterr, -ENOMEM, "no memory");
    while (r == 0 && judges->all < count) {
        r = lwi_worker_new(&judges->workers[judges->all], &judges->check, check->cancel, reterr);
        if (r == 0)
            judges->idle = ++judges->all;
    }
    if (r < 0)
        lwi_judges_free(&judges);
    else
        *ret_judges = judges;
    return r;
}

void lwi_judges_free(struct lwi_judges **judges)
{
    if (!judges || !*judges)
        return;
    struct lwi_judges *j = *judges;
    for (unsigned i = 0; i < j->all; i++)
        lwi_worker_free(&j->workers[i]);
    free(j->workers);
    (void) pthread_cond_destroy(&j->given);
    (void) pthread_mutex_destroy(&j->lock);
    free(j);
    *judges = NULL;
}

struct lwi_worker *lwi_judges_take(struct lwi_judges *judges)
{
    (void) pthread_mutex_lock(&judges->lock);
    while (judges->idle == 0)
        (void) pthread_cond_wait(&judges->given, &judges->lock);
    struct lwi_worker *worker = judges->workers[--judges->idle];
    (void) pthread_mutex_unlock(&judges->lock);
    return worker;
}

void lwi_judges_give(struct lwi_judges *judges, struct lwi_worker *worker)
{
    (void) pthread_mutex_lock(&judges->lock);
    judges->workers[judges->idle++] = worker;
    (void) pthread_cond_signal(&judges->given);
    (void) pthread_mutex_unlock(&judges->lock);
}
