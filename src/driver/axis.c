/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Axis VAPIX: parameters are lines of NAME=VALUE below "root.". */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "driver/internal.h"
#include "driver/text.h"

#define LIST "/axis-cgi/param.cgi?action=list&group="

static enum lwi_probe probe(struct lwi_device *device)
{
    struct lwi_http_answer answer = {0};
    enum lwi_probe sure = LWI_PROBE_NO;
    if (lwi_device_ask(device, LIST "root.Brand", &answer) < 0)
        return LWI_PROBE_NO;
    if (answer.status == 401)
        sure = strncasecmp(answer.realm, "AXIS_", 5) == 0 ? LWI_PROBE_SURE : LWI_PROBE_WEAK;
    else if (answer.status == 200 && strncmp((const char *) answer.body, "root.Brand.", 11) == 0)
        sure = LWI_PROBE_SURE;
    lwi_http_answer_done(&answer);
    return sure;
}

static int identify(struct lwi_device *device, struct lwi_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_identity *i = ret_identity;
    char *text = NULL;
    (void) snprintf(i->brand, sizeof(i->brand), "AXIS");
    int r = lwi_device_text(device,
                            LIST "root.Brand,root.Properties.Firmware,"
                                 "root.Properties.System,root.Network.eth0.MACAddress,"
                                 "root.Network.Bonjour.FriendlyName",
                            &text, reterr);
    if (r < 0)
        return r;
    if (lwi_text_value(text, "root.Brand.ProdNbr", i->model, sizeof(i->model)) < 0)
        r = lwi_device_nonsense(device, "list of parameters", reterr);
    char brand[32];
    if (lwi_text_value(text, "root.Brand.Brand", brand, sizeof(brand)) == 0 && brand[0])
        (void) snprintf(i->brand, sizeof(i->brand), "%s", brand);
    (void) lwi_text_value(text, "root.Properties.Firmware.Version", i->firmware,
                          sizeof(i->firmware));
    (void) lwi_text_value(text, "root.Properties.System.SerialNumber", i->serial,
                          sizeof(i->serial));
    (void) lwi_text_value(text, "root.Network.eth0.MACAddress", i->mac, sizeof(i->mac));
    (void) lwi_text_value(text, "root.Network.Bonjour.FriendlyName", i->name, sizeof(i->name));
    free(text);
    return r;
}

/* The largest of "1920x1080,1280x720": the list is not always sorted. */
static void largest(const char *list, uint32_t *ret_width, uint32_t *ret_height)
{
    for (const char *c = list; *c; c += strcspn(c, ","), c += *c == ',') {
        char one[32];
        uint32_t width, height;
        (void) snprintf(one, sizeof(one), "%.*s", (int) strcspn(c, ","), c);
        if (lwi_text_size(one, &width, &height) == 0 &&
            (uint64_t) width * height > (uint64_t) *ret_width * *ret_height) {
            *ret_width = width;
            *ret_height = height;
        }
    }
}

static void add_stream(struct lwi_device *device, const char *codec, int port, uint32_t width,
                       uint32_t height, struct lwi_streams *streams)
{
    char path[128];
    struct lwi_stream *s = lwi_streams_add(streams);
    if (!s)
        return;
    s->channel = device->channel;
    s->width = width;
    s->height = height;
    (void) snprintf(s->codec, sizeof(s->codec), "%s", codec);
    (void) snprintf(s->name, sizeof(s->name), "%s", codec);
    (void) snprintf(path, sizeof(path), "/axis-media/media.amp?videocodec=%s&camera=%d",
                    strcmp(codec, "mjpeg") == 0 ? "jpeg" : codec, device->channel);
    (void) lwi_device_rtsp(device, port, path, s->url);
}

static int streams(struct lwi_device *device, struct lwi_streams *ret_streams,
                   struct lw_error *reterr)
{
    char *text = NULL;
    char list[512], formats[128];
    int r = lwi_device_text(device, LIST "root.Properties.Image,root.Network.RTSP", &text, reterr);
    if (r < 0)
        return r;
    uint32_t width = 0, height = 0;
    int port = (int) lwi_text_number(text, "root.Network.RTSP.Port", 1, 65535, 0);
    int known = lwi_text_value(text, "root.Properties.Image.Resolution", list, sizeof(list)) == 0;
    largest(list, &width, &height);
    (void) lwi_text_value(text, "root.Properties.Image.Format", formats, sizeof(formats));
    free(text);
    if (!known)
        return lwi_device_nonsense(device, "list of parameters", reterr);
    /* Cameras of before 2007 say no formats and have no H.264. */
    if (strcasestr(formats, "h264"))
        add_stream(device, "h264", port, width, height, ret_streams);
    if (strcasestr(formats, "h265"))
        add_stream(device, "h265", port, width, height, ret_streams);
    add_stream(device, "mjpeg", port, width, height, ret_streams);
    return 0;
}

static int snapshot(struct lwi_device *device, char ret_path[LWI_URL_MAX], struct lw_error *reterr)
{
    (void) reterr;
    (void) snprintf(ret_path, LWI_URL_MAX, "/axis-cgi/jpg/image.cgi?camera=%d", device->channel);
    return 0;
}

const struct lwi_driver lwi_driver_axis = {
    .name = "axis",
    .help = "Axis (VAPIX).",
    .probe = probe,
    .identify = identify,
    .streams = streams,
    .snapshot = snapshot,
};
