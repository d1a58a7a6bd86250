/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * An alarm server: the event as JSON, as a Hikvision camera sends it, or by a template. A
 * signature over the time and the body lets the peer know who sent it, and that it is new.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>
#include <gnutls/crypto.h>
#include <jansson.h>
#include <sodium.h>

#include "action/alarm.h"
#include "action/message.h"
#include "action/web.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rfc3339.h"

#define LIMIT_S 60

static const char *const methods[] = {"POST", "PUT", NULL};
static const char *const formats[] = {"json", "hikvision", "template", NULL};
static const char *const escapes[] = {"json", "xml", "none", NULL};
static const char *const logins[] = {"any", "digest", "basic", NULL};

static const struct lwi_action_option options[] = {
    {"url", "http:// or https://; without user and password.", LWI_ACTION_TEXT, LWI_ACTION_REQUIRED,
     NULL, 0, 0, 2000, NULL},
    {"method", "How it is asked.", LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, methods},
    {"format",
     "json: the whole event; hikvision: XML and picture as those cameras send them; "
     "template: the one below.",
     LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, formats},
    {"pictures", "json: the pictures of the event are in it, in base64.", LWI_ACTION_BOOL, 0, NULL,
     0, 0, 0, NULL},
    {"template", "Template of the body.", LWI_ACTION_TEXT, LWI_ACTION_LINES, NULL, 0, 0, 16384,
     NULL},
    {"template_type", "Content-Type of the template.", LWI_ACTION_TEXT, 0, "application/json", 0, 0,
     100, NULL},
    {"template_escape", "What values are escaped for.", LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0,
     escapes},
    {"headers", "More headers, \"Name: value\"; they are shown, so no secrets.", LWI_ACTION_LIST, 0,
     NULL, 0, 0, 1000, NULL},
    {"secret_header", "One more header that is a secret, such as \"X-Api-Key: value\".",
     LWI_ACTION_SECRET, 0, NULL, 0, 0, 2000, NULL},
    {"user", "User name; empty: none.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 255, NULL},
    {"password", "Password.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    {"login", "any: Digest where the server knows it, else Basic.", LWI_ACTION_CHOICE, 0, NULL, 0,
     0, 0, logins},
    {"token", "Sent as \"Authorization: Bearer\" instead.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 2000,
     NULL},
    {"hmac_key", "Key of the signature (HMAC-SHA256) of each request; empty: none.",
     LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    {"client_certificate", "Certificate (PEM) that is shown to the server.", LWI_ACTION_TEXT,
     LWI_ACTION_LINES, NULL, 0, 0, 32768, NULL},
    {"client_key", "Its private key (PEM).", LWI_ACTION_SECRET, LWI_ACTION_LINES, NULL, 0, 0, 16384,
     NULL},
    {"proxy", "http://HOST:PORT or socks5h://HOST:PORT; empty: none.", LWI_ACTION_TEXT, 0, NULL, 0,
     0, 300, NULL},
    {"proxy_user", "User name at the proxy; empty: none.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 255,
     NULL},
    {"proxy_password", "Password at the proxy.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    LWI_TRANSFER_TLS_ROWS,
    {0},
};

/* "Name: value", of a name that is not set by what is sent. */
static int check_header(const char *option, const char *header, struct lw_error *reterr)
{
    static const char *const own[] = {"Content-Type", "Content-Length", "Transfer-Encoding",
                                      "Expect", "Idempotency-Key"};
    size_t n = strspn(header, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (n == 0 || header[n] != ':' || header[n + 1 + strspn(header + n + 1, " \t")] == '\0')
        return lwi_error_set(reterr, -EINVAL, "%s: one of them is not Name: value", option);
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (strlen(own[i]) == n && strncasecmp(own[i], header, n) == 0)
            return lwi_error_set(reterr, -EINVAL, "%s: %s is not yours to set", option, own[i]);
    return 0;
}

static int check_headers(const struct json_t *settings, struct lw_error *reterr)
{
    const char *secret = lwi_action_text(settings, "secret_header");
    int r = secret[0] ? check_header("secret_header", secret, reterr) : 0;
    for (size_t i = 0; r == 0 && i < lwi_action_list(settings, "headers"); i++) {
        const char *header = lwi_action_element(settings, "headers", i);
        r = check_header("headers", header, reterr);
        if (r == 0 && strncasecmp(header, "Authorization:", 14) == 0)
            r = lwi_error_set(reterr, -EINVAL,
                              "headers: Authorization is a secret; put it into secret_header");
    }
    return r;
}

static int check_proxy(const struct json_t *settings, struct lw_error *reterr)
{
    const char *proxy = lwi_action_text(settings, "proxy");
    const char *host = strstr(proxy, "://");
    if (proxy[0] == '\0')
        return 0;
    if (strncmp(proxy, "http://", 7) != 0 && strncmp(proxy, "socks5h://", 10) != 0)
        return lwi_error_set(reterr, -EINVAL, "proxy: it must be http://... or socks5h://...");
    if (strchr(proxy, '@'))
        return lwi_error_set(reterr, -EINVAL,
                             "proxy: user and password have settings of their own");
    if (strpbrk(host + 3, " /?#") || host[3] == '\0')
        return lwi_error_set(reterr, -EINVAL, "proxy: after :// it must be HOST or HOST:PORT");
    return 0;
}

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    int is_template = strcmp(lwi_action_text(settings, "format"), "template") == 0;
    int r = lwi_web_check("url", lwi_action_text(settings, "url"), reterr);
    r = r < 0 ? r : check_headers(settings, reterr);
    r = r < 0 ? r : check_proxy(settings, reterr);
    r = r < 0 ? r : lwi_transfer_check(settings, reterr);
    if (r < 0)
        return r;
    if (is_template && lwi_action_text(settings, "template")[0] == '\0')
        return lwi_error_set(reterr, -EINVAL, "template: it is empty");
    if (lwi_action_text(settings, "user")[0] && lwi_action_text(settings, "token")[0])
        return lwi_error_set(reterr, -EINVAL, "token: it takes the place of user and password");
    return lwi_template_check("template", lwi_action_text(settings, "template"), reterr);
}

/* [{"which", "time", "jpeg"}, ...]; NULL: no memory. */
static json_t *picture_list(const struct lwi_action_job *job)
{
    json_t *list = json_array();
    for (size_t i = 0; i < job->picture_count; i++) {
        const struct lwi_action_picture *picture = &job->pictures[i];
        char time[LWI_RFC3339_SIZE];
        size_t room = sodium_base64_encoded_len(picture->size, sodium_base64_VARIANT_ORIGINAL);
        char *text = malloc(room);
        if (!text)
            break;
        (void) sodium_bin2base64(text, room, picture->jpeg, picture->size,
                                 sodium_base64_VARIANT_ORIGINAL);
        lwi_rfc3339_format(picture->time_ns, time);
        json_t *one = json_pack("{s:s, s:s?, s:s}", "which", picture->which, "time",
                                picture->time_ns ? time : NULL, "jpeg", text);
        free(text);
        if (json_array_append_new(list, one) < 0)
            break;
    }
    if (json_array_size(list) == job->picture_count)
        return list;
    json_decref(list);
    return NULL;
}

static char *json_body(const struct json_t *settings, const struct lwi_action_job *job,
                       size_t *ret_size)
{
    char *body = NULL;
    int wrong = 0;
    json_t *document = json_copy((json_t *) job->document);
    if (lwi_action_bool(settings, "pictures"))
        wrong = json_object_set_new(document, "pictures", picture_list(job)) < 0;
    body = wrong ? NULL : json_dumps(document, JSON_COMPACT);
    *ret_size = body ? strlen(body) : 0;
    json_decref(document);
    return body;
}

static char *template_body(const struct json_t *settings, const struct lwi_action_job *job,
                           size_t *ret_size)
{
    char *body = NULL;
    const char *name = lwi_action_text(settings, "template_escape");
    enum lwi_escape escape = strcmp(name, "json") == 0  ? LWI_ESCAPE_JSON
                             : strcmp(name, "xml") == 0 ? LWI_ESCAPE_XML
                                                        : LWI_ESCAPE_NONE;
    struct json_t *values = lwi_message_values(job);
    FILE *out = values ? open_memstream(&body, ret_size) : NULL;
    if (out) {
        lwi_template_write(out, lwi_action_text(settings, "template"), values, escape);
        if (fclose(out) != 0) {
            free(body);
            body = NULL;
        }
    }
    json_decref(values);
    return body;
}

struct request {
    struct lwi_web_request web;
    size_t headers;
    char signature[128], time[64], key[80], bearer[2100];
};

static void add_header(struct request *q, const char *header)
{
    if (q->headers + 1 < LWI_WEB_HEADERS_MAX)
        q->web.headers[q->headers++] = header;
}

/* Over the time, a dot and the body: an old request cannot be sent again as a new one. */
static int sign(struct request *q, const char *key, struct lw_error *reterr)
{
    char text[24];
    unsigned char hash[32];
    char hex[2 * sizeof(hash) + 1];
    gnutls_hmac_hd_t hmac;
    (void) snprintf(text, sizeof(text), "%" PRId64,
                    lwi_clock_realtime(&lwi_clock_system) / LWI_NS_PER_S);
    if (gnutls_hmac_init(&hmac, GNUTLS_MAC_SHA256, key, strlen(key)) < 0)
        return lwi_error_set(reterr, -ENOMEM, "the signature cannot be made");
    int r = gnutls_hmac(hmac, text, strlen(text));
    r = r < 0 ? r : gnutls_hmac(hmac, ".", 1);
    r = r < 0 ? r : gnutls_hmac(hmac, q->web.body, q->web.body_size);
    gnutls_hmac_deinit(hmac, hash);
    if (r < 0)
        return lwi_error_set(reterr, -EIO, "the signature cannot be made");
    (void) sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    (void) snprintf(q->time, sizeof(q->time), "X-Lenswatch-Timestamp: %s", text);
    (void) snprintf(q->signature, sizeof(q->signature), "X-Lenswatch-Signature: sha256=%s", hex);
    add_header(q, q->time);
    add_header(q, q->signature);
    return 0;
}

static int fill(struct request *q, const struct json_t *settings, const struct lwi_action_job *job,
                char **ret_body, struct lw_error *reterr)
{
    const char *format = lwi_action_text(settings, "format");
    const char *token = lwi_action_text(settings, "token");
    const char *key = lwi_action_text(settings, "hmac_key");
    q->web = (struct lwi_web_request){.method = lwi_action_text(settings, "method"),
                                      .url = lwi_action_text(settings, "url"),
                                      .type = "application/json"};
    if (strcmp(format, "hikvision") == 0) {
        q->web.type = LWI_ALARM_TYPE;
        *ret_body = lwi_alarm_body(job, &q->web.body_size);
    } else if (strcmp(format, "template") == 0) {
        q->web.type = lwi_action_text(settings, "template_type");
        *ret_body = template_body(settings, job, &q->web.body_size);
    } else {
        *ret_body = json_body(settings, job, &q->web.body_size);
    }
    if (!*ret_body)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    q->web.body = *ret_body;
    for (size_t i = 0; i < lwi_action_list(settings, "headers"); i++)
        add_header(q, lwi_action_element(settings, "headers", i));
    if (lwi_action_text(settings, "secret_header")[0])
        add_header(q, lwi_action_text(settings, "secret_header"));
    (void) snprintf(q->key, sizeof(q->key), "Idempotency-Key: %s", job->key);
    add_header(q, q->key);
    if (token[0]) {
        (void) snprintf(q->bearer, sizeof(q->bearer), "Authorization: Bearer %s", token);
        add_header(q, q->bearer);
    }
    return key[0] ? sign(q, key, reterr) : 0;
}

static void set_login(CURL *curl, const struct json_t *settings)
{
    const char *user = lwi_action_text(settings, "user");
    const char *proxy = lwi_action_text(settings, "proxy");
    const char *login = lwi_action_text(settings, "login");
    long kinds = strcmp(login, "digest") == 0  ? (long) CURLAUTH_DIGEST
                 : strcmp(login, "basic") == 0 ? (long) CURLAUTH_BASIC
                                               : (long) (CURLAUTH_DIGEST | CURLAUTH_BASIC);
    if (user[0]) {
        (void) curl_easy_setopt(curl, CURLOPT_USERNAME, user);
        (void) curl_easy_setopt(curl, CURLOPT_PASSWORD, lwi_action_text(settings, "password"));
        (void) curl_easy_setopt(curl, CURLOPT_HTTPAUTH, kinds);
    }
    if (proxy[0]) {
        const char *proxy_user = lwi_action_text(settings, "proxy_user");
        (void) curl_easy_setopt(curl, CURLOPT_PROXY, proxy);
        if (proxy_user[0]) {
            (void) curl_easy_setopt(curl, CURLOPT_PROXYUSERNAME, proxy_user);
            (void) curl_easy_setopt(curl, CURLOPT_PROXYPASSWORD,
                                    lwi_action_text(settings, "proxy_password"));
        }
    }
}

static int run_http(const struct json_t *settings, const struct lwi_action_job *job,
                    struct lwi_action_run *run, struct lw_error *reterr)
{
    struct request q = {.headers = 0};
    struct lwi_transfer transfer;
    char *body = NULL, place[640];
    const char *proxy = lwi_action_text(settings, "proxy");
    lwi_web_place(lwi_action_text(settings, "url"), place, 300);
    if (proxy[0]) { /* what does not answer may be either */
        size_t n = strlen(place);
        (void) snprintf(place + n, sizeof(place) - n, " by way of %s", proxy);
    }
    int r = lwi_transfer_open(&transfer, run, "http,https", place, reterr);
    r = r < 0 ? r : lwi_transfer_tls(&transfer, settings, reterr);
    r = r < 0 ? r : fill(&q, settings, job, &body, reterr);
    if (r == 0) {
        set_login(transfer.curl, settings);
        r = lwi_web_do(&transfer, &q.web, reterr);
    }
    lwi_transfer_close(&transfer);
    sodium_memzero(q.bearer, sizeof(q.bearer));
    free(body);
    return r;
}

const struct lwi_action_kind lwi_action_http = {
    .name = "http",
    .help = "Tells an alarm server over HTTP or HTTPS.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_http,
};
