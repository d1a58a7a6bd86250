/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The event engine: verdicts in, transitions out, as tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "event/event.h"

#define WALL INT64_C(1700000000)

/* One verdict and what must come of it. A verdict: F fault, n nearly one, o ok, ? not
 * assessable. */
struct step {
    double time_s;
    char verdict;
    char transition; /* '-' none, S start, R refresh, E end */
};

struct row {
    const char *name;
    struct lwi_event_settings settings;
    int resumed;
    struct step steps[16]; /* until a verdict of 0 */
};

static const struct row rows[] = {
    {"a fault that lasts, and is gone for long enough",
     {10, 5, 60, 0, 0},
     0,
     {{0, 'o', '-'},
      {5, 'F', '-'},
      {10, 'F', '-'},
      {14.9, 'F', '-'},
      {15, 'F', 'S'},
      {20, 'F', '-'},
      {25, 'o', '-'},
      {29, 'o', '-'},
      {30, 'o', 'E'},
      {35, 'o', '-'}}},
    {"a short fault is none",
     {10, 5, 60, 0, 0},
     0,
     {{0, 'F', '-'}, {5, 'F', '-'}, {9, 'o', '-'}, {10, 'F', '-'}, {19, 'F', '-'}, {20, 'F', 'S'}}},
    {"what is nearly a fault breaks no run, and starts no event",
     {10, 5, 60, 0, 0},
     0,
     {{0, 'F', '-'}, {5, 'n', '-'}, {10, 'n', '-'}, {15, 'F', 'S'}}},
    {"nor begins a run",
     {10, 5, 60, 0, 0},
     0,
     {{0, 'n', '-'},
      {5, 'n', '-'},
      {10, 'F', '-'},
      {15, 'o', '-'},
      {16, 'n', '-'},
      {20, 'F', '-'}}},
    {"nor is more than a verdict that is missing",
     {10, 5, 60, 20, 0},
     0,
     {{0, 'F', '-'},
      {10, 'n', '-'},
      {19, 'n', '-'},
      {21, 'F', '-'},
      {30, 'F', '-'},
      {31, 'F', 'S'}}},
    {"an event ends all the same where it is only nearly one",
     {0, 5, 60, 0, 0},
     0,
     {{0, 'F', 'S'}, {5, 'n', '-'}, {9, 'o', '-'}, {10, 'n', 'E'}}},
    {"flapping neither starts an event",
     {3, 3, 60, 0, 0},
     0,
     {{0, 'F', '-'}, {2, 'o', '-'}, {4, 'F', '-'}, {6, 'o', '-'}, {8, 'F', '-'}, {10, 'o', '-'}}},
    {"nor ends one",
     {0, 3, 60, 0, 0},
     0,
     {{0, 'F', 'S'},
      {2, 'o', '-'},
      {4, 'F', '-'},
      {6, 'o', '-'},
      {8, 'F', '-'},
      {10, 'o', '-'},
      {13, 'o', 'E'}}},
    {"durations of 0 act on the first verdict",
     {0, 0, 60, 0, 0},
     0,
     {{0, 'o', '-'}, {1, 'F', 'S'}, {2, 'o', 'E'}, {3, 'F', 'S'}, {4, 'o', 'E'}}},
    {"one verdict each minute, duration 10 s",
     {10, 10, 600, 0, 0},
     0,
     {{0, 'F', '-'}, {60, 'F', 'S'}, {120, 'o', '-'}, {180, 'o', 'E'}}},
    {"not assessable confirms nothing and clears nothing",
     {10, 10, 60, 0, 0},
     0,
     {{0, 'F', '-'},
      {5, '?', '-'},
      {15, '?', '-'},
      {16, 'F', 'S'},
      {20, '?', '-'},
      {500, '?', '-'},
      {501, 'o', '-'},
      {505, '?', '-'},
      {512, 'o', 'E'}}},
    {"not assessable alone does nothing",
     {0, 0, 60, 0, 0},
     0,
     {{0, '?', '-'}, {10, '?', '-'}, {20, '?', '-'}}},
    {"refreshes come at their time, on faults",
     {0, 10, 60, 0, 0},
     0,
     {{0, 'F', 'S'},
      {59, 'F', '-'},
      {60, 'F', 'R'},
      {61, 'F', '-'},
      {119, '?', '-'},
      {125, '?', '-'},
      {130, 'F', 'R'},
      {189, 'F', '-'},
      {190, 'F', 'R'}}},
    {"a gap: what began before it begins anew",
     {10, 10, 600, 30, 0},
     0,
     {{0, 'F', '-'},
      {5, 'F', '-'},
      {40, 'F', '-'},
      {49, 'F', '-'},
      {50, 'F', 'S'},
      {55, 'o', '-'},
      {100, 'o', '-'},
      {109, 'o', '-'},
      {110, 'o', 'E'}}},
    {"not assessable does not bridge a gap",
     {10, 10, 600, 30, 0},
     0,
     {{0, 'F', '-'}, {20, '?', '-'}, {40, '?', '-'}, {60, 'F', '-'}, {70, 'F', 'S'}}},
    {"an open event holds through a gap",
     {0, 10, 600, 30, 0},
     0,
     {{0, 'F', 'S'}, {500, 'F', '-'}, {501, 'o', '-'}, {511, 'o', 'E'}}},
    {"taken up after a restart: it goes on",
     {10, 10, 60, 30, 0},
     1,
     {{0, 'F', '-'}, {10, 'F', '-'}, {60, 'F', 'R'}, {70, 'o', '-'}, {80, 'o', 'E'}}},
    {"taken up after a restart: it ends when the fault is gone, never before",
     {10, 10, 60, 30, 0},
     1,
     {{0, '?', '-'},
      {20, 'o', '-'},
      {29, 'o', '-'},
      {30, 'o', 'E'},
      {40, 'F', '-'},
      {50, 'F', 'S'}}},
    {"the fourth within a time goes on until it is gone for as long",
     {0, 0, 600, 0, 100},
     0,
     {{0, 'F', 'S'},
      {1, 'o', 'E'},
      {2, 'F', 'S'},
      {3, 'o', 'E'},
      {4, 'F', 'S'},
      {5, 'o', 'E'},
      {6, 'F', 'S'},
      {7, 'o', '-'},
      {50, 'F', '-'},
      {60, 'o', '-'},
      {159, 'o', '-'},
      {160, 'o', 'E'},
      {161, 'F', 'S'},
      {162, 'o', 'E'}}},
    {"four that lie further apart are four",
     {0, 0, 600, 0, 5},
     0,
     {{0, 'F', 'S'},
      {1, 'o', 'E'},
      {2, 'F', 'S'},
      {3, 'o', 'E'},
      {4, 'F', 'S'},
      {5, 'o', 'E'},
      {6, 'F', 'S'},
      {7, 'o', 'E'}}},
    {"many verdicts at one time",
     {0, 0, 60, 0, 0},
     0,
     {{5, 'F', 'S'}, {5, 'F', '-'}, {5, 'o', 'E'}, {5, 'F', 'S'}}},
};

static enum lwi_condition_state verdict_of(char c)
{
    switch (c) {
    case 'F':
        return LWI_STATE_FAULT;
    case 'n':
        return LWI_STATE_NEARLY;
    case 'o':
        return LWI_STATE_OK;
    default:
        return LWI_STATE_NOT_ASSESSABLE;
    }
}

static char letter_of(enum lwi_event_step step)
{
    return "-SRE"[step];
}

static int64_t ns(double seconds)
{
    return (int64_t) (seconds * (double) LWI_NS_PER_S);
}

/* The monotonic clock may begin anywhere, at 0, too. */
static void run_row(const struct row *row, int64_t begin_ns)
{
    struct lwi_event_engine engine = {0};
    if (row->resumed)
        lwi_event_resume(&engine, begin_ns);
    for (size_t i = 0; i < 16 && row->steps[i].verdict; i++) {
        const struct step *s = &row->steps[i];
        enum lwi_event_step got =
            lwi_event_step(&engine, &row->settings, verdict_of(s->verdict), 0,
                           begin_ns + ns(s->time_s), WALL * LWI_NS_PER_S + ns(s->time_s));
        if (letter_of(got) != s->transition)
            fail_msg("%s: step %zu (%g s): %c, not %c", row->name, i, s->time_s, letter_of(got),
                     s->transition);
    }
}

static void test_tables(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run_row(&rows[i], 0);
        run_row(&rows[i], INT64_C(5000000) * LWI_NS_PER_S);
    }
}

/* The start is when the fault began, the end when it was gone, by the clock of the moment at which
 * that became certain: a jump in between moves both, never the distance. */
static void test_wall_clock_jumps(void **state)
{
    (void) state;
    static const double jumps_s[] = {0, 3600, -3600, 1e9, -1e9};
    for (size_t i = 0; i < sizeof(jumps_s) / sizeof(jumps_s[0]); i++) {
        struct lwi_event_settings settings = {10, 10, 60, 0, 0};
        struct lwi_event_engine engine = {0};
        int64_t wall = WALL * LWI_NS_PER_S;
        assert_int_equal(lwi_event_step(&engine, &settings, LWI_STATE_FAULT, 0, ns(100), wall),
                         LWI_EVENT_NONE);
        wall += ns(jumps_s[i]) + ns(12);
        assert_int_equal(lwi_event_step(&engine, &settings, LWI_STATE_FAULT, 0, ns(112), wall),
                         LWI_EVENT_START);
        assert_int_equal(engine.fault_since_wall_ns, wall - ns(12));
        assert_int_equal(lwi_event_step(&engine, &settings, LWI_STATE_OK, 0, ns(120), wall + ns(8)),
                         LWI_EVENT_NONE);
        wall += ns(jumps_s[i]) + ns(20);
        assert_int_equal(lwi_event_step(&engine, &settings, LWI_STATE_OK, 0, ns(132), wall),
                         LWI_EVENT_END);
        assert_int_equal(engine.clear_since_wall_ns, wall - ns(12));
    }
}

/* A fault of which it shows only now for how long it has been there; but not since before it was
 * looked for, since a gap, nor since before the last event ended. */
static void test_lasted(void **state)
{
    (void) state;
    const struct lwi_event_settings settings = {30, 5, 60, 60, 0};
    struct lwi_event_engine engine = {0};
    const int64_t wall = WALL * LWI_NS_PER_S;
    const struct {
        double time_s, lasted_s;
        enum lwi_condition_state state;
        enum lwi_event_step step;
        double since_s; /* of a start */
    } steps[] = {
        {1000, 0, LWI_STATE_OK, LWI_EVENT_NONE, 0},
        {1020, 500, LWI_STATE_FAULT, LWI_EVENT_NONE, 0},
        {1025, 0, LWI_STATE_OK, LWI_EVENT_NONE, 0},
        {1040, 31, LWI_STATE_FAULT, LWI_EVENT_START, 1009},
        {1050, 0, LWI_STATE_OK, LWI_EVENT_NONE, 0},
        {1055, 0, LWI_STATE_OK, LWI_EVENT_END, 0},
        {1075, 100, LWI_STATE_FAULT, LWI_EVENT_NONE, 0},
        {1085, 5, LWI_STATE_FAULT, LWI_EVENT_START, 1055},
        {1090, 0, LWI_STATE_OK, LWI_EVENT_NONE, 0},
        {1095, 0, LWI_STATE_OK, LWI_EVENT_END, 0},
        {1200, 90, LWI_STATE_FAULT, LWI_EVENT_NONE, 0},
        {1229, 100, LWI_STATE_FAULT, LWI_EVENT_NONE, 0},
        {1230, -5, LWI_STATE_FAULT, LWI_EVENT_START, 1200},
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        const int64_t now = ns(steps[i].time_s);
        const enum lwi_event_step step =
            lwi_event_step(&engine, &settings, steps[i].state, steps[i].lasted_s, now, wall + now);
        if (step != steps[i].step)
            fail_msg("step %zu: %c, not %c", i, letter_of(step), letter_of(steps[i].step));
        if (step == LWI_EVENT_START)
            assert_int_equal(engine.fault_since_wall_ns, wall + ns(steps[i].since_s));
    }
}

static void test_nearly(void **state)
{
    (void) state;
    static const struct {
        enum lw_state state;
        uint8_t limit;
        unsigned sensitivity;
        enum lwi_condition_state told;
    } cases[] = {
        {LW_STATE_OK, 50, 40, LWI_STATE_NEARLY},
        {LW_STATE_OK, 51, 40, LWI_STATE_OK},
        {LW_STATE_OK, 100, 99, LWI_STATE_NEARLY},
        {LW_STATE_OK, LW_LIMIT_NEVER, 99, LWI_STATE_OK},
        {LW_STATE_OK, LW_LIMIT_NEVER, 100, LWI_STATE_OK},
        {LW_STATE_OK, LW_LIMIT_NOT_ASSESSABLE, 50, LWI_STATE_OK},
        {LW_STATE_FAULT, 50, 50, LWI_STATE_FAULT},
        {LW_STATE_NOT_ASSESSABLE, 50, 45, LWI_STATE_NOT_ASSESSABLE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(lwi_event_state(cases[i].state, cases[i].limit, cases[i].sensitivity),
                         cases[i].told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_lasted),
        cmocka_unit_test(test_nearly),
        cmocka_unit_test(test_wall_clock_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
