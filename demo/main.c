/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The demo camera: a real RTSP stream, and on request HTTP, of a street that is
 * drawn. `make run` starts it beside Lenswatch, and the tests take it for a
 * camera.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <glib-unix.h>
#include <gst/gst.h>

#include "camera.h"
#include "http.h"
#include "options.h"
#include "rtsp.h"
#include "shutter.h"

struct control {
    struct demo_camera *camera;
    GMainLoop *loop;
};

static gboolean quit(gpointer cookie)
{
    g_main_loop_quit(cookie);
    return G_SOURCE_CONTINUE;
}

/* Reads commands until "quit" or the end of standard input, then ends the program. */
static void *obey(void *cookie)
{
    const struct control *c = cookie;
    char line[128];
    while (fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "quit") == 0)
            break;
        (void) printf("%s %s\n", demo_camera_command(c->camera, line) == 0 ? "ok" : "what?", line);
        (void) fflush(stdout);
    }
    g_main_loop_quit(c->loop);
    return NULL;
}

static void say_urls(const struct demo_options *o, const struct demo_rtsp *rtsp,
                     const struct demo_http *http)
{
    const char *s = o->tls_cert ? "s" : "";
    (void) printf("rtsp%s://%s:%d%s\n", s, o->address, demo_rtsp_port(rtsp), o->path);
    if (http) {
        (void) printf("http%s://%s:%d/snapshot.jpg\n", s, o->address, demo_http_port(http));
        (void) printf("http%s://%s:%d/video.mjpeg\n", s, o->address, demo_http_port(http));
    }
    (void) fflush(stdout);
}

static int serve(const struct demo_options *o, struct demo_camera *camera,
                 struct demo_shutter *shutter)
{
    struct demo_rtsp *rtsp = NULL;
    struct demo_http *http = NULL;
    int r = demo_rtsp_new(&rtsp, shutter, o);
    if (r == 0 && o->http_port >= 0)
        r = demo_http_new(&http, shutter, o);
    if (r == 0) {
        GMainLoop *loop = g_main_loop_new(NULL, FALSE);
        struct control control = {camera, loop};
        pthread_t thread;
        (void) g_unix_signal_add(SIGINT, quit, loop);
        (void) g_unix_signal_add(SIGTERM, quit, loop);
        say_urls(o, rtsp, http);
        if (!o->control || pthread_create(&thread, NULL, obey, &control) == 0)
            g_main_loop_run(loop);
        /* The control thread may still wait for a line; the process ends under it. */
    }
    demo_http_free(&http);
    demo_rtsp_free(&rtsp);
    return r;
}

int main(int argc, char **argv)
{
    struct demo_options options;
    int r = demo_options_parse(&options, argc, argv);
    if (r != 0)
        return r > 0 ? 0 : 64;
    gst_init(NULL, NULL);
    struct demo_camera *camera = NULL;
    struct demo_shutter *shutter = NULL;
    r = demo_camera_new(&camera, &options.camera);
    if (r == 0)
        r = demo_shutter_new(&shutter, camera, options.camera.fps);
    if (r < 0)
        (void) fprintf(stderr, "lenswatch-demo-camera: %s\n", strerror(-r));
    else
        r = serve(&options, camera, shutter);
    fflush(stdout);
    _Exit(r < 0 ? 1 : 0);
}
