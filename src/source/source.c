/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The frame around all sources: checks the settings, finds who reads such a
 * URL or path, copies what must be kept.
 */
#include "source/source.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <curl/curl.h>

#include "base/error.h"
#include "source/av_module.h"
#include "source/pin.h"
#include "source/url.h"

#define TIMEOUT_S_MAX  3600.0
#define INTERVAL_S_MAX (366 * 86400.0)

struct lwi_source {
    const struct lwi_source_info *info;
    struct lwi_source_settings settings; /* its strings are ours */
    char *url, *user, *password;
    void *state;
};

static void init_once(void)
{
    (void) curl_global_init(CURL_GLOBAL_DEFAULT);
}

void lwi_source_process_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void) pthread_once(&once, init_once);
}

void lwi_source_settings_default(struct lwi_source_settings *ret_settings)
{
    *ret_settings = (struct lwi_source_settings){
        .transport = LWI_TRANSPORT_TCP,
        .tls_verify = 1,
        .key_only = 1,
        .timeout_s = 10,
        .interval_s = 5,
        .packet_bytes_max = (size_t) 64 << 20,
    };
}

static const struct lwi_source_info *find_scheme(const char *scheme)
{
    for (size_t i = 0; lwi_sources[i]; i++)
        for (size_t k = 0; lwi_sources[i]->schemes[k]; k++)
            if (strcmp(lwi_sources[i]->schemes[k], scheme) == 0)
                return lwi_sources[i];
    return NULL;
}

/* What lies at a path decides who reads it. */
static int find_path(const struct lwi_source_info **ret_info, const char *path,
                     struct lw_error *reterr)
{
    struct stat st;
    if (stat(path, &st) < 0) {
        int e = errno;
        return lwi_error_set(reterr, -e, "%.150s cannot be opened: %s", path, strerror(e));
    }
    const char *kind = S_ISDIR(st.st_mode)   ? "folder"
                       : S_ISREG(st.st_mode) ? "file"
                       : S_ISCHR(st.st_mode) ? "v4l2"
                                             : "";
    *ret_info = find_scheme(kind);
    if (*ret_info)
        return 0;
    return lwi_error_set(reterr, -ENOTSUP, "%.150s is neither a file, a folder nor a video device",
                         path);
}

/* Kinds that are in the module of video: from the table's entry to the one in there. */
static int load_kind(const struct lwi_source_info **info, struct lw_error *reterr)
{
    if ((*info)->open)
        return 0;
    const struct lwi_source_av *av = lwi_source_av(reterr);
    if (!av)
        return -ELIBACC;
    for (size_t i = 0; av->kinds[i]; i++) {
        if (strcmp(av->kinds[i]->name, (*info)->name) == 0) {
            *info = av->kinds[i];
            return 0;
        }
    }
    return lwi_error_set(reterr, -ENOTSUP, "%s cannot be read here", (*info)->name);
}

static int copy_settings(struct lwi_source *s, const struct lwi_source_settings *settings)
{
    s->settings = *settings;
    if (settings->user && !(s->user = strdup(settings->user)))
        return -ENOMEM;
    if (settings->password && !(s->password = strdup(settings->password)))
        return -ENOMEM;
    return 0;
}

/* Fills in url and info. Credentials inside the URL are taken out of it. */
static int find_url(struct lwi_source *s, struct lw_error *reterr)
{
    const char *text = s->settings.url;
    int scheme = lwi_url_scheme_length(text);
    if (scheme == 4 && strncmp(text, "file", 4) == 0) {
        text += strlen("file://");
        scheme = 0;
    }
    if (scheme == 0) {
        s->url = strdup(text);
        if (!s->url)
            return lwi_error_set(reterr, -ENOMEM, "out of memory");
        return find_path(&s->info, s->url, reterr);
    }

    struct lwi_url url;
    int r = lwi_url_parse(&url, text, reterr);
    if (r < 0)
        return r;
    s->info = find_scheme(url.scheme);
    if (!s->info) {
        r = lwi_error_set(reterr, -EINVAL, "%.40s: URLs cannot be read", url.scheme);
        lwi_error_hint(reterr, "Use rtsp, rtsps, http or https, or a path.");
    } else {
        s->url = url.clean;
        url.clean = NULL;
        if (!s->user && url.user) {
            s->user = url.user;
            url.user = NULL;
            free(s->password);
            s->password = url.password;
            url.password = NULL;
        }
    }
    lwi_url_done(&url);
    return r;
}

static int check_settings(const struct lwi_source_settings *s, struct lw_error *reterr)
{
    if (!s->url || !*s->url)
        return lwi_error_set(reterr, -EINVAL, "the URL is missing");
    if (!(s->timeout_s > 0 && s->timeout_s <= TIMEOUT_S_MAX))
        return lwi_error_set(reterr, -EINVAL, "the time-out must be over 0 and at most %.0f s",
                             TIMEOUT_S_MAX);
    if (!(s->interval_s >= 0 && s->interval_s <= INTERVAL_S_MAX))
        return lwi_error_set(reterr, -EINVAL, "the interval must be from 0 to %.0f s",
                             INTERVAL_S_MAX);
    if (s->tls_pin && *s->tls_pin && !lwi_pin_valid(s->tls_pin))
        return lwi_error_set(reterr, -EINVAL, "the pin of the certificate is not one");
    if (s->packet_bytes_max == 0)
        return lwi_error_set(reterr, -EINVAL, "the size of a packet must not be limited to 0");
    return 0;
}

int lwi_source_open(struct lwi_source **ret_source, const struct lwi_source_settings *settings,
                    struct lw_error *reterr)
{
    lwi_source_process_init();
    int r = check_settings(settings, reterr);
    if (r < 0)
        return r;
    struct lwi_source *s = calloc(1, sizeof(*s));
    if (!s || copy_settings(s, settings) < 0) {
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
        goto fail;
    }
    r = find_url(s, reterr);
    if (r == 0)
        r = load_kind(&s->info, reterr);
    if (r < 0)
        goto fail;
    s->settings.url = s->url;
    s->settings.user = s->user && *s->user ? s->user : NULL;
    s->settings.password = s->settings.user ? s->password : NULL;
    s->state = calloc(1, s->info->state_size);
    if (!s->state) {
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
        goto fail;
    }
    r = s->info->open(s->state, &s->settings, reterr);
    if (r < 0)
        goto fail;
    s->settings.tls_pin = NULL; /* the kind has it */
    s->settings.ret_tls_pin = NULL;
    *ret_source = s;
    return 0;
fail:
    lwi_source_close(&s);
    return r;
}

int lwi_source_read(struct lwi_source *source, struct lwi_packet **ret_packet,
                    struct lw_error *reterr)
{
    return source->info->read(source->state, ret_packet, reterr);
}

const char *lwi_source_kind(const struct lwi_source *source)
{
    return source->info->name;
}

void lwi_source_close(struct lwi_source **source)
{
    if (!source || !*source)
        return;
    struct lwi_source *s = *source;
    *source = NULL;
    if (s->state)
        s->info->close(s->state);
    free(s->state);
    if (s->password)
        explicit_bzero(s->password, strlen(s->password));
    free(s->password);
    free(s->user);
    free(s->url);
    free(s);
}
