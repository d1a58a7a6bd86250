/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The report on sequences: Markdown for people, JSON. */
#include <errno.h>
#include <jansson.h>

#include "train/sequence.h"

static void print_events(const struct lwi_sequence_report *r, FILE *out)
{
    const unsigned listed =
        r->event_count < LWI_SEQUENCE_EVENTS_MAX ? r->event_count : LWI_SEQUENCE_EVENTS_MAX;

    for (unsigned i = 0; i < listed; i++) {
        const struct lwi_sequence_event *e = &r->list[i];
        (void) fprintf(out, "| %s | %s | %s | %.2f | %s |\n", r->name, e->name,
                       lw_condition_at(e->condition)->name, e->score, e->reason);
    }
}

static void print_false(const struct lwi_sequence_report *reports, size_t count, FILE *out)
{
    unsigned total = 0;

    (void) fputs("| sequence | pictures | days | judged | false events | defocus assessable |\n"
                 "| --- | --- | --- | --- | --- | --- |\n",
                 out);
    for (size_t i = 0; i < count; i++) {
        const struct lwi_sequence_report *r = &reports[i];
        const long defocus = lw_condition_find("defocus");
        (void) fprintf(out, "| %s | %zu | %.2f | %u | %u | %.0f %% |\n", r->name, r->pictures,
                       r->span_s / 86400, r->learnt, r->event_count,
                       defocus < 0 ? 0.0 : 100.0 * r->assessable[defocus] / (double) r->pictures);
        total += r->event_count;
    }
    if (total == 0)
        return;
    (void) fputs("\n| sequence | picture | false event | score | reason |\n"
                 "| --- | --- | --- | --- | --- |\n",
                 out);
    for (size_t i = 0; i < count; i++)
        print_events(&reports[i], out);
}

/* The conditions other than its own that were raised, and how often. */
static void print_others(const struct lwi_sequence_trials *t, size_t own, FILE *out)
{
    const char *comma = "";

    for (size_t c = 0; c < lw_condition_count(); c++)
        if (c != own && t->raised[c] > 0) {
            (void) fprintf(out, "%s%s %u", comma, lw_condition_at(c)->name, t->raised[c]);
            comma = ", ";
        }
}

static void add(struct lwi_sequence_trials *sum, const struct lwi_sequence_trials *t)
{
    sum->trials += t->trials;
    sum->not_assessable += t->not_assessable;
    sum->found += t->found;
    sum->alone += t->alone;
    for (size_t c = 0; c < LW_CONDITIONS_MAX; c++)
        sum->raised[c] += t->raised[c];
}

static void print_trials(const char *name, const struct lwi_injection *injection,
                         const struct lwi_sequence_trials *t, FILE *out)
{
    const long own = lw_condition_find(injection->fault->name);

    (void) fprintf(out, "| %s | %s | %g %s | %u | %u | ", injection->fault->name, name,
                   injection->strength, injection->fault->unit, t->trials, t->not_assessable);
    if (t->trials > 0)
        (void) fprintf(out, "%.1f %% | ", 100.0 * t->found / t->trials);
    else
        (void) fputs("– | ", out);
    if (t->found > 0)
        (void) fprintf(out, "%.1f %% | ", 100.0 * t->alone / t->found);
    else
        (void) fputs("– | ", out);
    print_others(t, (size_t) own, out);
    (void) fputs(" |\n", out);
}

void lwi_sequence_print(const struct lwi_sequence_report *reports, size_t count,
                        const struct lwi_sequence_settings *settings, FILE *out)
{
    print_false(reports, count, out);
    if (settings->injection_count == 0)
        return;
    (void) fputs("\n| fault | sequence | strength | trials | not assessable | found | named alone "
                 "| also raised |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n",
                 out);
    for (size_t i = 0; i < settings->injection_count; i++) {
        struct lwi_sequence_trials sum = {0};
        for (size_t k = 0; k < count; k++) {
            if (count > 1)
                print_trials(reports[k].name, &settings->injections[i], &reports[k].trials[i], out);
            add(&sum, &reports[k].trials[i]);
        }
        print_trials(count > 1 ? "**all**" : reports[0].name, &settings->injections[i], &sum, out);
    }
}

static json_t *counts(const unsigned *by_condition)
{
    json_t *object = json_object();

    for (size_t c = 0; c < lw_condition_count(); c++)
        if (by_condition[c] > 0)
            (void) json_object_set_new(object, lw_condition_at(c)->name,
                                       json_integer(by_condition[c]));
    return object;
}

static json_t *trials_json(const struct lwi_injection *injection,
                           const struct lwi_sequence_trials *t)
{
    return json_pack("{s:s, s:f, s:s, s:i, s:i, s:i, s:i, s:o}", "fault", injection->fault->name,
                     "strength", injection->strength, "unit", injection->fault->unit, "trials",
                     (int) t->trials, "not_assessable", (int) t->not_assessable, "found",
                     (int) t->found, "alone", (int) t->alone, "raised", counts(t->raised));
}

static json_t *report_json(const struct lwi_sequence_report *r,
                           const struct lwi_sequence_settings *settings)
{
    json_t *events = json_array(), *trials = json_array();

    for (unsigned i = 0; i < r->event_count && i < LWI_SEQUENCE_EVENTS_MAX; i++)
        (void) json_array_append_new(events, json_pack("{s:s, s:s, s:f, s:f, s:s}", "condition",
                                                       lw_condition_at(r->list[i].condition)->name,
                                                       "picture", r->list[i].name, "score",
                                                       r->list[i].score, "value", r->list[i].value,
                                                       "reason", r->list[i].reason));
    for (size_t i = 0; i < settings->injection_count; i++)
        (void) json_array_append_new(trials, trials_json(&settings->injections[i], &r->trials[i]));
    return json_pack("{s:s, s:i, s:i, s:f, s:i, s:i, s:o, s:o, s:o, s:o}", "name", r->name,
                     "pictures", (int) r->pictures, "unread", (int) r->unread, "span_s", r->span_s,
                     "judged", (int) r->learnt, "false_events", (int) r->event_count,
                     "fault_pictures", counts(r->faults), "assessable", counts(r->assessable),
                     "events", events, "injected", trials);
}

int lwi_sequence_print_json(const struct lwi_sequence_report *reports, size_t count,
                            const struct lwi_sequence_settings *settings, FILE *out)
{
    json_t *list = json_array();
    int r = 0;

    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(list, report_json(&reports[i], settings)) < 0)
            r = -ENOMEM;
    json_t *root = json_pack("{s:o}", "sequences", list);
    if (!root || json_dumpf(root, out, JSON_INDENT(1)) < 0)
        r = -ENOMEM;
    (void) fputc('\n', out);
    json_decref(root);
    return r;
}
