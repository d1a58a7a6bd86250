/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Kinds of actions: their settings against their rows, and the kind that runs programs. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <cmocka.h>
#include <jansson.h>

#include "action/action.h"
#include "base/clock.h"

static json_t *parse(const char *text)
{
    json_t *value = json_loads(text, 0, NULL);
    assert_non_null(value);
    return value;
}

static int run(const char *given, double limit_s, struct lwi_action_run *ret_run,
               struct lw_error *reterr)
{
    json_t *settings = NULL, *object = parse(given);
    json_t *document = parse("{\"key\": \"k\", \"reason\": \"; touch /tmp/x `id` $(id)\"}");
    const struct lwi_action_kind *kind = lwi_action_kind_find("command");
    assert_int_equal(lwi_action_settings(kind, NULL, object, &settings, reterr), 0);
    struct lwi_action_job job = {.key = "k", .document = document};
    *ret_run = (struct lwi_action_run){
        .deadline_ns = lwi_clock_monotonic(&lwi_clock_system) + (int64_t) (limit_s * 1e9),
    };
    int r = kind->run(settings, &job, ret_run, reterr);
    json_decref(settings);
    json_decref(object);
    json_decref(document);
    return r;
}

static void test_command(void **state)
{
    (void) state;
    struct lwi_action_run done;
    struct lw_error error = {0};
    assert_int_equal(run("{\"program\": \"/bin/cat\"}", 60, &done, &error), 0);
    assert_string_equal(done.answer, "{\"key\":\"k\",\"reason\":\"; touch /tmp/x `id` $(id)\"}");
    assert_int_equal(run("{\"program\": \"/usr/bin/env\"}", 60, &done, &error), 0);
    assert_string_equal(done.answer, "PATH=/usr/local/bin:/usr/bin:/bin\nLANG=C.UTF-8\n");
    assert_int_equal(
        run("{\"program\": \"/bin/echo\", \"arguments\": [\"$HOME; id\"]}", 60, &done, &error), 0);
    assert_string_equal(done.answer, "$HOME; id\n");
    /* One that reads nothing and says more than is kept. */
    assert_int_equal(
        run("{\"program\": \"/usr/bin/seq\", \"arguments\": [\"100000\"]}", 60, &done, &error), 0);
    assert_int_equal(strlen(done.answer), LWI_ACTION_ANSWER_MAX - 1);
}

static void test_command_fails(void **state)
{
    (void) state;
    struct lwi_action_run done;
    struct lw_error error = {0};
    assert_int_equal(run("{\"program\": \"/bin/false\"}", 60, &done, &error), -EIO);
    assert_string_equal(error.message, "the program ended with status 1");
    assert_int_equal(run("{\"program\": \"/nowhere\"}", 60, &done, &error), -ENOENT);
    /* It and its children are killed: the pipe, which the child holds, is closed. */
    assert_int_equal(run("{\"program\": \"/bin/sh\", \"arguments\": [\"-c\", \"sleep 1000 & sleep "
                         "1000\"], \"limit_s\": 0.3}",
                         60, &done, &error),
                     -ETIMEDOUT);
    assert_int_equal(
        run("{\"program\": \"/bin/sleep\", \"arguments\": [\"1000\"]}", 0.2, &done, &error),
        -ETIMEDOUT);
    /* One that closes its output and goes on. */
    assert_int_equal(
        run("{\"program\": \"/bin/sh\", \"arguments\": [\"-c\", \"exec >&- 2>&-; sleep "
            "1000\"], \"limit_s\": 0.3}",
            60, &done, &error),
        -ETIMEDOUT);
}

static const char *const choices[] = {"none", "tls", NULL};

static const struct lwi_action_option options[] = {
    {"host", "Name.", LWI_ACTION_TEXT, LWI_ACTION_REQUIRED, NULL, 0, 0, 20, NULL},
    {"password", "Secret.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 0, NULL},
    {"security", "How.", LWI_ACTION_CHOICE, 0, "tls", 0, 0, 0, choices},
    {"port", "Port.", LWI_ACTION_INTEGER, 0, NULL, 25, 1, 65535, NULL},
    {"receivers", "Who.", LWI_ACTION_LIST, 0, NULL, 0, 0, 10, NULL},
    {"body", "Template.", LWI_ACTION_TEXT, LWI_ACTION_LINES, "x", 0, 0, 0, NULL},
    {"pictures", "Whether.", LWI_ACTION_BOOL, 0, NULL, 1, 0, 0, NULL},
    {0},
};

static const struct lwi_action_kind kind = {.name = "test", .help = "Test.", .options = options};

static void refuse(const char *given, const char *message)
{
    struct lw_error error = {0};
    json_t *settings = NULL, *object = parse(given);
    assert_int_equal(lwi_action_settings(&kind, NULL, object, &settings, &error), -EINVAL);
    assert_string_equal(error.message, message);
    assert_null(settings);
    json_decref(object);
}

static void test_settings(void **state)
{
    (void) state;
    refuse("{}", "host: it is missing");
    refuse("{\"host\": \"\"}", "host: it is empty");
    refuse("{\"host\": \"a\\nb\"}", "host: there is a control character in it");
    refuse("{\"host\": \"012345678901234567890\"}", "host: longer than 20 bytes");
    refuse("{\"host\": \"a\", \"prot\": 1}", "prot: test has no such setting");
    refuse("{\"host\": \"a\", \"port\": 0}", "port: it must be from 1 to 65535");
    refuse("{\"host\": \"a\", \"port\": \"1\"}", "port: it must be a whole number");
    refuse("{\"host\": \"a\", \"security\": \"ssl\"}", "security: it must be none or tls");
    refuse("{\"host\": \"a\", \"receivers\": \"b\"}", "receivers: it must be a list");
    refuse("{\"host\": \"a\", \"receivers\": [1]}", "receivers: it must be a string");
    refuse("{\"host\": \"a\", \"pictures\": 1}", "pictures: it must be true or false");
    refuse("{\"host\": \"a\", \"host\": null}", "host: it must be a string");

    struct lw_error error = {0};
    json_t *settings = NULL, *changed = NULL;
    json_t *given = parse("{\"host\": \"a\", \"password\": \"geheim\", \"body\": \"a\\nb\"}");
    json_t *change = parse("{\"password\": true, \"port\": 587}");
    assert_int_equal(lwi_action_settings(&kind, NULL, given, &settings, &error), 0);
    assert_int_equal(lwi_action_settings(&kind, settings, change, &changed, &error), 0);
    assert_string_equal(lwi_action_text(changed, "password"), "geheim");
    assert_string_equal(lwi_action_text(changed, "security"), "tls");
    assert_int_equal((int) lwi_action_number(changed, "port"), 587);
    assert_int_equal(lwi_action_bool(changed, "pictures"), 1);
    json_t *shown = lwi_action_settings_shown(&kind, changed);
    assert_true(json_is_true(json_object_get(shown, "password")));
    json_t *schema = lwi_action_settings_schema(&kind);
    assert_non_null(schema);
    json_decref(schema);
    json_decref(shown);
    json_decref(given);
    json_decref(change);
    json_decref(settings);
    json_decref(changed);
}

static void test_kinds(void **state)
{
    (void) state;
    for (size_t i = 0; lwi_action_kinds[i]; i++) {
        assert_non_null(lwi_action_kinds[i]->run);
        assert_in_range(lwi_action_kinds[i]->limit_s, 1, 3600);
        assert_ptr_equal(lwi_action_kind_find(lwi_action_kinds[i]->name), lwi_action_kinds[i]);
        if (i > 0)
            assert_true(strcmp(lwi_action_kinds[i - 1]->name, lwi_action_kinds[i]->name) < 0);
        json_t *schema = lwi_action_settings_schema(lwi_action_kinds[i]);
        assert_non_null(schema);
        json_decref(schema);
    }
    assert_null(lwi_action_kind_find("nothing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_command),
        cmocka_unit_test(test_command_fails),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_kinds),
    };
    (void) signal(SIGPIPE, SIG_IGN); /* as the daemon does: not every program reads its input */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
