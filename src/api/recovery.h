/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Ways back to a lost password, which each user sets up: three questions that the user chose and
 * answered, and a code that is sent by mail. What is asked of somebody who has set up nothing, or
 * does not exist, looks the same and takes as long. Who guesses is slowed by the caller.
 * Thread-safe.
 */
#ifndef LWI_API_RECOVERY_H
#define LWI_API_RECOVERY_H

#include <stdint.h>

#include "base/clock.h"
#include "lenswatch/error.h"
#include "store/store.h"

#define LWI_RECOVERY_ASKED      3   /* questions a user */
#define LWI_RECOVERY_ANSWER_MAX 100 /* bytes */
#define LWI_RECOVERY_EMAIL_SIZE 256
#define LWI_RECOVERY_CODE_SIZE  10 /* "xxxx-xxxx" and the end */
#define LWI_RECOVERY_CODE_MIN   15 /* minutes that it is good */
#define LWI_RECOVERY_TRIES      5  /* and so many of them */
#define LWI_RECOVERY_PAUSE_S    60 /* from one mail to a user to the next */

/* What can be asked, the same for everybody: a question of somebody's own would tell that there is
 * such a user. */
struct lwi_recovery_question {
    const char *id, *text;
};
extern const struct lwi_recovery_question lwi_recovery_questions[]; /* ended by NULL */

struct lwi_recovery;

/* What is pointed to is borrowed until free. 0, -ENOMEM, or what the store says. */
int lwi_recovery_new(struct lwi_recovery **ret_recovery, struct lwi_store *store,
                     const struct lwi_clock *clock, struct lw_error *reterr);
void lwi_recovery_free(struct lwi_recovery **recovery);

struct lwi_recovery_ways {
    const char *questions[LWI_RECOVERY_ASKED]; /* ids; NULL: none are set up */
    char email[LWI_RECOVERY_EMAIL_SIZE];       /* ""; none is set up */
};

/* What a user has set up; the ids are static. */
int lwi_recovery_get(struct lwi_recovery *recovery, const char *user,
                     struct lwi_recovery_ways *ret_ways, struct lw_error *reterr);

/* Three ids of questions, and the answers to them. */
struct lwi_recovery_answers {
    const char *questions[LWI_RECOVERY_ASKED];
    const char *answers[LWI_RECOVERY_ASKED];
};

/* answers NULL: the questions go. -EINVAL (three different questions that there are, answers of two
 * letters at least and not all the same), -ENOENT (user). Takes as long as hashing a password. */
int lwi_recovery_set_questions(struct lwi_recovery *recovery, const char *user,
                               const struct lwi_recovery_answers *answers, struct lw_error *reterr);
/* "": it goes. -EINVAL: no address. */
int lwi_recovery_set_email(struct lwi_recovery *recovery, const char *user, const char *email,
                           struct lw_error *reterr);

/* Which questions to ask: the user's, or else some that are always the same for this name. */
int lwi_recovery_ask(struct lwi_recovery *recovery, const char *user,
                     const char *ret_questions[LWI_RECOVERY_ASKED], struct lw_error *reterr);

/* 0 or -EACCES. As long as a password. */
int lwi_recovery_check_answers(struct lwi_recovery *recovery, const char *user,
                               const struct lwi_recovery_answers *answers, struct lw_error *reterr);

/* Makes a code and says where to send it. -ENOENT: there is no such user, or no address of it;
 * -EAGAIN: one was made just now. */
int lwi_recovery_make_code(struct lwi_recovery *recovery, const char *user,
                           char ret_code[LWI_RECOVERY_CODE_SIZE],
                           char ret_email[LWI_RECOVERY_EMAIL_SIZE], struct lw_error *reterr);

/* Counts a try first. 0 or -EACCES: it is wrong, too old, or was tried too often. As long as a
 * password. */
int lwi_recovery_check_code(struct lwi_recovery *recovery, const char *user, const char *code,
                            struct lw_error *reterr);

/* The code is good no longer. */
int lwi_recovery_done(struct lwi_recovery *recovery, const char *user, struct lw_error *reterr);

#endif
