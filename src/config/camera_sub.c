/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/camera_sub.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "config/camera_url.h"

/* As what lwi_camera_url_set() says of a URL, which calls it "url". */
static int refuse(struct lw_error *reterr, const struct lw_error *error)
{
    (void) lwi_error_set(reterr, -EINVAL, "sub_%s", error->message);
    if (error->hint[0])
        lwi_error_hint(reterr, "%s", error->hint);
    return -EINVAL;
}

/* Whether what stands in the URL may be the camera's; then it is. */
static int take(char *own, size_t size, const char *given)
{
    if (!given[0] || strcmp(own, given) == 0)
        return 1;
    if (own[0])
        return 0;
    memcpy(own, given, size);
    return 1;
}

int lwi_camera_sub_set(struct lwi_camera_config *config, const char *text, struct lw_error *reterr)
{
    struct lw_error error = {0};
    struct lwi_camera_config sub = {.url = ""}, changed = *config;
    int r = text[0] ? lwi_camera_url_set(&sub, text, &error) : 0;
    if (r < 0) {
        r = refuse(reterr, &error);
    } else if (!take(changed.user, sizeof(changed.user), sub.user) ||
               !take(changed.password, sizeof(changed.password), sub.password)) {
        r = lwi_error_set(reterr, -EINVAL, "sub_url: another user or password is in it");
        lwi_error_hint(reterr, "Both streams of a camera are opened with the same: leave them out "
                               "of this URL.");
    } else {
        memset(changed.sub_url, 0, sizeof(changed.sub_url));
        memcpy(changed.sub_url, sub.url, strlen(sub.url));
        *config = changed;
    }
    explicit_bzero(sub.password, sizeof(sub.password));
    explicit_bzero(changed.password, sizeof(changed.password));
    return r;
}

void lwi_camera_sub_config(const struct lwi_camera_config *config,
                           struct lwi_camera_config *ret_config)
{
    *ret_config = *config;
    memcpy(ret_config->url, config->sub_url, sizeof(ret_config->url));
}

int lwi_camera_sub_differs(const struct lwi_camera_config *a, const struct lwi_camera_config *b)
{
    return strcmp(a->sub_url, b->sub_url) != 0 || strcmp(a->user, b->user) != 0 ||
           strcmp(a->password, b->password) != 0 || a->enabled != b->enabled ||
           a->transport != b->transport || a->tls_verify != b->tls_verify ||
           a->timeout_s != b->timeout_s || strcmp(a->stream_pin, b->stream_pin) != 0;
}
