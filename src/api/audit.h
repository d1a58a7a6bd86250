/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The hook by which everything that changes something comes into the audit log: all
 * requests pass through it, on the way in and with their answer, and what is recorded of
 * each follows from openapi.json (operation.h). No route does anything for it.
 *
 * Before a change is begun a note of it is stored, and before its answer goes out its
 * record is: a daemon that is killed in between says at its next start that it was.
 */
#ifndef LWI_API_AUDIT_H
#define LWI_API_AUDIT_H

#include <stdint.h>

#include "base/clock.h"
#include "base/log.h"
#include "lenswatch/error.h"
#include "store/audit.h"

struct lwi_audit;
struct lwi_request;

/* Pointers are borrowed until free. 0 or -ENOMEM. */
int lwi_audit_new(struct lwi_audit **ret_audit, struct lwi_store *store,
                  const struct lwi_clock *clock, const struct lwi_log *log);
void lwi_audit_free(struct lwi_audit **audit);

/* Runs the request's route, as it is recorded. Changes of one thing wait for each other; one with
 * If-Match is refused with 412 where the thing is another by now. */
int lwi_audit_run(struct lwi_request *request);

/* Is told each status before it goes out. */
void lwi_audit_answered(struct lwi_request *request, unsigned status);

/* The request is over; releases what was kept for it. */
void lwi_audit_done(struct lwi_request *request);

/*
 * A record of what comes by no request, such as an account that is locked or a session that ran
 * out. kind: "lock", "logout", ...; operation: such as "lockAccount". Others may be "". Where it
 * cannot be stored it is logged.
 */
void lwi_audit_note(struct lwi_audit *audit, const char *kind, const char *operation,
                    const char *user, const char *address, const char *target, const char *text);

/* The address of who asks, for a person: without brackets, and with whom a proxy on this host asks
 * for. */
void lwi_audit_address(struct lwi_request *request, char *ret_text, size_t size);

#endif
