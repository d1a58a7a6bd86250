/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What is stored of a user, sealed: {"email", "questions": [id, ...], "answers": hash, "code":
 * {"hash", "until_ns", "made_ns", "tries"}}. The three answers have one hash: to find one of them
 * alone is no progress.
 */
#include "api/recovery.h"

#include <errno.h>
#include <glib.h>
#include <jansson.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/mail.h"
#include "api/password.h"
#include "base/error.h"
#include "store/outbox.h"
#include "store/user_secret.h"

#define ANSWERS_SIZE (LWI_RECOVERY_ASKED * (4 * LWI_RECOVERY_ANSWER_MAX + 1))
#define LETTERS_MIN  2
#define KEY_ID       "recovery"

const struct lwi_recovery_question lwi_recovery_questions[] = {
    {"first_pet", "What was the name of your first pet?"},
    {"first_school", "What was the name of your first school?"},
    {"first_street", "In which street did you live as a child?"},
    {"first_teacher", "What was the name of your first teacher?"},
    {"first_friend", "What was the name of your best friend as a child?"},
    {"first_film", "Which film did you see first in a cinema?"},
    {"first_job", "In which town did you have your first job?"},
    {"first_car", "Of which make and model was your first car or bicycle?"},
    {"mother_born", "In which town was your mother born?"},
    {"father_born", "In which town was your father born?"},
    {"grandmother", "What was the first name of your mother's mother?"},
    {"childhood_dish", "Which dish did you like best as a child?"},
    {NULL, NULL},
};

#define QUESTIONS (sizeof(lwi_recovery_questions) / sizeof(lwi_recovery_questions[0]) - 1)

struct lwi_recovery {
    struct lwi_store *store;
    const struct lwi_clock *clock;
    pthread_mutex_t lock;                     /* from reading a row to writing it */
    pthread_mutex_t hashing;                  /* one hash at a time, for it takes 64 MiB */
    uint8_t key[crypto_generichash_KEYBYTES]; /* of the questions of those who set none up */
};

/* The key lives with the data: questions that change with a restart would tell who has none. */
static int load_key(struct lwi_recovery *recovery, struct lw_error *reterr)
{
    char hex[2 * sizeof(recovery->key) + 1], *text = NULL;
    int r = lwi_store_setting_get(recovery->store, "system", KEY_ID, &text, NULL);
    json_t *row = r == 0 ? json_loads(text, 0, NULL) : NULL;
    const char *kept = json_string_value(json_object_get(row, "key"));
    size_t size = 0;
    free(text);
    if (kept &&
        sodium_hex2bin(recovery->key, sizeof(recovery->key), kept, strlen(kept), NULL, &size,
                       NULL) == 0 &&
        size == sizeof(recovery->key)) {
        json_decref(row);
        return 0;
    }
    json_decref(row);
    randombytes_buf(recovery->key, sizeof(recovery->key));
    (void) sodium_bin2hex(hex, sizeof(hex), recovery->key, sizeof(recovery->key));
    char json[2 * sizeof(recovery->key) + 16];
    (void) snprintf(json, sizeof(json), "{\"key\":\"%s\"}", hex);
    return lwi_store_setting_put(recovery->store, "system", KEY_ID, json, reterr);
}

int lwi_recovery_new(struct lwi_recovery **ret_recovery, struct lwi_store *store,
                     const struct lwi_clock *clock, struct lw_error *reterr)
{
    struct lwi_recovery *recovery = calloc(1, sizeof(*recovery));
    if (!recovery)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    recovery->store = store;
    recovery->clock = clock;
    (void) pthread_mutex_init(&recovery->lock, NULL);
    (void) pthread_mutex_init(&recovery->hashing, NULL);
    int r = load_key(recovery, reterr);
    if (r < 0) {
        lwi_recovery_free(&recovery);
        return r;
    }
    *ret_recovery = recovery;
    return 0;
}

void lwi_recovery_free(struct lwi_recovery **recovery)
{
    if (!*recovery)
        return;
    (void) pthread_mutex_destroy(&(*recovery)->lock);
    (void) pthread_mutex_destroy(&(*recovery)->hashing);
    sodium_memzero(*recovery, sizeof(**recovery));
    free(*recovery);
    *recovery = NULL;
}

/* A new object; empty where nothing is set up. */
static int load(struct lwi_recovery *recovery, const char *user, json_t **ret_row,
                struct lw_error *reterr)
{
    char *text = NULL;
    int r = lwi_store_user_secret_get(recovery->store, user, LWI_USER_RECOVERY, &text, reterr);
    if (r < 0 && r != -ENOENT)
        return r;
    *ret_row = text ? json_loads(text, 0, NULL) : json_object();
    free(text);
    return *ret_row ? 0 : lwi_error_set(reterr, -EIO, "what %s has set up is damaged", user);
}

static int save(struct lwi_recovery *recovery, const char *user, const json_t *row,
                struct lw_error *reterr)
{
    char *text = json_dumps(row, JSON_COMPACT);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_store_user_secret_put(recovery->store, user, LWI_USER_RECOVERY,
                                      json_object_size(row) ? text : NULL, reterr);
    free(text);
    return r;
}

static const char *question_id(const char *id)
{
    for (size_t i = 0; id && i < QUESTIONS; i++)
        if (strcmp(lwi_recovery_questions[i].id, id) == 0)
            return lwi_recovery_questions[i].id;
    return NULL;
}

static void read_ways(const json_t *row, struct lwi_recovery_ways *ret_ways)
{
    const json_t *ids = json_object_get(row, "questions");
    const char *email = json_string_value(json_object_get(row, "email"));
    int known = 0;
    *ret_ways = (struct lwi_recovery_ways){.email = ""};
    for (size_t i = 0; i < LWI_RECOVERY_ASKED; i++) {
        ret_ways->questions[i] = question_id(json_string_value(json_array_get(ids, i)));
        known += ret_ways->questions[i] != NULL;
    }
    if (known < LWI_RECOVERY_ASKED)
        memset(ret_ways->questions, 0, sizeof(ret_ways->questions));
    (void) snprintf(ret_ways->email, sizeof(ret_ways->email), "%s", email ? email : "");
}

int lwi_recovery_get(struct lwi_recovery *recovery, const char *user,
                     struct lwi_recovery_ways *ret_ways, struct lw_error *reterr)
{
    json_t *row = NULL;
    int r = load(recovery, user, &row, reterr);
    if (r < 0)
        return r;
    read_ways(row, ret_ways);
    json_decref(row);
    return 0;
}

/* ---- answers ---- */

/* Letters and digits alone, in one form of writing: "St. Mary's" is "st  MARYS". Returns how many
 * there are, or -1. */
static int normalise(const char *answer, char *ret_text, size_t size)
{
    char *composed = g_utf8_normalize(answer, -1, G_NORMALIZE_ALL_COMPOSE);
    char *folded = composed ? g_utf8_casefold(composed, -1) : NULL;
    size_t used = 0;
    int letters = folded ? 0 : -1;
    for (const char *at = folded; at && *at; at = g_utf8_next_char(at)) {
        size_t bytes = (size_t) (g_utf8_next_char(at) - at);
        if (!g_unichar_isalnum(g_utf8_get_char(at)) || used + bytes >= size)
            continue;
        memcpy(ret_text + used, at, bytes);
        used += bytes;
        letters++;
    }
    ret_text[used] = '\0';
    g_free(composed);
    g_free(folded);
    return letters;
}

/* The answers in the order of `order`, as one text to be hashed. Returns how many letters the
 * shortest has. */
static int join(const struct lwi_recovery_answers *given, const char *const *order,
                char ret_text[ANSWERS_SIZE])
{
    int shortest = ANSWERS_SIZE;
    size_t used = 0;
    ret_text[0] = '\0';
    for (size_t i = 0; i < LWI_RECOVERY_ASKED; i++) {
        int letters = -1;
        for (size_t j = 0; j < LWI_RECOVERY_ASKED && letters < 0; j++)
            if (order[i] && given->questions[j] && strcmp(order[i], given->questions[j]) == 0)
                letters = normalise(given->answers[j], ret_text + used,
                                    ANSWERS_SIZE / LWI_RECOVERY_ASKED - 1);
        used += strlen(ret_text + used);
        ret_text[used++] = i + 1 < LWI_RECOVERY_ASKED ? '\n' : '\0';
        shortest = letters < shortest ? letters : shortest;
    }
    return shortest;
}

static int hash_locked(struct lwi_recovery *recovery, const char *text,
                       char ret_hash[LWI_PASSWORD_HASH_SIZE])
{
    (void) pthread_mutex_lock(&recovery->hashing);
    int r = lwi_password_hash(text, ret_hash);
    (void) pthread_mutex_unlock(&recovery->hashing);
    return r;
}

/* hash NULL: takes as long, and is wrong. */
static int verify(struct lwi_recovery *recovery, const char *text, const char *hash)
{
    (void) pthread_mutex_lock(&recovery->hashing);
    int right = lwi_password_verify(text, hash ? hash : lwi_password_nobody);
    (void) pthread_mutex_unlock(&recovery->hashing);
    return hash && right;
}

static int check_questions(const struct lwi_recovery_answers *answers, struct lw_error *reterr)
{
    const char *const *ids = answers->questions;
    for (size_t i = 0; i < LWI_RECOVERY_ASKED; i++) {
        if (!question_id(ids[i]))
            return lwi_error_set(reterr, -EINVAL, "There is no question '%.40s'", ids[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(ids[i], ids[j]) == 0)
                return lwi_error_set(reterr, -EINVAL, "The questions must differ");
    }
    return 0;
}

/* Each answer that is like another makes guessing easier. */
static int check_answers(const char *joined, int shortest, struct lw_error *reterr)
{
    const char *second = strchr(joined, '\n') + 1, *third = strchr(second, '\n') + 1;
    size_t first_size = (size_t) (second - joined), second_size = (size_t) (third - second);
    int same = (first_size == second_size && memcmp(joined, second, first_size) == 0) ||
               (strlen(third) + 1 == first_size && memcmp(joined, third, first_size - 1) == 0) ||
               (strlen(third) + 1 == second_size && memcmp(second, third, second_size - 1) == 0);
    if (shortest < LETTERS_MIN)
        return lwi_error_set(reterr, -EINVAL, "An answer has less than %d letters or digits",
                             LETTERS_MIN);
    if (same)
        return lwi_error_set(reterr, -EINVAL, "The answers must differ");
    return 0;
}

int lwi_recovery_set_questions(struct lwi_recovery *recovery, const char *user,
                               const struct lwi_recovery_answers *answers, struct lw_error *reterr)
{
    char joined[ANSWERS_SIZE], hash[LWI_PASSWORD_HASH_SIZE] = "";
    json_t *row = NULL;
    int r = answers ? check_questions(answers, reterr) : 0;
    if (r == 0 && answers) {
        r = check_answers(joined, join(answers, answers->questions, joined), reterr);
        if (r == 0 && hash_locked(recovery, joined, hash) < 0)
            r = lwi_error_set(reterr, -ENOMEM, "There is not enough memory to hash the answers");
        sodium_memzero(joined, sizeof(joined));
    }
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&recovery->lock);
    r = load(recovery, user, &row, reterr);
    if (r == 0 && answers) {
        json_t *ids = json_pack("[s,s,s]", answers->questions[0], answers->questions[1],
                                answers->questions[2]);
        (void) json_object_set_new(row, "questions", ids);
        (void) json_object_set_new(row, "answers", json_string(hash));
    } else if (r == 0) {
        (void) json_object_del(row, "questions");
        (void) json_object_del(row, "answers");
    }
    if (r == 0)
        r = save(recovery, user, row, reterr);
    (void) pthread_mutex_unlock(&recovery->lock);
    json_decref(row);
    return r;
}

int lwi_recovery_set_email(struct lwi_recovery *recovery, const char *user, const char *email,
                           struct lw_error *reterr)
{
    char name[LWI_RECOVERY_EMAIL_SIZE], address[LWI_RECOVERY_EMAIL_SIZE];
    json_t *row = NULL;
    if (*email &&
        (lwi_mail_address(email, name, sizeof(name), address, sizeof(address)) < 0 || name[0]))
        return lwi_error_set(reterr, -EINVAL, "email: that is no mail address");
    (void) pthread_mutex_lock(&recovery->lock);
    int r = load(recovery, user, &row, reterr);
    if (r == 0) {
        /* A code that went to the old address is good no longer. */
        (void) json_object_del(row, "code");
        (void) json_object_del(row, "email");
        if (*email)
            (void) json_object_set_new(row, "email", json_string(address));
        r = save(recovery, user, row, reterr);
    }
    (void) pthread_mutex_unlock(&recovery->lock);
    json_decref(row);
    return r;
}

/* Three of the questions, by the name and the key alone. */
static void invent(const struct lwi_recovery *recovery, const char *user,
                   const char *ret_questions[LWI_RECOVERY_ASKED])
{
    uint8_t order[QUESTIONS * 4];
    size_t taken[LWI_RECOVERY_ASKED];
    (void) crypto_generichash(order, sizeof(order), (const uint8_t *) user, strlen(user),
                              recovery->key, sizeof(recovery->key));
    for (size_t i = 0; i < LWI_RECOVERY_ASKED; i++) {
        size_t at = (order[2 * i] + 256u * order[2 * i + 1]) % (QUESTIONS - i);
        for (size_t j = 0; j < i; j++)
            at += at >= taken[j];
        taken[i] = at;
        for (size_t j = i; j > 0 && taken[j - 1] > taken[j]; j--) {
            size_t more = taken[j - 1];
            taken[j - 1] = taken[j];
            taken[j] = more;
        }
    }
    for (size_t i = 0; i < LWI_RECOVERY_ASKED; i++)
        ret_questions[i] = lwi_recovery_questions[taken[i]].id;
}

int lwi_recovery_ask(struct lwi_recovery *recovery, const char *user,
                     const char *ret_questions[LWI_RECOVERY_ASKED], struct lw_error *reterr)
{
    struct lwi_recovery_ways ways;
    int r = lwi_recovery_get(recovery, user, &ways, reterr);
    if (r < 0)
        return r;
    invent(recovery, user, ret_questions);
    if (ways.questions[0])
        memcpy(ret_questions, ways.questions, sizeof(ways.questions));
    return 0;
}

int lwi_recovery_check_answers(struct lwi_recovery *recovery, const char *user,
                               const struct lwi_recovery_answers *answers, struct lw_error *reterr)
{
    char joined[ANSWERS_SIZE];
    struct lwi_recovery_ways ways;
    json_t *row = NULL;
    int r = load(recovery, user, &row, reterr);
    if (r < 0)
        return r;
    read_ways(row, &ways);
    (void) join(answers, ways.questions[0] ? ways.questions : answers->questions, joined);
    const char *hash = json_string_value(json_object_get(row, "answers"));
    if (!verify(recovery, joined, ways.questions[0] ? hash : NULL))
        r = lwi_error_set(reterr, -EACCES, "The answers are wrong");
    sodium_memzero(joined, sizeof(joined));
    json_decref(row);
    return r;
}

/* ---- codes ---- */

static void make_code(char ret_code[LWI_RECOVERY_CODE_SIZE])
{
    static const char alphabet[] = "abcdefghjkmnpqrstuvwxyz023456789";
    for (size_t i = 0; i < LWI_RECOVERY_CODE_SIZE - 1; i++)
        ret_code[i] = i == 4 ? '-' : alphabet[randombytes_uniform(sizeof(alphabet) - 1)];
    ret_code[LWI_RECOVERY_CODE_SIZE - 1] = '\0';
}

static int make_locked(struct lwi_recovery *recovery, const char *user, const char *hash,
                       char ret_email[LWI_RECOVERY_EMAIL_SIZE], struct lw_error *reterr)
{
    struct lwi_recovery_ways ways;
    json_t *row = NULL;
    int64_t now = lwi_clock_realtime(recovery->clock);
    int r = load(recovery, user, &row, reterr);
    if (r < 0)
        return r;
    read_ways(row, &ways);
    const json_t *code = json_object_get(row, "code");
    int64_t age = now - json_integer_value(json_object_get(code, "made_ns"));
    if (!ways.email[0])
        r = lwi_error_set(reterr, -ENOENT, "%s has no address", user);
    else if (code && age >= 0 && age < LWI_RECOVERY_PAUSE_S * LWI_NS_PER_S)
        r = lwi_error_set(reterr, -EAGAIN, "%s was sent a code just now", user);
    if (r == 0) {
        json_t *fresh =
            json_pack("{s:s, s:I, s:I, s:i}", "hash", hash, "made_ns", (json_int_t) now, "until_ns",
                      (json_int_t) (now + LWI_RECOVERY_CODE_MIN * 60 * LWI_NS_PER_S), "tries",
                      LWI_RECOVERY_TRIES);
        (void) json_object_set_new(row, "code", fresh);
        r = save(recovery, user, row, reterr);
        (void) snprintf(ret_email, LWI_RECOVERY_EMAIL_SIZE, "%s", ways.email);
    }
    json_decref(row);
    return r;
}

int lwi_recovery_make_code(struct lwi_recovery *recovery, const char *user,
                           char ret_code[LWI_RECOVERY_CODE_SIZE],
                           char ret_email[LWI_RECOVERY_EMAIL_SIZE], struct lw_error *reterr)
{
    char hash[LWI_PASSWORD_HASH_SIZE], typed[LWI_RECOVERY_CODE_SIZE];
    make_code(ret_code);
    (void) normalise(ret_code, typed, sizeof(typed));
    int r = hash_locked(recovery, typed, hash);
    if (r < 0)
        return lwi_error_set(reterr, r, "There is not enough memory to hash a code");
    (void) pthread_mutex_lock(&recovery->lock);
    r = make_locked(recovery, user, hash, ret_email, reterr);
    (void) pthread_mutex_unlock(&recovery->lock);
    return r;
}

/* Takes one of the tries; the hash to compare with, malloc'ed, or NULL. */
static int take_try_locked(struct lwi_recovery *recovery, const char *user, char **ret_hash,
                           struct lw_error *reterr)
{
    json_t *row = NULL;
    int r = load(recovery, user, &row, reterr);
    if (r < 0)
        return r;
    json_t *code = json_object_get(row, "code");
    json_int_t tries = json_integer_value(json_object_get(code, "tries"));
    int64_t now = lwi_clock_realtime(recovery->clock);
    const char *hash = json_string_value(json_object_get(code, "hash"));
    int good = code && hash && tries > 0 &&
               now >= json_integer_value(json_object_get(code, "made_ns")) &&
               now <= json_integer_value(json_object_get(code, "until_ns"));
    if (good) {
        (void) json_object_set_new(code, "tries", json_integer(tries - 1));
        r = save(recovery, user, row, reterr);
        *ret_hash = r == 0 ? strdup(hash) : NULL;
    }
    json_decref(row);
    return r;
}

int lwi_recovery_check_code(struct lwi_recovery *recovery, const char *user, const char *code,
                            struct lw_error *reterr)
{
    char typed[LWI_RECOVERY_ANSWER_MAX], *hash = NULL;
    (void) pthread_mutex_lock(&recovery->lock);
    int r = take_try_locked(recovery, user, &hash, reterr);
    (void) pthread_mutex_unlock(&recovery->lock);
    if (r < 0)
        return r;
    (void) normalise(code, typed, sizeof(typed));
    if (!verify(recovery, typed, hash)) {
        r = lwi_error_set(reterr, -EACCES, "The code is wrong, or good no longer");
        lwi_error_hint(reterr, "It is good for %d minutes and %d tries; ask for another one",
                       LWI_RECOVERY_CODE_MIN, LWI_RECOVERY_TRIES);
    }
    free(hash);
    return r;
}

int lwi_recovery_done(struct lwi_recovery *recovery, const char *user, struct lw_error *reterr)
{
    json_t *row = NULL;
    (void) pthread_mutex_lock(&recovery->lock);
    int r = load(recovery, user, &row, reterr);
    if (r == 0 && json_object_del(row, "code") == 0)
        r = save(recovery, user, row, reterr);
    (void) pthread_mutex_unlock(&recovery->lock);
    json_decref(row);
    return r;
}
