/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/url.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/error.h"

int lwi_url_scheme_length(const char *text)
{
    int n = 0;
    if (!isalpha((unsigned char) text[0]))
        return 0;
    while (isalnum((unsigned char) text[n]) || text[n] == '+' || text[n] == '-' || text[n] == '.')
        n++;
    return strncmp(text + n, "://", 3) == 0 ? n : 0;
}

/* Whether a parameter of this name holds a secret: pwd, password, loginpas, auth, api_key, ... */
static int is_secret(const char *name, size_t length)
{
    static const char *const words[] = {"pas", "pwd", "psw", "secret", "token", "auth", "key"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        for (size_t at = 0, size = strlen(words[i]); at + size <= length; at++)
            if (strncasecmp(name + at, words[i], size) == 0)
                return 1;
    return 0;
}

char *lwi_url_shown(const struct lwi_url *url)
{
    static const char mask[] = "***";
    const char *from = url->clean;
    size_t count = 1;
    for (const char *c = from; *c; c++)
        count += *c == '=';
    char *shown = malloc(strlen(from) + count * strlen(mask) + 1);
    if (!shown)
        return NULL;
    size_t n = strcspn(from, "?");
    memcpy(shown, from, n);
    for (from += n; *from && *from != '#'; from += strcspn(from, "&;#")) {
        /* The mark before a parameter, its name, its value. */
        size_t name = 1 + strcspn(from + 1, "=&;#");
        size_t value = from[name] == '=' ? 1 + strcspn(from + name + 1, "&;#") : 0;
        int hide = value > 1 && is_secret(from + 1, name - 1);
        size_t kept = hide ? name + 1 : name + value;
        memcpy(shown + n, from, kept);
        n += kept;
        from += name + value;
        if (hide) {
            memcpy(shown + n, mask, strlen(mask));
            n += strlen(mask);
        }
    }
    memcpy(shown + n, from, strlen(from) + 1);
    return shown;
}

/* A part as malloc'ed text; NULL where there is none or no memory. */
static char *part(CURLU *u, CURLUPart what, unsigned flags)
{
    char *text = NULL;
    if (curl_url_get(u, what, &text, flags) != CURLUE_OK || !text)
        return NULL;
    char *copy = strdup(text);
    curl_free(text);
    return copy;
}

static int fill(struct lwi_url *url, CURLU *u)
{
    url->user = part(u, CURLUPART_USER, CURLU_URLDECODE);
    url->password = part(u, CURLUPART_PASSWORD, CURLU_URLDECODE);
    (void) curl_url_set(u, CURLUPART_USER, NULL, 0);
    (void) curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
    url->clean = part(u, CURLUPART_URL, 0);
    url->scheme = part(u, CURLUPART_SCHEME, 0);
    char *host = part(u, CURLUPART_HOST, 0);
    char *port = part(u, CURLUPART_PORT, 0);
    url->has_port = port != NULL;
    if (host) {
        size_t n = strlen(host) + (port ? strlen(port) : 0) + 2;
        url->place = malloc(n);
        if (url->place)
            (void) snprintf(url->place, n, "%s%s%s", host, port ? ":" : "", port ? port : "");
        size_t length = strlen(host);
        if (host[0] == '[' && length > 2) {
            memmove(host, host + 1, length - 2);
            host[length - 2] = '\0';
        }
    }
    free(port);
    url->host = host;
    return url->clean && url->scheme && url->host && url->place ? 0 : -ENOMEM;
}

int lwi_url_parse(struct lwi_url *ret_url, const char *text, struct lw_error *reterr)
{
    struct lwi_url url = {0};
    CURLU *u = curl_url();
    if (!u)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r;
    CURLUcode code = curl_url_set(u, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME);
    if (code != CURLUE_OK) {
        r = lwi_error_set(reterr, -EINVAL, "the URL cannot be understood: %s",
                          curl_url_strerror(code));
        lwi_error_hint(reterr, "Write it as rtsp://HOST/PATH or http://HOST/PATH; "
                               "a space is %%20.");
    } else {
        r = fill(&url, u);
        if (r < 0)
            (void) lwi_error_set(reterr, r, "out of memory");
    }
    curl_url_cleanup(u);
    if (r < 0)
        lwi_url_done(&url);
    else
        *ret_url = url;
    return r;
}

void lwi_url_done(struct lwi_url *url)
{
    free(url->clean);
    free(url->scheme);
    free(url->host);
    free(url->place);
    free(url->user);
    free(url->password);
    *url = (struct lwi_url){0};
}
