/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* ONVIF's profiles and their streams: by Media 2, which alone knows H.265, else by Media 1. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/onvif.h"
#include "driver/text.h"

static int is_fatal(int result)
{
    return result == -EACCES || result == -ECANCELED || result == -ETIMEDOUT || result == -ENOMEM;
}

/* Profiles of one video source are one channel, numbered as they come. */
static int channel_of(const struct lwi_onvif *o, const char *source)
{
    int last = 0;
    for (size_t i = 0; i < o->profile_count; i++) {
        if (strcmp(o->profiles[i].source, source) == 0)
            return o->profiles[i].channel;
        if (o->profiles[i].channel > last)
            last = o->profiles[i].channel;
    }
    return last + 1;
}

static void add_profile(struct lwi_onvif *o, xmlNode *node)
{
    struct lwi_onvif_profile p = {0};
    /* Media 1 calls it a configuration of the profile, Media 2 one of its Configurations. */
    xmlNode *source = lwi_xml_find(node, "VideoSourceConfiguration", NULL);
    xmlNode *encoder = lwi_xml_find(node, "VideoEncoderConfiguration", NULL);
    if (!source)
        source = lwi_xml_find(node, "VideoSource", NULL);
    if (!encoder)
        encoder = lwi_xml_find(node, "VideoEncoder", NULL);
    char codec[32];
    if (o->profile_count == LWI_ONVIF_PROFILES_MAX || !encoder || !source ||
        lwi_xml_attribute(node, "token", p.token, sizeof(p.token)) < 0)
        return; /* without video */
    (void) lwi_xml_text(node, "Name", p.name, sizeof(p.name));
    (void) lwi_xml_text(source, "SourceToken", p.source, sizeof(p.source));
    (void) lwi_xml_text(encoder, "Encoding", codec, sizeof(codec));
    (void) snprintf(p.codec, sizeof(p.codec), "%s", lwi_text_codec(codec));
    p.width = (uint32_t) lwi_xml_number(encoder, "Width", 1, 65535, 0);
    p.height = (uint32_t) lwi_xml_number(encoder, "Height", 1, 65535, 0);
    p.channel = channel_of(o, p.source);
    p.has_ptz = lwi_xml_find(node, "PTZConfiguration", NULL) || lwi_xml_find(node, "PTZ", NULL);
    o->profiles[o->profile_count++] = p;
}

static int compare(const void *left, const void *right)
{
    const struct lwi_onvif_profile *a = left, *b = right;
    uint64_t x = (uint64_t) a->width * a->height, y = (uint64_t) b->width * b->height;
    if (a->channel != b->channel)
        return a->channel < b->channel ? -1 : 1;
    return x > y ? -1 : x < y;
}

static int read_profiles(struct lwi_device *device, enum lwi_onvif_service service,
                         const char *body, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r = lwi_onvif_call(device, service, "GetProfiles", body, &doc, &answer, reterr);
    if (r < 0)
        return r;
    for (xmlNode *p = NULL; (p = lwi_xml_find(answer, "Profiles", p));)
        add_profile(o, p);
    xmlFreeDoc(doc);
    return o->profile_count ? 0 : lwi_device_nonsense(device, "list of profiles", reterr);
}

static int load_profiles(struct lwi_device *device, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    if (o->profiles_known)
        return 0;
    struct lw_error error = {0};
    int r = read_profiles(device, LWI_ONVIF_MEDIA2,
                          "<o:Type>VideoSource</o:Type><o:Type>VideoEncoder</o:Type>"
                          "<o:Type>PTZ</o:Type>",
                          &error);
    if (r < 0 && !is_fatal(r)) {
        o->path[LWI_ONVIF_MEDIA2][0] = '\0';
        r = read_profiles(device, LWI_ONVIF_MEDIA, "", &error);
    }
    if (r < 0 && reterr)
        *reterr = error;
    if (r < 0)
        return r;
    /* Stable, for there are few and qsort() of glibc is. */
    qsort(o->profiles, o->profile_count, sizeof(o->profiles[0]), compare);
    o->profiles_known = 1;
    return 0;
}

int lwi_onvif_profile(struct lwi_device *device, const struct lwi_onvif_profile **ret_profile,
                      struct lw_error *reterr)
{
    const struct lwi_onvif *o = device->state;
    int r = load_profiles(device, reterr);
    for (size_t i = 0; r == 0 && i < o->profile_count; i++) {
        if (o->profiles[i].channel == device->channel) {
            *ret_profile = &o->profiles[i];
            return 0;
        }
    }
    return r < 0 ? r : lwi_device_cannot(device, "show such a channel", reterr);
}

/* Asks for a URL of a profile: of its stream or its picture. */
static int ask_uri(struct lwi_device *device, const char *name, const char *token, char *ret_uri,
                   size_t ret_size, struct lw_error *reterr)
{
    const struct lwi_onvif *o = device->state;
    int media2 = o->path[LWI_ONVIF_MEDIA2][0] != '\0';
    int stream = strcmp(name, "GetStreamUri") == 0;
    char escaped[6 * 64], body[1024];
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    if (lwi_xml_escape(token, escaped, sizeof(escaped)) < 0)
        return lwi_device_nonsense(device, "profile", reterr);
    const char *how = !stream  ? ""
                      : media2 ? "<o:Protocol>RTSP</o:Protocol>"
                               : "<o:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport>"
                                 "<tt:Protocol>RTSP</tt:Protocol></tt:Transport></o:StreamSetup>";
    (void) snprintf(body, sizeof(body), "%s<o:ProfileToken>%s</o:ProfileToken>", how, escaped);
    int r = lwi_onvif_call(device, media2 ? LWI_ONVIF_MEDIA2 : LWI_ONVIF_MEDIA, name, body, &doc,
                           &answer, reterr);
    if (r == 0 && (lwi_xml_text(answer, "Uri", ret_uri, ret_size) < 0 || !ret_uri[0]))
        r = lwi_device_nonsense(device, "address of a stream", reterr);
    xmlFreeDoc(doc);
    return r;
}

int lwi_onvif_streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
                      struct lw_error *reterr)
{
    const struct lwi_onvif *o = device->state;
    int r = load_profiles(device, reterr);
    if (r < 0)
        return r;
    for (size_t i = 0; i < o->profile_count; i++) {
        const struct lwi_onvif_profile *p = &o->profiles[i];
        char uri[LWI_DEVICE_URL_MAX], url[LWI_DEVICE_URL_MAX];
        struct lw_error error = {0};
        r = ask_uri(device, "GetStreamUri", p->token, uri, sizeof(uri), &error);
        if (is_fatal(r)) {
            if (reterr)
                *reterr = error;
            return r;
        }
        if (r < 0 || lwi_device_own_url(device, uri, url) < 0)
            continue; /* the others may be good */
        struct lwi_device_stream *s = lwi_device_streams_add(ret_streams);
        if (!s)
            break;
        memcpy(s->url, url, sizeof(s->url));
        memcpy(s->codec, p->codec, sizeof(s->codec));
        memcpy(s->name, p->name, sizeof(s->name));
        s->width = p->width;
        s->height = p->height;
        s->channel = p->channel;
    }
    return ret_streams->count ? 0 : lwi_device_nonsense(device, "address of a stream", reterr);
}

int lwi_onvif_snapshot(struct lwi_device *device, char ret_path[LWI_DEVICE_URL_MAX],
                       struct lw_error *reterr)
{
    const struct lwi_onvif_profile *profile = NULL;
    char uri[LWI_DEVICE_URL_MAX];
    int r = lwi_onvif_profile(device, &profile, reterr);
    if (r == 0)
        r = ask_uri(device, "GetSnapshotUri", profile->token, uri, sizeof(uri), reterr);
    if (r == 0 && lwi_device_own_place(device, uri, ret_path) < 0)
        r = lwi_device_nonsense(device, "address of a picture", reterr);
    return r;
}
