/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Judging what clients send: a picture, or the four features of the Off-focus Finder. */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "base/parse.h"
#include "verdict/offocus.h"

static int post_predict(struct lwi_request *request)
{
    struct lw_error error = {0};
    char *line = NULL;
    const struct lwi_body *body = &request->body;
    if (body->size == 0)
        return lwi_answer_error(request, MHD_HTTP_BAD_REQUEST, "The body is empty",
                                "Send the bytes of a picture, or multipart/form-data");
    int64_t with_tiles = 0;
    int r = lwi_request_query_number(request, "tiles", 0, 1, &with_tiles, &error);
    const struct lwi_predict_order order = {
        .name = body->name[0] ? body->name : "-",
        .data = body->data,
        .size = body->size,
        .with_tiles = (int) with_tiles,
    };
    if (r == 0)
        r = lwi_predictor_judge(request->api->predictor, &order, &line, &error);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_bytes(request, MHD_HTTP_OK, "application/json", (uint8_t *) line,
                                    strlen(line));
}

/* In the order of enum lwi_offocus_feature. */
static const char *const offocus_names[LWI_OFFOCUS_FEATURES] = {"Variance", "Max Variance",
                                                                "Scharr", "Noise"};

/* The squares of larger ones are no numbers any more. */
#define OFFOCUS_MAX 1e150

static int offocus_error(const char *name, struct lw_error *reterr)
{
    (void) lwi_error_set(reterr, -EINVAL, "%s is not a number, or too large", name);
    lwi_error_hint(reterr, "Leave it out when it is not known");
    return -EINVAL;
}

/* A number, or a string that is one; nothing for null and "". */
static int read_member(const json_t *member, const char *name, double *ret, struct lw_error *reterr)
{
    const char *text = json_string_value(member);
    if (!member || json_is_null(member) || (text && !*text))
        return 0;
    if (json_is_number(member) && fabs(json_number_value(member)) <= OFFOCUS_MAX) {
        *ret = json_number_value(member);
        return 0;
    }
    if (text && lwi_parse_double(text, -OFFOCUS_MAX, OFFOCUS_MAX, ret) == 0)
        return 0;
    return offocus_error(name, reterr);
}

static int read_features(struct lwi_request *request, double features[LWI_OFFOCUS_FEATURES],
                         struct lw_error *reterr)
{
    json_t *body = NULL;
    int r = 0, given = request->body.size > 0;
    if (given)
        r = lwi_request_json(request, /* members= */ NULL, &body, reterr);
    for (int i = 0; r == 0 && i < LWI_OFFOCUS_FEATURES; i++) {
        const char *query = lwi_request_query(request, offocus_names[i]);
        given |= query != NULL;
        if (body)
            r = read_member(json_object_get(body, offocus_names[i]), offocus_names[i], &features[i],
                            reterr);
        else if (query && *query &&
                 lwi_parse_double(query, -OFFOCUS_MAX, OFFOCUS_MAX, &features[i]) < 0)
            r = offocus_error(offocus_names[i], reterr);
    }
    json_decref(body);
    if (r == 0 && !given) {
        r = lwi_error_set(reterr, -EINVAL, "no request received");
        lwi_error_hint(reterr, "Send {\"Variance\":, \"Max Variance\":, \"Scharr\":, \"Noise\":}");
    }
    return r;
}

static int any_offocus(struct lwi_request *request)
{
    struct lw_error error = {0};
    double features[LWI_OFFOCUS_FEATURES] = {0};
    if (read_features(request, features, &error) < 0)
        return lwi_answer_failure(request, &error);
    int missing = 0, blurry[LWI_OFFOCUS_VOTES];
    /* As its server did it: a 0 counts as missing, too. */
    for (int i = 0; i < LWI_OFFOCUS_FEATURES; i++)
        missing |= features[i] == 0;
    lwi_offocus_vote(features, blurry);
    json_t *votes = json_array();
    for (int i = 0; i < LWI_OFFOCUS_VOTES; i++)
        (void) json_array_append_new(votes, json_integer(blurry[i]));
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:o, s:b}", "ESTIMATE", votes, "MISSING_DATA", missing));
}

const struct lwi_route lwi_routes_judge[] = {
    {"/predict", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_PICTURE, post_predict},
    {"/api", LWI_GET, LWI_ACCESS_LOCAL, LWI_BODY_ANY_JSON, any_offocus},
    {"/api", LWI_POST, LWI_ACCESS_LOCAL, LWI_BODY_ANY_JSON, any_offocus},
    {0},
};
