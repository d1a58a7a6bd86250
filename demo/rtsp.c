/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "rtsp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/rtsp-server/rtsp-server.h>

#define ROLE "viewer"

struct demo_rtsp {
    GstRTSPServer *server;
    struct demo_shutter *shutter;
    guint source; /* of the server in the main context */
    GMutex lock;
    GPtrArray *into; /* of GstElement: where pictures go, one for each viewer */
};

/* Before it plays, its clock has no base time yet: a picture would be stamped with the time
 * since the machine was started, and be held back for as long. */
static int is_playing(GstElement *into)
{
    GstState state = GST_STATE_NULL;
    (void) gst_element_get_state(into, &state, NULL, 0);
    return state == GST_STATE_PLAYING;
}

static void taken(void *cookie, const uint8_t *picture, int bytes)
{
    struct demo_rtsp *r = cookie;
    GstBuffer *buffer = gst_buffer_new_memdup(picture, (gsize) bytes);
    g_mutex_lock(&r->lock);
    for (guint i = 0; i < r->into->len; i++) /* never blocks: the queue there drops the oldest */
        if (is_playing(r->into->pdata[i]))
            (void) gst_app_src_push_buffer(GST_APP_SRC(r->into->pdata[i]), gst_buffer_copy(buffer));
    g_mutex_unlock(&r->lock);
    gst_buffer_unref(buffer);
}

static GstElement *find_into(GstRTSPMedia *media)
{
    GstElement *top = gst_rtsp_media_get_element(media);
    GstElement *into = gst_bin_get_by_name_recurse_up(GST_BIN(top), "pictures");
    gst_object_unref(top);
    return into;
}

/* A viewer has left. */
static void unprepared(GstRTSPMedia *media, gpointer cookie)
{
    struct demo_rtsp *r = cookie;
    GstElement *into = find_into(media);
    g_mutex_lock(&r->lock);
    gboolean known = g_ptr_array_remove(r->into, into);
    g_mutex_unlock(&r->lock);
    if (known)
        demo_shutter_look(r->shutter, 0);
    gst_object_unref(into);
}

/* A viewer has come. */
static void configure(GstRTSPMediaFactory *factory, GstRTSPMedia *media, gpointer cookie)
{
    (void) factory;
    struct demo_rtsp *r = cookie;
    g_mutex_lock(&r->lock);
    g_ptr_array_add(r->into, find_into(media));
    g_mutex_unlock(&r->lock);
    demo_shutter_look(r->shutter, 1);
    (void) g_signal_connect(media, "unprepared", G_CALLBACK(unprepared), cookie);
}

/* A key frame each second, no frames that refer to later ones, one slice: what cameras send. */
static gchar *describe(const struct demo_options *o)
{
    const struct demo_camera_settings *c = &o->camera;
    gchar *coder;
    if (g_str_equal(o->codec, "h265"))
        coder = g_strdup_printf(
            "x265enc speed-preset=ultrafast tune=zerolatency option-string=open-gop=0 bitrate=%d "
            "key-int-max=%d ! h265parse "
            "! rtph265pay name=pay0 pt=96 config-interval=-1",
            o->kbit, c->fps);
    else if (g_str_equal(o->codec, "mjpeg"))
        coder = g_strdup("jpegenc quality=85 ! rtpjpegpay name=pay0 pt=26");
    else
        coder = g_strdup_printf("x264enc speed-preset=superfast tune=zerolatency threads=1 "
                                "bitrate=%d key-int-max=%d ! video/x-h264,profile=main "
                                "! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1",
                                o->kbit, c->fps);
    gchar *text = g_strdup_printf(
        "( appsrc name=pictures is-live=true do-timestamp=true format=time max-buffers=2 "
        "leaky-type=downstream caps=video/x-raw,format=I420,width=%d,height=%d,framerate=%d/1,"
        "colorimetry=bt601 ! %s )",
        c->width, c->height, c->fps, coder);
    g_free(coder);
    return text;
}

static int set_auth(struct demo_rtsp *r, GstRTSPMediaFactory *factory, const struct demo_options *o)
{
    if (!o->user && !o->tls_cert)
        return 0;
    GstRTSPAuth *auth = gst_rtsp_auth_new();
    GstRTSPToken *token =
        gst_rtsp_token_new(GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, ROLE, NULL);
    int result = 0;
    if (o->user && o->digest) {
        gst_rtsp_auth_set_supported_methods(auth, GST_RTSP_AUTH_DIGEST);
        gst_rtsp_auth_add_digest(auth, o->user, o->password, token);
    } else if (o->user) {
        gst_rtsp_auth_set_supported_methods(auth, GST_RTSP_AUTH_BASIC);
        gchar *basic = gst_rtsp_auth_make_basic(o->user, o->password);
        gst_rtsp_auth_add_basic(auth, basic, token);
        g_free(basic);
    } else {
        gst_rtsp_auth_set_default_token(auth, token);
    }
    gst_rtsp_token_unref(token);
    if (o->tls_cert) {
        GError *error = NULL;
        GTlsCertificate *cert = g_tls_certificate_new_from_files(o->tls_cert, o->tls_key, &error);
        if (cert) {
            gst_rtsp_auth_set_tls_certificate(auth, cert);
            g_object_unref(cert);
        } else {
            (void) fprintf(stderr, "lenswatch-demo-camera: %s\n", error->message);
            g_error_free(error);
            result = -EIO;
        }
    }
    gst_rtsp_server_set_auth(r->server, auth);
    g_object_unref(auth);
    gst_rtsp_media_factory_add_role(factory, ROLE, GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                    G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
                                    G_TYPE_BOOLEAN, TRUE, NULL);
    return result;
}

int demo_rtsp_new(struct demo_rtsp **ret_rtsp, struct demo_shutter *shutter,
                  const struct demo_options *options)
{
    struct demo_rtsp *r = calloc(1, sizeof(*r));
    if (!r)
        return -ENOMEM;
    r->shutter = shutter;
    g_mutex_init(&r->lock);
    r->into = g_ptr_array_new_with_free_func(gst_object_unref);
    r->server = gst_rtsp_server_new();
    gchar *port = g_strdup_printf("%d", options->port);
    gst_rtsp_server_set_address(r->server, options->address);
    gst_rtsp_server_set_service(r->server, port);
    g_free(port);

    GstRTSPMediaFactory *factory = gst_rtsp_media_factory_new();
    gchar *launch = describe(options);
    gst_rtsp_media_factory_set_launch(factory, launch);
    g_free(launch);
    /* Each viewer gets an encoder of his own: GStreamer 1.22's shared media now and then stay
     * silent for one that comes while another leaves. */
    gst_rtsp_media_factory_set_shared(factory, FALSE);
    (void) g_signal_connect(factory, "media-configure", G_CALLBACK(configure), r);
    int result = set_auth(r, factory, options);
    GstRTSPMountPoints *mounts = gst_rtsp_server_get_mount_points(r->server);
    gst_rtsp_mount_points_add_factory(mounts, options->path, factory);
    g_object_unref(mounts);

    demo_shutter_watch(shutter, taken, r);
    if (result == 0) {
        r->source = gst_rtsp_server_attach(r->server, NULL);
        if (r->source == 0) {
            (void) fprintf(stderr, "lenswatch-demo-camera: cannot listen at %s port %d\n",
                           options->address, options->port);
            result = -EIO;
        }
    }
    if (result < 0) {
        demo_rtsp_free(&r);
        return result;
    }
    *ret_rtsp = r;
    return 0;
}

void demo_rtsp_free(struct demo_rtsp **rtsp)
{
    if (!*rtsp)
        return;
    struct demo_rtsp *r = *rtsp;
    *rtsp = NULL;
    demo_shutter_watch(r->shutter, NULL, NULL);
    if (r->source)
        (void) g_source_remove(r->source);
    g_object_unref(r->server);
    g_ptr_array_unref(r->into);
    g_mutex_clear(&r->lock);
    free(r);
}

int demo_rtsp_port(const struct demo_rtsp *rtsp)
{
    return gst_rtsp_server_get_bound_port(rtsp->server);
}
