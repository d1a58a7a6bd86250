/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch event report: the events of a period as a PDF. */
#include "cmd/event_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* They are query parameters of the same names. */
const struct lwi_remote_option lwi_event_report_options[] = {
    {"from", "TIME", "its begin, such as 2026-11-21T10:00:00Z (default: a week before its end)"},
    {"to", "TIME", "its end (default: now)"},
    {"camera", "ID", "only of this camera"},
    {"condition", "NAME", "only this condition, such as defocus"},
    {NULL, NULL, NULL},
};

int lwi_event_report(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[900];
    size_t n = (size_t) snprintf(path, sizeof(path), "/api/v1/events.pdf");
    for (int i = 0; lwi_event_report_options[i].name && n < sizeof(path); i++) {
        char *value = call->values[i] ? lwi_client_escape(call->values[i]) : NULL;
        if (value)
            n += (size_t) snprintf(path + n, sizeof(path) - n, "%c%s=%s",
                                   strchr(path, '?') ? '&' : '?', lwi_event_report_options[i].name,
                                   value);
        free(value);
    }
    if (n >= sizeof(path))
        return lwi_error_set(reterr, -EINVAL, "The options are too long");
    int r = lwi_client_download(call->client, path, call->argument, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        (void) printf("{\"done\": true}\n");
    else
        (void) printf("%s\n", call->argument);
    return 0;
}
