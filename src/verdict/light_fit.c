/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/light_fit.h"

#include <math.h>

/* The ridge: as if so many pictures had been seen of which the light explains nothing; and least
 * of all so much, in squared log units, so that what hardly varies is not trusted. */
#define RIDGE_PICTURES 1.0
#define RIDGE_LEAST    0.01
/* Pictures beyond which the ridge is at its least. */
#define PICTURES_MAX 400.0f

static void lights_of(const struct lwi_scene *s, double ret[LWI_LIGHTS])
{
    ret[0] = log(s->noise + 0.3);
    ret[1] = log(s->mean + 5);
    ret[2] = log(s->contrast + 5);
}

void lwi_light_fit_learn(struct lwi_light_fit *fit, const struct lwi_scene *scene, double drop,
                         double rate)
{
    double light[LWI_LIGHTS], away[LWI_LIGHTS];
    lights_of(scene, light);
    fit->pictures = fminf(fit->pictures + 1, PICTURES_MAX);
    rate = fmax(rate, 1.0 / fit->pictures);
    fit->drop += (float) (rate * (drop - fit->drop));
    for (int i = 0; i < LWI_LIGHTS; i++) {
        fit->mean[i] += (float) (rate * (light[i] - fit->mean[i]));
        away[i] = light[i] - fit->mean[i];
    }
    for (int i = 0; i < LWI_LIGHTS; i++) {
        const double product = away[i] * (drop - fit->drop);
        fit->product[i] += (float) (rate * (product - fit->product[i]));
        for (int k = 0; k < LWI_LIGHTS; k++)
            fit->square[i][k] += (float) (rate * (away[i] * away[k] - fit->square[i][k]));
    }
}

/* Solves a x = b in place; a is symmetric and, by its ridge, positive definite. */
static void solve(double a[LWI_LIGHTS][LWI_LIGHTS], double b[LWI_LIGHTS])
{
    for (int i = 0; i < LWI_LIGHTS; i++) {
        for (int k = i + 1; k < LWI_LIGHTS; k++) {
            const double part = a[k][i] / a[i][i];
            for (int j = i; j < LWI_LIGHTS; j++)
                a[k][j] -= part * a[i][j];
            b[k] -= part * b[i];
        }
    }
    for (int i = LWI_LIGHTS - 1; i >= 0; i--) {
        for (int k = i + 1; k < LWI_LIGHTS; k++)
            b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
}

double lwi_light_fit_explain(const struct lwi_light_fit *fit, const struct lwi_scene *scene)
{
    double light[LWI_LIGHTS], a[LWI_LIGHTS][LWI_LIGHTS], slope[LWI_LIGHTS], sum = 0;
    if (fit->pictures < 2)
        return 0;
    lights_of(scene, light);
    const double ridge = fmax(RIDGE_PICTURES / fit->pictures, RIDGE_LEAST);
    for (int i = 0; i < LWI_LIGHTS; i++) {
        slope[i] = fit->product[i];
        for (int k = 0; k < LWI_LIGHTS; k++)
            a[i][k] = fit->square[i][k] + (i == k ? ridge : 0);
    }
    solve(a, slope);
    for (int i = 0; i < LWI_LIGHTS; i++)
        sum += slope[i] * (light[i] - fit->mean[i]);
    return fmin(fmax(sum, -LWI_LIGHT_FIT_MAX), LWI_LIGHT_FIT_MAX);
}
