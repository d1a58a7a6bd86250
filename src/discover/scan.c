/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The threads of a scan, and the two queues between them:
 *
 *     feeder -> addresses that answer -> hunters -> cameras -> the caller
 *
 * Both are bounded: who runs ahead waits. Addresses are probed in blocks, so that the first
 * cameras are looked at while a large range is still being probed.
 */
#include "discover/scan.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"

#define BLOCK   256 /* addresses that are probed together */
#define WAITING 512 /* of each queue */
#define TICK_NS (100 * LWI_NS_PER_MS)
/* An estimate from less than this is a guess. */
#define SETTLED_S 1.5

struct ring {
    void *items[WAITING];
    unsigned at, count;
};

struct lwi_scan {
    struct lwi_scan_settings settings;
    struct lwi_hunt_settings hunt;
    struct lwi_judges *judges;
    int64_t started_ns; /* monotonic */
    atomic_bool stop;
    pthread_t feeder, hunters[LWI_SCAN_HOSTS_MAX];
    unsigned hunter_count;
    int has_feeder;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct ring hosts, cameras; /* guarded by lock, as is what follows */
    struct lwi_scan_progress progress;
    unsigned hunting; /* hunters that are not done */
    int fed;          /* the feeder is done */
    int error;
    struct lw_error why;
};

void lwi_scan_settings_default(struct lwi_scan_settings *ret_settings)
{
    *ret_settings = (struct lwi_scan_settings){
        .connections = 1024,
        .hosts = 64,
        .attempts_max = 2,
        .connect_s = 1,
        .timeout_s = 5,
        .announce = 1,
        .announce_s = 2,
    };
    lwi_ports_default(&ret_settings->ports);
    lw_assess_settings_default(&ret_settings->check.assess);
    lwi_decode_settings_default(&ret_settings->check.decode);
    lwi_source_settings_default(&ret_settings->check.source);
    ret_settings->check.threads = 1;
}

/* ---- the queues ---- */

static void wait_locked(struct lwi_scan *scan)
{
    struct timespec until;
    (void) clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += TICK_NS;
    if (until.tv_nsec >= LWI_NS_PER_S) {
        until.tv_sec++;
        until.tv_nsec -= LWI_NS_PER_S;
    }
    (void) pthread_cond_timedwait(&scan->changed, &scan->lock, &until);
}

static void push_locked(struct lwi_scan *scan, struct ring *ring, void *item)
{
    ring->items[(ring->at + ring->count++) % WAITING] = item;
    (void) pthread_cond_broadcast(&scan->changed);
}

static void *pop_locked(struct lwi_scan *scan, struct ring *ring)
{
    void *item = ring->items[ring->at];
    ring->at = (ring->at + 1) % WAITING;
    ring->count--;
    (void) pthread_cond_broadcast(&scan->changed);
    return item;
}

static void fail(struct lwi_scan *scan, int code, const struct lw_error *error)
{
    (void) pthread_mutex_lock(&scan->lock);
    if (!scan->error) {
        scan->error = code;
        scan->why = *error;
    }
    (void) pthread_mutex_unlock(&scan->lock);
    atomic_store(&scan->stop, 1);
}

/* ---- the feeder ---- */

struct announcer {
    struct lwi_scan *scan;
    struct lwi_announcements found;
    pthread_t thread;
    int running;
};

static void *announce(void *argument)
{
    struct announcer *announcer = argument;
    const struct lwi_scan_settings *settings = &announcer->scan->settings;
    (void) lwi_announce(settings->ranges, settings->announce_s, &announcer->scan->stop,
                        &announcer->found);
    return NULL;
}

static void end_announcer(struct announcer *announcer)
{
    if (!announcer->running)
        return;
    (void) pthread_join(announcer->thread, NULL);
    announcer->running = 0;
    (void) pthread_mutex_lock(&announcer->scan->lock);
    announcer->scan->progress.announced = 1;
    (void) pthread_mutex_unlock(&announcer->scan->lock);
}

static void merge(struct lwi_announced *into, const struct lwi_announced *from)
{
    for (size_t i = 0; i < from->url_count && into->url_count < LWI_ANNOUNCED_URLS; i++)
        memcpy(into->urls[into->url_count++], from->urls[i], sizeof(from->urls[i]));
    if (!into->port) {
        into->port = from->port;
        into->rtsp = from->rtsp;
    }
    if (!into->name[0])
        memcpy(into->name, from->name, sizeof(into->name));
    if (!into->hardware[0])
        memcpy(into->hardware, from->hardware, sizeof(into->hardware));
}

static struct lwi_hunted *make_host(const struct lwi_scan *scan, const struct announcer *announcer,
                                    const struct lwi_address *address, uint32_t open)
{
    struct lwi_hunted *host = calloc(1, sizeof(*host));
    int announced = 0;
    if (!host)
        return NULL;
    host->address = *address;
    for (size_t i = 0; i < scan->settings.ports.count; i++)
        if (open & UINT32_C(1) << i)
            host->ports[host->port_count++] = scan->settings.ports.list[i];
    for (size_t i = 0; i < announcer->found.count; i++)
        if (lwi_address_equal(&announcer->found.list[i].address, address)) {
            merge(&host->said, &announcer->found.list[i].said);
            announced = 1;
        }
    if (open || announced)
        return host;
    free(host);
    return NULL;
}

static void feed_host(struct lwi_scan *scan, struct lwi_hunted *host)
{
    (void) pthread_mutex_lock(&scan->lock);
    while (scan->hosts.count == WAITING && !atomic_load(&scan->stop))
        wait_locked(scan);
    const int placed = scan->hosts.count < WAITING;
    if (placed) {
        scan->progress.hosts++;
        push_locked(scan, &scan->hosts, host);
    }
    (void) pthread_mutex_unlock(&scan->lock);
    if (!placed)
        free(host);
}

/* 0 or -errno. */
static int feed_block(struct lwi_scan *scan, struct announcer *announcer, uint64_t first,
                      size_t count, struct lw_error *reterr)
{
    struct lwi_address addresses[BLOCK];
    uint32_t open[BLOCK];
    const struct lwi_ports_settings settings = {
        .ports = scan->settings.ports,
        .at_once = scan->settings.connections,
        .a_host = 4,
        .timeout_s = scan->settings.connect_s,
        .cancel = &scan->stop,
    };
    for (size_t i = 0; i < count; i++)
        addresses[i] = lwi_ranges_at(scan->settings.ranges, first + i);
    int r = lwi_ports_probe(&settings, addresses, count, open, reterr);
    end_announcer(announcer);
    for (size_t i = 0; r == 0 && i < count; i++) {
        struct lwi_hunted *host = make_host(scan, announcer, &addresses[i], open[i]);
        if (host)
            feed_host(scan, host);
    }
    (void) pthread_mutex_lock(&scan->lock);
    scan->progress.addresses_done += count;
    (void) pthread_mutex_unlock(&scan->lock);
    return r;
}

static void *feed(void *argument)
{
    struct lwi_scan *scan = argument;
    struct announcer announcer = {.scan = scan};
    struct lw_error error = {0};
    int r = 0;
    if (scan->settings.announce)
        announcer.running = pthread_create(&announcer.thread, NULL, announce, &announcer) == 0;
    for (uint64_t at = 0; r == 0 && at < scan->progress.addresses; at += BLOCK) {
        const uint64_t left = scan->progress.addresses - at;
        r = feed_block(scan, &announcer, at, left < BLOCK ? (size_t) left : BLOCK, &error);
    }
    end_announcer(&announcer);
    lwi_announcements_done(&announcer.found);
    if (r < 0 && r != -ECANCELED)
        fail(scan, r, &error);
    (void) pthread_mutex_lock(&scan->lock);
    scan->fed = 1;
    (void) pthread_cond_broadcast(&scan->changed);
    (void) pthread_mutex_unlock(&scan->lock);
    return NULL;
}

/* ---- the hunters ---- */

static struct lwi_hunted *take_host_locked(struct lwi_scan *scan)
{
    while (scan->hosts.count == 0 && !scan->fed)
        wait_locked(scan);
    return scan->hosts.count > 0 ? pop_locked(scan, &scan->hosts) : NULL;
}

static void give_cameras_locked(struct lwi_scan *scan, struct lwi_found **found, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        while (scan->cameras.count == WAITING && !atomic_load(&scan->stop))
            wait_locked(scan);
        if (scan->cameras.count < WAITING) {
            scan->progress.cameras++;
            push_locked(scan, &scan->cameras, found[i]);
        } else {
            lwi_found_free(&found[i]);
        }
    }
    scan->progress.hosts_done++;
}

static void *hunt(void *argument)
{
    struct lwi_scan *scan = argument;
    const struct lw_error no_memory = {.code = -ENOMEM, .message = "no memory"};
    (void) pthread_mutex_lock(&scan->lock);
    for (struct lwi_hunted *host; (host = take_host_locked(scan));) {
        struct lwi_found *found[LWI_FOUND_MAX];
        size_t count = 0;
        (void) pthread_mutex_unlock(&scan->lock);
        if (!atomic_load(&scan->stop) &&
            lwi_hunt(host, &scan->hunt, scan->judges, found, &count) == -ENOMEM)
            fail(scan, -ENOMEM, &no_memory);
        free(host);
        (void) pthread_mutex_lock(&scan->lock);
        give_cameras_locked(scan, found, count);
    }
    scan->hunting--;
    (void) pthread_cond_broadcast(&scan->changed);
    (void) pthread_mutex_unlock(&scan->lock);
    return NULL;
}

/* ---- the caller ---- */

static int start_threads(struct lwi_scan *scan, struct lw_error *reterr)
{
    const uint64_t addresses = scan->progress.addresses;
    unsigned hunters = scan->settings.hosts;
    if (hunters > addresses)
        hunters = (unsigned) addresses;
    /* Counted before there are any: none may see the others as done. */
    scan->hunting = hunters;
    int r = pthread_create(&scan->feeder, NULL, feed, scan);
    scan->has_feeder = r == 0;
    while (r == 0 && scan->hunter_count < hunters) {
        r = pthread_create(&scan->hunters[scan->hunter_count], NULL, hunt, scan);
        scan->hunter_count += r == 0;
    }
    if (r == 0)
        return 0;
    return lwi_error_set(reterr, -r, "no thread for the scan: %s", strerror(r));
}

int lwi_scan_start(struct lwi_scan **ret_scan, const struct lwi_scan_settings *settings,
                   struct lw_error *reterr)
{
    const uint64_t addresses = lwi_ranges_count(settings->ranges);
    if (addresses == 0 || settings->hosts == 0 || settings->hosts > LWI_SCAN_HOSTS_MAX ||
        settings->connections == 0 || settings->ports.count == 0)
        return lwi_error_set(reterr, -EINVAL, "there is nothing to be scanned");
    struct lwi_scan *scan = calloc(1, sizeof(*scan));
    if (!scan)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    (void) pthread_mutex_init(&scan->lock, NULL);
    (void) pthread_cond_init(&scan->changed, NULL);
    scan->settings = *settings;
    scan->settings.check.cancel = &scan->stop;
    scan->progress.addresses = addresses;
    scan->started_ns = lwi_clock_monotonic(&lwi_clock_system);
    scan->hunt = (struct lwi_hunt_settings){
        .credentials = settings->credentials,
        .attempts_max = settings->attempts_max,
        .timeout_s = settings->timeout_s,
        .check = scan->settings.check,
        .cancel = &scan->stop,
    };
    int r = lwi_judges_new(&scan->judges, &scan->settings.check, settings->check.threads, reterr);
    if (r == 0)
        r = start_threads(scan, reterr);
    if (r < 0)
        lwi_scan_close(&scan);
    else
        *ret_scan = scan;
    return r;
}

int lwi_scan_next(struct lwi_scan *scan, double wait_s, struct lwi_found **ret_found,
                  struct lw_error *reterr)
{
    const int64_t until =
        lwi_clock_monotonic(&lwi_clock_system) + (int64_t) (wait_s * LWI_NS_PER_S);
    int r = 0;
    (void) pthread_mutex_lock(&scan->lock);
    while (scan->cameras.count == 0 && scan->hunting > 0 && r == 0) {
        if (lwi_clock_monotonic(&lwi_clock_system) >= until)
            r = -EAGAIN;
        else
            wait_locked(scan);
    }
    if (scan->cameras.count > 0) {
        *ret_found = pop_locked(scan, &scan->cameras);
        r = 0;
    } else if (scan->hunting == 0) {
        r = scan->error ? scan->error : -ENODATA;
        if (scan->error && reterr)
            *reterr = scan->why;
    }
    (void) pthread_mutex_unlock(&scan->lock);
    return r;
}

/* Addresses take about as long as each other; cameras too. */
static double seconds_left(const struct lwi_scan_progress *p)
{
    const double addresses = (double) p->addresses_done / (double) p->addresses;
    const double hosts = p->hosts ? (double) p->hosts_done / (double) p->hosts : addresses;
    const double done = addresses < hosts ? addresses : hosts;
    return done > 0.02 && p->elapsed_s > SETTLED_S ? p->elapsed_s * (1 - done) / done : -1;
}

void lwi_scan_look(struct lwi_scan *scan, struct lwi_scan_progress *ret_progress)
{
    (void) pthread_mutex_lock(&scan->lock);
    *ret_progress = scan->progress;
    (void) pthread_mutex_unlock(&scan->lock);
    const int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    ret_progress->elapsed_s = (double) (now_ns - scan->started_ns) / LWI_NS_PER_S;
    ret_progress->left_s = seconds_left(ret_progress);
}

void lwi_scan_stop(struct lwi_scan *scan)
{
    atomic_store(&scan->stop, 1);
}

void lwi_scan_close(struct lwi_scan **scan)
{
    if (!scan || !*scan)
        return;
    struct lwi_scan *s = *scan;
    lwi_scan_stop(s);
    if (s->has_feeder)
        (void) pthread_join(s->feeder, NULL);
    for (unsigned i = 0; i < s->hunter_count; i++)
        (void) pthread_join(s->hunters[i], NULL);
    while (s->hosts.count > 0)
        free(pop_locked(s, &s->hosts));
    while (s->cameras.count > 0) {
        struct lwi_found *found = pop_locked(s, &s->cameras);
        lwi_found_free(&found);
    }
    lwi_judges_free(&s->judges);
    (void) pthread_cond_destroy(&s->changed);
    (void) pthread_mutex_destroy(&s->lock);
    free(s);
    *scan = NULL;
}
