/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The CGI of Dahua, and of Amcrest, Lorex and others that Dahua makes: lines of
 * NAME=VALUE. Channels count from 0 in settings and events, from 1 in the paths of
 * pictures and streams.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "driver/internal.h"
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

static int identify(struct lwi_device *device, struct lwi_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_identity *i = ret_identity;
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
                      struct lwi_streams *streams)
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
    struct lwi_stream *s = lwi_streams_add(streams);
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

static int streams(struct lwi_device *device, struct lwi_streams *ret_streams,
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

static int snapshot(struct lwi_device *device, char ret_path[LWI_URL_MAX], struct lw_error *reterr)
{
    (void) reterr;
    (void) snprintf(ret_path, LWI_URL_MAX, "/cgi-bin/snapshot.cgi?channel=%d", device->channel);
    return 0;
}

const struct lwi_driver lwi_driver_dahua = {
    .name = "dahua",
    .help = "Dahua, Amcrest, Lorex and others that Dahua makes (CGI).",
    .probe = probe,
    .identify = identify,
    .streams = streams,
    .snapshot = snapshot,
};
