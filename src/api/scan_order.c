/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/scan_order.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/error.h"

#define RANGES_MAX   256
#define USER_MAX     128
#define ATTEMPTS_MAX 100

static int wrong(struct lw_error *reterr, const char *what, const char *hint)
{
    (void) lwi_error_set(reterr, -EINVAL, "%s", what);
    lwi_error_hint(reterr, "%s", hint);
    return -EINVAL;
}

/* What is said of it is right; that the body is too large would not be. */
static int too_many(struct lw_error *error)
{
    return error->code = -EINVAL;
}

static int read_ranges(struct lwi_scan_order *order, const json_t *list, struct lw_error *reterr)
{
    static const char usage[] = "\"ranges\": [\"192.0.2.0/24\", \"192.0.2.10-80\", \"a host\"]";
    size_t i;
    json_t *range;
    if (list && (!json_is_array(list) || json_array_size(list) > RANGES_MAX))
        return wrong(reterr, "ranges: it must be an array of at most 256 strings", usage);
    order->text = json_array();
    int r = json_array_size(list) ? 0 : lwi_ranges_add_local(order->ranges, reterr);
    json_array_foreach(list, i, range)
    {
        if (!json_is_string(range))
            return wrong(reterr, "ranges: it must be an array of strings", usage);
        if (r == 0)
            r = lwi_ranges_add(order->ranges, json_string_value(range), reterr);
        if (r == 0 && json_array_append(order->text, range) < 0)
            r = lwi_error_set(reterr, -ENOMEM, "no memory");
    }
    return r == -E2BIG ? too_many(reterr) : r;
}

static int check_size(const struct lwi_scan_order *order, int large, struct lw_error *reterr)
{
    const uint64_t addresses = lwi_ranges_count(order->ranges);
    if (addresses <= LWI_RANGE_USUAL_MAX || (large && addresses <= LWI_RANGE_MAX))
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "ranges: these are %" PRIu64 " addresses", addresses);
    lwi_error_hint(reterr, addresses > LWI_RANGE_MAX ? "Scan them in parts"
                                                     : "Say \"large\": true where that is meant");
    return -EINVAL;
}

static int read_credentials(struct lwi_scan_order *order, const json_t *list,
                            struct lw_error *reterr)
{
    static const char usage[] = "\"credentials\": [{\"user\": \"admin\", \"password\": \"…\"}]";
    size_t i;
    json_t *login;
    if (list && (!json_is_array(list) || json_array_size(list) > LWI_CREDENTIALS_MAX))
        return wrong(reterr, "credentials: it must be an array of at most 64", usage);
    json_array_foreach(list, i, login)
    {
        const json_t *user = json_object_get(login, "user");
        const json_t *password = json_object_get(login, "password");
        const size_t length = json_string_length(user);
        if (json_object_size(login) != 2 || !json_is_string(password) || length < 1 ||
            length > USER_MAX || json_string_length(password) > 2 * USER_MAX)
            return wrong(reterr, "credentials: each must be a user and a password", usage);
        if (lwi_credentials_add(&order->credentials, json_string_value(user),
                                json_string_value(password)) < 0)
            return lwi_error_set(reterr, -ENOMEM, "no memory");
    }
    return 0;
}

static int read_flag(const json_t *object, const char *name, int *ret_value,
                     struct lw_error *reterr)
{
    const json_t *value = json_object_get(object, name);
    if (value && !json_is_boolean(value))
        return lwi_error_set(reterr, -EINVAL, "%s: it must be true or false", name);
    if (value)
        *ret_value = json_is_true(value);
    return 0;
}

static int read_numbers(struct lwi_scan_order *order, const json_t *object, struct lw_error *reterr)
{
    const json_t *attempts = json_object_get(object, "max_attempts");
    const json_t *timeout = json_object_get(object, "timeout_s");
    const json_t *ports = json_object_get(object, "ports");
    if (attempts && (!json_is_integer(attempts) || json_integer_value(attempts) < 1 ||
                     json_integer_value(attempts) > ATTEMPTS_MAX))
        return lwi_error_set(reterr, -EINVAL, "max_attempts: it must be from 1 to 100");
    if (timeout && (!json_is_number(timeout) || !(json_number_value(timeout) >= 0.1) ||
                    !(json_number_value(timeout) <= 300)))
        return lwi_error_set(reterr, -EINVAL, "timeout_s: it must be from 0.1 to 300");
    if (ports && !json_is_string(ports))
        return wrong(reterr, "ports: it must be a string", "\"ports\": \"80,554,8000-8002\"");
    if (attempts)
        order->scan.attempts_max = (int) json_integer_value(attempts);
    if (timeout)
        order->scan.timeout_s = json_number_value(timeout);
    const int r = ports ? lwi_ports_parse(&order->scan.ports, json_string_value(ports), reterr) : 0;
    return r == -E2BIG ? too_many(reterr) : r;
}

int lwi_scan_order_read(struct lwi_scan_order *ret_order, const struct json_t *object,
                        struct lw_error *reterr)
{
    int large = 0;
    *ret_order = (struct lwi_scan_order){.ranges = lwi_ranges_new()};
    lwi_scan_settings_default(&ret_order->scan);
    ret_order->scan.ranges = ret_order->ranges;
    ret_order->scan.credentials = &ret_order->credentials;
    if (!ret_order->ranges)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    /* What costs nothing first: names of hosts are looked up. */
    int r = read_flag(object, "large", &large, reterr);
    if (r == 0)
        r = read_flag(object, "announce", &ret_order->scan.announce, reterr);
    if (r == 0)
        r = read_numbers(ret_order, object, reterr);
    if (r == 0)
        r = read_credentials(ret_order, json_object_get(object, "credentials"), reterr);
    if (r == 0)
        r = read_ranges(ret_order, json_object_get(object, "ranges"), reterr);
    lwi_ranges_finish(ret_order->ranges);
    return r == 0 ? check_size(ret_order, large, reterr) : r;
}

void lwi_scan_order_done(struct lwi_scan_order *order)
{
    lwi_ranges_free(&order->ranges);
    lwi_credentials_done(&order->credentials);
    json_decref(order->text);
    order->text = NULL;
}
