/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* One camera that is spoken to: its clients, which driver is its own, and its URLs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/parse.h"
#include "driver/internal.h"
#include "source/picture.h"
#include "source/url.h"

#define DRIVERS_MAX      16
#define SNAPSHOT_MAX     ((size_t) 32 << 20)
#define RTSP_PORT        554
#define REQUEST_SILENCES 2

void lwi_device_settings_default(struct lwi_device_settings *ret_settings)
{
    *ret_settings = (struct lwi_device_settings){
        .channel = 1,
        .trust = LWI_HTTP_TRUST_PIN,
        .timeout_s = 5,
    };
}

/* ---- opening, closing ---- */

static int copy_address(struct lwi_device *d, const char *address, struct lw_error *reterr)
{
    struct lwi_url url;
    int has_scheme = lwi_url_scheme_length(address) > 0;
    char text[LWI_DEVICE_URL_MAX];
    int n = snprintf(text, sizeof(text), "%s%s", has_scheme ? "" : "http://", address);
    if (n < 0 || (size_t) n >= sizeof(text))
        return lwi_error_set(reterr, -EINVAL, "the address of the camera is too long");
    int r = lwi_url_parse(&url, text, reterr);
    if (r < 0)
        return r;
    n = snprintf(d->host, sizeof(d->host), strchr(url.host, ':') ? "[%s]" : "%s", url.host);
    if (n < 0 || (size_t) n >= sizeof(d->host))
        r = lwi_error_set(reterr, -EINVAL, "the name of the host is too long");
    d->url = strdup(text);
    if (r == 0 && !d->url)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    lwi_url_done(&url);
    return r;
}

static int set_driver(struct lwi_device *d, const struct lwi_driver *driver)
{
    void *state = driver->state_size ? calloc(1, driver->state_size) : NULL;
    if (driver->state_size && !state)
        return -ENOMEM;
    if (d->driver && d->driver->done && d->state)
        d->driver->done(d->state);
    free(d->state);
    d->state = state;
    d->driver = driver;
    return 0;
}

static int copy_settings(struct lwi_device *d, const struct lwi_device_settings *s,
                         struct lw_error *reterr)
{
    if (s->channel < 1 || s->channel > 999 || s->rtsp_port < 0 || s->rtsp_port > 65535)
        return lwi_error_set(reterr, -EINVAL, "the channel or the port is none");
    int r = copy_address(d, s->url, reterr);
    if (r < 0)
        return r;
    d->channel = s->channel;
    d->rtsp_port = s->rtsp_port;
    if (s->user && *s->user) {
        d->user = strdup(s->user);
        d->password = strdup(s->password ? s->password : "");
        if (!d->user || !d->password)
            return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    lwi_http_settings_default(&d->settings);
    d->settings.url = d->url;
    d->settings.user = d->user;
    d->settings.password = d->password;
    d->settings.trust = s->trust;
    d->settings.pin = s->pin;
    d->settings.timeout_s = s->timeout_s;
    d->settings.total_s = REQUEST_SILENCES * s->timeout_s;
    d->settings.cancel = s->cancel;
    if (!s->driver || !*s->driver || strcmp(s->driver, "auto") == 0)
        return 0;
    const struct lwi_driver *driver = lwi_driver_find(s->driver);
    if (!driver)
        return lwi_error_set(reterr, -ENOENT, "there is no driver called %.40s", s->driver);
    return set_driver(d, driver) < 0 ? lwi_error_set(reterr, -ENOMEM, "out of memory") : 0;
}

int lwi_device_open(struct lwi_device **ret_device, const struct lwi_device_settings *settings,
                    struct lw_error *reterr)
{
    struct lwi_device *d = calloc(1, sizeof(*d));
    if (!d)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = copy_settings(d, settings, reterr);
    if (r == 0)
        r = lwi_http_open(&d->http, &d->settings, reterr);
    d->settings.pin = NULL; /* the client has it */
    if (r < 0)
        lwi_device_close(&d);
    else
        *ret_device = d;
    return r;
}

void lwi_device_close(struct lwi_device **device)
{
    if (!device || !*device)
        return;
    struct lwi_device *d = *device;
    *device = NULL;
    if (d->driver && d->driver->done && d->state)
        d->driver->done(d->state);
    free(d->state);
    lwi_device_parts_end(d);
    lwi_device_others_close(d);
    lwi_http_close(&d->http);
    if (d->password)
        explicit_bzero(d->password, strlen(d->password));
    free(d->url);
    free(d->user);
    free(d->password);
    free(d);
}

const struct lwi_driver *lwi_device_driver(const struct lwi_device *device)
{
    return device->driver;
}

int lwi_device_refused(const struct lwi_device *device)
{
    int refused = device->refused || lwi_http_refused(device->http) ||
                  (device->events && lwi_http_refused(device->events));
    for (size_t i = 0; i < LWI_DEVICE_OTHERS; i++)
        refused |= device->others[i].http && lwi_http_refused(device->others[i].http);
    return refused;
}

const char *lwi_device_pin(const struct lwi_device *device)
{
    return lwi_http_pin(device->http);
}

/* ---- which driver ---- */

/* The web server answers, if only with an error. */
static int check_alive(struct lwi_device *d, struct lw_error *reterr)
{
    struct lwi_http_answer answer = {0};
    const struct lwi_http_request request = {.method = "GET", .path = "/", .anonymous = 1};
    int r = lwi_http_do(d->http, &request, &answer, reterr);
    lwi_http_answer_done(&answer);
    switch (r) {
    case -EMSGSIZE: /* whatever it has there */
    case -ENODATA:
        return 0;
    default:
        return r;
    }
}

/* Whether another driver may be tried after this one said so. */
static int is_not_there(int result)
{
    return result == -ENOENT || result == -EPROTO || result == -ENOTSUP || result == -EIO ||
           result == -EMSGSIZE;
}

static int identify(struct lwi_device *d, struct lwi_device_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_device_identity identity = {0};
    int r = d->driver->identify(d, &identity, reterr);
    if (r == 0 || identity.brand[0])
        *ret_identity = identity;
    return r;
}

int lwi_device_probe(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                     struct lw_error *reterr)
{
    struct lwi_device *d = device;
    enum lwi_probe sure[DRIVERS_MAX] = {0};
    *ret_identity = (struct lwi_device_identity){0};
    if (d->driver)
        return identify(d, ret_identity, reterr);
    struct lw_error first = {0};
    int alive = check_alive(d, &first);
    if (alive < 0 && alive != -EPROTO) { /* that may be the fault of this one page */
        if (reterr)
            *reterr = first;
        return alive;
    }
    for (size_t i = 0; lwi_drivers[i] && i < DRIVERS_MAX; i++) {
        sure[i] = lwi_drivers[i]->probe(d);
        if (sure[i] == LWI_PROBE_SURE)
            break;
    }
    for (int want = LWI_PROBE_SURE; want > LWI_PROBE_NO; want--) {
        for (size_t i = 0; lwi_drivers[i] && i < DRIVERS_MAX; i++) {
            if ((int) sure[i] != want)
                continue;
            if (set_driver(d, lwi_drivers[i]) < 0)
                return lwi_error_set(reterr, -ENOMEM, "out of memory");
            struct lw_error error = {0};
            int r = identify(d, ret_identity, &error);
            if (r < 0 && want == LWI_PROBE_WEAK)
                *ret_identity = (struct lwi_device_identity){0};
            if (r < 0 && !is_not_there(r) && reterr)
                *reterr = error;
            if (!is_not_there(r))
                return r;
        }
    }
    d->driver = NULL;
    if (alive < 0) {
        if (reterr)
            *reterr = first;
        return alive;
    }
    (void) lwi_error_set(reterr, -ENOENT,
                         "%.150s has a web server, but none of a camera that is "
                         "known",
                         lwi_http_place(d->http));
    lwi_error_hint(reterr, "Switch ONVIF on in the camera, or give the URL of its stream.");
    return -ENOENT;
}

/* ---- what drivers share ---- */

int lwi_device_ask(struct lwi_device *device, const char *path, struct lwi_http_answer *ret_answer)
{
    const struct lwi_http_request request = {.method = "GET", .path = path, .anonymous = 1};
    return lwi_http_do(device->http, &request, ret_answer, /* reterr= */ NULL);
}

int lwi_device_send(struct lwi_device *device, const char *method, const char *path,
                    const char *body, char **ret_text, struct lw_error *reterr)
{
    struct lwi_http_answer answer = {0};
    const struct lwi_http_request request = {
        .method = method, .path = path, .body = body, .body_size = body ? strlen(body) : 0};
    int r = lwi_http_do(device->http, &request, &answer, reterr);
    if (r == 0)
        r = lwi_http_check(device->http, &answer, reterr);
    /* How ISAPI says that a camera has none of it; that is no refusal of the user. */
    if (r == -EACCES && answer.status == 403 && strcasestr((char *) answer.body, "notSupport"))
        r = lwi_device_cannot(device, "do that", reterr);
    if (r == 0 && memchr(answer.body, '\0', answer.size))
        r = lwi_device_nonsense(device, "text", reterr);
    if (r == 0 && ret_text) {
        *ret_text = (char *) answer.body;
        answer.body = NULL;
    }
    lwi_http_answer_done(&answer);
    return r;
}

int lwi_device_text(struct lwi_device *device, const char *path, char **ret_text,
                    struct lw_error *reterr)
{
    return lwi_device_send(device, "GET", path, /* body= */ NULL, ret_text, reterr);
}

int lwi_device_number(const struct lwi_device *device, const char *token, int *ret_number,
                      struct lw_error *reterr)
{
    int64_t number;
    if (lwi_parse_int(token, 0, 99999, &number) < 0)
        return lwi_error_set(reterr, -EINVAL, "%.150s counts them by numbers",
                             lwi_http_place(device->http));
    *ret_number = (int) number;
    return 0;
}

int lwi_device_escape(const char *text, char *ret_text, size_t size, struct lw_error *reterr)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t n = 0;
    for (; *text; text++) {
        const unsigned char c = (unsigned char) *text;
        const int plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || strchr("-._~", c) != NULL;
        if (n + 4 > size)
            return lwi_error_set(reterr, -EINVAL, "the name is too long");
        if (!plain) {
            ret_text[n++] = '%';
            ret_text[n++] = hex[c >> 4];
        }
        ret_text[n++] = plain ? (char) c : hex[c & 15];
    }
    ret_text[n] = '\0';
    return 0;
}

int lwi_device_nonsense(const struct lwi_device *device, const char *what, struct lw_error *reterr)
{
    return lwi_error_set(reterr, -EPROTO, "%.150s answers what is no %.60s",
                         lwi_http_place(device->http), what);
}

int lwi_device_cannot(const struct lwi_device *device, const char *what, struct lw_error *reterr)
{
    return lwi_error_set(reterr, -ENOTSUP, "the camera at %.150s cannot %.60s",
                         lwi_http_place(device->http), what);
}

struct lwi_device_stream *lwi_device_streams_add(struct lwi_device_streams *streams)
{
    if (streams->count == LWI_STREAMS_MAX)
        return NULL;
    struct lwi_device_stream *s = &streams->list[streams->count++];
    *s = (struct lwi_device_stream){.channel = 1};
    return s;
}

/* ---- URLs ---- */

int lwi_device_url(const struct lwi_device *device, const char *scheme, int port, const char *path,
                   char ret_url[LWI_DEVICE_URL_MAX])
{
    static const struct {
        const char *scheme;
        int port;
    } own[] = {{"rtsp", 554}, {"rtsps", 322}, {"http", 80}, {"https", 443}};
    char place[16] = "";
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (strcmp(own[i].scheme, scheme) == 0 && own[i].port == port)
            port = 0;
    if (port)
        (void) snprintf(place, sizeof(place), ":%d", port);
    int n = snprintf(ret_url, LWI_DEVICE_URL_MAX, "%s://%s%s%s%s", scheme, device->host, place,
                     path[0] == '/' ? "" : "/", path);
    return n < 0 || n >= LWI_DEVICE_URL_MAX ? -EMSGSIZE : 0;
}

int lwi_device_rtsp(const struct lwi_device *device, int port, const char *path,
                    char ret_url[LWI_DEVICE_URL_MAX])
{
    if (device->rtsp_port)
        port = device->rtsp_port;
    return lwi_device_url(device, "rtsp", port ? port : RTSP_PORT, path, ret_url);
}

/* The part of a URL after its host and port. */
static const char *path_of(const struct lwi_url *url)
{
    const char *path = strstr(url->clean, "://");
    path = path ? path + 3 + strcspn(path + 3, "/?#") : "";
    return *path ? path : "/";
}

static int port_of(const struct lwi_url *url)
{
    const char *colon = url->has_port ? strrchr(url->place, ':') : NULL;
    return colon ? (int) strtol(colon + 1, NULL, 10) : 0; /* libcurl has checked it */
}

/* Only what a URL may have, whatever the camera says. */
static int is_printable(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text >= 0x7f || *text == '"' || *text == '<' || *text == '>')
            return 0;
    return 1;
}

int lwi_device_own_url(const struct lwi_device *device, const char *text,
                       char ret_url[LWI_DEVICE_URL_MAX])
{
    struct lwi_url url;
    if (strlen(text) >= LWI_DEVICE_URL_MAX || !is_printable(text) ||
        lwi_url_parse(&url, text, NULL) < 0)
        return -EPROTO;
    static const char *const schemes[] = {"rtsp", "rtsps", "http", "https"};
    int r = -EPROTO;
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        if (strcmp(url.scheme, schemes[i]) != 0)
            continue;
        int port = port_of(&url);
        if (device->rtsp_port && i < 2)
            port = device->rtsp_port;
        r = lwi_device_url(device, url.scheme, port, path_of(&url), ret_url);
    }
    lwi_url_done(&url);
    return r;
}

int lwi_device_own_path(const char *text, char ret_path[LWI_DEVICE_URL_MAX])
{
    struct lwi_url url;
    if (strlen(text) >= LWI_DEVICE_URL_MAX || !is_printable(text) ||
        lwi_url_parse(&url, text, NULL) < 0)
        return -EPROTO;
    const char *path = path_of(&url);
    (void) snprintf(ret_path, LWI_DEVICE_URL_MAX, "%s%.*s", path[0] == '/' ? "" : "/",
                    (int) strcspn(path, "#"), path);
    lwi_url_done(&url);
    return 0;
}
