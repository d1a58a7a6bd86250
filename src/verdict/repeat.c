/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A picture that is sent again and again must be told from one in which nothing happens: the noise
 * of the sensor is new in each frame, and coding alone changes a picture less.
 *
 * A frozen picture under a clock is coded again and again. The clock changes some tiles, those that
 * are predicted from it change, too, and where the rate control takes another quantiser all do; but
 * it goes to and fro, and then a frame is the same as one some time ago. What came in between was
 * that picture, too.
 */
#include "verdict/repeat.h"

#include <math.h>
#include <string.h>

/* Of the tiles, so many may differ at most in a repeated picture, which is so far below what is
 * usual; more where the quantiser is fine: a coding in steps of 73 levels and more takes the noise,
 * and what is left is often alike. With so few it is certain. */
#define COARSE_MOST    0.5
#define FINE_QUANTISER 6.2f
#define FINE_MOST      0.92
#define CERTAIN_MOST   0.8
#define REPEAT_SPREADS 6.0
/* Levels of contrast from which a tile tells that it is the same, where it was not so in so many of
 * 255 earlier pictures, as those with letters were; so many of them at least, and so many the same,
 * as one may be by chance. */
#define MARK_LEVELS 3.0f
#define MARK_STILL  64
#define MARKS_LEAST 8u
#define SAME_LEAST  2u
/* A frame in which some tiles are as they were, though on this camera none ever is, and the others
 * differ from an earlier frame by less than this part of what is usual. */
#define SOME_MOST   0.97
#define RIPPLE_PART 0.3
/* Roughness below this is rounding, levels^2; and the steps in which its log is kept. */
#define ROUGH_LEAST 0.1f
#define ROUGH_STEPS 2048.0f
/* After a run of more than one frame so many come at most that are nothing seen before, and twice
 * as many as were found to be of it. */
#define WAIT_LEAST 2u
#define WAIT_MOST  12u
/* A run is long that has so many frames for each since. */
#define LONG_RUN 8u

static void mark(struct lwi_marks *ret, const struct lwi_evidence *e)
{
    for (unsigned k = 0; k < LWI_MARKS; k++) {
        const unsigned i = (2 * k + 1) * e->total / (2 * LWI_MARKS);
        const struct lwi_scene_tile *t = &e->scene->tiles[i];
        /* What is flat, or hidden by something flat, may be the same by chance. */
        const int tells = t->contrast >= MARK_LEVELS &&
                          (!e->baseline || e->baseline->tiles[i].still < MARK_STILL);
        const uint16_t folded = (uint16_t) (t->signature ^ t->signature >> 16);
        ret->mark[k] = !tells ? 0 : folded == 0 ? 1 : folded;
        ret->rough[k] = (int16_t) lrintf(ROUGH_STEPS * logf(t->roughness + ROUGH_LEAST));
    }
}

/* Share of the tiles that differ; 1 where too few can tell. */
static double differing(const struct lwi_marks *now, const struct lwi_marks *then)
{
    unsigned differ = 0, compared = 0;
    for (unsigned k = 0; k < LWI_MARKS; k++) {
        compared += now->mark[k] != 0;
        differ += now->mark[k] != 0 && now->mark[k] != then->mark[k];
    }
    return compared < MARKS_LEAST || compared - differ < SAME_LEAST ? 1
                                                                    : (double) differ / compared;
}

/* By how much the tiles differ, each by itself, in how rough they are: the middle one, in log.
 * < 0: too few can tell. */
static double ripple_from(const struct lwi_marks *now, const struct lwi_marks *then)
{
    float values[LWI_MARKS];
    size_t n = 0;
    for (unsigned k = 0; k < LWI_MARKS; k++)
        if (now->mark[k] != 0 && then->mark[k] != 0)
            values[n++] = (float) (now->rough[k] - then->rough[k]) / ROUGH_STEPS;
    if (n < MARKS_LEAST)
        return -1;
    float copy[LWI_MARKS];
    memcpy(copy, values, n * sizeof(*copy));
    const float common = lwi_select(copy, n, n / 2);
    for (size_t i = 0; i < n; i++)
        values[i] = fabsf(values[i] - common);
    return lwi_select(values, n, n / 2);
}

/* The share of differing tiles from which on down this camera repeats itself: in what it usually
 * sends there never are so few. < 0: not known. */
static double never_of(const struct lwi_baseline *b)
{
    const struct lwi_running *usual = b ? &b->repeated : NULL;
    return usual && usual->spread > 0 ? usual->mean - REPEAT_SPREADS * usual->spread : -1;
}

/* Share of the tiles that a clock changes. */
static double clock_of(const struct lwi_evidence *e)
{
    return 0.05 + 2.0 / e->total;
}

static double most_of(const struct lwi_scene *s)
{
    return s->quantiser >= 0 && s->quantiser < FINE_QUANTISER ? FINE_MOST : COARSE_MOST;
}

/* Whether a frame is that earlier one: but for a clock's tiles, or, where this camera hardly ever
 * sends the same tiles twice, for what is coded anew because of the clock. */
static int is_same(const struct lwi_evidence *e, double differ)
{
    return differ <= clock_of(e) || differ <= fmin(most_of(e->scene), never_of(e->baseline));
}

/* Coding anew changes how rough the tiles are in common, by the quantiser, and each by itself far
 * less than new noise of the sensor does. */
static int is_alike(const struct lwi_evidence *e)
{
    if (e->ripple < 0 || !e->baseline || e->baseline->ripple.spread == 0)
        return 0;
    const double part = e->ripple / fmax(e->baseline->ripple.mean, 1e-6);
    return e->repeated <= fmin(SOME_MOST, never_of(e->baseline)) && part <= RIPPLE_PART;
}

/* How often and when the picture came before. */
struct match {
    unsigned first, last; /* frames ago; 0: never, as far as is known */
    int is_certain;       /* and no chance */
};

/* What is no chance: so many tiles are as they were, or what differs is not new noise. */
static int is_certain(const struct lwi_evidence *e)
{
    return e->repeated <= CERTAIN_MOST || e->moved <= clock_of(e) || is_alike(e);
}

static struct match find_same(struct lwi_evidence *e, const struct lwi_repeat *r,
                              const struct lwi_marks *now)
{
    struct match m = {0};
    e->repeated = 1;
    e->ripple = -1;
    for (unsigned ago = 1; ago <= r->known; ago++) {
        const struct lwi_marks *then = &r->marks[(r->next + LWI_MARKED - ago) % LWI_MARKED];
        const double differ = differing(now, then);
        e->repeated = fmin(e->repeated, differ);
        if (is_same(e, differ) || (ago == 1 && e->moved <= clock_of(e))) {
            m.first = ago;
            m.last = m.last > 0 ? m.last : ago;
        }
        if (ago > LWI_RIPPLED)
            continue;
        const double ripple = ripple_from(now, then);
        if (ripple >= 0 && (e->ripple < 0 || ripple < e->ripple))
            e->ripple = ripple;
    }
    /* What is only alike says nothing of the frames in between. */
    if (m.first == 0 && is_alike(e))
        m.first = m.last = 1;
    m.is_certain = is_certain(e);
    return m;
}

/* Whether nothing of the run came for so long that it is over. */
static int is_over(const struct lwi_repeat *r)
{
    const unsigned wait = (r->same > 1 ? WAIT_LEAST : 0) + 2 * r->bridged;
    return r->same == 0 || r->apart > (wait < WAIT_MOST ? wait : WAIT_MOST);
}

/* Whether a frame that came so many frames ago, too, is of the run. A camera that sends each
 * picture some times is not frozen: what is only like a frame after the run's last is not, unless
 * the run is long. */
static int is_of_run(const struct lwi_repeat *r, unsigned ago)
{
    return r->same > 0 && (ago > r->apart || r->same >= LONG_RUN * r->apart);
}

static void note_run(struct lwi_repeat *r, const struct match *m, int64_t now_ns)
{
    const unsigned apart = r->apart, ago = m->first;
    if (ago == 0 || !is_of_run(r, ago)) {
        r->apart++;
        if (!is_over(r))
            return;
        r->same = r->certain = r->bridged = r->returns = 0;
        r->since_ns = now_ns;
        if (ago == 0)
            return;
    }
    /* All since the frame after that one were the same picture. */
    const int64_t since_ns =
        ago == 1 ? now_ns : r->at_ns[(r->next + LWI_MARKED + 1 - ago) % LWI_MARKED];
    const unsigned bridged = apart < ago - 1 ? apart : ago - 1;
    r->since_ns = since_ns < r->since_ns ? since_ns : r->since_ns;
    r->until_ns = now_ns;
    r->bridged = bridged > r->bridged ? bridged : r->bridged;
    r->returns += m->last > 1;
    r->certain += m->is_certain != 0;
    r->apart = 0;
    r->same++;
}

void lwi_repeat_note(struct lwi_evidence *e, struct lwi_repeat *r)
{
    struct lwi_marks now;
    if (r->tiles != e->total)
        r->known = r->next = r->same = r->certain = r->bridged = r->returns = 0;
    r->tiles = e->total;
    mark(&now, e);
    const struct match match = find_same(e, r, &now);
    note_run(r, &match, e->now_ns);
    r->fresh = match.first == 0;
    r->marks[r->next] = now;
    r->at_ns[r->next] = e->now_ns;
    r->next = (r->next + 1) % LWI_MARKED;
    r->known += r->known < LWI_MARKED;
}

int lwi_repeat_is_one(const struct lwi_repeat *r)
{
    return r->certain > 0 && (r->returns != 1 || r->same >= LONG_RUN);
}

int lwi_repeat_is_new(const struct lwi_repeat *r)
{
    return r->fresh && r->known >= LWI_RIPPLED;
}
