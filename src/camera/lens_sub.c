/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The sub stream of a camera that was added by the URL of its main one alone: the camera's own
 * interface is asked for it, once, when it has let us in. It is kept only if it leads to the host
 * of the main stream, since it gets the same password, and a packet has come from it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/lens.h"
#include "config/camera_sub.h"
#include "source/url.h"

#define RTSP_PORT ":554"

/* The rest of a URL behind its host, and what comes before it; its usual port is in neither. */
static const char *split(const char *url, size_t *ret_length)
{
    const char *host = strstr(url, "://");
    const size_t begin = host ? (size_t) (host - url) + 3 : 0;
    const size_t end = begin + strcspn(url + begin, "/?");
    const size_t port = strlen(RTSP_PORT);
    const int is_usual = end > begin + port && strncmp(url + end - port, RTSP_PORT, port) == 0;
    *ret_length = is_usual ? end - port : end;
    return url + end;
}

static int is_same(const char *a, const char *b)
{
    size_t length_a, length_b;
    const char *path_a = split(a, &length_a), *path_b = split(b, &length_b);
    return length_a == length_b && strncmp(a, b, length_a) == 0 && strcmp(path_a, path_b) == 0;
}

static int is_same_host(const char *a, const char *b)
{
    struct lwi_url url_a = {0}, url_b = {0};
    const int same = lwi_url_parse(&url_a, a, /* reterr= */ NULL) == 0 &&
                     lwi_url_parse(&url_b, b, /* reterr= */ NULL) == 0 &&
                     strcasecmp(url_a.host, url_b.host) == 0;
    lwi_url_done(&url_a);
    lwi_url_done(&url_b);
    return same;
}

/* The one that the camera was added with. Where it has another name, there must be but one channel:
 * a sub stream of another would show what another lens sees. */
static const struct lwi_device_stream *main_of(const struct lwi_device_streams *streams,
                                               const char *url)
{
    for (size_t i = 0; i < streams->count; i++)
        if (is_same(streams->list[i].url, url))
            return &streams->list[i];
    for (size_t i = 1; i < streams->count; i++)
        if (streams->list[i].channel != streams->list[0].channel)
            return NULL;
    return streams->count ? &streams->list[0] : NULL;
}

/* What the interface names, in config->sub_url. -ENOENT: nothing that can be used. */
static int ask(struct lwi_device *device, struct lwi_camera_config *config, struct lw_error *reterr)
{
    struct lwi_device_streams *streams = calloc(1, sizeof(*streams));
    if (!streams)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_device_streams(device, streams, reterr);
    const struct lwi_device_stream *main = r == 0 ? main_of(streams, config->url) : NULL;
    const struct lwi_device_stream *sub =
        main ? lwi_device_streams_sub(streams, main->channel, main->url) : NULL;
    if (r == 0 && (!sub || is_same(sub->url, config->url) || !is_same_host(sub->url, config->url)))
        r = lwi_error_set(reterr, -ENOENT, "its interface names none");
    if (r == 0)
        r = lwi_camera_sub_set(config, sub->url, reterr);
    free(streams);
    return r;
}

static int is_connected(struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&camera->lock);
    const int connected = camera->connected;
    (void) pthread_mutex_unlock(&camera->lock);
    return connected;
}

static int read_one(struct lwi_camera *camera, const struct lwi_camera_config *sub,
                    struct lw_error *reterr)
{
    const struct lwi_camera_io *io = camera->hub->io;
    struct lwi_packet *packet = NULL;
    void *source = NULL;
    int skips_bad;
    int r = lwi_camera_source_open(camera, sub, &camera->lens.cancel, /* all_frames= */ NULL,
                                   &source, &skips_bad, reterr);
    if (r < 0)
        return r;
    r = io->read(io->cookie, source, &packet, reterr);
    lwi_packet_free(&packet);
    io->close(io->cookie, source);
    return r;
}

/* Whether it sends something. -EBUSY: somebody else tries the password; it is asked again. */
static int try_stream(struct lwi_camera *camera, const struct lwi_camera_config *config,
                      struct lw_error *reterr)
{
    struct lwi_hub *hub = camera->hub;
    struct lwi_camera_config sub;
    struct lwi_login login;
    int64_t wait_ns = 0;
    lwi_camera_sub_config(config, &sub);
    lwi_logins_who(hub->logins, LWI_LOGIN_STREAM, sub.url, sub.user, sub.password, &login);
    int r = lwi_logins_ask(hub->logins, &login, lwi_clock_monotonic(hub->clock), &wait_ns);
    if (r == 0) {
        r = read_one(camera, &sub, reterr);
        lwi_logins_tell(hub->logins, &login, lwi_clock_monotonic(hub->clock),
                        r == 0                                  ? LWI_LOGIN_GOOD
                        : r == -EACCES && !is_connected(camera) ? LWI_LOGIN_REFUSED
                                                                : LWI_LOGIN_UNSURE);
    } else if (r == -EACCES) {
        r = lwi_logins_refused(sub.url, reterr);
    }
    explicit_bzero(sub.password, sizeof(sub.password));
    return r;
}

void lwi_lens_find_sub(struct lwi_camera *camera, struct lwi_device *device)
{
    struct lwi_camera_config config;
    struct lw_error error = {0};
    (void) pthread_mutex_lock(&camera->lock);
    const int wanted = camera->lens.finds_sub && !camera->config.sub_url[0];
    camera->lens.finds_sub = 0;
    (void) pthread_mutex_unlock(&camera->lock);
    if (!wanted)
        return;
    lwi_camera_config_copy(camera, &config);
    int r = ask(device, &config, &error);
    if (r == 0)
        r = try_stream(camera, &config, &error);
    if (r == 0)
        lwi_fleet_camera_sub(camera->hub->fleet, camera->id, config.sub_url);
    else if (r == -EBUSY || r == -ECANCELED)
        lwi_lens_want_sub(camera);
    else
        lwi_log(camera->hub->log, LWI_LOG_INFO, "camera %s: no sub stream was found: %s",
                camera->id, error.message);
    explicit_bzero(config.password, sizeof(config.password));
}

void lwi_lens_want_sub(struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&camera->lock);
    camera->lens.finds_sub = 1;
    (void) pthread_mutex_unlock(&camera->lock);
}
