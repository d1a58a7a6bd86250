/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sends the codes of recovery.h by a thread of its own: the answer to who asks for one must not
 * wait for the mail, or its time would tell who has an address.
 */
#ifndef LWI_API_RECOVERY_MAIL_H
#define LWI_API_RECOVERY_MAIL_H

#include "action/actor.h"
#include "api/recovery.h"
#include "base/log.h"
#include "camera/system.h"

struct lwi_recovery_mail;

/* What is pointed to is borrowed until free. 0, -ENOMEM, -EAGAIN (no thread). */
int lwi_recovery_mail_new(struct lwi_recovery_mail **ret_mail, struct lwi_recovery *recovery,
                          struct lwi_actor *actor, struct lwi_system *system,
                          const struct lwi_log *log);
/* Ends what is being sent. */
void lwi_recovery_mail_free(struct lwi_recovery_mail **mail);

/* A code for this user, if there is such a one. 0 or -EAGAIN: too many wait. */
int lwi_recovery_mail_ask(struct lwi_recovery_mail *mail, const char *user);

#endif
