/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a request must pass before its route sees it, from its head alone. */
#ifndef LWI_API_GATE_H
#define LWI_API_GATE_H

#include <stddef.h>

struct lwi_request;

/*
 * Finds the route and checks host, login, origin, and kind and length of the
 * body. Fills in request->route and ->who, begins its body, and, where it may
 * not pass, sets request->refused with the reason.
 */
void lwi_gate_check(struct lwi_request *request, const char *method);

/* Refuses: the status and the reason. Nothing happens when it is refused already. */
void lwi_gate_refuse(struct lwi_request *request, unsigned status, const char *error,
                     const char *hint);

/* The length that the client announced; -1: it did not (chunked, or no body). */
long long lwi_gate_length(struct lwi_request *request);

#endif
