/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The audit log: searching, exporting, checking. */
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "api/answer.h"
#include "api/export.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "store/audit.h"

#define PAGE_DEFAULT 100
#define PAGE_MAX     1000
#define EXPORT_PAGE  200
#define JSON_FLAGS   (JSON_COMPACT | JSON_REAL_PRECISION(15))

/* The strings are borrowed from the request. */
static int read_query(struct lwi_request *request, struct lwi_audit_query *ret_query,
                      struct lw_error *reterr)
{
    int64_t limit = PAGE_DEFAULT;
    *ret_query = (struct lwi_audit_query){
        .user = lwi_request_query(request, "user"),
        .kind = lwi_request_query(request, "kind"),
        .result = lwi_request_query(request, "result"),
        .camera = lwi_request_query(request, "camera"),
        .text = lwi_request_query(request, "text"),
    };
    int r = lwi_request_query_time(request, "from", &ret_query->from_ns, reterr);
    if (r == 0)
        r = lwi_request_query_time(request, "to", &ret_query->to_ns, reterr);
    if (r == 0)
        r = lwi_request_query_number(request, "before", 1, INT64_MAX, &ret_query->before_seq,
                                     reterr);
    if (r == 0)
        r = lwi_request_query_number(request, "limit", 1, PAGE_MAX, &limit, reterr);
    ret_query->limit = (size_t) limit;
    return r;
}

static int get_audit(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_audit_query query;
    struct lwi_audit_record *records = NULL;
    size_t count = 0;
    int r = read_query(request, &query, &error);
    if (r == 0)
        r = lwi_store_audit_list(request->api->settings.store, &query, &records, &count, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, lwi_audit_to_json(&records[i]));
    json_t *next = count == query.limit ? json_integer(records[count - 1].seq) : json_null();
    lwi_audit_list_free(records, count);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:o,s:o}", "records", list, "next_before", next));
}

/* ---- export ---- */

struct export
{
    struct lwi_store *store;
    struct lwi_audit_query query;
    char *strings[5]; /* of the query; owned */
    int as_csv;
};

static void export_free(void *cookie)
{
    struct export *e = cookie;
    for (size_t i = 0; i < sizeof(e->strings) / sizeof(e->strings[0]); i++)
        free(e->strings[i]);
    free(e);
}

static int export_next(void *cookie, FILE *out)
{
    struct export *e = cookie;
    struct lwi_audit_record *records = NULL;
    size_t count = 0;
    int r = lwi_store_audit_list(e->store, &e->query, &records, &count, NULL);
    if (r < 0)
        return r;
    for (size_t i = 0; i < count; i++) {
        if (e->as_csv) {
            lwi_audit_csv(out, &records[i]);
            continue;
        }
        json_t *object = lwi_audit_to_json(&records[i]);
        (void) json_dumpf(object, out, JSON_FLAGS);
        (void) fputc('\n', out);
        json_decref(object);
    }
    if (count > 0)
        e->query.after_seq = records[count - 1].seq;
    lwi_audit_list_free(records, count);
    return count == e->query.limit;
}

/* The request's strings are gone before the answer is. */
static int keep_strings(struct export *e)
{
    const char **const fields[] = {&e->query.user, &e->query.kind, &e->query.result,
                                   &e->query.camera, &e->query.text};
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (!*fields[i])
            continue;
        e->strings[i] = strdup(*fields[i]);
        if (!e->strings[i])
            return -ENOMEM;
        *fields[i] = e->strings[i];
    }
    return 0;
}

static int get_export(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_audit_query query;
    const char *format = lwi_request_query(request, "format");
    int as_csv = format && strcmp(format, "csv") == 0;
    int r = read_query(request, &query, &error);
    if (r == 0 && format && !as_csv && strcmp(format, "jsonl") != 0)
        r = lwi_error_set(&error, -EINVAL, "format must be csv or jsonl");
    if (r < 0)
        return lwi_answer_failure(request, &error);
    struct export *e = calloc(1, sizeof(*e));
    if (!e)
        return lwi_answer_json(request, MHD_HTTP_OK, NULL);
    *e = (struct export){.store = request->api->settings.store, .query = query, .as_csv = as_csv};
    e->query.oldest_first = 1;
    e->query.limit = EXPORT_PAGE;
    if (keep_strings(e) < 0) {
        export_free(e);
        return lwi_answer_json(request, MHD_HTTP_OK, NULL);
    }
    return lwi_export_answer(
        request, &(struct lwi_export){
                     .content_type = as_csv ? "text/csv; charset=utf-8" : "application/jsonl",
                     .file_name = as_csv ? "lenswatch-audit.csv" : "lenswatch-audit.jsonl",
                     .head = as_csv ? lwi_audit_csv_head : "",
                     .next = export_next,
                     .free = export_free,
                     .cookie = e,
                 });
}

static int get_verify(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_audit_verdict v;
    if (lwi_store_audit_verify(request->api->settings.store, &v, &error) < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_json(request, MHD_HTTP_OK, lwi_audit_verdict_to_json(&v));
}

const struct lwi_route lwi_routes_audit[] = {
    {"/api/v1/audit", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_audit},
    {"/api/v1/audit/export", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_export},
    {"/api/v1/audit/verify", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_verify},
    {0},
};
