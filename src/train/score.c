/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/random.h"

void lwi_score_at(struct lwi_score *ret_score, const struct lwi_answer *answers, size_t count,
                  double threshold)
{
    struct lwi_score s;

    memset(&s, 0, sizeof s);
    for (size_t i = 0; i < count; i++) {
        const int unjudged = isnan(answers[i].score);
        if (answers[i].truth) {
            s.blurry++;
            s.blurry_unjudged += unjudged != 0;
            s.blurry_right += !unjudged && answers[i].score >= threshold;
        } else {
            s.clear++;
            s.clear_unjudged += unjudged != 0;
            s.clear_right += !unjudged && answers[i].score < threshold;
        }
    }
    s.balanced_accuracy =
        ((double) s.clear_right / (double) s.clear + (double) s.blurry_right / (double) s.blurry) /
        2;
    if (s.clear == 0 || s.blurry == 0)
        s.balanced_accuracy = NAN;
    *ret_score = s;
}

/* By score; the unjudged last. */
static int by_score(const void *a, const void *b)
{
    double x = ((const struct lwi_answer *) a)->score, y = ((const struct lwi_answer *) b)->score;

    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return (x > y) - (x < y);
}

/* AUC of sorted answers, each counted `times` over. */
static double auc_of_sorted(const struct lwi_answer *answers, const unsigned *times, size_t count)
{
    double clear = 0, blurry = 0, wins = 0;

    for (size_t i = 0; i < count && !isnan(answers[i].score);) {
        double here[2] = {0, 0};
        size_t k = i;
        for (; k < count && answers[k].score == answers[i].score; k++)
            here[answers[k].truth != 0] += times ? times[answers[k].group] : 1;
        wins += here[1] * (clear + here[0] / 2);
        clear += here[0];
        blurry += here[1];
        i = k;
    }
    return clear > 0 && blurry > 0 ? wins / (clear * blurry) : NAN;
}

double lwi_score_auc(struct lwi_answer *answers, size_t count)
{
    qsort(answers, count, sizeof(*answers), by_score);
    return auc_of_sorted(answers, NULL, count);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

double lwi_score_median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), by_value);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

void lwi_score_auc_interval(struct lwi_answer *answers, size_t count, unsigned rounds,
                            uint64_t seed, double *ret_low, double *ret_high)
{
    struct lwi_random random = lwi_random_for(seed, count);
    unsigned groups = 0, present = 0;

    *ret_low = *ret_high = NAN;
    for (size_t i = 0; i < count; i++)
        groups = answers[i].group >= groups ? answers[i].group + 1 : groups;
    unsigned *times = calloc(groups + 1, sizeof(*times));
    unsigned *ids = calloc(groups + 1, sizeof(*ids));
    double *found = calloc(rounds + 1, sizeof(*found));
    if (times && ids && found) {
        size_t good = 0;
        for (size_t i = 0; i < count; i++)
            times[answers[i].group] = 1;
        for (unsigned g = 0; g < groups; g++)
            if (times[g])
                ids[present++] = g;
        qsort(answers, count, sizeof(*answers), by_score);
        for (unsigned r = 0; r < rounds; r++) {
            memset(times, 0, groups * sizeof(*times));
            for (unsigned g = 0; g < present; g++)
                times[ids[lwi_random_below(&random, present)]]++;
            found[good] = auc_of_sorted(answers, times, count);
            good += !isnan(found[good]);
        }
        qsort(found, good, sizeof(*found), by_value);
        if (good > 0) {
            *ret_low = found[(size_t) ((double) (good - 1) * 0.025)];
            *ret_high = found[(size_t) ((double) (good - 1) * 0.975)];
        }
    }
    free(times);
    free(ids);
    free(found);
}

void lwi_score_reliability(struct lwi_reliability *ret_reliability,
                           const struct lwi_answer *answers, size_t count)
{
    struct lwi_reliability r;
    size_t total = 0;

    memset(&r, 0, sizeof r);
    for (size_t i = 0; i < count; i++) {
        if (isnan(answers[i].score))
            continue;
        size_t bin = (size_t) (answers[i].score * LWI_SCORE_BINS);
        bin = bin < LWI_SCORE_BINS ? bin : LWI_SCORE_BINS - 1;
        r.count[bin]++;
        r.said[bin] += answers[i].score;
        r.was[bin] += answers[i].truth;
        total++;
    }
    for (int b = 0; b < LWI_SCORE_BINS; b++) {
        if (r.count[b] == 0)
            continue;
        r.said[b] /= (double) r.count[b];
        r.was[b] /= (double) r.count[b];
        r.error += fabs(r.said[b] - r.was[b]) * (double) r.count[b] / (double) total;
    }
    *ret_reliability = r;
}
