/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * ONVIF Profiles S and T: the device's services, and who it is. What a camera names
 * as the addresses of its services is often what it was called in another network,
 * so only their paths are used, and their ports where they can be right (place.c).
 */
#include "driver/onvif.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"

#define DEVICE_PATH "/onvif/device_service"

static const struct {
    const char *space;
    const char *category; /* its name in GetCapabilities */
} services[LWI_ONVIF_SERVICES] = {
    [LWI_ONVIF_DEVICE] = {"http://www.onvif.org/ver10/device/wsdl", "Device"},
    [LWI_ONVIF_MEDIA] = {"http://www.onvif.org/ver10/media/wsdl", "Media"},
    [LWI_ONVIF_MEDIA2] = {"http://www.onvif.org/ver20/media/wsdl", NULL},
    [LWI_ONVIF_EVENTS] = {"http://www.onvif.org/ver10/events/wsdl", "Events"},
    [LWI_ONVIF_IMAGING] = {"http://www.onvif.org/ver20/imaging/wsdl", "Imaging"},
    [LWI_ONVIF_PTZ] = {"http://www.onvif.org/ver20/ptz/wsdl", "PTZ"},
};

static struct lwi_onvif *state_of(struct lwi_device *device)
{
    return device->state;
}

static int ask(struct lwi_device *device, struct lwi_soap *soap, enum lwi_onvif_service service,
               const char *path, const char *name, const char *body, xmlDoc **ret_doc,
               xmlNode **ret_answer, struct lw_error *reterr)
{
    char action[160];
    char *element = NULL;
    const char *space = services[service].space;
    /* The events service has the actions of its operations below the name of its port. */
    (void) snprintf(action, sizeof(action), "%s/%s%s", space,
                    service == LWI_ONVIF_EVENTS ? "EventPortType/" : "", name);
    if (service == LWI_ONVIF_EVENTS)
        (void) strncat(action, "Request", sizeof(action) - strlen(action) - 1);
    if (asprintf(&element, "<o:%s xmlns:o=\"%s\">%s</o:%s>", name, space, body, name) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    const struct lwi_soap_call call = {
        .path = path,
        .action = action,
        .body = element,
        .addressed = service == LWI_ONVIF_EVENTS,
    };
    int r = lwi_soap(device, soap, &call, ret_doc, ret_answer, reterr);
    free(element);
    return r;
}

/* ---- the camera's clock ---- */

static int read_clock(struct lwi_soap *soap, xmlNode *answer)
{
    xmlNode *utc = lwi_xml_find(answer, "UTCDateTime", NULL);
    if (!utc)
        return -ENOENT;
    struct tm tm = {
        .tm_year = (int) lwi_xml_number(utc, "Year", 1970, 9999, 1970) - 1900,
        .tm_mon = (int) lwi_xml_number(utc, "Month", 1, 12, 1) - 1,
        .tm_mday = (int) lwi_xml_number(utc, "Day", 1, 31, 1),
        .tm_hour = (int) lwi_xml_number(utc, "Hour", 0, 23, 0),
        .tm_min = (int) lwi_xml_number(utc, "Minute", 0, 59, 0),
        .tm_sec = (int) lwi_xml_number(utc, "Second", 0, 60, 0),
    };
    int64_t seconds = (int64_t) timegm(&tm);
    if (seconds < 0 || seconds > INT64_C(9000000000)) /* what int64_t holds in nanoseconds */
        return -ERANGE;
    lwi_soap_clock(soap, seconds * LWI_NS_PER_S);
    return 0;
}

static int ask_clock(struct lwi_device *device, struct lwi_soap *soap, struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r = ask(device, soap, LWI_ONVIF_DEVICE, DEVICE_PATH, "GetSystemDateAndTime", "", &doc,
                &answer, reterr);
    if (r == 0 && strcmp((const char *) answer->name, "GetSystemDateAndTimeResponse") != 0)
        r = lwi_device_nonsense(device, "ONVIF", reterr);
    if (r == 0)
        (void) read_clock(soap, answer); /* else ours */
    xmlFreeDoc(doc);
    return r;
}

static enum lwi_probe probe(struct lwi_device *device)
{
    /* Nobody's login: a refusal is an answer, too. */
    struct lwi_soap soap = {0};
    char *user = device->user;
    device->user = NULL;
    int r = ask_clock(device, &soap, /* reterr= */ NULL);
    device->user = user;
    return r == 0 ? LWI_PROBE_COMMON : LWI_PROBE_NO;
}

/* ---- services ---- */

/* The address of a service, or "". */
static void find_service(xmlNode *answer, size_t i, char ret_address[LWI_DEVICE_URL_MAX])
{
    ret_address[0] = '\0';
    for (xmlNode *s = NULL; (s = lwi_xml_find(answer, "Service", s));) {
        char space[128];
        (void) lwi_xml_text(s, "Namespace", space, sizeof(space));
        if (strcmp(space, services[i].space) == 0)
            (void) lwi_xml_text(s, "XAddr", ret_address, LWI_DEVICE_URL_MAX);
    }
}

static void find_capability(xmlNode *answer, size_t i, char ret_address[LWI_DEVICE_URL_MAX])
{
    xmlNode *c = services[i].category ? lwi_xml_find(answer, services[i].category, NULL) : NULL;
    if (!c || lwi_xml_text(c, "XAddr", ret_address, LWI_DEVICE_URL_MAX) < 0)
        ret_address[0] = '\0';
}

/* The device's own service comes first: by it we know whether the ports are right. */
static void read_addresses(struct lwi_device *device, xmlNode *answer,
                           void (*find)(xmlNode *answer, size_t i,
                                        char ret_address[LWI_DEVICE_URL_MAX]))
{
    struct lwi_onvif *o = state_of(device);
    for (size_t i = 0; i < LWI_ONVIF_SERVICES; i++) {
        char address[LWI_DEVICE_URL_MAX];
        find(answer, i, address);
        if (i == LWI_ONVIF_DEVICE)
            lwi_device_ports(device, address);
        if (address[0])
            (void) lwi_device_own_place(device, address, o->path[i]);
    }
}

static int connect(struct lwi_device *device, struct lw_error *reterr)
{
    struct lwi_onvif *o = state_of(device);
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    if (o->connected)
        return 0;
    int r = ask_clock(device, &o->soap, reterr);
    if (r < 0)
        return r;
    struct lw_error error = {0};
    r = ask(device, &o->soap, LWI_ONVIF_DEVICE, DEVICE_PATH, "GetServices",
            "<o:IncludeCapability>false</o:IncludeCapability>", &doc, &answer, &error);
    if (r == 0) {
        read_addresses(device, answer, find_service);
    } else if (r == -EACCES || r == -ECANCELED || r == -ETIMEDOUT) {
        if (reterr)
            *reterr = error;
    } else { /* before version 2.1 */
        r = ask(device, &o->soap, LWI_ONVIF_DEVICE, DEVICE_PATH, "GetCapabilities",
                "<o:Category>All</o:Category>", &doc, &answer, reterr);
        if (r == 0)
            read_addresses(device, answer, find_capability);
    }
    xmlFreeDoc(doc);
    if (r < 0)
        return r;
    if (!o->path[LWI_ONVIF_DEVICE][0])
        (void) snprintf(o->path[LWI_ONVIF_DEVICE], LWI_DEVICE_URL_MAX, DEVICE_PATH);
    o->connected = 1;
    return 0;
}

int lwi_onvif_call(struct lwi_device *device, enum lwi_onvif_service service, const char *name,
                   const char *body, xmlDoc **ret_doc, xmlNode **ret_answer,
                   struct lw_error *reterr)
{
    struct lwi_onvif *o = state_of(device);
    int r = connect(device, reterr);
    if (r < 0)
        return r;
    if (!o->path[service][0])
        return lwi_device_cannot(device, "do that", reterr);
    return ask(device, &o->soap, service, o->path[service], name, body, ret_doc, ret_answer,
               reterr);
}

/* ---- who it is ---- */

static int identify(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                    struct lw_error *reterr)
{
    struct lwi_device_identity *i = ret_identity;
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    int r =
        lwi_onvif_call(device, LWI_ONVIF_DEVICE, "GetDeviceInformation", "", &doc, &answer, reterr);
    if (r < 0)
        return r;
    (void) lwi_xml_text(answer, "Manufacturer", i->brand, sizeof(i->brand));
    (void) lwi_xml_text(answer, "Model", i->model, sizeof(i->model));
    (void) lwi_xml_text(answer, "FirmwareVersion", i->firmware, sizeof(i->firmware));
    (void) lwi_xml_text(answer, "SerialNumber", i->serial, sizeof(i->serial));
    xmlFreeDoc(doc);
    if (!i->brand[0])
        (void) snprintf(i->brand, sizeof(i->brand), "ONVIF");
    doc = NULL;
    /* Not every user may see the network; a camera without it is known all the same. */
    if (lwi_onvif_call(device, LWI_ONVIF_DEVICE, "GetNetworkInterfaces", "", &doc, &answer,
                       /* reterr= */ NULL) == 0)
        (void) lwi_xml_text(answer, "HwAddress", i->mac, sizeof(i->mac));
    xmlFreeDoc(doc);
    return 0;
}

void lwi_onvif_done(void *state)
{
    struct lwi_onvif *o = state;
    xmlFreeDoc(o->messages);
}

const struct lwi_driver lwi_driver_onvif = {
    .name = "onvif",
    .help = "Any brand with ONVIF Profile S or T: Bosch, Hanwha, Reolink, TP-Link, Uniview, "
            "Vivotek, and others.",
    .state_size = sizeof(struct lwi_onvif),
    .probe = probe,
    .identify = identify,
    .streams = lwi_onvif_streams,
    .snapshot = lwi_onvif_snapshot,
    .events_begin = lwi_onvif_events_begin,
    .events_read = lwi_onvif_events_read,
    .events_end = lwi_onvif_events_end,
    .focus_kinds =
        1u << LWI_FOCUS_AUTO | 1u << LWI_FOCUS_NEAR | 1u << LWI_FOCUS_FAR | 1u << LWI_FOCUS_TO,
    .focus = lwi_onvif_focus,
    .focus_position = lwi_onvif_focus_position,
    .presets = lwi_onvif_presets,
    .preset_go = lwi_onvif_preset_go,
    .preset_now = lwi_onvif_preset_now,
    .ptz = lwi_onvif_ptz,
    .move = lwi_onvif_move,
    .preset_save = lwi_onvif_preset_save,
    .outputs = lwi_onvif_outputs,
    .output_set = lwi_onvif_output_set,
    .done = lwi_onvif_done,
};
