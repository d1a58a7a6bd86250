/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/audit.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <jansson.h>

#include "api/answer.h"
#include "api/changes.h"
#include "api/operation.h"
#include "api/peek.h"
#include "api/request.h"

#define LOCKS 16
/* What is refused before anything is done is recorded so often: else whoever has no password could
 * drive all that counts out of the log. Those that are left out are counted. */
#define REFUSALS_AT_ONCE  512
#define REFUSALS_A_SECOND 2
#define JSON_FLAGS        (JSON_COMPACT | JSON_REAL_PRECISION(15))

struct lwi_audit {
    struct lwi_store *store;
    const struct lwi_clock *clock;
    const struct lwi_log *log;
    pthread_mutex_t locks[LOCKS]; /* for changes of one thing, by its path */
    atomic_ullong lost;           /* records that could not be stored */
    pthread_mutex_t lock;
    /* Under lock. */
    double allowance;
    int64_t allowance_ns;
    unsigned long long skipped;
};

int lwi_audit_new(struct lwi_audit **ret_audit, struct lwi_store *store,
                  const struct lwi_clock *clock, const struct lwi_log *log)
{
    struct lwi_audit *audit = calloc(1, sizeof(*audit));
    if (!audit)
        return -ENOMEM;
    audit->store = store;
    audit->clock = clock;
    audit->log = log;
    audit->allowance = REFUSALS_AT_ONCE;
    audit->allowance_ns = lwi_clock_monotonic(clock);
    (void) pthread_mutex_init(&audit->lock, NULL);
    for (size_t i = 0; i < LOCKS; i++)
        (void) pthread_mutex_init(&audit->locks[i], NULL);
    *ret_audit = audit;
    return 0;
}

void lwi_audit_free(struct lwi_audit **audit)
{
    if (!*audit)
        return;
    for (size_t i = 0; i < LOCKS; i++)
        (void) pthread_mutex_destroy(&(*audit)->locks[i]);
    (void) pthread_mutex_destroy(&(*audit)->lock);
    free(*audit);
    *audit = NULL;
}

/* ---- what is recorded, and of whom ---- */

/* "": it is not recorded. A list that is taken away page by page counts once. */
static const char *kind_of(struct lwi_request *request)
{
    const struct lwi_operation *operation = request->operation;
    const char *export =
        operation && operation->may_export ? lwi_request_query(request, "export") : NULL;
    if (export && strcmp(export, "true") == 0 && !lwi_request_query(request, "before"))
        return "export";
    return operation ? operation->kind : "";
}

static int is_recorded(struct lwi_request *request)
{
    const struct lwi_operation *operation = request->operation;
    if (request->is_head || !kind_of(request)[0])
        return 0;
    /* Who plays a recording asks for it piece by piece: the first one counts. */
    const char *range =
        operation->route->method == LWI_GET ? lwi_request_header(request, "Range") : NULL;
    return !range || strncmp(range, "bytes=0-", 8) == 0;
}

void lwi_audit_address(struct lwi_request *request, char *ret_text, size_t size)
{
    char host[NI_MAXHOST] = "";
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr) {
        socklen_t length = info->client_addr->sa_family == AF_INET6
                               ? (socklen_t) sizeof(struct sockaddr_in6)
                               : (socklen_t) sizeof(struct sockaddr_in);
        if (getnameinfo(info->client_addr, length, host, sizeof(host), NULL, 0, NI_NUMERICHOST) !=
            0)
            host[0] = '\0';
    }
    const char *mapped = "::ffff:";
    const char *shown = host + (strncmp(host, mapped, strlen(mapped)) == 0 ? strlen(mapped) : 0);
    /* What anybody can write is not what the record says the address is. */
    const char *forwarded = lwi_request_header(request, "X-Forwarded-For");
    (void) snprintf(ret_text, size, forwarded ? "%s (says: for %.60s)" : "%s", shown, forwarded);
}

static const char *via_of(const struct lwi_identity *who)
{
    switch (who->by) {
    case LWI_AUTH_NOBODY:
        return "";
    case LWI_AUTH_SESSION:
        return "session";
    case LWI_AUTH_TOKEN:
        return "token";
    case LWI_AUTH_DIGEST:
        return "digest";
    case LWI_AUTH_LOCAL:
        return "host";
    default:
        return "other";
    }
}

static enum MHD_Result add_parameter(void *cookie, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    struct lwi_audit_record *record = cookie;
    size_t n = strlen(record->target);
    (void) kind;
    (void) snprintf(record->target + n, sizeof(record->target) - n, "%c%s=%s",
                    strchr(record->target, '?') ? '&' : '?', name,
                    lwi_changes_is_secret(name) ? "***" : (value ? value : ""));
    return MHD_YES;
}

/* A name is recorded only of users that there are: people type passwords into the wrong field. */
static void name_login(struct lwi_request *request, struct lwi_audit_record *record)
{
    char *hash = NULL;
    json_t *body = json_loadb((const char *) request->body.data, request->body.size, 0, NULL);
    const char *user = json_string_value(json_object_get(body, "user"));
    int known = user && lwi_store_user_hash(request->api->settings.store, user, &hash, NULL) == 0;
    free(hash);
    (void) snprintf(record->target, sizeof(record->target), "user %s", known ? user : "(unknown)");
    json_decref(body);
}

static void name_target(struct lwi_request *request, struct lwi_audit_record *record)
{
    static const char cameras[] = "/api/v1/cameras/";
    const char *made = request->path;
    for (unsigned i = 0; i < request->header_count; i++)
        if (strcmp(request->headers[i].name, "Location") == 0)
            made = request->headers[i].value;
    (void) snprintf(record->target, sizeof(record->target), "%s", made);
    if (strncmp(made, cameras, sizeof(cameras) - 1) == 0)
        (void) snprintf(record->camera, sizeof(record->camera), "%.*s",
                        (int) strcspn(made + sizeof(cameras) - 1, "/"), made + sizeof(cameras) - 1);
    const char *camera = json_string_value(json_object_get(request->audit.before, "camera_id"));
    if (camera)
        (void) snprintf(record->camera, sizeof(record->camera), "%s", camera);
    (void) MHD_get_connection_values(request->connection, MHD_GET_ARGUMENT_KIND, add_parameter,
                                     record);
}

static void fill(struct lwi_request *request, struct lwi_audit_record *record)
{
    const struct lwi_operation *operation = request->operation;
    const struct lwi_identity *who = &request->who;
    *record = (struct lwi_audit_record){0};
    (void) snprintf(record->kind, sizeof(record->kind), "%s", kind_of(request));
    (void) snprintf(record->operation, sizeof(record->operation), "%s", operation->name);
    (void) snprintf(record->user, sizeof(record->user), "%s", who->user);
    (void) snprintf(record->via, sizeof(record->via), "%s", via_of(who));
    (void) snprintf(record->token, sizeof(record->token), "%s", who->token_id);
    lwi_audit_address(request, record->address, sizeof(record->address));
    if (strcmp(operation->kind, "login") == 0)
        name_login(request, record);
    else
        name_target(request, record);
}

/* ---- storing ---- */

static void note_lost(struct lwi_audit *audit, const struct lwi_audit_record *record,
                      const struct lw_error *error)
{
    (void) atomic_fetch_add(&audit->lost, 1);
    lwi_log(audit->log, LWI_LOG_ERROR, "the audit log cannot be written: %s; %s of %s by %s: %s",
            error->message, record->operation, record->target,
            record->user[0] ? record->user : "nobody known", record->result);
}

/* What was left out comes first. */
static void add_missing(struct lwi_audit *audit)
{
    struct lw_error error = {0};
    struct lwi_audit_record record = {.kind = "system", .result = "failed"};
    unsigned long long lost = atomic_exchange(&audit->lost, 0);
    (void) pthread_mutex_lock(&audit->lock);
    unsigned long long skipped = audit->skipped;
    audit->skipped = 0;
    (void) pthread_mutex_unlock(&audit->lock);
    if (lost > 0) {
        (void) snprintf(record.operation, sizeof(record.operation), "auditLost");
        (void) snprintf(record.text, sizeof(record.text),
                        "%llu records could not be stored; the daemon's log on this host has them",
                        lost);
        if (lwi_store_audit_add(audit->store, &record, 0, &error) < 0)
            (void) atomic_fetch_add(&audit->lost, lost);
    }
    if (skipped > 0) {
        (void) snprintf(record.operation, sizeof(record.operation), "auditSkipped");
        (void) snprintf(record.result, sizeof(record.result), "refused");
        (void) snprintf(record.text, sizeof(record.text),
                        "%llu more requests were refused, too many to be recorded", skipped);
        (void) lwi_store_audit_add(audit->store, &record, 0, NULL);
    }
}

static void add(struct lwi_audit *audit, const struct lwi_audit_record *record, int64_t opened_id)
{
    struct lw_error error = {0};
    add_missing(audit);
    if (lwi_store_audit_add(audit->store, record, opened_id, &error) < 0)
        note_lost(audit, record, &error);
}

void lwi_audit_note(struct lwi_audit *audit, const char *kind, const char *operation,
                    const char *user, const char *address, const char *target, const char *text)
{
    struct lwi_audit_record record = {.result = "success"};
    (void) snprintf(record.kind, sizeof(record.kind), "%s", kind);
    (void) snprintf(record.operation, sizeof(record.operation), "%s", operation);
    (void) snprintf(record.user, sizeof(record.user), "%s", user);
    (void) snprintf(record.address, sizeof(record.address), "%s", address);
    (void) snprintf(record.target, sizeof(record.target), "%s", target);
    (void) snprintf(record.text, sizeof(record.text), "%s", text);
    add(audit, &record, 0);
}

/* Whether a refusal may be recorded still. */
static int may_record(struct lwi_audit *audit)
{
    (void) pthread_mutex_lock(&audit->lock);
    int64_t now_ns = lwi_clock_monotonic(audit->clock);
    audit->allowance += (double) (now_ns - audit->allowance_ns) / LWI_NS_PER_S * REFUSALS_A_SECOND;
    audit->allowance_ns = now_ns;
    if (audit->allowance > REFUSALS_AT_ONCE)
        audit->allowance = REFUSALS_AT_ONCE;
    int may = audit->allowance >= 1;
    audit->allowance -= may;
    audit->skipped += !may;
    (void) pthread_mutex_unlock(&audit->lock);
    return may;
}

/* ---- the way in ---- */

static pthread_mutex_t *lock_of(struct lwi_audit *audit, const char *path)
{
    unsigned hash = 5381;
    for (const char *c = path; *c; c++)
        hash = hash * 33 + (unsigned char) *c;
    return &audit->locks[hash % LOCKS];
}

static int is_stale(struct lwi_request *request, const struct lwi_operation *resource)
{
    char etag[LWI_ETAG_SIZE];
    const char *header = lwi_request_header(request, "If-Match");
    if (!header || !request->audit.before)
        return 0; /* what is not there is the route's to say */
    lwi_peek_etag(request->audit.before, resource, etag);
    return !lwi_peek_matches(header, etag);
}

static void begin(struct lwi_request *request)
{
    struct lwi_audit_record record;
    struct lw_error error = {0};
    struct lwi_audit *audit = request->api->audit;
    fill(request, &record);
    request->audit.is_begun = 1;
    if (lwi_store_audit_open(audit->store, &record, &request->audit.opened_id, &error) < 0)
        lwi_log(audit->log, LWI_LOG_DEBUG, "the audit log cannot be written: %s", error.message);
}

int lwi_audit_run(struct lwi_request *request)
{
    if (!is_recorded(request))
        return request->handle(request);
    const struct lwi_operation *resource = request->operation->resource;
    pthread_mutex_t *lock = resource ? lock_of(request->api->audit, request->path) : NULL;
    if (lock)
        (void) pthread_mutex_lock(lock);
    if (resource)
        request->audit.before = lwi_peek(request, resource);
    int answered;
    if (resource && is_stale(request, resource)) {
        request->audit.is_begun = 1;
        answered = lwi_answer_error(request, MHD_HTTP_PRECONDITION_FAILED,
                                    "Somebody else has changed this meanwhile",
                                    "Load it again, and make your change on what it is now");
    } else {
        begin(request);
        answered = request->handle(request);
    }
    if (lock)
        (void) pthread_mutex_unlock(lock);
    return answered;
}

/* ---- the way out ---- */

static const char *result_of(unsigned status)
{
    if (status < 400)
        return "success";
    return status == MHD_HTTP_UNAUTHORIZED || status == MHD_HTTP_FORBIDDEN ||
                   status == MHD_HTTP_TOO_MANY_REQUESTS
               ? "refused"
               : "failed";
}

/* Of what was made, what it is called and what was asked for: the rest is as it always is. */
static json_t *asked_for(const json_t *made, const json_t *body)
{
    static const char *const names[] = {"id", "name", "user", "role", "token"};
    json_t *part = json_object();
    const char *name;
    json_t *value;
    json_object_foreach((json_t *) body, name, value)
    {
        if (json_object_get(made, name))
            (void) json_object_set(part, name, json_object_get(made, name));
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (json_object_get(made, names[i]))
            (void) json_object_set(part, names[i], json_object_get(made, names[i]));
    return part;
}

static json_t *find_changes(struct lwi_request *request, unsigned status)
{
    const struct lwi_operation *resource = request->operation->resource;
    json_t *changes = NULL;
    json_t *body = json_loadb((const char *) request->body.data, request->body.size, 0, NULL);
    if (resource && request->operation->route->method == LWI_DELETE) {
        changes = lwi_changes_between(request->audit.before, NULL, NULL);
    } else if (resource) {
        char etag[LWI_ETAG_SIZE];
        json_t *after = lwi_peek(request, resource);
        changes = lwi_changes_between(request->audit.before, after, body);
        if (after) {
            lwi_peek_etag(after, resource, etag);
            lwi_answer_header(request, "ETag", "%s", etag);
        }
        json_decref(after);
    } else {
        json_t *made = status == MHD_HTTP_CREATED ? asked_for(request->audit.made, body) : NULL;
        changes = lwi_changes_between(NULL, made ? made : body, made ? body : NULL);
        json_decref(made);
    }
    json_decref(body);
    return changes;
}

void lwi_audit_answered(struct lwi_request *request, unsigned status)
{
    struct lwi_audit_record record;
    struct lwi_audit *audit = request->api->audit;
    if (request->audit.is_done || !is_recorded(request))
        return;
    request->audit.is_done = 1;
    if (!request->audit.is_begun && !may_record(audit))
        return;
    int is_login = strcmp(request->operation->kind, "login") == 0 ||
                   strcmp(request->operation->kind, "logout") == 0;
    json_t *changes = status < 400 && !is_login ? find_changes(request, status) : NULL;
    fill(request, &record);
    record.status = (int) status;
    (void) snprintf(record.result, sizeof(record.result), "%s", result_of(status));
    lwi_changes_clean_text(request->audit.text, record.text, sizeof(record.text));
    record.changes = json_object_size(changes) > 0 ? json_dumps(changes, JSON_FLAGS) : NULL;
    json_decref(changes);
    add(audit, &record, request->audit.opened_id);
    free((void *) record.changes);
}

void lwi_audit_done(struct lwi_request *request)
{
    /* A route that drops the connection has answered nothing. */
    if (request->audit.is_begun && !request->audit.is_done) {
        struct lwi_audit_record record;
        fill(request, &record);
        (void) snprintf(record.result, sizeof(record.result), "failed");
        (void) snprintf(record.text, sizeof(record.text), "the connection was dropped");
        add(request->api->audit, &record, request->audit.opened_id);
    }
    json_decref(request->audit.before);
    json_decref(request->audit.made);
}
