/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Axis VAPIX: parameters are lines of NAME=VALUE below "root.". */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "base/error.h"
#include "driver/internal.h"
#include "driver/onvif.h"
#include "driver/text.h"

#define LIST "/axis-cgi/param.cgi?action=list&group="

/* Of a stream for a small picture, at most. */
#define SMALL_WIDTH 960

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

static int identify(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_device_identity *i = ret_identity;
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

/* The largest of the list that is no wider than what a small picture needs and has the shape of the
 * whole picture; 0 x 0: there is none. */
static void small(const char *list, uint32_t *ret_width, uint32_t *ret_height)
{
    const uint32_t whole_width = *ret_width, whole_height = *ret_height;
    *ret_width = *ret_height = 0;
    for (const char *c = list; *c; c += strcspn(c, ","), c += *c == ',') {
        char one[32];
        uint32_t width, height;
        (void) snprintf(one, sizeof(one), "%.*s", (int) strcspn(c, ","), c);
        if (lwi_text_size(one, &width, &height) == 0 && width <= SMALL_WIDTH &&
            width < whole_width && width > *ret_width &&
            (uint64_t) width * whole_height == (uint64_t) height * whole_width) {
            *ret_width = width;
            *ret_height = height;
        }
    }
}

/* sub: of that size, which such a camera makes of the same picture. */
static void add_stream(struct lwi_device *device, const char *codec, int port, uint32_t width,
                       uint32_t height, int sub, struct lwi_device_streams *streams)
{
    char path[128], size[48] = "";
    if (sub)
        (void) snprintf(size, sizeof(size), "&resolution=%ux%u", width, height);
    struct lwi_device_stream *s = lwi_device_streams_add(streams);
    if (!s)
        return;
    s->channel = device->channel;
    s->width = width;
    s->height = height;
    (void) snprintf(s->codec, sizeof(s->codec), "%s", codec);
    (void) snprintf(s->name, sizeof(s->name), "%s", sub ? "sub" : codec);
    (void) snprintf(path, sizeof(path), "/axis-media/media.amp?videocodec=%s&camera=%d%s",
                    strcmp(codec, "mjpeg") == 0 ? "jpeg" : codec, device->channel, size);
    (void) lwi_device_rtsp(device, port, path, s->url);
}

static int streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
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
    const int has_h264 = strcasestr(formats, "h264") != NULL;
    if (has_h264)
        add_stream(device, "h264", port, width, height, 0, ret_streams);
    if (strcasestr(formats, "h265"))
        add_stream(device, "h265", port, width, height, 0, ret_streams);
    add_stream(device, "mjpeg", port, width, height, 0, ret_streams);
    small(list, &width, &height);
    if (width > 0)
        add_stream(device, has_h264 ? "h264" : "mjpeg", port, width, height, 1, ret_streams);
    return 0;
}

static int snapshot(struct lwi_device *device, char ret_path[LWI_DEVICE_URL_MAX],
                    struct lw_error *reterr)
{
    (void) reterr;
    (void) snprintf(ret_path, LWI_DEVICE_URL_MAX, "/axis-cgi/jpg/image.cgi?camera=%d",
                    device->channel);
    return 0;
}

/* ---- events: those of ONVIF, at an address of Axis's own and for Axis's users ---- */

static int events_begin(struct lwi_device *device, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    o->connected = 1; /* there is nothing else to ask */
    o->soap.login = device->user ? LWI_SOAP_DIGEST : LWI_SOAP_NOBODY;
    (void) snprintf(o->path[LWI_ONVIF_EVENTS], LWI_DEVICE_URL_MAX, "/vapix/services");
    return lwi_onvif_events_begin(device, reterr);
}

/* ---- lens, outputs: JSON ---- */

#define MOVE_S 15.0
#define POLL_S 0.25

/* Asks an interface of JSON; "data" of the answer, owned by *ret_answer. */
static int ask_json(struct lwi_device *device, const char *path, const char *method,
                    json_t *parameters, json_t **ret_answer, struct lw_error *reterr)
{
    char *text = NULL;
    json_t *request = json_pack("{s:s, s:s, s:s, s:o*}", "apiVersion", "1.0", "context",
                                "lenswatch", "method", method, "params", parameters);
    char *body = request ? json_dumps(request, JSON_COMPACT) : NULL;
    json_decref(request);
    if (!body)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_device_send(device, "POST", path, body, &text, reterr);
    free(body);
    if (r < 0)
        return r;
    json_t *answer = json_loads(text, 0, NULL);
    free(text);
    const json_t *error = json_object_get(answer, "error");
    if (!json_is_object(answer)) {
        json_decref(answer);
        return lwi_device_nonsense(device, "JSON", reterr);
    }
    if (error) {
        char why[96];
        const char *message = json_string_value(json_object_get(error, "message"));
        lwi_text_clean(why, sizeof(why), message ? message : "", message ? strlen(message) : 0);
        json_decref(answer);
        return lwi_error_set(reterr, -ENOTSUP, "%.100s refuses: %s", lwi_http_place(device->http),
                             why);
    }
    *ret_answer = answer;
    return 0;
}

#define OPTICS "/axis-cgi/opticscontrol.cgi"

/* The optics of the device's channel. */
static int read_optics(struct lwi_device *device, double *ret_position, int *ret_moving,
                       struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = ask_json(device, OPTICS, "getOptics", NULL, &answer, reterr);
    if (r < 0)
        return r;
    const json_t *list = json_object_get(json_object_get(answer, "data"), "optics");
    const json_t *one = json_array_get(list, (size_t) device->channel - 1);
    const json_t *position = json_object_get(one, "focusPosition");
    double value = json_number_value(position);
    int good = json_is_number(position) && value >= 0 && value <= 1;
    *ret_moving = json_is_true(json_object_get(one, "focusMoving"));
    json_decref(answer);
    if (!good)
        return lwi_device_cannot(device, "say where its lens is", reterr);
    *ret_position = value;
    return 0;
}

static int focus_position(struct lwi_device *device, double *ret_position, struct lw_error *reterr)
{
    int moving;
    return read_optics(device, ret_position, &moving, reterr);
}

static int settle(struct lwi_device *device, struct lw_error *reterr)
{
    for (double waited = 0; waited < MOVE_S; waited += POLL_S) {
        double position;
        int moving = 0;
        int r = lwi_device_wait(device, POLL_S, reterr);
        if (r == 0)
            r = read_optics(device, &position, &moving, reterr);
        if (r < 0 || !moving)
            return r;
    }
    return lwi_error_set(reterr, -ETIMEDOUT, "the lens at %.150s does not come to rest",
                         lwi_http_place(device->http));
}

static int tell_optics(struct lwi_device *device, const char *method, double position,
                       struct lw_error *reterr)
{
    char id[16];
    json_t *answer = NULL;
    (void) snprintf(id, sizeof(id), "%d", device->channel - 1);
    json_t *parameters = position < 0 ? json_pack("{s:[{s:s}]}", "optics", "opticsId", id)
                                      : json_pack("{s:[{s:s, s:f}]}", "optics", "opticsId", id,
                                                  "position", position);
    int r = ask_json(device, OPTICS, method, parameters, &answer, reterr);
    json_decref(answer);
    return r;
}

static int focus(struct lwi_device *device, const struct lwi_focus *what, struct lw_error *reterr)
{
    double position = what->amount;
    int moving, r = 0;
    switch (what->kind) {
    case LWI_FOCUS_AUTO:
        return tell_optics(device, "performAutoFocus", -1, reterr);
    case LWI_FOCUS_RESET:
        r = tell_optics(device, "calibrate", -1, reterr);
        return r < 0 ? r : settle(device, reterr);
    case LWI_FOCUS_NEAR:
    case LWI_FOCUS_FAR:
        r = read_optics(device, &position, &moving, reterr);
        position += what->kind == LWI_FOCUS_FAR ? what->amount : -what->amount;
        break;
    case LWI_FOCUS_TO:
        break;
    }
    if (r == 0)
        r = tell_optics(device, "setFocus", fmin(1, fmax(0, position)), reterr);
    return r < 0 ? r : settle(device, reterr);
}

/* "presetposno1=Home", a line each; the numbers have gaps. */
static int presets(struct lwi_device *device, struct lwi_presets *ret_presets,
                   struct lw_error *reterr)
{
    static const char word[] = "presetposno";
    char path[96];
    char *text = NULL;
    (void) snprintf(path, sizeof(path), "/axis-cgi/com/ptz.cgi?query=presetposcam&camera=%d",
                    device->channel);
    int r = lwi_device_text(device, path, &text, reterr);
    for (const char *line = r == 0 ? text : NULL; line && ret_presets->count < LWI_PRESETS_MAX;) {
        struct lwi_preset *preset = &ret_presets->list[ret_presets->count];
        const size_t size = strcspn(line, "\r\n");
        const char *number = line + strlen(word);
        const size_t digits =
            strncmp(line, word, strlen(word)) == 0 ? strspn(number, "0123456789") : 0;
        if (digits > 0 && digits < 6 && number[digits] == '=') {
            const char *name = number + digits + 1;
            (void) snprintf(preset->token, sizeof(preset->token), "%.*s", (int) digits, number);
            lwi_text_clean(preset->name, sizeof(preset->name), name, (size_t) (line + size - name));
            ret_presets->count++;
        }
        line = line[size] ? line + size + 1 : NULL;
    }
    free(text);
    return r;
}

static int preset_go(struct lwi_device *device, const char *token, struct lw_error *reterr)
{
    char path[96];
    int number = 0;
    int r = lwi_device_number(device, token, &number, reterr);
    if (r < 0)
        return r;
    (void) snprintf(path, sizeof(path), "/axis-cgi/com/ptz.cgi?camera=%d&gotoserverpresetno=%d",
                    device->channel, number);
    return lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, reterr);
}

static int ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr)
{
    char *text = NULL;
    char value[8];
    int r = lwi_device_text(device, LIST "root.Properties.PTZ", &text, reterr);
    if (r < 0)
        return r;
    if (lwi_text_value(text, "root.Properties.PTZ.PTZ", value, sizeof(value)) == 0 &&
        strcmp(value, "yes") == 0)
        *ret_can = (struct lwi_ptz_can){.move = 1, .zoom = 1, .save = 1};
    free(text);
    return 0;
}

/* ptz.cgi takes any of its parameters together; without an error it answers nothing. */
static int tell_ptz(struct lwi_device *device, const char *what, struct lw_error *reterr)
{
    char path[320];
    char *text = NULL;
    (void) snprintf(path, sizeof(path), "/axis-cgi/com/ptz.cgi?camera=%d&%s", device->channel,
                    what);
    int r = lwi_device_text(device, path, &text, reterr);
    if (r == 0 && strncmp(text, "Error", 5) == 0)
        r = lwi_device_cannot(device, "be turned so", reterr);
    free(text);
    return r;
}

static int move(struct lwi_device *device, const struct lwi_move *how, struct lw_error *reterr)
{
    char what[96];
    (void) snprintf(what, sizeof(what), "continuouspantiltmove=%d,%d&continuouszoommove=%d",
                    (int) lround(100 * how->pan), (int) lround(100 * how->tilt),
                    (int) lround(100 * how->zoom));
    return tell_ptz(device, what, reterr);
}

/* The camera replaces one of that name by itself. */
static int preset_save(struct lwi_device *device, const char *token, const char *name,
                       struct lw_error *reterr)
{
    char what[256], escaped[3 * 64 + 1];
    (void) token;
    int r = lwi_device_escape(name, escaped, sizeof(escaped), reterr);
    (void) snprintf(what, sizeof(what), "setserverpresetname=%s", r == 0 ? escaped : "");
    return r < 0 ? r : tell_ptz(device, what, reterr);
}

#define PORTS "/axis-cgi/io/portmanagement.cgi"

static int outputs(struct lwi_device *device, struct lwi_device_outputs *ret_outputs,
                   struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = ask_json(device, PORTS, "getPorts", NULL, &answer, reterr);
    if (r < 0)
        return r;
    size_t i;
    json_t *port;
    json_array_foreach(json_object_get(json_object_get(answer, "data"), "items"), i, port)
    {
        const char *name = json_string_value(json_object_get(port, "port"));
        const char *direction = json_string_value(json_object_get(port, "direction"));
        const char *state = json_string_value(json_object_get(port, "state"));
        const char *normal = json_string_value(json_object_get(port, "normalState"));
        struct lwi_device_output *output = &ret_outputs->list[ret_outputs->count];
        if (!name || !direction || strcmp(direction, "output") != 0 ||
            ret_outputs->count == LWI_OUTPUTS_MAX)
            continue;
        lwi_text_clean(output->token, sizeof(output->token), name, strlen(name));
        output->active = state && normal ? strcmp(state, normal) != 0 : -1;
        ret_outputs->count++;
    }
    json_decref(answer);
    return 0;
}

static int output_set(struct lwi_device *device, const char *token, int active,
                      struct lw_error *reterr)
{
    json_t *answer = NULL;
    json_t *parameters =
        json_pack("{s:[{s:s, s:s}]}", "ports", "port", token, "state", active ? "closed" : "open");
    int r = ask_json(device, PORTS, "setPorts", parameters, &answer, reterr);
    json_decref(answer);
    return r;
}

const struct lwi_driver lwi_driver_axis = {
    .name = "axis",
    .help = "Axis (VAPIX).",
    .state_size = sizeof(struct lwi_onvif),
    .probe = probe,
    .identify = identify,
    .streams = streams,
    .snapshot = snapshot,
    .events_begin = events_begin,
    .events_read = lwi_onvif_events_read,
    .events_end = lwi_onvif_events_end,
    .focus_kinds = 1u << LWI_FOCUS_AUTO | 1u << LWI_FOCUS_NEAR | 1u << LWI_FOCUS_FAR |
                   1u << LWI_FOCUS_TO | 1u << LWI_FOCUS_RESET,
    .focus = focus,
    .focus_position = focus_position,
    .presets = presets,
    .preset_go = preset_go,
    .ptz = ptz,
    .move = move,
    .preset_save = preset_save,
    .outputs = outputs,
    .output_set = output_set,
    .done = lwi_onvif_done,
};
