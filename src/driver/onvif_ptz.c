/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* ONVIF's PTZ: turning, zooming, and keeping where a camera looks. Only a profile that has a
 * configuration of it moves, and that need not be the largest one. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "driver/onvif.h"

/* Should nobody stop it, the camera does: who holds a button says so more often. */
#define TIMEOUT_S 10

int lwi_onvif_ptz_element(struct lwi_device *device, char *text, size_t size,
                          struct lw_error *reterr)
{
    const struct lwi_onvif *o = device->state;
    const struct lwi_onvif_profile *profile = NULL;
    char token[6 * 64];
    int r = lwi_onvif_profile(device, &profile, reterr);
    for (size_t i = 0; r == 0 && !profile->has_ptz && i < o->profile_count; i++)
        if (o->profiles[i].channel == device->channel && o->profiles[i].has_ptz)
            profile = &o->profiles[i];
    if (r == 0 && lwi_xml_escape(profile->token, token, sizeof(token)) < 0)
        r = lwi_device_nonsense(device, "profile", reterr);
    if (r == 0)
        (void) snprintf(text, size, "<o:ProfileToken>%s</o:ProfileToken>", token);
    return r;
}

int lwi_onvif_ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr)
{
    const struct lwi_onvif *o = device->state;
    const struct lwi_onvif_profile *profile = NULL;
    int r = lwi_onvif_profile(device, &profile, reterr);
    if (r < 0)
        return r;
    for (size_t i = 0; i < o->profile_count; i++)
        if (o->profiles[i].channel == device->channel && o->profiles[i].has_ptz &&
            o->path[LWI_ONVIF_PTZ][0])
            *ret_can = (struct lwi_ptz_can){.move = 1, .zoom = 1, .save = 1};
    return 0;
}

static int tell(struct lwi_device *device, const char *name, const char *more,
                struct lw_error *reterr)
{
    char body[1536], profile[512];
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r = lwi_onvif_ptz_element(device, profile, sizeof(profile), reterr);
    if (r < 0)
        return r;
    (void) snprintf(body, sizeof(body), "%s%s", profile, more);
    r = lwi_onvif_call(device, LWI_ONVIF_PTZ, name, body, &doc, &answer, reterr);
    xmlFreeDoc(doc);
    return r;
}

int lwi_onvif_move(struct lwi_device *device, const struct lwi_move *move, struct lw_error *reterr)
{
    char more[384], turn[96] = "", zoom[64] = "";
    if (lwi_move_is_stop(move))
        return tell(device, "Stop", "<o:PanTilt>true</o:PanTilt><o:Zoom>true</o:Zoom>", reterr);
    /* What a camera has not, it may not be told of, either. */
    if (move->pan != 0 || move->tilt != 0)
        (void) snprintf(turn, sizeof(turn), "<tt:PanTilt x=\"%.3f\" y=\"%.3f\"/>", move->pan,
                        move->tilt);
    if (move->zoom != 0)
        (void) snprintf(zoom, sizeof(zoom), "<tt:Zoom x=\"%.3f\"/>", move->zoom);
    (void) snprintf(more, sizeof(more), "<o:Velocity>%s%s</o:Velocity><o:Timeout>PT%dS</o:Timeout>",
                    turn, zoom, TIMEOUT_S);
    return tell(device, "ContinuousMove", more, reterr);
}

int lwi_onvif_preset_save(struct lwi_device *device, const char *token, const char *name,
                          struct lw_error *reterr)
{
    char more[1024], escaped[6 * 64], which[6 * 64 + 48] = "";
    if (lwi_xml_escape(token, escaped, sizeof(escaped)) == 0 && token[0])
        (void) snprintf(which, sizeof(which), "<o:PresetToken>%s</o:PresetToken>", escaped);
    if (lwi_xml_escape(name, escaped, sizeof(escaped)) < 0)
        return lwi_error_set(reterr, -EINVAL, "the name of the preset is too long");
    (void) snprintf(more, sizeof(more), "<o:PresetName>%s</o:PresetName>%s", escaped, which);
    return tell(device, "SetPreset", more, reterr);
}
