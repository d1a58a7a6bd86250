/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* S3 over libcurl, which makes the signature (version 4). */
#include "action/bucket.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>
#include <sodium.h>

#include "action/names.h"
#include "action/web.h"
#include "base/error.h"

#define URL_SIZE (3 * LWI_NAMES_SIZE + 500)

static const char small[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

static int needs(const struct json_t *settings, const char *name, struct lw_error *reterr)
{
    if (lwi_action_text(settings, name)[0])
        return 0;
    return lwi_error_set(reterr, -EINVAL, "%s: S3 needs it", name);
}

int lwi_bucket_check(const struct json_t *settings, struct lw_error *reterr)
{
    static const char *const needed[] = {"endpoint", "bucket", "region", "access_key",
                                         "secret_key"};
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        int r = needs(settings, needed[i], reterr);
        if (r < 0)
            return r;
    }
    const char *endpoint = lwi_action_text(settings, "endpoint");
    const char *bucket = lwi_action_text(settings, "bucket");
    const char *region = lwi_action_text(settings, "region");
    const char *key = lwi_action_text(settings, "access_key");
    int r = lwi_web_check("endpoint", endpoint, reterr);
    if (r < 0)
        return r;
    const char *path = strpbrk(strstr(endpoint, "://") + 3, "/?#");
    if (path && strcmp(path, "/") != 0)
        return lwi_error_set(reterr, -EINVAL, "endpoint: there is a path in it");
    if (strlen(bucket) < 3 || bucket[strspn(bucket, small)] || bucket[0] == '.')
        return lwi_error_set(reterr, -EINVAL,
                             "bucket: it has 3 to 63 of a-z, 0-9, - and . in its name");
    if (region[strspn(region, small)] || strchr(region, '.'))
        return lwi_error_set(reterr, -EINVAL, "region: it is like eu-central-1");
    if (strpbrk(key, ": /"))
        return lwi_error_set(reterr, -EINVAL, "access_key: there is : or / or a blank in it");
    return 0;
}

/* Each byte but those that the signature's rules leave as they are, and slashes. */
static size_t escape(const char *text, char *ret_url, size_t size)
{
    size_t n = 0;
    for (; *text && n + 4 < size; text++) {
        unsigned char c = (unsigned char) *text;
        int is_plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
                       strchr("/._-~", c) != NULL;
        n += (size_t) snprintf(ret_url + n, size - n, is_plain ? "%c" : "%%%02X", c);
    }
    return *text ? size : n;
}

static int make_url(const struct json_t *settings, const char *key, char ret_url[URL_SIZE],
                    struct lw_error *reterr)
{
    const char *endpoint = lwi_action_text(settings, "endpoint");
    const char *bucket = lwi_action_text(settings, "bucket");
    const char *host = strstr(endpoint, "://") + 3;
    int scheme = (int) (host - endpoint), length = (int) strcspn(host, "/");
    int n =
        lwi_action_bool(settings, "bucket_in_host")
            ? snprintf(ret_url, URL_SIZE, "%.*s%s.%.*s/", scheme, endpoint, bucket, length, host)
            : snprintf(ret_url, URL_SIZE, "%.*s%.*s/%s/", scheme, endpoint, length, host, bucket);
    while (*key == '/')
        key++;
    if (escape(key, ret_url + n, URL_SIZE - (size_t) n) + (size_t) n >= URL_SIZE)
        return lwi_error_set(reterr, -ENAMETOOLONG, "the name of the object is too long");
    return 0;
}

static int explain(int r, struct lw_error *reterr)
{
    if (r == -EACCES)
        lwi_error_hint(reterr, "The answer says why. Check both keys, the region, what the key "
                               "may do with the bucket, and the clock of this machine.");
    else if (r == -ENOENT)
        lwi_error_hint(reterr, "Check the bucket, the endpoint, and bucket_in_host.");
    /* S3 says 400 to what may go well later, a key that has expired or a wrong region. */
    return r == -EINVAL ? -EIO : r;
}

int lwi_bucket_store(const struct json_t *settings, const char *key, const char *type,
                     const uint8_t *data, size_t size, struct lwi_action_run *run,
                     struct lw_error *reterr)
{
    struct lwi_transfer transfer;
    char url[URL_SIZE], place[300], provider[120], sum[120];
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof(hash) + 1];
    int r = make_url(settings, key, url, reterr);
    if (r < 0)
        return r;
    lwi_web_place(url, place, sizeof(place));
    (void) crypto_hash_sha256(hash, data, size);
    (void) snprintf(sum, sizeof(sum), "x-amz-content-sha256: %s",
                    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash)));
    (void) snprintf(provider, sizeof(provider), "aws:amz:%s:s3",
                    lwi_action_text(settings, "region"));
    r = lwi_transfer_open(&transfer, run, "http,https", place, reterr);
    r = r < 0 ? r : lwi_transfer_tls(&transfer, settings, reterr);
    if (r == 0) {
        const struct lwi_web_request request = {
            .method = "PUT",
            .url = url,
            .type = type,
            .headers = {sum},
            .expects = 1, /* libcurl signs the header that would leave it out, and sends none */
            .body = data,
            .body_size = size,
        };
        (void) curl_easy_setopt(transfer.curl, CURLOPT_AWS_SIGV4, provider);
        (void) curl_easy_setopt(transfer.curl, CURLOPT_USERNAME,
                                lwi_action_text(settings, "access_key"));
        (void) curl_easy_setopt(transfer.curl, CURLOPT_PASSWORD,
                                lwi_action_text(settings, "secret_key"));
        r = lwi_web_do(&transfer, &request, reterr);
    }
    lwi_transfer_close(&transfer);
    return explain(r, reterr);
}
