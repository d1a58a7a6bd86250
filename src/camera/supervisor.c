/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The thread of one camera that reads its stream: opens the source, hands its
 * packets on, and when it ends tries again, for ever. Retries, back-off and the
 * state that a person sees live here and nowhere else.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/error.h"
#include "camera/backoff.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/pool.h"
#include "config/url_secret.h"
#include "source/pin.h"

/* A camera that was watched for so long has earned a quick retry. */
#define STEADY_NS (10 * LWI_NS_PER_S)
/* Longest wait for a change of the settings before the clock is looked at again. */
#define SLICE_NS LWI_NS_PER_S
/* How often it is asked whose turn it is to try a password. */
#define TURN_NS (LWI_NS_PER_S / 10)
/* So many pictures in a row that cannot be decoded, over the time-out, mean that it is lost. */
#define BAD_MAX 3

/* Larger than any picture of a camera; three of them are held at most. */
#define PACKET_BYTES_MAX ((size_t) 32 << 20)

/* When the next packet is to be judged. */
struct schedule {
    int64_t due_ns;
    int64_t interval_ns;
};

/*
 * Whether a packet is judged. Key frames come when the camera likes, say each
 * 5.00 s give or take 20 ms: without the tolerance of a tenth, an interval of 5 s
 * would take only every other one.
 */
static int is_due(struct schedule *schedule, int64_t now_ns)
{
    if (now_ns < schedule->due_ns - schedule->interval_ns / 10)
        return 0;
    int64_t next_ns = schedule->due_ns + schedule->interval_ns;
    int64_t soonest_ns = now_ns + schedule->interval_ns / 2;
    schedule->due_ns = next_ns > soonest_ns ? next_ns : soonest_ns;
    return 1;
}

/* Hands a packet to the workers; the one that still waits goes. Takes it over. */
static void offer(struct lwi_camera *camera, struct lwi_packet *packet)
{
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_packet *replaced = camera->waiting;
    camera->waiting = packet;
    if (replaced)
        camera->status.frames_replaced++;
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_packet_free(&replaced);
    lwi_pool_ready(camera->hub->pool, camera);
}

static void count_read(struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&camera->lock);
    camera->status.frames_read++;
    (void) pthread_mutex_unlock(&camera->lock);
}

/* Pictures come, but for long none could be decoded. */
static int check_bad(struct lwi_camera *camera, int64_t now_ns, struct lw_error *reterr)
{
    int r = 0;
    (void) pthread_mutex_lock(&camera->lock);
    if (camera->bad_run >= BAD_MAX && (double) (now_ns - camera->bad_since_ns) >
                                          camera->config.timeout_s * (double) LWI_NS_PER_S) {
        struct lw_error error = camera->bad_error;
        r = lwi_error_set(reterr, -EBADMSG, "no picture can be decoded: %.200s", error.message);
        lwi_error_hint(reterr, "%s", error.hint);
    }
    (void) pthread_mutex_unlock(&camera->lock);
    return r;
}

static int read_stream(struct lwi_camera *camera, void *source, int skips_bad, double interval_s,
                       struct lw_error *reterr)
{
    const struct lwi_hub *hub = camera->hub;
    struct schedule schedule = {
        .due_ns = lwi_clock_monotonic(hub->clock),
        .interval_ns = (int64_t) (interval_s * (double) LWI_NS_PER_S),
    };
    for (;;) {
        struct lwi_packet *packet = NULL;
        struct lw_error error = {0};
        int r = hub->io->read(hub->io->cookie, source, &packet, &error);
        if (r == -EBADMSG && skips_bad) {
            lwi_camera_note_bad(camera, r, &error);
        } else if (r < 0) {
            *reterr = error;
            return r;
        }
        int64_t now_ns = lwi_clock_monotonic(hub->clock);
        r = check_bad(camera, now_ns, reterr);
        if (r < 0) {
            lwi_packet_free(&packet);
            return r;
        }
        if (!packet)
            continue;
        count_read(camera);
        if (camera->recorder)
            lwi_recorder_offer(camera->recorder, packet);
        if (atomic_load(&camera->all_frames))
            lwi_live_offer(&camera->live, packet);
        if (packet->key && is_due(&schedule, now_ns))
            offer(camera, packet);
        else
            lwi_packet_free(&packet);
    }
}

static void set_connected(struct lwi_camera *camera, int connected)
{
    (void) pthread_mutex_lock(&camera->lock);
    camera->connected = connected;
    camera->bad_run = 0;
    camera->bad_since_ns = 0;
    if (!connected) {
        lwi_packet_free(&camera->waiting);
        camera->live.queue.need_key = 1;
        lwi_live_video_cut_locked(&camera->live);
    }
    (void) pthread_mutex_unlock(&camera->lock);
}

int lwi_camera_source_open(struct lwi_camera *camera, const struct lwi_camera_config *config,
                           const atomic_bool *cancel, const atomic_bool *all_frames,
                           void **ret_source, int *ret_skips_bad, struct lw_error *reterr)
{
    const struct lwi_hub *hub = camera->hub;
    char url[LWI_URL_FILLED_MAX], pin[LWI_PIN_SIZE] = "";
    struct lwi_source_settings settings;
    lwi_source_settings_default(&settings);
    settings.url = url;
    settings.user = config->user[0] ? config->user : NULL;
    settings.password = config->password[0] ? config->password : NULL;
    settings.transport = (enum lwi_transport) config->transport;
    settings.tls_verify = config->tls_verify;
    settings.tls_pin = config->tls_verify ? NULL : config->stream_pin;
    settings.ret_tls_pin = pin;
    settings.loop = 1;
    settings.realtime = 1;
    settings.interval_s = config->interval_s;
    settings.timeout_s = config->timeout_s;
    settings.packet_bytes_max = PACKET_BYTES_MAX;
    settings.cancel = cancel;
    settings.all_frames = all_frames;
    settings.key_only = all_frames != NULL;
    int r = lwi_url_secret_fill(config, url, reterr);
    if (r == 0)
        r = hub->io->open(hub->io->cookie, ret_source, &settings, ret_skips_bad, reterr);
    explicit_bzero(url, sizeof(url));
    if (r == 0 && pin[0] && strcmp(pin, config->stream_pin) != 0)
        lwi_fleet_camera_pin(hub->fleet, camera->id, /* of_stream= */ 1, pin);
    return r;
}

/* One connection, from its opening to its end, whose reason is returned. */
static int watch(struct lwi_camera *camera, const struct lwi_camera_config *config,
                 const struct lwi_login *login, struct lw_error *reterr)
{
    const struct lwi_hub *hub = camera->hub;
    void *source = NULL;
    int skips_bad = 0;
    int r = lwi_camera_source_open(camera, config, &camera->cancel, &camera->all_frames, &source,
                                   &skips_bad, reterr);
    lwi_logins_tell(hub->logins, login, lwi_clock_monotonic(hub->clock),
                    r == 0         ? LWI_LOGIN_GOOD
                    : r == -EACCES ? LWI_LOGIN_REFUSED
                                   : LWI_LOGIN_UNSURE);
    if (r < 0)
        return r;
    set_connected(camera, 1);
    if (camera->recorder)
        lwi_recorder_cut(camera->recorder);
    r = read_stream(camera, source, skips_bad, config->interval_s, reterr);
    set_connected(camera, 0);
    hub->io->close(hub->io->cookie, source);
    lwi_logins_tell(hub->logins, login, lwi_clock_monotonic(hub->clock),
                    r == -EACCES ? LWI_LOGIN_REFUSED : LWI_LOGIN_ENDED);
    return r;
}

/* Waits until the settings change or a monotonic time comes; < 0: for the change alone. */
static void wait_locked(struct lwi_camera *camera, unsigned generation, int64_t until_ns)
{
    while (!camera->stop && camera->generation == generation) {
        int64_t left_ns = until_ns - lwi_clock_monotonic(camera->hub->clock);
        if (until_ns < 0) {
            (void) pthread_cond_wait(&camera->changed, &camera->lock);
            continue;
        }
        if (left_ns <= 0)
            return;
        int64_t wake_ns =
            lwi_clock_monotonic(&lwi_clock_system) + (left_ns < SLICE_NS ? left_ns : SLICE_NS);
        (void) lwi_camera_wait_locked(camera, wake_ns);
    }
}

/* Until its password may be sent: as lwi_logins_ask(), or -ECANCELED. */
static int wait_for_turn(struct lwi_camera *camera, unsigned generation,
                         const struct lwi_login *login, int64_t *ret_wait_ns)
{
    const struct lwi_hub *hub = camera->hub;
    int r = -EBUSY;
    for (;;) {
        r = lwi_logins_ask(hub->logins, login, lwi_clock_monotonic(hub->clock), ret_wait_ns);
        if (r != -EBUSY)
            return r;
        const int64_t wake_ns = lwi_clock_monotonic(&lwi_clock_system) + TURN_NS;
        (void) pthread_mutex_lock(&camera->lock);
        const int go_on = !camera->stop && camera->generation == generation;
        if (go_on)
            (void) lwi_camera_wait_locked(camera, wake_ns);
        (void) pthread_mutex_unlock(&camera->lock);
        if (!go_on)
            return -ECANCELED;
    }
}

/* How long until it is tried again. A password that was refused is sent when it may be. */
static int64_t until_again(struct lwi_camera *camera, const struct lwi_login *login,
                           struct lwi_backoff *backoff, int code)
{
    const double random = (double) randombytes_uniform(1000) / 1000;
    const double wait_s = lwi_backoff_next_s(backoff, code == -EACCES, random);
    int64_t refused_ns = 0;
    if (code == -EACCES && login->counts)
        refused_ns =
            lwi_logins_left(camera->hub->logins, login, lwi_clock_monotonic(camera->hub->clock));
    /* Not all cameras of a recorder at once. */
    return refused_ns > 0 ? refused_ns + (int64_t) (random * (double) LWI_NS_PER_S)
                          : (int64_t) (wait_s * (double) LWI_NS_PER_S);
}

static void lose(struct lwi_camera *camera, unsigned generation, int64_t wait_ns, int refused,
                 const struct lw_error *error)
{
    (void) pthread_mutex_lock(&camera->lock);
    if (!camera->stop && camera->generation == generation) {
        lwi_camera_blind_locked(camera, "the camera is lost");
        camera->status.wrong_password = refused;
        lwi_camera_state_locked(camera, LWI_CAMERA_LOST, error);
        camera->status.reconnects++;
        camera->status.retry_ns = lwi_clock_realtime(camera->hub->clock) + wait_ns;
        wait_locked(camera, generation, lwi_clock_monotonic(camera->hub->clock) + wait_ns);
        camera->status.retry_ns = 0;
    }
    (void) pthread_mutex_unlock(&camera->lock);
}

/* The settings to go by, once the camera is enabled. 0: it is to stop. */
static int next_config(struct lwi_camera *camera, struct lwi_camera_config *ret_config,
                       unsigned *ret_generation)
{
    (void) pthread_mutex_lock(&camera->lock);
    while (!camera->stop && !camera->config.enabled)
        wait_locked(camera, camera->generation, -1);
    *ret_config = camera->config;
    *ret_generation = camera->generation;
    int go_on = !camera->stop;
    if (go_on)
        atomic_store(&camera->cancel, false);
    (void) pthread_mutex_unlock(&camera->lock);
    return go_on;
}

void *lwi_supervisor_main(void *cookie)
{
    struct lwi_camera *camera = cookie;
    const struct lwi_clock *clock = camera->hub->clock;
    struct lwi_camera_config config;
    struct lwi_backoff backoff = {0};
    unsigned generation, last_generation = 0;
    while (next_config(camera, &config, &generation)) {
        if (generation != last_generation)
            backoff = (struct lwi_backoff){0};
        last_generation = generation;
        struct lw_error error = {0};
        int64_t begun_ns = lwi_clock_monotonic(clock);
        struct lwi_login login;
        int64_t wait_ns = 0;
        lwi_logins_who(camera->hub->logins, LWI_LOGIN_STREAM, config.url, config.user,
                       config.password, &login);
        int r = wait_for_turn(camera, generation, &login, &wait_ns);
        if (r == 0)
            r = watch(camera, &config, &login, &error);
        else if (r == -EACCES)
            r = lwi_logins_refused(config.url, &error);
        if (!error.message[0])
            (void) lwi_error_set(&error, r, "the stream ended: %s", strerror(-r));
        error.code = r;
        /* The time-out is part of a connection that never was. */
        if ((double) (lwi_clock_monotonic(clock) - begun_ns) >
            (double) STEADY_NS + config.timeout_s * (double) LWI_NS_PER_S)
            backoff = (struct lwi_backoff){0};
        wait_ns = until_again(camera, &login, &backoff, r);
        lose(camera, generation, wait_ns, r == -EACCES, &error);
    }
    explicit_bzero(config.password, sizeof(config.password));
    lwi_camera_unref(&camera);
    return NULL;
}
