/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One address: which of its ports are web servers, which speak RTSP; then user after
 * user until one is let in or so many were refused that another one might lock the
 * account; then a picture from each camera behind it.
 *
 * A visit sends one user's password, and ends at its first refusal. What a password was
 * refused for counts for the address, over all its ports.
 */
#include "discover/hunt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/error.h"
#include "discover/banner.h"
#include "driver/paths.h"

#define BANNER_S      2.0
#define GUESSES_MAX   5 /* streams that are tried where the camera does not say */
#define LOCK_BODY_MAX 4096

/* ---- the ports ---- */

static void add_web(struct lwi_hunter *h, const char *scheme, int usual_port, int port)
{
    char place[96];
    if (port == usual_port)
        (void) snprintf(place, sizeof(place), "%s://%s", scheme, h->host);
    else
        (void) snprintf(place, sizeof(place), "%s://%s:%d", scheme, h->host, port);
    for (size_t i = 0; i < h->web_count; i++)
        if (strcmp(h->webs[i], place) == 0)
            return;
    if (h->web_count < LWI_PLACES_MAX)
        (void) snprintf(h->webs[h->web_count++], sizeof(h->webs[0]), "%s", place);
}

/* What the camera announced; its URLs were checked to lead to this address. */
static void add_announced(struct lwi_hunter *h)
{
    const struct lwi_announced *said = &h->hunted->said;
    for (size_t i = 0; i < said->url_count; i++) {
        const char *url = said->urls[i];
        const int tls = strncasecmp(url, "https", 5) == 0;
        const char *place = strstr(url, "://");
        const char *end = place ? place + 3 + strcspn(place + 3, "/?#") : NULL;
        const char *colon = end;
        int port = tls ? 443 : 80;
        while (colon && colon > place + 3 && colon[-1] >= '0' && colon[-1] <= '9')
            colon--;
        if (colon && colon < end && colon[-1] == ':')
            port = (int) strtol(colon, NULL, 10);
        if (place && port > 0 && port <= 65535)
            add_web(h, tls ? "https" : "http", tls ? 443 : 80, port);
    }
    if (said->port && said->rtsp)
        h->rtsp_port = said->port;
    else if (said->port)
        add_web(h, "http", 80, said->port);
}

static void ask_ports(struct lwi_hunter *h)
{
    const struct lwi_hunted *hunted = h->hunted;
    enum lwi_speaks speaks[LWI_PORTS_MAX];
    add_announced(h);
    for (size_t i = 0; i < hunted->port_count; i++) {
        char server[64];
        speaks[i] = lwi_banner(&hunted->address, hunted->ports[i], BANNER_S, h->settings->cancel,
                               server, sizeof(server));
        if (speaks[i] == LWI_SPEAKS_RTSP && (!h->rtsp_port || hunted->ports[i] == 554)) {
            h->rtsp_port = hunted->ports[i];
            (void) snprintf(h->rtsp_server, sizeof(h->rtsp_server), "%s", server);
        }
        if (speaks[i] == LWI_SPEAKS_HTTP)
            add_web(h, "http", 80, hunted->ports[i]);
    }
    for (size_t i = 0; i < hunted->port_count; i++)
        if (speaks[i] == LWI_SPEAKS_TLS)
            add_web(h, "https", 443, hunted->ports[i]);
}

/* ---- what is found ---- */

struct lwi_found *lwi_hunt_add(struct lwi_hunter *h, int channel)
{
    if (*h->count == LWI_FOUND_MAX)
        return NULL;
    struct lwi_found *found = calloc(1, sizeof(*found));
    if (!found || lwi_unit_init(&found->unit, h->settings->check.tile_map) < 0) {
        lwi_found_free(&found);
        return NULL;
    }
    found->address = h->hunted->address;
    found->channel = channel;
    found->credential = h->credential;
    found->state = LWI_FOUND_OTHER;
    found->wall_ns = lwi_clock_realtime(&lwi_clock_system);
    lwi_address_text(&found->address, found->place);
    h->found[(*h->count)++] = found;
    return found;
}

static void drop_found(struct lwi_hunter *h)
{
    while (*h->count > 0)
        lwi_found_free(&h->found[--*h->count]);
}

/* ---- a camera with a web server ---- */

static int open_device(struct lwi_hunter *h, const char *web, const char *driver, int channel,
                       struct lwi_device **ret_device, struct lw_error *reterr)
{
    struct lwi_device_settings settings;
    lwi_device_settings_default(&settings);
    settings.url = web;
    settings.driver = driver;
    settings.channel = channel;
    settings.timeout_s = h->settings->timeout_s;
    settings.cancel = h->settings->cancel;
    settings.rtsp_port = h->rtsp_port == 554 ? 0 : h->rtsp_port;
    if (h->credential >= 0) {
        settings.user = h->settings->credentials->list[h->credential].user;
        settings.password = h->settings->credentials->list[h->credential].password;
    }
    return lwi_device_open(ret_device, &settings, reterr);
}

static int take_snapshot(struct lwi_hunter *h, struct lwi_device *device, struct lwi_found *found,
                         struct lw_error *reterr)
{
    struct lwi_packet *packet = calloc(1, sizeof(*packet));
    if (!packet)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    packet->kind = LWI_PACKET_IMAGE;
    packet->pts_ns = packet->wall_ns = LW_TIME_NONE;
    int r = lwi_device_snapshot(device, &packet->data, &packet->size, reterr);
    if (r < 0)
        lwi_packet_free(&packet);
    else
        lwi_hunt_judge(h, found, &packet);
    return r;
}

/* The camera's streams of a channel, best first, until one gives a picture. */
static int try_streams(struct lwi_hunter *h, const struct lwi_device_streams *streams,
                       struct lwi_found *found, struct lw_error *reterr)
{
    int r = -ENOENT, tried = 0;
    for (size_t i = 0; i < streams->count && tried < GUESSES_MAX; i++) {
        const struct lwi_device_stream *stream = &streams->list[i];
        if (stream->channel != found->channel)
            continue;
        tried++;
        r = lwi_hunt_stream(h, found, stream->url, reterr);
        if (r == 0)
            (void) snprintf(found->stream, sizeof(found->stream), "%s", stream->url);
        if (r == 0 || r == -EACCES || r == -ECANCELED || r == -ETIMEDOUT || r == -ECONNREFUSED)
            return r;
    }
    return tried ? r : lwi_error_set(reterr, -ENOENT, "the camera names no stream");
}

static void name_stream(const struct lwi_device_streams *streams, struct lwi_found *found)
{
    for (size_t i = 0; i < streams->count && !found->stream[0] && !streams->guessed; i++)
        if (streams->list[i].channel == found->channel)
            (void) snprintf(found->stream, sizeof(found->stream), "%s", streams->list[i].url);
}

/* Beside one that was found, whose picture need not be taken. */
static void name_sub(const struct lwi_device_streams *streams, struct lwi_found *found)
{
    const struct lwi_device_stream *sub =
        found->stream[0] ? lwi_device_streams_sub(streams, found->channel, found->stream) : NULL;
    if (sub && strcmp(sub->url, found->stream) != 0)
        (void) snprintf(found->sub, sizeof(found->sub), "%s", sub->url);
}

/* A picture by HTTP, else by RTSP. Of streams that are guessed it is to be known which one is
 * right, so they come first. */
static int picture_from(struct lwi_hunter *h, struct lwi_device *device,
                        const struct lwi_device_streams *streams, struct lwi_found *found,
                        int snapshot, struct lw_error *reterr)
{
    int r =
        snapshot ? take_snapshot(h, device, found, reterr) : try_streams(h, streams, found, reterr);
    if (r == 0 && snapshot && found->unit.assessed && !found->stream[0])
        (void) snprintf(found->stream, sizeof(found->stream), "%s", streams->snapshot);
    return r;
}

/* One picture of one channel; -EACCES where the user is refused. */
static int take_picture(struct lwi_hunter *h, struct lwi_device *device,
                        const struct lwi_device_streams *streams, struct lwi_found *found)
{
    struct lw_error first = {0}, second = {0};
    name_stream(streams, found);
    int r = picture_from(h, device, streams, found, !streams->guessed, &first);
    if (r == 0 && found->unit.assessed)
        return 0;
    if (r < 0)
        lwi_hunt_fail(found, &first);
    if (r == -EACCES || r == -ECANCELED)
        return r;
    const int other = picture_from(h, device, streams, found, streams->guessed, &second);
    if (other == -EACCES) {
        lwi_hunt_fail(found, &second);
        return other;
    }
    /* Which of the two tells more: not that the camera lacks what not all have. */
    if (other < 0 && r < 0 && first.code == -ENOTSUP && other != -ENOTSUP)
        lwi_hunt_fail(found, &second);
    return 0;
}

static void describe(struct lwi_found *found, const char *web, const struct lwi_device *device,
                     const struct lwi_device_identity *identity, int channels)
{
    const struct lwi_driver *driver = lwi_device_driver(device);
    found->identity = *identity;
    (void) snprintf(found->web, sizeof(found->web), "%s", web);
    (void) snprintf(found->pin, sizeof(found->pin), "%s", lwi_device_pin(device));
    if (driver)
        (void) snprintf(found->driver, sizeof(found->driver), "%s", driver->name);
    if (channels > 1) {
        const size_t n = strlen(found->place);
        (void) snprintf(found->place + n, sizeof(found->place) - n, " channel %d", found->channel);
    }
}

/* The channels in the order in which the camera names them; returns how many there are. */
static int list_channels(const struct lwi_device_streams *streams, int ret_channels[LWI_FOUND_MAX])
{
    int count = 0;
    for (size_t i = 0; i < streams->count; i++) {
        int known = 0;
        for (int n = 0; n < count; n++)
            known |= ret_channels[n] == streams->list[i].channel;
        if (!known && count < LWI_FOUND_MAX)
            ret_channels[count++] = streams->list[i].channel;
    }
    if (count == 0)
        ret_channels[count++] = 1;
    return count;
}

/* All cameras behind a web server that let this user in. */
static int visit_channels(struct lwi_hunter *h, const char *web, struct lwi_device *device,
                          const struct lwi_device_identity *identity)
{
    struct lwi_device_streams *streams = calloc(1, sizeof(*streams));
    struct lw_error error = {0};
    int channels[LWI_FOUND_MAX];
    if (!streams)
        return -ENOMEM;
    int r = lwi_device_streams(device, streams, &error);
    if (r < 0)
        streams->count = 0;
    const int count = list_channels(streams, channels);
    int result = r == -EACCES ? r : 0;
    for (int i = 0; i < count && (result == 0 || i == 0); i++) {
        struct lwi_found *found = lwi_hunt_add(h, channels[i]);
        struct lwi_device *other = NULL;
        if (!found) {
            result = -ENOMEM;
            break;
        }
        describe(found, web, device, identity, count);
        if (r < 0 && result < 0) {
            lwi_hunt_fail(found, &error);
            continue;
        }
        if (channels[i] == 1)
            result = take_picture(h, device, streams, found);
        else if (open_device(h, web, found->driver, channels[i], &other, &error) == 0)
            result = take_picture(h, other, streams, found);
        name_sub(streams, found);
        lwi_device_close(&other);
    }
    free(streams);
    return result;
}

/* With the user of now. *driver is remembered for the next one. -EACCES: refused. */
static int visit_web(struct lwi_hunter *h, const char *web, char driver[32],
                     struct lw_error *reterr)
{
    struct lwi_device *device = NULL;
    struct lwi_device_identity identity = {0};
    int r = open_device(h, web, driver[0] ? driver : NULL, 1, &device, reterr);
    if (r < 0)
        return r;
    r = lwi_device_probe(device, &identity, reterr);
    const struct lwi_driver *known = lwi_device_driver(device);
    if (known && !driver[0])
        (void) snprintf(driver, 32, "%s", known->name);
    if (r == 0) {
        r = visit_channels(h, web, device, &identity);
    } else if (r == -EACCES && (identity.brand[0] || h->rtsp_port || h->hunted->said.url_count ||
                                strcmp(driver, "onvif") == 0)) {
        struct lwi_found *found = lwi_hunt_add(h, 1);
        if (found) {
            describe(found, web, device, &identity, 1);
            lwi_hunt_fail(found, reterr);
        }
    }
    lwi_device_close(&device);
    return r;
}

/* ---- a camera without one ---- */

static void name_brand(const struct lwi_hunter *h, const struct lwi_known_paths **ret_paths,
                       struct lwi_device_identity *ret_identity)
{
    const struct lwi_known_paths *p = lwi_known_paths;
    for (; p[1].brand; p++) {
        const char *marks = p->marks;
        char mark[64];
        for (size_t n; *marks; marks += n + (marks[n] == '|')) {
            n = strcspn(marks, "|");
            (void) snprintf(mark, sizeof(mark), "%.*s", (int) n, marks);
            if (h->rtsp_server[0] && strcasestr(h->rtsp_server, mark)) {
                (void) snprintf(ret_identity->brand, sizeof(ret_identity->brand), "%s", p->brand);
                *ret_paths = p;
                return;
            }
        }
    }
    *ret_paths = p;
}

static int visit_rtsp(struct lwi_hunter *h, struct lw_error *reterr)
{
    const struct lwi_known_paths *paths = NULL;
    struct lwi_found *found = lwi_hunt_add(h, 1);
    if (!found)
        return -ENOMEM;
    name_brand(h, &paths, &found->identity);
    int r = -ENOENT, tried = 0;
    const char *list = paths->main;
    for (size_t n; *list && tried < GUESSES_MAX; list += n + (list[n] == '|')) {
        char url[LWI_DEVICE_URL_MAX];
        n = strcspn(list, "|");
        (void) snprintf(url, sizeof(url), "rtsp://%s:%u%.*s", h->host, h->rtsp_port, (int) n, list);
        tried++;
        r = lwi_hunt_stream(h, found, url, reterr);
        if (r == 0)
            (void) snprintf(found->stream, sizeof(found->stream), "%s", url);
        if (r == 0 && paths->sub[0] == '/')
            (void) snprintf(found->sub, sizeof(found->sub), "rtsp://%s:%u%s", h->host, h->rtsp_port,
                            paths->sub);
        if (r != -ENOENT && r != -EPROTO && r != -EBADMSG)
            break;
    }
    if (r < 0)
        lwi_hunt_fail(found, reterr);
    return r;
}

/* ---- users ---- */

/* Hikvision and its like say it to anybody. 1: it is; 0: it does not say so; else as
 * lwi_http_do(). */
static int ask_lock(struct lwi_hunter *h, const char *web, struct lw_error *reterr)
{
    struct lwi_http_settings settings;
    struct lwi_http *http = NULL;
    struct lwi_http_answer answer = {0};
    lwi_http_settings_default(&settings);
    settings.url = web;
    settings.trust = LWI_HTTP_TRUST_PIN;
    settings.timeout_s = h->settings->timeout_s;
    settings.body_bytes_max = LOCK_BODY_MAX;
    settings.cancel = h->settings->cancel;
    const struct lwi_http_request request = {
        .method = "GET", .path = "/ISAPI/System/deviceInfo", .anonymous = 1};
    int r = lwi_http_open(&http, &settings, reterr);
    if (r == 0)
        r = lwi_http_do(http, &request, &answer, reterr);
    if (r == 0)
        r = answer.status == 401 && strstr((const char *) answer.body, "<lockStatus>lock<");
    lwi_http_answer_done(&answer);
    lwi_http_close(&http);
    return r;
}

static void mark_locked(struct lwi_hunter *h)
{
    for (size_t i = 0; i < *h->count; i++) {
        h->found[i]->state = LWI_FOUND_LOCKED;
        (void) snprintf(h->found[i]->error, sizeof(h->found[i]->error),
                        "the camera has locked its users out; it was left alone");
    }
}

/* web: NULL: over RTSP alone. User after user, until one is not refused. */
static int try_users(struct lwi_hunter *h, const char *web, struct lw_error *reterr)
{
    const struct lwi_hunt_settings *settings = h->settings;
    const int users = (int) settings->credentials->count;
    char driver[32] = "";
    int r = -EACCES, tried = 0;
    /* Nobody first where no password is known; a camera that is locked is not tried at all. */
    const int lock = web && users > 0 ? ask_lock(h, web, reterr) : 0;
    if (lock == -ETIMEDOUT) /* nor would it answer the next question */
        return lock;
    if (lock == 1) {
        h->credential = -1;
        r = visit_web(h, web, driver, reterr);
        mark_locked(h);
        return r;
    }
    for (int user = users ? 0 : -1; user < users && h->attempts < settings->attempts_max; user++) {
        drop_found(h);
        h->credential = user;
        tried++;
        *reterr = (struct lw_error){0};
        r = web ? visit_web(h, web, driver, reterr) : visit_rtsp(h, reterr);
        if (r != -EACCES)
            return r;
        if (user >= 0)
            h->attempts++;
        if (user >= 0 && web && strcmp(driver, "hikvision") == 0 &&
            ask_lock(h, web, /* reterr= */ NULL) == 1) {
            mark_locked(h);
            return r;
        }
    }
    for (size_t i = 0; i < *h->count; i++) {
        h->found[i]->credential = -1;
        if (tried < users)
            (void) snprintf(h->found[i]->error, sizeof(h->found[i]->error),
                            "%d of %d passwords were refused; no more are tried, so that the "
                            "camera does not lock the user out",
                            tried, users);
    }
    return r;
}

/* ---- all of it ---- */

/* No camera was recognised. One that announces itself, or speaks RTSP, or takes connections and
 * then says nothing, is told of all the same. */
static void tell_of_silence(struct lwi_hunter *h, const struct lw_error *error)
{
    if (*h->count > 0 || !error->code || error->code == -ECANCELED)
        return;
    if (!h->hunted->said.url_count && !h->hunted->said.port && error->code != -ETIMEDOUT)
        return;
    h->credential = -1;
    struct lwi_found *found = lwi_hunt_add(h, 1);
    if (found)
        lwi_hunt_fail(found, error);
}

int lwi_hunt(const struct lwi_hunted *hunted, const struct lwi_hunt_settings *settings,
             struct lwi_judges *judges, struct lwi_found *ret_found[LWI_FOUND_MAX],
             size_t *ret_count)
{
    struct lwi_hunter h = {.hunted = hunted,
                           .settings = settings,
                           .judges = judges,
                           .credential = -1,
                           .found = ret_found,
                           .count = ret_count};
    struct lw_error error = {0}, first = {0};
    int r = -ENOENT;
    *ret_count = 0;
    lwi_address_host(&hunted->address, h.host);
    ask_ports(&h);
    for (size_t i = 0; i < h.web_count; i++) {
        r = try_users(&h, h.webs[i], &error);
        if (*ret_count > 0 || r == -ECANCELED)
            break;
        if (!first.code && r != -ENOENT)
            first = error;
    }
    if (*ret_count == 0 && h.rtsp_port && h.attempts < settings->attempts_max &&
        !(settings->cancel && atomic_load(settings->cancel)))
        r = try_users(&h, NULL, &error);
    if (*ret_count == 0)
        tell_of_silence(&h, &first);
    for (size_t i = 0; i < *ret_count; i++) {
        struct lwi_found *found = ret_found[i];
        found->attempts = h.attempts;
        if (!found->identity.name[0])
            (void) snprintf(found->identity.name, sizeof(found->identity.name), "%s",
                            hunted->said.name);
        if (!found->identity.model[0])
            (void) snprintf(found->identity.model, sizeof(found->identity.model), "%s",
                            hunted->said.hardware);
    }
    return r == -ENOMEM ? r : 0;
}
