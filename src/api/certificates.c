/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/certificates.h"

#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/https.h"
#include "api/json.h"
#include "api/request.h"
#include "api/tls.h"
#include "base/error.h"
#include "store/certificate.h"

#define ID_BYTES 4
#define DAY_S    86400

struct list {
    struct lwi_store_certificate *rows;
    size_t count;
};

static int read_list(struct lwi_api *api, struct list *ret_list, struct lw_error *reterr)
{
    *ret_list = (struct list){0};
    return lwi_store_certificate_list(api->settings.store, &ret_list->rows, &ret_list->count,
                                      reterr);
}

static void free_list(struct list *list)
{
    lwi_store_certificate_list_free(list->rows, list->count);
}

/* What is stored as in use is what is served with, and none is there twice: one at a time looks at
 * the certificates and changes them. */
static void lock(struct lwi_api *api)
{
    (void) pthread_mutex_lock(&api->certificates.lock);
}

static void unlock(struct lwi_api *api)
{
    (void) pthread_mutex_unlock(&api->certificates.lock);
}

static int64_t now_s(struct lwi_api *api)
{
    return lwi_clock_realtime(api->settings.clock) / LWI_NS_PER_S;
}

static int add(struct lwi_api *api, const char *chain, const char *request, const char *key,
               char ret_id[33], struct lw_error *reterr)
{
    uint8_t random[ID_BYTES];
    char hex[2 * ID_BYTES + 1];
    struct lwi_store_certificate row = {.created_ns = lwi_clock_realtime(api->settings.clock)};
    union {
        const char *in;
        char *out;
    } chain_text = {.in = chain}, request_text = {.in = request}; /* which are only read */
    row.chain = chain_text.out;
    row.request = request_text.out;
    randombytes_buf(random, sizeof(random));
    (void) sodium_bin2hex(hex, sizeof(hex), random, sizeof(random));
    (void) snprintf(row.id, sizeof(row.id), "cert-%s", hex);
    int r = lwi_store_certificate_put(api->settings.store, &row, key, LWI_CERTIFICATES_MAX, reterr);
    if (r == 0)
        (void) snprintf(ret_id, sizeof(row.id), "%s", row.id);
    return r;
}

int lwi_certificates_self_signed(struct lwi_api *api, const struct lwi_certificate_subject *subject,
                                 int days, char ret_id[33], struct lw_error *reterr)
{
    char *chain = NULL, *key = NULL;
    int r = lwi_certificate_self_signed(subject, days, now_s(api), &chain, &key, reterr);
    if (r == 0)
        r = add(api, chain, "", key, ret_id, reterr);
    free(chain);
    lwi_certificate_key_free(&key);
    return r;
}

int lwi_certificates_request(struct lwi_api *api, const struct lwi_certificate_subject *subject,
                             int is_rsa, char ret_id[33], struct lw_error *reterr)
{
    char *request = NULL, *key = NULL;
    int r = lwi_certificate_request(subject, is_rsa, &request, &key, reterr);
    if (r == 0)
        r = add(api, "", request, key, ret_id, reterr);
    free(request);
    lwi_certificate_key_free(&key);
    return r;
}

/* ---- in use ---- */

static int load_row_locked(struct lwi_api *api, const struct lwi_store_certificate *row,
                           struct lw_error *reterr)
{
    struct lwi_certificate_info info;
    char *key = NULL;
    int r = lwi_store_certificate_key(api->settings.store, row->id, &key, reterr);
    if (r == 0)
        r = lwi_tls_set(api->tls, row->chain, key, api->certificates.with_tls_1_2, reterr);
    lwi_certificate_key_free(&key);
    if (r == 0 && lwi_certificate_describe(row->chain, &info) == 0)
        lwi_system_certificate(api->settings.system,
                               lwi_https_is_on(api->https) ? info.until_s * LWI_NS_PER_S : 0);
    return r;
}

static int load_locked(struct lwi_api *api, struct lw_error *reterr)
{
    struct list list;
    int r = read_list(api, &list, reterr);
    int found = 0;
    for (size_t i = 0; r == 0 && i < list.count; i++) {
        if (!list.rows[i].in_use)
            continue;
        found = 1;
        r = load_row_locked(api, &list.rows[i], reterr);
    }
    free_list(&list);
    return r == 0 && !found ? lwi_error_set(reterr, -ENOENT, "There is no certificate in use") : r;
}

int lwi_certificates_load(struct lwi_api *api, const struct lwi_system_config *config,
                          struct lw_error *reterr)
{
    lock(api);
    api->certificates.with_tls_1_2 = config->tls_1_2;
    int r = load_locked(api, reterr);
    unlock(api);
    return r;
}

/* ---- import ---- */

/* The row whose request was for the key of this certificate; it may be the first of several. */
static struct lwi_store_certificate *find_request(const struct list *list, const char *chain)
{
    struct lwi_certificate_info wanted, info;
    if (lwi_certificate_describe(chain, &wanted) < 0)
        return NULL;
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i].request[0] &&
            lwi_certificate_describe_request(list->rows[i].request, &info) == 0 &&
            strcmp(info.pin, wanted.pin) == 0)
            return &list->rows[i];
    return NULL;
}

/* What came without its key, which a request that was made here has. */
static int complete_locked(struct lwi_api *api, const struct lwi_certificate_files *files,
                           char ret_id[33], struct lw_error *reterr)
{
    struct lwi_certificate_files with_key = *files;
    struct list list;
    char *key = NULL, *chain = NULL, *same_key = NULL;
    int r = read_list(api, &list, reterr);
    struct lwi_store_certificate *row = r == 0 ? find_request(&list, files->certificates) : NULL;
    if (r == 0 && !row) {
        r = lwi_error_set(reterr, -EINVAL,
                          "There is no private key with it, and no request was made for it here");
        lwi_error_hint(reterr, "Give its key as well, the server's certificate first");
    }
    if (r == 0)
        r = lwi_store_certificate_key(api->settings.store, row->id, &key, reterr);
    with_key.key = key;
    with_key.passphrase = NULL;
    if (r == 0)
        r = lwi_certificate_take(&with_key, now_s(api), &chain, &same_key, reterr);
    if (r == 0) {
        struct lwi_store_certificate done = *row;
        done.chain = chain;
        r = lwi_store_certificate_put(api->settings.store, &done, /* key= */ NULL,
                                      LWI_CERTIFICATES_MAX, reterr);
        if (r == 0)
            (void) snprintf(ret_id, sizeof(row->id), "%s", row->id);
    }
    lwi_certificate_key_free(&key);
    lwi_certificate_key_free(&same_key);
    free(chain);
    free_list(&list);
    return r;
}

static int refuse_twice_locked(struct lwi_api *api, const char *chain, struct lw_error *reterr)
{
    struct list list;
    int r = read_list(api, &list, reterr);
    for (size_t i = 0; r == 0 && i < list.count; i++) {
        if (strcmp(list.rows[i].chain, chain) != 0)
            continue;
        r = lwi_error_set(reterr, -EALREADY, "This certificate is here already");
        lwi_error_hint(reterr, "It is called %s", list.rows[i].id);
    }
    free_list(&list);
    return r;
}

/* Whether what is in use was replaced under it: it is loaded anew. */
static int reload_if_used_locked(struct lwi_api *api, const char *id, struct lw_error *reterr)
{
    struct list list;
    int in_use = 0;
    int r = read_list(api, &list, reterr);
    for (size_t i = 0; r == 0 && i < list.count; i++)
        in_use |= list.rows[i].in_use && strcmp(list.rows[i].id, id) == 0;
    free_list(&list);
    return r < 0 || !in_use ? r : load_locked(api, reterr);
}

static int import_locked(struct lwi_api *api, const struct lwi_certificate_files *files,
                         const char *chain, const char *key, char ret_id[33],
                         struct lw_error *reterr)
{
    int r =
        key ? refuse_twice_locked(api, chain, reterr) : complete_locked(api, files, ret_id, reterr);
    if (r < 0)
        return r;
    return key ? add(api, chain, "", key, ret_id, reterr)
               : reload_if_used_locked(api, ret_id, reterr);
}

int lwi_certificates_import(struct lwi_api *api, const struct lwi_certificate_files *files,
                            char ret_id[33], struct lw_error *reterr)
{
    char *chain = NULL, *key = NULL;
    int r = lwi_certificate_take(files, now_s(api), &chain, &key, reterr);
    if (r == -ENOENT)
        r = files->pkcs12
                ? lwi_error_set(reterr, -EINVAL, "There is no private key in the PKCS#12 file")
                : 0;
    if (r == 0) {
        lock(api);
        r = import_locked(api, files, chain, key, ret_id, reterr);
        unlock(api);
    }
    free(chain);
    lwi_certificate_key_free(&key);
    return r;
}

/* ---- use and removal ---- */

static int use_locked(struct lwi_api *api, const char *id, struct lw_error *reterr)
{
    struct list list;
    int r = read_list(api, &list, reterr);
    const struct lwi_store_certificate *row = NULL;
    for (size_t i = 0; r == 0 && i < list.count; i++)
        if (strcmp(list.rows[i].id, id) == 0 && list.rows[i].chain[0])
            row = &list.rows[i];
    if (r == 0 && !row)
        r = lwi_error_set(reterr, -ENOENT, "There is no certificate '%.32s' that is complete", id);
    /* Loaded first: one that cannot be served with is not stored as the one that is. */
    if (r == 0)
        r = load_row_locked(api, row, reterr);
    free_list(&list);
    if (r < 0)
        return r;
    r = lwi_store_certificate_use(api->settings.store, id, reterr);
    if (r < 0)
        (void) load_locked(api, /* reterr= */ NULL);
    return r;
}

int lwi_certificates_use(struct lwi_api *api, const char *id, struct lw_error *reterr)
{
    lock(api);
    int r = use_locked(api, id, reterr);
    unlock(api);
    return r;
}

int lwi_certificates_delete(struct lwi_api *api, const char *id, struct lw_error *reterr)
{
    lock(api);
    int r = lwi_store_certificate_delete(api->settings.store, id, reterr);
    unlock(api);
    return r;
}

int lwi_certificates_prepare(struct lwi_api *api, struct lw_error *reterr)
{
    struct lwi_certificate_subject subject;
    struct lwi_system_config config;
    struct lw_error error = {0};
    char id[33];
    lwi_system_config(api->settings.system, &config);
    int r = lwi_certificates_load(api, &config, &error);
    if (r == 0)
        return 0;
    if (r != -ENOENT)
        lwi_log(api->settings.log, LWI_LOG_ERROR,
                "%s; HTTPS is served with a new certificate that is signed by itself",
                error.message);
    lwi_certificate_own_names((const char *const *) api->hosts, &subject);
    r = lwi_certificates_self_signed(api, &subject, LWI_CERTIFICATE_DAYS_USUAL, id, reterr);
    return r < 0 ? r : lwi_certificates_use(api, id, reterr);
}

/* ---- shown ---- */

static json_t *names_json(const struct lwi_certificate_info *info)
{
    json_t *names = json_array();
    for (size_t i = 0; i < info->name_count; i++) {
        json_t *name = json_string(info->names[i]);
        (void) json_array_append_new(names, name ? name : json_string("?"));
    }
    return names;
}

static void set_text(json_t *object, const char *name, const char *text)
{
    json_t *value = json_string(text);
    (void) json_object_set_new(object, name, value ? value : json_string("?"));
}

static void set_time(json_t *object, const char *name, int64_t time_s)
{
    (void) json_object_set_new(object, name, lwi_json_time(time_s * LWI_NS_PER_S));
}

static json_t *row_json(struct lwi_api *api, const struct lwi_store_certificate *row,
                        int with_texts)
{
    struct lwi_certificate_info info = {0};
    int is_ready = row->chain[0] != '\0';
    (void) (is_ready ? lwi_certificate_describe(row->chain, &info)
                     : lwi_certificate_describe_request(row->request, &info));
    json_t *object = json_object();
    set_text(object, "id", row->id);
    set_text(object, "state", is_ready ? "ready" : "requested");
    (void) json_object_set_new(object, "in_use", json_boolean(row->in_use));
    set_time(object, "created", row->created_ns / LWI_NS_PER_S);
    set_text(object, "subject", info.subject);
    (void) json_object_set_new(object, "names", names_json(&info));
    set_text(object, "key", info.key);
    set_text(object, "pin", info.pin);
    if (is_ready) {
        set_text(object, "issuer", info.issuer);
        set_time(object, "from", info.from_s);
        set_time(object, "until", info.until_s);
        int64_t left_s = info.until_s - now_s(api);
        (void) json_object_set_new(object, "days_left",
                                   json_integer(left_s < 0 ? -1 : left_s / DAY_S));
        set_text(object, "serial", info.serial);
        set_text(object, "fingerprint", info.fingerprint);
        (void) json_object_set_new(object, "self_signed", json_boolean(info.is_self_signed));
        (void) json_object_set_new(object, "chain_length",
                                   json_integer((json_int_t) info.chain_length));
    }
    if (with_texts && is_ready)
        set_text(object, "certificate", row->chain);
    if (with_texts && row->request[0])
        set_text(object, "request", row->request);
    return object;
}

json_t *lwi_certificates_list(struct lwi_api *api, struct lw_error *reterr)
{
    struct list list;
    if (read_list(api, &list, reterr) < 0)
        return NULL;
    json_t *array = json_array();
    for (size_t i = 0; i < list.count; i++)
        (void) json_array_append_new(array, row_json(api, &list.rows[i], /* with_texts= */ 0));
    free_list(&list);
    return array;
}

json_t *lwi_certificates_get(struct lwi_api *api, const char *id, struct lw_error *reterr)
{
    struct list list;
    json_t *found = NULL;
    if (read_list(api, &list, reterr) < 0)
        return NULL;
    for (size_t i = 0; i < list.count; i++)
        if (!found && strcmp(list.rows[i].id, id) == 0)
            found = row_json(api, &list.rows[i], /* with_texts= */ 1);
    free_list(&list);
    if (!found) {
        (void) lwi_error_set(reterr, -ENOENT, "There is no certificate '%.32s'", id);
        lwi_error_hint(reterr, "GET /api/v1/certificates lists them");
    }
    return found;
}
