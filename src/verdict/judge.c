/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Runs the conditions over the evidence. Where two look alike the one that explains more is
 * named, and the other one yields to it.
 */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "verdict/watch.h"

void lwi_find(struct lwi_finding *ret, double measured, double limit, double value,
              const char *format, ...)
{
    const double m = isfinite(measured) && measured > 0 ? measured : 0;
    const double square = m * m, limit_square = fmax(limit * limit, 1e-12);
    ret->score = square / (square + limit_square);
    ret->state = m >= limit ? LW_STATE_FAULT : LW_STATE_OK;
    /* Rounding must not part the state from the score. */
    if (ret->state == LW_STATE_FAULT)
        ret->score = fmax(ret->score, 0.5);
    else
        ret->score = fmin(ret->score, 0.499999);
    ret->value = isfinite(value) ? value : -1;
    ret->severe = 0;
    ret->lasted_s = 0;
    va_list arguments;
    va_start(arguments, format);
    (void) vsnprintf(ret->reason, sizeof(ret->reason), format, arguments);
    va_end(arguments);
}

void lwi_find_not(struct lwi_finding *ret, const char *format, ...)
{
    ret->state = LW_STATE_NOT_ASSESSABLE;
    ret->score = 0;
    ret->value = -1;
    ret->severe = 0;
    ret->lasted_s = 0;
    va_list arguments;
    va_start(arguments, format);
    (void) vsnprintf(ret->reason, sizeof(ret->reason), format, arguments);
    va_end(arguments);
}

double lwi_sensitivity_factor(unsigned sensitivity, double span)
{
    return pow(span, (50.0 - sensitivity) / 50);
}

/* The fault among those that this condition yields to; NULL: none. */
static const char *stronger(const struct lwi_condition_info *info, const uint8_t *at_fault)
{
    for (const char *const *name = info->yields_to; name && *name; name++) {
        const long index = lw_condition_find(*name);
        if (index >= 0 && at_fault[index])
            return *name;
    }
    return NULL;
}

static enum lw_state state_at(const struct lw_watch *w, size_t index, unsigned sensitivity)
{
    struct lwi_finding finding;
    lwi_conditions[index]->judge(&w->evidence, sensitivity, &finding);
    return finding.state;
}

/* By asking the condition itself. A higher sensitivity never takes a fault away, so the lowest one
 * with a fault is found by halving; most healthy pictures have none even at the highest. */
static uint8_t limit_of(const struct lw_watch *w, size_t index)
{
    unsigned none = 0, fault = LW_LIMIT_NEVER; /* a fault at `fault`, none at `none` */
    enum lw_state below = state_at(w, index, 100);
    if (below != LW_STATE_FAULT) {
        none = 100;
    } else {
        fault = 100;
        while (fault - none > 1) {
            const unsigned middle = (none + fault) / 2;
            const enum lw_state state = state_at(w, index, middle);
            if (state == LW_STATE_FAULT) {
                fault = middle;
            } else {
                none = middle;
                below = state;
            }
        }
    }
    if (below != LW_STATE_NOT_ASSESSABLE)
        return (uint8_t) fault;
    return fault == LW_LIMIT_NEVER ? LW_LIMIT_NOT_ASSESSABLE
                                   : (uint8_t) (fault | LW_LIMIT_ELSE_UNKNOWN);
}

static void publish(struct lw_watch *w, size_t index)
{
    const struct lwi_finding *f = &w->findings[index];
    w->results[index] = (struct lw_condition_result){
        .state = f->state,
        .score = f->score,
        .reason = f->reason,
        .value = f->value,
        .unit = lwi_conditions[index]->desc.unit,
        .severe = f->severe,
        .lasted_s = f->lasted_s,
    };
}

/* Another scene, which since then could not be compared: what differs is not for others to say. */
static int is_still_changed(const struct lw_watch *w, size_t index)
{
    return w->memory.changed_ns != LW_TIME_NONE &&
           (size_t) lw_condition_find("scene_changed") == index &&
           w->findings[index].state == LW_STATE_NOT_ASSESSABLE;
}

void lwi_watch_judge(struct lw_watch *w, const char *held)
{
    uint8_t at_fault[LWI_CONDITION_COUNT];
    for (size_t i = 0; i < LWI_CONDITION_COUNT; i++) {
        if (held && (w->scene.reason || !lwi_conditions[i]->in_hold_off))
            lwi_find_not(&w->findings[i], "%s", held);
        else
            lwi_conditions[i]->judge(&w->evidence, w->settings[i].sensitivity, &w->findings[i]);
        at_fault[i] = w->findings[i].state == LW_STATE_FAULT || is_still_changed(w, i);
        w->limits[i] = held ? LW_LIMIT_NOT_ASSESSABLE : limit_of(w, i);
    }
    for (size_t i = 0; i < LWI_CONDITION_COUNT; i++) {
        const char *name = stronger(lwi_conditions[i], at_fault);
        if (name && at_fault[i])
            lwi_find_not(&w->findings[i], "%s explains it better", name);
        if (name)
            w->limits[i] =
                w->findings[i].state == LW_STATE_OK ? LW_LIMIT_NEVER : LW_LIMIT_NOT_ASSESSABLE;
        if (!w->settings[i].enabled)
            lwi_find_not(&w->findings[i], "switched off");
        publish(w, i);
    }
}

int lwi_watch_is_blind(const struct lw_watch *w)
{
    if (w->memory.changed_ns != LW_TIME_NONE)
        return 1; /* another scene, as far as is known */
    for (size_t i = 0; i < LWI_CONDITION_COUNT; i++)
        if (lwi_conditions[i]->blinds && w->findings[i].state == LW_STATE_FAULT)
            return 1;
    return 0;
}

int lw_watch_limits(const lw_watch *watch, uint8_t ret_limits[LW_CONDITIONS_MAX])
{
    if (!watch || !ret_limits)
        return -EINVAL;
    memcpy(ret_limits, watch->limits, sizeof(watch->limits));
    return 0;
}

enum lw_state lw_limit_state(uint8_t limit, unsigned sensitivity)
{
    const unsigned lowest = limit & ~(unsigned) LW_LIMIT_ELSE_UNKNOWN;
    if (lowest == LW_LIMIT_NOT_ASSESSABLE)
        return LW_STATE_NOT_ASSESSABLE;
    if (sensitivity >= lowest)
        return LW_STATE_FAULT;
    return limit & LW_LIMIT_ELSE_UNKNOWN ? LW_STATE_NOT_ASSESSABLE : LW_STATE_OK;
}
