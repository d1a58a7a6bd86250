/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* HTTP Digest at the gate: the header of a request, and what is asked of one without. */
#ifndef LWI_API_GATE_DIGEST_H
#define LWI_API_GATE_DIGEST_H

struct lwi_request;

/* Fills in request->who, or refuses, where the request has such a header. 1: it has. */
int lwi_gate_digest(struct lwi_request *request, const char *method);

/* Adds the headers of an answer 401. Browsers get none: they would ask for the password with a
 * window of their own, over the page that does. */
void lwi_gate_challenge(struct lwi_request *request);

#endif
