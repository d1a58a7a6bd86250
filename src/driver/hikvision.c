/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Hikvision ISAPI, and the many brands that are the same inside.
 *
 * A stream has the number CHANNEL * 100 + 1 (main), + 2 (sub), + 3 (third). Old
 * cameras know the pictures of a channel under that number, older ones under the
 * channel's alone; recorders have a path of their own.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "driver/internal.h"
#include "driver/text.h"
#include "driver/xml.h"

/* What the web servers of these cameras call themselves, or what they guard. */
static const char *const marks[] = {"App-webs",         "DNVRS-Webs", "DVRDVS-Webs",
                                    "Hikvision-Webs",   "IP Camera(", "DVRNVRDVS",
                                    "Embedded Net DVR", "Hikvision"};

static enum lwi_probe probe(struct lwi_device *device)
{
    struct lwi_http_answer answer = {0};
    enum lwi_probe sure = LWI_PROBE_NO;
    if (lwi_device_ask(device, "/ISAPI/System/deviceInfo", &answer) < 0)
        return LWI_PROBE_NO;
    xmlDoc *doc = NULL;
    if (answer.status == 401)
        sure = LWI_PROBE_WEAK;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && answer.status == 401; i++)
        if (strcasestr(answer.server, marks[i]) || strcasestr(answer.realm, marks[i]))
            sure = LWI_PROBE_SURE;
    if (answer.status == 200 && lwi_xml_parse((const char *) answer.body, answer.size, &doc) == 0 &&
        lwi_xml_root(doc, "DeviceInfo"))
        sure = LWI_PROBE_SURE;
    xmlFreeDoc(doc);
    lwi_http_answer_done(&answer);
    return sure;
}

/* A GET whose answer is a document with that root (NULL: any). */
static int get(struct lwi_device *device, const char *path, const char *root, xmlDoc **ret_doc,
               struct lw_error *reterr)
{
    char *text = NULL;
    xmlDoc *doc = NULL;
    int r = lwi_device_text(device, path, &text, reterr);
    if (r == 0 && (lwi_xml_parse(text, strlen(text), &doc) < 0 || !lwi_xml_root(doc, root))) {
        xmlFreeDoc(doc);
        doc = NULL;
        r = lwi_device_nonsense(device, root, reterr);
    }
    free(text);
    if (r == 0)
        *ret_doc = doc;
    return r;
}

static int identify(struct lwi_device *device, struct lwi_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_identity *i = ret_identity;
    (void) snprintf(i->brand, sizeof(i->brand), "Hikvision");
    xmlDoc *doc = NULL;
    int r = get(device, "/ISAPI/System/deviceInfo", "DeviceInfo", &doc, reterr);
    if (r < 0)
        return r;
    xmlNode *root = lwi_xml_root(doc, NULL);
    char build[32];
    if (lwi_xml_text(root, "manufacturer", i->brand, sizeof(i->brand)) < 0 || !i->brand[0] ||
        strcasecmp(i->brand, "hikvision") == 0)
        (void) snprintf(i->brand, sizeof(i->brand), "Hikvision");
    (void) lwi_xml_text(root, "model", i->model, sizeof(i->model));
    (void) lwi_xml_text(root, "serialNumber", i->serial, sizeof(i->serial));
    (void) lwi_xml_text(root, "macAddress", i->mac, sizeof(i->mac));
    (void) lwi_xml_text(root, "deviceName", i->name, sizeof(i->name));
    (void) lwi_xml_text(root, "firmwareVersion", i->firmware, sizeof(i->firmware));
    size_t n = strlen(i->firmware);
    if (lwi_xml_text(root, "firmwareReleasedDate", build, sizeof(build)) == 0 && build[0])
        (void) snprintf(i->firmware + n, sizeof(i->firmware) - n, " %s", build);
    xmlFreeDoc(doc);
    return 0;
}

static void add_stream(struct lwi_device *device, xmlNode *channel, struct lwi_streams *streams)
{
    static const char *const names[] = {"main", "sub", "third"};
    int64_t id = lwi_xml_number(channel, "id", 1, 99999, 0);
    int port = (int) lwi_xml_number(channel, "rtspPortNo", 1, 65535, 0);
    char codec[32], path[64];
    /* Before ISAPI, a stream was numbered by its channel alone. */
    int number = id < 100 ? (int) id : (int) (id / 100);
    int which = id < 100 ? 0 : (int) (id % 100) - 1;
    struct lwi_stream *s = id > 0 ? lwi_streams_add(streams) : NULL;
    if (!s)
        return;
    s->channel = number;
    (void) snprintf(s->name, sizeof(s->name), "%s", which >= 0 && which < 3 ? names[which] : "");
    (void) snprintf(path, sizeof(path), "/Streaming/Channels/%d", (int) id);
    (void) lwi_device_rtsp(device, port, path, s->url);
    (void) lwi_xml_text(channel, "videoCodecType", codec, sizeof(codec));
    (void) snprintf(s->codec, sizeof(s->codec), "%s", lwi_text_codec(codec));
    s->width = (uint32_t) lwi_xml_number(channel, "videoResolutionWidth", 1, 65535, 0);
    s->height = (uint32_t) lwi_xml_number(channel, "videoResolutionHeight", 1, 65535, 0);
}

static int streams(struct lwi_device *device, struct lwi_streams *ret_streams,
                   struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    int r = get(device, "/ISAPI/Streaming/channels", "StreamingChannelList", &doc, reterr);
    if (r < 0)
        return r;
    xmlNode *root = lwi_xml_root(doc, NULL);
    for (xmlNode *c = NULL; (c = lwi_xml_find(root, "StreamingChannel", c));)
        add_stream(device, c, ret_streams);
    xmlFreeDoc(doc);
    return ret_streams->count ? 0 : lwi_device_nonsense(device, "list of streams", reterr);
}

static int snapshot(struct lwi_device *device, char ret_path[LWI_URL_MAX], struct lw_error *reterr)
{
    (void) reterr;
    (void) snprintf(ret_path, LWI_URL_MAX, "/ISAPI/Streaming/channels/%d01/picture",
                    device->channel);
    return 0;
}

const struct lwi_driver lwi_driver_hikvision = {
    .name = "hikvision",
    .help = "Hikvision and brands that are the same inside (ISAPI): 3xLOGIC, HiLook, HiWatch, "
            "Annke, LTS, and others.",
    .probe = probe,
    .identify = identify,
    .streams = streams,
    .snapshot = snapshot,
};
