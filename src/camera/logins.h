/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which users and passwords their hosts have refused, so that no account is locked by us: most
 * cameras lock one after three to five wrong passwords, and a host may have a stream, an
 * interface and more channels, which would all send the same wrong one.
 *
 * A password that a host has not taken yet is tried by one at a time. One that it refused is sent
 * again after half an hour, then after twice as long each time, up to a day; or at once when
 * somebody changes the settings. Streams and interfaces are two things, for many cameras have users
 * of their own for each; but where the stream is refused, the interface is not asked.
 * Nothing is kept but hashes. All functions are thread-safe.
 */
#ifndef LWI_CAMERA_LOGINS_H
#define LWI_CAMERA_LOGINS_H

#include <stdint.h>

#include "lenswatch/error.h"

struct lwi_logins;

#define LWI_LOGIN_KEY 16

/* A user with a password at a host. */
struct lwi_login {
    int counts; /* 0: there is no user, so nothing can be locked */
    uint8_t key[LWI_LOGIN_KEY];
    uint8_t stream_key[LWI_LOGIN_KEY]; /* that of streams of the same host; the same for those */
};

enum lwi_login_outcome {
    LWI_LOGIN_GOOD,
    LWI_LOGIN_REFUSED,
    LWI_LOGIN_UNSURE, /* it could not be asked */
    LWI_LOGIN_ENDED,  /* one that was good has ended: is it still? */
};

/* 0 or -ENOMEM. */
int lwi_logins_new(struct lwi_logins **ret_logins);
void lwi_logins_free(struct lwi_logins **logins);

enum lwi_login_for {
    LWI_LOGIN_STREAM,
    LWI_LOGIN_INTERFACE,
};

/* url: of anything on that host. */
void lwi_logins_who(struct lwi_logins *logins, enum lwi_login_for what, const char *url,
                    const char *user, const char *password, struct lwi_login *ret_login);

/* Whether it may be sent now, a time of a monotonic clock: 0, and then the outcome is told with
 * lwi_logins_tell(); -EBUSY: somebody else is trying it, ask again in a moment; -EACCES: it was
 * refused, and may be sent again in *ret_wait_ns. */
int lwi_logins_ask(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns,
                   int64_t *ret_wait_ns);
/* In how long a login that was refused may be sent again; 0: now, or it was not. */
int64_t lwi_logins_left(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns);
void lwi_logins_tell(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns,
                     enum lwi_login_outcome outcome);
/* Somebody had a look at the settings: it may be tried again at once. */
void lwi_logins_forgive(struct lwi_logins *logins, const struct lwi_login *login);

/* What to say where it was refused before. Returns -EACCES. */
int lwi_logins_refused(const char *url, struct lw_error *reterr);

#endif
