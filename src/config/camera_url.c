/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/camera_url.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "base/error.h"
#include "base/parse.h"
#include "config/url_secret.h"

static const char *const schemes[] = {"rtsp", "rtsps", "http", "https", NULL};

#define HINT_ESCAPE                                                                                \
    "Write @ : / ? # and % in a user name or password as %40 %3A %2F %3F %23 %25, or give user "   \
    "and password apart from the url."

static int refuse(struct lw_error *reterr, const char *message, const char *hint)
{
    (void) lwi_error_set(reterr, -EINVAL, "url: %s", message);
    if (hint)
        lwi_error_hint(reterr, "%s", hint);
    return -EINVAL;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int lwi_percent_decode(const char *text, size_t size, char *ret_text, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        int c = (unsigned char) text[i];
        if (c == '%') {
            int high = i + 2 < size ? hex_digit(text[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
            if (low < 0)
                return -EINVAL;
            c = high * 16 + low;
            i += 2;
        }
        if (c < ' ' || n + 1 >= room)
            return -EINVAL;
        ret_text[n++] = (char) c;
    }
    ret_text[n] = '\0';
    return 0;
}

/* Percent signs can spell any bytes, but a name is answered as JSON. */
static int is_utf8(const char *text)
{
    json_t *value = json_string(text);
    int valid = value != NULL;
    json_decref(value);
    return valid;
}

static int check_host(const char *host, size_t size, struct lw_error *reterr)
{
    char text[300];
    if (size == 0)
        return refuse(reterr, "there is no host in it", "For example rtsp://192.0.2.64:554/stream");
    if (size >= sizeof(text))
        return refuse(reterr, "the host is too long", NULL);
    memcpy(text, host, size);
    text[size] = '\0';
    char *port = NULL;
    if (text[0] == '[') {
        char *end = strchr(text, ']');
        if (!end || end == text + 1 || (end[1] != '\0' && end[1] != ':'))
            return refuse(reterr, "the IPv6 address has no end",
                          "For example rtsp://[2001:db8::1]:554/");
        port = end[1] == ':' ? end + 2 : NULL;
    } else {
        port = strchr(text, ':');
        if (port == text)
            return refuse(reterr, "there is no host in it", NULL);
        port = port ? port + 1 : NULL;
    }
    int64_t number;
    if (port && lwi_parse_int(port, 1, 65535, &number) < 0)
        return refuse(reterr, "the port is not a number from 1 to 65535", HINT_ESCAPE);
    return 0;
}

/* What stands between scheme:// and the first / ? or #. */
static int set_remote(struct lwi_camera_config *config, const char *text, const char *authority,
                      struct lw_error *reterr)
{
    size_t size = strcspn(authority, "/?#");
    /* The last @ ends the credentials: a password with an @ in it that was not escaped is common
     * and cannot mean anything else. */
    const char *at = memrchr(authority, '@', size);
    const char *host = at ? at + 1 : authority;
    int r = check_host(host, size - (size_t) (host - authority), reterr);
    if (r < 0)
        return r;
    if (at) {
        size_t length = (size_t) (at - authority);
        const char *colon = memchr(authority, ':', length);
        size_t user_size = colon ? (size_t) (colon - authority) : length;
        char user[LWI_USER_MAX + 1] = "";
        char password[LWI_PASSWORD_MAX + 1] = "";
        if (lwi_percent_decode(authority, user_size, user, sizeof(user)) < 0 || !is_utf8(user))
            return refuse(reterr, "the user name in it cannot be read", HINT_ESCAPE);
        if (colon &&
            lwi_percent_decode(colon + 1, length - user_size - 1, password, sizeof(password)) < 0)
            return refuse(reterr, "the password in it cannot be read", HINT_ESCAPE);
        memcpy(config->user, user, sizeof(user));
        memcpy(config->password, password, sizeof(password));
    }
    (void) snprintf(config->url, sizeof(config->url), "%.*s%s", (int) (authority - text), text,
                    host);
    return lwi_url_secret_take(config, at != NULL, reterr);
}

int lwi_camera_url_set(struct lwi_camera_config *config, const char *text, struct lw_error *reterr)
{
    if (text[0] == '\0')
        return refuse(reterr, "it is empty", "For example rtsp://192.0.2.64:554/stream");
    if (strlen(text) > LWI_URL_MAX)
        return refuse(reterr, "it is longer than 1024 bytes", NULL);
    for (const char *c = text; *c; c++)
        if ((unsigned char) *c < ' ' || *c == 0x7f)
            return refuse(reterr, "there is a control character in it", NULL);
    const char *colon = strstr(text, "://");
    if (colon) {
        if (strchr(text, ' '))
            return refuse(reterr, "there is a space in it", "Write a space as %20.");
        size_t size = (size_t) (colon - text);
        for (size_t i = 0; schemes[i]; i++)
            if (strlen(schemes[i]) == size && strncasecmp(text, schemes[i], size) == 0)
                return set_remote(config, text, colon + 3, reterr);
        return refuse(reterr, "it must begin with rtsp://, rtsps://, http:// or https://",
                      "Or name a video file, a folder of pictures or /dev/videoN, from the root.");
    }
    if (text[0] != '/')
        return refuse(reterr, "it is neither an address nor a path from the root",
                      "For example rtsp://192.0.2.64:554/stream or /dev/video0");
    (void) snprintf(config->url, sizeof(config->url), "%s", text);
    return 0;
}

int lwi_camera_url_same_host(const char *a, const char *b)
{
    const char *host = strstr(a, "://");
    if (!host)
        return strcmp(a, b) == 0;
    size_t size = (size_t) (host - a) + 3;
    size += strcspn(a + size, "/?#");
    return strncasecmp(a, b, size) == 0 && strchr("/?#", b[size]) != NULL;
}
