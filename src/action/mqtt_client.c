/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One thread owns the library's handle, and a new one is made for each connection: so nothing that
 * a dead broker did not take is kept, and what must arrive is in the outbox anyway. The library's
 * own loop is not used: it select()s, and a daemon of a thousand cameras has more files than that
 * knows of.
 */
#include "action/mqtt_client.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <mosquitto.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"

/* A broker that says nothing for so long is asked, and is gone after half as long again. */
#define KEEPALIVE_S 20
/* From the first byte to the broker's consent. */
#define CONNECT_NS    (15 * LWI_NS_PER_S)
#define BACKOFF_MIN_S 1.0
#define BACKOFF_MAX_S 60.0
/* The farewell, and how long close() waits for it. */
#define FAREWELL_NS (500 * LWI_NS_PER_MS)
#define CLOSE_NS    LWI_NS_PER_S
/* Messages that the broker has not taken yet; a watcher must wait beyond. */
#define PENDING_MAX 500
#define POLL_MS     200
#define FILES       3

struct request {
    const struct lwi_mqtt_message *list;
    size_t count, taken;
    int mids[LWI_MQTT_MESSAGES_MAX];
    int is_handed, is_done;
    struct lw_error error; /* code 0: the broker has taken all */
};

struct lwi_mqtt_client {
    char *name, *host, *user, *password, *client_id, *available;
    int port, tls, tls_verify;
    int files[FILES]; /* ca, certificate, key; in memory only; -1 */
    int64_t tick_ns;
    const struct lwi_log *log;
    struct lwi_mqtt_watcher watcher;
    int wake; /* eventfd */

    pthread_mutex_t lock;
    pthread_cond_t changed; /* on the monotonic clock */
    /* Under lock. */
    int references; /* the owner's and the thread's */
    int stop, has_ended;
    int in_watcher;
    int reset;  /* the connection is given up */
    int nudged; /* the next tick is due */
    struct request *request;

    /* The thread's alone. */
    struct mosquitto *mosq;
    int is_connected, is_new;
    unsigned pending; /* put, and not taken yet */
    int said_mid;     /* of "online" or "offline"; 0: taken */
    int64_t tick_next_ns;
    struct lw_error error; /* why there is no connection */
    char library[200];     /* the library's last words */
    int told;              /* that error is in the log */
};

static int64_t now_ns(void)
{
    return lwi_clock_monotonic(&lwi_clock_system);
}

static void wake_up(struct lwi_mqtt_client *c)
{
    const uint64_t one = 1;
    if (write(c->wake, &one, sizeof(one)) < 0) {
        /* It is awake already. */
    }
}

/* ---- what the library says ---- */

static int fail(struct lwi_mqtt_client *c, int code, const char *hint, const char *what)
{
    (void) lwi_error_set(&c->error, code, "%s:%d: %s", c->host, c->port, what);
    lwi_error_hint(&c->error, "%s", hint);
    return code;
}

/* The cause that the system knows. */
static int fail_errno(struct lwi_mqtt_client *c, int number)
{
    if (number == ECONNREFUSED)
        return fail(c, -ECONNREFUSED, "Check the port, and that the broker runs.",
                    "it takes no connection");
    return fail(c, number > 0 ? -number : -EIO, "Check the host, the port and firewalls.",
                number > 0 ? strerror(number) : "the connection broke");
}

static int fail_tls(struct lwi_mqtt_client *c)
{
    char what[240];
    (void) snprintf(what, sizeof(what), "no TLS connection came about: %.180s",
                    c->library[0] ? c->library : "it ended");
    return fail(c, strstr(c->library, "certificate") ? -EKEYREJECTED : -EPROTO,
                "Put the certificate of the authority that signed the broker's into ca, use the "
                "host name that is in it, and check the port.",
                what);
}

/* rc of the library, which is not MOSQ_ERR_SUCCESS. */
static int fail_library(struct lwi_mqtt_client *c, int rc, int number)
{
    if (c->error.code != 0) /* the broker itself said why */
        return c->error.code;
    if (rc == MOSQ_ERR_TLS || (c->tls && !c->is_connected && c->library[0]))
        return fail_tls(c);
    if (rc == MOSQ_ERR_ERRNO)
        return fail_errno(c, number);
    if (rc == MOSQ_ERR_EAI)
        return fail(c, -EHOSTUNREACH,
                    "Check the host name, and that this machine has a DNS server.",
                    "the name cannot be resolved");
    if (rc == MOSQ_ERR_PROTOCOL || rc == MOSQ_ERR_MALFORMED_PACKET)
        return fail(c, -EPROTO, "Check the port and the setting encryption.",
                    "it does not speak MQTT");
    if (rc == MOSQ_ERR_KEEPALIVE)
        return fail(c, -ETIMEDOUT, "The broker or the network hangs.", "it answers no more");
    if (rc == MOSQ_ERR_CONN_LOST && !c->is_connected)
        return fail(c, -ECONNRESET, "Check the port, and whether the broker expects TLS there.",
                    "it closed the connection without an answer");
    if (rc == MOSQ_ERR_CONN_LOST)
        return fail(c, -ECONNRESET, "The broker may have been stopped.",
                    "it closed the connection");
    return fail(c, rc == MOSQ_ERR_NOMEM ? -ENOMEM : -EIO, "", mosquitto_strerror(rc));
}

static void on_connect(struct mosquitto *mosq, void *cookie, int rc)
{
    struct lwi_mqtt_client *c = cookie;
    (void) mosq;
    if (rc == 0)
        c->is_connected = c->is_new = 1;
    else if (rc == 4 || rc == 5) /* CONNACK of MQTT 3.1.1 */
        (void) fail(c, -EACCES, "Check user and password.",
                    rc == 4 ? "it refuses the user name or the password" : "it lets us not in");
    else
        (void) fail(c, -EIO, "", mosquitto_connack_string(rc));
}

static void on_publish(struct mosquitto *mosq, void *cookie, int mid)
{
    struct lwi_mqtt_client *c = cookie;
    (void) mosq;
    if (mid == c->said_mid) {
        c->said_mid = 0;
        return;
    }
    int is_requested = 0;
    (void) pthread_mutex_lock(&c->lock);
    struct request *q = c->request;
    for (size_t i = 0; q && q->is_handed && i < q->count; i++) {
        if (q->mids[i] != mid)
            continue;
        is_requested = 1;
        q->mids[i] = 0;
        q->is_done = ++q->taken == q->count;
    }
    if (is_requested)
        (void) pthread_cond_broadcast(&c->changed);
    (void) pthread_mutex_unlock(&c->lock);
    if (!is_requested && c->pending > 0)
        c->pending--;
}

static void on_log(struct mosquitto *mosq, void *cookie, int level, const char *text)
{
    struct lwi_mqtt_client *c = cookie;
    (void) mosq;
    if (level & (MOSQ_LOG_ERR | MOSQ_LOG_WARNING))
        (void) snprintf(c->library, sizeof(c->library), "%s", text);
}

/* ---- the watcher ---- */

/* Whether it may be called; then end_watcher() follows. */
static int begin_watcher(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    c->in_watcher = !c->stop;
    int may = c->in_watcher;
    (void) pthread_mutex_unlock(&c->lock);
    return may;
}

static void end_watcher(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    c->in_watcher = 0;
    (void) pthread_cond_broadcast(&c->changed);
    (void) pthread_mutex_unlock(&c->lock);
}

static void on_message(struct mosquitto *mosq, void *cookie, const struct mosquitto_message *m)
{
    struct lwi_mqtt_client *c = cookie;
    (void) mosq;
    if (!c->watcher.message || !begin_watcher(c))
        return;
    c->watcher.message(c->watcher.cookie, m->topic, m->payload, (size_t) m->payloadlen);
    end_watcher(c);
}

static int publish(struct lwi_mqtt_client *c, const struct lwi_mqtt_message *m, int *ret_mid)
{
    return mosquitto_publish(c->mosq, ret_mid, m->topic, (int) m->size, m->payload, /* qos= */ 1,
                             m->retain != 0);
}

static int put(struct lwi_mqtt_client *c, const struct lwi_mqtt_message *message)
{
    if (!c->mosq || !c->is_connected)
        return -ENOTCONN;
    if (c->pending >= PENDING_MAX)
        return -EAGAIN;
    if (publish(c, message, NULL) != MOSQ_ERR_SUCCESS)
        return -ENOTCONN;
    c->pending++;
    return 0;
}

static int subscribe(struct lwi_mqtt_client *c, const char *topic)
{
    return mosquitto_subscribe(c->mosq, NULL, topic, 1) == MOSQ_ERR_SUCCESS ? 0 : -ENOTCONN;
}

static void nudge(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    c->nudged = 1;
    (void) pthread_mutex_unlock(&c->lock);
    wake_up(c);
}

static int must_tick(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    int due = c->nudged || now_ns() >= c->tick_next_ns;
    if (due)
        c->nudged = 0;
    (void) pthread_mutex_unlock(&c->lock);
    return due;
}

static void watch(struct lwi_mqtt_client *c)
{
    if (c->is_new) {
        c->is_new = 0;
        c->tick_next_ns = 0;
        c->pending = 0;
        if (c->watcher.connected && begin_watcher(c)) {
            c->watcher.connected(c->watcher.cookie, c);
            end_watcher(c);
        }
    }
    if (!c->watcher.tick || c->pending > 0 || !must_tick(c) || !begin_watcher(c))
        return;
    c->tick_next_ns = now_ns() + c->tick_ns;
    if (c->watcher.tick(c->watcher.cookie, c))
        c->tick_next_ns = 0;
    end_watcher(c);
}

/* ---- one connection ---- */

static const char *file_path(int fd, char path[32])
{
    (void) snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd < 0 ? NULL : path;
}

static int set_tls(struct lwi_mqtt_client *c)
{
    char paths[FILES][32];
    const char *ca = file_path(c->files[0], paths[0]);
    int rc = ca ? MOSQ_ERR_SUCCESS : mosquitto_int_option(c->mosq, MOSQ_OPT_TLS_USE_OS_CERTS, 1);
    if (rc == MOSQ_ERR_SUCCESS && (ca || c->files[1] >= 0))
        rc = mosquitto_tls_set(c->mosq, ca, ca ? NULL : "/etc/ssl/certs",
                               file_path(c->files[1], paths[1]), file_path(c->files[2], paths[2]),
                               NULL);
    if (rc == MOSQ_ERR_SUCCESS && !c->tls_verify)
        rc = mosquitto_tls_opts_set(c->mosq, /* SSL_VERIFY_NONE */ 0, NULL, NULL);
    if (rc == MOSQ_ERR_SUCCESS)
        rc = mosquitto_tls_insecure_set(c->mosq, !c->tls_verify);
    return rc;
}

static int make_handle(struct lwi_mqtt_client *c)
{
    c->mosq = mosquitto_new(c->client_id[0] ? c->client_id : NULL, /* clean_session= */ true, c);
    if (!c->mosq)
        return MOSQ_ERR_NOMEM;
    mosquitto_connect_callback_set(c->mosq, on_connect);
    mosquitto_publish_callback_set(c->mosq, on_publish);
    mosquitto_message_callback_set(c->mosq, on_message);
    mosquitto_log_callback_set(c->mosq, on_log);
    int rc = MOSQ_ERR_SUCCESS;
    if (c->user[0])
        rc = mosquitto_username_pw_set(c->mosq, c->user, c->password[0] ? c->password : NULL);
    if (rc == MOSQ_ERR_SUCCESS && c->available[0])
        rc = mosquitto_will_set(c->mosq, c->available, 7, "offline", 1, /* retain= */ true);
    if (rc == MOSQ_ERR_SUCCESS && c->tls)
        rc = set_tls(c);
    return rc;
}

static void say_available(struct lwi_mqtt_client *c, const char *word)
{
    const struct lwi_mqtt_message m = {c->available, word, strlen(word), /* retain= */ 1};
    if (c->available[0])
        (void) publish(c, &m, &c->said_mid);
}

/* Gives the waiting request to the library. */
static void hand_over(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    struct request *q = c->request;
    if (q && !q->is_handed) {
        q->is_handed = 1;
        for (size_t i = 0; i < q->count; i++)
            if (publish(c, &q->list[i], &q->mids[i]) != MOSQ_ERR_SUCCESS)
                c->reset = 1;
    }
    (void) pthread_mutex_unlock(&c->lock);
}

/* Waits for the socket, and has the library go on: 0 or what the library says. */
static int turn(struct lwi_mqtt_client *c, int wait_ms, int *ret_errno)
{
    uint64_t count;
    int fd = mosquitto_socket(c->mosq);
    if (fd < 0)
        return MOSQ_ERR_CONN_LOST;
    short events = (short) (POLLIN | (mosquitto_want_write(c->mosq) ? POLLOUT : 0));
    struct pollfd polled[2] = {{fd, events, 0}, {c->wake, POLLIN, 0}};
    if (poll(polled, 2, wait_ms) < 0 && errno != EINTR)
        return MOSQ_ERR_ERRNO;
    if (polled[1].revents && read(c->wake, &count, sizeof(count)) < 0) {
        /* Somebody else has read it. */
    }
    int rc = MOSQ_ERR_SUCCESS;
    errno = 0;
    if (polled[0].revents & (POLLIN | POLLHUP | POLLERR))
        rc = mosquitto_loop_read(c->mosq, 1);
    if (rc == MOSQ_ERR_SUCCESS && mosquitto_want_write(c->mosq) &&
        polled[0].revents & (POLLOUT | POLLIN))
        rc = mosquitto_loop_write(c->mosq, 1);
    if (rc == MOSQ_ERR_SUCCESS)
        rc = mosquitto_loop_misc(c->mosq);
    *ret_errno = errno;
    return rc;
}

static int must_end(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    int end = c->stop || c->reset;
    (void) pthread_mutex_unlock(&c->lock);
    return end;
}

static void farewell(struct lwi_mqtt_client *c)
{
    int number;
    int64_t until_ns = now_ns() + FAREWELL_NS;
    say_available(c, "offline");
    while (c->said_mid && now_ns() < until_ns && turn(c, 50, &number) == MOSQ_ERR_SUCCESS)
        ;
    (void) mosquitto_disconnect(c->mosq);
    (void) turn(c, 0, &number);
}

static void note_connected(struct lwi_mqtt_client *c)
{
    if (c->name[0] && c->told != 1)
        lwi_log(c->log, LWI_LOG_INFO, "action %s: connected to %s:%d", c->name, c->host, c->port);
    c->told = 1;
    c->error = (struct lw_error){0};
    say_available(c, "online");
}

/* From connecting to its end; why it ended is in c->error. */
static int connection(struct lwi_mqtt_client *c)
{
    int number = 0;
    int64_t until_ns = now_ns() + CONNECT_NS;
    int rc = make_handle(c);
    errno = 0;
    if (rc == MOSQ_ERR_SUCCESS)
        rc = mosquitto_connect_async(c->mosq, c->host, c->port, KEEPALIVE_S);
    number = errno;
    while (rc == MOSQ_ERR_SUCCESS && !must_end(c)) {
        int was_connected = c->is_connected;
        if (was_connected) {
            hand_over(c);
            watch(c);
        } else if (now_ns() > until_ns) {
            return fail(c, -ETIMEDOUT, "Check the port, and whether the broker expects TLS there.",
                        "it did not answer in time");
        }
        rc = turn(c, was_connected && c->pending == 0 && c->tick_next_ns == 0 ? 0 : POLL_MS,
                  &number);
        if (c->is_connected && !was_connected)
            note_connected(c);
        if (c->error.code != 0)
            return c->error.code;
    }
    if (rc != MOSQ_ERR_SUCCESS)
        return fail_library(c, rc, number);
    if (c->is_connected)
        farewell(c);
    return 0;
}

/* ---- the thread ---- */

/* Who waits hears why. */
static void answer_request(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    struct request *q = c->request;
    if (q && !q->is_done) {
        q->error = c->error;
        if (q->error.code == 0)
            (void) lwi_error_set(&q->error, -ECONNRESET, "%s:%d: the connection ended", c->host,
                                 c->port);
        q->is_done = 1;
        c->request = NULL;
        (void) pthread_cond_broadcast(&c->changed);
    }
    (void) pthread_mutex_unlock(&c->lock);
}

static void tell(struct lwi_mqtt_client *c)
{
    if (c->name[0] && c->told != 2 && c->error.code != 0)
        lwi_log(c->log, LWI_LOG_WARNING, "action %s: no connection: %s", c->name, c->error.message);
    if (c->error.code != 0)
        c->told = 2;
}

/* Until it is time for another attempt, or somebody cannot wait. */
static void rest(struct lwi_mqtt_client *c, double seconds)
{
    int64_t until_ns = now_ns() + (int64_t) (seconds * (double) LWI_NS_PER_S);
    struct timespec until = {.tv_sec = until_ns / LWI_NS_PER_S, .tv_nsec = until_ns % LWI_NS_PER_S};
    (void) pthread_mutex_lock(&c->lock);
    c->reset = 0;
    while (!c->stop && !c->request && now_ns() < until_ns)
        (void) pthread_cond_timedwait(&c->changed, &c->lock, &until);
    (void) pthread_mutex_unlock(&c->lock);
}

static int is_stopped(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    int stop = c->stop;
    (void) pthread_mutex_unlock(&c->lock);
    return stop;
}

static void unref(struct lwi_mqtt_client *c)
{
    (void) pthread_mutex_lock(&c->lock);
    int left = --c->references;
    (void) pthread_mutex_unlock(&c->lock);
    if (left > 0)
        return;
    for (size_t i = 0; i < FILES; i++)
        if (c->files[i] >= 0)
            (void) close(c->files[i]);
    if (c->wake >= 0)
        (void) close(c->wake);
    (void) pthread_cond_destroy(&c->changed);
    (void) pthread_mutex_destroy(&c->lock);
    if (c->password)
        explicit_bzero(c->password, strlen(c->password));
    free(c->name);
    free(c->host);
    free(c->user);
    free(c->password);
    free(c->client_id);
    free(c->available);
    free(c);
}

static void *client_main(void *cookie)
{
    struct lwi_mqtt_client *c = cookie;
    double backoff_s = BACKOFF_MIN_S;
    while (!is_stopped(c)) {
        c->is_connected = c->is_new = 0;
        c->said_mid = 0;
        c->pending = 0;
        c->library[0] = '\0';
        c->error = (struct lw_error){0};
        (void) connection(c);
        if (c->is_connected)
            backoff_s = BACKOFF_MIN_S;
        answer_request(c);
        mosquitto_destroy(c->mosq);
        c->mosq = NULL;
        if (is_stopped(c))
            break;
        tell(c);
        rest(c, backoff_s);
        backoff_s = backoff_s * 2 < BACKOFF_MAX_S ? backoff_s * 2 : BACKOFF_MAX_S;
    }
    (void) pthread_mutex_lock(&c->lock);
    c->has_ended = 1;
    (void) pthread_cond_broadcast(&c->changed);
    (void) pthread_mutex_unlock(&c->lock);
    unref(c);
    return NULL;
}

/* ---- from outside ---- */

static int memory_file(const char *text)
{
    size_t size = strlen(text);
    int fd = size > 0 ? memfd_create("lenswatch-mqtt", MFD_CLOEXEC) : -1;
    if (fd >= 0 && write(fd, text, size) == (ssize_t) size)
        return fd;
    if (fd >= 0)
        (void) close(fd);
    return -1;
}

static int copy(char **ret_text, const char *text)
{
    *ret_text = strdup(text);
    return *ret_text == NULL;
}

static void init_library(void)
{
    (void) mosquitto_lib_init(); /* once and for all: its count is not made for threads */
}

static int start(struct lwi_mqtt_client *c)
{
    pthread_attr_t attr;
    pthread_t thread;
    if (pthread_attr_init(&attr) != 0)
        return -ENOMEM;
    (void) pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    c->references = 2;
    int r = pthread_create(&thread, &attr, client_main, c);
    (void) pthread_attr_destroy(&attr);
    if (r != 0)
        c->references = 1;
    return -r;
}

static int client_open(struct lwi_mqtt_client **ret_client,
                       const struct lwi_mqtt_settings *settings, struct lw_error *reterr)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_condattr_t attr;
    struct lwi_mqtt_client *c = calloc(1, sizeof(*c));
    if (!c || pthread_condattr_init(&attr) != 0) {
        free(c);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    (void) pthread_once(&once, init_library);
    c->port = settings->port;
    c->tls = settings->tls;
    c->tls_verify = settings->tls_verify;
    c->tick_ns = (int64_t) (settings->tick_s * (double) LWI_NS_PER_S);
    c->log = settings->log;
    c->watcher = settings->watcher;
    c->references = 1;
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&c->lock, NULL);
    (void) pthread_cond_init(&c->changed, &attr);
    (void) pthread_condattr_destroy(&attr);
    c->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    c->files[0] = memory_file(settings->ca);
    c->files[1] = memory_file(settings->client_certificate);
    c->files[2] = memory_file(settings->client_key);
    int r = 0;
    if (c->wake < 0 || copy(&c->name, settings->name) || copy(&c->host, settings->host) ||
        copy(&c->user, settings->user) || copy(&c->password, settings->password) ||
        copy(&c->client_id, settings->client_id) || copy(&c->available, settings->available))
        r = -ENOMEM;
    if (r == 0)
        r = start(c);
    if (r < 0) {
        unref(c);
        return lwi_error_set(reterr, r, "the connection cannot be made: %s", strerror(-r));
    }
    *ret_client = c;
    return 0;
}

static void client_close(struct lwi_mqtt_client **client)
{
    struct lwi_mqtt_client *c = *client;
    if (!c)
        return;
    *client = NULL;
    int64_t until_ns = now_ns() + CLOSE_NS;
    struct timespec until = {.tv_sec = until_ns / LWI_NS_PER_S, .tv_nsec = until_ns % LWI_NS_PER_S};
    (void) pthread_mutex_lock(&c->lock);
    c->stop = 1;
    (void) pthread_cond_broadcast(&c->changed);
    wake_up(c);
    while (c->in_watcher)
        (void) pthread_cond_wait(&c->changed, &c->lock);
    while (!c->has_ended && now_ns() < until_ns)
        (void) pthread_cond_timedwait(&c->changed, &c->lock, &until);
    (void) pthread_mutex_unlock(&c->lock);
    unref(c);
}

static int client_send(struct lwi_mqtt_client *c, const struct lwi_mqtt_message *messages,
                       size_t count, struct lwi_action_run *run, struct lw_error *reterr)
{
    struct request q = {.list = messages, .count = count};
    if (count == 0 || count > LWI_MQTT_MESSAGES_MAX)
        return lwi_error_set(reterr, -EINVAL, "there are %zu messages", count);
    (void) pthread_mutex_lock(&c->lock);
    c->request = &q;
    (void) pthread_cond_broadcast(&c->changed);
    wake_up(c);
    while (!q.is_done && lwi_action_left_ms(run) > 0) {
        int64_t slice_ns = now_ns() + POLL_MS * LWI_NS_PER_MS;
        struct timespec slice = {.tv_sec = slice_ns / LWI_NS_PER_S,
                                 .tv_nsec = slice_ns % LWI_NS_PER_S};
        (void) pthread_cond_timedwait(&c->changed, &c->lock, &slice);
    }
    c->request = NULL;
    if (!q.is_done && q.is_handed)
        c->reset = 1; /* else a broker that comes back would get it twice or more */
    (void) pthread_mutex_unlock(&c->lock);
    if (!q.is_done) {
        wake_up(c);
        if (run->cancel && atomic_load(run->cancel))
            return lwi_error_set(reterr, -ECANCELED, "cancelled");
        (void) lwi_error_set(reterr, -ETIMEDOUT, "%s:%d: it did not answer in time", c->host,
                             c->port);
        lwi_error_hint(reterr, "The broker or the network hangs, or it expects TLS on this port.");
        return -ETIMEDOUT;
    }
    if (q.error.code != 0 && reterr)
        *reterr = q.error;
    return q.error.code;
}

LWI_MODULE_EXPORT const struct lwi_mqtt_table lwi_mqtt_table = {
    .open = client_open,
    .close = client_close,
    .send = client_send,
    .put = put,
    .subscribe = subscribe,
    .nudge = nudge,
};
