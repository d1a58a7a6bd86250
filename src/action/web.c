/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/web.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "base/error.h"

/* Of what a peer answers with, so much is kept. */
#define BODY_KEPT 700
/* One that answers with more of a body, or of headers, is not listened to any longer. */
#define BODY_MAX    ((size_t) 1 << 20)
#define HEADERS_MAX ((size_t) 1 << 18)

int lwi_web_check(const char *option, const char *url, struct lw_error *reterr)
{
    const char *host = strncmp(url, "https://", 8) == 0  ? url + 8
                       : strncmp(url, "http://", 7) == 0 ? url + 7
                                                         : NULL;
    if (!host || host[0] == '\0' || host[0] == '/')
        return lwi_error_set(reterr, -EINVAL, "%s: it must be http://HOST... or https://HOST...",
                             option);
    if (memchr(host, '@', strcspn(host, "/?#")))
        return lwi_error_set(reterr, -EINVAL, "%s: user and password have settings of their own",
                             option);
    if (strchr(url, ' '))
        return lwi_error_set(reterr, -EINVAL, "%s: there is a blank in it", option);
    return 0;
}

void lwi_web_place(const char *url, char *ret_place, size_t size)
{
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    (void) snprintf(ret_place, size, "%.*s", (int) strcspn(host, "/?#"), host);
}

struct answer {
    char text[BODY_KEPT];
    size_t size;          /* of the text */
    size_t body, headers; /* bytes of all answers to this request */
};

static size_t on_header(char *data, size_t one, size_t size, void *cookie)
{
    (void) one;
    struct answer *a = cookie;
    /* The text of an answer before, which asked for a login, is not that of this one. */
    if (size > 5 && memcmp(data, "HTTP/", 5) == 0)
        a->size = 0;
    a->headers += size;
    return a->headers > HEADERS_MAX ? 0 : size;
}

static size_t on_body(char *data, size_t one, size_t size, void *cookie)
{
    (void) one;
    struct answer *a = cookie;
    size_t n = sizeof(a->text) - a->size < size ? sizeof(a->text) - a->size : size;
    (void) memcpy(a->text + a->size, data, n);
    a->size += n;
    a->body += size;
    return a->body > BODY_MAX ? 0 : size;
}

static int judge(struct lwi_transfer *t, long status, struct lw_error *reterr)
{
    static const struct {
        long status;
        int code;
        const char *what, *hint;
    } known[] = {
        {400, -EINVAL, "it does not understand what it was sent", "Check the format."},
        {401, -EACCES, "it refuses the user name, password or token", "Check them."},
        {403, -EACCES, "it forbids this", "Check the token and what it may do."},
        {404, -ENOENT, "it knows no such address", "Check the path of the URL."},
        {405, -EPROTO, "it does not take this method there", "Check method and path of the URL."},
        {407, -EACCES, "the proxy refuses the user name or the password", "Check them."},
        {413, -EINVAL, "what it was sent is too large for it", "Send it without pictures."},
        {415, -EINVAL, "it does not take this type of content", "Check the format."},
        {422, -EINVAL, "it does not accept what it was sent", "Check the format."},
        {429, -EBUSY, "it was asked too often", "It is tried again later."},
        {503, -EBUSY, "it is overloaded or being worked on", "It is tried again later."},
    };
    if (status >= 200 && status < 300)
        return 0;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].status != status)
            continue;
        int r = lwi_error_set(reterr, known[i].code, "%s: status %ld: %s", t->place, status,
                              known[i].what);
        lwi_error_hint(reterr, "%s", known[i].hint);
        return r;
    }
    int r = lwi_error_set(reterr, -EIO, "%s: it answered with status %ld", t->place, status);
    if (status >= 300 && status < 400)
        lwi_error_hint(reterr, "Redirects are not followed: use the URL that it leads to.");
    return r;
}

static struct curl_slist *make_headers(const struct lwi_web_request *request)
{
    char type[160];
    (void) snprintf(type, sizeof(type), "Content-Type: %s", request->type);
    struct curl_slist *headers = curl_slist_append(NULL, type);
    struct curl_slist *list = headers;
    /* Expect: 100-continue costs a second with servers that do not know it. */
    if (headers && !request->expects)
        list = curl_slist_append(headers, "Expect:");
    for (size_t i = 0; list && request->headers[i]; i++)
        list = curl_slist_append(headers, request->headers[i]);
    if (!list) {
        curl_slist_free_all(headers);
        return NULL;
    }
    return headers;
}

static void show(struct lwi_action_run *run, long status, const struct answer *a)
{
    char text[BODY_KEPT + 32];
    int n = snprintf(text, sizeof(text), "%ld ", status);
    (void) memcpy(text + n, a->text, a->size);
    lwi_transfer_answer(run, text, (size_t) n + a->size);
}

int lwi_web_do(struct lwi_transfer *transfer, const struct lwi_web_request *request,
               struct lw_error *reterr)
{
    struct answer answer = {.size = 0};
    CURL *curl = transfer->curl;
    struct curl_slist *headers = make_headers(request);
    if (!headers)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    (void) curl_easy_setopt(curl, CURLOPT_URL, request->url);
    (void) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
    (void) curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) request->body_size);
    (void) curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
    (void) curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void) curl_easy_setopt(curl, CURLOPT_USERAGENT, "lenswatch");
    (void) curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    (void) curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    (void) curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    (void) curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    int r = lwi_transfer_do(transfer, reterr);
    /* What it takes, it has taken, however much it has to say about it. */
    if (r == 0 || answer.body > BODY_MAX) {
        long status = 0;
        (void) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        show(transfer->run, status, &answer);
        r = judge(transfer, status, reterr);
    }
    (void) curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    return r;
}
