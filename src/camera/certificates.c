/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The certificates of cameras: each that is spoken to over TLS is asked for it now
 * and then, over a connection of its own, for a stream goes on for weeks with a
 * certificate that is long over. What its end means is in the tick of the camera.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "camera/fleet_internal.h"
#include "http/certificate.h"

#define TIMEOUT_S 10.0
/* Asked again after so long, or where it did not answer. */
#define AGAIN_NS (12 * 3600 * LWI_NS_PER_S)
#define RETRY_NS (600 * LWI_NS_PER_S)
/* An open event says again that it goes on this often. */
#define REFRESH_S 86400.0

void lwi_certificate_words(int64_t expires_ns, int64_t left_ns, const char *whose, char *ret_text,
                           size_t size)
{
    time_t s = (time_t) (expires_ns / LWI_NS_PER_S);
    struct tm date;
    char day[16] = "";
    long long days = left_ns / (86400 * LWI_NS_PER_S);
    if (gmtime_r(&s, &date))
        (void) strftime(day, sizeof(day), "%Y-%m-%d", &date);
    if (left_ns < 0)
        (void) snprintf(ret_text, size, "the certificate of %.90s is not valid since %s", whose,
                        day);
    else
        (void) snprintf(ret_text, size, "the certificate of %.90s ends on %s, in %lld day%s", whose,
                        day, days, days == 1 ? "" : "s");
}

static int has_certificate(const char *url)
{
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "rtsps://", 8) == 0;
}

/* The certificate of url, if it ends earlier than what is known. 0: it was seen, or has none. */
static int look(const char *url, const atomic_bool *cancel, int64_t *expires_ns)
{
    int64_t seen_ns = 0;
    if (!has_certificate(url))
        return 0;
    int r = lwi_certificate_expiry(url, TIMEOUT_S, cancel, &seen_ns, /* reterr= */ NULL);
    if (r == 0 && (*expires_ns == 0 || seen_ns < *expires_ns))
        *expires_ns = seen_ns;
    return r;
}

static void check(struct lwi_camera *camera, const atomic_bool *cancel)
{
    struct lwi_camera_config config;
    char address[LWI_ADDRESS_MAX + 1] = "";
    int64_t now_ns = lwi_clock_monotonic(camera->hub->clock);
    int64_t expires_ns = 0;
    lwi_camera_config_copy(camera, &config);
    explicit_bzero(config.password, sizeof(config.password));
    if (strcmp(lwi_camera_config_driver(&config), "none") != 0)
        lwi_camera_config_address(&config, address);
    (void) pthread_mutex_lock(&camera->lock);
    int is_due = config.enabled && now_ns >= camera->certificate_due_ns;
    int64_t due_ns = now_ns + AGAIN_NS;
    if (is_due)
        camera->certificate_due_ns = due_ns;
    (void) pthread_mutex_unlock(&camera->lock);
    if (!is_due)
        return;
    int r = look(config.url, cancel, &expires_ns);
    int other = look(address, cancel, &expires_ns);
    (void) pthread_mutex_lock(&camera->lock);
    if (camera->certificate_due_ns == due_ns) { /* else it is another camera by now */
        if (expires_ns != 0)
            camera->certificate_ns = expires_ns;
        else if (r == 0 && other == 0)
            camera->certificate_ns = -1;
        if (r < 0 || other < 0)
            camera->certificate_due_ns = now_ns + RETRY_NS;
    }
    (void) pthread_mutex_unlock(&camera->lock);
}

static void no_picture(void *cookie, struct lwi_picture *ret_now, struct lwi_picture *ret_reference)
{
    (void) cookie;
    (void) ret_now;
    (void) ret_reference;
}

void lwi_camera_certificate_tick(struct lwi_camera *camera)
{
    static const struct lwi_events_eye eye = {no_picture, NULL};
    static const struct lwi_event_settings settings = {.refresh_s = REFRESH_S};
    char reason[160] = "", whose[sizeof(camera->config.name)];
    int days = atomic_load(&camera->hub->certificate_days);
    struct lwi_events_verdict verdict = {
        .condition = lwi_condition_count() - 1,
        .reason = reason,
        .monotonic_ns = lwi_clock_monotonic(camera->hub->clock),
        .wall_ns = lwi_clock_realtime(camera->hub->clock),
    };
    (void) pthread_mutex_lock(&camera->lock);
    int64_t expires_ns = camera->certificate_ns;
    memcpy(whose, camera->config.name, sizeof(whose));
    (void) pthread_mutex_unlock(&camera->lock);
    if (expires_ns == 0 && days > 0)
        return;
    int64_t left_ns = expires_ns - verdict.wall_ns;
    if (days > 0 && expires_ns > 0 && left_ns <= days * 86400 * LWI_NS_PER_S) {
        verdict.state = LWI_STATE_FAULT;
        verdict.score = 1;
        lwi_certificate_words(expires_ns, left_ns, whose, reason, sizeof(reason));
    }
    lwi_events_step(&camera->events, &settings, &verdict, &eye);
}

void lwi_fleet_certificates(struct lwi_fleet *fleet, const atomic_bool *cancel)
{
    struct lwi_camera **cameras;
    size_t count;
    if (lwi_fleet_all(fleet, &cameras, &count) < 0)
        return;
    for (size_t i = 0; i < count; i++) {
        if (atomic_load(&fleet->hub.certificate_days) > 0 && !atomic_load(cancel))
            check(cameras[i], cancel);
        lwi_camera_unref(&cameras[i]);
    }
    free(cameras);
}

void lwi_fleet_certificate_days(struct lwi_fleet *fleet, int days)
{
    atomic_store(&fleet->hub.certificate_days, days);
}
