/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/logins.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/error.h"
#include "source/url.h"

#define FIRST_NS (1800 * LWI_NS_PER_S)
#define MAX_NS   (86400 * LWI_NS_PER_S)
/* Whoever tries it for so long was not refused: a refusal comes at once. */
#define TRY_NS   (10 * LWI_NS_PER_S)
#define QUICK_NS LWI_NS_PER_S
/* More logins than any fleet has; beyond, the one that was asked for longest ago is forgotten. */
#define LOGINS_MAX 65536

enum state {
    NEW,     /* or it was good, and the stream ended */
    TRYING,  /* somebody is */
    GOOD,    /* anybody may */
    UNSURE,  /* the host does not answer: for now, waiting for each other would help nobody */
    REFUSED, /* until when */
};

struct entry {
    uint8_t key[LWI_LOGIN_KEY];
    enum state state;
    int64_t since_ns; /* of the state */
    int64_t wait_ns;  /* REFUSED: from then on */
};

struct lwi_logins {
    pthread_mutex_t lock;
    uint8_t secret[crypto_generichash_KEYBYTES];
    struct entry *list; /* guarded by lock */
    size_t count, capacity;
};

int lwi_logins_new(struct lwi_logins **ret_logins)
{
    struct lwi_logins *logins = calloc(1, sizeof(*logins));
    if (!logins)
        return -ENOMEM;
    (void) pthread_mutex_init(&logins->lock, NULL);
    randombytes_buf(logins->secret, sizeof(logins->secret));
    *ret_logins = logins;
    return 0;
}

void lwi_logins_free(struct lwi_logins **logins)
{
    if (!*logins)
        return;
    (void) pthread_mutex_destroy(&(*logins)->lock);
    free((*logins)->list);
    free(*logins);
    *logins = NULL;
}

static void make_key(const struct lwi_logins *logins, const char *const parts[4],
                     uint8_t ret_key[LWI_LOGIN_KEY])
{
    crypto_generichash_state state;
    (void) crypto_generichash_init(&state, logins->secret, sizeof(logins->secret), LWI_LOGIN_KEY);
    for (size_t i = 0; i < 4; i++) /* with the NUL between them */
        (void) crypto_generichash_update(&state, (const uint8_t *) parts[i], strlen(parts[i]) + 1);
    (void) crypto_generichash_final(&state, ret_key, LWI_LOGIN_KEY);
    sodium_memzero(&state, sizeof(state));
}

void lwi_logins_who(struct lwi_logins *logins, enum lwi_login_for what, const char *url,
                    const char *user, const char *password, struct lwi_login *ret_login)
{
    struct lwi_url parsed;
    *ret_login = (struct lwi_login){0};
    if (!user || !*user || lwi_url_scheme_length(url) == 0 ||
        lwi_url_parse(&parsed, url, /* reterr= */ NULL) < 0)
        return;
    const char *parts[4] = {"stream", parsed.host, user, password ? password : ""};
    make_key(logins, parts, ret_login->stream_key);
    parts[0] = what == LWI_LOGIN_STREAM ? "stream" : "interface";
    make_key(logins, parts, ret_login->key);
    ret_login->counts = 1;
    lwi_url_done(&parsed);
}

static struct entry *find_locked(struct lwi_logins *logins, const uint8_t key[LWI_LOGIN_KEY])
{
    for (size_t i = 0; i < logins->count; i++)
        if (memcmp(logins->list[i].key, key, LWI_LOGIN_KEY) == 0)
            return &logins->list[i];
    return NULL;
}

static struct entry *oldest_locked(struct lwi_logins *logins)
{
    struct entry *oldest = &logins->list[0];
    for (size_t i = 1; i < logins->count; i++)
        if (logins->list[i].since_ns < oldest->since_ns)
            oldest = &logins->list[i];
    return oldest;
}

/* NULL: no memory, and then nothing is remembered. */
static struct entry *make_locked(struct lwi_logins *logins, const struct lwi_login *login)
{
    struct entry *entry = find_locked(logins, login->key);
    if (entry)
        return entry;
    if (logins->count == logins->capacity && logins->capacity < LOGINS_MAX) {
        const size_t capacity = logins->capacity ? 2 * logins->capacity : 64;
        struct entry *list = realloc(logins->list, capacity * sizeof(*list));
        if (!list)
            return NULL;
        logins->list = list;
        logins->capacity = capacity;
    }
    entry =
        logins->count < logins->capacity ? &logins->list[logins->count++] : oldest_locked(logins);
    *entry = (struct entry){.state = NEW};
    memcpy(entry->key, login->key, LWI_LOGIN_KEY);
    return entry;
}

/* As lwi_logins_ask(), of a stream, without the right to try it. */
static int look_locked(struct lwi_logins *logins, const uint8_t key[LWI_LOGIN_KEY], int64_t now_ns,
                       int64_t *ret_wait_ns)
{
    const struct entry *entry = find_locked(logins, key);
    if (entry && entry->state == TRYING && now_ns - entry->since_ns < TRY_NS)
        return -EBUSY;
    if (!entry || entry->state != REFUSED)
        return 0;
    /* The stream is tried first when it is time. */
    const int64_t left_ns = entry->since_ns + entry->wait_ns - now_ns;
    *ret_wait_ns = left_ns > TRY_NS ? left_ns : TRY_NS;
    return -EACCES;
}

static int ask_locked(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns,
                      int64_t *ret_wait_ns)
{
    const int other = memcmp(login->key, login->stream_key, LWI_LOGIN_KEY) != 0;
    const int r = other ? look_locked(logins, login->stream_key, now_ns, ret_wait_ns) : 0;
    if (r < 0)
        return r;
    struct entry *entry = make_locked(logins, login);
    if (!entry || entry->state == GOOD)
        return 0;
    const int64_t age_ns = now_ns - entry->since_ns;
    if (entry->state == REFUSED && age_ns < entry->wait_ns) {
        *ret_wait_ns = entry->wait_ns - age_ns;
        return -EACCES;
    }
    if (entry->state == TRYING && age_ns < TRY_NS)
        return -EBUSY;
    if (entry->state == UNSURE && age_ns < TRY_NS)
        return 0;
    /* How long it waited stays: it may be refused once more. */
    entry->state = entry->state == TRYING ? UNSURE : TRYING;
    entry->since_ns = now_ns;
    return 0;
}

int lwi_logins_ask(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns,
                   int64_t *ret_wait_ns)
{
    if (!login->counts)
        return 0;
    (void) pthread_mutex_lock(&logins->lock);
    const int r = ask_locked(logins, login, now_ns, ret_wait_ns);
    (void) pthread_mutex_unlock(&logins->lock);
    return r;
}

int64_t lwi_logins_left(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns)
{
    (void) pthread_mutex_lock(&logins->lock);
    const struct entry *const entries[] = {find_locked(logins, login->key),
                                           find_locked(logins, login->stream_key)};
    int64_t left_ns = 0;
    for (size_t i = 0; login->counts && i < 2; i++)
        if (entries[i] && entries[i]->state == REFUSED &&
            entries[i]->since_ns + entries[i]->wait_ns - now_ns > left_ns)
            left_ns = entries[i]->since_ns + entries[i]->wait_ns - now_ns;
    (void) pthread_mutex_unlock(&logins->lock);
    return left_ns;
}

static void refuse_locked(struct entry *entry, int64_t now_ns)
{
    if (entry->state == REFUSED && now_ns - entry->since_ns < entry->wait_ns)
        return; /* by several at once: that is one refusal */
    entry->wait_ns = entry->wait_ns ? 2 * entry->wait_ns : FIRST_NS;
    if (entry->wait_ns > MAX_NS)
        entry->wait_ns = MAX_NS;
    entry->state = REFUSED;
    entry->since_ns = now_ns;
}

void lwi_logins_tell(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns,
                     enum lwi_login_outcome outcome)
{
    if (!login->counts)
        return;
    (void) pthread_mutex_lock(&logins->lock);
    struct entry *entry = make_locked(logins, login);
    if (entry && outcome == LWI_LOGIN_REFUSED) {
        refuse_locked(entry, now_ns);
    } else if (entry && outcome == LWI_LOGIN_GOOD) {
        entry->state = GOOD;
        entry->since_ns = now_ns;
        entry->wait_ns = 0;
    } else if (entry && outcome == LWI_LOGIN_UNSURE && entry->state == TRYING) {
        /* Where that took no time, the others may ask one by one, too. */
        entry->state = now_ns - entry->since_ns < QUICK_NS ? NEW : UNSURE;
        entry->since_ns = now_ns;
    } else if (entry && outcome == LWI_LOGIN_ENDED && entry->state == GOOD) {
        entry->state = NEW;
    }
    (void) pthread_mutex_unlock(&logins->lock);
}

void lwi_logins_forgive(struct lwi_logins *logins, const struct lwi_login *login)
{
    (void) pthread_mutex_lock(&logins->lock);
    struct entry *const entries[] = {find_locked(logins, login->key),
                                     find_locked(logins, login->stream_key)};
    for (size_t i = 0; login->counts && i < 2; i++) {
        if (!entries[i] || entries[i]->state != REFUSED)
            continue;
        entries[i]->state = NEW;
        entries[i]->wait_ns = 0;
    }
    (void) pthread_mutex_unlock(&logins->lock);
}

int lwi_logins_refused(const char *url, struct lw_error *reterr)
{
    struct lwi_url parsed;
    if (lwi_url_parse(&parsed, url, reterr) < 0)
        return -EACCES;
    (void) lwi_error_set(reterr, -EACCES, "%.150s refuses the user name or the password",
                         parsed.host);
    lwi_error_hint(reterr, "Correct them in the camera's settings, and they are tried at once. So "
                           "that no account is locked, these are tried again rarely.");
    lwi_url_done(&parsed);
    return -EACCES;
}
