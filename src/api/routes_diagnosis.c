/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The archive for diagnosis. */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/diagnosis.h"
#include "api/request.h"
#include "api/routes.h"

static int get_diagnosis(struct lwi_request *request)
{
    struct lw_error error = {0};
    uint8_t *data = NULL;
    size_t size = 0;
    const char *token = request->api->token_path; /* in the data folder */
    char *dir = token ? strndup(token, (size_t) (strrchr(token, '/') - token)) : NULL;
    int r = lwi_diagnosis_make(request, dir, &data, &size, &error);
    free(dir);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    lwi_answer_header(request, "Content-Disposition",
                      "attachment; filename=\"lenswatch-diagnosis.tar.gz\"");
    return lwi_answer_bytes(request, MHD_HTTP_OK, "application/gzip", data, size);
}

const struct lwi_route lwi_routes_diagnosis[] = {
    {"/api/v1/diagnosis", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_diagnosis},
    {0},
};
