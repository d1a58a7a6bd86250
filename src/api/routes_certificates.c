/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Certificates of the HTTPS server, and where it is served. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/certificates.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

#define PATH           "/api/v1/certificates"
#define PASSPHRASE_MAX 1024

static int answer_one(struct lwi_request *request, unsigned status, const char *id)
{
    struct lw_error error = {0};
    json_t *one = lwi_certificates_get(request->api, id, &error);
    return one ? lwi_answer_json(request, status, one) : lwi_answer_failure(request, &error);
}

static int get_certificates(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_https_state state;
    json_t *list = lwi_certificates_list(request->api, &error);
    if (!list)
        return lwi_answer_failure(request, &error);
    lwi_https_state(request->api->https, &state);
    json_t *https =
        json_pack("{s:s,s:b,s:o,s:s}", "listen", state.listen, "fixed", state.is_fixed, "port",
                  state.port ? json_integer(state.port) : json_null(), "error", state.error);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:o,s:o,s:i}", "certificates", list, "https", https, "most",
                                     LWI_CERTIFICATES_MAX));
}

static int get_certificate(struct lwi_request *request)
{
    return answer_one(request, MHD_HTTP_OK, request->id);
}

/* ---- who it is for ---- */

static int read_names(const json_t *body, struct lwi_certificate_subject *subject,
                      struct lw_error *reterr)
{
    const json_t *names = json_object_get(body, "names"), *one;
    size_t i;
    if (names && !json_is_array(names))
        return lwi_error_set(reterr, -EINVAL, "names must be a list");
    if (json_array_size(names) > LWI_CERTIFICATE_NAMES_MAX)
        return lwi_error_set(reterr, -EINVAL, "names has more than %d members",
                             LWI_CERTIFICATE_NAMES_MAX);
    subject->name_count = 0;
    json_array_foreach(names, i, one)
    {
        const char *name = json_string_value(one);
        if (!name)
            return lwi_error_set(reterr, -EINVAL, "names has a member that is no string");
        int r = lwi_certificate_name_check(name, reterr);
        if (r < 0)
            return r;
        (void) snprintf(subject->names[subject->name_count++], LWI_CERTIFICATE_NAME_SIZE, "%s",
                        name);
    }
    return 0;
}

/* What is left out is as this host is called. */
static int read_subject(struct lwi_request *request, const json_t *body,
                        struct lwi_certificate_subject *ret_subject, struct lw_error *reterr)
{
    struct lwi_certificate_subject *s = ret_subject;
    const struct {
        const char *name;
        char *text;
        size_t size;
    } rows[] = {
        {"common_name", s->common_name, sizeof(s->common_name)},
        {"organization", s->organization, sizeof(s->organization)},
        {"organizational_unit", s->organizational_unit, sizeof(s->organizational_unit)},
        {"locality", s->locality, sizeof(s->locality)},
        {"state", s->state, sizeof(s->state)},
        {"country", s->country, sizeof(s->country)},
    };
    lwi_certificate_own_names((const char *const *) request->api->hosts, s);
    int r = json_object_get(body, "names") ? read_names(body, s, reterr) : 0;
    if (r == 0 && s->name_count > 0)
        (void) snprintf(s->common_name, sizeof(s->common_name), "%.64s", s->names[0]);
    for (size_t i = 0; r == 0 && i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *text = NULL;
        if (!json_object_get(body, rows[i].name))
            continue;
        r = lwi_json_string(body, rows[i].name, rows[i].size - 1, NULL, &text, reterr);
        if (r == 0)
            (void) snprintf(rows[i].text, rows[i].size, "%s", text);
    }
    if (r == 0 && s->country[0] && strlen(s->country) != 2)
        r = lwi_error_set(reterr, -EINVAL, "country is two letters, such as DE");
    return r;
}

static int answer_made(struct lwi_request *request, int r, const char *id,
                       const struct lw_error *error)
{
    return r < 0 ? lwi_answer_failure(request, error) : answer_one(request, MHD_HTTP_CREATED, id);
}

static int post_self_signed(struct lwi_request *request)
{
    static const char *const members[] = {"common_name", "organization", "organizational_unit",
                                          "locality",    "state",        "country",
                                          "names",       "days",         NULL};
    struct lw_error error = {0};
    struct lwi_certificate_subject subject;
    json_t *body = NULL;
    char id[33] = "";
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_subject(request, body, &subject, &error);
    const json_t *days = json_object_get(body, "days");
    json_int_t count = days ? json_integer_value(days) : LWI_CERTIFICATE_DAYS_USUAL;
    if (r == 0 &&
        ((days && !json_is_integer(days)) || count < 1 || count > LWI_CERTIFICATE_DAYS_MAX))
        r = lwi_error_set(&error, -EINVAL, "days must be 1 to %d", LWI_CERTIFICATE_DAYS_MAX);
    if (r == 0)
        r = lwi_certificates_self_signed(request->api, &subject, (int) count, id, &error);
    json_decref(body);
    return answer_made(request, r, id, &error);
}

static int post_request(struct lwi_request *request)
{
    static const char *const members[] = {"common_name", "organization", "organizational_unit",
                                          "locality",    "state",        "country",
                                          "names",       "key",          NULL};
    struct lw_error error = {0};
    struct lwi_certificate_subject subject;
    const char *key = "ecdsa";
    json_t *body = NULL;
    char id[33] = "";
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_subject(request, body, &subject, &error);
    if (r == 0)
        r = lwi_json_string(body, "key", 16, "ecdsa", &key, &error);
    if (r == 0 && strcmp(key, "ecdsa") != 0 && strcmp(key, "rsa") != 0)
        r = lwi_error_set(&error, -EINVAL, "key must be ecdsa or rsa");
    if (r == 0)
        r = lwi_certificates_request(request->api, &subject, strcmp(key, "rsa") == 0, id, &error);
    json_decref(body);
    return answer_made(request, r, id, &error);
}

/* ---- import ---- */

/* A text of several lines; NULL where it is left out. */
static int read_text(const json_t *body, const char *name, size_t max, const char **ret_text,
                     struct lw_error *reterr)
{
    const json_t *member = json_object_get(body, name);
    const char *text = json_string_value(member);
    *ret_text = NULL;
    if (!member || json_is_null(member))
        return 0;
    if (!text || strlen(text) != json_string_length(member))
        return lwi_error_set(reterr, -EINVAL, "%s must be a text", name);
    if (strlen(text) > max)
        return lwi_error_set(reterr, -EINVAL, "%s is longer than %zu bytes", name, max);
    *ret_text = *text ? text : NULL;
    return 0;
}

/* ret_bytes: malloc'ed, or NULL. */
static int read_pkcs12(const json_t *body, uint8_t **ret_bytes, size_t *ret_size,
                       struct lw_error *reterr)
{
    const char *text = NULL;
    int r = read_text(body, "pkcs12", 2 * LWI_CERTIFICATE_BYTES_MAX, &text, reterr);
    if (r < 0 || !text)
        return r;
    size_t size = strlen(text) / 4 * 3 + 3;
    uint8_t *bytes = malloc(size);
    if (!bytes)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    if (sodium_base642bin(bytes, size, text, strlen(text), " \r\n", ret_size, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0) {
        free(bytes);
        return lwi_error_set(reterr, -EINVAL, "pkcs12 must be the file in base64");
    }
    *ret_bytes = bytes;
    return 0;
}

static int import(struct lwi_request *request, const json_t *body, char ret_id[33],
                  struct lw_error *reterr)
{
    struct lwi_certificate_files files = {0};
    uint8_t *pkcs12 = NULL;
    size_t size = 0;
    int r = read_text(body, "certificate", LWI_CERTIFICATE_BYTES_MAX, &files.certificates, reterr);
    if (r == 0)
        r = read_text(body, "key", LWI_CERTIFICATE_BYTES_MAX, &files.key, reterr);
    if (r == 0)
        r = read_text(body, "passphrase", PASSPHRASE_MAX, &files.passphrase, reterr);
    if (r == 0)
        r = read_pkcs12(body, &pkcs12, &size, reterr);
    files.pkcs12 = pkcs12;
    files.pkcs12_size = size;
    if (r == 0 && !pkcs12 == !files.certificates)
        r = lwi_error_set(reterr, -EINVAL, "Give either certificate, in PEM, or pkcs12");
    if (r == 0)
        r = lwi_certificates_import(request->api, &files, ret_id, reterr);
    if (pkcs12)
        sodium_memzero(pkcs12, size);
    free(pkcs12);
    return r;
}

static int post_certificate(struct lwi_request *request)
{
    static const char *const members[] = {"certificate", "key", "pkcs12", "passphrase", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    char id[33] = "";
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = import(request, body, id, &error);
    json_decref(body);
    return answer_made(request, r, id, &error);
}

static int use_certificate(struct lwi_request *request)
{
    struct lw_error error = {0};
    if (lwi_certificates_use(request->api, request->id, &error) < 0)
        return lwi_answer_failure(request, &error);
    return answer_one(request, MHD_HTTP_OK, request->id);
}

static int delete_certificate(struct lwi_request *request)
{
    struct lw_error error = {0};
    if (lwi_certificates_delete(request->api, request->id, &error) < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

#define ADMINISTRATOR LWI_ACCESS_ADMINISTRATOR

const struct lwi_route lwi_routes_certificates[] = {
    {PATH, LWI_GET, ADMINISTRATOR, LWI_BODY_NONE, get_certificates},
    {PATH, LWI_POST, ADMINISTRATOR, LWI_BODY_JSON, post_certificate},
    {PATH "/{id}", LWI_GET, ADMINISTRATOR, LWI_BODY_NONE, get_certificate},
    {PATH "/{id}", LWI_DELETE, ADMINISTRATOR, LWI_BODY_NONE, delete_certificate},
    {PATH "/{id}/use", LWI_POST, ADMINISTRATOR, LWI_BODY_NONE, use_certificate},
    {"/api/v1/certificate/self-signed", LWI_POST, ADMINISTRATOR, LWI_BODY_JSON, post_self_signed},
    {"/api/v1/certificate/request", LWI_POST, ADMINISTRATOR, LWI_BODY_JSON, post_request},
    {0},
};
