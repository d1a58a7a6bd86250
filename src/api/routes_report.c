/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The report of the events of a period. It is drawn into a file without a name, for it may be
 * larger than what should be held in memory. */
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/answer.h"
#include "api/event_report.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "base/file.h"

#define SPAN_NS (7 * 86400 * LWI_NS_PER_S)

static int write_all(void *cookie, const uint8_t *data, size_t size)
{
    return lwi_file_put(*(const int *) cookie, data, size);
}

/* In the data folder, where there is room for pictures anyway. */
static int open_nameless(const struct lwi_api *api, struct lw_error *reterr)
{
    char path[4200];
    const char *dir = api->settings.data_dir ? api->settings.data_dir : "/tmp";
    int n = snprintf(path, sizeof(path), "%s/report-XXXXXX", dir);
    int fd = n < (int) sizeof(path) ? mkostemp(path, O_CLOEXEC) : -1;
    if (fd < 0)
        return lwi_error_set(reterr, -errno, "the report cannot be written: %s", strerror(errno));
    (void) unlink(path);
    return fd;
}

static int read_order(struct lwi_request *request, struct lwi_report_order *order,
                      struct lw_error *reterr)
{
    struct lwi_event_query *q = &order->query;
    q->camera_id = lwi_request_query(request, "camera");
    q->condition = lwi_request_query(request, "condition");
    q->cameras = request->who.cameras;
    q->to_ns = order->now_ns;
    q->from_ns = INT64_MIN;
    int r = lwi_request_query_time(request, "to", &q->to_ns, reterr);
    if (r == 0)
        r = lwi_request_query_time(request, "from", &q->from_ns, reterr);
    if (r < 0)
        return r;
    if (q->from_ns == INT64_MIN)
        q->from_ns = q->to_ns - SPAN_NS;
    /* 0 would stand for no limit. */
    if (q->from_ns < 1 || q->to_ns < q->from_ns)
        return lwi_error_set(reterr, -EINVAL, "from is later than to, or before 1970");
    return 0;
}

static int sees(void *cookie, const char *camera_id)
{
    return lwi_request_sees(cookie, camera_id);
}

static int get_report(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_api *api = request->api;
    struct lwi_system_config config;
    lwi_system_config(api->settings.system, &config);
    struct lwi_report_order order = {
        .site_name = config.site_name,
        .fleet = api->settings.fleet,
        .store = api->settings.store,
        .now_ns = lwi_clock_realtime(api->settings.clock),
        .may_see = sees,
        .cookie = request,
    };
    struct stat info;
    if (read_order(request, &order, &error) < 0)
        return lwi_answer_failure(request, &error);
    if (atomic_exchange(&api->reporting, 1))
        return lwi_answer_error(request, MHD_HTTP_SERVICE_UNAVAILABLE,
                                "Another report is being made", "Try again when it is there");
    int fd = open_nameless(api, &error);
    int r = fd < 0 ? fd : lwi_report_events(&order, write_all, &fd, &error);
    atomic_store(&api->reporting, 0);
    if (r == 0 && fstat(fd, &info) < 0)
        r = lwi_error_set(&error, -errno, "the report cannot be read: %s", strerror(errno));
    struct MHD_Response *response =
        r == 0 ? MHD_create_response_from_fd64((uint64_t) info.st_size, fd) : NULL;
    if (!response && fd >= 0)
        (void) close(fd);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    lwi_answer_header(request, "Content-Disposition", "attachment; filename=\"events.pdf\"");
    if (response)
        (void) MHD_add_response_header(response, "Content-Type", "application/pdf");
    return lwi_answer_response(request, MHD_HTTP_OK, response);
}

const struct lwi_route lwi_routes_report[] = {
    {"/api/v1/events.pdf", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_report},
    {0},
};
