/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/gate_digest.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/answer.h"
#include "api/auth_digest.h"
#include "api/gate.h"
#include "api/request.h"

static int hex_value(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return at ? (int) (at - digits) : -1;
}

/* Up to `end`, with its %XX decoded, in place. */
static void decode(char *text, int is_query)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        int high = *from == '%' ? hex_value(from[1]) : -1;
        int low = high >= 0 ? hex_value(from[2]) : -1;
        if (low >= 0) {
            *to++ = (char) (high * 16 + low);
            from += 2;
        } else {
            *to++ = is_query && *from == '+' ? ' ' : *from;
        }
    }
    *to = '\0';
}

static enum MHD_Result count_one(void *cookie, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    (void) kind;
    (void) name;
    (void) value;
    (*(size_t *) cookie)++;
    return MHD_YES;
}

/* Whether the query that was signed is the one that is asked; it is cut up. */
static int same_query(struct lwi_request *request, char *query)
{
    size_t signed_count = 0, asked_count = 0;
    char *rest = query;
    for (char *one = strsep(&rest, "&"); one; one = strsep(&rest, "&")) {
        if (!*one)
            continue;
        char *value = strchr(one, '=');
        if (value)
            *value++ = '\0';
        decode(one, 1);
        if (value)
            decode(value, 1);
        const char *asked = lwi_request_query(request, one);
        if (!asked != !value || (value && strcmp(asked, value) != 0))
            return 0;
        signed_count++;
    }
    (void) MHD_get_connection_values(request->connection, MHD_GET_ARGUMENT_KIND, count_one,
                                     &asked_count);
    return signed_count == asked_count;
}

/* Whether the header was made for this request, and not for another one. */
static int same_target(struct lwi_request *request, const char *uri)
{
    char copy[sizeof(((struct lwi_digest *) NULL)->uri)], none[1] = "";
    (void) snprintf(copy, sizeof(copy), "%s", uri);
    char *query = strchr(copy, '?');
    if (query)
        *query++ = '\0';
    decode(copy, 0);
    return strcmp(copy, request->path) == 0 && same_query(request, query ? query : none);
}

int lwi_gate_digest(struct lwi_request *request, const char *method)
{
    const char *header = lwi_request_header(request, "Authorization");
    struct lwi_digest digest;
    struct lw_error error = {0};
    if (!header || strncasecmp(header, "Digest ", 7) != 0)
        return 0;
    if (lwi_digest_parse(header, &digest) < 0 || !same_target(request, digest.uri)) {
        lwi_gate_refuse(request, MHD_HTTP_UNAUTHORIZED,
                        "The Digest of the request is not one, or of another request",
                        "It takes qop=auth, and the path and query that are asked");
        return 1;
    }
    int64_t wait = 0;
    int r = lwi_auth_digest(request->api->auth, &request->client, &digest, method, &request->who,
                            &wait, &error);
    request->is_stale = r == -ESTALE;
    if (r == -EAGAIN)
        lwi_answer_header(request, "Retry-After", "%lld", (long long) (wait / LWI_NS_PER_S + 1));
    if (r == -EAGAIN)
        lwi_gate_refuse(request, MHD_HTTP_TOO_MANY_REQUESTS, error.message, error.hint);
    else if (r == -EPERM)
        lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, error.message, error.hint);
    else if (r == -EACCES || r == -ESTALE)
        lwi_gate_refuse(request, MHD_HTTP_UNAUTHORIZED, error.message, error.hint);
    else if (r < 0)
        lwi_gate_refuse(request, MHD_HTTP_INTERNAL_SERVER_ERROR, "The login could not be checked",
                        "The daemon's log says more");
    return 1;
}

/* Their scripts can send a header by themselves. */
static int is_browser(struct lwi_request *request)
{
    const char *agent = lwi_request_header(request, "User-Agent");
    return lwi_request_header(request, "Sec-Fetch-Mode") || lwi_request_header(request, "Cookie") ||
           lwi_request_header(request, "X-Lenswatch") ||
           (agent && strncmp(agent, "Mozilla/", 8) == 0);
}

void lwi_gate_challenge(struct lwi_request *request)
{
    struct lwi_digest_offer offer = {.sha256 = 0};
    if (!is_browser(request))
        lwi_auth_digest_challenge(request->api->auth, &offer);
    const int is_on[LWI_DIGEST_ALGORITHMS] = {
        [LWI_DIGEST_SHA256] = offer.sha256, [LWI_DIGEST_MD5] = offer.md5};
    for (int i = 0; i < LWI_DIGEST_ALGORITHMS; i++)
        if (is_on[i])
            lwi_answer_header(request, "WWW-Authenticate",
                              "Digest realm=\"" LWI_DIGEST_REALM
                              "\", qop=\"auth\", algorithm=%s, nonce=\"%s\", charset=UTF-8%s",
                              lwi_digest_name((enum lwi_digest_algorithm) i), offer.nonce,
                              request->is_stale ? ", stale=true" : "");
    lwi_answer_header(request, "WWW-Authenticate", "Bearer realm=\"lenswatch\"");
}
