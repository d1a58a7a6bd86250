/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What rules make of events: delay, cooldown, being acknowledged, many folded into one. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "action/actor.h"
#include "base/clock.h"

struct fixture {
    char dir[64];
    struct lwi_store *store;
    struct lwi_actor *actor;
};

static void put(struct fixture *f, const char *id, const char *text)
{
    struct lw_error error = {0};
    json_t *given = json_loads(text, 0, NULL), *made = NULL;
    assert_non_null(given);
    int r = json_object_get(given, "kind")
                ? lwi_actor_action_put(f->actor, id, given, 0, &made, &error)
                : lwi_actor_rule_put(f->actor, id, given, 0, &made, &error);
    if (r < 0)
        fail_msg("%s", error.message);
    json_decref(given);
    json_decref(made);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct lwi_actor_settings settings;
    (void) signal(SIGPIPE, SIG_IGN);
    (void) snprintf(f->dir, sizeof(f->dir), "/%s/lenswatch-actor-XXXXXX", "tmp");
    assert_non_null(mkdtemp(f->dir));
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
    lwi_actor_settings_default(&settings);
    settings.store = f->store;
    assert_int_equal(lwi_actor_open(&f->actor, &settings, NULL), 0);
    for (char c = 'a'; c < 'e'; c++)
        assert_int_equal(lwi_store_camera_put(f->store, (char[]){c, 0}, "{}", NULL, NULL), 0);
    put(f, "cat", "{\"kind\": \"command\", \"settings\": {\"program\": \"/bin/cat\"}}");
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char path[128];
    lwi_actor_close(&f->actor);
    lwi_store_close(&f->store);
    static const char *const names[] = {"lenswatch.db", "lock", "secret.key"};
    for (size_t i = 0; i < 3; i++) {
        (void) snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        (void) unlink(path);
    }
    (void) rmdir(f->dir);
    free(f);
    return 0;
}

static int64_t start(struct fixture *f, const char *camera)
{
    int64_t now_ns = lwi_clock_realtime(&lwi_clock_system);
    struct lwi_event e = {.started_ns = now_ns, .confirmed_ns = now_ns, .refreshed_ns = now_ns};
    (void) snprintf(e.camera_id, sizeof(e.camera_id), "%s", camera);
    (void) snprintf(e.condition, sizeof(e.condition), "covered");
    assert_int_equal(lwi_store_event_start(f->store, &e, NULL, NULL), 0);
    return e.id;
}

static void end(struct fixture *f, int64_t id)
{
    assert_int_equal(lwi_store_event_end(f->store, id, lwi_clock_realtime(&lwi_clock_system),
                                         "cleared", NULL, NULL),
                     0);
}

/* Rows of an event (0: all) in a state and phase, once nothing waits any more. */
static int rows(struct fixture *f, int64_t event, const char *state, int phase)
{
    const struct timespec pause = {.tv_nsec = 20 * LWI_NS_PER_MS};
    for (int i = 0; i < 3000 && !lwi_actor_is_idle(f->actor); i++)
        (void) nanosleep(&pause, NULL);
    assert_int_equal(lwi_actor_is_idle(f->actor), 1);
    struct lwi_outbox_query query = {.event_id = event, .state = state, .limit = 100};
    struct lwi_outbox_row *list;
    size_t count;
    int found = 0;
    assert_int_equal(lwi_store_outbox_list(f->store, &query, &list, &count, NULL), 0);
    for (size_t i = 0; i < count; i++)
        found += list[i].phase == phase;
    free(list);
    return found;
}

static void test_delay(void **state)
{
    struct fixture *f = *state;
    put(f, "late", "{\"actions\": [\"cat\"], \"delay_s\": 4}");
    int64_t brief = start(f, "a"), lasting = start(f, "b");
    end(f, brief);
    assert_int_equal(rows(f, brief, "cancelled", 0), 1);
    assert_int_equal(rows(f, brief, NULL, 2), 0);
    assert_int_equal(rows(f, lasting, "done", 0), 1);
    end(f, lasting);
    assert_int_equal(rows(f, lasting, "done", 2), 1);
}

static void test_others(void **state)
{
    struct fixture *f = *state;
    int64_t count = -1;
    put(f, "both", "{\"actions\": [\"cat\"]}");
    int64_t a = start(f, "a"), b = start(f, "b");
    assert_int_equal(rows(f, 0, "done", 0), 2);
    assert_int_equal(lwi_store_outbox_others(f->store, "cat", a, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(lwi_store_outbox_others(f->store, "dog", a, &count, NULL), 0);
    assert_int_equal(count, 0);
    end(f, b);
    assert_int_equal(lwi_store_outbox_others(f->store, "cat", a, &count, NULL), 0);
    assert_int_equal(count, 0);
    assert_int_equal(lwi_store_outbox_others(f->store, "cat", b, &count, NULL), 0);
    assert_int_equal(count, 1);
}

static void test_cooldown(void **state)
{
    struct fixture *f = *state;
    put(f, "calm", "{\"actions\": [\"cat\"], \"cooldown_s\": 1000}");
    int64_t first = start(f, "a");
    end(f, first);
    assert_int_equal(rows(f, first, "done", 0), 1);
    int64_t second = start(f, "a"), other = start(f, "b");
    end(f, second);
    assert_int_equal(rows(f, second, NULL, 0), 0);
    assert_int_equal(rows(f, second, "done", 2), 1);
    assert_int_equal(rows(f, other, "done", 0), 1);
}

static void test_acknowledged(void **state)
{
    struct fixture *f = *state;
    put(f, "boss",
        "{\"actions\": [\"cat\"], \"on\": [\"start\"], \"delay_s\": 4,"
        " \"unless_acknowledged\": true}");
    int64_t seen = start(f, "a"), unseen = start(f, "b");
    const struct lwi_store_mark mark = {.event_id = seen, .acknowledged_ns = 1};
    assert_int_equal(lwi_store_mark_put(f->store, &mark, NULL), 0);
    assert_int_equal(rows(f, seen, "cancelled", 0), 1);
    assert_int_equal(rows(f, unseen, "done", 0), 1);
}

static void test_storm(void **state)
{
    struct fixture *f = *state;
    put(f, "storm", "{\"actions\": [\"cat\"], \"fold_s\": 4, \"fold_min\": 3}");
    int64_t ids[4];
    for (int i = 0; i < 4; i++)
        ids[i] = start(f, (char[]){(char) ('a' + i), 0});
    assert_int_equal(rows(f, 0, "done", 0), 1);
    assert_int_equal(rows(f, 0, "folded", 0), 3);
    for (int i = 0; i < 2; i++)
        end(f, ids[i]);
    assert_int_equal(rows(f, 0, "done", 2), 2); /* too few */
}

/* Who was told of the start is told of the end, whatever became of the rule. */
static void test_rule_is_gone(void **state)
{
    struct fixture *f = *state;
    json_t *off = json_pack("{s:b}", "enabled", 0), *made = NULL;
    put(f, "one", "{\"actions\": [\"cat\"], \"cameras\": [\"a\"]}");
    put(f, "two", "{\"actions\": [\"cat\"], \"cameras\": [\"b\"], \"on\": [\"start\"]}");
    put(f, "three", "{\"actions\": [\"cat\"], \"cameras\": [\"c\"]}");
    put(f, "four", "{\"actions\": [\"cat\"], \"cameras\": [\"d\"], \"delay_s\": 600}");
    int64_t ids[4];
    for (int i = 0; i < 4; i++)
        ids[i] = start(f, (char[]){(char) ('a' + i), 0});
    const struct timespec pause = {.tv_nsec = 20 * LWI_NS_PER_MS};
    struct lwi_outbox_query query = {.limit = 100};
    struct lwi_outbox_row *list;
    size_t count = 0;
    for (int i = 0; i < 3000 && count < 4; i++) {
        assert_int_equal(lwi_store_outbox_list(f->store, &query, &list, &count, NULL), 0);
        free(list);
        (void) nanosleep(&pause, NULL);
    }
    assert_int_equal(count, 4);
    assert_int_equal(lwi_actor_rule_put(f->actor, "three", off, 1, &made, NULL), 0);
    json_decref(off);
    json_decref(made);
    assert_int_equal(lwi_actor_rule_delete(f->actor, "one", NULL), 0);
    assert_int_equal(lwi_actor_rule_delete(f->actor, "two", NULL), 0);
    assert_int_equal(lwi_actor_rule_delete(f->actor, "three", NULL), 0);
    assert_int_equal(lwi_actor_rule_delete(f->actor, "four", NULL), 0);
    for (int i = 0; i < 4; i++)
        end(f, ids[i]);
    assert_int_equal(rows(f, ids[0], "done", 2), 1);
    assert_int_equal(rows(f, ids[1], NULL, 2), 0);
    assert_int_equal(rows(f, ids[2], "done", 2), 1);
    assert_int_equal(rows(f, ids[3], "cancelled", 0), 1);
    assert_int_equal(rows(f, ids[3], NULL, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_delay, setup, teardown),
        cmocka_unit_test_setup_teardown(test_others, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cooldown, setup, teardown),
        cmocka_unit_test_setup_teardown(test_acknowledged, setup, teardown),
        cmocka_unit_test_setup_teardown(test_storm, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rule_is_gone, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
