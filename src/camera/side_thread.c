/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/side_thread.h"

#include "camera/camera.h"

int lwi_side_thread_start_locked(struct lwi_camera *camera, void *(*main)(void *cookie),
                                 void *cookie)
{
    pthread_attr_t attr;
    pthread_t thread;
    (void) pthread_attr_init(&attr);
    (void) pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    (void) lwi_camera_ref(camera);
    (void) atomic_fetch_add(&camera->hub->live_threads, 1);
    const int r = pthread_create(&thread, &attr, main, cookie);
    (void) pthread_attr_destroy(&attr);
    if (r != 0) {
        (void) atomic_fetch_sub(&camera->hub->live_threads, 1);
        (void) atomic_fetch_sub(&camera->references, 1); /* the caller has another */
    }
    return -r;
}

void lwi_side_thread_end(struct lwi_camera *camera)
{
    struct lwi_hub *hub = camera->hub;
    lwi_camera_unref(&camera);
    (void) atomic_fetch_sub(&hub->live_threads, 1);
}
