/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What was counted: Markdown for people, JSON. */
#include <errno.h>
#include <jansson.h>
#include <math.h>

#include "run.h"

static double share(unsigned part, unsigned of)
{
    return of > 0 ? 100.0 * part / of : 0;
}

/* Where a share lies, at 95 %: E.B. Wilson's interval, 1927. */
static void interval(unsigned part, unsigned of, double *ret_low, double *ret_high)
{
    const double z = 1.96, n = of, p = part / n;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

    *ret_low = 100 * fmax(middle - half, 0);
    *ret_high = 100 * fmin(middle + half, 1);
}

static void print_share(unsigned part, unsigned of, FILE *out)
{
    double low, high;

    if (of == 0) {
        (void) fputs("– | ", out);
        return;
    }
    interval(part, of, &low, &high);
    (void) fprintf(out, "%.1f %% (%.0f–%.0f) | ", share(part, of), low, high);
}

/* Most that a count of rare events may stand for, at 95 % (Wilson and Hilferty, 1931). */
static double count_most(unsigned count)
{
    const double n = count + 1, t = 1 - 1 / (9 * n) + 1.645 / (3 * sqrt(n));
    return n * t * t * t;
}

static void print_trials(const struct sim_result *r, int f, int speed, int s, FILE *out)
{
    const struct sim_fault *fault = &sim_faults[f];
    const struct sim_trials *t = &r->trials[f][speed][s];

    if (t->trials + t->not_assessable == 0)
        return;
    (void) fprintf(out, "| %s | %s | %g %s%s | %u | %u | ", fault->name, sim_speed_names[speed],
                   fault->strengths[s], fault->unit,
                   fault->strengths[s] == fault->documented ? " *" : "", t->trials,
                   t->not_assessable);
    print_share(t->found, t->trials, out);
    print_share(t->named, t->found, out);
    if (t->found > 0)
        (void) fprintf(out, "%.1f, %.1f |\n", t->delay / t->found, t->delay_max);
    else
        (void) fputs("– |\n", out);
}

static unsigned print_events(const unsigned *events, FILE *out)
{
    const char *comma = "";
    unsigned sum = 0;

    for (size_t c = 0; c < lw_condition_count(); c++)
        if (events[c] > 0) {
            (void) fprintf(out, "%s%s %u", comma, lw_condition_at(c)->name, events[c]);
            comma = ", ";
            sum += events[c];
        }
    return sum;
}

static void print_false(const struct sim_result *r, FILE *out)
{
    unsigned sum = 0;

    (void) fputs("| what happens | episodes | false events |\n| --- | --- | --- |\n", out);
    (void) fprintf(out, "| ordinary days | %.1f days | ", r->camera_days);
    sum += print_events(r->ordinary_events, out);
    (void) fputs(" |\n", out);
    for (int n = 0; n < sim_nuisance_count; n++) {
        (void) fprintf(out, "| %s | %u | ", sim_nuisances[n].name, r->episodes[n]);
        sum += print_events(r->nuisance_events[n], out);
        (void) fputs(" |\n", out);
    }
    const double days = fmax(r->camera_days, 1e-9);
    (void) fprintf(out,
                   "\nFalse events: %u in %.1f camera-days of %u cameras: %.3f a camera-day, at "
                   "most %.3f (95 %%).\n",
                   sum, r->camera_days, r->cameras, sum / days, count_most(sum) / days);
}

static void print_confusion(const struct sim_result *r, FILE *out)
{
    (void) fputs("\n| fault, at * or stronger | trials | events |\n| --- | --- | --- |\n", out);
    for (int f = 0; f < sim_fault_count; f++) {
        const char *comma = "";
        if (r->confusion_of[f] == 0)
            continue;
        (void) fprintf(out, "| %s | %u | ", sim_faults[f].name, r->confusion_of[f]);
        for (size_t c = 0; c < lw_condition_count(); c++)
            if (r->confusion[f][c] > 0) {
                (void) fprintf(out, "%s%s %.0f %%", comma, lw_condition_at(c)->name,
                               share(r->confusion[f][c], r->confusion_of[f]));
                comma = ", ";
            }
        (void) fputs(" |\n", out);
    }
}

/* The smallest radius from which on nine trials of ten raise an event, or 0: none. */
static double found_from(const struct sim_map *map, int sensitivity)
{
    int k = SIM_MAP_RADII;

    while (k > 0 && map->found[sensitivity][k - 1] * 10 >= map->trials * 9)
        k--;
    return k < SIM_MAP_RADII ? sim_map_radii[k] : 0;
}

static void print_map_row(const struct sim_map *map, const char *name, FILE *out)
{
    if (map->trials == 0)
        return;
    (void) fprintf(out, "| %s | %u |", name, map->trials);
    for (int i = 0; i < SIM_MAP_SENSITIVITIES; i++) {
        const double radius = found_from(map, i);
        if (radius > 0)
            (void) fprintf(out, " %g |", radius);
        else
            (void) fprintf(out, " > %g |", sim_map_radii[SIM_MAP_RADII - 1]);
    }
    (void) fputc('\n', out);
}

static void print_map(const struct sim_result *r, FILE *out)
{
    char name[64];

    (void) fputs("\n| defocus found from, px@1080p, at sensitivity | cameras |", out);
    for (int i = 0; i < SIM_MAP_SENSITIVITIES; i++)
        (void) fprintf(out, " %u |", sim_map_sensitivities[i]);
    (void) fputs("\n| --- | --- |", out);
    for (int i = 0; i < SIM_MAP_SENSITIVITIES; i++)
        (void) fputs(" --- |", out);
    (void) fputc('\n', out);
    for (int i = 0; i < sim_scene_count * 2; i++) {
        (void) snprintf(name, sizeof name, "%s, %s", sim_scenes[i / 2].name,
                        i % 2 ? "night" : "day");
        print_map_row(&r->maps[i / 2][i % 2], name, out);
    }
}

void sim_print(const struct sim_result *result, const struct sim_settings *settings, FILE *out)
{
    print_false(result, out);
    if (settings->map)
        print_map(result, out);
    if (settings->speeds == 0)
        return;
    (void) fputs("\n| fault | speed | strength | trials | not assessable | found | named alone | "
                 "delay: mean, most |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n",
                 out);
    for (int f = 0; f < sim_fault_count; f++)
        for (int i = 0; i < SIM_SPEEDS * SIM_STRENGTHS; i++)
            print_trials(result, f, i / SIM_STRENGTHS, i % SIM_STRENGTHS, out);
    (void) fputs("\n\\* the documented strength. The delay is in intervals beyond the condition's "
                 "duration.\n",
                 out);
    print_confusion(result, out);
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

static json_t *trials_json(const struct sim_result *r)
{
    json_t *list = json_array();

    for (int f = 0; f < sim_fault_count; f++)
        for (int i = 0; i < SIM_SPEEDS * SIM_STRENGTHS; i++) {
            const int speed = i / SIM_STRENGTHS, s = i % SIM_STRENGTHS;
            const struct sim_trials *t = &r->trials[f][speed][s];
            if (t->trials + t->not_assessable == 0)
                continue;
            (void) json_array_append_new(
                list,
                json_pack("{s:s, s:s, s:s, s:f, s:s, s:b, s:i, s:i, s:i, s:i, s:f, s:f}", "fault",
                          sim_faults[f].name, "condition", sim_faults[f].condition, "speed",
                          sim_speed_names[speed], "strength", sim_faults[f].strengths[s], "unit",
                          sim_faults[f].unit, "documented",
                          sim_faults[f].strengths[s] >= sim_faults[f].documented, "trials",
                          (int) t->trials, "not_assessable", (int) t->not_assessable, "found",
                          (int) t->found, "named", (int) t->named, "delay_mean",
                          t->found > 0 ? t->delay / t->found : 0.0, "delay_max", t->delay_max));
        }
    return list;
}

int sim_print_json(const struct sim_result *result, const struct sim_settings *settings, FILE *out)
{
    json_t *nuisances = json_array(), *confusion = json_array();

    for (int n = 0; n < sim_nuisance_count; n++)
        (void) json_array_append_new(nuisances,
                                     json_pack("{s:s, s:i, s:o}", "name", sim_nuisances[n].name,
                                               "episodes", (int) result->episodes[n],
                                               "false_events", counts(result->nuisance_events[n])));
    for (int f = 0; f < sim_fault_count; f++)
        if (result->confusion_of[f] > 0)
            (void) json_array_append_new(confusion,
                                         json_pack("{s:s, s:i, s:o}", "fault", sim_faults[f].name,
                                                   "trials", (int) result->confusion_of[f],
                                                   "events", counts(result->confusion[f])));
    json_t *root = json_pack("{s:I, s:i, s:i, s:f, s:o, s:o, s:o, s:o}", "seed",
                             (json_int_t) settings->seed, "cameras", (int) result->cameras,
                             "pictures", (int) result->pictures, "camera_days", result->camera_days,
                             "ordinary_false_events", counts(result->ordinary_events), "nuisances",
                             nuisances, "trials", trials_json(result), "confusion", confusion);
    int r = root && json_dumpf(root, out, JSON_INDENT(1)) == 0 ? 0 : -ENOMEM;
    (void) fputc('\n', out);
    json_decref(root);
    return r;
}
