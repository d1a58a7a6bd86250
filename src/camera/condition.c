/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/condition.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "event/exception.h"

#define CERTIFICATE "certificate_expiring"

/* The most serious first: what leaves nothing to see, then what leaves little. */
static const char *const by_rank[] = {
    "signal_lost", "no_signal_picture", "covered",     "frozen",
    "defocus",     "scene_changed",     "too_dark",    "too_bright",
    "dirty_lens",  "compression",       "stripes",     "impaired_visibility",
    "noise",       "monochrome",        "colour_cast", "flashing",
    "shaking",     "focus_drift",       CERTIFICATE,
};

#define RANKS (sizeof(by_rank) / sizeof(by_rank[0]))

/* Log odds from sensitivity 50 to 100: from an even chance to 1 in 55. */
#define SENSITIVITY_RANGE 4.0
/* How much the log odds are drawn together: 1 in 1000 becomes 0.9. */
#define SHARPNESS_SCALE 3.0
/* Beyond, a probability says no more. */
#define PROBABILITY_MIN 1e-6

int lwi_condition_count(void)
{
    return LWI_CONDITION_FIRST + (int) lw_condition_count() + 1;
}

const char *lwi_condition_name(int condition)
{
    if (condition == LWI_CONDITION_SIGNAL_LOST)
        return "signal_lost";
    if (condition == lwi_condition_count() - 1)
        return CERTIFICATE;
    return lw_condition_at((size_t) (condition - LWI_CONDITION_FIRST))->name;
}

int lwi_condition_find(const char *name)
{
    if (strcmp(name, "signal_lost") == 0)
        return LWI_CONDITION_SIGNAL_LOST;
    if (strcmp(name, CERTIFICATE) == 0)
        return lwi_condition_count() - 1;
    long index = lw_condition_find(name);
    return index < 0 ? -1 : (int) index + LWI_CONDITION_FIRST;
}

int lwi_condition_is_known(const char *name)
{
    return lwi_condition_find(name) >= 0 || lwi_exception_find(name) >= 0;
}

int lwi_condition_rank(int condition)
{
    for (size_t i = 0; i < RANKS; i++)
        if (strcmp(by_rank[i], lwi_condition_name(condition)) == 0)
            return (int) i;
    return (int) RANKS + condition; /* one that nobody has ranked yet */
}

static double log_odds(double probability)
{
    double p = fmin(fmax(probability, PROBABILITY_MIN), 1 - PROBABILITY_MIN);
    return log(p / (1 - p));
}

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

double lwi_defocus_threshold(double model_threshold, int sensitivity)
{
    if (sensitivity == 50)
        return model_threshold;
    return logistic(log_odds(model_threshold) - SENSITIVITY_RANGE * (sensitivity - 50) / 50.0);
}

uint8_t lwi_defocus_limit(double model_threshold, const struct lw_assessment *assessment)
{
    if (assessment->verdict == LW_VERDICT_NOT_ASSESSABLE)
        return LW_LIMIT_NOT_ASSESSABLE;
    for (int s = 1; s <= 100; s++)
        if (assessment->blur_probability >= lwi_defocus_threshold(model_threshold, s))
            return (uint8_t) s;
    return LW_LIMIT_NEVER;
}

double lwi_defocus_sharpness(double blur_probability)
{
    return logistic(-log_odds(blur_probability) / SHARPNESS_SCALE);
}
