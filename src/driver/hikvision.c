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
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/parse.h"
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

static int identify(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_device_identity *i = ret_identity;
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

/* Of a recorder: whether a channel of the list has no camera now. */
static int is_offline(xmlDoc *status, int channel)
{
    xmlNode *root = status ? lwi_xml_root(status, NULL) : NULL;
    for (xmlNode *s = NULL; root && (s = lwi_xml_find(root, "InputProxyChannelStatus", s));) {
        char online[8] = "";
        if (lwi_xml_number(s, "id", 1, 999, 0) == channel)
            return lwi_xml_text(s, "online", online, sizeof(online)) == 0 &&
                   strcmp(online, "false") == 0;
    }
    return 0;
}

static void add_stream(struct lwi_device *device, xmlNode *channel, xmlDoc *status,
                       struct lwi_device_streams *streams)
{
    static const char *const names[] = {"main", "sub", "third"};
    int64_t id = lwi_xml_number(channel, "id", 1, 99999, 0);
    int port = (int) lwi_xml_number(channel, "rtspPortNo", 1, 65535, 0);
    char codec[32], path[64];
    /* Before ISAPI, a stream was numbered by its channel alone. */
    int number = id < 100 ? (int) id : (int) (id / 100);
    int which = id < 100 ? 0 : (int) (id % 100) - 1;
    struct lwi_device_stream *s =
        id > 0 && !is_offline(status, number) ? lwi_device_streams_add(streams) : NULL;
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

static int streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
                   struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    int r = get(device, "/ISAPI/Streaming/channels", "StreamingChannelList", &doc, reterr);
    if (r < 0)
        return r;
    xmlNode *root = lwi_xml_root(doc, NULL);
    xmlDoc *status = NULL;
    /* Recorders alone know it, and they alone have channels from 2 on. */
    for (xmlNode *c = NULL; !status && (c = lwi_xml_find(root, "StreamingChannel", c));)
        if (lwi_xml_number(c, "id", 200, 99999, 0) > 0 &&
            get(device, "/ISAPI/ContentMgmt/InputProxy/channels/status",
                "InputProxyChannelStatusList", &status, NULL) < 0)
            break;
    for (xmlNode *c = NULL; (c = lwi_xml_find(root, "StreamingChannel", c));)
        add_stream(device, c, status, ret_streams);
    xmlFreeDoc(status);
    xmlFreeDoc(doc);
    return ret_streams->count ? 0 : lwi_device_nonsense(device, "list of streams", reterr);
}

static int snapshot(struct lwi_device *device, char ret_path[LWI_DEVICE_URL_MAX],
                    struct lw_error *reterr)
{
    (void) reterr;
    (void) snprintf(ret_path, LWI_DEVICE_URL_MAX, "/ISAPI/Streaming/channels/%d01/picture",
                    device->channel);
    return 0;
}

/* ---- events ---- */

/* The heartbeat, which is an end of a loss that never began, comes every few seconds. */
#define SILENCE_S 90.0

static const struct lwi_device_word words[] = {
    {"defocus", "defocus"},       {"scenechangedetection", "scene_changed"},
    {"shelteralarm", "covered"},  {"tamperdetection", "covered"},
    {"videoloss", "signal_lost"},
};

static int events_begin(struct lwi_device *device, struct lw_error *reterr)
{
    struct lw_error error = {0};
    int r =
        lwi_device_parts_begin(device, "/ISAPI/Event/notification/alertStream", SILENCE_S, &error);
    if (r == -ENOENT) /* before ISAPI */
        r = lwi_device_parts_begin(device, "/Event/notification/alertStream", SILENCE_S, &error);
    if (r < 0 && reterr)
        *reterr = error;
    return r;
}

/* One part of the stream as an event. -EBADMSG: it is none. */
static int read_alert(const char *text, size_t size, struct lwi_device_event *ret_event)
{
    xmlDoc *doc = NULL;
    char state[16], channel[16];
    struct lwi_device_event e = {0};
    if (lwi_xml_parse(text, size, &doc) < 0)
        return -EBADMSG;
    xmlNode *root = lwi_xml_root(doc, "EventNotificationAlert");
    int r = root && lwi_xml_text(root, "eventType", e.code, sizeof(e.code)) == 0 ? 0 : -EBADMSG;
    if (r == 0) {
        (void) lwi_xml_text(root, "eventState", state, sizeof(state));
        /* Recorders of some versions say it so. */
        if (lwi_xml_text(root, "channelID", channel, sizeof(channel)) < 0)
            (void) lwi_xml_text(root, "dynChannelID", channel, sizeof(channel));
        e.channel = (int) strtol(channel, NULL, 10);
        e.active = strcmp(state, "active") == 0;
        for (char *c = e.code; *c; c++)
            *c = (char) (*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
        (void) snprintf(e.condition, sizeof(e.condition), "%s",
                        lwi_device_condition(words, sizeof(words) / sizeof(words[0]), e.code));
        *ret_event = e;
    }
    xmlFreeDoc(doc);
    return r;
}

static int events_read(struct lwi_device *device, double wait_s, struct lwi_device_event *ret_event,
                       struct lw_error *reterr)
{
    for (;;) {
        char *text = NULL;
        size_t size = 0;
        int r = lwi_device_parts_read(device, wait_s, &text, &size, reterr);
        if (r < 0)
            return r;
        r = read_alert(text, size, ret_event);
        free(text);
        if (r == 0) /* else a picture */
            return 0;
    }
}

/* ---- lens ---- */

/* At full speed the focus of a motor zoom lens takes some 4 s from end to end. */
#define RANGE_S 4.0

static int move(struct lwi_device *device, int speed, struct lw_error *reterr)
{
    char body[160], path[96];
    (void) snprintf(body, sizeof(body),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<FocusData>\n<focus>%d</focus>\n"
                    "</FocusData>\n",
                    speed);
    (void) snprintf(path, sizeof(path), "/ISAPI/System/Video/inputs/channels/%d/focus",
                    device->channel);
    return lwi_device_send(device, "PUT", path, body, /* ret_text= */ NULL, reterr);
}

static int focus(struct lwi_device *device, const struct lwi_focus *what, struct lw_error *reterr)
{
    char path[96];
    int r;
    switch (what->kind) {
    case LWI_FOCUS_AUTO:
    case LWI_FOCUS_RESET: /* the misspelling is the camera's */
        (void) snprintf(path, sizeof(path), "/ISAPI/PTZCtrl/channels/%d/onepushfoucs/%s",
                        device->channel, what->kind == LWI_FOCUS_AUTO ? "start" : "reset");
        return lwi_device_send(device, "PUT", path, "", /* ret_text= */ NULL, reterr);
    case LWI_FOCUS_NEAR:
    case LWI_FOCUS_FAR:
        r = move(device, what->kind == LWI_FOCUS_NEAR ? -60 : 60, reterr);
        if (r < 0)
            return r;
        r = lwi_device_wait(device, what->amount * RANGE_S, reterr);
        int stopped = move(device, 0, r < 0 ? NULL : reterr); /* come what may */
        return r < 0 ? r : stopped;
    default:
        return lwi_device_cannot(device, "go to a position of its lens", reterr);
    }
}

static int presets(struct lwi_device *device, struct lwi_presets *ret_presets,
                   struct lw_error *reterr)
{
    char path[96], enabled[8];
    xmlDoc *doc = NULL;
    (void) snprintf(path, sizeof(path), "/ISAPI/PTZCtrl/channels/%d/presets", device->channel);
    int r = get(device, path, "PTZPresetList", &doc, reterr);
    if (r < 0)
        return r;
    xmlNode *root = lwi_xml_root(doc, NULL);
    for (xmlNode *p = NULL; (p = lwi_xml_find(root, "PTZPreset", p));) {
        struct lwi_preset *preset = &ret_presets->list[ret_presets->count];
        if (ret_presets->count == LWI_PRESETS_MAX)
            break;
        (void) lwi_xml_text(p, "enabled", enabled, sizeof(enabled));
        if (strcmp(enabled, "false") == 0 ||
            lwi_xml_text(p, "id", preset->token, sizeof(preset->token)) < 0)
            continue;
        (void) lwi_xml_text(p, "presetName", preset->name, sizeof(preset->name));
        ret_presets->count++;
    }
    xmlFreeDoc(doc);
    return 0;
}

static int preset_go(struct lwi_device *device, const char *token, struct lw_error *reterr)
{
    char path[96];
    int number = 0;
    int r = lwi_device_number(device, token, &number, reterr);
    if (r < 0)
        return r;
    (void) snprintf(path, sizeof(path), "/ISAPI/PTZCtrl/channels/%d/presets/%d/goto",
                    device->channel, number);
    return lwi_device_send(device, "PUT", path, "", /* ret_text= */ NULL, reterr);
}

static int has(xmlNode *root, const char *space, const char *other)
{
    return lwi_xml_find(root, space, NULL) || lwi_xml_find(root, other, NULL);
}

/* A camera that stands still knows no such page, or says that it is not supported; one with a motor
 * lens has a zoom alone. */
static int ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr)
{
    char path[96];
    xmlDoc *doc = NULL;
    struct lw_error error = {0};
    (void) snprintf(path, sizeof(path), "/ISAPI/PTZCtrl/channels/%d/capabilities", device->channel);
    int r = get(device, path, NULL, &doc, &error);
    if (r == -ENOENT || r == -ENOTSUP || r == -EPROTO)
        return 0;
    if (r < 0) {
        if (reterr)
            *reterr = error;
        return r;
    }
    xmlNode *root = lwi_xml_root(doc, NULL);
    ret_can->move = has(root, "ContinuousPanTiltSpace", "AbsolutePanTiltPositionSpace");
    ret_can->zoom = has(root, "ContinuousZoomSpace", "AbsoluteZoomPositionSpace");
    ret_can->save = ret_can->move;
    xmlFreeDoc(doc);
    return 0;
}

static int move_all(struct lwi_device *device, const struct lwi_move *move, struct lw_error *reterr)
{
    char path[96], body[192];
    (void) snprintf(path, sizeof(path), "/ISAPI/PTZCtrl/channels/%d/continuous", device->channel);
    (void) snprintf(body, sizeof(body),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PTZData>\n<pan>%d</pan>\n"
                    "<tilt>%d</tilt>\n<zoom>%d</zoom>\n</PTZData>\n",
                    (int) lround(100 * move->pan), (int) lround(100 * move->tilt),
                    (int) lround(100 * move->zoom));
    return lwi_device_send(device, "PUT", path, body, /* ret_text= */ NULL, reterr);
}

static int preset_save(struct lwi_device *device, const char *token, const char *name,
                       struct lw_error *reterr)
{
    char path[96], body[768], escaped[6 * 64];
    int number = 0;
    int r = lwi_device_number(device, token, &number, reterr);
    if (r == 0 && lwi_xml_escape(name, escaped, sizeof(escaped)) < 0)
        r = lwi_error_set(reterr, -EINVAL, "the name of the preset is too long");
    if (r < 0)
        return r;
    (void) snprintf(path, sizeof(path), "/ISAPI/PTZCtrl/channels/%d/presets/%d", device->channel,
                    number);
    (void) snprintf(body, sizeof(body),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PTZPreset>\n<enabled>true"
                    "</enabled>\n<id>%d</id>\n<presetName>%s</presetName>\n</PTZPreset>\n",
                    number, escaped);
    return lwi_device_send(device, "PUT", path, body, /* ret_text= */ NULL, reterr);
}

static int outputs(struct lwi_device *device, struct lwi_device_outputs *ret_outputs,
                   struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    int r = get(device, "/ISAPI/System/IO/outputs", "IOOutputPortList", &doc, reterr);
    if (r < 0)
        return r;
    xmlNode *root = lwi_xml_root(doc, NULL);
    for (xmlNode *p = NULL; (p = lwi_xml_find(root, "IOOutputPort", p));) {
        struct lwi_device_output *output = &ret_outputs->list[ret_outputs->count];
        if (ret_outputs->count == LWI_OUTPUTS_MAX)
            break;
        output->active = -1;
        if (lwi_xml_text(p, "id", output->token, sizeof(output->token)) == 0)
            ret_outputs->count++;
    }
    xmlFreeDoc(doc);
    return 0;
}

static int output_set(struct lwi_device *device, const char *token, int active,
                      struct lw_error *reterr)
{
    char path[96], body[192];
    int number = 0;
    int r = lwi_device_number(device, token, &number, reterr);
    if (r < 0)
        return r;
    (void) snprintf(path, sizeof(path), "/ISAPI/System/IO/outputs/%d/trigger", number);
    (void) snprintf(body, sizeof(body),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<IOPortData>\n<outputState>%s"
                    "</outputState>\n</IOPortData>\n",
                    active ? "high" : "low");
    return lwi_device_send(device, "PUT", path, body, /* ret_text= */ NULL, reterr);
}

/* ---- its own defocus detection ---- */

#define DEFOCUS_PATH "/ISAPI/Smart/DefocusDetection/%d"

static int get_defocus(struct lwi_device *device, xmlDoc **ret_doc, struct lw_error *reterr)
{
    char path[64];
    struct lw_error error = {0};
    (void) snprintf(path, sizeof(path), DEFOCUS_PATH, device->channel);
    int r = get(device, path, "DefocusDetection", ret_doc, &error);
    if (r == -ENOENT || r == -ENOTSUP || r == -EPROTO)
        return lwi_device_cannot(device, "look for defocus itself", reterr);
    if (r < 0 && reterr)
        *reterr = error;
    return r;
}

static int defocus_get(struct lwi_device *device, struct lwi_device_defocus *ret_defocus,
                       struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    char enabled[8];
    int r = get_defocus(device, &doc, reterr);
    if (r < 0)
        return r;
    xmlNode *root = lwi_xml_root(doc, NULL);
    (void) lwi_xml_text(root, "enabled", enabled, sizeof(enabled));
    ret_defocus->enabled = strcmp(enabled, "true") == 0;
    ret_defocus->sensitivity = (int) lwi_xml_number(root, "sensitivityLevel", 1, 100, -1);
    xmlFreeDoc(doc);
    return 0;
}

static int defocus_set(struct lwi_device *device, const struct lwi_device_defocus *defocus,
                       struct lw_error *reterr)
{
    char path[64], body[320];
    struct lwi_device_defocus was = {0};
    int r = defocus_get(device, &was, reterr);
    if (r < 0)
        return r;
    int sensitivity = defocus->sensitivity > 0 ? defocus->sensitivity
                      : was.sensitivity > 0    ? was.sensitivity
                                               : 50;
    (void) snprintf(path, sizeof(path), DEFOCUS_PATH, device->channel);
    (void) snprintf(body, sizeof(body),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DefocusDetection version=\"2.0\" "
                    "xmlns=\"http://www.hikvision.com/ver20/XMLSchema\">\n<id>%d</id>\n<enabled>%s"
                    "</enabled>\n<sensitivityLevel>%d</sensitivityLevel>\n</DefocusDetection>\n",
                    device->channel, defocus->enabled ? "true" : "false", sensitivity);
    return lwi_device_send(device, "PUT", path, body, /* ret_text= */ NULL, reterr);
}

const struct lwi_driver lwi_driver_hikvision = {
    .name = "hikvision",
    .help = "Hikvision and brands that are the same inside (ISAPI): 3xLOGIC, HiLook, HiWatch, "
            "Annke, LTS, and others.",
    .probe = probe,
    .identify = identify,
    .streams = streams,
    .snapshot = snapshot,
    .events_begin = events_begin,
    .events_read = events_read,
    .events_end = lwi_device_parts_end,
    .event_hold_s = 30, /* an alarm is said again every few seconds; of some the end is not */
    .focus_kinds =
        1u << LWI_FOCUS_AUTO | 1u << LWI_FOCUS_NEAR | 1u << LWI_FOCUS_FAR | 1u << LWI_FOCUS_RESET,
    .focus = focus,
    .presets = presets,
    .preset_go = preset_go,
    .ptz = ptz,
    .move = move_all,
    .preset_save = preset_save,
    .preset_numbers = 32, /* those from 33 on do other things */
    .outputs = outputs,
    .output_set = output_set,
    .defocus_get = defocus_get,
    .defocus_set = defocus_set,
};
