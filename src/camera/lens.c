/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/lens.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/error.h"
#include "camera/backoff.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/preset.h"
#include "camera/side_thread.h"

/* The camera's events are waited for so long before anything else is looked at. */
#define LISTEN_S 0.5
#define SLICE_NS (LWI_NS_PER_S / 2)
/* A camera that would not tell of its events is asked again after so long. */
#define DEAF_NS (20 * LWI_NS_PER_S)
/* A camera that does not let the user do it is asked again after so long. */
#define REFUSED_S 900.0
/* How often it is asked whose turn it is to try a password. */
#define TURN_NS (LWI_NS_PER_S / 10)

static const char *const names[] = {"auto", "near", "far", "reset", "sweep", NULL};

const char *lwi_lens_do_name(int what)
{
    return what >= 0 && what <= LWI_LENS_SWEEP ? names[what] : NULL;
}

static int wanted(const struct lwi_camera *camera)
{
    return !camera->stop && camera->config.enabled &&
           strcmp(lwi_camera_config_driver(&camera->config), "none") != 0;
}

int lwi_lens_differs(const struct lwi_camera_config *a, const struct lwi_camera_config *b)
{
    return a->driver != b->driver || a->enabled != b->enabled || a->channel != b->channel ||
           a->own_events != b->own_events || a->presets != b->presets ||
           a->timeout_s != b->timeout_s || strcmp(a->address, b->address) != 0 ||
           strcmp(a->url, b->url) != 0 || strcmp(a->user, b->user) != 0 ||
           strcmp(a->password, b->password) != 0 ||
           /* Not when it is learnt. */
           (strcmp(a->tls_pin, b->tls_pin) != 0 && a->tls_pin[0]);
}

/* ---- the device ---- */

int lwi_lens_settings(const struct lwi_camera_config *config, char address[LWI_ADDRESS_MAX + 1],
                      struct lwi_device_settings *ret_settings, struct lw_error *reterr)
{
    struct lwi_device_settings *s = ret_settings;
    lwi_device_settings_default(s);
    lwi_camera_config_address(config, address);
    if (strcmp(lwi_camera_config_driver(config), "none") == 0) {
        (void) lwi_error_set(reterr, -EINVAL, "the camera has no driver");
        lwi_error_hint(reterr, "Set one: lenswatch camera set %s --driver auto", config->id);
        return -EINVAL;
    }
    if (!address[0]) {
        (void) lwi_error_set(reterr, -EINVAL, "nothing says where the camera's interface is");
        lwi_error_hint(reterr, "Give the camera's setting address, such as http://192.0.2.10.");
        return -EINVAL;
    }
    s->url = address;
    s->driver = lwi_camera_config_driver(config);
    s->user = config->user;
    s->password = config->password;
    s->channel = config->channel;
    s->trust = LWI_HTTP_TRUST_PIN; /* cameras make their certificates themselves */
    s->pin = config->tls_pin;
    s->timeout_s = config->timeout_s;
    return 0;
}

/* Until the password may be sent: as lwi_logins_ask(), or -ECANCELED. */
static int wait_for_turn(struct lwi_hub *hub, const struct lwi_login *login,
                         const atomic_bool *cancel)
{
    static const struct timespec nap = {.tv_nsec = TURN_NS};
    for (;;) {
        int64_t wait_ns = 0;
        const int r = lwi_logins_ask(hub->logins, login, lwi_clock_monotonic(hub->clock), &wait_ns);
        if (r != -EBUSY)
            return r;
        if (cancel && atomic_load(cancel))
            return -ECANCELED;
        (void) nanosleep(&nap, NULL);
    }
}

int lwi_lens_open(struct lwi_hub *hub, const struct lwi_device_settings *settings,
                  struct lwi_device **ret_device, struct lwi_device_identity *ret_identity,
                  struct lw_error *reterr)
{
    struct lwi_login login;
    struct lwi_device *device = NULL;
    lwi_logins_who(hub->logins, LWI_LOGIN_INTERFACE, settings->url, settings->user,
                   settings->password, &login);
    int r = wait_for_turn(hub, &login, settings->cancel);
    if (r == -EACCES)
        return lwi_logins_refused(settings->url, reterr);
    if (r < 0)
        return lwi_error_set(reterr, r, "cancelled");
    r = lwi_device_open(&device, settings, reterr);
    if (r == 0)
        r = lwi_device_probe(device, ret_identity, reterr);
    lwi_logins_tell(hub->logins, &login, lwi_clock_monotonic(hub->clock),
                    r == 0                                 ? LWI_LOGIN_GOOD
                    : device && lwi_device_refused(device) ? LWI_LOGIN_REFUSED
                                                           : LWI_LOGIN_UNSURE);
    if (r < 0)
        lwi_device_close(&device);
    *ret_device = device;
    return r;
}

void lwi_lens_close(struct lwi_hub *hub, const struct lwi_device_settings *settings,
                    struct lwi_device **device)
{
    struct lwi_login login;
    lwi_logins_who(hub->logins, LWI_LOGIN_INTERFACE, settings->url, settings->user,
                   settings->password, &login);
    lwi_logins_tell(hub->logins, &login, lwi_clock_monotonic(hub->clock),
                    lwi_device_refused(*device) ? LWI_LOGIN_REFUSED : LWI_LOGIN_ENDED);
    lwi_device_close(device);
}

static int open_device(struct lwi_camera *camera, const struct lwi_camera_config *config,
                       const struct lwi_device_settings *settings, struct lwi_device **ret_device,
                       struct lw_error *reterr)
{
    struct lwi_device *device = NULL;
    struct lwi_device_identity identity;
    int r = lwi_lens_open(camera->hub, settings, &device, &identity, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_lens_status *s = &camera->lens.status;
    s->identity = identity;
    s->problem[0] = '\0';
    (void) snprintf(s->driver, sizeof(s->driver), "%s", lwi_device_driver(device)->name);
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_log(camera->hub->log, LWI_LOG_INFO, "camera %s: %s %s, by the driver %s", camera->id,
            identity.brand, identity.model, lwi_device_driver(device)->name);
    if (strcmp(lwi_device_pin(device), config->tls_pin) != 0)
        lwi_fleet_camera_pin(camera->hub->fleet, camera->id, /* of_stream= */ 0,
                             lwi_device_pin(device));
    *ret_device = device;
    return 0;
}

/* ---- what there is to do ---- */

/* A job, or an event of defocus that the lens was not asked for yet. 0: neither. */
static int do_one(struct lwi_camera *camera, struct lwi_device *device)
{
    (void) pthread_mutex_lock(&camera->lock);
    int asked = camera->lens.asked;
    camera->lens.asked = 0;
    enum lwi_lens_do what = camera->lens.status.what;
    double amount = camera->lens.amount;
    int tries = camera->config.refocus;
    (void) pthread_mutex_unlock(&camera->lock);
    if (asked) {
        lwi_focus_run(camera, device, what, amount);
        return 1;
    }
    int64_t id = tries > 0 ? lwi_events_open_of(&camera->events, lwi_condition_find("defocus")) : 0;
    if (id == 0 || id == camera->lens.refocused_id)
        return 0;
    camera->lens.refocused_id = id;
    lwi_focus_event(camera, device, id, tries);
    return 1;
}

static int is_current(struct lwi_camera *camera, unsigned generation)
{
    (void) pthread_mutex_lock(&camera->lock);
    int current = wanted(camera) && camera->lens.generation == generation;
    (void) pthread_mutex_unlock(&camera->lock);
    return current;
}

/* Until something changes; < 0: no longer. */
static void wait_locked(struct lwi_camera *camera, unsigned generation, int64_t wait_ns)
{
    int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + wait_ns;
    while (wanted(camera) && camera->lens.generation == generation && !camera->lens.asked) {
        int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
        if (now_ns >= until_ns)
            return;
        int64_t wake_ns = until_ns - now_ns < SLICE_NS ? until_ns : now_ns + SLICE_NS;
        (void) lwi_camera_wait_locked(camera, wake_ns);
    }
}

static int listen_once(struct lwi_camera *camera, struct lwi_device *device,
                       struct lw_error *reterr)
{
    struct lwi_device_event event;
    int r = lwi_device_events_read(device, LISTEN_S, &event, reterr);
    if (r == 0)
        lwi_own_event(camera, &event);
    lwi_own_events_expire(camera, lwi_device_driver(device)->event_hold_s);
    return r == -EAGAIN ? 0 : r;
}

struct listening {
    int wanted, begun, told;
    int64_t next_ns; /* monotonic: when it is tried again */
};

/* Whether the camera itself is not to be reached, or does not want us. */
static int is_lost(int result)
{
    return result == -EACCES || result == -ECANCELED || result == -ETIMEDOUT ||
           result == -ECONNREFUSED || result == -EHOSTUNREACH || result == -EKEYREJECTED ||
           result == -EIO || result == -ENOMEM;
}

/* A camera that tells nothing of its events may have a lens that moves all the same. */
static int begin_listening(struct lwi_camera *camera, struct lwi_device *device,
                           struct listening *l, struct lw_error *reterr)
{
    struct lw_error error = {0};
    int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    if (!l->wanted || l->begun || now_ns < l->next_ns)
        return 0;
    int r = lwi_device_events_begin(device, &error);
    if (is_lost(r)) {
        *reterr = error;
        return r;
    }
    l->begun = r == 0;
    l->next_ns = now_ns + DEAF_NS;
    if (r < 0 && r != -ENOTSUP && r != -ENOENT && !l->told++)
        lwi_log(camera->hub->log, LWI_LOG_WARNING, "camera %s: it tells of no events: %s",
                camera->id, error.message);
    return 0;
}

static int use_device(struct lwi_camera *camera, const struct lwi_camera_config *config,
                      unsigned generation, struct lw_error *reterr)
{
    struct lwi_device *device = NULL;
    struct lwi_device_settings settings;
    char address[LWI_ADDRESS_MAX + 1];
    int r = lwi_lens_settings(config, address, &settings, reterr);
    settings.cancel = &camera->lens.cancel;
    if (r == 0)
        r = open_device(camera, config, &settings, &device, reterr);
    if (r < 0)
        return r;
    struct listening l = {.wanted = config->own_events &&
                                    lwi_device_driver(device)->events_begin != NULL};
    struct lwi_preset_follower follower;
    lwi_preset_follow_begin(&follower, device, config->presets);
    while (r == 0 && is_current(camera, generation)) {
        if (do_one(camera, device))
            continue;
        lwi_lens_find_sub(camera, device);
        lwi_preset_follow(&follower, camera, device);
        r = begin_listening(camera, device, &l, reterr);
        if (r == 0 && l.begun) {
            r = listen_once(camera, device, reterr);
        } else if (r == 0) {
            (void) pthread_mutex_lock(&camera->lock);
            wait_locked(camera, generation, SLICE_NS);
            (void) pthread_mutex_unlock(&camera->lock);
        }
    }
    lwi_preset_follow_end(&follower, camera);
    lwi_device_events_end(device);
    lwi_lens_close(camera->hub, &settings, &device);
    return r;
}

/* ---- the thread ---- */

static void note_problem(struct lwi_camera *camera, const struct lw_error *error)
{
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_lens_status *s = &camera->lens.status;
    int news = strcmp(s->problem, error->message) != 0;
    (void) snprintf(s->problem, sizeof(s->problem), "%s", error->message);
    if (camera->lens.asked) { /* who asked need not wait for better times */
        camera->lens.asked = 0;
        s->state = LWI_LENS_FAILED;
        s->ended_ns = lwi_clock_realtime(camera->hub->clock);
        (void) snprintf(s->message, sizeof(s->message), "%s", error->message);
        (void) snprintf(s->hint, sizeof(s->hint), "%s", error->hint);
    }
    (void) pthread_mutex_unlock(&camera->lock);
    if (news)
        lwi_log(camera->hub->log, LWI_LOG_WARNING, "camera %s: its interface: %s", camera->id,
                error->message);
}

/* The settings to go by; 0: the device is to be let alone. */
static int next_config(struct lwi_camera *camera, struct lwi_camera_config *ret_config,
                       unsigned *ret_generation)
{
    (void) pthread_mutex_lock(&camera->lock);
    int goes_on = wanted(camera);
    if (goes_on)
        atomic_store(&camera->lens.cancel, false);
    *ret_config = camera->config;
    *ret_generation = camera->lens.generation;
    (void) pthread_mutex_unlock(&camera->lock);
    return goes_on;
}

static int64_t until_again(struct lwi_camera *camera, const struct lwi_camera_config *config,
                           struct lwi_backoff *backoff, int code)
{
    struct lwi_hub *hub = camera->hub;
    struct lwi_login login;
    char address[LWI_ADDRESS_MAX + 1];
    const double random = (double) randombytes_uniform(1000) / 1000;
    if (code != -EACCES) {
        const double wait_s = lwi_backoff_next_s(backoff, /* refused= */ 0, random);
        return (int64_t) (wait_s * (double) LWI_NS_PER_S);
    }
    lwi_camera_config_address(config, address);
    lwi_logins_who(hub->logins, LWI_LOGIN_INTERFACE, address, config->user, config->password,
                   &login);
    const int64_t left_ns = lwi_logins_left(hub->logins, &login, lwi_clock_monotonic(hub->clock));
    return left_ns > 0 ? left_ns + LWI_NS_PER_S : (int64_t) (REFUSED_S * (double) LWI_NS_PER_S);
}

/* Until the camera is disabled, has no driver any more, or stops. */
static void use_camera(struct lwi_camera *camera)
{
    struct lwi_camera_config config;
    struct lwi_backoff backoff = {0};
    unsigned generation = 0, last_generation = 0;
    while (next_config(camera, &config, &generation)) {
        struct lw_error error = {0};
        if (generation != last_generation)
            backoff = (struct lwi_backoff){0};
        last_generation = generation;
        int r = use_device(camera, &config, generation, &error);
        if (r == 0 || !is_current(camera, generation))
            continue;
        note_problem(camera, &error);
        const int64_t wait_ns = until_again(camera, &config, &backoff, r);
        (void) pthread_mutex_lock(&camera->lock);
        wait_locked(camera, generation, wait_ns);
        (void) pthread_mutex_unlock(&camera->lock);
    }
    if (!camera->removed)
        lwi_own_events_end(camera, "no longer listened to");
    explicit_bzero(config.password, sizeof(config.password));
}

static void *lens_main(void *cookie)
{
    struct lwi_camera *camera = cookie;
    int again = 1;
    while (again) {
        use_camera(camera);
        (void) pthread_mutex_lock(&camera->lock);
        again = wanted(camera); /* it was switched on again meanwhile */
        camera->lens.runs = again;
        (void) pthread_mutex_unlock(&camera->lock);
    }
    lwi_side_thread_end(camera);
    return NULL;
}

static void start_locked(struct lwi_camera *camera)
{
    const int r = lwi_side_thread_start_locked(camera, lens_main, camera);
    camera->lens.runs = r == 0;
    if (r < 0)
        lwi_log(camera->hub->log, LWI_LOG_ERROR, "camera %s: no thread for its interface: %s",
                camera->id, strerror(-r));
}

void lwi_lens_configure(struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&camera->lock);
    camera->lens.generation++;
    atomic_store(&camera->lens.cancel, true);
    if (wanted(camera) && !camera->lens.runs)
        start_locked(camera);
    (void) pthread_cond_broadcast(&camera->changed);
    (void) pthread_mutex_unlock(&camera->lock);
}

int lwi_lens_ask(struct lwi_camera *camera, enum lwi_lens_do what, double amount,
                 struct lw_error *reterr)
{
    int r = 0;
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_lens_status *s = &camera->lens.status;
    if (!camera->lens.runs || !wanted(camera)) {
        r = lwi_error_set(reterr, -EINVAL, "the camera has no driver, or is disabled");
        lwi_error_hint(reterr, "Set its driver: lenswatch camera set %s --driver auto", camera->id);
    } else if (s->state == LWI_LENS_RUNNING) {
        r = lwi_error_set(reterr, -EBUSY, "the lens is busy: %s", lwi_lens_do_name((int) s->what));
    } else {
        s->state = LWI_LENS_RUNNING;
        s->what = what;
        s->by_event = 0;
        s->started_ns = lwi_clock_realtime(camera->hub->clock);
        s->ended_ns = 0;
        s->before = s->after = s->position = -1;
        s->restored = 0;
        s->count = 0;
        s->message[0] = s->hint[0] = '\0';
        camera->lens.amount = amount;
        camera->lens.asked = 1;
        (void) pthread_cond_broadcast(&camera->changed);
    }
    (void) pthread_mutex_unlock(&camera->lock);
    return r;
}

void lwi_lens_status(struct lwi_camera *camera, struct lwi_lens_status *ret_status)
{
    (void) pthread_mutex_lock(&camera->lock);
    *ret_status = camera->lens.status;
    (void) pthread_mutex_unlock(&camera->lock);
}
