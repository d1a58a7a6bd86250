/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sealing the cameras' passwords. The daemon must send them, so it must be able
 * to open them; the key lies in a file of its own, so that a copy of the
 * database gives none away.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/error.h"
#include "base/file.h"
#include "store/internal.h"

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES   crypto_aead_xchacha20poly1305_ietf_ABYTES

/* A larger file is not a key. */
#define KEY_FILE_MAX 4096

_Static_assert(LWI_STORE_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");

/* A key made of random bytes, in hexadecimal so that it survives copy and paste. */
static int make_key(const char *path, struct lw_error *reterr)
{
    uint8_t key[LWI_STORE_KEY_BYTES];
    char text[2 * LWI_STORE_KEY_BYTES + 2];
    randombytes_buf(key, sizeof(key));
    (void) sodium_bin2hex(text, sizeof(text) - 1, key, sizeof(key));
    text[sizeof(text) - 2] = '\n';
    int r = lwi_file_write(path, text, sizeof(text) - 1, 0600, reterr);
    sodium_memzero(key, sizeof(key));
    sodium_memzero(text, sizeof(text));
    return r;
}

static int read_key(const char *path, uint8_t key[LWI_STORE_KEY_BYTES], struct lw_error *reterr)
{
    uint8_t *text;
    size_t text_size;
    int r = lwi_file_read(path, KEY_FILE_MAX, &text, &text_size, reterr);
    if (r < 0)
        return r;
    size_t size = 0;
    const char *end = NULL;
    if (sodium_hex2bin(key, LWI_STORE_KEY_BYTES, (const char *) text, text_size, NULL, &size,
                       &end) != 0 ||
        size != LWI_STORE_KEY_BYTES || (*end != '\0' && strcmp(end, "\n") != 0)) {
        r = lwi_error_set(reterr, -EBADMSG, "%s is not a key of lenswatch", path);
        lwi_error_hint(reterr, "Restore it from a backup. Without it the cameras' passwords are "
                               "lost: remove it, and enter them again.");
    }
    sodium_memzero(text, text_size);
    free(text);
    return r;
}

static int load(const char *dir, int make, uint8_t key[LWI_STORE_KEY_BYTES],
                struct lw_error *reterr)
{
    if (sodium_init() < 0)
        return lwi_error_set(reterr, -EIO, "cannot get random numbers from the system");
    char *path;
    if (asprintf(&path, "%s/secret.key", dir) < 0)
        return -ENOMEM;
    int r = read_key(path, key, reterr);
    if (r == -ENOENT && make) {
        r = make_key(path, reterr);
        if (r == 0)
            r = read_key(path, key, reterr);
    }
    free(path);
    return r;
}

int lwi_secret_load(const char *dir, uint8_t key[LWI_STORE_KEY_BYTES], struct lw_error *reterr)
{
    return load(dir, /* make= */ 1, key, reterr);
}

int lwi_secret_read(const char *dir, uint8_t key[LWI_STORE_KEY_BYTES], struct lw_error *reterr)
{
    return load(dir, /* make= */ 0, key, reterr);
}

int lwi_secret_seal(const uint8_t key[LWI_STORE_KEY_BYTES], const char *bound, const char *text,
                    uint8_t **ret_sealed, size_t *ret_size)
{
    size_t length = strlen(text);
    size_t size = NONCE_BYTES + length + TAG_BYTES;
    uint8_t *sealed = malloc(size);
    if (!sealed)
        return -ENOMEM;
    randombytes_buf(sealed, NONCE_BYTES);
    (void) crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed + NONCE_BYTES, NULL, (const uint8_t *) text, length, (const uint8_t *) bound,
        strlen(bound), NULL, sealed, key);
    *ret_sealed = sealed;
    *ret_size = size;
    return 0;
}

int lwi_secret_open(const uint8_t key[LWI_STORE_KEY_BYTES], const char *bound,
                    const uint8_t *sealed, size_t size, char **ret_text)
{
    if (size < NONCE_BYTES + TAG_BYTES)
        return -EBADMSG;
    size_t length = size - NONCE_BYTES - TAG_BYTES;
    char *text = calloc(1, length + 1);
    if (!text)
        return -ENOMEM;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            (uint8_t *) text, NULL, NULL, sealed + NONCE_BYTES, size - NONCE_BYTES,
            (const uint8_t *) bound, strlen(bound), sealed, key) != 0) {
        free(text);
        return -EBADMSG;
    }
    *ret_text = text;
    return 0;
}
