/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * lenswatch camera focus: asks the daemon to move a lens, and waits until it has.
 * Of a sweep, each point is shown as it comes, and at the end the curve.
 */
#include "cmd/camera_focus.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/parse.h"
#include "cmd/show.h"

#define BAR 50

/* In the order of lwi_camera_focus_options. */
enum {
    OPTION_AUTO = 0,
    OPTION_NEAR,
    OPTION_FAR,
    OPTION_RESET,
    OPTION_SWEEP,
    OPTION_AMOUNT,
    OPTION_NO_WAIT,
};

const struct lwi_remote_option lwi_camera_focus_options[] = {
    {"auto", NULL, "let the lens find its focus once"},
    {"near", NULL, "move the focus nearer"},
    {"far", NULL, "move the focus farther"},
    {"reset", NULL, "let the lens find its end stops again"},
    {"sweep", NULL, "go through the range, and stay where the picture is sharpest"},
    {"amount", "SHARE", "how far near and far move, of the range (default: 0.05)"},
    {"no-wait", NULL, "do not wait until it is done"},
    {NULL, NULL, NULL},
};

static int read_order(const struct lwi_remote_call *call, json_t **ret_body,
                      struct lw_error *reterr)
{
    const char *what = NULL;
    double amount = 0;
    for (int i = OPTION_AUTO; i <= OPTION_SWEEP; i++) {
        if (call->values[i] && what)
            return lwi_error_set(reterr, -EINVAL, "--%s and --%s cannot both be done", what,
                                 lwi_camera_focus_options[i].name);
        if (call->values[i])
            what = lwi_camera_focus_options[i].name;
    }
    if (!what) {
        (void) lwi_error_set(reterr, -EINVAL, "What the lens is to do is not said");
        lwi_error_hint(reterr, "Say --auto, --near, --far, --reset or --sweep");
        return -EINVAL;
    }
    if (call->values[OPTION_AMOUNT] &&
        lwi_parse_double(call->values[OPTION_AMOUNT], 0.0001, 1, &amount) < 0)
        return lwi_error_set(reterr, -EINVAL, "--amount: it must be over 0 and at most 1");
    *ret_body = json_pack("{s:s}", "do", what);
    if (call->values[OPTION_AMOUNT])
        (void) json_object_set_new(*ret_body, "amount", json_real(amount));
    return 0;
}

static double member(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

/* The points that were not shown yet, on a terminal. */
static void show_progress(const json_t *status, size_t *shown)
{
    const json_t *curve = json_object_get(status, "curve");
    for (; *shown < json_array_size(curve); (*shown)++) {
        const json_t *point = json_array_get(curve, *shown);
        if (isatty(STDERR_FILENO))
            (void) fprintf(stderr, "position %.3f: sharpness %.4g\n", member(point, "position"),
                           member(point, "sharpness"));
    }
}

static int by_position(const void *a, const void *b)
{
    const json_t *const *x = a, *const *y = b;
    double left = member(*x, "position"), right = member(*y, "position");
    return left < right ? -1 : left > right;
}

/* A line a position, as long as it is sharp. */
static void show_curve(const json_t *curve)
{
    const json_t *points[64];
    size_t count = 0;
    double most = 0;
    for (size_t i = 0; i < json_array_size(curve) && count < 64; i++) {
        points[count] = json_array_get(curve, i);
        if (member(points[count], "sharpness") > most)
            most = member(points[count], "sharpness");
        count++;
    }
    qsort(points, count, sizeof(points[0]), by_position);
    if (count > 0)
        (void) printf("%-9s %-10s\n", "POSITION", "SHARPNESS");
    for (size_t i = 0; i < count; i++) {
        double sharpness = member(points[i], "sharpness");
        char bar[BAR + 1] = "";
        memset(bar, '#', most > 0 ? (size_t) (BAR * sharpness / most) : 0);
        (void) printf("%-9.3f %-10.4g %s\n", member(points[i], "position"), sharpness, bar);
    }
}

static void show(const struct lwi_remote_call *call, const json_t *status)
{
    const json_t *position = json_object_get(status, "position");
    if (call->as_json) {
        lwi_show_json(stdout, status);
        return;
    }
    show_curve(json_object_get(status, "curve"));
    (void) printf("%s", lwi_show_string(status, "message"));
    if (json_is_number(position))
        (void) printf("; the lens is at %.3f", json_number_value(position));
    (void) printf("\n");
}

/* Until it is done; *status is replaced. */
static int wait_done(struct lwi_remote_call *call, const char *path, json_t **status,
                     struct lw_error *reterr)
{
    size_t shown = 0;
    int r = 0;
    while (r == 0 && strcmp(lwi_show_string(*status, "state"), "running") == 0) {
        const struct timespec moment = {.tv_nsec = 300 * LWI_NS_PER_MS};
        (void) nanosleep(&moment, NULL);
        json_decref(*status);
        *status = NULL;
        r = lwi_client_call(call->client, "GET", path, NULL, status, reterr);
        show_progress(*status, &shown);
    }
    if (r == 0 && strcmp(lwi_show_string(*status, "state"), "failed") == 0) {
        r = lwi_error_set(reterr, -EIO, "%s", lwi_show_string(*status, "message"));
        lwi_error_hint(reterr, "%s", lwi_show_string(*status, "hint"));
    }
    return r;
}

int lwi_camera_focus_run(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[200];
    json_t *body = NULL, *status = NULL;
    char *id = lwi_client_escape(call->argument);
    int n = snprintf(path, sizeof(path), "/api/v1/cameras/%s/focus", id ? id : "");
    int r = !id || !*id || n >= (int) sizeof(path)
                ? lwi_error_set(reterr, -EINVAL, "'%.100s' is no id of a camera", call->argument)
                : read_order(call, &body, reterr);
    free(id);
    if (r == 0)
        r = lwi_client_call(call->client, "POST", path, body, &status, reterr);
    json_decref(body);
    if (r == 0 && !call->values[OPTION_NO_WAIT])
        r = wait_done(call, path, &status, reterr);
    if (r == 0)
        show(call, status);
    json_decref(status);
    return r;
}
