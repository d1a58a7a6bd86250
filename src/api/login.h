/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the routes that let somebody in have in common. */
#ifndef LWI_API_LOGIN_H
#define LWI_API_LOGIN_H

#include <stdint.h>

#include "lenswatch/error.h"

struct json_t;
struct lwi_request;

#define LWI_LOGIN_CODE_MAX 32 /* of a second factor, or of a mail */

/*
 * Whether {"password"} of the body is that of who asks, who is logged in: so no code is needed.
 * A wrong one counts as a failed login. 0, -EINVAL, -EPERM (wrong: the login is good all the same),
 * -EAGAIN (*ret_wait_ns).
 */
int lwi_login_again(struct lwi_request *request, const struct json_t *body, int64_t *ret_wait_ns,
                    struct lw_error *reterr);

/* Answers 429 for who must wait, 401 with "code_needed" where the second factor is, others as
 * usual. */
int lwi_login_failure(struct lwi_request *request, const struct lw_error *error, int64_t wait_ns);

/* Adds what is set up of recovery.h to one's own account. */
int lwi_recovery_show(struct lwi_request *request, struct json_t *account, struct lw_error *reterr);
/* Changes it by the members "email" and "questions" of a body. -EINVAL. */
int lwi_recovery_change(struct lwi_request *request, const struct json_t *body,
                        struct lw_error *reterr);

#endif
