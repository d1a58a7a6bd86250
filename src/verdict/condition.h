/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Conditions: one file each, which ends with a const descriptor; condition/table.c lists
 * them. A condition reads the evidence and writes its finding; it keeps nothing.
 */
#ifndef LWI_VERDICT_CONDITION_H
#define LWI_VERDICT_CONDITION_H

#include "lenswatch/watch.h"
#include "verdict/evidence.h"

#define LWI_CONDITION_COUNT 17
#define LWI_REASON_BYTES    160

/* What a condition says. */
struct lwi_finding {
    enum lw_state state;
    double score, value;
    double lasted_s; /* of a fault: known to have been there for so long; lwi_find() sets 0 */
    unsigned severe;
    char reason[LWI_REASON_BYTES];
};

struct lwi_condition_info {
    struct lw_condition_desc desc;
    unsigned blinds;              /* non-zero: with this fault nothing is learnt */
    unsigned in_hold_off;         /* non-zero: is judged in the hold-off after a switch, too */
    const char *const *yields_to; /* names of conditions: with one of these at fault, this
                                   * one is not assessable. NULL-ended, or NULL */
    void (*judge)(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret);
};

/* The table; its order is that of settings and results. */
extern const struct lwi_condition_info *const lwi_conditions[LWI_CONDITION_COUNT];

/* Writes ok or fault by the score, which is 0.5 where `measured` reaches `limit`. The reason
 * follows; it names the cause of a fault, or what was found instead. */
void lwi_find(struct lwi_finding *ret, double measured, double limit, double value,
              const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Not assessable, and why. */
void lwi_find_not(struct lwi_finding *ret, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Factor on a limit: 1 at sensitivity 50, `span` at 1, 1 / span at 100. */
double lwi_sensitivity_factor(unsigned sensitivity, double span);

#endif
