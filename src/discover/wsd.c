/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * WS-Discovery as ONVIF uses it (Core specification, chapter 7): one SOAP message in a
 * datagram. Cameras disagree about prefixes and put line breaks anywhere, so elements are
 * found by their local names.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "discover/announce.h"
#include "driver/xml.h"

int lwi_wsd_probe(const char *uuid, char *ret_text, size_t ret_size)
{
    int n = snprintf(
        ret_text, ret_size,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
        " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
        " xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\""
        " xmlns:dn=\"http://www.onvif.org/ver10/network/wsdl\">"
        "<s:Header>"
        "<a:Action s:mustUnderstand=\"1\">"
        "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>"
        "<a:MessageID>urn:uuid:%s</a:MessageID>"
        "<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
        "</a:Address></a:ReplyTo>"
        "<a:To s:mustUnderstand=\"1\">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
        "</s:Header>"
        "<s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes/></d:Probe>"
        "</s:Body></s:Envelope>",
        uuid);
    return n < 0 || (size_t) n >= ret_size ? -EMSGSIZE : n;
}

/* %41 and the like. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        unsigned value;
        if (from[0] == '%' && strspn(from + 1, "0123456789abcdefABCDEF") >= 2 &&
            sscanf(from + 1, "%2x", &value) == 1 && value >= ' ' && value != 0x7f) {
            *to++ = (char) value;
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* What stands behind a prefix in a list of scopes. */
static void take_scope(const char *scopes, const char *prefix, char *ret_text, size_t ret_size)
{
    const char *at = strcasestr(scopes, prefix);
    if (!at)
        return;
    at += strlen(prefix);
    (void) snprintf(ret_text, ret_size, "%.*s", (int) strcspn(at, " \t\r\n"), at);
    unescape(ret_text);
}

static void take_urls(char *list, struct lwi_announced *ret_announced)
{
    char *rest = list;
    for (char *url; (url = strsep(&rest, " \t\r\n"));) {
        if (strncasecmp(url, "http://", 7) != 0 && strncasecmp(url, "https://", 8) != 0)
            continue;
        if (ret_announced->url_count == LWI_ANNOUNCED_URLS ||
            strlen(url) >= sizeof(ret_announced->urls[0]))
            continue;
        (void) snprintf(ret_announced->urls[ret_announced->url_count++],
                        sizeof(ret_announced->urls[0]), "%s", url);
    }
}

int lwi_wsd_parse(const uint8_t *data, size_t size, struct lwi_announced *ret_announced)
{
    xmlDoc *doc = NULL;
    char text[4096];
    memset(ret_announced, 0, sizeof(*ret_announced));
    if (lwi_xml_parse((const char *) data, size, &doc) < 0)
        return -EPROTO;
    xmlNode *root = lwi_xml_root(doc, "Envelope");
    xmlNode *match = lwi_xml_find(root, "ProbeMatch", /* after= */ NULL);
    int r = -EPROTO;
    /* What has just been switched on says so of its own accord; so do printers. */
    if (!match && (match = lwi_xml_find(root, "Hello", NULL)) &&
        (lwi_xml_text(match, "Types", text, sizeof(text)) < 0 ||
         !strstr(text, "NetworkVideoTransmitter")))
        match = NULL;
    if (match && lwi_xml_text(match, "XAddrs", text, sizeof(text)) == 0) {
        take_urls(text, ret_announced);
        (void) lwi_xml_text(lwi_xml_find(match, "EndpointReference", NULL), "Address",
                            ret_announced->id, sizeof(ret_announced->id));
        if (lwi_xml_text(match, "Scopes", text, sizeof(text)) == 0) {
            take_scope(text, "onvif://www.onvif.org/name/", ret_announced->name,
                       sizeof(ret_announced->name));
            take_scope(text, "onvif://www.onvif.org/hardware/", ret_announced->hardware,
                       sizeof(ret_announced->hardware));
        }
        r = ret_announced->url_count > 0 ? 0 : -EPROTO;
    }
    xmlFreeDoc(doc);
    return r;
}
