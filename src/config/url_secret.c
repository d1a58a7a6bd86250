/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/url_secret.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "base/error.h"
#include "config/camera_url.h"

#define USER     "{user}"
#define PASSWORD "{password}"

/* Whole names: keyframe=1 is none. */
static const char *const secret_names[] = {
    "password", "passwd", "passw",  "pass",  "pwd",          "psw",     "loginpas", "usrpwd",
    "userpwd",  "secret", "apikey", "token", "access_token", "api_key", NULL};
static const char *const user_names[] = {"user",     "usr",       "username", "usrname",
                                         "loginuse", "loginuser", NULL};

/* NAME=VALUE in the path or the query. */
struct pair {
    const char *value;
    size_t name_size, value_size;
};

/* Where Xiongmai's cameras have _ between: user=admin_password=sesame_channel=1_stream=0.sdp */
static size_t value_size_of(const char *value)
{
    static const char *const nexts[] = {"_password=", "_channel=", "_stream="};
    size_t size = strcspn(value, "&;/?#");
    for (size_t i = 0; i < sizeof(nexts) / sizeof(nexts[0]); i++) {
        const char *next = memmem(value, size, nexts[i], strlen(nexts[i]));
        if (next)
            size = (size_t) (next - value);
    }
    return size;
}

/* The next pair at *at or behind it, where *at is set to. 0: there is none. */
static int next_pair(const char **at, struct pair *ret_pair)
{
    const char *text = *at;
    while (*text && *text != '#') {
        const size_t size = strcspn(text, "=&;/?#");
        if (text[size] != '=') {
            text += size + (text[size] != '\0');
            continue;
        }
        const size_t value_size = value_size_of(text + size + 1);
        *ret_pair = (struct pair){text + size + 1, size, value_size};
        text += size + 1 + value_size;
        *at = text + (*text != '\0' && *text != '#');
        return 1;
    }
    return 0;
}

static int is_one_of(const struct pair *pair, const char *const *names)
{
    const char *name = pair->value - 1 - pair->name_size;
    for (size_t i = 0; names[i]; i++)
        if (strlen(names[i]) == pair->name_size &&
            strncasecmp(name, names[i], pair->name_size) == 0)
            return 1;
    return 0;
}

static int is_text(const struct pair *pair, const char *text)
{
    return pair->value_size == strlen(text) && strncmp(pair->value, text, pair->value_size) == 0;
}

static const char *path_of(const char *url)
{
    const char *host = strstr(url, "://");
    return host ? host + 3 + strcspn(host + 3, "/?#") : url + strlen(url);
}

/* One that cannot be answered as JSON is left where it is. */
static void read_user(const struct pair *pair, char user[LWI_USER_MAX + 1])
{
    char text[LWI_USER_MAX + 1] = "";
    if (lwi_percent_decode(pair->value, pair->value_size, text, sizeof(text)) < 0)
        return;
    json_t *json = json_string(text);
    if (json)
        memcpy(user, text, sizeof(text));
    json_decref(json);
}

/* 1: there is a secret. user stays as it is where there is none. */
static int find(const char *url, char password[LWI_PASSWORD_MAX + 1], char user[LWI_USER_MAX + 1],
                struct lw_error *reterr)
{
    int found = 0, r = 0;
    struct pair pair;
    char value[LWI_PASSWORD_MAX + 1] = "";
    for (const char *at = path_of(url); r == 0 && next_pair(&at, &pair);) {
        const int secret =
            is_one_of(&pair, secret_names) && pair.value_size > 0 && !is_text(&pair, PASSWORD);
        if (secret)
            r = lwi_percent_decode(pair.value, pair.value_size, value, sizeof(value));
        if (secret && r == 0 && found && strcmp(value, password) != 0)
            r = -EEXIST;
        if (secret && r == 0)
            memcpy(password, value, sizeof(value));
        found |= secret;
        if (is_one_of(&pair, user_names) && pair.value_size > 0 && !is_text(&pair, USER))
            read_user(&pair, user);
    }
    explicit_bzero(value, sizeof(value));
    if (r == 0)
        return found;
    (void) lwi_error_set(reterr, -EINVAL,
                         r == -EEXIST ? "url: there are two different secrets in it"
                                      : "url: the password in it cannot be read");
    lwi_error_hint(reterr, r == -EEXIST ? "Only one can be kept sealed: use a URL with one."
                                        : "Write %% & ; / ? # and = in it as %%25 %%26 %%3B %%2F "
                                          "%%3F %%23 and %%3D.");
    return -EINVAL;
}

int lwi_url_secret_take(struct lwi_camera_config *config, int has_user, struct lw_error *reterr)
{
    char url[LWI_URL_MAX + 1], password[LWI_PASSWORD_MAX + 1] = "", user[LWI_USER_MAX + 1] = "";
    const int found = find(config->url, password, user, reterr);
    if (found <= 0)
        return found;
    /* One in front of the host says who logs in; another one in the query is left alone. */
    const int takes_user = user[0] && (!has_user || strcmp(config->user, user) == 0);
    const char *from = config->url;
    size_t n = 0;
    struct pair pair;
    for (const char *at = path_of(config->url); next_pair(&at, &pair);) {
        const char *new = is_one_of(&pair, secret_names)               ? PASSWORD
                          : is_one_of(&pair, user_names) && takes_user ? USER
                                                                       : NULL;
        if (!new || pair.value_size == 0)
            continue;
        const size_t kept = (size_t) (pair.value - from);
        if (n + kept + strlen(new) + strlen(pair.value) > LWI_URL_MAX)
            return lwi_error_set(reterr, -EINVAL, "url: it is longer than %d bytes", LWI_URL_MAX);
        memcpy(url + n, from, kept);
        memcpy(url + n + kept, new, strlen(new));
        n += kept + strlen(new);
        from = pair.value + pair.value_size;
    }
    (void) snprintf(url + n, sizeof(url) - n, "%s", from);
    memset(config->url, 0, sizeof(config->url));
    memcpy(config->url, url, strlen(url));
    memcpy(config->password, password, sizeof(password));
    if (takes_user)
        memcpy(config->user, user, sizeof(user));
    explicit_bzero(password, sizeof(password));
    return 0;
}

/* Appends text, percent-encoded. */
static int append(char *out, size_t *n, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *text; text++) {
        const unsigned char c = (unsigned char) *text;
        const int plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || strchr("-._~", c) != NULL;
        if (*n + 4 > LWI_URL_FILLED_MAX)
            return -EINVAL;
        if (plain) {
            out[(*n)++] = (char) c;
        } else {
            out[(*n)++] = '%';
            out[(*n)++] = hex[c >> 4];
            out[(*n)++] = hex[c & 15];
        }
    }
    return 0;
}

int lwi_url_secret_fill(const struct lwi_camera_config *config, char ret_url[LWI_URL_FILLED_MAX],
                        struct lw_error *reterr)
{
    size_t n = 0;
    int r = 0;
    const char *const path = path_of(config->url);
    for (const char *c = config->url; *c && r == 0;) {
        const int user = c >= path && strncmp(c, USER, strlen(USER)) == 0;
        const int password = c >= path && strncmp(c, PASSWORD, strlen(PASSWORD)) == 0;
        if (user || password) {
            r = append(ret_url, &n, user ? config->user : config->password);
            c += user ? strlen(USER) : strlen(PASSWORD);
        } else if (n + 1 < LWI_URL_FILLED_MAX) {
            ret_url[n++] = *c++;
        } else {
            r = -EINVAL;
        }
    }
    ret_url[n] = '\0';
    return r < 0 ? lwi_error_set(reterr, r, "url: it is too long with user and password in it") : 0;
}
