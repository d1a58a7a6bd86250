/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A nonce says when it was made and is signed, so that none has to be remembered that nobody uses:
 * who asks for many fills no memory. Those that were used with a right password are kept with the
 * counts that were taken, in a window as IPsec has it, for requests overtake each other.
 */
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/digest.h"
#include "base/clock.h"

#define USED_MAX   512
#define WINDOW     64
#define SIGN_BYTES 16

struct nonce {
    int64_t made_ns; /* monotonic, of this process */
    uint64_t random;
    uint8_t sign[SIGN_BYTES];
};

struct used {
    int64_t made_ns;
    uint64_t random;
    uint32_t newest; /* count; 0: the place is free */
    uint64_t seen;   /* bit n: newest - n was taken */
};

struct lwi_nonces {
    uint8_t key[crypto_generichash_KEYBYTES];
    pthread_mutex_t lock;
    int64_t forgotten_ns; /* used ones that were made until then may be forgotten */
    struct used used[USED_MAX];
};

int lwi_nonces_new(struct lwi_nonces **ret_nonces)
{
    struct lwi_nonces *nonces = calloc(1, sizeof(*nonces));
    if (!nonces)
        return -ENOMEM;
    randombytes_buf(nonces->key, sizeof(nonces->key));
    nonces->forgotten_ns = INT64_MIN;
    (void) pthread_mutex_init(&nonces->lock, NULL);
    *ret_nonces = nonces;
    return 0;
}

void lwi_nonces_free(struct lwi_nonces **nonces)
{
    if (!*nonces)
        return;
    (void) pthread_mutex_destroy(&(*nonces)->lock);
    sodium_memzero(*nonces, sizeof(**nonces));
    free(*nonces);
    *nonces = NULL;
}

static void sign(const struct lwi_nonces *nonces, const struct nonce *nonce,
                 uint8_t ret_sign[SIGN_BYTES])
{
    (void) crypto_generichash(ret_sign, SIGN_BYTES, (const uint8_t *) nonce,
                              offsetof(struct nonce, sign), nonces->key, sizeof(nonces->key));
}

void lwi_nonces_make(struct lwi_nonces *nonces, int64_t monotonic_ns,
                     char ret_nonce[LWI_NONCE_SIZE])
{
    struct nonce nonce = {.made_ns = monotonic_ns};
    randombytes_buf(&nonce.random, sizeof(nonce.random));
    sign(nonces, &nonce, nonce.sign);
    (void) sodium_bin2base64(ret_nonce, LWI_NONCE_SIZE, (const uint8_t *) &nonce, sizeof(nonce),
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static int read_nonce(const struct lwi_nonces *nonces, const char *text, struct nonce *ret_nonce)
{
    uint8_t want[SIGN_BYTES];
    size_t size = 0;
    if (sodium_base642bin((uint8_t *) ret_nonce, sizeof(*ret_nonce), text, strlen(text), NULL,
                          &size, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size != sizeof(*ret_nonce))
        return -EINVAL;
    sign(nonces, ret_nonce, want);
    return sodium_memcmp(want, ret_nonce->sign, sizeof(want)) == 0 ? 0 : -EINVAL;
}

int lwi_nonces_is_good(struct lwi_nonces *nonces, const char *text, int64_t monotonic_ns)
{
    struct nonce nonce;
    return read_nonce(nonces, text, &nonce) == 0 && monotonic_ns >= nonce.made_ns &&
           monotonic_ns - nonce.made_ns <= LWI_NONCE_LIFE_S * LWI_NS_PER_S;
}

/* The place of the nonce, or one for it: a free one, or that of the oldest. */
static struct used *place_of(struct lwi_nonces *nonces, const struct nonce *nonce)
{
    struct used *best = NULL;
    for (size_t i = 0; i < USED_MAX; i++) {
        struct used *one = &nonces->used[i];
        if (one->newest && one->made_ns == nonce->made_ns && one->random == nonce->random)
            return one;
        if (!best || (best->newest && (!one->newest || one->made_ns < best->made_ns)))
            best = one;
    }
    /* Whether it is new, or was forgotten, cannot be told any more. */
    if (nonce->made_ns <= nonces->forgotten_ns)
        return NULL;
    if (best->newest && best->made_ns > nonces->forgotten_ns)
        nonces->forgotten_ns = best->made_ns;
    *best = (struct used){.made_ns = nonce->made_ns, .random = nonce->random};
    return nonce->made_ns > nonces->forgotten_ns ? best : NULL;
}

static int take(struct used *used, uint32_t count)
{
    if (count == 0)
        return 0;
    if (count > used->newest) {
        uint32_t ahead = count - used->newest;
        used->seen = (ahead < WINDOW ? used->seen << ahead : 0) | 1;
        used->newest = count;
        return 1;
    }
    uint32_t behind = used->newest - count;
    if (behind >= WINDOW || (used->seen >> behind & 1))
        return 0;
    used->seen |= UINT64_C(1) << behind;
    return 1;
}

int lwi_nonces_use(struct lwi_nonces *nonces, const char *text, uint32_t count)
{
    struct nonce nonce;
    if (count == 0 || read_nonce(nonces, text, &nonce) < 0)
        return 0;
    (void) pthread_mutex_lock(&nonces->lock);
    struct used *used = place_of(nonces, &nonce);
    int taken = used && take(used, count);
    (void) pthread_mutex_unlock(&nonces->lock);
    return taken;
}
