/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Every transfer runs in libcurl's multi interface, so that it can be given up at
 * any moment: cancelled, too slow, too long. Redirects are followed here and not by
 * libcurl, which would take the method of some and the password of others along.
 */
#include "http/http.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/error.h"
#include "source/connect.h"
#include "source/pin.h"
#include "source/source.h"
#include "source/url.h"
#include "source/wait.h"

#define REDIRECTS_MAX     4
#define HEADERS_BYTES_MAX 65536
#define URL_MAX           2048

/* A stream that is read too slowly waits with so many bytes here. */
#define STREAM_BYTES_MAX ((size_t) 1 << 20)

struct lwi_http {
    struct lwi_url url;
    char *user, *password;
    enum lwi_http_trust trust;
    char pin[LWI_PIN_SIZE];
    double timeout_s, total_s;
    size_t body_bytes_max;
    const atomic_bool *cancel;

    CURL *easy;
    CURLM *multi;
    char curl_text[CURL_ERROR_SIZE];
    int proved;  /* the camera has taken the password */
    int refused; /* the camera has refused it: it is not sent again */

    /* Of the present request. */
    int running, streams, paused, anonymous;
    int headers_whole;
    int failed; /* what a callback found wrong: a negative errno */
    struct curl_slist *headers;
    struct lwi_wait silence;
    int64_t end_ns; /* monotonic; 0: none */
    size_t header_bytes, size_max;
    struct lwi_http_answer answer;
    size_t capacity;
    size_t used; /* of a stream: bytes of the body that were handed out */
};

void lwi_http_settings_default(struct lwi_http_settings *ret_settings)
{
    *ret_settings = (struct lwi_http_settings){
        .trust = LWI_HTTP_TRUST_CA,
        .timeout_s = 5,
        .total_s = 20,
        .body_bytes_max = (size_t) 1 << 20,
    };
}

const char *lwi_http_place(const struct lwi_http *http)
{
    return http->url.place;
}

const char *lwi_http_pin(const struct lwi_http *http)
{
    return http->pin;
}

void lwi_http_answer_done(struct lwi_http_answer *answer)
{
    free(answer->body);
    *answer = (struct lwi_http_answer){0};
}

/* The value of a header, if line is one of that name, into text. */
static void keep_header(const char *line, size_t size, const char *name, char *text,
                        size_t text_size)
{
    size_t n = strlen(name);
    if (size <= n || line[n] != ':' || strncasecmp(line, name, n) != 0)
        return;
    size_t kept = 0;
    for (n++; n < size && isspace((unsigned char) line[n]);)
        n++;
    for (; n < size && kept + 1 < text_size; n++)
        if (isprint((unsigned char) line[n]))
            text[kept++] = line[n];
    text[kept] = '\0';
}

static void keep_realm(const char *line, size_t size, char *realm, size_t realm_size)
{
    char challenge[512] = "";
    keep_header(line, size, "WWW-Authenticate", challenge, sizeof(challenge));
    const char *from = strcasestr(challenge, "realm=\"");
    if (from)
        (void) snprintf(realm, realm_size, "%.*s", (int) strcspn(from + 7, "\""), from + 7);
}

static size_t on_header(char *data, size_t one, size_t size, void *cookie)
{
    (void) one;
    struct lwi_http *h = cookie;
    struct lwi_http_answer *a = &h->answer;
    lwi_wait_arm(&h->silence, h->timeout_s);
    h->header_bytes += size;
    if (h->header_bytes > HEADERS_BYTES_MAX) {
        h->failed = -EPROTO;
        return 0;
    }
    if (size > 5 && memcmp(data, "HTTP/", 5) == 0) {
        a->type[0] = a->server[0] = '\0';
        h->headers_whole = 0;
    }
    h->headers_whole |= size <= 2 && (data[0] == '\r' || data[0] == '\n');
    keep_header(data, size, "Content-Type", a->type, sizeof(a->type));
    keep_header(data, size, "Server", a->server, sizeof(a->server));
    keep_realm(data, size, a->realm, sizeof(a->realm));
    return size;
}

static int append(struct lwi_http *h, const void *data, size_t size)
{
    struct lwi_http_answer *a = &h->answer;
    if (size > h->size_max - a->size)
        return -EMSGSIZE;
    if (a->size + size + 1 > h->capacity) {
        size_t capacity = (a->size + size) * 2 + 1;
        uint8_t *body = realloc(a->body, capacity);
        if (!body)
            return -ENOMEM;
        a->body = body;
        h->capacity = capacity;
    }
    if (size)
        memcpy(a->body + a->size, data, size);
    a->size += size;
    a->body[a->size] = '\0';
    return 0;
}

static size_t on_body(char *data, size_t one, size_t size, void *cookie)
{
    (void) one;
    struct lwi_http *h = cookie;
    lwi_wait_arm(&h->silence, h->timeout_s);
    if (h->streams && h->answer.size > 0 && size > h->size_max - h->answer.size) {
        h->paused = 1;
        return CURL_WRITEFUNC_PAUSE;
    }
    h->failed = append(h, data, size);
    return h->failed ? 0 : size;
}

static int set_up_curl(struct lwi_http *h)
{
    const int by_pin = h->trust == LWI_HTTP_TRUST_PIN;
    const struct lwi_trust trust = {.verify = !by_pin, .pin = by_pin ? h->pin : NULL};
    h->easy = curl_easy_init();
    h->multi = curl_multi_init();
    if (!h->easy || !h->multi || lwi_connect_options(h->easy, &trust) < 0)
        return -ENOMEM;
    int c = 0; /* not CURLE_OK where one could not be set */
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_USERAGENT, "Lenswatch");
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_ERRORBUFFER, h->curl_text);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HEADERFUNCTION, on_header);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HEADERDATA, h);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_WRITEFUNCTION, on_body);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_WRITEDATA, h);
    return c == 0 ? 0 : -ENOMEM;
}

static int copy_settings(struct lwi_http *h, const struct lwi_http_settings *s,
                         struct lw_error *reterr)
{
    h->trust = s->trust;
    h->timeout_s = s->timeout_s;
    h->total_s = s->total_s;
    h->body_bytes_max = s->body_bytes_max;
    h->cancel = h->silence.cancel = s->cancel;
    if (s->pin && *s->pin && !lwi_pin_valid(s->pin)) {
        (void) lwi_error_set(reterr, -EINVAL, "the pin of the certificate is not one");
        lwi_error_hint(reterr, "It is \"sha256//\" and 44 characters; leave it empty to take the "
                               "certificate that the camera shows next.");
        return -EINVAL;
    }
    (void) snprintf(h->pin, sizeof(h->pin), "%s", s->pin ? s->pin : "");
    int r = lwi_url_parse(&h->url, s->url, reterr);
    if (r < 0)
        return r;
    if (strcmp(h->url.scheme, "http") != 0 && strcmp(h->url.scheme, "https") != 0)
        return lwi_error_set(reterr, -EINVAL,
                             "the address of a camera begins with http:// or "
                             "https://");
    if (s->user && *s->user) {
        h->user = strdup(s->user);
        h->password = strdup(s->password ? s->password : "");
        if (!h->user || !h->password)
            return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    return 0;
}

int lwi_http_open(struct lwi_http **ret_http, const struct lwi_http_settings *settings,
                  struct lw_error *reterr)
{
    lwi_source_process_init();
    struct lwi_http *h = calloc(1, sizeof(*h));
    if (!h)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = copy_settings(h, settings, reterr);
    if (r == 0 && set_up_curl(h) < 0)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r < 0)
        lwi_http_close(&h);
    else
        *ret_http = h;
    return r;
}

/* Ends the present transfer. What was answered stays. */
static void stop(struct lwi_http *h)
{
    if (h->running)
        (void) curl_multi_remove_handle(h->multi, h->easy);
    h->running = 0;
    curl_slist_free_all(h->headers);
    h->headers = NULL;
}

void lwi_http_close(struct lwi_http **http)
{
    if (!http || !*http)
        return;
    struct lwi_http *h = *http;
    *http = NULL;
    stop(h);
    curl_easy_cleanup(h->easy);
    (void) curl_multi_cleanup(h->multi);
    lwi_http_answer_done(&h->answer);
    if (h->password)
        explicit_bzero(h->password, strlen(h->password));
    free(h->user);
    free(h->password);
    lwi_url_done(&h->url);
    free(h);
}

/* ---- one transfer ---- */

static int set_method(struct lwi_http *h, const struct lwi_http_request *request)
{
    int c = 0;
    int get = strcmp(request->method, "GET") == 0;
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HTTPGET, 1L); /* what was before is forgotten */
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_CUSTOMREQUEST, get ? NULL : request->method);
    if (!get) {
        c |= (int) curl_easy_setopt(h->easy, CURLOPT_POST, 1L);
        c |= (int) curl_easy_setopt(h->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                    (curl_off_t) request->body_size);
        c |= (int) curl_easy_setopt(h->easy, CURLOPT_COPYPOSTFIELDS,
                                    request->body ? request->body : "");
    }
    return c == 0 ? 0 : -ENOMEM;
}

static int set_headers(struct lwi_http *h, const struct lwi_http_request *request)
{
    char type[160];
    (void) snprintf(type, sizeof(type), "Content-Type: %s",
                    request->type ? request->type : "application/xml");
    /* Cameras know no 100-continue. */
    h->headers = curl_slist_append(NULL, "Expect:");
    if (h->headers && request->body && !curl_slist_append(h->headers, type))
        return -ENOMEM;
    return h->headers && curl_easy_setopt(h->easy, CURLOPT_HTTPHEADER, h->headers) == CURLE_OK
               ? 0
               : -ENOMEM;
}

static int set_user(struct lwi_http *h, int anonymous)
{
    int known = h->user && !anonymous;
    int c = 0;
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_USERNAME, known ? h->user : NULL);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_PASSWORD, known ? h->password : NULL);
    c |= (int) curl_easy_setopt(h->easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC | CURLAUTH_DIGEST);
    return c == 0 ? 0 : -ENOMEM;
}

static int start(struct lwi_http *h, const char *url, const struct lwi_http_request *request,
                 struct lw_error *reterr)
{
    h->failed = 0;
    h->paused = 0;
    h->headers_whole = 0;
    h->header_bytes = 0;
    h->used = 0;
    h->curl_text[0] = '\0';
    lwi_http_answer_done(&h->answer);
    h->capacity = 0;
    h->anonymous = request->anonymous;
    h->size_max = request->body_size_max ? request->body_size_max : h->body_bytes_max;
    if (h->streams)
        h->size_max = STREAM_BYTES_MAX;
    lwi_wait_arm(&h->silence, h->timeout_s);
    curl_off_t longest = h->streams ? 0 : (curl_off_t) h->size_max;
    if (append(h, NULL, 0) < 0 || set_method(h, request) < 0 || set_headers(h, request) < 0 ||
        set_user(h, request->anonymous) < 0 ||
        curl_easy_setopt(h->easy, CURLOPT_MAXFILESIZE_LARGE, longest) != CURLE_OK ||
        curl_easy_setopt(h->easy, CURLOPT_URL, url) != CURLE_OK ||
        curl_multi_add_handle(h->multi, h->easy) != CURLM_OK)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    h->running = 1;
    return 0;
}

static int too_slow(const struct lwi_http *h, struct lw_error *reterr)
{
    if (lwi_connect_timeout(h->easy, &h->url, reterr) < 0)
        return -ETIMEDOUT;
    (void) lwi_error_set(reterr, -ETIMEDOUT, "%.150s gave no whole answer in time", h->url.place);
    lwi_error_hint(reterr, "Is the camera switched on, and is this the port of its web server?");
    return -ETIMEDOUT;
}

static int transfer_error(struct lwi_http *h, CURLcode code, struct lw_error *reterr)
{
    const char *place = h->url.place;
    if (h->failed == -EMSGSIZE || code == CURLE_FILESIZE_EXCEEDED)
        return lwi_error_set(reterr, -EMSGSIZE, "%.150s sends an answer of more than %zu bytes",
                             place, h->size_max);
    if (h->failed == -ENOMEM)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (h->failed)
        return lwi_error_set(reterr, -EPROTO, "%.150s sends headers without end", place);
    return lwi_connect_error(h->easy, code, &h->url, h->curl_text, reterr);
}

/* Pins what was seen first, so that the next connection cannot be another's. */
static int learn_pin(struct lwi_http *h, struct lw_error *reterr)
{
    if (h->trust != LWI_HTTP_TRUST_PIN || h->pin[0])
        return 0;
    int r = lwi_pin_seen(h->easy, h->pin);
    if (r == -ENOENT)
        return 0;
    if (r < 0)
        return lwi_error_set(reterr, r, "the certificate of %.150s cannot be read", h->url.place);
    return curl_easy_setopt(h->easy, CURLOPT_PINNEDPUBLICKEY, h->pin) == CURLE_OK
               ? 0
               : lwi_error_set(reterr, -ENOMEM, "out of memory");
}

/* Lets libcurl work once. 1: the transfer is over and well; 0: it goes on. */
static int step(struct lwi_http *h, int poll_ms, struct lw_error *reterr)
{
    int active = 0, left = 0;
    if (curl_multi_perform(h->multi, &active) != CURLM_OK)
        return lwi_error_set(reterr, -EIO, "libcurl failed");
    CURLMsg *message = curl_multi_info_read(h->multi, &left);
    if (message && message->msg == CURLMSG_DONE)
        return message->data.result == CURLE_OK ? 1
                                                : transfer_error(h, message->data.result, reterr);
    int r = lwi_wait_check(&h->silence);
    if (r == -ECANCELED)
        return lwi_error_set(reterr, r, "cancelled");
    int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    if ((r < 0 && !h->paused) || (h->end_ns && now_ns > h->end_ns))
        return too_slow(h, reterr);
    if (h->answer.size == 0 || !h->streams)
        (void) curl_multi_poll(h->multi, NULL, 0, poll_ms, NULL);
    return 0;
}

/* ---- requests ---- */

/* Where a redirect leads, if it may be followed. */
static int redirect(struct lwi_http *h, char url[URL_MAX], struct lw_error *reterr)
{
    char *to = NULL;
    struct lwi_url there;
    (void) curl_easy_getinfo(h->easy, CURLINFO_REDIRECT_URL, &to);
    if (!to || strlen(to) >= URL_MAX || lwi_url_parse(&there, to, NULL) < 0)
        return lwi_error_set(reterr, -EPROTO, "%.150s redirects to nowhere", h->url.place);
    int same = strcasecmp(there.host, h->url.host) == 0;
    int safe = strcmp(there.scheme, "https") == 0 ||
               (strcmp(there.scheme, "http") == 0 && strcmp(h->url.scheme, "http") == 0);
    int r = 0;
    if (!same || !safe) {
        r = lwi_error_set(reterr, -EPROTO,
                          "%.90s redirects to %.20s://%.90s, which is not "
                          "followed",
                          h->url.place, there.scheme, there.place);
        lwi_error_hint(reterr, "If that is right, give that address.");
    } else {
        (void) snprintf(url, URL_MAX, "%s", there.clean);
    }
    lwi_url_done(&there);
    return r;
}

static int refuse(struct lwi_http *h, struct lw_error *reterr)
{
    h->refused = !h->proved;
    (void) lwi_error_set(reterr, -EACCES, "%.150s refuses the user name or the password",
                         h->url.place);
    lwi_error_hint(reterr, "Check both; many cameras lock a user out for minutes after several "
                           "wrong attempts.");
    return -EACCES;
}

/* The headers and, unless it streams, the body are here. 1: go on at url. */
static int judge_answer(struct lwi_http *h, char url[URL_MAX], struct lw_error *reterr)
{
    long status = 0, challenged = 0;
    (void) curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
    (void) curl_easy_getinfo(h->easy, CURLINFO_HTTPAUTH_AVAIL, &challenged);
    int r = learn_pin(h, reterr);
    if (r < 0)
        return r;
    h->answer.status = status;
    if (h->user && !h->anonymous && status == 401)
        return refuse(h, reterr);
    if (h->user && !h->anonymous && challenged && status < 400)
        h->proved = 1;
    if (status < 300 || status >= 400 || status == 304)
        return 0;
    r = redirect(h, url, reterr);
    return r < 0 ? r : 1;
}

static int is_answered(const struct lwi_http *h)
{
    long status = 0;
    (void) curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
    return status == 200 && h->headers_whole;
}

/* Until the answer is whole or, of a stream, its headers are here. */
static int transfer(struct lwi_http *h, const char *url, const struct lwi_http_request *request,
                    struct lw_error *reterr)
{
    int r = start(h, url, request, reterr);
    while (r == 0 && !(h->streams && is_answered(h)))
        r = step(h, LWI_WAIT_SLICE_MS, reterr);
    if (r != 0 || !h->streams)
        stop(h);
    return r < 0 ? r : 0;
}

int lwi_http_url(const struct lwi_http *http, const char *path, char *ret_url, size_t ret_size)
{
    int n = snprintf(ret_url, ret_size, "%s://%s%s", http->url.scheme, http->url.place, path);
    return n < 0 || (size_t) n >= ret_size ? -EMSGSIZE : 0;
}

static int request_url(struct lwi_http *h, const struct lwi_http_request *request,
                       char url[URL_MAX], struct lw_error *reterr)
{
    if (request->path[0] != '/' || lwi_http_url(h, request->path, url, URL_MAX) < 0)
        return lwi_error_set(reterr, -EINVAL, "the path of a request is too long, or none");
    for (const char *c = request->path; *c; c++)
        if ((unsigned char) *c <= ' ' || (unsigned char) *c >= 0x7f)
            return lwi_error_set(reterr, -EINVAL, "there is a space in the path of a request");
    return 0;
}

static int go(struct lwi_http *h, const struct lwi_http_request *request, struct lw_error *reterr)
{
    char url[URL_MAX];
    int r = request_url(h, request, url, reterr);
    if (r < 0)
        return r;
    if (h->refused && !request->anonymous)
        return refuse(h, reterr);
    h->end_ns =
        lwi_clock_monotonic(&lwi_clock_system) + (int64_t) (h->total_s * (double) LWI_NS_PER_S);
    for (int i = 0; i <= REDIRECTS_MAX; i++) {
        r = transfer(h, url, request, reterr);
        if (r == 0)
            r = judge_answer(h, url, reterr);
        if (r == 1)
            stop(h);
        else
            return r;
    }
    return lwi_error_set(reterr, -EPROTO, "%.150s redirects again and again", h->url.place);
}

int lwi_http_do(struct lwi_http *http, const struct lwi_http_request *request,
                struct lwi_http_answer *ret_answer, struct lw_error *reterr)
{
    http->streams = 0;
    int r = go(http, request, reterr);
    if (r == 0) {
        *ret_answer = http->answer;
        http->answer = (struct lwi_http_answer){0};
    }
    lwi_http_answer_done(&http->answer);
    return r;
}

int lwi_http_refused(const struct lwi_http *http)
{
    return http->refused;
}

int lwi_http_check(const struct lwi_http *http, const struct lwi_http_answer *answer,
                   struct lw_error *reterr)
{
    const char *place = http->url.place;
    int r;
    switch (answer->status) {
    case 401:
        r = lwi_error_set(reterr, -EACCES, "%.150s wants a user name and a password", place);
        lwi_error_hint(reterr, "Give the camera's user name and password.");
        return r;
    case 403:
        r = lwi_error_set(reterr, -EACCES, "%.150s does not allow this user to do that", place);
        lwi_error_hint(reterr, "Give the user the right to it in the camera, or wait: some "
                               "cameras answer so while the user is locked out.");
        return r;
    case 404:
        return lwi_error_set(reterr, -ENOENT, "%.150s does not know what it was asked", place);
    case 405:
    case 501:
        return lwi_error_set(reterr, -ENOTSUP, "%.150s cannot do what it was asked", place);
    case 503:
        return lwi_error_set(reterr, -EBUSY, "%.150s is busy", place);
    default:
        if (answer->status >= 200 && answer->status < 300)
            return 0;
        return lwi_error_set(reterr, answer->status >= 500 ? -EIO : -EPROTO,
                             "%.150s answers with status %ld", place, answer->status);
    }
}

int lwi_http_get(struct lwi_http *http, const char *path, uint8_t **ret_body, size_t *ret_size,
                 struct lw_error *reterr)
{
    struct lwi_http_answer answer = {0};
    const struct lwi_http_request request = {.method = "GET", .path = path};
    int r = lwi_http_do(http, &request, &answer, reterr);
    if (r == 0)
        r = lwi_http_check(http, &answer, reterr);
    if (r == 0) {
        *ret_body = answer.body;
        *ret_size = answer.size;
        answer.body = NULL;
    }
    lwi_http_answer_done(&answer);
    return r;
}

/* ---- streams ---- */

int lwi_http_stream_begin(struct lwi_http *http, const struct lwi_http_request *request,
                          struct lw_error *reterr)
{
    http->streams = 1;
    int r = go(http, request, reterr);
    http->end_ns = 0;
    if (r == 0)
        r = lwi_http_check(http, &http->answer, reterr);
    if (r == 0 && http->answer.status != 200)
        r = lwi_error_set(reterr, -EPROTO, "%.150s answers with status %ld", http->url.place,
                          http->answer.status);
    if (r < 0)
        lwi_http_stream_end(http);
    return r;
}

int lwi_http_stream_read(struct lwi_http *http, double wait_s, const uint8_t **ret_data,
                         size_t *ret_size, struct lw_error *reterr)
{
    struct lwi_http *h = http;
    struct lwi_wait wait = {0};
    lwi_wait_arm(&wait, wait_s);
    if (h->used) {
        h->used = 0;
        h->answer.size = 0;
    }
    if (h->paused && h->running) {
        h->paused = 0;
        lwi_wait_arm(&h->silence, h->timeout_s);
        (void) curl_easy_pause(h->easy, CURLPAUSE_CONT);
    }
    while (h->answer.size == 0) {
        if (!h->running)
            return lwi_error_set(reterr, -ENODATA, "%.150s ended the stream", h->url.place);
        int r = step(h, wait_s < 0.1 ? 1 : LWI_WAIT_SLICE_MS, reterr);
        if (r != 0)
            stop(h);
        if (r < 0)
            return r;
        if (h->answer.size == 0 && lwi_wait_check(&wait) < 0)
            return lwi_error_set(reterr, -EAGAIN, "nothing came");
    }
    h->used = h->answer.size;
    *ret_data = h->answer.body;
    *ret_size = h->answer.size;
    return 0;
}

void lwi_http_stream_end(struct lwi_http *http)
{
    stop(http);
    lwi_http_answer_done(&http->answer);
    http->streams = 0;
}
