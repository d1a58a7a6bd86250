/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/condition.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const char *const names[LWI_CONDITIONS] = {
    [LWI_CONDITION_SIGNAL_LOST] = "signal_lost",
    [LWI_CONDITION_DEFOCUS] = "defocus",
};

/* Log odds from sensitivity 50 to 100: from an even chance to 1 in 55. */
#define SENSITIVITY_RANGE 4.0
/* How much the log odds are drawn together: 1 in 1000 becomes 0.9. */
#define SHARPNESS_SCALE 3.0
/* Beyond, a probability says no more. */
#define PROBABILITY_MIN 1e-6

const char *lwi_condition_name(enum lwi_condition condition)
{
    return names[condition];
}

int lwi_condition_find(const char *name)
{
    for (int i = 0; i < LWI_CONDITIONS; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
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

double lwi_defocus_sharpness(double blur_probability)
{
    return logistic(-log_odds(blur_probability) / SHARPNESS_SCALE);
}
