/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A relay: an output of a camera, a coil of a Modbus device, a line of a GPIO chip.
 * With a hold time it is on for so long after each start, and a thread switches it
 * off, which tries again where that fails; a program that died meanwhile does so when
 * it starts. Without, it is on while there is an event that it was told of.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "action/relay_line.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"

#define LIMIT_S 30
/* Switching off when nobody waits for it; and when it failed, again after so long. */
#define OFF_LIMIT_S 10
#define OFF_RETRY_S 10
/* Switching off when Lenswatch ends. */
#define CLOSE_LIMIT_S 1
/* Between 2 and here are files that everybody has open. */
#define RESERVED_FROM 64

static const char *const vias[] = {"camera", "modbus", "gpio", NULL};
static const char *const parities[] = {"none", "even", "odd", NULL};

static const struct lwi_action_option options[] = {
    {"via", "camera: an output of a camera; modbus: a coil; gpio: a line of this machine.",
     LWI_ACTION_CHOICE, LWI_ACTION_REQUIRED, NULL, 0, 0, 0, vias},
    {"hold_s", "Seconds that it is on after each start; 0: until the event ends.",
     LWI_ACTION_NUMBER, 0, NULL, 0, 0, 86400, NULL},
    {"inverted", "It is off where it would be on.", LWI_ACTION_BOOL, 0, NULL, 0, 0, 0, NULL},
    {"camera", "Of a camera: its id; empty: the camera of the event.", LWI_ACTION_TEXT, 0, NULL, 0,
     0, 32, NULL},
    {"output", "Of a camera: what it calls its output; lenswatch camera device lists them.",
     LWI_ACTION_TEXT, 0, "1", 0, 0, 63, NULL},
    {"host", "Modbus over TCP: host of the device; empty: it is on a serial line.", LWI_ACTION_TEXT,
     0, NULL, 0, 0, 255, NULL},
    {"port", "Its port.", LWI_ACTION_INTEGER, 0, NULL, 502, 1, 65535, NULL},
    {"serial", "Modbus RTU: the serial line, such as /dev/ttyUSB0.", LWI_ACTION_TEXT, 0, NULL, 0, 0,
     255, NULL},
    {"baud", "Its speed.", LWI_ACTION_INTEGER, 0, NULL, 9600, 300, 1000000, NULL},
    {"parity", "Its parity; without one there are two stop bits, as Modbus has it.",
     LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, parities},
    {"unit", "Modbus: number of the device.", LWI_ACTION_INTEGER, 0, NULL, 1, 0, 247, NULL},
    {"coil", "Modbus: address of the coil, from 0 on.", LWI_ACTION_INTEGER, 0, NULL, 0, 0, 65535,
     NULL},
    {"chip", "GPIO: the chip, such as /dev/gpiochip0.", LWI_ACTION_TEXT, 0, "/dev/gpiochip0", 0, 0,
     255, NULL},
    {"line", "GPIO: number of the line.", LWI_ACTION_INTEGER, 0, NULL, 0, 0, 4095, NULL},
    {0},
};

static int is_via(const struct json_t *settings, const char *via)
{
    return strcmp(lwi_action_text(settings, "via"), via) == 0;
}

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    const char *serial = lwi_action_text(settings, "serial");
    int has_host = lwi_action_text(settings, "host")[0] != '\0';
    if (is_via(settings, "modbus") && has_host == (serial[0] != '\0'))
        return lwi_error_set(reterr, -EINVAL, "host: modbus needs it or serial, and not both");
    if (serial[0] && strncmp(serial, "/dev/", 5) != 0)
        return lwi_error_set(reterr, -EINVAL, "serial: it must be in /dev/");
    if (strpbrk(lwi_action_text(settings, "host"), "/@? "))
        return lwi_error_set(reterr, -EINVAL, "host: it must be a name or an address");
    if (is_via(settings, "gpio") && strncmp(lwi_action_text(settings, "chip"), "/dev/", 5) != 0)
        return lwi_error_set(reterr, -EINVAL, "chip: it must be in /dev/");
    if (is_via(settings, "camera") && !lwi_action_text(settings, "output")[0])
        return lwi_error_set(reterr, -EINVAL, "output: it is empty");
    if (is_via(settings, "camera") && lwi_action_number(settings, "hold_s") > 0 &&
        !lwi_action_text(settings, "camera")[0])
        return lwi_error_set(reterr, -EINVAL,
                             "camera: with hold_s the output must be of one certain camera");
    return 0;
}

struct relay {
    const char *id; /* borrowed, as the following */
    const struct json_t *settings;
    struct lwi_action_host host;
    double hold_s;
    int reserved_fd;
    const struct lwi_modbus_table *modbus; /* NULL: it is none */
    const struct lwi_gpio_table *gpio;

    pthread_mutex_t switch_lock; /* held while it is switched; before lock */
    struct lwi_gpio_line *line;  /* under switch_lock; NULL: not taken yet */
    int told;                    /* that it does not go off; the thread's, then close()'s */

    pthread_mutex_t lock;
    pthread_cond_t wake; /* monotonic */
    /* Under lock. */
    int64_t
        off_ns; /* monotonic: when it is to be switched off; 0: not. Set under switch_lock, too */
    int stop;
    pthread_t thread;
    int runs;
    atomic_int cancel; /* the thread's */
};

/* ---- switching ---- */

static int switch_modbus(const struct relay *relay, int on, struct lwi_action_run *run,
                         struct lw_error *reterr)
{
    const struct json_t *s = relay->settings;
    const char *parity = lwi_action_text(s, "parity");
    const struct lwi_modbus_device device = {
        .host = lwi_action_text(s, "host"),
        .port = (int) lwi_action_number(s, "port"),
        .serial = lwi_action_text(s, "serial"),
        .baud = (int) lwi_action_number(s, "baud"),
        .parity = parity[0] == 'e'   ? 'E'
                  : parity[0] == 'o' ? 'O'
                                     : 'N',
        .unit = (int) lwi_action_number(s, "unit"),
        .coil = (int) lwi_action_number(s, "coil"),
        .reserved_fd = relay->reserved_fd,
    };
    int r = relay->modbus->write(&device, lwi_action_bool(s, "inverted") ? !on : on, run, reterr);
    if (r == 0)
        (void) snprintf(run->answer, sizeof(run->answer), "%s: coil %d of unit %d is %s",
                        device.host[0] ? device.host : device.serial, device.coil, device.unit,
                        on ? "on" : "off");
    return r;
}

static int switch_gpio(struct relay *relay, int on, struct lwi_action_run *run,
                       struct lw_error *reterr)
{
    const char *chip = lwi_action_text(relay->settings, "chip");
    int offset = (int) lwi_action_number(relay->settings, "line");
    int r = relay->line
                ? relay->gpio->set(relay->line, on, reterr)
                : relay->gpio->open(&relay->line, chip, offset,
                                    lwi_action_bool(relay->settings, "inverted"), on, reterr);
    if (r == 0)
        (void) snprintf(run->answer, sizeof(run->answer), "%s: line %d is %s", chip, offset,
                        on ? "on" : "off");
    return r;
}

static int switch_camera(const struct relay *relay, const char *camera_id, int on,
                         struct lwi_action_run *run, struct lw_error *reterr)
{
    char command[100];
    const char *named = lwi_action_text(relay->settings, "camera");
    const char *id = named[0] ? named : camera_id;
    if (!id[0] || !relay->host.drive)
        return lwi_error_set(reterr, -EINVAL, "this event is of no camera");
    int is_on = lwi_action_bool(relay->settings, "inverted") ? !on : on;
    (void) snprintf(command, sizeof(command), "output %s %s", is_on ? "on" : "off",
                    lwi_action_text(relay->settings, "output"));
    return relay->host.drive(relay->host.cookie, id, command, run, reterr);
}

/* switch_lock is held. */
static int switch_locked(struct relay *relay, const char *camera_id, int on,
                         struct lwi_action_run *run, struct lw_error *reterr)
{
    return relay->modbus ? switch_modbus(relay, on, run, reterr)
           : relay->gpio ? switch_gpio(relay, on, run, reterr)
                         : switch_camera(relay, camera_id, on, run, reterr);
}

/* ---- the hold ---- */

static int switch_off_locked(struct relay *relay, const atomic_int *cancel, double limit_s)
{
    struct lw_error error = {0};
    struct lwi_action_run run = {
        .cancel = cancel,
        .deadline_ns =
            lwi_clock_monotonic(&lwi_clock_system) + (int64_t) (limit_s * (double) LWI_NS_PER_S),
    };
    int r = switch_locked(relay, "", /* on= */ 0, &run, &error);
    if (r < 0 && r != -ECANCELED && !relay->told)
        lwi_log(relay->host.log, LWI_LOG_WARNING, "action %s: it cannot be switched off: %s",
                relay->id, error.message);
    relay->told = r < 0;
    return r;
}

static void hold(struct relay *relay, int64_t off_ns)
{
    (void) pthread_mutex_lock(&relay->lock);
    relay->off_ns = off_ns;
    (void) pthread_cond_broadcast(&relay->wake);
    (void) pthread_mutex_unlock(&relay->lock);
}

/* Waits until it is time; 0: it is to end. */
static int wait_for_off_locked(struct relay *relay)
{
    while (!relay->stop) {
        int64_t off_ns = relay->off_ns;
        struct timespec until = {.tv_sec = off_ns / LWI_NS_PER_S, .tv_nsec = off_ns % LWI_NS_PER_S};
        if (off_ns == 0)
            (void) pthread_cond_wait(&relay->wake, &relay->lock);
        else if (lwi_clock_monotonic(&lwi_clock_system) >= off_ns)
            return 1;
        else
            (void) pthread_cond_timedwait(&relay->wake, &relay->lock, &until);
    }
    return 0;
}

/* Whether it is still time, once nobody else switches: it may have been switched on anew. */
static void end_hold(struct relay *relay)
{
    (void) pthread_mutex_lock(&relay->switch_lock);
    (void) pthread_mutex_lock(&relay->lock);
    int is_due = relay->off_ns != 0 && relay->off_ns <= lwi_clock_monotonic(&lwi_clock_system);
    (void) pthread_mutex_unlock(&relay->lock);
    if (is_due) {
        int r = switch_off_locked(relay, &relay->cancel, OFF_LIMIT_S);
        hold(relay,
             r == 0 ? 0 : lwi_clock_monotonic(&lwi_clock_system) + OFF_RETRY_S * LWI_NS_PER_S);
    }
    (void) pthread_mutex_unlock(&relay->switch_lock);
}

static void *holder_main(void *cookie)
{
    struct relay *relay = cookie;
    (void) pthread_mutex_lock(&relay->lock);
    while (wait_for_off_locked(relay)) {
        (void) pthread_mutex_unlock(&relay->lock);
        end_hold(relay);
        (void) pthread_mutex_lock(&relay->lock);
    }
    (void) pthread_mutex_unlock(&relay->lock);
    return NULL;
}

/* ---- between jobs ---- */

static void close_relay(void *state)
{
    struct relay *relay = state;
    (void) pthread_mutex_lock(&relay->lock);
    relay->stop = 1;
    atomic_store(&relay->cancel, 1);
    int is_held = relay->off_ns != 0;
    (void) pthread_cond_broadcast(&relay->wake);
    (void) pthread_mutex_unlock(&relay->lock);
    if (relay->runs)
        (void) pthread_join(relay->thread, NULL);
    if (is_held)
        (void) switch_off_locked(relay, /* cancel= */ NULL, CLOSE_LIMIT_S);
    if (relay->line)
        relay->gpio->close(relay->line);
    if (relay->reserved_fd >= 0)
        (void) close(relay->reserved_fd);
    (void) pthread_cond_destroy(&relay->wake);
    (void) pthread_mutex_destroy(&relay->lock);
    (void) pthread_mutex_destroy(&relay->switch_lock);
    free(relay);
}

static int load_line(struct relay *relay, struct lw_error *reterr)
{
    static struct lwi_module_table modbus = {.module = LWI_MODULE_MODBUS,
                                             .symbol = "lwi_modbus_table"};
    static struct lwi_module_table gpio = {.module = LWI_MODULE_GPIO, .symbol = "lwi_gpio_table"};
    if (is_via(relay->settings, "modbus")) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        relay->reserved_fd = fcntl(null, F_DUPFD_CLOEXEC, RESERVED_FROM);
        (void) close(null);
        relay->modbus = lwi_module_find(&modbus, reterr);
        return relay->modbus ? 0 : -ELIBACC;
    }
    if (is_via(relay->settings, "gpio")) {
        relay->gpio = lwi_module_find(&gpio, reterr);
        return relay->gpio ? 0 : -ELIBACC;
    }
    return 0;
}

static int open_relay(void **ret_state, const char *id, const struct json_t *settings,
                      const struct lwi_action_host *host, struct lw_error *reterr)
{
    pthread_condattr_t attr;
    struct relay *relay = calloc(1, sizeof(*relay));
    if (!relay || pthread_condattr_init(&attr) != 0) {
        free(relay);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    relay->id = id;
    relay->settings = settings;
    relay->host = *host;
    relay->hold_s = lwi_action_number(settings, "hold_s");
    relay->reserved_fd = -1;
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&relay->switch_lock, NULL);
    (void) pthread_mutex_init(&relay->lock, NULL);
    (void) pthread_cond_init(&relay->wake, &attr);
    (void) pthread_condattr_destroy(&attr);
    int r = load_line(relay, reterr);
    if (r == 0 && relay->hold_s > 0) {
        relay->off_ns = 1; /* at once: a program that died while it held it left it on */
        relay->runs = pthread_create(&relay->thread, NULL, holder_main, relay) == 0;
        if (!relay->runs)
            r = lwi_error_set(reterr, -EAGAIN, "there is no thread for it");
    }
    if (r < 0) {
        relay->off_ns = 0;
        close_relay(relay);
        return r;
    }
    *ret_state = relay;
    return 0;
}

/* ---- a job ---- */

static int run_relay(const struct json_t *settings, const struct lwi_action_job *job,
                     struct lwi_action_run *run, struct lw_error *reterr)
{
    struct relay *relay = run->state;
    (void) settings;
    if (!relay) {
        (void) lwi_error_set(reterr, -EAGAIN, "it is not set up");
        lwi_error_hint(reterr, "The action is disabled, or the log says why it could not be.");
        return -EAGAIN;
    }
    /* By hand the end switches off whatever else is going on. */
    if (job->phase == LWI_ACTION_END && !job->is_test && relay->hold_s > 0) {
        (void) snprintf(run->answer, sizeof(run->answer), "it goes off by itself");
        return 0;
    }
    if (job->phase == LWI_ACTION_END && !job->is_test && job->others > 0) {
        (void) snprintf(run->answer, sizeof(run->answer), "it stays on: %lld other event%s",
                        (long long) job->others, job->others == 1 ? " goes on" : "s go on");
        return 0;
    }
    int on = job->phase != LWI_ACTION_END;
    (void) pthread_mutex_lock(&relay->switch_lock);
    int r = switch_locked(relay, job->camera_id, on, run, reterr);
    if (relay->hold_s > 0 && (on || r == 0)) /* also one that failed may have switched it on */
        hold(relay, on ? lwi_clock_monotonic(&lwi_clock_system) +
                             (int64_t) (relay->hold_s * (double) LWI_NS_PER_S)
                       : 0);
    (void) pthread_mutex_unlock(&relay->switch_lock);
    return r;
}

const struct lwi_action_kind lwi_action_relay = {
    .name = "relay",
    .help = "Switches an output of a camera, a Modbus coil or a GPIO line.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_relay,
    .open = open_relay,
    .close = close_relay,
};
