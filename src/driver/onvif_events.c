/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * ONVIF's events by PullPoint: a subscription that is asked again and again, and that
 * ends by itself when it is not renewed. Where a camera cannot renew, another one is made.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "driver/onvif.h"

#define TERM_S  60
#define RENEW_S 40
/* Of the time-out of a request, so much may be spent waiting for events. */
#define WAIT_SHARE 0.5

#define PULL_SPACE   "http://www.onvif.org/ver10/events/wsdl"
#define NOTIFY_SPACE "http://docs.oasis-open.org/wsn/b-2"

/* Parts of the topic, which every brand continues as it likes. */
static const struct {
    const char *part, *condition;
} topics[] = {
    {"ImageTooBlurry", "defocus"},    {"ImageTooDark", "too_dark"},
    {"ImageTooBright", "too_bright"}, {"GlobalSceneChange", "scene_changed"},
    {"SignalLoss", "signal_lost"},    {"ImpairedVisibility", "impaired_visibility"},
    {"ImageTooNoisy", "noise"},       {"Tamper", "covered"},
};

static int64_t now_ns(void)
{
    return lwi_clock_monotonic(&lwi_clock_system);
}

static void forget(struct lwi_onvif *o)
{
    xmlFreeDoc(o->messages);
    o->messages = NULL;
    o->message = NULL;
}

/* An operation on the subscription itself. */
static int call(struct lwi_device *device, const char *action, const char *body, xmlDoc **ret_doc,
                xmlNode **ret_answer, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    const struct lwi_soap_call c = {
        .path = o->subscription, .action = action, .body = body, .addressed = 1};
    return lwi_soap(device, &o->soap, &c, ret_doc, ret_answer, reterr);
}

int lwi_onvif_events_begin(struct lwi_device *device, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    char term[96], address[LWI_DEVICE_URL_MAX];
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    forget(o);
    o->subscription[0] = '\0';
    (void) snprintf(term, sizeof(term),
                    "<o:InitialTerminationTime>PT%dS</o:InitialTerminationTime>", TERM_S);
    int r = lwi_onvif_call(device, LWI_ONVIF_EVENTS, "CreatePullPointSubscription", term, &doc,
                           &answer, reterr);
    if (r < 0)
        return r;
    xmlNode *reference = lwi_xml_find(answer, "SubscriptionReference", NULL);
    if (lwi_xml_text(reference, "Address", address, sizeof(address)) < 0 ||
        lwi_device_own_place(device, address, o->subscription) < 0)
        r = lwi_device_nonsense(device, "subscription", reterr);
    xmlFreeDoc(doc);
    if (r < 0) {
        o->subscription[0] = '\0';
        return r;
    }
    o->renew_ns = now_ns() + RENEW_S * LWI_NS_PER_S;
    doc = NULL;
    /* What is so now, too; not every camera knows how. */
    (void) call(device, PULL_SPACE "/PullPointSubscription/SetSynchronizationPointRequest",
                "<o:SetSynchronizationPoint xmlns:o=\"" PULL_SPACE "\"/>", &doc, &answer, NULL);
    xmlFreeDoc(doc);
    return 0;
}

static int renew(struct lwi_device *device, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    char body[192];
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    if (now_ns() < o->renew_ns)
        return 0;
    (void) snprintf(body, sizeof(body),
                    "<n:Renew xmlns:n=\"" NOTIFY_SPACE
                    "\"><n:TerminationTime>PT%dS</n:TerminationTime></n:Renew>",
                    TERM_S);
    int r = call(device, "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/RenewRequest",
                 body, &doc, &answer, /* reterr= */ NULL);
    xmlFreeDoc(doc);
    o->renew_ns = now_ns() + RENEW_S * LWI_NS_PER_S;
    return r == 0 || r == -ECANCELED ? r : lwi_onvif_events_begin(device, reterr);
}

static int pull(struct lwi_device *device, double wait_s, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    char body[192];
    xmlNode *answer = NULL;
    double most_s = device->settings.timeout_s * WAIT_SHARE;
    int r = renew(device, reterr);
    if (r < 0)
        return r;
    forget(o);
    (void) snprintf(body, sizeof(body),
                    "<o:PullMessages xmlns:o=\"" PULL_SPACE "\"><o:Timeout>PT%.1fS</o:Timeout>"
                    "<o:MessageLimit>100</o:MessageLimit></o:PullMessages>",
                    wait_s < most_s ? wait_s : most_s);
    r = call(device, PULL_SPACE "/PullPointSubscription/PullMessagesRequest", body, &o->messages,
             &answer, reterr);
    if (r < 0)
        o->messages = NULL;
    return r;
}

/* Whether the item of that name, or the first one where name is NULL, says true. -1: none. */
static int says_true(xmlNode *data, const char *name)
{
    for (xmlNode *i = NULL; (i = lwi_xml_find(data, "SimpleItem", i));) {
        char is[48], value[16];
        (void) lwi_xml_attribute(i, "Name", is, sizeof(is));
        if (name && strcmp(is, name) != 0)
            continue;
        (void) lwi_xml_attribute(i, "Value", value, sizeof(value));
        return strcmp(value, "true") == 0 || strcmp(value, "1") == 0;
    }
    return -1;
}

/* -EBADMSG: it is of no image. */
static int read_message(xmlNode *message, struct lwi_device_event *ret_event)
{
    struct lwi_device_event e = {0};
    char operation[16];
    if (lwi_xml_text(message, "Topic", e.code, sizeof(e.code)) < 0)
        return -EBADMSG;
    for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]) && !e.condition[0]; i++)
        if (strstr(e.code, topics[i].part))
            (void) snprintf(e.condition, sizeof(e.condition), "%s", topics[i].condition);
    if (!e.condition[0])
        return -EBADMSG;
    xmlNode *data = lwi_xml_find(message, "Data", NULL);
    int state = says_true(data, "State");
    if (state < 0)
        state = says_true(data, NULL);
    xmlNode *inner = lwi_xml_find(lwi_xml_find(message, "Message", NULL), "Message", NULL);
    (void) lwi_xml_attribute(inner, "PropertyOperation", operation, sizeof(operation));
    e.active = state == 1 && strcmp(operation, "Deleted") != 0;
    e.pulse = state < 0;
    if (e.pulse)
        e.active = 1;
    *ret_event = e;
    return 0;
}

int lwi_onvif_events_read(struct lwi_device *device, double wait_s,
                          struct lwi_device_event *ret_event, struct lw_error *reterr)
{
    struct lwi_onvif *o = device->state;
    if (!o->subscription[0])
        return lwi_error_set(reterr, -EINVAL, "the events were not begun");
    for (int pulled = 0;; pulled = 1) {
        xmlNode *root = o->messages ? lwi_xml_root(o->messages, NULL) : NULL;
        while (root && (o->message = lwi_xml_find(root, "NotificationMessage", o->message)))
            if (read_message(o->message, ret_event) == 0)
                return 0;
        forget(o);
        if (pulled)
            return lwi_error_set(reterr, -EAGAIN, "nothing came");
        int r = pull(device, wait_s, reterr);
        if (r < 0)
            return r;
    }
}

void lwi_onvif_events_end(struct lwi_device *device)
{
    struct lwi_onvif *o = device->state;
    xmlDoc *doc = NULL;
    xmlNode *answer = NULL;
    forget(o);
    if (!o->subscription[0])
        return;
    (void) call(device,
                "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/UnsubscribeRequest",
                "<n:Unsubscribe xmlns:n=\"" NOTIFY_SPACE "\"/>", &doc, &answer, NULL);
    xmlFreeDoc(doc);
    o->subscription[0] = '\0';
}
