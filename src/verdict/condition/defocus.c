/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Each tile's fineness against the same tile's baseline; the middle one of all tiles tells,
 * for a lens loses focus everywhere at once and a lorry does not. How far the fineness falls
 * for a radius is measured on the camera's own pictures, so the limit is the same everywhere.
 */
#include <math.h>

#include "verdict/condition.h"

/* Radius of the limit at sensitivity 100, 50 and 1, px@1080p. It lies below the radius that
 * must be found (1.2, 2, gross), as pictures of one radius differ. */
#define RADIUS_100 0.9
#define RADIUS_50  1.3
#define RADIUS_1   5.0
/* Real blur takes so much at least of what the same blur put over the picture does, for the noise
 * and the traces of the coding come after the lens. From sensitivity 50 on that is enough; at 1 all
 * of it must be gone. */
#define REAL_PART 0.8
/* Weather (rain on the glass, haze) takes fineness, too, but more of the energy of the edges, in
 * logs: a blur takes so much of that for what it takes of the fineness, and by so much of what is
 * beyond it the limit is raised, */
#define EDGES_PART    0.6
#define WEATHER_DROPS 0.64
/* up to what blur put over the picture does, of a radius that is this part of the limit's; and
 * more in the first weeks, with weather that the camera has not yet had. */
#define WEATHER_RADIUS 0.96
#define WEATHER_YOUNG  0.29
#define WEATHER_DAYS   7.0
/* The drop of healthy pictures: so many mean distances are normal, and so much in any case. */
#define NORMAL_SPREADS 4.0
#define NORMAL_LEAST   0.12
/* While little is known of what is normal, by so much more; it fades with the days. */
#define NORMAL_YOUNG 0.18
/* Tiles that can tell, at least. */
#define USABLE_MIN 6u
/* And of the usable ones at least one in so many must tell now. */
#define TELLING_PART 4u
/* What an octave of the quantiser takes of the fineness, at most, where it is so little that the
 * picture can still be judged. Steps of 8 levels take texture that is not judged anyhow, none of
 * the edges; from 32 on it is all that. */
#define CODING_PART       0.5
#define CODING_LOG2_NONE  3.0
#define CODING_LOG2_WHOLE 5.0
/* Of the probability of blur of the picture by itself, above what is usual: what is a change. */
#define ALONE_SPREADS 4.0
#define ALONE_LEAST   0.4
/* Log2 of a step of 78 levels: 42 of the 51 of H.264. The model knows no such pictures. */
#define ALONE_QUANTISER 6.3
/* A radius from which on nobody is recognised. */
#define SEVERE_RADIUS 4.0

static double limit_radius(unsigned sensitivity)
{
    const double s = sensitivity;
    return s >= 50 ? RADIUS_50 * pow(RADIUS_100 / RADIUS_50, (s - 50) / 50)
                   : RADIUS_50 * pow(RADIUS_1 / RADIUS_50, (50 - s) / 49);
}

/* Whether so much was taken by the coding that the picture by itself tells nothing. */
static int is_coarse(const struct lwi_evidence *e)
{
    return e->scene->quantiser >= (float) ALONE_QUANTISER;
}

/* The first pictures are judged by themselves. */
static void judge_alone(const struct lwi_evidence *e, struct lwi_finding *ret)
{
    if (!is_coarse(e) && e->alone && e->alone->verdict == LW_VERDICT_BLURRY) {
        lwi_find(ret, e->alone->blur_probability, fmin(e->alone->blur_probability, 0.5),
                 e->alone->psf_radius,
                 "the picture by itself looks out of focus; learning, %u of %d", e->pictures,
                 LWI_BASELINE_NEEDED);
        return;
    }
    lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
}

/* Too few tiles can be compared: what the picture looks like by itself, against what it usually
 * does. 0: that tells nothing, either. */
static int judge_few(const struct lwi_evidence *e, struct lwi_finding *ret)
{
    const struct lwi_running *usual = &e->baseline->alone;
    if (!e->alone || e->alone->verdict == LW_VERDICT_NOT_ASSESSABLE || usual->spread == 0 ||
        is_coarse(e))
        return 0;
    if (2 * e->watched < e->total)
        return 0; /* what is left out would be judged, too */
    const double limit = fmax(usual->mean + fmax(ALONE_SPREADS * usual->spread, ALONE_LEAST),
                              e->alone->verdict == LW_VERDICT_BLURRY ? 0 : 1);
    if (limit > 1)
        return 0; /* it always looks soft, or often */
    const double p = e->alone->blur_probability;
    lwi_find(ret, p, limit, e->alone->psf_radius,
             "only %u of %u tiles have lasting edges; the picture by itself looks %s", e->usable,
             e->total, p >= limit ? "out of focus, which it did not" : "as it usually does");
    return 1;
}

static double real_part(unsigned sensitivity)
{
    return REAL_PART + (1 - REAL_PART) * fmax(50 - (double) sensitivity, 0) / 49;
}

/* The drop that is a fault at this sensitivity, whatever is normal here. */
static double wanted_drop(const struct lwi_evidence *e, unsigned sensitivity, double days)
{
    const struct lwi_baseline *b = e->baseline;
    const double radius = limit_radius(sensitivity);
    const double young = WEATHER_YOUNG * exp(-days / WEATHER_DAYS);
    const double weather = fmax(-e->detail - EDGES_PART * fmax(-e->drop, 0), 0);
    const double clear = real_part(sensitivity) * lwi_baseline_drop_of(b, radius);
    const double most = lwi_baseline_drop_of(b, radius * (WEATHER_RADIUS + young));
    return fmin(clear + WEATHER_DROPS * weather, fmax(most, clear));
}

/* By so much the limit is raised where the picture is coded more coarsely than usual. */
static double coding_drop(const struct lwi_evidence *e)
{
    const double part =
        (e->scene->quantiser - CODING_LOG2_NONE) / (CODING_LOG2_WHOLE - CODING_LOG2_NONE);
    return CODING_PART * fmin(fmax(part, 0), 1) * fmax(e->coarser, 0);
}

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_baseline *b = e->baseline;
    if (!b) {
        judge_alone(e, ret);
        return;
    }
    if (e->usable < USABLE_MIN) {
        if (!judge_few(e, ret))
            lwi_find_not(ret, "only %u of %u tiles have lasting edges to judge by", e->usable,
                         e->total);
        return;
    }
    if (e->telling < USABLE_MIN || e->telling < e->usable / TELLING_PART) {
        lwi_find_not(ret, "noise or glare hides the edges: %u of %u tiles can tell", e->telling,
                     e->usable);
        return;
    }
    if (lwi_evidence_coarsely_coded(e)) {
        lwi_find_not(ret, "coded %.1f times as coarsely as usual: that takes detail, too",
                     exp2(e->coarser));
        return;
    }
    const double days = b->learnt_s / 86400;
    const double wanted = wanted_drop(e, sensitivity, days);
    const double least = NORMAL_LEAST + NORMAL_YOUNG * exp(-days);
    const double normal = fmax(NORMAL_SPREADS * b->drop.spread, least);
    const double limit = fmax(wanted, normal) + coding_drop(e);
    const double radius = lwi_baseline_radius_of(b, fmax(-e->drop, 0));
    if (limit >= lwi_baseline_drop_of(b, lwi_baseline_radii[LWI_BASELINE_RADII - 1]) + 0.5) {
        lwi_find_not(ret, "the scene is too restless or too coarse to judge focus by");
        return;
    }
    if (-e->drop < limit) {
        lwi_find(ret, -e->drop, limit, radius,
                 "as fine as ever: %.0f %% of the tiles have their edges",
                 100 * (1 - e->lost_share));
        return;
    }
    lwi_find(ret, -e->drop, limit, radius,
             "%s out of focus: all over the picture detail is coarser, "
             "as by %.1f px@1080p",
             radius >= SEVERE_RADIUS ? "severely" : "slightly", radius);
    ret->severe = radius >= SEVERE_RADIUS;
}

static const char *const yields_to[] = {"covered",    "no_signal_picture", "too_dark",
                                        "too_bright", "scene_changed",     "impaired_visibility",
                                        "shaking",    "stripes",           "frozen",
                                        NULL};

const struct lwi_condition_info lwi_condition_defocus = {
    .desc =
        {
            .name = "defocus",
            .help = "The lens is out of focus, compared with how sharp this camera is when it is "
                    "healthy.",
            .also_known_as = "defocus detection, clarity exception, blurred screen, ImageTooBlurry",
            .unit = "px@1080p",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
