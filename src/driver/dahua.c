/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The CGI of Dahua, and of Amcrest, Lorex and others that Dahua makes: lines of
 * NAME=VALUE. Channels count from 0 in settings and events, from 1 in the paths of
 * pictures and streams.
 */
#include "driver/dahua.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/parse.h"
#include "driver/text.h"

#define CHANNELS_MAX 64

static enum lwi_probe probe(struct lwi_device *device)
{
    struct lwi_http_answer answer = {0};
    enum lwi_probe sure = LWI_PROBE_NO;
    if (lwi_device_ask(device, "/cgi-bin/magicBox.cgi?action=getDeviceType", &answer) < 0)
        return LWI_PROBE_NO;
    if (answer.status == 401)
        sure = strncasecmp(answer.realm, "Login to ", 9) == 0 ? LWI_PROBE_SURE : LWI_PROBE_WEAK;
    else if (answer.status == 200 && strncmp((const char *) answer.body, "type=", 5) == 0)
        sure = LWI_PROBE_SURE;
    lwi_http_answer_done(&answer);
    return sure;
}

/* One value; "" where the camera does not know the question. -EACCES and such are errors. */
static int ask(struct lwi_device *device, const char *path, const char *name, char *ret_value,
               size_t ret_size, struct lw_error *reterr)
{
    char *text = NULL;
    struct lw_error error = {0};
    ret_value[0] = '\0';
    int r = lwi_device_text(device, path, &text, &error);
    if (r == 0)
        (void) lwi_text_value(text, name, ret_value, ret_size);
    free(text);
    if (r == 0 || r == -ENOENT || r == -EPROTO || r == -ENOTSUP)
        return 0;
    if (reterr)
        *reterr = error;
    return r;
}

static int ask_box(struct lwi_device *device, const char *action, const char *name, char *ret_value,
                   size_t ret_size, struct lw_error *reterr)
{
    char path[96];
    (void) snprintf(path, sizeof(path), "/cgi-bin/magicBox.cgi?action=%s", action);
    return ask(device, path, name, ret_value, ret_size, reterr);
}

static int identify(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_device_identity *i = ret_identity;
    (void) snprintf(i->brand, sizeof(i->brand), "Dahua");
    char *text = NULL;
    int r = lwi_device_text(device, "/cgi-bin/magicBox.cgi?action=getDeviceType", &text, reterr);
    if (r == 0 && lwi_text_value(text, "type", i->model, sizeof(i->model)) < 0)
        r = lwi_device_nonsense(device, "type of a device", reterr);
    free(text);
    if (r == 0)
        r = ask_box(device, "getVendor", "vendor", i->brand, sizeof(i->brand), reterr);
    /* Dahua's own name for "not to be said". */
    if (!i->brand[0] || strcasecmp(i->brand, "General") == 0)
        (void) snprintf(i->brand, sizeof(i->brand), "Dahua");
    if (r == 0)
        r = ask_box(device, "getSerialNo", "sn", i->serial, sizeof(i->serial), reterr);
    if (r == 0)
        r = ask_box(device, "getSoftwareVersion", "version", i->firmware, sizeof(i->firmware),
                    reterr);
    if (r == 0)
        r = ask_box(device, "getMachineName", "name", i->name, sizeof(i->name), reterr);
    if (r == 0)
        r = ask(device, "/cgi-bin/configManager.cgi?action=getConfig&name=Network",
                "table.Network.eth0.PhysicalAddress", i->mac, sizeof(i->mac), reterr);
    return r;
}

/* One stream of one channel of the configuration; 0: there is none. */
static int add_stream(struct lwi_device *device, const char *config, int channel, int sub, int port,
                      struct lwi_device_streams *streams)
{
    char begin[64], name[96], value[32], path[64];
    (void) snprintf(begin, sizeof(begin), "table.Encode[%d].%sFormat[%d]", channel,
                    sub ? "Extra" : "Main", sub ? sub - 1 : 0);
    (void) snprintf(name, sizeof(name), "%s.Video.Compression", begin);
    if (lwi_text_value(config, name, value, sizeof(value)) < 0)
        return 0;
    char enabled[16];
    (void) snprintf(name, sizeof(name), "%s.VideoEnable", begin);
    (void) lwi_text_value(config, name, enabled, sizeof(enabled));
    if (strcmp(enabled, "false") == 0)
        return 1;
    struct lwi_device_stream *s = lwi_device_streams_add(streams);
    if (!s)
        return 0;
    s->channel = channel + 1;
    (void) snprintf(s->name, sizeof(s->name), "%s", sub == 0 ? "main" : sub == 1 ? "sub" : "third");
    (void) snprintf(s->codec, sizeof(s->codec), "%s", lwi_text_codec(value));
    (void) snprintf(name, sizeof(name), "%s.Video.Width", begin);
    s->width = (uint32_t) lwi_text_number(config, name, 1, 65535, 0);
    (void) snprintf(name, sizeof(name), "%s.Video.Height", begin);
    s->height = (uint32_t) lwi_text_number(config, name, 1, 65535, 0);
    (void) snprintf(path, sizeof(path), "/cam/realmonitor?channel=%d&subtype=%d", channel + 1, sub);
    (void) lwi_device_rtsp(device, port, path, s->url);
    return 1;
}

static int streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
                   struct lw_error *reterr)
{
    char *config = NULL;
    char port_text[16];
    int r = lwi_device_text(device, "/cgi-bin/configManager.cgi?action=getConfig&name=Encode",
                            &config, reterr);
    if (r == 0)
        r = ask(device, "/cgi-bin/configManager.cgi?action=getConfig&name=RTSP", "table.RTSP.Port",
                port_text, sizeof(port_text), reterr);
    if (r < 0) {
        free(config);
        return r;
    }
    int port = (int) strtol(port_text, NULL, 10);
    if (port < 1 || port > 65535)
        port = 0;
    for (int channel = 0; channel < CHANNELS_MAX; channel++)
        for (int sub = 0; sub < 3; sub++)
            if (!add_stream(device, config, channel, sub, port, ret_streams))
                break;
    free(config);
    return ret_streams->count ? 0 : lwi_device_nonsense(device, "list of streams", reterr);
}

static int snapshot(struct lwi_device *device, char ret_path[LWI_DEVICE_URL_MAX],
                    struct lw_error *reterr)
{
    (void) reterr;
    (void) snprintf(ret_path, LWI_DEVICE_URL_MAX, "/cgi-bin/snapshot.cgi?channel=%d",
                    device->channel);
    return 0;
}

/* ---- events ---- */

/* A sign of life is asked for every 5 s. */
#define SILENCE_S 30.0

static const struct lwi_device_word words[] = {
    {"VideoUnFocus", "defocus"},
    {"VideoBlind", "covered"},
    {"VideoLoss", "signal_lost"},
    {"VideoAbnormalDetection", "scene_changed"},
};

static int events_begin(struct lwi_device *device, struct lw_error *reterr)
{
    return lwi_device_parts_begin(device,
                                  "/cgi-bin/eventManager.cgi?action=attach&codes=[VideoLoss,"
                                  "VideoBlind,VideoUnFocus,VideoAbnormalDetection]&heartbeat=5",
                                  SILENCE_S, reterr);
}

/* The value of one "NAME=VALUE" of those between semicolons. */
static void field(const char *text, const char *name, char *ret_value, size_t ret_size)
{
    size_t n = strlen(name);
    ret_value[0] = '\0';
    for (const char *at = text; at && *at; at = strchr(at, ';')) {
        at += *at == ';';
        if (strncmp(at, name, n) == 0 && at[n] == '=') {
            lwi_text_clean(ret_value, ret_size, at + n + 1, strcspn(at + n + 1, ";\r\n"));
            return;
        }
    }
}

/* "Code=VideoBlind;action=Start;index=0", perhaps with ";data={...}". -EBADMSG: it is no event. */
static int read_event(const char *text, struct lwi_device_event *ret_event)
{
    struct lwi_device_event e = {0};
    char action[16], index[8];
    field(text, "Code", e.code, sizeof(e.code));
    field(text, "action", action, sizeof(action));
    field(text, "index", index, sizeof(index));
    if (!e.code[0])
        return -EBADMSG;
    e.pulse = strcmp(action, "Pulse") == 0;
    e.active = e.pulse || strcmp(action, "Start") == 0;
    if (!e.active && strcmp(action, "Stop") != 0)
        return -EBADMSG; /* "State" says how it has been, again and again */
    e.channel = index[0] ? (int) strtol(index, NULL, 10) + 1 : 0;
    (void) snprintf(e.condition, sizeof(e.condition), "%s",
                    lwi_device_condition(words, sizeof(words) / sizeof(words[0]), e.code));
    *ret_event = e;
    return 0;
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
        r = read_event(text, ret_event);
        free(text);
        if (r == 0) /* else a sign of life */
            return 0;
    }
}

/* ---- lens ---- */

/* Cameras are known to say OK and stay where they are: it is said again. */
#define MOVES_MAX     4
#define MOVE_S        15.0
#define POLL_S        0.25
#define POSITION_NEAR 0.005

#define INPUT "/cgi-bin/devVideoInput.cgi?action="

struct lens {
    double focus, zoom;
    int moving;
};

/* The first channel is the one that is meant where none is named. */
static const char *channel_text(const struct lwi_device *device, char *text, size_t size)
{
    text[0] = '\0';
    if (device->channel > 1)
        (void) snprintf(text, size, "&channel=%d", device->channel);
    return text;
}

static int read_lens(struct lwi_device *device, struct lens *ret_lens, struct lw_error *reterr)
{
    char path[96], which[24], value[32];
    char *text = NULL;
    (void) snprintf(path, sizeof(path), INPUT "getFocusStatus%s",
                    channel_text(device, which, sizeof(which)));
    int r = lwi_device_text(device, path, &text, reterr);
    if (r == 0) {
        (void) lwi_text_value(text, "status.Focus", value, sizeof(value));
        if (lwi_parse_double(value, 0, 1, &ret_lens->focus) < 0)
            r = lwi_device_nonsense(device, "position of a lens", reterr);
        (void) lwi_text_value(text, "status.Zoom", value, sizeof(value));
        if (lwi_parse_double(value, 0, 1, &ret_lens->zoom) < 0)
            ret_lens->zoom = 0;
        (void) lwi_text_value(text, "status.Status", value, sizeof(value));
        ret_lens->moving = strcmp(value, "Autofocus") == 0 ||
                           lwi_text_number(text, "status.LenAdjustStatus", 0, 9, 0) == 1;
    }
    free(text);
    return r;
}

/* Until it stands still. */
static int settle(struct lwi_device *device, struct lens *ret_lens, struct lw_error *reterr)
{
    struct lens before = {-1, -1, 1};
    for (double waited = 0; waited < MOVE_S; waited += POLL_S) {
        int r = lwi_device_wait(device, POLL_S, reterr);
        if (r == 0)
            r = read_lens(device, ret_lens, reterr);
        if (r < 0)
            return r;
        if (!ret_lens->moving && ret_lens->focus == before.focus)
            return 0;
        before = *ret_lens;
    }
    return lwi_error_set(reterr, -ETIMEDOUT, "the lens at %.150s does not come to rest",
                         lwi_http_place(device->http));
}

static int go_to(struct lwi_device *device, double position, struct lw_error *reterr)
{
    struct lens lens;
    int r = read_lens(device, &lens, reterr);
    for (int i = 0; r == 0 && i < MOVES_MAX; i++) {
        char path[128], which[24];
        (void) snprintf(path, sizeof(path), INPUT "adjustFocus&focus=%.4f&zoom=%.4f%s", position,
                        lens.zoom, channel_text(device, which, sizeof(which)));
        r = lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, reterr);
        if (r == 0)
            r = settle(device, &lens, reterr);
        if (r == 0 && fabs(lens.focus - position) <= POSITION_NEAR)
            return 0;
    }
    return r < 0 ? r
                 : lwi_error_set(reterr, -EIO, "the lens at %.150s does not move",
                                 lwi_http_place(device->http));
}

static int focus(struct lwi_device *device, const struct lwi_focus *what, struct lw_error *reterr)
{
    struct lens lens;
    char path[96], which[24];
    int r;
    switch (what->kind) {
    case LWI_FOCUS_AUTO:
        (void) snprintf(path, sizeof(path), INPUT "autoFocus%s",
                        channel_text(device, which, sizeof(which)));
        return lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, reterr);
    case LWI_FOCUS_NEAR:
    case LWI_FOCUS_FAR:
        r = read_lens(device, &lens, reterr);
        if (r < 0)
            return r;
        lens.focus += what->kind == LWI_FOCUS_FAR ? what->amount : -what->amount;
        return go_to(device, fmin(1, fmax(0, lens.focus)), reterr);
    case LWI_FOCUS_TO:
        return go_to(device, what->amount, reterr);
    default:
        return lwi_device_cannot(device, "initialise its lens", reterr);
    }
}

static int focus_position(struct lwi_device *device, double *ret_position, struct lw_error *reterr)
{
    struct lens lens;
    int r = read_lens(device, &lens, reterr);
    if (r == 0)
        *ret_position = lens.focus;
    return r;
}

/* ---- presets, outputs ---- */

static int presets(struct lwi_device *device, struct lwi_presets *ret_presets,
                   struct lw_error *reterr)
{
    char path[96], name[48];
    char *text = NULL;
    (void) snprintf(path, sizeof(path), "/cgi-bin/ptz.cgi?action=getPresets&channel=%d",
                    device->channel);
    int r = lwi_device_text(device, path, &text, reterr);
    for (int i = 0; r == 0 && i < LWI_PRESETS_MAX; i++) {
        struct lwi_preset *p = &ret_presets->list[ret_presets->count];
        (void) snprintf(name, sizeof(name), "presets[%d].Index", i);
        if (lwi_text_value(text, name, p->token, sizeof(p->token)) < 0)
            break;
        (void) snprintf(name, sizeof(name), "presets[%d].Name", i);
        (void) lwi_text_value(text, name, p->name, sizeof(p->name));
        ret_presets->count++;
    }
    free(text);
    return r;
}

static int preset_go(struct lwi_device *device, const char *token, struct lw_error *reterr)
{
    char path[128];
    int number = 0;
    int r = lwi_device_number(device, token, &number, reterr);
    if (r < 0)
        return r;
    (void) snprintf(
        path, sizeof(path),
        "/cgi-bin/ptz.cgi?action=start&channel=%d&code=GotoPreset&arg1=0&arg2=%d&arg3=0",
        device->channel, number);
    return lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, reterr);
}

static int preset_now(struct lwi_device *device, unsigned *ret_number, struct lw_error *reterr)
{
    char path[96], moves[32] = "";
    char *text = NULL;
    (void) snprintf(path, sizeof(path), "/cgi-bin/ptz.cgi?action=getStatus&channel=%d",
                    device->channel);
    int r = lwi_device_text(device, path, &text, reterr);
    if (r < 0)
        return r;
    (void) lwi_text_value(text, "status.MoveStatus", moves, sizeof(moves));
    int64_t number =
        (int64_t) lwi_text_number(text, "status.PresetID", 0, LWI_PRESET_NUMBER_MAX, -1);
    free(text);
    if (number < 0)
        return lwi_device_cannot(device, "say on which preset it stands", reterr);
    if (number == 0 || strcmp(moves, "Moving") == 0)
        return lwi_error_set(reterr, -ENOENT, "it stands on no preset");
    *ret_number = (unsigned) number;
    return 0;
}

#define GET_CONFIG "/cgi-bin/configManager.cgi?action=getConfig&name="
#define SET_CONFIG "/cgi-bin/configManager.cgi?action=setConfig&"

/* The mode of an output: 0 by events, 1 always on, 2 off. */
static int outputs(struct lwi_device *device, struct lwi_device_outputs *ret_outputs,
                   struct lw_error *reterr)
{
    char *text = NULL;
    int r = lwi_device_text(device, GET_CONFIG "AlarmOut", &text, reterr);
    for (int i = 0; r == 0 && i < LWI_OUTPUTS_MAX; i++) {
        struct lwi_device_output *o = &ret_outputs->list[ret_outputs->count];
        char name[48], mode[16];
        (void) snprintf(name, sizeof(name), "table.AlarmOut[%d].Mode", i);
        if (lwi_text_value(text, name, mode, sizeof(mode)) < 0)
            break;
        (void) snprintf(o->token, sizeof(o->token), "%d", i);
        o->active = strcmp(mode, "1") == 0;
        ret_outputs->count++;
    }
    free(text);
    return r;
}

static int output_set(struct lwi_device *device, const char *token, int active,
                      struct lw_error *reterr)
{
    char path[96];
    int number = 0;
    int r = lwi_device_number(device, token, &number, reterr);
    if (r < 0)
        return r;
    /* Off is "by events" again, as it was. */
    (void) snprintf(path, sizeof(path), SET_CONFIG "AlarmOut[%d].Mode=%d", number, active ? 1 : 0);
    return lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, reterr);
}

/* ---- its own defocus detection ---- */

static int defocus_get(struct lwi_device *device, struct lwi_device_defocus *ret_defocus,
                       struct lw_error *reterr)
{
    char name[64], enabled[8];
    char *text = NULL;
    struct lw_error error = {0};
    int r = lwi_device_text(device, GET_CONFIG "UnFocusDetect", &text, &error);
    (void) snprintf(name, sizeof(name), "table.UnFocusDetect[%d].Enable", device->channel - 1);
    if (r == -EPROTO || r == -ENOENT ||
        (r == 0 && lwi_text_value(text, name, enabled, sizeof(enabled)) < 0)) {
        free(text);
        return lwi_device_cannot(device, "look for defocus itself", reterr);
    }
    if (r < 0) {
        if (reterr)
            *reterr = error;
        return r;
    }
    ret_defocus->enabled = strcmp(enabled, "true") == 0;
    (void) snprintf(name, sizeof(name), "table.UnFocusDetect[%d].Sensitivity", device->channel - 1);
    ret_defocus->sensitivity = (int) lwi_text_number(text, name, 1, 100, -1);
    free(text);
    return 0;
}

static int defocus_set(struct lwi_device *device, const struct lwi_device_defocus *defocus,
                       struct lw_error *reterr)
{
    struct lwi_device_defocus was = {0};
    char path[192], more[64] = "";
    int r = defocus_get(device, &was, reterr);
    if (r < 0)
        return r;
    if (defocus->sensitivity > 0 && was.sensitivity > 0)
        (void) snprintf(more, sizeof(more), "&UnFocusDetect[%d].Sensitivity=%d",
                        device->channel - 1, defocus->sensitivity);
    (void) snprintf(path, sizeof(path), SET_CONFIG "UnFocusDetect[%d].Enable=%s%s",
                    device->channel - 1, defocus->enabled ? "true" : "false", more);
    return lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, reterr);
}

const struct lwi_driver lwi_driver_dahua = {
    .name = "dahua",
    .help = "Dahua, Amcrest, Lorex and others that Dahua makes (CGI).",
    .state_size = sizeof(struct lwi_dahua),
    .probe = probe,
    .identify = identify,
    .streams = streams,
    .snapshot = snapshot,
    .events_begin = events_begin,
    .events_read = events_read,
    .events_end = lwi_device_parts_end,
    .focus_kinds =
        1u << LWI_FOCUS_AUTO | 1u << LWI_FOCUS_NEAR | 1u << LWI_FOCUS_FAR | 1u << LWI_FOCUS_TO,
    .focus = focus,
    .focus_position = focus_position,
    .presets = presets,
    .preset_go = preset_go,
    .preset_now = preset_now,
    .ptz = lwi_dahua_ptz,
    .move = lwi_dahua_move,
    .preset_save = lwi_dahua_preset_save,
    .preset_numbers = LWI_PRESETS_MAX,
    .outputs = outputs,
    .output_set = output_set,
    .defocus_get = defocus_get,
    .defocus_set = defocus_set,
};
