/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Services of a camera at other ports than the one that was asked. A place is a path, with :PORT
 * before it where it is at another port.
 *
 * What a camera names as its host is often what it was called in another network, and is never
 * used. Its ports count where it calls the one that was asked as we do: else something between
 * us forwards ports, and the others are not to be reached by the camera's numbers.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "driver/internal.h"
#include "source/url.h"

/* -1: it is no URL of the scheme that the device is spoken to in. */
static int port_of(const struct lwi_device *device, const char *text)
{
    struct lwi_url url, own;
    int port = -1;
    if (strlen(text) >= LWI_DEVICE_URL_MAX || lwi_url_parse(&url, text, NULL) < 0)
        return -1;
    if (lwi_url_parse(&own, device->url, NULL) == 0) {
        const char *colon = url.has_port ? strrchr(url.place, ':') : NULL;
        if (strcmp(url.scheme, own.scheme) == 0)
            port = colon ? (int) strtol(colon + 1, NULL, 10) /* libcurl has checked it */
                         : (strcmp(url.scheme, "https") == 0 ? 443 : 80);
        lwi_url_done(&own);
    }
    lwi_url_done(&url);
    return port;
}

void lwi_device_ports(struct lwi_device *device, const char *text)
{
    const int port = port_of(device, text);
    device->ports_right = port > 0 && port == port_of(device, device->url);
}

int lwi_device_own_place(const struct lwi_device *device, const char *text,
                         char ret_place[LWI_DEVICE_URL_MAX])
{
    char path[LWI_DEVICE_URL_MAX];
    const int r = lwi_device_own_path(text, path);
    const int port = r == 0 && device->ports_right ? port_of(device, text) : -1;
    if (r < 0)
        return r;
    const int n = port > 0 && port != port_of(device, device->url)
                      ? snprintf(ret_place, LWI_DEVICE_URL_MAX, ":%d%s", port, path)
                      : snprintf(ret_place, LWI_DEVICE_URL_MAX, "%s", path);
    return n < 0 || n >= LWI_DEVICE_URL_MAX ? -EPROTO : 0;
}

static int open_other(struct lwi_device *device, int port, struct lwi_http **ret_http,
                      struct lw_error *reterr)
{
    char url[LWI_DEVICE_URL_MAX];
    struct lwi_http_settings settings = device->settings;
    size_t i = 0;
    while (i < LWI_DEVICE_OTHERS && device->others[i].http && device->others[i].port != port)
        i++;
    if (i == LWI_DEVICE_OTHERS)
        return lwi_error_set(reterr, -EPROTO, "%.100s has services at too many ports",
                             lwi_http_place(device->http));
    if (!device->others[i].http) {
        const int tls = strncmp(device->url, "https", 5) == 0;
        int r = lwi_device_url(device, tls ? "https" : "http", port, "", url);
        if (r < 0)
            return lwi_error_set(reterr, r, "the name of the host is too long");
        settings.url = url;
        settings.pin = lwi_http_pin(device->http); /* one camera has one key */
        r = lwi_http_open(&device->others[i].http, &settings, reterr);
        if (r < 0)
            return r;
        device->others[i].port = port;
    }
    *ret_http = device->others[i].http;
    return 0;
}

int lwi_device_client(struct lwi_device *device, const char **place, struct lwi_http **ret_http,
                      struct lw_error *reterr)
{
    *ret_http = device->http;
    if (**place != ':')
        return 0;
    char *path = NULL;
    const long port = strtol(*place + 1, &path, 10);
    *place = path;
    return open_other(device, (int) port, ret_http, reterr);
}

void lwi_device_others_close(struct lwi_device *device)
{
    for (size_t i = 0; i < LWI_DEVICE_OTHERS; i++)
        lwi_http_close(&device->others[i].http);
}
