/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "driver/soap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <sodium.h>

#include "base/clock.h"
#include "base/error.h"

#define NONCE_BYTES 16
#define SHA1_BYTES  20
#define HEADER_MAX  2048

void lwi_soap_clock(struct lwi_soap *soap, int64_t camera_ns)
{
    soap->clock_off_ns = camera_ns - lwi_clock_monotonic(&lwi_clock_system);
    soap->clock_known = 1;
}

/* "2026-01-01T00:00:00.000Z" of the camera's clock; of ours where the camera did not say. */
static void created(const struct lwi_soap *soap, char *text, size_t size)
{
    int64_t now_ns = soap->clock_known ? lwi_clock_monotonic(&lwi_clock_system) + soap->clock_off_ns
                                       : lwi_clock_realtime(&lwi_clock_system);
    time_t seconds = (time_t) (now_ns / LWI_NS_PER_S);
    struct tm tm = {0};
    char date[32] = "";
    (void) gmtime_r(&seconds, &tm);
    (void) strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
    (void) snprintf(text, size, "%s.%03dZ", date, (int) (now_ns % LWI_NS_PER_S / LWI_NS_PER_MS));
}

/* The header with the token: base64(SHA-1(nonce, created, password)) proves the password. */
static int write_token(const struct lwi_device *device, const struct lwi_soap *soap, char *text,
                       size_t size)
{
    unsigned char nonce[NONCE_BYTES], hash[SHA1_BYTES];
    char date[48], user[256], nonce_text[32], hash_text[32];
    randombytes_buf(nonce, sizeof(nonce));
    created(soap, date, sizeof(date));
    gnutls_hash_hd_t state;
    if (lwi_xml_escape(device->user, user, sizeof(user)) < 0)
        return -EMSGSIZE;
    if (gnutls_hash_init(&state, GNUTLS_DIG_SHA1) < 0)
        return -ENOMEM;
    int bad = gnutls_hash(state, nonce, sizeof(nonce)) < 0;
    bad |= gnutls_hash(state, date, strlen(date)) < 0;
    bad |= gnutls_hash(state, device->password, strlen(device->password)) < 0;
    gnutls_hash_deinit(state, hash);
    (void) sodium_bin2base64(nonce_text, sizeof(nonce_text), nonce, sizeof(nonce),
                             sodium_base64_VARIANT_ORIGINAL);
    (void) sodium_bin2base64(hash_text, sizeof(hash_text), hash, sizeof(hash),
                             sodium_base64_VARIANT_ORIGINAL);
    int n = snprintf(
        text, size,
        "<w:Security xmlns:w=\"http://docs.oasis-open.org/wss/2004/01/"
        "oasis-200401-wss-wssecurity-secext-1.0.xsd\" s:mustUnderstand=\"1\"><w:UsernameToken>"
        "<w:Username>%s</w:Username>"
        "<w:Password Type=\"http://docs.oasis-open.org/wss/2004/01/"
        "oasis-200401-wss-username-token-profile-1.0#PasswordDigest\">%s</w:Password>"
        "<w:Nonce EncodingType=\"http://docs.oasis-open.org/wss/2004/01/"
        "oasis-200401-wss-soap-message-security-1.0#Base64Binary\">%s</w:Nonce>"
        "<u:Created xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/"
        "oasis-200401-wss-wssecurity-utility-1.0.xsd\">%s</u:Created>"
        "</w:UsernameToken></w:Security>",
        user, hash_text, nonce_text, date);
    return bad ? -ENOMEM : n < 0 || (size_t) n >= size ? -EMSGSIZE : 0;
}

static int write_address(const struct lwi_http *http, const char *path, const char *action,
                         char *text, size_t size)
{
    char to[LWI_DEVICE_URL_MAX];
    unsigned char id[16];
    char hex[2 * sizeof(id) + 1];
    if (lwi_http_url(http, path, to, sizeof(to)) < 0)
        return -EMSGSIZE;
    char escaped[2 * LWI_DEVICE_URL_MAX];
    if (lwi_xml_escape(to, escaped, sizeof(escaped)) < 0)
        return -EMSGSIZE;
    randombytes_buf(id, sizeof(id));
    (void) sodium_bin2hex(hex, sizeof(hex), id, sizeof(id));
    int n = snprintf(text, size,
                     "<a:Action s:mustUnderstand=\"1\">%s</a:Action>"
                     "<a:MessageID>urn:uuid:%.8s-%.4s-4%.3s-a%.3s-%.12s</a:MessageID>"
                     "<a:To s:mustUnderstand=\"1\">%s</a:To>",
                     action, hex, hex + 8, hex + 13, hex + 17, hex + 20, escaped);
    return n < 0 || (size_t) n >= size ? -EMSGSIZE : 0;
}

static int post(struct lwi_device *device, const struct lwi_soap *soap,
                const struct lwi_soap_call *call, struct lwi_http_answer *ret_answer,
                struct lw_error *reterr)
{
    char token[HEADER_MAX] = "", address[HEADER_MAX] = "", type[256];
    char *text = NULL;
    const char *path = call->path;
    struct lwi_http *http = NULL;
    const int opened = lwi_device_client(device, &path, &http, reterr);
    if (opened < 0)
        return opened;
    if (soap->login == LWI_SOAP_TOKEN && write_token(device, soap, token, sizeof(token)) < 0)
        return lwi_error_set(reterr, -EINVAL, "the user name is too long");
    if (call->addressed && write_address(http, path, call->action, address, sizeof(address)) < 0)
        return lwi_error_set(reterr, -EPROTO, "the address of the subscription is too long");
    (void) snprintf(type, sizeof(type), "application/soap+xml; charset=utf-8; action=\"%s\"",
                    call->action);
    int n = asprintf(&text,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                     "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
                     "xmlns:a=\"http://www.w3.org/2005/08/addressing\" "
                     "xmlns:tt=\"http://www.onvif.org/ver10/schema\">"
                     "<s:Header>%s%s</s:Header><s:Body>%s</s:Body></s:Envelope>",
                     address, token, call->body);
    if (n < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    const struct lwi_http_request request = {
        .method = "POST",
        .path = path,
        .body = text,
        .body_size = (size_t) n,
        .type = type,
        .anonymous = soap->login != LWI_SOAP_DIGEST,
    };
    int r = lwi_http_do(http, &request, ret_answer, reterr);
    free(text);
    return r;
}

/* What a fault means, with the camera's words. */
static int fault_error(const struct lwi_device *device, xmlNode *fault, struct lw_error *reterr)
{
    char codes[256] = "", why[160];
    for (xmlNode *v = NULL; (v = lwi_xml_find(fault, "Value", v));) {
        size_t n = strlen(codes);
        if (v->children && v->children->content)
            (void) snprintf(codes + n, sizeof(codes) - n, "%.80s ",
                            (const char *) v->children->content);
    }
    (void) lwi_xml_text(fault, "Text", why, sizeof(why));
    int code = strstr(codes, "NotAuthorized") || strstr(codes, "FailedAuthentication") ? -EACCES
               : strstr(codes, "ActionNotSupported") || strstr(codes, "OptionalActionNot") ||
                       strstr(codes, "NoSuchService") || strstr(codes, "NoImaging")
                   ? -ENOTSUP
               : strstr(codes, "Sender") ? -EINVAL
                                         : -EPROTO;
    return lwi_error_set(reterr, code, "%.100s refuses: %.120s", lwi_http_place(device->http),
                         why[0] ? why : "it does not say why");
}

/* The answer as a document; 1: it is a refusal of an unknown user. */
static int read_answer(struct lwi_device *device, const struct lwi_http_answer *answer,
                       xmlDoc **ret_doc, xmlNode **ret_answer, struct lw_error *reterr)
{
    xmlDoc *doc = NULL;
    int r = lwi_xml_parse((const char *) answer->body, answer->size, &doc);
    xmlNode *root = r == 0 ? lwi_xml_root(doc, "Envelope") : NULL;
    xmlNode *body = root ? lwi_xml_find(root, "Body", NULL) : NULL;
    xmlNode *first = body ? xmlFirstElementChild(body) : NULL;
    xmlNode *fault = first && strcmp((const char *) first->name, "Fault") == 0 ? first : NULL;
    if (answer->status == 401) {
        r = lwi_http_check(device->http, answer, reterr);
    } else if (fault) {
        r = fault_error(device, fault, reterr);
    } else {
        r = lwi_http_check(device->http, answer, reterr);
        if (r == 0 && !first)
            r = lwi_device_nonsense(device, "SOAP", reterr);
    }
    if (r == 0) {
        *ret_doc = doc;
        *ret_answer = first;
    } else {
        xmlFreeDoc(doc);
    }
    return r;
}

/* The token was refused. */
static int refuse(struct lwi_device *device, struct lwi_soap *soap, struct lw_error *reterr)
{
    soap->refused = !soap->proved;
    device->refused |= soap->refused;
    (void) lwi_error_set(reterr, -EACCES, "%.150s refuses the user name or the password",
                         lwi_http_place(device->http));
    lwi_error_hint(reterr, "Check both; many cameras have users of their own for ONVIF, and lock "
                           "a user out after several wrong attempts.");
    return -EACCES;
}

int lwi_soap(struct lwi_device *device, struct lwi_soap *soap, const struct lwi_soap_call *call,
             xmlDoc **ret_doc, xmlNode **ret_answer, struct lw_error *reterr)
{
    for (;;) {
        struct lwi_http_answer answer = {0};
        struct lw_error error = {0};
        if (soap->refused)
            return refuse(device, soap, reterr);
        int r = post(device, soap, call, &answer, &error);
        int digest = answer.realm[0] != '\0';
        if (r == 0)
            r = read_answer(device, &answer, ret_doc, ret_answer, &error);
        lwi_http_answer_done(&answer);
        if (r == 0) {
            soap->proved |= soap->login == LWI_SOAP_TOKEN;
            return 0;
        }
        if (r == -EACCES && soap->login == LWI_SOAP_NOBODY && device->user) {
            soap->login = digest ? LWI_SOAP_DIGEST : LWI_SOAP_TOKEN;
            continue;
        }
        if (r == -EACCES && soap->login == LWI_SOAP_TOKEN && !soap->proved)
            return refuse(device, soap, reterr);
        if (reterr)
            *reterr = error;
        return r;
    }
}
