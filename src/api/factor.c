/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What is stored of a user, sealed: {"secret", "on", "step", "codes"}. `step` is that of the last
 * code that was taken: neither it nor an earlier one is taken again. Of the recovery codes only
 * hashes are kept; they are of 60 random bits, so a fast hash will do.
 */
#include "api/factor.h"

#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/user_secret.h"

#define HASH_BYTES 16
/* Letters and digits that are not mistaken for others; 32 of them. */
static const char alphabet[] = "abcdefghjkmnpqrstuvwxyz023456789";
_Static_assert(sizeof(alphabet) == 33, "five bits a letter");

struct lwi_factors {
    struct lwi_store *store;
    const struct lwi_clock *clock;
    pthread_mutex_t lock; /* from reading a row to writing it */
};

int lwi_factors_new(struct lwi_factors **ret_factors, struct lwi_store *store,
                    const struct lwi_clock *clock)
{
    struct lwi_factors *factors = calloc(1, sizeof(*factors));
    if (!factors)
        return -ENOMEM;
    factors->store = store;
    factors->clock = clock;
    (void) pthread_mutex_init(&factors->lock, NULL);
    *ret_factors = factors;
    return 0;
}

void lwi_factors_free(struct lwi_factors **factors)
{
    if (!*factors)
        return;
    (void) pthread_mutex_destroy(&(*factors)->lock);
    free(*factors);
    *factors = NULL;
}

/* A new reference. -ENOENT: there is nothing. */
static int load(struct lwi_factors *factors, const char *user, json_t **ret_row,
                struct lw_error *reterr)
{
    char *text = NULL;
    int r = lwi_store_user_secret_get(factors->store, user, LWI_USER_FACTOR, &text, reterr);
    if (r < 0)
        return r;
    *ret_row = json_loads(text, 0, NULL);
    sodium_memzero(text, strlen(text));
    free(text);
    return *ret_row ? 0 : lwi_error_set(reterr, -EIO, "the second factor of %s is damaged", user);
}

static int save(struct lwi_factors *factors, const char *user, const json_t *row,
                struct lw_error *reterr)
{
    char *text = json_dumps(row, JSON_COMPACT);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_store_user_secret_put(factors->store, user, LWI_USER_FACTOR, text, reterr);
    sodium_memzero(text, strlen(text));
    free(text);
    return r;
}

static int is_on(const json_t *row)
{
    return json_is_true(json_object_get(row, "on"));
}

int lwi_factor_state(struct lwi_factors *factors, const char *user,
                     struct lwi_factor_state *ret_state, struct lw_error *reterr)
{
    json_t *row = NULL;
    int r = load(factors, user, &row, reterr);
    if (r < 0 && r != -ENOENT)
        return r;
    ret_state->is_on = is_on(row);
    ret_state->codes = (int) json_array_size(json_object_get(row, "codes"));
    json_decref(row);
    return 0;
}

static int begin_locked(struct lwi_factors *factors, const char *user,
                        char ret_secret[LWI_TOTP_SECRET_SIZE], struct lw_error *reterr)
{
    json_t *row = NULL;
    int r = load(factors, user, &row, reterr);
    if (r < 0 && r != -ENOENT)
        return r;
    int on = is_on(row);
    json_decref(row);
    if (on) {
        (void) lwi_error_set(reterr, -EALREADY, "There is a second factor already");
        lwi_error_hint(reterr, "Switch it off first");
        return -EALREADY;
    }
    r = lwi_totp_make(ret_secret);
    row = r < 0 ? NULL
                : json_pack("{s:s, s:b, s:i, s:[]}", "secret", ret_secret, "on", 0, "step", 0,
                            "codes");
    r = row ? save(factors, user, row, reterr) : lwi_error_set(reterr, -ENOMEM, "out of memory");
    json_decref(row);
    return r;
}

int lwi_factor_begin(struct lwi_factors *factors, const char *user,
                     char ret_secret[LWI_TOTP_SECRET_SIZE], struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&factors->lock);
    int r = begin_locked(factors, user, ret_secret, reterr);
    (void) pthread_mutex_unlock(&factors->lock);
    return r;
}

/* Of a code as people type it: without blanks and dashes, in small letters. */
static void hash_code(const char *secret, const char *code, char ret_hex[2 * HASH_BYTES + 1])
{
    uint8_t hash[HASH_BYTES];
    crypto_generichash_state state;
    (void) crypto_generichash_init(&state, /* key= */ NULL, 0, sizeof(hash));
    (void) crypto_generichash_update(&state, (const uint8_t *) secret, strlen(secret) + 1);
    for (const char *c = code; *c; c++) {
        uint8_t letter = (uint8_t) (*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
        if (letter != '-' && letter != ' ')
            (void) crypto_generichash_update(&state, &letter, 1);
    }
    (void) crypto_generichash_final(&state, hash, sizeof(hash));
    (void) sodium_bin2hex(ret_hex, 2 * HASH_BYTES + 1, hash, sizeof(hash));
}

static int make_codes(json_t *row, char ret_codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE])
{
    const char *secret = json_string_value(json_object_get(row, "secret"));
    json_t *hashes = json_array();
    for (int i = 0; i < LWI_FACTOR_CODES; i++) {
        char hex[2 * HASH_BYTES + 1];
        for (int at = 0; at < LWI_FACTOR_CODE_SIZE - 1; at++)
            ret_codes[i][at] = at % 5 == 4 ? '-' : alphabet[randombytes_uniform(32)];
        ret_codes[i][LWI_FACTOR_CODE_SIZE - 1] = '\0';
        hash_code(secret, ret_codes[i], hex);
        (void) json_array_append_new(hashes, json_string(hex));
    }
    return json_object_set_new(row, "codes", hashes) < 0 ? -ENOMEM : 0;
}

static int confirm_locked(struct lwi_factors *factors, const char *user, const char *code,
                          char ret_codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE],
                          struct lw_error *reterr)
{
    json_t *row = NULL;
    int64_t step = 0;
    int r = load(factors, user, &row, reterr);
    if (r == -ENOENT)
        return lwi_error_set(reterr, r, "No second factor is being set up");
    if (r < 0)
        return r;
    if (is_on(row))
        r = lwi_error_set(reterr, -EALREADY, "There is a second factor already");
    else
        r = lwi_totp_check(json_string_value(json_object_get(row, "secret")), code,
                           lwi_clock_realtime(factors->clock) / LWI_NS_PER_S, &step);
    if (r == -EACCES) {
        (void) lwi_error_set(reterr, r, "The code is wrong");
        lwi_error_hint(reterr,
                       "The clocks of this server and of the device with the app must agree");
    }
    if (r == 0) {
        (void) json_object_set_new(row, "on", json_true());
        (void) json_object_set_new(row, "step", json_integer(step));
        r = make_codes(row, ret_codes);
    }
    if (r == 0)
        r = save(factors, user, row, reterr);
    json_decref(row);
    return r;
}

int lwi_factor_confirm(struct lwi_factors *factors, const char *user, const char *code,
                       char ret_codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE],
                       struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&factors->lock);
    int r = confirm_locked(factors, user, code, ret_codes, reterr);
    (void) pthread_mutex_unlock(&factors->lock);
    return r;
}

static int codes_locked(struct lwi_factors *factors, const char *user,
                        char ret_codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE],
                        struct lw_error *reterr)
{
    json_t *row = NULL;
    int r = load(factors, user, &row, reterr);
    if (r == -ENOENT || (r == 0 && !is_on(row)))
        r = lwi_error_set(reterr, -ENOENT, "There is no second factor");
    if (r == 0)
        r = make_codes(row, ret_codes);
    if (r == 0)
        r = save(factors, user, row, reterr);
    json_decref(row);
    return r;
}

int lwi_factor_codes(struct lwi_factors *factors, const char *user,
                     char ret_codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE],
                     struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&factors->lock);
    int r = codes_locked(factors, user, ret_codes, reterr);
    (void) pthread_mutex_unlock(&factors->lock);
    return r;
}

int lwi_factor_remove(struct lwi_factors *factors, const char *user, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&factors->lock);
    int r = lwi_store_user_secret_put(factors->store, user, LWI_USER_FACTOR, NULL, reterr);
    (void) pthread_mutex_unlock(&factors->lock);
    return r;
}

/* Takes the recovery code out of the row. */
static int use_code(json_t *row, const char *code)
{
    char hex[2 * HASH_BYTES + 1];
    json_t *codes = json_object_get(row, "codes"), *one;
    size_t i;
    hash_code(json_string_value(json_object_get(row, "secret")), code, hex);
    json_array_foreach(codes, i, one)
    {
        if (json_string_length(one) == 2 * HASH_BYTES &&
            sodium_memcmp(json_string_value(one), hex, 2 * HASH_BYTES) == 0)
            return json_array_remove(codes, i) < 0 ? -ENOMEM : 0;
    }
    return -EACCES;
}

static int use(struct lwi_factors *factors, json_t *row, const char *code)
{
    int64_t step = 0;
    int r = lwi_totp_check(json_string_value(json_object_get(row, "secret")), code,
                           lwi_clock_realtime(factors->clock) / LWI_NS_PER_S, &step);
    if (r == -EACCES)
        return use_code(row, code);
    if (r < 0)
        return r;
    if (step <= json_integer_value(json_object_get(row, "step")))
        return -EACCES;
    return json_object_set_new(row, "step", json_integer(step)) < 0 ? -ENOMEM : 0;
}

static int check_locked(struct lwi_factors *factors, const char *user, const char *code,
                        struct lw_error *reterr)
{
    json_t *row = NULL;
    int r = load(factors, user, &row, reterr);
    if (r == -ENOENT || (r == 0 && !is_on(row))) {
        json_decref(row);
        return 0;
    }
    if (r == 0 && (!code || !*code)) {
        r = lwi_error_set(reterr, -ENOKEY, "The code of the second factor is needed");
        lwi_error_hint(reterr, "It is in the authenticator app; a recovery code is good, too");
    } else if (r == 0) {
        r = use(factors, row, code);
        if (r == -EACCES) {
            (void) lwi_error_set(reterr, r, "The code is wrong, or was used before");
            lwi_error_hint(reterr, "Wait for the next one; a recovery code is good, too");
        } else if (r < 0) {
            r = lwi_error_set(reterr, r, "the second factor of %s cannot be checked", user);
        }
        /* Before anybody is let in by it: a crash must not make it good again. */
        if (r == 0)
            r = save(factors, user, row, reterr);
    }
    json_decref(row);
    return r;
}

int lwi_factor_check(struct lwi_factors *factors, const char *user, const char *code,
                     struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&factors->lock);
    int r = check_locked(factors, user, code, reterr);
    (void) pthread_mutex_unlock(&factors->lock);
    return r;
}
