/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

#define WORKERS_MAX 256

struct worker {
    struct lwi_pool *pool;
    void *judge;
    pthread_t thread;
    int runs;
};

struct lwi_pool {
    const struct lwi_hub *hub;
    struct worker *workers;
    unsigned count;
    pthread_mutex_t lock;
    pthread_cond_t ready;
    /* Under lock. */
    struct lwi_camera *first, *last;
    int stop;
};

static void append_locked(struct lwi_pool *pool, struct lwi_camera *camera)
{
    camera->pool_state = LWI_POOL_READY;
    camera->pool_next = NULL;
    if (pool->last)
        pool->last->pool_next = camera;
    else
        pool->first = camera;
    pool->last = camera;
    (void) pthread_cond_signal(&pool->ready);
}

static struct lwi_camera *take_locked(struct lwi_pool *pool)
{
    struct lwi_camera *camera = pool->first;
    pool->first = camera->pool_next;
    if (!pool->first)
        pool->last = NULL;
    camera->pool_state = LWI_POOL_BUSY;
    return camera;
}

void lwi_pool_ready(struct lwi_pool *pool, struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&pool->lock);
    if (camera->pool_state == LWI_POOL_IDLE && !pool->stop)
        append_locked(pool, lwi_camera_ref(camera));
    else if (camera->pool_state == LWI_POOL_BUSY)
        camera->pool_state = LWI_POOL_AGAIN;
    (void) pthread_mutex_unlock(&pool->lock);
}

static void *worker_main(void *cookie)
{
    struct worker *worker = cookie;
    struct lwi_pool *pool = worker->pool;
    (void) pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (!pool->first && !pool->stop)
            (void) pthread_cond_wait(&pool->ready, &pool->lock);
        if (pool->stop)
            break;
        struct lwi_camera *camera = take_locked(pool);
        (void) pthread_mutex_unlock(&pool->lock);
        lwi_camera_analyse(camera, worker->judge);
        (void) pthread_mutex_lock(&pool->lock);
        if (camera->pool_state == LWI_POOL_AGAIN && !pool->stop) {
            append_locked(pool, camera);
            continue;
        }
        camera->pool_state = LWI_POOL_IDLE;
        (void) pthread_mutex_unlock(&pool->lock);
        lwi_camera_unref(&camera); /* may be the last: not under our lock */
        (void) pthread_mutex_lock(&pool->lock);
    }
    (void) pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static int start_worker(struct lwi_pool *pool, struct worker *worker, struct lw_error *reterr)
{
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.model = pool->hub->model;
    settings.cpu_mask = pool->hub->cpu_mask;
    settings.tile_map = 0;
    worker->pool = pool;
    int r = pool->hub->io->judge_new(pool->hub->io->cookie, &worker->judge, &settings, reterr);
    if (r < 0)
        return r;
    r = pthread_create(&worker->thread, NULL, worker_main, worker);
    if (r != 0)
        return lwi_error_set(reterr, -r, "cannot start a worker: %s", strerror(r));
    worker->runs = 1;
    return 0;
}

int lwi_pool_open(struct lwi_pool **ret_pool, const struct lwi_hub *hub, unsigned workers,
                  struct lw_error *reterr)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (workers == 0)
        workers = cores > 0 ? (unsigned) cores : 1;
    if (workers > WORKERS_MAX)
        workers = WORKERS_MAX;
    struct lwi_pool *pool = calloc(1, sizeof(*pool));
    if (pool)
        pool->workers = calloc(workers, sizeof(*pool->workers));
    if (!pool || !pool->workers) {
        free(pool);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    pool->hub = hub;
    pool->count = workers;
    (void) pthread_mutex_init(&pool->lock, NULL);
    (void) pthread_cond_init(&pool->ready, NULL);
    for (unsigned i = 0; i < workers; i++) {
        int r = start_worker(pool, &pool->workers[i], reterr);
        if (r < 0) {
            lwi_pool_close(&pool);
            return r;
        }
    }
    *ret_pool = pool;
    return 0;
}

void lwi_pool_close(struct lwi_pool **pool_pointer)
{
    if (!pool_pointer || !*pool_pointer)
        return;
    struct lwi_pool *pool = *pool_pointer;
    *pool_pointer = NULL;
    (void) pthread_mutex_lock(&pool->lock);
    pool->stop = 1;
    (void) pthread_cond_broadcast(&pool->ready);
    (void) pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->count; i++) {
        struct worker *worker = &pool->workers[i];
        if (worker->runs)
            (void) pthread_join(worker->thread, NULL);
        if (worker->judge)
            pool->hub->io->judge_free(pool->hub->io->cookie, worker->judge);
    }
    while (pool->first) {
        struct lwi_camera *camera = take_locked(pool);
        lwi_camera_unref(&camera);
    }
    (void) pthread_mutex_destroy(&pool->lock);
    (void) pthread_cond_destroy(&pool->ready);
    free(pool->workers);
    free(pool);
}
