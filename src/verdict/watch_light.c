/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which baseline a frame belongs to. Colour tells the light: a camera that has switched to
 * infra-red sends a grey picture. One that keeps its colour by night is told by what lamps draw
 * (watch_lamps.c). Flat pictures tell nothing; a hand before the lens is no nightfall.
 */
#include <math.h>
#include <string.h>

#include "verdict/watch.h"

/* Mean distance from grey, levels. Between the two the light stays what it was. */
#define COLOUR_DAY   2.5f
#define COLOUR_NIGHT 1.2f
/* A switch is taken up when so many frames in a row speak for it. */
#define SWITCH_FRAMES 2u
/* Then gain, white balance and focus settle for so long. */
#define HOLD_OFF_NS (60 * INT64_C(1000000000))
/* A camera that has turned to a preset focuses on it in so long, and may not stay for long. */
#define HOLD_OFF_TURNED_NS (8 * INT64_C(1000000000))
/* Lamps between two days for less time are those of a dusk or a storm. */
#define LAMP_NIGHT_NS (5 * 3600 * INT64_C(1000000000))
/* Of a second light this is enough, where the first one is known: what this lens can show is. Where
 * a picture comes every few seconds there soon are more, and the first ones are all alike. */
#define SECOND_PICTURES 3u
#define SECOND_S        600
/* Without a picture for so long it may have been off from dusk to morning, which is longer than
 * this but in the far north: then nobody has seen what light it had. */
#define UNSEEN_NS (7 * 3600 * INT64_C(1000000000))
/* A camera that has been grey for so long is meant to be. */
#define GREY_NS (86400 * INT64_C(1000000000))
/* A picture with less contrast than this is flat, levels. */
#define FLAT_CONTRAST 8.0f
/* Grey, but by this likeness what the light up to now shows: either so dim that no colour is left,
 * and a look known so many times as bright; or veiled, with so much of the usual contrast at most,
 * and no darker than that look by more than this. */
#define PALE_LIKENESS 0.4
#define PALE_DIMMER   2.2f
#define PALE_LIT      0.9f
#define PALE_CONTRAST 0.7f

static int has_colour(uint32_t light)
{
    return light == LW_LIGHT_DAY || light == LWI_LIGHT_LAMPS;
}

int lwi_watch_is_of_view(const struct lw_watch *w, const struct lwi_baseline *b)
{
    return b->light != LW_LIGHT_UNKNOWN && b->preset == lwi_watch_preset(w) &&
           b->width == w->scene.width && b->height == w->scene.height;
}

/* The look that a picture is likest to. */
struct likest {
    const struct lwi_look *look; /* NULL: none */
    double likeness;
};

/* dim: a clock may be all that is bright in the picture. */
static struct likest find_likest(const struct lwi_baseline *b, const struct lwi_fine *fine, int dim)
{
    struct likest best = {NULL, 0};
    for (unsigned i = 0; i < LWI_BASELINE_LOOKS; i++) {
        struct lwi_fine own;
        if (b->looks[i].pictures == 0)
            continue;
        lwi_overlay_fine(&own, b->looks[i].thumb);
        double likeness = lwi_overlay_likeness(fine, &own);
        if (dim)
            likeness = fmax(likeness, lwi_overlay_likeness_faint(fine, &own));
        if (likeness > best.likeness)
            best = (struct likest){&b->looks[i], likeness};
    }
    return best;
}

/* Whether a grey picture is no nightfall: infra-red light draws another scene. A lens that lets
 * next to no light through, and fog, leave the one that was there, and take its colour. */
static int is_pale(const struct lw_watch *w)
{
    const struct lwi_scene *s = &w->scene;
    const struct lwi_baseline *b = lwi_watch_baseline(w);
    if (!b || !has_colour(b->light) || !lwi_watch_is_of_view(w, b))
        return 0;
    const int veiled = s->contrast < PALE_CONTRAST * b->contrast.mean;
    const int dim = s->mean < LWI_DIM_MEAN;
    if (!dim && !veiled)
        return 0;
    struct lwi_fine fine;
    lwi_overlay_fine(&fine, s->thumb);
    const struct likest best = find_likest(b, &fine, dim);
    if (!best.look || best.likeness < PALE_LIKENESS)
        return 0;
    if (!(dim && best.look->mean > PALE_DIMMER * s->mean) &&
        !(veiled && s->mean > PALE_LIT * best.look->mean))
        return 0;
    for (uint32_t i = 0; i < w->baseline_count; i++) {
        const struct lwi_baseline *night = &w->baselines[i];
        if (night->light == LW_LIGHT_NIGHT && lwi_watch_is_of_view(w, night) &&
            s->contrast >= PALE_CONTRAST * night->contrast.mean &&
            find_likest(night, &fine, dim).likeness > best.likeness)
            return 0;
    }
    return 1;
}

static uint32_t light_of(struct lw_watch *w, int64_t now_ns)
{
    const struct lwi_scene *s = &w->scene;
    const uint32_t known = w->memory.light;
    if (known != LW_LIGHT_UNKNOWN && s->contrast < FLAT_CONTRAST)
        return known;
    if (s->colour >= COLOUR_DAY)
        return lwi_watch_day_or_lamps(w, known, now_ns);
    if (has_colour(known) && s->colour <= COLOUR_NIGHT && is_pale(w))
        return known;
    if (s->colour <= COLOUR_NIGHT || known == LW_LIGHT_UNKNOWN)
        return s->colour <= (COLOUR_DAY + COLOUR_NIGHT) / 2 ? LW_LIGHT_NIGHT : LW_LIGHT_DAY;
    return has_colour(known) ? lwi_watch_day_or_lamps(w, known, now_ns) : known;
}

static int is_for(const struct lwi_baseline *b, const struct lw_watch *w)
{
    return b->light == w->memory.light && lwi_watch_is_of_view(w, b);
}

static uint32_t find_baseline(struct lw_watch *w)
{
    uint32_t oldest = 0;
    for (uint32_t i = 0; i < w->baseline_count; i++) {
        if (is_for(&w->baselines[i], w))
            return i;
        const struct lwi_baseline *b = &w->baselines[i], *o = &w->baselines[oldest];
        if (o->light != LW_LIGHT_UNKNOWN &&
            (b->light == LW_LIGHT_UNKNOWN || b->last_ns < o->last_ns))
            oldest = i;
    }
    struct lwi_baseline *b = &w->baselines[oldest];
    b->light = w->memory.light;
    b->preset = lwi_watch_preset(w);
    b->width = w->scene.width;
    b->height = w->scene.height;
    lwi_baseline_clear(b);
    return oldest;
}

/* Counts the nights that pass without infra-red light. before: the light up to now. */
static void note_night(struct lwi_memory *m, uint32_t before, int64_t now_ns)
{
    if (m->lamps_ns != LW_TIME_NONE && m->last_ns != LW_TIME_NONE &&
        now_ns - m->last_ns > UNSEEN_NS)
        m->lamps_ns += now_ns - m->last_ns; /* only what was seen counts */
    if (m->light == before)
        return;
    /* What is taken for a day at first may turn out to have been a night. */
    if (m->light == LWI_LIGHT_LAMPS || before == LW_LIGHT_UNKNOWN)
        m->lamps_ns = now_ns;
    if (m->light == LW_LIGHT_DAY && m->lamps_ns != LW_TIME_NONE &&
        now_ns - m->lamps_ns > LAMP_NIGHT_NS)
        m->lamp_nights++;
    if (m->light != LWI_LIGHT_LAMPS && before != LW_LIGHT_UNKNOWN)
        m->lamps_ns = LW_TIME_NONE;
}

void lwi_watch_find_light(struct lw_watch *w, int64_t now_ns)
{
    struct lwi_memory *m = &w->memory;
    const uint32_t light = light_of(w, now_ns);
    const uint32_t before = m->light;
    const struct lwi_baseline *b = lwi_watch_baseline(w);
    const uint32_t was = b && has_colour(before) ? b->light : before;
    /* From day to lamps the camera itself switches nothing. */
    const int settled = b && light != b->light && has_colour(light) && has_colour(b->light);
    if (m->light == LW_LIGHT_UNKNOWN || settled) {
        m->light = light;
        m->other_frames = m->light_frames = 0;
    } else if (light == m->light) {
        m->light_frames = 0;
    } else if (++m->light_frames >= SWITCH_FRAMES) {
        m->light = light;
        m->light_frames = 0;
    }
    note_night(m, was, now_ns);
    if (!b || !is_for(b, w)) {
        const int turned = b && b->preset != lwi_watch_preset(w) && b->light == m->light;
        if ((b || before != LW_LIGHT_UNKNOWN) && !settled)
            m->held_until_ns = now_ns + (turned ? HOLD_OFF_TURNED_NS : HOLD_OFF_NS);
        m->current = find_baseline(w);
        w->recent.tiles = w->recent.count = w->recent.next = 0;
        memset(&w->recent.repeat, 0, sizeof(w->recent.repeat));
        m->changed_ns = LW_TIME_NONE;
    }
    if (m->light_frames > 0)
        m->held_until_ns = now_ns + 1; /* it is about to switch: this frame belongs nowhere */
}

const struct lwi_baseline *lwi_watch_other_light(const struct lw_watch *w)
{
    const struct lwi_baseline *own = lwi_watch_baseline(w);
    for (uint32_t i = 0; own && has_colour(own->light) && i < w->baseline_count; i++) {
        const struct lwi_baseline *b = &w->baselines[i];
        if (b != own && has_colour(b->light) && lwi_watch_is_of_view(w, b) &&
            lwi_baseline_is_ready(b))
            return b;
    }
    return NULL;
}

const struct lwi_baseline *lwi_watch_day(const struct lw_watch *w)
{
    for (uint32_t i = 0; w->memory.light == LW_LIGHT_NIGHT && i < w->baseline_count; i++) {
        const struct lwi_baseline *b = &w->baselines[i];
        if (b->light == LW_LIGHT_DAY && lwi_watch_is_of_view(w, b) && lwi_baseline_is_ready(b))
            return b;
    }
    return NULL;
}

int lwi_watch_is_early(const struct lw_watch *w, const struct lwi_baseline *b)
{
    if (b->pictures < SECOND_PICTURES || b->learnt_s < SECOND_S)
        return 0;
    for (uint32_t i = 0; i < w->baseline_count; i++) {
        const struct lwi_baseline *other = &w->baselines[i];
        if (other != b && other->light != LW_LIGHT_UNKNOWN && other->preset == b->preset &&
            other->width == b->width && other->height == b->height && lwi_baseline_is_ready(other))
            return 1;
    }
    return 0;
}

/* Hours without colour count when colour is back: a filter that is stuck must not be what makes
 * grey usual. */
static void count_grey(struct lwi_memory *m)
{
    for (unsigned hour = 0; hour < 24; hour++) {
        if (!(m->grey_since >> hour & 1))
            continue;
        m->grey_hours[hour] += m->grey_hours[hour] < 255;
        if (m->grey_hours[hour] > 1)
            m->lamp_nights = 0; /* it has grey hours now, day after day */
    }
    m->grey_since = 0;
}

void lwi_watch_note_hour(struct lw_watch *w, int64_t now_ns)
{
    struct lwi_memory *m = &w->memory;
    const int64_t hour = now_ns / (3600 * INT64_C(1000000000));
    if (hour < 0 || hour > INT32_MAX)
        return;
    /* An hour counts once it is over. */
    if ((int32_t) hour != m->hour_last) {
        const unsigned before = (unsigned) m->hour_last % 24;
        m->known_hours[before] += m->hour_seen && m->known_hours[before] < 255;
        m->grey_since |= (uint32_t) (m->hour_grey != 0) << before;
        m->hour_seen = m->hour_grey = 0;
    }
    m->hour_last = (int32_t) hour;
    m->hour_seen = 1;
    if (m->light != LW_LIGHT_NIGHT)
        m->grey_ns = LW_TIME_NONE;
    else if (m->grey_ns == LW_TIME_NONE)
        m->grey_ns = now_ns;
    m->hour_grey |= m->light == LW_LIGHT_NIGHT;
    if (m->grey_ns == LW_TIME_NONE || now_ns - m->grey_ns >= GREY_NS)
        count_grey(m);
}
