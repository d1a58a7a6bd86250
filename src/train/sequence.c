/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/sequence.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/file.h"

#define PICTURE_BYTES_MAX (64u << 20)
#define NS_PER_S          1000000000.0
/* Where no name tells a time: noon of a day in June. */
#define FIRST_NS INT64_C(1686830400000000000)

/* A fault is in the pictures for the condition's duration and so many more pictures: a loss of
 * focus must be found at once, other faults first show that they last. */
#define INTERVALS_DEFOCUS 2
#define INTERVALS_OTHER   6
#define STEPS_MAX         512
/* Healthy pictures from that on with which a fault begins, in which a condition must be assessable
 * once: of a light that is seen for the first time nothing is known yet. */
#define KNOWN_PICTURES 3

struct sequence {
    const char *folder;
    char **names;
    int64_t *times;
    size_t count;
};

int lwi_sequence_time(const char *name, int64_t *ret_ns)
{
    static const int digits[] = {4, 2, 2, 2, 2, 2};

    for (const char *start = name; *start; start++) {
        int v[6], fields = 0;
        const char *p = start;
        if (!isdigit((unsigned char) *p) || (start > name && isdigit((unsigned char) start[-1])))
            continue;
        for (; fields < 6; fields++) {
            int value = 0, n = 0;
            if (fields > 0 && *p && strchr("-_T:", *p))
                p++;
            for (; n < digits[fields] && isdigit((unsigned char) *p); n++)
                value = value * 10 + *p++ - '0';
            if (n < digits[fields])
                break;
            v[fields] = value;
        }
        if (fields < 6 || v[0] < 1970 || v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > 31 ||
            v[3] > 23 || v[4] > 59 || v[5] > 60)
            continue;
        struct tm tm = {.tm_year = v[0] - 1900,
                        .tm_mon = v[1] - 1,
                        .tm_mday = v[2],
                        .tm_hour = v[3],
                        .tm_min = v[4],
                        .tm_sec = v[5]};
        *ret_ns = (int64_t) timegm(&tm) * INT64_C(1000000000);
        return 0;
    }
    return -EINVAL;
}

static void sequence_done(struct sequence *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->names[i]);
    free(s->names);
    free(s->times);
}

static int wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of their bytes, whatever the locale. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Times of the names where all have one and they do not go back; else by the interval. */
static void take_times(struct sequence *s, double interval_s)
{
    int told = 1;

    for (size_t i = 0; i < s->count && told; i++)
        told = lwi_sequence_time(s->names[i], &s->times[i]) == 0 &&
               (i == 0 || s->times[i] >= s->times[i - 1]);
    for (size_t i = 0; i < s->count && !told; i++)
        s->times[i] = FIRST_NS + (int64_t) ((double) i * interval_s * NS_PER_S);
}

static int sequence_list(struct sequence *s, const char *folder, double interval_s,
                         struct lw_error *reterr)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, wanted, by_bytes);

    memset(s, 0, sizeof(*s));
    s->folder = folder;
    if (n < 0)
        return lwi_error_set(reterr, -errno, "cannot read the folder '%s': %s", folder,
                             strerror(errno));
    s->names = calloc((size_t) n + 1, sizeof(*s->names));
    s->times = calloc((size_t) n + 1, sizeof(*s->times));
    for (int i = 0; i < n; i++) {
        if (s->names && s->times && (s->names[s->count] = strdup(entries[i]->d_name)))
            s->count++;
        free(entries[i]);
    }
    free(entries);
    if (s->count < (size_t) n || !s->names || !s->times) {
        sequence_done(s);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    if (s->count == 0) {
        sequence_done(s);
        return lwi_error_set(reterr, -ENOENT, "there is no picture in '%s'", folder);
    }
    take_times(s, interval_s);
    return 0;
}

struct run {
    const struct lwi_sequence_settings *settings;
    struct sequence sequence;
    struct lwi_decoder *decoder;
    struct lwi_fault_memory memory;
    lw_assessor *assessor;
    struct lw_watch_settings watch_settings;
    struct lwi_lookout lookout;
    struct lwi_sequence_report *report;
};

static int load(struct run *run, size_t index, struct lw_frame **ret_frame)
{
    char path[4096];
    uint8_t *data;
    size_t size;

    int n = snprintf(path, sizeof path, "%s/%s", run->sequence.folder, run->sequence.names[index]);
    if (n < 0 || (size_t) n >= sizeof path)
        return -ENAMETOOLONG;
    int r = lwi_file_read(path, PICTURE_BYTES_MAX, &data, &size, /* reterr= */ NULL);
    if (r < 0)
        return r;
    r = lwi_decode_image(run->decoder, data, size, ret_frame, /* reterr= */ NULL);
    free(data);
    if (r == 0)
        (*ret_frame)->wall_ns = run->sequence.times[index];
    return r;
}

static void note_event(struct run *run, size_t picture, size_t condition)
{
    struct lwi_sequence_report *report = run->report;
    const struct lw_condition_result *result = &run->lookout.result.conditions[condition];

    report->events[condition]++;
    if (report->event_count++ >= LWI_SEQUENCE_EVENTS_MAX)
        return;
    struct lwi_sequence_event *e = &report->list[report->event_count - 1];
    *e = (struct lwi_sequence_event){
        .condition = condition, .picture = picture, .score = result->score, .value = result->value};
    (void) snprintf(e->name, sizeof e->name, "%s", run->sequence.names[picture]);
    (void) snprintf(e->reason, sizeof e->reason, "%s", result->reason);
}

static size_t pictures_more(size_t condition)
{
    return strcmp(lw_condition_at(condition)->name, "defocus") == 0 ? INTERVALS_DEFOCUS
                                                                    : INTERVALS_OTHER;
}

/* From a picture to the next one. */
static double interval_at(const struct run *run, size_t start)
{
    const size_t next = start + 1 < run->sequence.count ? start + 1 : start;

    return fmax((double) (run->sequence.times[next] - run->sequence.times[start]) / NS_PER_S, 1e-3);
}

/* Seconds that a fault is injected for, from the first picture with it. */
static double trial_seconds(const struct run *run, size_t start, size_t condition)
{
    return lw_condition_at(condition)->duration_s +
           (double) pictures_more(condition) * interval_at(run, start);
}

/* One faulty picture before the lookout. */
static int see_fault(struct run *run, const struct lwi_injection *injection,
                     struct lwi_lookout *lookout, unsigned step, struct lwi_random *random,
                     const struct lw_frame *frame, const struct lw_frame *first)
{
    struct lw_frame *faulty = NULL;
    int r = lwi_fault_inject(injection->fault, injection->strength, step, random, &run->memory,
                             frame, first, &faulty);

    if (r == 0 && run->settings->jpeg_quality > 0 && !injection->fault->keeps_quality)
        r = lwi_recode_jpeg(run->decoder, &faulty, run->settings->jpeg_quality);
    if (r == 0) {
        faulty->wall_ns = frame->wall_ns;
        /* The camera codes as before; that the picture is coded twice is the injection's doing. */
        if (!injection->fault->keeps_quality)
            faulty->quantiser = frame->quantiser;
        r = lwi_lookout_see(lookout, faulty);
    }
    lwi_frame_unref(&faulty);
    return r;
}

/* One trial: the fault begins with picture `start`. *ret_raised: events that began. *ret_judged:
 * the condition was judged in one of its pictures at least. */
static int try_once(struct run *run, const struct lwi_injection *injection,
                    struct lwi_lookout *lookout, size_t start, size_t condition,
                    uint32_t *ret_raised, int *ret_judged)
{
    const double last_s = trial_seconds(run, start, condition);
    struct lwi_random random = lwi_random_for(run->settings->seed, start);
    struct lw_frame *first = NULL;
    uint32_t raised = 0;
    unsigned step = 0;
    int judged = 0, r = 0;

    for (size_t i = start; r == 0 && i < run->sequence.count && step < STEPS_MAX; i++) {
        struct lw_frame *frame;
        /* Over a night without pictures nothing is seen to last. */
        if (step > pictures_more(condition) &&
            (double) (run->sequence.times[i] - run->sequence.times[start]) / NS_PER_S > last_s)
            break;
        if (load(run, i, &frame) < 0)
            continue;
        if (!first)
            first = lwi_frame_ref(frame);
        r = see_fault(run, injection, lookout, step++, &random, frame, first);
        raised |= lookout->started;
        judged |= !(lookout->not_assessable >> condition & 1);
        lwi_frame_unref(&frame);
    }
    lwi_frame_unref(&first);
    *ret_raised = raised;
    *ret_judged = judged;
    return r;
}

/* Whether a fault can be put into pictures from `start` on for as long as a trial lasts, which need
 * not end on a picture. */
static int has_room(const struct run *run, size_t start, size_t condition)
{
    const size_t last = run->sequence.count - 1;

    return start + pictures_more(condition) <= last &&
           (double) (run->sequence.times[last] - run->sequence.times[start]) / NS_PER_S >=
               trial_seconds(run, start, condition) - interval_at(run, start);
}

/* The conditions that cannot be assessed in the healthy pictures from `start` on. */
static int find_unknown(struct run *run, size_t start, const struct lw_frame *before,
                        uint32_t *ret_unknown, struct lw_error *reterr)
{
    struct lwi_lookout lookout;
    uint32_t unknown = UINT32_MAX;

    int r = lwi_lookout_open(&lookout, &run->watch_settings, run->assessor, reterr);
    if (r < 0)
        return r;
    r = lwi_lookout_fork(&lookout, &run->lookout, reterr);
    if (r == 0)
        r = lwi_lookout_see(&lookout, before);
    for (size_t i = start; r == 0 && i < start + KNOWN_PICTURES && i < run->sequence.count; i++) {
        struct lw_frame *frame;
        if (load(run, i, &frame) < 0)
            continue;
        r = lwi_lookout_see(&lookout, frame);
        unknown &= lookout.not_assessable;
        lwi_frame_unref(&frame);
    }
    lwi_lookout_close(&lookout);
    *ret_unknown = unknown;
    return r;
}

/* Every injection, beginning with picture `start`; run->lookout has seen all before it. */
static int try_all(struct run *run, size_t start, const struct lw_frame *before,
                   struct lw_error *reterr)
{
    uint32_t unknown;
    int r = find_unknown(run, start, before, &unknown, reterr);

    for (size_t i = 0; r == 0 && i < run->settings->injection_count; i++) {
        const struct lwi_injection *injection = &run->settings->injections[i];
        struct lwi_sequence_trials *t = &run->report->trials[i];
        const long condition = lw_condition_find(injection->fault->name);
        struct lwi_lookout lookout;
        uint32_t raised = 0;
        int assessable = 0, judged = 0;

        if (condition < 0 || !has_room(run, start, (size_t) condition))
            continue;
        /* Colour can be lost only where it was: by day. */
        if (injection->fault->needs_colour &&
            (!before->chroma[0] || run->lookout.result.light != LW_LIGHT_DAY))
            continue;
        r = lwi_lookout_open(&lookout, &run->watch_settings, run->assessor, reterr);
        if (r < 0)
            return r;
        r = lwi_lookout_fork(&lookout, &run->lookout, reterr);
        if (r == 0) /* what is not stored: the picture before, held-off times */
            r = lwi_lookout_see(&lookout, before);
        /* An event that is open already says nothing. */
        if (r == 0)
            assessable = !((lookout.not_assessable | lookout.open | unknown) >> condition & 1);
        if (assessable)
            r = try_once(run, injection, &lookout, start, (size_t) condition, &raised, &judged);
        /* It said all the time that it cannot tell, and nothing else spoke for it. */
        assessable = assessable && (judged || raised);
        lwi_lookout_close(&lookout);
        if (r < 0)
            break;
        const uint32_t own = 1u << condition;
        t->trials += assessable != 0;
        t->not_assessable += assessable == 0;
        t->found += assessable && (raised & own);
        t->alone += assessable && raised == own;
        for (size_t c = 0; c < lw_condition_count(); c++)
            t->raised[c] += assessable && (raised >> c & 1);
    }
    return r;
}

/* A healthy picture before the lookout. */
static int see(struct run *run, size_t index, const struct lw_frame *frame)
{
    struct lwi_sequence_report *report = run->report;
    int r = lwi_lookout_see(&run->lookout, frame);

    for (size_t c = 0; r == 0 && c < lw_condition_count(); c++) {
        report->assessable[c] += !(run->lookout.not_assessable >> c & 1);
        report->faults[c] += run->lookout.faults >> c & 1;
        if (run->lookout.started >> c & 1)
            note_event(run, index, c);
    }
    if (r == 0 && run->lookout.result.pictures_learnt >= run->lookout.result.pictures_needed)
        report->learnt++;
    return r;
}

static int run_pictures(struct run *run, struct lw_error *reterr)
{
    const struct lwi_sequence_settings *settings = run->settings;
    const size_t count = run->sequence.count;
    /* Trials begin in the second half, when there is something learnt, evenly spaced. */
    const size_t half = count / 2;
    const size_t every = settings->trials > 0 && settings->injection_count > 0
                             ? (count - half + settings->trials - 1) / settings->trials
                             : 0;
    int r = 0;

    for (size_t i = 0; r == 0 && i < count; i++) {
        struct lw_frame *frame;
        if (load(run, i, &frame) < 0) {
            run->report->unread++;
            continue;
        }
        r = see(run, i, frame);
        if (r == 0 && every > 0 && i >= half && (i - half) % every == 0 &&
            i + 1 + INTERVALS_DEFOCUS < count)
            r = try_all(run, i + 1, frame, reterr);
        lwi_frame_unref(&frame);
    }
    return r;
}

static int run_open(struct run *run, struct lw_error *reterr)
{
    struct lwi_decode_settings settings;

    lwi_decode_settings_default(&settings);
    lw_watch_settings_default(&run->watch_settings);
    for (size_t c = 0; c < lw_condition_count() && run->settings->sensitivity > 0; c++)
        run->watch_settings.conditions[c].sensitivity = run->settings->sensitivity;
    int r = lwi_decoder_new(&run->decoder, &settings);
    if (r == 0)
        r = lw_assessor_open(&run->assessor, NULL, reterr);
    if (r == 0)
        r = lwi_lookout_open(&run->lookout, &run->watch_settings, run->assessor, reterr);
    run->memory.decoder = run->decoder;
    return r;
}

static void run_close(struct run *run)
{
    lwi_lookout_close(&run->lookout);
    lw_assessor_close(&run->assessor);
    lwi_fault_memory_done(&run->memory);
    lwi_decoder_free(&run->decoder);
    sequence_done(&run->sequence);
}

int lwi_sequence_run(struct lwi_sequence_report *ret_report, const char *folder,
                     const struct lwi_sequence_settings *settings, struct lw_error *reterr)
{
    struct run run = {.settings = settings, .report = ret_report};
    const char *name = strrchr(folder, '/');

    memset(ret_report, 0, sizeof(*ret_report));
    (void) lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = sequence_list(&run.sequence, folder, settings->interval_s, reterr);
    if (r < 0)
        return r;
    (void) snprintf(ret_report->name, sizeof ret_report->name, "%s",
                    name && name[1] ? name + 1 : folder);
    ret_report->pictures = run.sequence.count;
    ret_report->span_s =
        (double) (run.sequence.times[run.sequence.count - 1] - run.sequence.times[0]) / NS_PER_S;
    ret_report->trials = calloc(settings->injection_count + 1, sizeof(*ret_report->trials));
    r = ret_report->trials ? run_open(&run, reterr) : -ENOMEM;
    if (r == 0)
        r = run_pictures(&run, reterr);
    if (r == 0 && ret_report->unread == ret_report->pictures)
        r = lwi_error_set(reterr, -EBADMSG, "no picture in '%s' can be read", folder);
    run_close(&run);
    if (r < 0)
        lwi_sequence_report_done(ret_report);
    return r;
}

void lwi_sequence_report_done(struct lwi_sequence_report *report)
{
    free(report->trials);
    report->trials = NULL;
}
