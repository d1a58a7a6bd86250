/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Cameras at this machine: Video4Linux, through libavdevice. Their pictures come
 * as MJPEG or without any coding, so each can be decoded alone.
 *
 * libavdevice's read blocks in the kernel and looks at no flag, so it is opened
 * not to block, and the waiting is done here.
 */
#include "source/kinds.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include <libavdevice/version_major.h>
#include <libavutil/macros.h>

#include "base/clock.h"
#include "base/error.h"
#include "source/av.h"

#define LOOK_MS 10

struct v4l2 {
    struct lwi_wait wait;
    double timeout_s;
    AVFormatContext *ctx;
    AVPacket *av;
    int stream;
    int64_t first_pts;
};

/*
 * libavdevice is loaded when the first device is opened: it brings in more than a
 * hundred libraries (X11, OpenGL, audio), which no other source needs. Without it
 * Video4Linux is said to be missing.
 */
static void load_devices(void)
{
    void *library = dlopen("libavdevice.so." AV_STRINGIFY(LIBAVDEVICE_VERSION_MAJOR),
                           RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    void *symbol = library ? dlsym(library, "avdevice_register_all") : NULL;
    void (*register_all)(void);
    memcpy(&register_all, &symbol, sizeof(register_all)); /* as POSIX has it */
    if (register_all)
        register_all();
}

static int v4l2_open(void *state, const struct lwi_source_settings *settings,
                     struct lw_error *reterr)
{
    struct v4l2 *v = state;
    v->wait.cancel = settings->cancel;
    v->timeout_s = settings->timeout_s;
    v->first_pts = AV_NOPTS_VALUE;
    lwi_wait_arm(&v->wait, v->timeout_s);
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void) pthread_once(&once, load_devices);
    const AVInputFormat *format = av_find_input_format("v4l2");
    if (!format) {
        (void) lwi_error_set(reterr, -ENOTSUP,
                             "FFmpeg's libavdevice is missing, or does not know "
                             "Video4Linux");
        lwi_error_hint(reterr, "Install the package libavdevice%d.", LIBAVDEVICE_VERSION_MAJOR);
        return -ENOTSUP;
    }
    v->av = av_packet_alloc();
    v->ctx = lwi_av_context_new(&v->wait);
    if (!v->av || !v->ctx)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    v->ctx->flags |= AVFMT_FLAG_NONBLOCK;
    int r = avformat_open_input(&v->ctx, settings->url, format, NULL);
    if (r < 0) {
        int code = AVUNERROR(r) > 0 && AVUNERROR(r) < 4096 ? -AVUNERROR(r) : -EIO;
        (void) lwi_error_set(reterr, code, "%.150s cannot be opened: %s", settings->url,
                             strerror(-code));
        if (code == -EBUSY)
            lwi_error_hint(reterr, "Another program uses the camera.");
        else if (code == -EACCES)
            lwi_error_hint(reterr, "The user that runs this must be in the group video.");
        else
            lwi_error_hint(reterr, "Is it a camera? 'v4l2-ctl --list-devices' names them.");
        return code;
    }
    v->stream = lwi_av_video_stream(v->ctx);
    if (v->stream < 0)
        return lwi_error_set(reterr, -EPROTO, "%.150s gives no pictures", settings->url);
    return 0;
}

static int v4l2_read(void *state, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    struct v4l2 *v = state;
    lwi_wait_arm(&v->wait, v->timeout_s);
    for (;;) {
        int r = lwi_wait_check(&v->wait);
        if (r == -ECANCELED)
            return lwi_error_set(reterr, r, "cancelled");
        if (r < 0)
            return lwi_error_set(reterr, r, "the camera gave no picture for %.3g s", v->timeout_s);
        r = av_read_frame(v->ctx, v->av);
        if (r == AVERROR(EAGAIN)) {
            int64_t now = lwi_clock_monotonic(&lwi_clock_system);
            (void) lwi_wait_until(&v->wait, now + LOOK_MS * LWI_NS_PER_MS);
            continue;
        }
        if (r < 0)
            return lwi_error_set(reterr, -EIO, "the camera was unplugged, or failed");
        if (v->av->stream_index == v->stream && v->av->size > 0)
            break;
        av_packet_unref(v->av);
    }
    if (v->first_pts == AV_NOPTS_VALUE)
        v->first_pts = v->av->pts;
    int r = lwi_av_packet(ret_packet, v->av, v->ctx->streams[v->stream], v->first_pts,
                          /* key= */ 1);
    return r < 0 ? lwi_error_set(reterr, r, "out of memory") : 0;
}

static void v4l2_close(void *state)
{
    struct v4l2 *v = state;
    av_packet_free(&v->av);
    avformat_close_input(&v->ctx);
}

const struct lwi_source_info lwi_source_v4l2 = {
    .name = "v4l2",
    .state_size = sizeof(struct v4l2),
    .open = v4l2_open,
    .read = v4l2_read,
    .close = v4l2_close,
};
