/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Settings of a camera: what is taken, what is refused and how, what goes out. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "config/camera_config.h"
#include "config/url_secret.h"

static int apply(struct lwi_camera_config *config, const char *text, int partial,
                 struct lw_error *error)
{
    json_error_t where;
    json_t *object = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, &where);
    if (!object)
        fail_msg("%s: %s", text, where.text);
    int r = lwi_camera_config_from_json(config, config, object, partial, error);
    json_decref(object);
    return r;
}

static void test_defaults(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    lwi_camera_config_default(&c);
    assert_int_equal(apply(&c, "{\"name\":\"Yard\",\"url\":\"rtsp://h/s\"}", 0, NULL), 0);
    assert_true(c.enabled && c.tls_verify && c.transport == 0);
    assert_true(c.interval_s == 5 && c.timeout_s == 10 && c.sensitivity == 50);
    assert_true(c.duration_s == 10 && c.clear_duration_s == 10);
    assert_string_equal(c.user, "");
}

static void test_urls(void **state)
{
    (void) state;
    static const struct {
        const char *in, *url, *user, *password; /* url NULL: refused */
    } rows[] = {
        {"rtsp://192.0.2.1:554/a?b=c", "rtsp://192.0.2.1:554/a?b=c", "", ""},
        {"rtsp://admin:p%40ss%3aw@cam.local/x", "rtsp://cam.local/x", "admin", "p@ss:w"},
        {"rtsp://admin:a@b@cam/x", "rtsp://cam/x", "admin", "a@b"},
        {"rtsp://admin@cam", "rtsp://cam", "admin", ""},
        {"RTSPS://u:p@[2001:db8::1]:322/x", "RTSPS://[2001:db8::1]:322/x", "u", "p"},
        {"http://cam/snap.jpg?at=a@b", "http://cam/snap.jpg?at=a@b", "", ""},
        {"https://:p@cam/", "https://cam/", "", "p"},
        {"http://cam/snap?usr=admin&pwd=p%26w", "http://cam/snap?usr={user}&pwd={password}",
         "admin", "p&w"},
        {"http://cam/snap?PASSWORD=x#y", "http://cam/snap?PASSWORD={password}#y", "", "x"},
        {"http://u:p@cam/snap?user=v&pwd=p", "http://cam/snap?user=v&pwd={password}", "u", "p"},
        {"http://cam/?pwd=a&password=a&b=1", "http://cam/?pwd={password}&password={password}&b=1",
         "", "a"},
        {"rtsp://cam:554/user=admin_password=ab_c_channel=1_stream=0.sdp?real_stream",
         "rtsp://cam:554/user={user}_password={password}_channel=1_stream=0.sdp?real_stream",
         "admin", "ab_c"},
        {"rtsp://cam/user=admin&password=&channel=1", "rtsp://cam/user=admin&password=&channel=1",
         "", ""},
        {"http://cam/?keyframe=1&user=me&compass=2", "http://cam/?keyframe=1&user=me&compass=2", "",
         ""},
        {"http://cam/?pwd={password}", "http://cam/?pwd={password}", "", ""},
        {"/dev/video0", "/dev/video0", "", ""},
        {"/srv/my pictures", "/srv/my pictures", "", ""},
        {"", NULL, NULL, NULL},
        {"cam", NULL, NULL, NULL},
        {"file:///etc/passwd", NULL, NULL, NULL},
        {"rtsp://", NULL, NULL, NULL},
        {"rtsp:///x", NULL, NULL, NULL},
        {"rtsp://u:p@/x", NULL, NULL, NULL},
        {"http://cam/?pwd=a&token=b", NULL, NULL, NULL},
        {"http://cam/?pwd=%00", NULL, NULL, NULL},
        {"rtsp://cam:0/", NULL, NULL, NULL},
        {"rtsp://cam:99999/", NULL, NULL, NULL},
        {"rtsp://cam:12x/", NULL, NULL, NULL},
        {"rtsp://[2001:db8::1/", NULL, NULL, NULL},
        {"rtsp://u:%4@cam/", NULL, NULL, NULL},
        {"rtsp://u:%zz@cam/", NULL, NULL, NULL},
        {"rtsp://u:%00@cam/", NULL, NULL, NULL},
        {"rtsp://a b/", NULL, NULL, NULL},
        {"rtsp://cam/\\u0007", NULL, NULL, NULL},
        {"rtsp://cam/a\\u0000b", NULL, NULL, NULL},
        {"rtsp://admin:pa/ss@cam/", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lwi_camera_config c;
        struct lw_error error = {0};
        char text[200];
        lwi_camera_config_default(&c);
        (void) snprintf(text, sizeof(text), "{\"url\":\"%s\"}", rows[i].in);
        int r = apply(&c, text, 1, &error);
        if (r != (rows[i].url ? 0 : -EINVAL))
            fail_msg("%s: %d %s", rows[i].in, r, error.message);
        if (rows[i].url) {
            assert_string_equal(c.url, rows[i].url);
            assert_string_equal(c.user, rows[i].user);
            assert_string_equal(c.password, rows[i].password);
        } else {
            assert_memory_equal(error.message, "url: ", 5);
            assert_string_equal(c.url, "");
        }
    }
}

/* What was taken out is put back where it stood, and nothing else is. */
static void test_url_is_filled(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    char url[LWI_URL_FILLED_MAX];
    lwi_camera_config_default(&c);
    assert_int_equal(
        apply(&c, "{\"url\":\"http://cam/?usr=a%20b&pwd=%2Fx%25%E2%82%AC&n=1\"}", 1, NULL), 0);
    assert_string_equal(c.url, "http://cam/?usr={user}&pwd={password}&n=1");
    assert_int_equal(lwi_url_secret_fill(&c, url, NULL), 0);
    assert_string_equal(url, "http://cam/?usr=a%20b&pwd=%2Fx%25%E2%82%AC&n=1");
    assert_int_equal(apply(&c, "{\"password\":\"&{user}=\"}", 1, NULL), 0);
    assert_int_equal(lwi_url_secret_fill(&c, url, NULL), 0);
    assert_string_equal(url, "http://cam/?usr=a%20b&pwd=%26%7Buser%7D%3D&n=1");
    assert_int_equal(apply(&c, "{\"url\":\"http://cam/?usr=me&pwd=x\",\"user\":\"\"}", 1, NULL), 0);
    assert_string_equal(c.user, "me");
    assert_int_equal(apply(&c, "{\"user\":\"\"}", 1, NULL), 0);
    assert_string_equal(c.user, "");
    /* Not in the host, for that would send it elsewhere. */
    memcpy(c.url, "http://{password}/", sizeof("http://{password}/"));
    assert_int_equal(lwi_url_secret_fill(&c, url, NULL), 0);
    assert_string_equal(url, c.url);
    (void) snprintf(c.url, sizeof(c.url), "http://cam/?");
    for (int i = 0; i < 80; i++)
        strncat(c.url, "{password}", sizeof(c.url) - strlen(c.url) - 1);
    memset(c.password, '%', LWI_PASSWORD_MAX);
    assert_int_equal(lwi_url_secret_fill(&c, url, NULL), -EINVAL);
}

static void test_refused_with_the_name(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int partial;
        const char *message;
    } rows[] = {
        {"[]", 1, "the settings of a camera are a JSON object"},
        {"{\"url\":\"/a\"}", 0, "name: it is missing"},
        {"{\"name\":\"a\"}", 0, "url: it is missing"},
        {"{\"name\":\"  \"}", 1, "name: it is empty"},
        {"{\"name\":7}", 1, "name: it must be a string"},
        {"{\"intervall\":7}", 1, "intervall: there is no such setting"},
        {"{\"interval_s\":0.05}", 1, "interval_s: it must be from 0.1 to 3600"},
        {"{\"interval_s\":\"5\"}", 1, "interval_s: it must be a number"},
        {"{\"sensitivity\":0}", 1, "sensitivity: it must be from 1 to 100"},
        {"{\"sensitivity\":50.5}", 1, "sensitivity: it must be a whole number"},
        {"{\"sensitivity\":99999999999}", 1, "sensitivity: it must be from 1 to 100"},
        {"{\"duration_s\":-1}", 1, "duration_s: it must be from 0 to 3600"},
        {"{\"enabled\":1}", 1, "enabled: it must be true or false"},
        {"{\"transport\":\"sctp\"}", 1, "transport: it must be tcp or udp"},
        {"{\"id\":\"Yard\"}", 1, "id: only a-z, 0-9 and - may be in it"},
        {"{\"password\":5}", 1, "password: it must be a string"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lwi_camera_config c;
        struct lw_error error = {0};
        lwi_camera_config_default(&c);
        assert_int_equal(apply(&c, rows[i].text, rows[i].partial, &error), -EINVAL);
        assert_string_equal(error.message, rows[i].message);
    }
}

static void test_nothing_changes_on_failure(void **state)
{
    (void) state;
    struct lwi_camera_config c, before;
    lwi_camera_config_default(&c);
    assert_int_equal(apply(&c, "{\"name\":\"a\",\"url\":\"rtsp://u:p@h/\",\"id\":\"a\"}", 0, NULL),
                     0);
    before = c;
    assert_int_equal(
        apply(&c, "{\"name\":\"b\",\"url\":\"rtsp://x:y@h/\",\"sensitivity\":0}", 1, NULL),
        -EINVAL);
    assert_memory_equal(&c, &before, sizeof(c));
    struct lw_error error;
    assert_int_equal(apply(&c, "{\"id\":\"b\"}", 1, &error), -EINVAL);
    assert_string_equal(error.message, "id: it cannot be changed");
    assert_int_equal(apply(&c, "{\"id\":\"a\"}", 1, &error), 0);
}

/* PATCH keeps what is not named; the password goes by null or "". */
static void test_partial(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    lwi_camera_config_default(&c);
    assert_int_equal(apply(&c, "{\"name\":\"a\",\"url\":\"rtsp://u:p@h/\"}", 0, NULL), 0);
    assert_int_equal(apply(&c, "{\"sensitivity\":80}", 1, NULL), 0);
    assert_string_equal(c.password, "p");
    assert_int_equal(c.sensitivity, 80);
    /* Beside the URL wins over inside of it. */
    assert_int_equal(apply(&c, "{\"url\":\"rtsp://u:p@h/2\",\"password\":\"q\"}", 1, NULL), 0);
    assert_string_equal(c.password, "q");
    assert_int_equal(apply(&c, "{\"password\":null}", 1, NULL), 0);
    assert_string_equal(c.password, "");
}

/* A stored password goes to no host that it was not given for. */
static void test_password_stays_with_its_host(void **state)
{
    (void) state;
    static const struct {
        const char *change;
        int taken;
    } cases[] = {
        {"{\"url\":\"rtsp://h/other\"}", 1},
        {"{\"url\":\"rtsp://H\"}", 1},
        {"{\"url\":\"rtsp://other/1\"}", 0},
        {"{\"url\":\"rtsp://h:8554/1\"}", 0},
        {"{\"url\":\"rtsp://h.example/1\"}", 0},
        {"{\"url\":\"http://h/1\"}", 0},
        {"{\"url\":\"rtsp://other/1\",\"password\":\"q\"}", 1},
        {"{\"url\":\"rtsp://other/1\",\"password\":null}", 1},
        {"{\"url\":\"rtsp://u:q@other/1\"}", 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct lwi_camera_config c;
        lwi_camera_config_default(&c);
        assert_int_equal(apply(&c, "{\"name\":\"a\",\"url\":\"rtsp://u:p@h/1\"}", 0, NULL), 0);
        const int r = apply(&c, cases[i].change, 1, NULL);
        assert_int_equal(r, cases[i].taken ? 0 : -EINVAL);
        if (!cases[i].taken)
            assert_string_equal(c.url, "rtsp://h/1");
    }
}

/* Nor by way of the address of the camera's interface. */
static void test_password_stays_with_its_address(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int result;
    } rows[] = {
        {"{\"address\":\"http://cam:8080\"}", 0},
        {"{\"address\":\"https://CAM/\"}", 0},
        {"{\"address\":\"\"}", 0},
        {"{\"address\":\"http://evil\"}", -EINVAL},
        {"{\"address\":\"http://cam.evil\"}", -EINVAL},
        {"{\"address\":\"http://cam@evil\"}", -EINVAL},
        {"{\"address\":\"http://evil\",\"password\":\"new\"}", 0},
        {"{\"address\":\"cam\"}", -EINVAL},
        {"{\"address\":\"ftp://cam\"}", -EINVAL},
        {"{\"address\":\"http://\"}", -EINVAL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lwi_camera_config c;
        lwi_camera_config_default(&c);
        assert_int_equal(apply(&c,
                               "{\"name\":\"Yard\",\"url\":\"rtsp://cam/s\",\"user\":\"u\","
                               "\"password\":\"secret\"}",
                               0, NULL),
                         0);
        struct lw_error error = {0};
        assert_int_equal(apply(&c, rows[i].text, 1, &error), rows[i].result);
        char address[LWI_ADDRESS_MAX + 1];
        lwi_camera_config_address(&c, address);
        if (rows[i].result < 0 || !c.address[0])
            assert_string_equal(address, "http://cam");
    }
}

static int give_sub(struct lwi_camera_config *config, const char *sub, struct lw_error *error)
{
    char text[256];
    (void) snprintf(text, sizeof(text), "{\"sub_url\":\"%s\"}", sub);
    return apply(config, text, 1, error);
}

static void test_sub_stream(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    struct lw_error error = {0};
    lwi_camera_config_default(&c);
    assert_int_equal(apply(&c, "{\"name\":\"Yard\",\"url\":\"rtsp://u:p%40@cam/1\"}", 0, NULL), 0);
    /* The same user is taken out of it; another one cannot be kept. */
    assert_int_equal(give_sub(&c, "rtsp://u:p%40@cam/2", NULL), 0);
    assert_string_equal(c.sub_url, "rtsp://cam/2");
    assert_int_equal(give_sub(&c, "rtsp://u:xyzzy@cam/2", &error), -EINVAL);
    assert_non_null(strstr(error.message, "sub_url"));
    assert_null(strstr(error.message, "xyzzy"));
    assert_int_equal(give_sub(&c, "http://cam/s?usr=u&pwd=p%40", NULL), 0);
    assert_string_equal(c.sub_url, "http://cam/s?usr={user}&pwd={password}");
    assert_int_equal(give_sub(&c, "ftp://cam/2", &error), -EINVAL);
    assert_int_equal(strncmp(error.message, "sub_url: ", 9), 0);
    assert_string_equal(c.password, "p@");
    /* It is sent the password, so another host is not without it. */
    assert_int_equal(give_sub(&c, "rtsp://elsewhere/2", &error), -EINVAL);
    assert_int_equal(strncmp(error.message, "password: ", 10), 0);
    assert_int_equal(give_sub(&c, "rtsp://cam:8554/2", NULL), 0);
    assert_int_equal(apply(&c, "{\"sub_url\":\"rtsp://elsewhere/2\",\"password\":\"q\"}", 1, NULL),
                     0);
    /* The camera moves: the sub stream does not stay behind. */
    assert_int_equal(apply(&c, "{\"url\":\"rtsp://new/1\",\"password\":\"q\"}", 1, NULL), 0);
    assert_string_equal(c.sub_url, "");
    assert_int_equal(give_sub(&c, "rtsp://new/2", NULL), 0);
    assert_int_equal(apply(&c, "{\"url\":\"rtsp://new/3\"}", 1, NULL), 0);
    assert_string_equal(c.sub_url, "rtsp://new/2");
    assert_int_equal(give_sub(&c, "", NULL), 0);
    assert_string_equal(c.sub_url, "");
}

static void test_round_trip_without_the_password(void **state)
{
    (void) state;
    struct lwi_camera_config c, back;
    lwi_camera_config_default(&c);
    assert_int_equal(apply(&c,
                           "{\"name\":\"J\\u00e4ger\",\"url\":\"rtsp://u:geheim@h/\",\"id\":\"j\","
                           "\"transport\":\"udp\",\"interval_s\":0.5,\"enabled\":false}",
                           0, NULL),
                     0);
    json_t *object = lwi_camera_config_to_json(&c);
    char *text = json_dumps(object, 0);
    assert_null(strstr(text, "geheim"));
    assert_true(json_is_true(json_object_get(object, "has_password")));
    assert_string_equal(json_string_value(json_object_get(object, "transport")), "udp");
    lwi_camera_config_default(&back);
    assert_int_equal(lwi_camera_config_from_json(&back, &back, object, 0, NULL), 0);
    memset(c.password, 0, sizeof(c.password));
    assert_memory_equal(&back, &c, sizeof(c));
    free(text);
    json_decref(object);
}

static void test_schema_has_every_member(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    lwi_camera_config_default(&c);
    json_t *object = lwi_camera_config_to_json(&c);
    json_t *schema = lwi_camera_config_schema();
    json_t *properties = json_object_get(schema, "properties");
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) assert_non_null(json_object_get(properties, name));
    assert_true(
        json_is_true(json_object_get(json_object_get(properties, "password"), "writeOnly")));
    assert_int_equal(json_array_size(json_object_get(schema, "required")), 2);
    assert_int_equal(json_object_size(properties), json_object_size(object) + 1);
    json_decref(schema);
    json_decref(object);
}

static void test_restart(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int restart;
    } rows[] = {
        {"{\"name\":\"other\"}", 0}, {"{\"sensitivity\":7}", 0},
        {"{\"duration_s\":7}", 0},   {"{\"url\":\"rtsp://h/2\"}", 1},
        {"{\"password\":\"x\"}", 1}, {"{\"transport\":\"udp\"}", 1},
        {"{\"timeout_s\":3}", 1},    {"{\"enabled\":false}", 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lwi_camera_config a, b;
        lwi_camera_config_default(&a);
        assert_int_equal(apply(&a, "{\"name\":\"a\",\"url\":\"rtsp://h/\"}", 0, NULL), 0);
        b = a;
        assert_int_equal(lwi_camera_config_needs_restart(&a, &b), 0);
        assert_int_equal(apply(&b, rows[i].text, 1, NULL), 0);
        assert_int_equal(lwi_camera_config_needs_restart(&a, &b), rows[i].restart);
    }
}

static void test_signal_lost(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    struct lw_error error;
    lwi_camera_config_default(&c);
    /* The lost stream goes by the camera's durations until it has some of its own. */
    assert_int_equal(apply(&c, "{\"duration_s\":33}", 1, &error), 0);
    assert_true(lwi_camera_config_signal_lost(&c).duration_s == 33);
    assert_int_equal(apply(&c,
                           "{\"conditions\":{\"signal_lost\":{\"duration_s\":4,"
                           "\"clear_duration_s\":10}},\"clear_duration_s\":12}",
                           1, &error),
                     0);
    assert_true(lwi_camera_config_signal_lost(&c).duration_s == 4);
    assert_true(lwi_camera_config_signal_lost(&c).clear_duration_s == 12);
    assert_true(c.duration_s == 33);
    json_t *answered = lwi_camera_config_to_json(&c);
    struct lwi_camera_config returned = c;
    (void) json_object_del(answered, "name"); /* is empty */
    (void) json_object_del(answered, "url");
    assert_int_equal(lwi_camera_config_from_json(&returned, &c, answered, 1, &error), 0);
    json_decref(answered);
    assert_memory_equal(&returned.signal_lost, &c.signal_lost, sizeof(c.signal_lost));
    assert_int_equal(
        apply(&c, "{\"conditions\":{\"signal_lost\":{\"duration_s\":null}}}", 1, &error), 0);
    assert_true(lwi_camera_config_signal_lost(&c).duration_s == 33);
    assert_int_equal(apply(&c, "{\"conditions\":{\"signal_lost\":{\"sensitivity\":4}}}", 1, &error),
                     -EINVAL);
}

static void test_conditions_merge(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    struct lw_error error;
    size_t covered = (size_t) lw_condition_find("covered");
    size_t defocus = (size_t) lw_condition_find("defocus");
    lwi_camera_config_default(&c);
    assert_int_equal(c.conditions[covered].sensitivity, lw_condition_at(covered)->sensitivity);
    assert_true(c.conditions[covered].duration_s == lw_condition_at(covered)->duration_s);
    assert_int_equal(apply(&c, "{\"conditions\":{\"covered\":{\"sensitivity\":70}}}", 1, &error),
                     0);
    assert_int_equal(
        apply(&c, "{\"conditions\":{\"covered\":{\"enabled\":false,\"duration_s\":3}}}", 1, &error),
        0);
    assert_false(c.conditions[covered].enabled);
    assert_int_equal(c.conditions[covered].sensitivity, 70);
    assert_true(c.conditions[covered].duration_s == 3);
    assert_true(c.conditions[covered].clear_duration_s == lw_condition_at(covered)->clear_s);

    /* Defocus has two names. */
    assert_int_equal(apply(&c, "{\"conditions\":{\"defocus\":{\"sensitivity\":30}}}", 1, &error),
                     0);
    assert_int_equal(c.sensitivity, 30);
    assert_int_equal(apply(&c, "{\"sensitivity\":40}", 1, &error), 0);
    assert_int_equal(lwi_camera_config_condition(&c, defocus).sensitivity, 40);
    /* What was answered, changed under one name, and sent back. */
    assert_int_equal(apply(&c,
                           "{\"sensitivity\":60,\"conditions\":{\"defocus\":{\"sensitivity\":40}}}",
                           1, &error),
                     0);
    assert_int_equal(c.sensitivity, 60);
    assert_int_equal(apply(&c,
                           "{\"sensitivity\":1,\"conditions\":{\"defocus\":{\"sensitivity\":2}}}",
                           1, &error),
                     -EINVAL);
    assert_int_equal(c.sensitivity, 60);

    /* Out and in again. */
    struct lwi_camera_config again;
    json_t *object = lwi_camera_config_to_json(&c);
    lwi_camera_config_default(&again);
    assert_int_equal(lwi_camera_config_from_json(&again, &again, object, 1, &error), -EINVAL);
    assert_string_equal(error.message, "name: it is empty");
    assert_int_equal(json_object_set_new(object, "name", json_string("Yard")), 0);
    assert_int_equal(json_object_set_new(object, "url", json_string("/srv")), 0);
    assert_int_equal(lwi_camera_config_from_json(&again, &again, object, 0, &error), 0);
    json_decref(object);
    assert_int_equal(again.sensitivity, 60);
    assert_memory_equal(&again.conditions[covered], &c.conditions[covered],
                        sizeof(c.conditions[covered]));
}

static void test_areas(void **state)
{
    (void) state;
    struct lwi_camera_config c;
    struct lw_error error;
    lwi_camera_config_default(&c);
    assert_int_equal(apply(&c, "{\"areas\":[[[0,0],[1,0],[0.25,1]]],\"shields\":[]}", 1, &error),
                     0);
    assert_int_equal(c.areas.count, 1);
    assert_true(c.areas.areas[0].count == 3 && c.areas.areas[0].points[2].x == 0.25f);
    json_t *array = lwi_areas_to_json(&c.areas);
    char *text = json_dumps(array, JSON_COMPACT);
    assert_string_equal(text, "[[[0.0,0.0],[1.0,0.0],[0.25,1.0]]]");
    free(text);
    json_decref(array);
    assert_int_equal(apply(&c, "{\"areas\":[]}", 1, &error), 0);
    assert_int_equal(c.areas.count, 0);
}

static void test_bad_conditions(void **state)
{
    (void) state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"{\"conditions\":[]}", "conditions: it must be an object"},
        {"{\"conditions\":{\"aliens\":{}}}", "conditions.aliens: there is no such condition"},
        {"{\"conditions\":{\"covered\":5}}", "conditions.covered: it must be an object"},
        {"{\"conditions\":{\"covered\":{\"x\":5}}}",
         "conditions.covered.x: there is no such setting"},
        {"{\"conditions\":{\"covered\":{\"sensitivity\":101}}}",
         "conditions.covered.sensitivity: it must be a whole number from 1 to 100"},
        {"{\"conditions\":{\"covered\":{\"enabled\":1}}}",
         "conditions.covered.enabled: it must be true or false"},
        {"{\"conditions\":{\"covered\":{\"duration_s\":1e9}}}",
         "conditions.covered.duration_s: it must be a number from 0 to 3600"},
        {"{\"conditions\":{\"defocus\":{\"clear_duration_s\":-1}}}",
         "conditions.defocus.clear_duration_s: it must be a number from 0 to 3600"},
        {"{\"areas\":{}}", "areas: it must be an array of up to 8 polygons"},
        {"{\"areas\":[1]}", "areas: a polygon has 3 to 32 points"},
        {"{\"shields\":[[[0,0],[1,0]]]}", "shields: a polygon has 3 to 32 points"},
        {"{\"shields\":[[[0,0],[1,0],[1,1.5]]]}", "shields: a point is [x, y], each from 0 to 1"},
        {"{\"shields\":[[[0,0],[1,0],[1]]]}", "shields: a point is [x, y], each from 0 to 1"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lwi_camera_config c, before;
        struct lw_error error = {0};
        lwi_camera_config_default(&c);
        before = c;
        assert_int_equal(apply(&c, rows[i].text, 1, &error), -EINVAL);
        assert_string_equal(error.message, rows[i].message);
        assert_memory_equal(&c, &before, sizeof(c));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions_merge),
        cmocka_unit_test(test_signal_lost),
        cmocka_unit_test(test_areas),
        cmocka_unit_test(test_bad_conditions),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_urls),
        cmocka_unit_test(test_url_is_filled),
        cmocka_unit_test(test_refused_with_the_name),
        cmocka_unit_test(test_nothing_changes_on_failure),
        cmocka_unit_test(test_partial),
        cmocka_unit_test(test_password_stays_with_its_host),
        cmocka_unit_test(test_password_stays_with_its_address),
        cmocka_unit_test(test_round_trip_without_the_password),
        cmocka_unit_test(test_sub_stream),
        cmocka_unit_test(test_schema_has_every_member),
        cmocka_unit_test(test_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
