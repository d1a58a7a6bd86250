/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* ONVIF's Imaging (focus), PTZ (presets) and relay outputs. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "driver/onvif.h"

#define MOVE_S 15.0
#define POLL_S 0.25
/* At full speed a lens goes from end to end in some 4 s. */
#define RANGE_S 4.0

/* How this lens can be moved. */
struct range {
    int absolute, relative, continuous;
    double min, max;     /* of positions */
    double distance_max; /* of a relative move */
    double speed_min, speed_max;
};

/* The element with the token of the device's video source. */
static int source_element(struct lwi_device *device, char *text, size_t size,
                          struct lw_error *reterr)
{
    const struct lwi_onvif_profile *profile = NULL;
    char token[6 * 64];
    int r = lwi_onvif_profile(device, &profile, reterr);
    if (r == 0 && lwi_xml_escape(profile->source, token, sizeof(token)) < 0)
        r = lwi_device_nonsense(device, "video source", reterr);
    if (r == 0)
        (void) snprintf(text, size, "<o:VideoSourceToken>%s</o:VideoSourceToken>", token);
    return r;
}

/* Asks Imaging about the source, with more beside its token. */
static int imaging(struct lwi_device *device, const char *name, const char *more, xmlDoc **ret_doc,
                   xmlNode **ret_answer, struct lw_error *reterr)
{
    char body[1536], source[512];
    int r = source_element(device, source, sizeof(source), reterr);
    if (r < 0)
        return r;
    (void) snprintf(body, sizeof(body), "%s%s", source, more);
    return lwi_onvif_call(device, LWI_ONVIF_IMAGING, name, body, ret_doc, ret_answer, reterr);
}

static int tell(struct lwi_device *device, const char *name, const char *more,
                struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r = imaging(device, name, more, &doc, &answer, reterr);
    xmlFreeDoc(doc);
    return r;
}

static int read_range(struct lwi_device *device, struct range *ret_range, struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    struct range range = {0};
    int r = imaging(device, "GetMoveOptions", "", &doc, &answer, reterr);
    if (r < 0)
        return r;
    xmlNode *absolute = lwi_xml_find(answer, "Absolute", NULL);
    xmlNode *position = lwi_xml_find(absolute, "Position", NULL);
    xmlNode *relative = lwi_xml_find(answer, "Relative", NULL);
    xmlNode *distance = lwi_xml_find(relative, "Distance", NULL);
    xmlNode *continuous = lwi_xml_find(answer, "Continuous", NULL);
    range.min = lwi_xml_double(position, "Min", -1e9, 1e9, NAN);
    range.max = lwi_xml_double(position, "Max", -1e9, 1e9, NAN);
    range.absolute = range.max > range.min;
    range.distance_max = lwi_xml_double(distance, "Max", 0, 1e9, 0);
    range.relative = range.distance_max > 0;
    range.speed_min = lwi_xml_double(continuous, "Min", -1e9, 0, 0);
    range.speed_max = lwi_xml_double(continuous, "Max", 0, 1e9, 0);
    range.continuous = range.speed_max > 0;
    xmlFreeDoc(doc);
    *ret_range = range;
    return 0;
}

/* The lens's position in its own units; *ret_moving. */
static int read_status(struct lwi_device *device, double *ret_position, int *ret_moving,
                       struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    char state[16];
    int r = imaging(device, "GetStatus", "", &doc, &answer, reterr);
    if (r < 0)
        return r;
    xmlNode *status = lwi_xml_find(answer, "FocusStatus20", NULL);
    double position = lwi_xml_double(status, "Position", -1e9, 1e9, NAN);
    (void) lwi_xml_text(status, "MoveStatus", state, sizeof(state));
    xmlFreeDoc(doc);
    if (isnan(position))
        return lwi_device_cannot(device, "say where its lens is", reterr);
    *ret_position = position;
    *ret_moving = strcmp(state, "MOVING") == 0;
    return 0;
}

int lwi_onvif_focus_position(struct lwi_device *device, double *ret_position,
                             struct lw_error *reterr)
{
    struct range range;
    double position;
    int moving;
    int r = read_range(device, &range, reterr);
    if (r == 0 && !range.absolute)
        r = lwi_device_cannot(device, "say where its lens is", reterr);
    if (r == 0)
        r = read_status(device, &position, &moving, reterr);
    if (r == 0)
        *ret_position = fmin(1, fmax(0, (position - range.min) / (range.max - range.min)));
    return r;
}

/* Waits until the lens stands still. There are cameras that say MOVING for ever: the time is
 * bounded, and a position that does not change is rest, too. */
static int settle(struct lwi_device *device, struct lw_error *reterr)
{
    double before = NAN, position = 0;
    for (double waited = 0; waited < MOVE_S; waited += POLL_S) {
        int moving = 0;
        int r = lwi_device_wait(device, POLL_S, reterr);
        if (r == 0 && read_status(device, &position, &moving, /* reterr= */ NULL) < 0)
            return 0; /* it does not say */
        if (r < 0)
            return r;
        if (position == before)
            return 0;
        before = position;
    }
    return lwi_error_set(reterr, -ETIMEDOUT, "the lens at %.150s does not come to rest",
                         lwi_http_place(device->http));
}

static int go_to(struct lwi_device *device, const struct range *range, double share,
                 struct lw_error *reterr)
{
    char more[192];
    (void) snprintf(more, sizeof(more),
                    "<o:Focus><tt:Absolute><tt:Position>%.6f</tt:Position></tt:Absolute></o:Focus>",
                    range->min + share * (range->max - range->min));
    int r = tell(device, "Move", more, reterr);
    return r < 0 ? r : settle(device, reterr);
}

static int move_relative(struct lwi_device *device, const struct range *range, double share,
                         struct lw_error *reterr)
{
    char more[192];
    (void) snprintf(more, sizeof(more),
                    "<o:Focus><tt:Relative><tt:Distance>%.6f</tt:Distance></tt:Relative></o:Focus>",
                    share * range->distance_max);
    int r = tell(device, "Move", more, reterr);
    return r < 0 ? r : settle(device, reterr);
}

static int move_continuous(struct lwi_device *device, const struct range *range, double share,
                           struct lw_error *reterr)
{
    char more[192];
    (void) snprintf(more, sizeof(more),
                    "<o:Focus><tt:Continuous><tt:Speed>%.6f</tt:Speed></tt:Continuous></o:Focus>",
                    share > 0 ? range->speed_max : range->speed_min);
    int r = tell(device, "Move", more, reterr);
    if (r < 0)
        return r;
    r = lwi_device_wait(device, fabs(share) * RANGE_S, reterr);
    int stopped = tell(device, "Stop", "", r < 0 ? NULL : reterr); /* come what may */
    return r < 0 ? r : stopped;
}

int lwi_onvif_focus(struct lwi_device *device, const struct lwi_focus *what,
                    struct lw_error *reterr)
{
    struct range range;
    double position;
    int moving;
    if (what->kind == LWI_FOCUS_AUTO)
        return tell(device, "SetImagingSettings",
                    "<o:ImagingSettings><tt:Focus><tt:AutoFocusMode>AUTO</tt:AutoFocusMode>"
                    "</tt:Focus></o:ImagingSettings><o:ForcePersistence>false</o:ForcePersistence>",
                    reterr);
    int r = read_range(device, &range, reterr);
    if (r < 0)
        return r;
    if (what->kind == LWI_FOCUS_TO)
        return range.absolute ? go_to(device, &range, what->amount, reterr)
                              : lwi_device_cannot(device, "go to a position of its lens", reterr);
    double share = what->kind == LWI_FOCUS_FAR ? what->amount : -what->amount;
    if (range.absolute && read_status(device, &position, &moving, /* reterr= */ NULL) == 0) {
        share += (position - range.min) / (range.max - range.min);
        return go_to(device, &range, fmin(1, fmax(0, share)), reterr);
    }
    if (range.relative)
        return move_relative(device, &range, share, reterr);
    if (range.continuous)
        return move_continuous(device, &range, share, reterr);
    return lwi_device_cannot(device, "move its lens", reterr);
}

/* ---- presets ---- */

int lwi_onvif_presets(struct lwi_device *device, struct lwi_presets *ret_presets,
                      struct lw_error *reterr)
{
    char body[512];
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r = lwi_onvif_ptz_element(device, body, sizeof(body), reterr);
    if (r == 0)
        r = lwi_onvif_call(device, LWI_ONVIF_PTZ, "GetPresets", body, &doc, &answer, reterr);
    if (r < 0)
        return r;
    for (xmlNode *p = NULL; (p = lwi_xml_find(answer, "Preset", p));) {
        struct lwi_preset *preset = &ret_presets->list[ret_presets->count];
        if (ret_presets->count == LWI_PRESETS_MAX)
            break;
        if (lwi_xml_attribute(p, "token", preset->token, sizeof(preset->token)) < 0)
            continue;
        (void) lwi_xml_text(p, "Name", preset->name, sizeof(preset->name));
        ret_presets->count++;
    }
    xmlFreeDoc(doc);
    return 0;
}

int lwi_onvif_preset_go(struct lwi_device *device, const char *token, struct lw_error *reterr)
{
    char body[1024], profile[512], escaped[6 * 64];
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r = lwi_onvif_ptz_element(device, profile, sizeof(profile), reterr);
    if (r == 0 && lwi_xml_escape(token, escaped, sizeof(escaped)) < 0)
        r = lwi_error_set(reterr, -EINVAL, "the name of the preset is too long");
    if (r < 0)
        return r;
    (void) snprintf(body, sizeof(body), "%s<o:PresetToken>%s</o:PresetToken>", profile, escaped);
    r = lwi_onvif_call(device, LWI_ONVIF_PTZ, "GotoPreset", body, &doc, &answer, reterr);
    xmlFreeDoc(doc);
    return r;
}

/* Pan and tilt from -1 to 1, zoom from 0 to 1, as most cameras have them. */
struct place {
    double pan, tilt, zoom;
};

/* So near is the same; cameras come back to a preset within some hundredths of a degree. */
#define NEAR_MOVE 0.005
#define NEAR_ZOOM 0.02

static double number_of(const xmlNode *node, const char *name)
{
    char text[32];
    char *end = text;
    double value =
        lwi_xml_attribute(node, name, text, sizeof(text)) == 0 ? strtod(text, &end) : NAN;
    return end == text || *end != '\0' ? NAN : value;
}

/* 0: there is none, or not of both. */
static int read_place(xmlNode *node, struct place *ret_place)
{
    const xmlNode *move = lwi_xml_find(node, "PanTilt", NULL);
    const xmlNode *zoom = lwi_xml_find(node, "Zoom", NULL);
    if (!move)
        return 0;
    *ret_place =
        (struct place){number_of(move, "x"), number_of(move, "y"), zoom ? number_of(zoom, "x") : 0};
    return isfinite(ret_place->pan) && isfinite(ret_place->tilt) && isfinite(ret_place->zoom);
}

static int ask_place(struct lwi_device *device, const char *profile, struct place *ret_place,
                     struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    char moves[32] = "";
    int r = lwi_onvif_call(device, LWI_ONVIF_PTZ, "GetStatus", profile, &doc, &answer, reterr);
    if (r < 0)
        return r;
    xmlNode *status = lwi_xml_find(answer, "MoveStatus", NULL);
    if (status)
        (void) lwi_xml_text(status, "PanTilt", moves, sizeof(moves));
    if (strcmp(moves, "MOVING") == 0)
        r = lwi_error_set(reterr, -ENOENT, "it moves");
    else if (!read_place(lwi_xml_find(answer, "Position", NULL), ret_place))
        r = lwi_device_cannot(device, "say where it looks", reterr);
    xmlFreeDoc(doc);
    return r;
}

int lwi_onvif_preset_now(struct lwi_device *device, unsigned *ret_number, struct lw_error *reterr)
{
    char profile[512], token[64];
    struct place here = {0}, there;
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    unsigned n = 0, found = 0;
    int places = 0, number = 0;
    int r = lwi_onvif_ptz_element(device, profile, sizeof(profile), reterr);
    if (r == 0)
        r = ask_place(device, profile, &here, reterr);
    if (r == 0)
        r = lwi_onvif_call(device, LWI_ONVIF_PTZ, "GetPresets", profile, &doc, &answer, reterr);
    if (r < 0)
        return r;
    for (xmlNode *p = NULL; !found && (p = lwi_xml_find(answer, "Preset", p));) {
        n++;
        if (!read_place(lwi_xml_find(p, "PTZPosition", NULL), &there))
            continue;
        places++;
        if (fabs(here.pan - there.pan) > NEAR_MOVE || fabs(here.tilt - there.tilt) > NEAR_MOVE ||
            fabs(here.zoom - there.zoom) > NEAR_ZOOM)
            continue;
        (void) lwi_xml_attribute(p, "token", token, sizeof(token));
        found = lwi_device_number(device, token, &number, NULL) == 0 && number > 0 &&
                        number <= LWI_PRESET_NUMBER_MAX
                    ? (unsigned) number
                    : n;
    }
    xmlFreeDoc(doc);
    if (!found && !places)
        return lwi_device_cannot(device, "say where its presets are", reterr);
    *ret_number = found;
    return found ? 0 : lwi_error_set(reterr, -ENOENT, "it stands on no preset");
}

/* ---- relay outputs ---- */

int lwi_onvif_outputs(struct lwi_device *device, struct lwi_device_outputs *ret_outputs,
                      struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r = lwi_onvif_call(device, LWI_ONVIF_DEVICE, "GetRelayOutputs", "", &doc, &answer, reterr);
    if (r < 0)
        return r;
    for (xmlNode *n = NULL; (n = lwi_xml_find(answer, "RelayOutputs", n));) {
        struct lwi_device_output *output = &ret_outputs->list[ret_outputs->count];
        if (ret_outputs->count == LWI_OUTPUTS_MAX)
            break;
        output->active = -1;
        if (lwi_xml_attribute(n, "token", output->token, sizeof(output->token)) == 0)
            ret_outputs->count++;
    }
    xmlFreeDoc(doc);
    return 0;
}

int lwi_onvif_output_set(struct lwi_device *device, const char *token, int active,
                         struct lw_error *reterr)
{
    char body[640], escaped[6 * 64];
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    if (lwi_xml_escape(token, escaped, sizeof(escaped)) < 0)
        return lwi_error_set(reterr, -EINVAL, "the name of the output is too long");
    (void) snprintf(
        body, sizeof(body),
        "<o:RelayOutputToken>%s</o:RelayOutputToken><o:LogicalState>%s</o:LogicalState>", escaped,
        active ? "active" : "inactive");
    int r = lwi_onvif_call(device, LWI_ONVIF_DEVICE, "SetRelayOutputState", body, &doc, &answer,
                           reterr);
    xmlFreeDoc(doc);
    return r;
}
