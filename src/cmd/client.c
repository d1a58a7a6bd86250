/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/client.h"

#include <curl/curl.h>
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/data_dir.h"
#include "source/pin.h"

#define DEFAULT_SERVER    "http://127.0.0.1:8787"
#define CONNECT_TIMEOUT_S 5L
#define TIMEOUT_S         60L
/* A report of a thousand events with their pictures is large, and made while one waits. */
#define DOWNLOAD_TIMEOUT_S 900L
#define ANSWER_BYTES_MAX   ((size_t) 64 << 20)
#define TOKEN_FILE_MAX     4096

struct lwi_client {
    CURL *curl;
    char *server; /* without a slash at the end */
    char *token;  /* NULL: none */
    char *ca;     /* NULL: whom the system trusts */
    char *pin;    /* NULL: none */
    int insecure;
};

struct answer {
    char *data;
    size_t size;
    FILE *file; /* where a success goes instead; with it, what it is a success of */
    CURL *curl;
};

/* Reads the first two lines of a token file: the token, and the daemon's address or NULL. */
static int read_token_file(const char *path, char **ret_token, char **ret_url,
                           struct lw_error *reterr)
{
    uint8_t *data = NULL;
    size_t size = 0;
    int r = lwi_file_read(path, TOKEN_FILE_MAX, &data, &size, reterr);
    if (r < 0)
        return r;
    char *text = (char *) data;
    char *second = text + strcspn(text, "\r\n");
    char *rest = second + strspn(second, "\r\n");
    *second = '\0';
    rest[strcspn(rest, "\r\n")] = '\0';
    *ret_token = strdup(text);
    *ret_url = *rest ? strdup(rest) : NULL;
    sodium_memzero(data, size);
    free(data);
    return *ret_token ? 0 : -ENOMEM;
}

/*
 * The daemon's own token is for the daemon that made it, and is sent to no other. A folder that is
 * named instead of a server must have one: at the usual address may be another daemon.
 */
static int use_local_token(struct lwi_client *client, const char *server, const char *data_dir,
                           struct lw_error *reterr)
{
    char path[4096];
    char *token = NULL, *url = NULL;
    int is_needed = data_dir && !server;
    if (is_needed)
        (void) snprintf(path, sizeof(path), "%.4000s/api-token", data_dir);
    else if (lwi_data_dir_find(data_dir, "api-token", path, sizeof(path)) < 0)
        return 0;
    int r = read_token_file(path, &token, &url, is_needed ? reterr : NULL);
    if (r < 0 && is_needed)
        lwi_error_hint(reterr, "The daemon writes it when 'lenswatch serve' starts with this "
                               "--data; who may not read it names the daemon with --server");
    if (r < 0)
        return is_needed ? r : 0;
    int its_own = url && (!server || strcmp(server, url) == 0);
    if (its_own && !client->token) {
        client->token = token;
        token = NULL;
    }
    if (its_own && !server) {
        free(client->server);
        client->server = url;
        url = NULL;
    }
    free(token);
    free(url);
    return 0;
}

/* 0; -ENOMEM; -EINVAL: the pin is none. */
static int set_trust(struct lwi_client *client, const struct lwi_client_settings *settings,
                     struct lw_error *reterr)
{
    const char *ca = settings->ca ? settings->ca : getenv("LENSWATCH_CA");
    const char *pin = settings->pin ? settings->pin : getenv("LENSWATCH_PIN");
    client->insecure = settings->insecure;
    if (ca && *ca && !(client->ca = strdup(ca)))
        return -ENOMEM;
    if (!pin || !*pin)
        return 0;
    if (!lwi_pin_valid(pin)) {
        (void) lwi_error_set(reterr, -EINVAL, "'%.80s' is no pin", pin);
        lwi_error_hint(reterr, "'lenswatch certificate list --format json' on the daemon's host "
                               "says it: sha256//...");
        return -EINVAL;
    }
    client->pin = strdup(pin);
    return client->pin ? 0 : -ENOMEM;
}

int lwi_client_open(struct lwi_client **ret_client, const struct lwi_client_settings *settings,
                    struct lw_error *reterr)
{
    struct lwi_client *client = calloc(1, sizeof(*client));
    const char *server = settings->server ? settings->server : getenv("LENSWATCH_SERVER");
    const char *token = getenv("LENSWATCH_TOKEN");
    char *ignored = NULL;
    int r = client ? 0 : -ENOMEM;
    if (r == 0 && settings->token_file)
        r = read_token_file(settings->token_file, &client->token, &ignored, reterr);
    else if (r == 0 && token && *token)
        client->token = strdup(token);
    free(ignored);
    if (r == 0)
        r = set_trust(client, settings, reterr);
    if (r == 0) {
        client->server = strdup(server ? server : DEFAULT_SERVER);
        client->curl = curl_easy_init();
    }
    if (r == 0 && (!client->curl || !client->server))
        r = lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    if (r < 0) {
        lwi_client_close(&client);
        return r;
    }
    size_t length = strlen(client->server);
    if (length > 0 && client->server[length - 1] == '/')
        client->server[length - 1] = '\0';
    r = use_local_token(client, server ? client->server : NULL, settings->data_dir, reterr);
    if (r < 0) {
        lwi_client_close(&client);
        return r;
    }
    *ret_client = client;
    return 0;
}

void lwi_client_close(struct lwi_client **client)
{
    if (!*client)
        return;
    curl_easy_cleanup((*client)->curl);
    if ((*client)->token)
        sodium_memzero((*client)->token, strlen((*client)->token));
    free((*client)->token);
    free((*client)->server);
    free((*client)->ca);
    free((*client)->pin);
    free(*client);
    *client = NULL;
}

static size_t on_data(char *data, size_t one, size_t size, void *cookie)
{
    struct answer *answer = cookie;
    long status = 0;
    (void) one;
    if (answer->file)
        (void) curl_easy_getinfo(answer->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300)
        return fwrite(data, 1, size, answer->file);
    if (size > ANSWER_BYTES_MAX - answer->size)
        return 0;
    char *grown = realloc(answer->data, answer->size + size + 1);
    if (!grown)
        return 0;
    memcpy(grown + answer->size, data, size);
    answer->data = grown;
    answer->size += size;
    return size;
}

static struct curl_slist *make_headers(const struct lwi_client *client, int has_body)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    if (client->token) {
        char line[512];
        (void) snprintf(line, sizeof(line), "Authorization: Bearer %s", client->token);
        headers = curl_slist_append(headers, line);
        sodium_memzero(line, sizeof(line));
    }
    if (has_body)
        headers = curl_slist_append(headers, "Content-Type: application/json");
    return headers;
}

static void set_tls(const struct lwi_client *client)
{
    CURL *curl = client->curl;
    /* Who has the key that was named is the server, whoever signed its certificate. */
    int verify = !client->insecure && !client->pin;
    (void) curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, (long) verify);
    (void) curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    (void) curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
    if (client->ca)
        (void) curl_easy_setopt(curl, CURLOPT_CAINFO, client->ca);
    if (client->pin)
        (void) curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, client->pin);
}

/* Which key the server has; nothing is sent to it. */
static int look_at_pin(const struct lwi_client *client, const char *url, char ret_pin[LWI_PIN_SIZE])
{
    CURL *curl = client->curl;
    curl_easy_reset(curl);
    (void) curl_easy_setopt(curl, CURLOPT_URL, url);
    (void) curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    (void) curl_easy_setopt(curl, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    (void) curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    (void) curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
    (void) curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    (void) curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    (void) curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
    (void) curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    return curl_easy_perform(curl) == CURLE_OK ? lwi_pin_seen(curl, ret_pin) : -EIO;
}

static int fail(const struct lwi_client *client, const char *url, CURLcode code,
                struct lw_error *reterr)
{
    char pin[LWI_PIN_SIZE];
    if (code == CURLE_PEER_FAILED_VERIFICATION && look_at_pin(client, url, pin) == 0) {
        (void) lwi_error_set(reterr, -EACCES, "%.200s has a certificate that is not trusted",
                             client->server);
        lwi_error_hint(reterr,
                       "If its key is %s, which 'lenswatch certificate show' says on its host, "
                       "give that with --pin; or the certificate of who signed it with --ca",
                       pin);
        return -EACCES;
    }
    if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH) {
        (void) lwi_error_set(reterr, -EACCES, "%.200s has another key than --pin names",
                             client->server);
        lwi_error_hint(reterr, "It is another server, or its certificate was changed: ask who "
                               "administers it");
        return -EACCES;
    }
    (void) lwi_error_set(reterr, -ECONNREFUSED, "%s does not answer: %s", client->server,
                         curl_easy_strerror(code));
    lwi_error_hint(reterr, "Start the daemon with 'lenswatch serve', or name it with --server "
                           "or --data");
    return -ECONNREFUSED;
}

static int transfer(struct lwi_client *client, const char *method, const char *url,
                    const char *body, struct answer *answer, long *ret_status,
                    struct lw_error *reterr)
{
    CURL *curl = client->curl;
    struct curl_slist *headers = make_headers(client, body != NULL);
    curl_easy_reset(curl);
    (void) curl_easy_setopt(curl, CURLOPT_URL, url);
    (void) curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void) curl_easy_setopt(curl, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    (void) curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    (void) curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void) curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
    (void) curl_easy_setopt(curl, CURLOPT_TIMEOUT, answer->file ? DOWNLOAD_TIMEOUT_S : TIMEOUT_S);
    (void) curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void) curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_data);
    (void) curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    set_tls(client);
    if (body)
        (void) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(headers);
    if (code == CURLE_OK) {
        (void) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
        return 0;
    }
    return fail(client, url, code, reterr);
}

static int status_to_errno(long status)
{
    switch (status) {
    case 400:
        return -EINVAL;
    case 401:
    case 403:
        return -EACCES;
    case 404:
        return -ENOENT;
    case 409:
        return -EEXIST;
    case 429:
    case 503:
        return -EAGAIN;
    default:
        return -EIO;
    }
}

/* What the daemon said went wrong. */
static int refusal(const struct lwi_client *client, long status, const json_t *answer,
                   struct lw_error *reterr)
{
    const char *error = json_string_value(json_object_get(answer, "error"));
    const char *hint = json_string_value(json_object_get(answer, "hint"));
    int code = status_to_errno(status);
    if (!error) {
        (void) lwi_error_set(reterr, code, "%s answers with status %ld", client->server, status);
        lwi_error_hint(reterr, "Is it a Lenswatch daemon?");
        return code;
    }
    (void) lwi_error_set(reterr, code, "%s", error);
    if (status == 401 || (status == 403 && !client->token))
        lwi_error_hint(reterr, "Run this as the daemon's user with --data DIR, or make an API "
                               "token in its page and give it with --token-file");
    else if (hint)
        lwi_error_hint(reterr, "%s", hint);
    return code;
}

int lwi_client_call(struct lwi_client *client, const char *method, const char *path,
                    const struct json_t *body, struct json_t **ret_answer, struct lw_error *reterr)
{
    char url[4096];
    struct answer answer = {0};
    long status = 0;
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    if (body && !text)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    if (snprintf(url, sizeof(url), "%s%s", client->server, path) >= (int) sizeof(url)) {
        free(text);
        return lwi_error_set(reterr, -EINVAL, "The request is too long");
    }
    int r = transfer(client, method, url, text, &answer, &status, reterr);
    if (text)
        sodium_memzero(text, strlen(text)); /* there may be a password in it */
    free(text);
    json_t *json = r == 0 && answer.size ? json_loadb(answer.data, answer.size, 0, NULL) : NULL;
    free(answer.data);
    if (r < 0)
        return r;
    if (status < 200 || status > 299 || (answer.size > 0 && !json)) {
        r = refusal(client, status, json, reterr);
        json_decref(json);
        return r;
    }
    if (ret_answer)
        *ret_answer = json;
    else
        json_decref(json);
    return 0;
}

static int download(struct lwi_client *client, const char *path, FILE *file,
                    struct lw_error *reterr)
{
    char url[4096];
    struct answer answer = {.file = file, .curl = client->curl};
    long status = 0;
    if (snprintf(url, sizeof(url), "%s%s", client->server, path) >= (int) sizeof(url))
        return lwi_error_set(reterr, -EINVAL, "The request is too long");
    int r = transfer(client, "GET", url, NULL, &answer, &status, reterr);
    json_t *json = r == 0 && answer.size ? json_loadb(answer.data, answer.size, 0, NULL) : NULL;
    free(answer.data);
    if (r == 0 && (status < 200 || status > 299))
        r = refusal(client, status, json, reterr);
    json_decref(json);
    return r;
}

int lwi_client_download(struct lwi_client *client, const char *path, const char *file,
                        struct lw_error *reterr)
{
    FILE *out = fopen(file, "wxe");
    if (!out) {
        int r = lwi_error_set(reterr, -errno, "%s cannot be written: %s", file, strerror(errno));
        lwi_error_hint(reterr, "Name another file with --output");
        return r;
    }
    int r = download(client, path, out, reterr);
    if (fclose(out) != 0 && r == 0)
        r = lwi_error_set(reterr, -errno, "%s cannot be written: %s", file, strerror(errno));
    if (r < 0)
        (void) unlink(file);
    return r;
}

char *lwi_client_escape(const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = malloc(strlen(text) * 3 + 1);
    char *o = out;
    for (const char *c = text; out && *c; c++) {
        int plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                    (*c >= '0' && *c <= '9') || strchr("-._~", *c);
        if (!plain) {
            *o++ = '%';
            *o++ = hex[(unsigned char) *c >> 4];
            *o++ = hex[(unsigned char) *c & 15];
        } else {
            *o++ = *c;
        }
    }
    if (out)
        *o = '\0';
    return out;
}
