/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/digest.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    gnutls_digest_algorithm_t hash;
    size_t bytes;
} algorithms[LWI_DIGEST_ALGORITHMS] = {
    [LWI_DIGEST_SHA256] = {"SHA-256", GNUTLS_DIG_SHA256, 32},
    [LWI_DIGEST_MD5] = {"MD5", GNUTLS_DIG_MD5, 16},
};

const char *lwi_digest_name(enum lwi_digest_algorithm algorithm)
{
    return algorithms[algorithm].name;
}

/* ---- the header ---- */

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

static int is_token(char c)
{
    return c > ' ' && c < 0x7f && !strchr("()<>@,;:\\\"/[]?={}", c);
}

/* A token or quoted string at *at, cut to nothing where it does not fit. NULL: none is there. */
static const char *read_value(const char *at, char *ret_value, size_t size)
{
    size_t n = 0;
    int quoted = *at == '"';
    at += quoted;
    while (quoted ? *at && *at != '"' : is_token(*at) || *at == '/' || *at == '=') {
        if (quoted && *at == '\\' && at[1])
            at++;
        if (n + 1 < size)
            ret_value[n] = *at;
        n++;
        at++;
    }
    if (quoted && *at != '"')
        return NULL;
    /* What is too long is of no use, and must not pass as something else. */
    ret_value[n < size ? n : 0] = '\0';
    return at + quoted;
}

struct members {
    char algorithm[24], realm[64], qop[16], userhash[8];
};

struct place {
    const char *name;
    char *value;
    size_t size;
    int seen;
};

/* One "name=value". NULL: it is none, or stands twice. */
static const char *read_member(const char *at, struct place *places, size_t count)
{
    char name[16], ignored[2];
    struct place other = {.value = ignored, .size = sizeof(ignored)}, *place = &other;
    size_t n = 0;
    while (is_token(at[n]))
        n++;
    (void) snprintf(name, sizeof(name), "%.*s", n < sizeof(name) ? (int) n : 0, at);
    at = skip_blanks(at + n);
    if (n == 0 || *at != '=')
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(places[i].name, name) == 0)
            place = &places[i];
    if (place->seen++)
        return NULL;
    return read_value(skip_blanks(at + 1), place->value, place->size);
}

static int is_hex(const char *text, size_t length)
{
    return strlen(text) == length && strspn(text, "0123456789abcdefABCDEF") == length;
}

static int check(struct lwi_digest *digest, const struct members *members)
{
    int algorithm = LWI_DIGEST_ALGORITHMS;
    const char *name = members->algorithm[0] ? members->algorithm : "MD5"; /* as RFC 7616 says */
    for (int i = 0; i < LWI_DIGEST_ALGORITHMS; i++)
        if (strcasecmp(algorithms[i].name, name) == 0)
            algorithm = i;
    if (algorithm == LWI_DIGEST_ALGORITHMS || strcasecmp(members->qop, "auth") != 0 ||
        strcmp(members->realm, LWI_DIGEST_REALM) != 0 ||
        (members->userhash[0] && strcasecmp(members->userhash, "false") != 0))
        return -EINVAL;
    digest->algorithm = (enum lwi_digest_algorithm) algorithm;
    if (!digest->user[0] || !digest->nonce[0] || !digest->cnonce[0] || !digest->uri[0] ||
        !is_hex(digest->nc, 8) || !is_hex(digest->response, 2 * algorithms[algorithm].bytes))
        return -EINVAL;
    for (char *c = digest->response; *c; c++)
        *c = (char) (*c >= 'A' && *c <= 'F' ? *c - 'A' + 'a' : *c);
    digest->count = (uint32_t) strtoul(digest->nc, NULL, 16);
    return 0;
}

int lwi_digest_parse(const char *header, struct lwi_digest *ret_digest)
{
    struct members members = {{0}, {0}, {0}, {0}};
    struct lwi_digest digest = {.count = 0};
    struct place places[] = {
        {"username", digest.user, sizeof(digest.user), 0},
        {"nonce", digest.nonce, sizeof(digest.nonce), 0},
        {"cnonce", digest.cnonce, sizeof(digest.cnonce), 0},
        {"uri", digest.uri, sizeof(digest.uri), 0},
        {"response", digest.response, sizeof(digest.response), 0},
        {"nc", digest.nc, sizeof(digest.nc), 0},
        {"algorithm", members.algorithm, sizeof(members.algorithm), 0},
        {"realm", members.realm, sizeof(members.realm), 0},
        {"qop", members.qop, sizeof(members.qop), 0},
        {"userhash", members.userhash, sizeof(members.userhash), 0},
    };
    if (strncasecmp(header, "Digest ", 7) != 0)
        return -EINVAL;
    const char *at = skip_blanks(header + 7);
    while (*at) {
        at = read_member(at, places, sizeof(places) / sizeof(places[0]));
        if (!at)
            return -EINVAL;
        at = skip_blanks(at);
        if (*at && *at != ',')
            return -EINVAL;
        at += strspn(at, ", \t");
    }
    int r = check(&digest, &members);
    if (r == 0)
        *ret_digest = digest;
    return r;
}

/* ---- the hashes ---- */

/* Of the parts with colons between; ended by NULL. */
static int hash(enum lwi_digest_algorithm algorithm, const char *const *parts,
                char ret_hex[LWI_DIGEST_HEX_SIZE])
{
    uint8_t bytes[32];
    gnutls_hash_hd_t state;
    if (gnutls_hash_init(&state, algorithms[algorithm].hash) < 0)
        return -EIO;
    int r = 0;
    for (size_t i = 0; parts[i] && r >= 0; i++) {
        r = i > 0 ? gnutls_hash(state, ":", 1) : 0;
        if (r >= 0)
            r = gnutls_hash(state, parts[i], strlen(parts[i]));
    }
    gnutls_hash_deinit(state, bytes);
    (void) sodium_bin2hex(ret_hex, LWI_DIGEST_HEX_SIZE, bytes, algorithms[algorithm].bytes);
    return r < 0 ? -EIO : 0;
}

int lwi_digest_ha1(enum lwi_digest_algorithm algorithm, const char *user, const char *password,
                   char ret_hex[LWI_DIGEST_HEX_SIZE])
{
    const char *const parts[] = {user, LWI_DIGEST_REALM, password, NULL};
    return hash(algorithm, parts, ret_hex);
}

int lwi_digest_is_right(const struct lwi_digest *digest, const char *ha1, const char *method)
{
    char ha2[LWI_DIGEST_HEX_SIZE], want[LWI_DIGEST_HEX_SIZE];
    const char *const asked[] = {method, digest->uri, NULL};
    const char *const all[] = {ha1, digest->nonce, digest->nc, digest->cnonce, "auth", ha2, NULL};
    if (hash(digest->algorithm, asked, ha2) < 0 || hash(digest->algorithm, all, want) < 0)
        return 0;
    size_t length = strlen(want);
    return strlen(digest->response) == length && sodium_memcmp(digest->response, want, length) == 0;
}
