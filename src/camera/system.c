/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/system.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "action/syslog.h"
#include "base/error.h"
#include "camera/fleet_internal.h"
#include "camera/network.h"
#include "event/exception.h"
#include "event/zone.h"
#include "store/outbox.h"

/* All is looked at this often. */
#define LOOK_NS LWI_NS_PER_S
/* All cameras are gone about for their recordings this often. */
#define RECORDINGS_NS (5 * LWI_NS_PER_S)
/* Cameras are gone about for certificates this often; each is asked seldom. */
#define CERTIFICATES_NS (10 * LWI_NS_PER_S)
#define REFRESH_S       60.0
#define FLAP_S          600.0
/* Failed logins that are remembered. */
#define LOGINS_MAX   64
#define ADDRESS_SIZE 46
#define GB           1e9
#define MB           (1 << 20)

struct login {
    int64_t time_ns; /* monotonic */
    char address[ADDRESS_SIZE];
};

struct finding {
    enum lwi_condition_state state;
    char reason[160];
};

struct lwi_system {
    struct lwi_store *store;
    struct lwi_fleet *fleet;
    const struct lwi_log *log;
    const struct lwi_clock *clock;
    pthread_mutex_t change_lock; /* one change of the settings at a time; held while storing */

    /* Of the looking thread. */
    struct lwi_camera_events events;
    struct lwi_network network;
    uint64_t given_up;     /* rows of the store that were, as was said last */
    int64_t recordings_ns; /* monotonic: when recordings are looked at again */
    struct finding recordings_full, recordings_error;

    atomic_bool cancel;
    pthread_t threads[2];
    size_t thread_count;

    pthread_mutex_t lock;
    pthread_cond_t wake; /* on the monotonic clock */
    /* Under lock. */
    struct lwi_system_config config;
    char interfaces[sizeof(((struct lwi_system_config *) NULL)->interfaces)]; /* that are seen */
    struct login logins[LOGINS_MAX];
    size_t login_count; /* in all */
    int64_t certificate_ns;
    int stop;
};

/* ---- what is looked at ---- */

static void find_fault(struct finding *finding, const char *text)
{
    finding->state = LWI_STATE_FAULT;
    (void) snprintf(finding->reason, sizeof(finding->reason), "%.159s", text);
}

static void look_at_space(const struct lwi_store_health *health,
                          const struct lwi_system_config *config, struct finding *ret_finding)
{
    uint64_t needed = (uint64_t) config->disk_free_mb * MB;
    if (health->code != -ENOSPC && (health->disk_bytes == 0 || health->disk_free_bytes >= needed))
        return;
    char text[160];
    (void) snprintf(text, sizeof(text), "%llu of %llu MB are free on the disk of the database",
                    (unsigned long long) health->disk_free_bytes / MB,
                    (unsigned long long) health->disk_bytes / MB);
    find_fault(ret_finding, text);
}

/* Says at the event what was given up for it. */
static void note_given_up(struct lwi_system *system, const struct lwi_store_health *health)
{
    int64_t id = lwi_events_open_of(&system->events, LWI_EXCEPTION_DISK_FULL);
    uint64_t given_up =
        health->pictures_removed + health->measurements_removed + health->events_removed;
    char text[160];
    if (id == 0 || given_up == system->given_up)
        return;
    (void) snprintf(text, sizeof(text),
                    "%llu pictures, %llu measurements, %llu events were removed to go on",
                    (unsigned long long) health->pictures_removed,
                    (unsigned long long) health->measurements_removed,
                    (unsigned long long) health->events_removed);
    if (lwi_store_event_note(system->store, id, text, /* reterr= */ NULL) == 0)
        system->given_up = given_up;
}

static int is_disk_error(int code)
{
    return code == -EIO || code == -EROFS || code == -EBADMSG || code == -ENXIO ||
           code == -ENODEV || code == -EUCLEAN;
}

/* What the recorders say of their disk. */
static void look_at_recordings(struct lwi_system *system)
{
    struct lwi_camera_status *cameras = NULL;
    struct finding full = {0}, failed = {0};
    size_t count = 0;
    int64_t now_ns = lwi_clock_monotonic(system->clock);
    if (now_ns < system->recordings_ns || lwi_fleet_list(system->fleet, &cameras, &count) < 0)
        return;
    system->recordings_ns = now_ns + RECORDINGS_NS;
    for (size_t i = 0; i < count; i++) {
        const struct lw_error *error = &cameras[i].recording.error;
        char text[400];
        (void) snprintf(text, sizeof(text), "camera %s is not recorded: %s", cameras[i].config.id,
                        error->message);
        if (error->code == -ENOSPC && full.state != LWI_STATE_FAULT)
            find_fault(&full, text);
        if (is_disk_error(error->code) && failed.state != LWI_STATE_FAULT)
            find_fault(&failed, text);
    }
    free(cameras);
    system->recordings_full = full;
    system->recordings_error = failed;
}

static void look_at_logins(struct lwi_system *system, const struct lwi_system_config *config,
                           struct finding *ret_finding)
{
    int64_t since_ns =
        lwi_clock_monotonic(system->clock) - (int64_t) config->login_window_s * LWI_NS_PER_S;
    int failures = 0;
    char address[ADDRESS_SIZE] = "";
    (void) pthread_mutex_lock(&system->lock);
    for (size_t i = 0; i < LOGINS_MAX && i < system->login_count; i++) {
        /* The newest first. */
        const struct login *login = &system->logins[(system->login_count - 1 - i) % LOGINS_MAX];
        if (login->time_ns < since_ns)
            break;
        if (failures++ == 0)
            (void) snprintf(address, sizeof(address), "%s", login->address);
    }
    (void) pthread_mutex_unlock(&system->lock);
    char text[160];
    (void) snprintf(text, sizeof(text), "%d failed logins within %d s, the last one from %s",
                    failures, config->login_window_s, address);
    if (failures >= config->login_failures)
        find_fault(ret_finding, text);
}

static void look_at_certificate(struct lwi_system *system, const struct lwi_system_config *config,
                                struct finding *ret_finding)
{
    (void) pthread_mutex_lock(&system->lock);
    int64_t expires_ns = system->certificate_ns;
    (void) pthread_mutex_unlock(&system->lock);
    int64_t left_ns = expires_ns - lwi_clock_realtime(system->clock);
    char text[160];
    if (expires_ns == 0)
        ret_finding->state = LWI_STATE_NOT_ASSESSABLE;
    if (expires_ns == 0 || left_ns > config->certificate_days * 86400 * LWI_NS_PER_S)
        return;
    lwi_certificate_words(expires_ns, left_ns, "Lenswatch", text, sizeof(text));
    find_fault(ret_finding, text);
}

static void no_picture(void *cookie, struct lwi_picture *ret_now, struct lwi_picture *ret_reference)
{
    (void) cookie;
    (void) ret_now;
    (void) ret_reference;
}

static void tell(struct lwi_system *system, const struct lwi_system_config *config, int exception,
                 const struct finding *finding)
{
    static const struct lwi_event_settings settings[LWI_EXCEPTIONS] = {
        [LWI_EXCEPTION_DISK_FULL] = {.clear_duration_s = 5,
                                     .refresh_s = REFRESH_S,
                                     .flap_s = FLAP_S},
        [LWI_EXCEPTION_DISK_ERROR] = {.clear_duration_s = 5,
                                      .refresh_s = REFRESH_S,
                                      .flap_s = FLAP_S},
        /* A switch that starts anew is gone for longer. */
        [LWI_EXCEPTION_NETWORK_LOST] = {.duration_s = 3,
                                        .clear_duration_s = 5,
                                        .refresh_s = REFRESH_S,
                                        .flap_s = FLAP_S},
        [LWI_EXCEPTION_ILLEGAL_LOGIN] = {.refresh_s = REFRESH_S},
        [LWI_EXCEPTION_CERTIFICATE] = {.refresh_s = 86400},
    };
    static const struct lwi_events_eye eye = {no_picture, NULL};
    const int enabled[LWI_EXCEPTIONS] = {
        [LWI_EXCEPTION_DISK_FULL] = config->disk_full,
        [LWI_EXCEPTION_DISK_ERROR] = config->disk_error,
        [LWI_EXCEPTION_NETWORK_LOST] = config->network_lost,
        [LWI_EXCEPTION_ILLEGAL_LOGIN] = config->illegal_login,
        [LWI_EXCEPTION_CERTIFICATE] = config->certificate_expiring,
    };
    const struct lwi_events_verdict verdict = {
        .condition = exception,
        .state = finding->state,
        .score = finding->state == LWI_STATE_FAULT,
        .reason = finding->reason,
        .monotonic_ns = lwi_clock_monotonic(system->clock),
        .wall_ns = lwi_clock_realtime(system->clock),
    };
    if (enabled[exception])
        lwi_events_step(&system->events, &settings[exception], &verdict, &eye);
    else if (lwi_events_open_of(&system->events, exception) != 0)
        lwi_events_end(&system->events, exception, "switched off", verdict.wall_ns);
}

static void look_at_all(struct lwi_system *system)
{
    struct lwi_system_config config;
    struct lwi_store_health health;
    struct finding findings[LWI_EXCEPTIONS] = {{0}};
    lwi_system_config(system, &config);
    lwi_store_health(system->store, &health);
    look_at_recordings(system);
    findings[LWI_EXCEPTION_DISK_FULL] = system->recordings_full;
    findings[LWI_EXCEPTION_DISK_ERROR] = system->recordings_error;
    look_at_space(&health, &config, &findings[LWI_EXCEPTION_DISK_FULL]);
    if (is_disk_error(health.code))
        find_fault(&findings[LWI_EXCEPTION_DISK_ERROR], health.message);
    if (strcmp(system->interfaces, config.interfaces) != 0) {
        system->network = (struct lwi_network){0};
        memcpy(system->interfaces, config.interfaces, sizeof(config.interfaces));
    }
    struct finding *network = &findings[LWI_EXCEPTION_NETWORK_LOST];
    network->state = lwi_network_look(&system->network, config.interfaces, network->reason);
    look_at_logins(system, &config, &findings[LWI_EXCEPTION_ILLEGAL_LOGIN]);
    look_at_certificate(system, &config, &findings[LWI_EXCEPTION_CERTIFICATE]);
    for (int i = 0; i < LWI_EXCEPTIONS; i++)
        tell(system, &config, i, &findings[i]);
    note_given_up(system, &health);
    lwi_events_retry(&system->events, lwi_clock_monotonic(system->clock));
}

/* ---- threads ---- */

static int sleep_until_stop(struct lwi_system *system, int64_t ns)
{
    int64_t wake_ns = lwi_clock_monotonic(&lwi_clock_system) + ns;
    const struct timespec wake = {.tv_sec = wake_ns / LWI_NS_PER_S,
                                  .tv_nsec = wake_ns % LWI_NS_PER_S};
    int r = 0;
    (void) pthread_mutex_lock(&system->lock);
    while (!system->stop && r == 0)
        r = pthread_cond_timedwait(&system->wake, &system->lock, &wake);
    int stop = system->stop;
    (void) pthread_mutex_unlock(&system->lock);
    return !stop;
}

static void *look_main(void *cookie)
{
    struct lwi_system *system = cookie;
    do
        look_at_all(system);
    while (sleep_until_stop(system, LOOK_NS));
    return NULL;
}

static void *certificates_main(void *cookie)
{
    struct lwi_system *system = cookie;
    do
        lwi_fleet_certificates(system->fleet, &system->cancel);
    while (sleep_until_stop(system, CERTIFICATES_NS));
    return NULL;
}

/* ---- settings ---- */

void lwi_system_config(struct lwi_system *system, struct lwi_system_config *ret_config)
{
    (void) pthread_mutex_lock(&system->lock);
    *ret_config = system->config;
    (void) pthread_mutex_unlock(&system->lock);
}

void lwi_system_time_zone(struct lwi_system *system, char ret_name[64])
{
    struct lwi_system_config config;
    lwi_system_config(system, &config);
    if (config.time_zone[0])
        (void) snprintf(ret_name, LWI_ZONE_SIZE, "%s", config.time_zone);
    else
        lwi_zone_of_system(ret_name);
}

static int apply(struct lwi_system *system, const struct lwi_system_config *config,
                 struct lw_error *reterr)
{
    struct lwi_store_limits limits;
    lwi_store_limits(system->store, &limits);
    limits.measurement_age_s = (int64_t) (config->measurement_days * 86400);
    limits.hour_age_s = (int64_t) (config->history_days * 86400);
    limits.used_bytes = (int64_t) (config->database_gb * GB);
    limits.picture_age_s = (int64_t) (config->picture_days * 86400);
    limits.picture_bytes = (int64_t) (config->pictures_gb * GB);
    limits.event_age_s = (int64_t) (config->event_days * 86400);
    limits.events = config->events_max;
    limits.audit_age_s = (int64_t) (config->audit_days * 86400);
    limits.audit_records = config->audit_max;
    limits.log_age_s = (int64_t) (config->log_days * 86400);
    limits.log_lines = config->log_max;
    limits.reserve_bytes = (int64_t) config->disk_free_mb * MB;
    int r = lwi_store_limits_set(system->store, &limits, reterr);
    if (r < 0)
        return r;
    char zone[LWI_ZONE_SIZE];
    (void) pthread_mutex_lock(&system->lock);
    system->config = *config;
    (void) pthread_mutex_unlock(&system->lock);
    lwi_system_time_zone(system, zone);
    lwi_fleet_time_zone(system->fleet, zone);
    lwi_fleet_certificate_days(system->fleet,
                               config->certificate_expiring ? config->certificate_days : 0);
    return 0;
}

int lwi_system_config_check(const struct lwi_system_config *config, struct lw_error *reterr)
{
    if (config->time_zone[0] && !lwi_zone_is_known(config->time_zone))
        return lwi_error_set(reterr, -EINVAL,
                             "time_zone: there is no such zone; it is called like Europe/Berlin");
    int r = lwi_syslog_check(config->syslog_server, config->syslog_ca, reterr);
    return r < 0 ? r : lwi_system_config_check_network(config, reterr);
}

static int change(struct lwi_system *system, const json_t *changes, struct lw_error *reterr)
{
    struct lwi_system_config base, config;
    lwi_system_config(system, &base);
    int r = lwi_system_config_from_json(&config, &base, changes, reterr);
    if (r == 0)
        r = lwi_system_config_check(&config, reterr);
    if (r < 0)
        return r;
    json_t *object = lwi_system_config_to_json(&config);
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    r = text ? lwi_store_setting_put(system->store, "system", "all", text, reterr)
             : lwi_error_set(reterr, -ENOMEM, "out of memory");
    free(text);
    return r < 0 ? r : apply(system, &config, reterr);
}

int lwi_system_config_set(struct lwi_system *system, const struct json_t *changes,
                          struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&system->change_lock);
    int r = change(system, changes, reterr);
    (void) pthread_mutex_unlock(&system->change_lock);
    return r;
}

static int load_config(struct lwi_system *system, struct lw_error *reterr)
{
    struct lwi_system_config config;
    struct lw_error error = {0};
    char *text = NULL;
    lwi_system_config_default(&config);
    int r = lwi_store_setting_get(system->store, "system", "all", &text, &error);
    json_t *object = r == 0 ? json_loads(text, 0, NULL) : NULL;
    free(text);
    if (r == 0)
        r = lwi_system_config_from_json(&config, &config, object, &error);
    json_decref(object);
    if (r < 0 && r != -ENOENT)
        lwi_log(system->log, LWI_LOG_ERROR, "the system's settings are not used: %s",
                error.message);
    return apply(system, &config, reterr);
}

/* ---- from outside ---- */

void lwi_system_login_failed(struct lwi_system *system, const char *address)
{
    if (!system)
        return;
    (void) pthread_mutex_lock(&system->lock);
    struct login *login = &system->logins[system->login_count++ % LOGINS_MAX];
    login->time_ns = lwi_clock_monotonic(system->clock);
    (void) snprintf(login->address, sizeof(login->address), "%s", address);
    (void) pthread_mutex_unlock(&system->lock);
}

void lwi_system_certificate(struct lwi_system *system, int64_t expires_ns)
{
    (void) pthread_mutex_lock(&system->lock);
    system->certificate_ns = expires_ns;
    (void) pthread_mutex_unlock(&system->lock);
}

/* ---- opening and closing ---- */

static int take_up(struct lwi_system *system, struct lw_error *reterr)
{
    const struct lwi_event_query query = {.state = 1, .source = "system", .limit = 100};
    struct lwi_event *events = NULL;
    size_t count = 0;
    int r = lwi_store_event_list(system->store, &query, &events, &count, reterr);
    for (size_t i = 0; r == 0 && i < count; i++) {
        if (lwi_events_resume(&system->events, &events[i], lwi_clock_monotonic(system->clock)) < 0)
            (void) lwi_store_event_end(system->store, events[i].id,
                                       lwi_clock_realtime(system->clock), "restart", NULL, NULL);
    }
    free(events);
    return r;
}

static int start(struct lwi_system *system, struct lw_error *reterr)
{
    static void *(*const mains[])(void *) = {look_main, certificates_main};
    int r = load_config(system, reterr);
    if (r == 0)
        r = take_up(system, reterr);
    for (size_t i = 0; r == 0 && i < 2; i++) {
        r = -pthread_create(&system->threads[i], NULL, mains[i], system);
        system->thread_count += r == 0;
        if (r < 0)
            (void) lwi_error_set(reterr, r, "cannot start a thread: %s", strerror(-r));
    }
    return r;
}

int lwi_system_open(struct lwi_system **ret_system, struct lwi_store *store,
                    struct lwi_fleet *fleet, const struct lwi_log *log, struct lw_error *reterr)
{
    pthread_condattr_t attr;
    struct lwi_system *system = calloc(1, sizeof(*system));
    if (!system || pthread_condattr_init(&attr) != 0) {
        free(system);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    system->store = store;
    system->fleet = fleet;
    system->log = log;
    system->clock = fleet->hub.clock;
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&system->change_lock, NULL);
    (void) pthread_mutex_init(&system->lock, NULL);
    (void) pthread_cond_init(&system->wake, &attr);
    (void) pthread_condattr_destroy(&attr);
    atomic_init(&system->cancel, false);
    lwi_events_init(&system->events, /* camera_id= */ "", store, fleet->hub.notices, log);
    int r = start(system, reterr);
    if (r < 0) {
        lwi_system_close(&system);
        return r;
    }
    *ret_system = system;
    return 0;
}

void lwi_system_close(struct lwi_system **system_pointer)
{
    if (!system_pointer || !*system_pointer)
        return;
    struct lwi_system *system = *system_pointer;
    *system_pointer = NULL;
    atomic_store(&system->cancel, true);
    (void) pthread_mutex_lock(&system->lock);
    system->stop = 1;
    (void) pthread_cond_broadcast(&system->wake);
    (void) pthread_mutex_unlock(&system->lock);
    for (size_t i = 0; i < system->thread_count; i++)
        (void) pthread_join(system->threads[i], NULL);
    lwi_events_done(&system->events);
    (void) pthread_mutex_destroy(&system->change_lock);
    (void) pthread_mutex_destroy(&system->lock);
    (void) pthread_cond_destroy(&system->wake);
    free(system);
}
