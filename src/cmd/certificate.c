/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch certificate: what HTTPS is served with. */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/parse.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define CERTIFICATES   "/api/v1/certificates"
#define MAKE           "/api/v1/certificate"
#define FILE_BYTES_MAX ((size_t) 128 << 10)
#define DAYS_MAX       3650

enum { NAME, COMMON_NAME, ORGANIZATION, UNIT, LOCALITY, STATE, COUNTRY, LAST };
enum { KEY, PASSPHRASE_FILE };

#define SUBJECT_OPTIONS                                                                            \
    {"name", "NAME,...",                                                                           \
     "host names and addresses it is for; default: those of the daemon's host"},                   \
        {"common-name", "NAME", "default: the first of the names"},                                \
        {"organization", "TEXT", "who runs it"}, {"unit", "TEXT", "part of the organization"},     \
        {"locality", "TEXT", "town"}, {"state", "TEXT", "state or province"},                      \
    {                                                                                              \
        "country", "XX", "two letters, such as DE"                                                 \
    }

static const struct lwi_remote_option self_signed_options[] = {
    SUBJECT_OPTIONS,
    {"days", "N", "how long it holds; default: 825"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option request_options[] = {
    SUBJECT_OPTIONS,
    {"key", "ecdsa|rsa", "ECDSA P-256 (default) or RSA 3072"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option import_options[] = {
    {"key", "FILE", "the private key in PEM, where it is not in the same file"},
    {"passphrase-file", "FILE", "the first line opens the key or the PKCS#12 file"},
    {NULL, NULL, NULL},
};

/* ---- shown ---- */

static void print_names(const json_t *one)
{
    const json_t *names = json_object_get(one, "names"), *name;
    size_t i;
    (void) printf("%-12s ", "names");
    json_array_foreach(names, i, name)
    {
        (void) printf("%s%s", i ? ", " : "", json_string_value(name));
    }
    (void) printf("\n");
}

static void print_one(const json_t *one)
{
    static const char *const members[] = {"id",     "state",       "subject", "issuer", "key",
                                          "serial", "fingerprint", "pin",     NULL};
    static const char *const times[] = {"from", "until", NULL};
    for (size_t i = 0; members[i]; i++)
        if (json_object_get(one, members[i]))
            (void) printf("%-12s %s\n", members[i], lwi_show_string(one, members[i]));
    print_names(one);
    for (size_t i = 0; times[i]; i++) {
        char text[64];
        if (!json_object_get(one, times[i]))
            continue;
        lwi_show_time(json_object_get(one, times[i]), text, sizeof(text));
        (void) printf("%-12s %s\n", times[i], text);
    }
    (void) printf("%-12s %s\n", "in use",
                  json_is_true(json_object_get(one, "in_use")) ? "yes" : "no");
}

static int answer_one(const struct lwi_remote_call *call, json_t *answer)
{
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        print_one(answer);
    json_decref(answer);
    return 0;
}

static void print_https(const json_t *https)
{
    const char *listen = lwi_show_string(https, "listen"), *error = lwi_show_string(https, "error");
    if (!listen[0])
        (void) printf("\nHTTPS is off; 'lenswatch settings set https_listen=0.0.0.0:8443' switches "
                      "it on.\n");
    else if (error[0])
        (void) printf("\nHTTPS is not served: %s.\n", error);
    else
        (void) printf("\nHTTPS is served on %s, port %lld.\n", listen,
                      (long long) json_integer_value(json_object_get(https, "port")));
}

static int run_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *one;
    size_t i;
    int r = lwi_remote_get(call, CERTIFICATES, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table =
        lwi_table_headed("ID", "SUBJECT", "ISSUER", "KEY", "UNTIL", "IN USE", NULL);
    json_array_foreach(json_object_get(answer, "certificates"), i, one)
    {
        char until[64] = "-";
        int is_ready = strcmp(lwi_show_string(one, "state"), "ready") == 0;
        if (is_ready)
            lwi_show_time(json_object_get(one, "until"), until, sizeof(until));
        lwi_table_cell(table, "%s", lwi_show_string(one, "id"));
        lwi_table_cell(table, "%s", lwi_show_string(one, "subject"));
        lwi_table_cell(table, "%s",
                       !is_ready ? "(requested)"
                       : json_is_true(json_object_get(one, "self_signed"))
                           ? "itself"
                           : lwi_show_string(one, "issuer"));
        lwi_table_cell(table, "%s", lwi_show_string(one, "key"));
        lwi_table_cell(table, "%s", until);
        lwi_table_cell(table, "%s", json_is_true(json_object_get(one, "in_use")) ? "yes" : "");
    }
    lwi_table_print(&table, stdout);
    print_https(json_object_get(answer, "https"));
    json_decref(answer);
    return 0;
}

static int run_show(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = lwi_remote_ask(call, "GET", CERTIFICATES, call->argument, NULL, &answer, reterr);
    if (r < 0)
        return r;
    if (!call->as_json && json_object_get(answer, "certificate"))
        (void) printf("%s\n", lwi_show_string(answer, "certificate"));
    else if (!call->as_json)
        (void) printf("%s\n", lwi_show_string(answer, "request"));
    return answer_one(call, answer);
}

/* ---- made ---- */

/* NULL: what was given is no UTF-8. */
static json_t *read_subject(const struct lwi_remote_call *call)
{
    static const char *const members[LAST] = {
        NULL, "common_name", "organization", "organizational_unit", "locality", "state", "country"};
    json_t *body = json_object();
    int r = 0;
    for (int i = COMMON_NAME; i < LAST && r == 0; i++)
        if (call->values[i])
            r = json_object_set_new(body, members[i], json_string(call->values[i]));
    if (call->values[NAME]) {
        json_t *names = json_array();
        for (const char *at = call->values[NAME]; r == 0 && *at;) {
            size_t length = strcspn(at, ",");
            r = json_array_append_new(names, json_stringn(at, length));
            at += length + (at[length] == ',');
        }
        (void) json_object_set_new(body, "names", names);
    }
    if (r == 0)
        return body;
    json_decref(body);
    return NULL;
}

static int make(struct lwi_remote_call *call, const char *what, json_t *body, json_t **ret_answer,
                struct lw_error *reterr)
{
    int r = body ? lwi_remote_ask(call, "POST", MAKE, what, body, ret_answer, reterr)
                 : lwi_error_set(reterr, -EINVAL, "What was given is not text in UTF-8");
    json_decref(body);
    return r;
}

static int run_self_signed(struct lwi_remote_call *call, struct lw_error *reterr)
{
    const char *days = call->values[LAST];
    json_t *body = read_subject(call), *answer = NULL;
    int64_t count = 0;
    if (days && lwi_parse_int(days, 1, DAYS_MAX, &count) < 0) {
        json_decref(body);
        return lwi_error_set(reterr, -EINVAL, "--days is 1 to %d", DAYS_MAX);
    }
    if (days && body)
        (void) json_object_set_new(body, "days", json_integer(count));
    int r = make(call, "self-signed", body, &answer, reterr);
    return r < 0 ? r : answer_one(call, answer);
}

/* The request alone goes out, so that it can be sent on as it is. */
static int run_request(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *body = read_subject(call), *answer = NULL;
    if (body && call->values[LAST])
        (void) json_object_set_new(body, "key", json_string(call->values[LAST]));
    int r = make(call, "request", body, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json) {
        lwi_show_json(stdout, answer);
    } else {
        (void) printf("%s", lwi_show_string(answer, "request"));
        (void) fprintf(stderr,
                       "Have it signed, and 'lenswatch certificate import' the answer; it "
                       "will be %s.\n",
                       lwi_show_string(answer, "id"));
    }
    json_decref(answer);
    return 0;
}

/* ---- brought ---- */

/* A file as the member that it is: PEM as it stands, PKCS#12 in base64. */
static int add_file(json_t *body, const char *path, const char *pem_member, int may_be_pkcs12,
                    struct lw_error *reterr)
{
    uint8_t *data = NULL;
    size_t size = 0;
    int r = lwi_file_read(path, FILE_BYTES_MAX, &data, &size, reterr);
    if (r < 0)
        return r;
    int is_pem = memmem(data, size, "-----BEGIN ", strlen("-----BEGIN ")) != NULL;
    size_t room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = is_pem || !may_be_pkcs12 ? strndup((char *) data, size) : calloc(1, room);
    if (text && !is_pem && may_be_pkcs12)
        (void) sodium_bin2base64(text, room, data, size, sodium_base64_VARIANT_ORIGINAL);
    const char *member = is_pem || !may_be_pkcs12 ? pem_member : "pkcs12";
    if (!text || json_object_set_new(body, member, json_string(text)) < 0)
        r = lwi_error_set(reterr, -EINVAL, "%s is no certificate or key in PEM", path);
    if (text)
        sodium_memzero(text, strlen(text));
    free(text);
    sodium_memzero(data, size);
    free(data);
    return r;
}

static int run_import(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *body = json_object(), *answer = NULL;
    char *passphrase = NULL;
    int r = add_file(body, call->argument, "certificate", /* may_be_pkcs12= */ 1, reterr);
    if (r == 0 && call->values[KEY])
        r = add_file(body, call->values[KEY], "key", /* may_be_pkcs12= */ 0, reterr);
    if (r == 0 && call->values[PASSPHRASE_FILE])
        r = lwi_show_password(call->values[PASSPHRASE_FILE], "LENSWATCH_PASSPHRASE", "Passphrase",
                              /* confirm= */ 0, &passphrase, reterr);
    if (passphrase)
        (void) json_object_set_new(body, "passphrase", json_string(passphrase));
    if (r == 0)
        r = lwi_remote_ask(call, "POST", CERTIFICATES, NULL, body, &answer, reterr);
    json_decref(body);
    if (passphrase)
        sodium_memzero(passphrase, strlen(passphrase));
    free(passphrase);
    return r < 0 ? r : answer_one(call, answer);
}

static int run_use(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[160];
    json_t *answer = NULL;
    (void) snprintf(path, sizeof(path), "%.64s/use", call->argument);
    int r = lwi_remote_ask(call, "POST", CERTIFICATES, path, NULL, &answer, reterr);
    if (r == 0 && call->as_json)
        lwi_show_json(stdout, answer);
    json_decref(answer);
    return r;
}

static int run_remove(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return lwi_remote_ask(call, "DELETE", CERTIFICATES, call->argument, NULL, NULL, reterr);
}

static const struct lwi_remote subs[] = {
    {"list", "list the certificates, and where HTTPS is served", NULL,
     "Lists the certificates of the HTTPS server, up to 16, and requests for such.",
     "certificate list", 0, NULL, run_list},
    {"show", "show a certificate", "ID",
     "Shows a certificate or a request with its text in PEM. A key is never shown.",
     "certificate show cert-1a2b3c4d", 0, NULL, run_show},
    {"self-signed", "make one that is signed by itself", NULL,
     "Makes a certificate that is signed by itself. Browsers warn of it until they are\n"
     "told to trust it. 'certificate use' serves HTTPS with it.",
     "certificate self-signed --name cams.example,192.0.2.7", 0, self_signed_options,
     run_self_signed},
    {"request", "make a request for an authority", NULL,
     "Makes a key, which stays with the daemon, and prints the request with which an\n"
     "authority makes a certificate. 'certificate import' takes what it answers.",
     "certificate request --name cams.example --organization Guards", 0, request_options,
     run_request},
    {"import", "take one that somebody else made", "FILE",
     "Takes a certificate in PEM, with those above it, or a PKCS#12 file. The key may\n"
     "be in the same file; it is not needed where the request was made here. What a\n"
     "browser would not take is refused, with the cause.",
     "certificate import cams.pem --key cams.key", 0, import_options, run_import},
    {"use", "serve HTTPS with it", "ID",
     "Serves HTTPS with this certificate from the next connection on.",
     "certificate use cert-1a2b3c4d", 0, NULL, run_use},
    {"remove", "remove one", "ID", "Removes a certificate with its key. The one in use stays.",
     "certificate remove cert-1a2b3c4d", 0, NULL, run_remove},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("certificate", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_certificate = {"certificate", "what HTTPS is served with", run};
