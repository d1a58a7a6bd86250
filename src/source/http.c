/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * HTTP cameras, through libcurl: a snapshot that is fetched again and again, or
 * a stream of JPEG pictures. Which of the two a URL is, its answer says.
 *
 * A redirect is followed to the same host only, and never away from TLS: another
 * host must not get the camera's password, nor may a camera choose what in this
 * network is asked. Proxies of the environment are not used: cameras are near.
 */
#include "source/kinds.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/error.h"
#include "lenswatch/frame.h"
#include "source/connect.h"
#include "source/multipart.h"
#include "source/picture.h"
#include "source/pin.h"
#include "source/url.h"
#include "source/wait.h"

#define REDIRECTS_MAX     4
#define HEADERS_BYTES_MAX 65536

/* A picture must be whole within so many time-outs, however it dribbles in. */
#define PICTURE_TIMEOUTS 6

enum mode {
    UNKNOWN, /* nothing was answered yet */
    SNAPSHOT,
    STREAM,
};

struct http {
    struct lwi_wait wait;
    struct lwi_url url;
    int has_user;
    double timeout_s, interval_s;
    size_t bytes_max;

    CURL *easy;
    CURLM *multi;
    int running; /* easy is in multi */
    enum mode mode;
    int failed;     /* what a callback found wrong: a negative errno */
    int wrong_type; /* neither picture nor stream */
    size_t header_bytes;
    uint8_t *body; /* of a snapshot */
    size_t size, capacity;
    struct lwi_multipart *parser;
    int64_t due_ns;  /* monotonic: when to fetch the next snapshot */
    int64_t part_ns; /* monotonic: when the picture that is coming in began */
    int64_t start_ns;
    struct lwi_packet *first; /* read by open, to be handed on by read */
    char curl_text[CURL_ERROR_SIZE];
};

static int64_t now_ns(void)
{
    return lwi_clock_monotonic(&lwi_clock_system);
}

static size_t on_header(char *data, size_t one, size_t size, void *cookie)
{
    (void) data;
    (void) one;
    struct http *h = cookie;
    lwi_wait_arm(&h->wait, h->timeout_s);
    h->header_bytes += size;
    if (h->header_bytes > HEADERS_BYTES_MAX) {
        h->failed = -EPROTO;
        return 0;
    }
    return size;
}

/* What the answer's type says it is. */
static enum mode mode_of(CURL *easy)
{
    char *type = NULL;
    (void) curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    if (!type)
        return SNAPSHOT; /* some cameras forget it; the picture's first bytes decide */
    if (strncasecmp(type, "multipart/", 10) == 0)
        return STREAM;
    if (strncasecmp(type, "image/", 6) == 0 ||
        strncasecmp(type, "application/octet-stream", 24) == 0)
        return SNAPSHOT;
    return UNKNOWN;
}

static int append_body(struct http *h, const void *data, size_t size)
{
    if (size > h->bytes_max - h->size)
        return -EMSGSIZE;
    if (h->size + size > h->capacity) {
        size_t capacity = (h->size + size) * 2;
        uint8_t *body = realloc(h->body, capacity);
        if (!body)
            return -ENOMEM;
        h->body = body;
        h->capacity = capacity;
    }
    memcpy(h->body + h->size, data, size);
    h->size += size;
    return 0;
}

static size_t on_body(char *data, size_t one, size_t size, void *cookie)
{
    (void) one;
    struct http *h = cookie;
    lwi_wait_arm(&h->wait, h->timeout_s);
    long status = 0;
    (void) curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return size; /* the page that comes with an error */
    if (h->mode == UNKNOWN) {
        h->mode = mode_of(h->easy);
        h->wrong_type = h->mode == UNKNOWN;
        if (h->mode == STREAM && lwi_multipart_new(&h->parser, h->bytes_max) < 0)
            h->failed = -ENOMEM;
    }
    if (h->wrong_type)
        h->failed = -EPROTO;
    if (!h->failed)
        h->failed = h->mode == STREAM ? lwi_multipart_feed(h->parser, (const uint8_t *) data, size)
                                      : append_body(h, data, size);
    return h->failed ? 0 : size;
}

/* Says what a transfer that libcurl gave up means for a person. */
static int transfer_error(const struct http *h, CURLcode code, struct lw_error *reterr)
{
    const char *place = h->url.place;
    int r;
    if (h->wrong_type) {
        char *type = NULL;
        (void) curl_easy_getinfo(h->easy, CURLINFO_CONTENT_TYPE, &type);
        r = lwi_error_set(reterr, -EPROTO, "%.100s answers %.60s, which is no picture", place,
                          type ? type : "something");
        lwi_error_hint(reterr, "Use the URL of a snapshot or of an MJPEG stream; the camera's "
                               "manual names it.");
        return r;
    }
    switch (h->failed) {
    case 0:
        break;
    case -EMSGSIZE:
        return lwi_error_set(reterr, -EPROTO, "%.150s sent a picture of more than %zu bytes", place,
                             h->bytes_max);
    case -ENOMEM:
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    default:
        return lwi_error_set(reterr, -EPROTO, "%.150s sends what is no HTTP camera's answer",
                             place);
    }
    return lwi_connect_error(h->easy, code, &h->url, h->curl_text, reterr);
}

static int status_error(const struct http *h, long status, struct lw_error *reterr)
{
    const char *place = h->url.place;
    int r;
    switch (status) {
    case 401:
        if (h->has_user) {
            r = lwi_error_set(reterr, -EACCES, "%.150s refuses the user name or the password",
                              place);
            lwi_error_hint(reterr, "Check both; many cameras lock a user out for minutes after "
                                   "several wrong attempts.");
        } else {
            r = lwi_error_set(reterr, -EACCES, "%.150s wants a user name and a password", place);
            lwi_error_hint(reterr, "Give the camera's user name and password.");
        }
        return r;
    case 403:
        r = lwi_error_set(reterr, -EPERM, "%.150s does not allow this user to watch", place);
        lwi_error_hint(reterr, "Give the user the right to live view in the camera.");
        return r;
    case 404:
        r = lwi_error_set(reterr, -ENOENT, "%.150s has no such page", place);
        lwi_error_hint(reterr, "Check the path of the URL; the camera's manual names it.");
        return r;
    default:
        return lwi_error_set(reterr, status >= 500 ? -EIO : -EPROTO,
                             "%.150s answers with status %ld", place, status);
    }
}

static void stop(struct http *h)
{
    if (h->running)
        (void) curl_multi_remove_handle(h->multi, h->easy);
    h->running = 0;
}

static int start(struct http *h, struct lw_error *reterr)
{
    h->failed = 0;
    h->wrong_type = 0;
    h->header_bytes = 0;
    h->size = 0;
    h->curl_text[0] = '\0';
    lwi_wait_arm(&h->wait, h->timeout_s);
    h->part_ns = now_ns();
    if (curl_multi_add_handle(h->multi, h->easy) != CURLM_OK)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    h->running = 1;
    return 0;
}

static int wait_error(const struct http *h, int why, struct lw_error *reterr)
{
    if (why == -ECANCELED)
        return lwi_error_set(reterr, why, "cancelled");
    if (lwi_connect_timeout(h->easy, &h->url, reterr) < 0)
        return why;
    int r = lwi_error_set(reterr, -ETIMEDOUT, "%.150s sent %s for %.3g s", h->url.place,
                          h->mode == UNKNOWN ? "nothing" : "no whole picture", h->timeout_s);
    lwi_error_hint(reterr, "Is the camera switched on, and is this the port of its web server?");
    return r;
}

/*
 * Lets libcurl work until the transfer ends, or a part of a stream is whole.
 * 1: a part is whole; 0: ended, *ret_code says how; or an error.
 */
static int work(struct http *h, CURLcode *ret_code, struct lw_error *reterr)
{
    for (;;) {
        int active = 0;
        if (curl_multi_perform(h->multi, &active) != CURLM_OK)
            return lwi_error_set(reterr, -EIO, "libcurl failed");
        int left = 0;
        CURLMsg *message = curl_multi_info_read(h->multi, &left);
        if (message && message->msg == CURLMSG_DONE) {
            *ret_code = message->data.result;
            stop(h);
            return 0;
        }
        if (h->parser && h->running) {
            uint8_t *data = NULL;
            size_t size = 0;
            if (lwi_multipart_take(h->parser, &data, &size)) {
                free(h->body);
                h->body = data;
                h->size = h->capacity = size;
                return 1;
            }
        }
        int r = lwi_wait_check(&h->wait);
        if (r == 0 && (double) (now_ns() - h->part_ns) >
                          PICTURE_TIMEOUTS * h->timeout_s * (double) LWI_NS_PER_S)
            r = -ETIMEDOUT;
        if (r < 0)
            return wait_error(h, r, reterr);
        (void) curl_multi_poll(h->multi, NULL, 0, LWI_WAIT_SLICE_MS, NULL);
    }
}

/* Points the next transfer at where a redirect leads, if it may be followed. */
static int redirect(struct http *h, struct lw_error *reterr)
{
    char *to = NULL;
    (void) curl_easy_getinfo(h->easy, CURLINFO_REDIRECT_URL, &to);
    struct lwi_url url;
    if (!to || lwi_url_parse(&url, to, NULL) < 0)
        return lwi_error_set(reterr, -EPROTO, "%.150s redirects to nowhere", h->url.place);
    int same = strcasecmp(url.host, h->url.host) == 0;
    int safe = strcmp(url.scheme, "https") == 0 ||
               (strcmp(url.scheme, "http") == 0 && strcmp(h->url.scheme, "http") == 0);
    if (!same || !safe) {
        int r = lwi_error_set(reterr, -EPROTO, "%.90s redirects to %.90s, which is not followed",
                              h->url.place, url.place);
        lwi_error_hint(reterr, "If that is right, give the URL that it leads to.");
        lwi_url_done(&url);
        return r;
    }
    (void) curl_easy_setopt(h->easy, CURLOPT_URL, url.clean);
    lwi_url_done(&url);
    return 0;
}

/* One request with its redirects. 1: a part of a stream is whole; 0: a body is whole. */
static int fetch(struct http *h, struct lw_error *reterr)
{
    (void) curl_easy_setopt(h->easy, CURLOPT_URL, h->url.clean);
    for (int i = 0; i <= REDIRECTS_MAX; i++) {
        CURLcode code = CURLE_OK;
        long status = 0;
        int r = start(h, reterr);
        if (r == 0)
            r = work(h, &code, reterr);
        if (r != 0)
            return r;
        if (code != CURLE_OK)
            return transfer_error(h, code, reterr);
        (void) curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
        if (status == 200)
            return 0;
        if (status < 300 || status >= 400)
            return status_error(h, status, reterr);
        r = redirect(h, reterr);
        if (r < 0)
            return r;
    }
    return lwi_error_set(reterr, -EPROTO, "%.150s redirects again and again", h->url.place);
}

/* Makes a packet of the body, which it takes over. */
static int hand_on(struct http *h, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    if (!lwi_picture_begins(h->body, h->size)) {
        int r = lwi_error_set(reterr, -EPROTO, "%.150s sends what is no picture", h->url.place);
        lwi_error_hint(reterr, "Use the URL of a snapshot or of an MJPEG stream; the camera's "
                               "manual names it.");
        return r;
    }
    struct lwi_packet *p = calloc(1, sizeof(*p));
    if (!p)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    p->kind = LWI_PACKET_IMAGE;
    p->data = h->body;
    p->size = h->size;
    p->key = 1;
    p->pts_ns = now_ns() - h->start_ns;
    p->wall_ns = lwi_clock_realtime(&lwi_clock_system);
    h->body = NULL;
    h->size = h->capacity = 0;
    *ret_packet = p;
    return 0;
}

static int read_snapshot(struct http *h, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    if (h->due_ns && lwi_wait_until(&h->wait, h->due_ns) < 0)
        return lwi_error_set(reterr, -ECANCELED, "cancelled");
    h->due_ns = now_ns() + (int64_t) (h->interval_s * (double) LWI_NS_PER_S);
    int r = fetch(h, reterr);
    if (r < 0)
        return r;
    if (r == 0 && h->mode == STREAM)
        return lwi_error_set(reterr, -EIO, "%.150s ended the stream before its first picture",
                             h->url.place);
    return hand_on(h, ret_packet, reterr);
}

static int read_stream(struct http *h, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    CURLcode code = CURLE_OK;
    h->part_ns = now_ns();
    int r = work(h, &code, reterr);
    if (r < 0)
        return r;
    if (r == 0)
        return code == CURLE_OK
                   ? lwi_error_set(reterr, -EIO, "%.150s ended the stream", h->url.place)
                   : transfer_error(h, code, reterr);
    return hand_on(h, ret_packet, reterr);
}

static int set_up_curl(struct http *h, const struct lwi_source_settings *settings)
{
    h->easy = curl_easy_init();
    h->multi = curl_multi_init();
    if (!h->easy || !h->multi)
        return -ENOMEM;
    const struct lwi_trust trust = {settings->tls_verify, settings->tls_pin};
    if (lwi_connect_options(h->easy, &trust) < 0)
        return -ENOMEM;
    int c = 0; /* not CURLE_OK where one could not be set */
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_USERAGENT, "Lenswatch");
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_ERRORBUFFER, h->curl_text);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HEADERFUNCTION, on_header);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HEADERDATA, h);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_WRITEFUNCTION, on_body);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_WRITEDATA, h);
    if (settings->user) {
        c |= (int) curl_easy_setopt(h->easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC | CURLAUTH_DIGEST);
        c |= (int) curl_easy_setopt(h->easy, CURLOPT_USERNAME, settings->user);
        c |= (int) curl_easy_setopt(h->easy, CURLOPT_PASSWORD,
                                    settings->password ? settings->password : "");
    }
    return c == 0 ? 0 : -ENOMEM;
}

/* The camera that was reached first is the one that is meant, also by connections to come. */
static int learn_pin(struct http *h, const struct lwi_source_settings *settings,
                     struct lw_error *reterr)
{
    char pin[LWI_PIN_SIZE];
    int r = lwi_pin_seen(h->easy, pin);
    if (r == -ENOENT)
        return 0;
    if (r == 0 && curl_easy_setopt(h->easy, CURLOPT_PINNEDPUBLICKEY, pin) != CURLE_OK)
        r = -ENOMEM;
    if (r < 0)
        return lwi_error_set(reterr, r, "the certificate of %.150s cannot be read", h->url.place);
    if (settings->ret_tls_pin)
        memcpy(settings->ret_tls_pin, pin, sizeof(pin));
    return 0;
}

static int http_open(void *state, const struct lwi_source_settings *settings,
                     struct lw_error *reterr)
{
    struct http *h = state;
    h->wait.cancel = settings->cancel;
    h->has_user = settings->user != NULL;
    h->timeout_s = settings->timeout_s;
    h->interval_s = settings->interval_s;
    h->bytes_max = settings->packet_bytes_max;
    h->start_ns = now_ns();
    int r = lwi_url_parse(&h->url, settings->url, reterr);
    if (r < 0)
        return r;
    r = set_up_curl(h, settings);
    if (r < 0)
        return lwi_error_set(reterr, r, "out of memory");
    r = read_snapshot(h, &h->first, reterr);
    return r == 0 && !settings->tls_verify ? learn_pin(h, settings, reterr) : r;
}

static int http_read(void *state, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    struct http *h = state;
    if (h->first) {
        *ret_packet = h->first;
        h->first = NULL;
        return 0;
    }
    return h->mode == STREAM ? read_stream(h, ret_packet, reterr)
                             : read_snapshot(h, ret_packet, reterr);
}

static void http_close(void *state)
{
    struct http *h = state;
    stop(h);
    curl_easy_cleanup(h->easy);
    (void) curl_multi_cleanup(h->multi);
    lwi_multipart_free(&h->parser);
    lwi_packet_free(&h->first);
    free(h->body);
    lwi_url_done(&h->url);
}

static const char *const schemes[] = {"http", "https", NULL};

const struct lwi_source_info lwi_source_http = {
    .name = "http",
    .schemes = schemes,
    .help = "HTTP cameras: snapshots, MJPEG streams.",
    .state_size = sizeof(struct http),
    .open = http_open,
    .read = http_read,
    .close = http_close,
};
