/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/passphrase.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "base/error.h"

#define KDF   "argon2id"
#define OPS   3
#define KIB   (64 * 1024) /* 64 MiB; a file that was stolen is guessed at for long */
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define KEY   crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define SALT  crypto_pwhash_SALTBYTES
/* A file from elsewhere may not ask for more. */
#define OPS_MAX  20
#define KIB_MAX  (256 * 1024)
#define TEXT_MAX (4 << 20)

static int make_key(uint8_t key[KEY], const char *passphrase, const uint8_t salt[SALT],
                    json_int_t ops, json_int_t kib, struct lw_error *reterr)
{
    if (crypto_pwhash(key, KEY, passphrase, strlen(passphrase), salt, (unsigned long long) ops,
                      (size_t) kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return lwi_error_set(reterr, -ENOMEM, "there is no memory to make a key of a passphrase");
    return 0;
}

static json_t *base64(const uint8_t *bytes, size_t size)
{
    size_t room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = malloc(room);
    if (!text)
        return NULL;
    json_t *value =
        json_string(sodium_bin2base64(text, room, bytes, size, sodium_base64_VARIANT_ORIGINAL));
    free(text);
    return value;
}

int lwi_passphrase_seal(const char *passphrase, const char *text, struct json_t **ret_sealed,
                        struct lw_error *reterr)
{
    uint8_t salt[SALT], key[KEY];
    size_t length = strlen(passphrase), size = strlen(text);
    if (length < LWI_PASSPHRASE_MIN || length > LWI_PASSPHRASE_MAX)
        return lwi_error_set(reterr, -EINVAL, "a passphrase has %d to %d bytes", LWI_PASSPHRASE_MIN,
                             LWI_PASSPHRASE_MAX);
    uint8_t *box = malloc(NONCE + size + TAG);
    if (!box)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    randombytes_buf(salt, sizeof(salt));
    randombytes_buf(box, NONCE);
    int r = make_key(key, passphrase, salt, OPS, KIB, reterr);
    if (r == 0) {
        (void) crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, NULL, (const uint8_t *) text,
                                                          size, (const uint8_t *) KDF, strlen(KDF),
                                                          NULL, box, key);
        *ret_sealed = json_pack("{s:s,s:i,s:i,s:o,s:o}", "kdf", KDF, "ops", OPS, "memory_kib", KIB,
                                "salt", base64(salt, SALT), "box", base64(box, NONCE + size + TAG));
        r = *ret_sealed ? 0 : lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    sodium_memzero(key, sizeof(key));
    free(box);
    return r;
}

/* The bytes of a member in base64, malloc'ed; NULL: it is none. */
static uint8_t *bytes_of(const json_t *object, const char *name, size_t *ret_size)
{
    const char *text = json_string_value(json_object_get(object, name));
    size_t length = text ? strlen(text) : 0;
    uint8_t *bytes = length > 0 && length < 2 * TEXT_MAX ? malloc(length) : NULL;
    if (bytes && sodium_base642bin(bytes, length, text, length, " \n\r\t", ret_size, NULL,
                                   sodium_base64_VARIANT_ORIGINAL) == 0)
        return bytes;
    free(bytes);
    return NULL;
}

static int open_box(const char *passphrase, const json_t *sealed, const uint8_t *salt,
                    const uint8_t *box, size_t size, char **ret_text, struct lw_error *reterr)
{
    uint8_t key[KEY];
    unsigned long long text_size = 0;
    char *text = calloc(1, size);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = make_key(key, passphrase, salt, json_integer_value(json_object_get(sealed, "ops")),
                     json_integer_value(json_object_get(sealed, "memory_kib")), reterr);
    if (r == 0 && crypto_aead_xchacha20poly1305_ietf_decrypt(
                      (uint8_t *) text, &text_size, NULL, box + NONCE, size - NONCE,
                      (const uint8_t *) KDF, strlen(KDF), box, key) != 0)
        r = lwi_error_set(reterr, -EACCES, "the passphrase is another one, or the secrets changed");
    sodium_memzero(key, sizeof(key));
    if (r < 0) {
        free(text);
        return r;
    }
    *ret_text = text;
    return 0;
}

int lwi_passphrase_open(const char *passphrase, const struct json_t *sealed, char **ret_text,
                        struct lw_error *reterr)
{
    const char *kdf = json_string_value(json_object_get(sealed, "kdf"));
    json_int_t ops = json_integer_value(json_object_get(sealed, "ops"));
    json_int_t kib = json_integer_value(json_object_get(sealed, "memory_kib"));
    size_t salt_size = 0, size = 0;
    uint8_t *salt = bytes_of(sealed, "salt", &salt_size);
    uint8_t *box = bytes_of(sealed, "box", &size);
    int r;
    if (!kdf || strcmp(kdf, KDF) != 0 || ops < 1 || ops > OPS_MAX || kib < 8 || kib > KIB_MAX ||
        !salt || salt_size != SALT || !box || size < NONCE + TAG)
        r = lwi_error_set(reterr, -EINVAL, "the sealed secrets are not as this program makes them");
    else
        r = open_box(passphrase, sealed, salt, box, size, ret_text, reterr);
    free(salt);
    free(box);
    return r;
}
