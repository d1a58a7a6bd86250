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
#define RADIUS_100 0.85
#define RADIUS_50  1.25
#define RADIUS_1   5.0
/* Weather that the camera has not yet had (rain on the glass, haze) takes detail, too: in its first
 * weeks the limit lies further out by this part, which fades. */
#define WEATHER_PART 0.3
#define WEATHER_DAYS 7.0
/* Real blur takes less from the fineness than the same blur put over the picture, for the noise and
 * the traces of the coding come after the lens. What falls by so much at sensitivity 50 is out of
 * focus in any case: healthy pictures of 1024 and more a row differ by 0.55 in the worst rain. */
#define CERTAIN_DROP 0.9
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
 * picture can still be judged. */
#define CODING_PART 0.5
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
    const double weather = 1 + WEATHER_PART * exp(-days / WEATHER_DAYS);
    const double radius_wanted = weather * limit_radius(sensitivity);
    const double wanted =
        fmin(lwi_baseline_drop_of(b, radius_wanted), CERTAIN_DROP * radius_wanted / RADIUS_50);
    const double least = NORMAL_LEAST + NORMAL_YOUNG * exp(-days);
    const double normal = fmax(NORMAL_SPREADS * b->drop.spread, least);
    const double limit = fmax(wanted, normal) + CODING_PART * fmax(e->coarser, 0);
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
