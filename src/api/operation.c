/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/operation.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "api/routes.h"

struct lwi_operations {
    struct lwi_operation *rows;
    size_t count;
};

static const struct {
    const char *name; /* as the document has it */
    const char *kind; /* of the record, where the document does not say it */
} methods[LWI_METHODS] = {
    [LWI_GET] = {"get", ""},
    [LWI_POST] = {"post", "change"},
    [LWI_PATCH] = {"patch", "change"},
    [LWI_DELETE] = {"delete", "deletion"},
};

static int answers_object(const json_t *operation)
{
    const json_t *answer = json_object_get(json_object_get(operation, "responses"), "200");
    return json_object_get(json_object_get(answer, "content"), "application/json") &&
           !json_is_true(json_object_get(operation, "x-unversioned"));
}

static void fill(struct lwi_operation *row, const struct lwi_route *route, const json_t *operation)
{
    const char *name = json_string_value(json_object_get(operation, "operationId"));
    const char *kind = json_string_value(json_object_get(operation, "x-audit"));
    size_t i;
    json_t *member;
    row->route = route;
    (void) snprintf(row->name, sizeof(row->name), "%s", name ? name : route->path);
    if (!kind)
        kind = methods[route->method].kind;
    (void) snprintf(row->kind, sizeof(row->kind), "%s", strcmp(kind, "none") == 0 ? "" : kind);
    row->may_export = json_is_true(json_object_get(operation, "x-audit-export"));
    row->is_resource = route->method == LWI_GET && answers_object(operation);
    json_array_foreach(json_object_get(operation, "x-volatile"), i, member)
    {
        if (i < LWI_OPERATION_VOLATILE_MAX)
            (void) snprintf(row->changing[i], sizeof(row->changing[i]), "%s",
                            json_string_value(member));
    }
}

/* The GET of the same path, where changes are made by PATCH or DELETE. */
static void find_resources(struct lwi_operations *operations)
{
    for (size_t i = 0; i < operations->count; i++) {
        struct lwi_operation *row = &operations->rows[i];
        int of_one = row->route->method == LWI_PATCH || row->route->method == LWI_DELETE ||
                     strstr(row->route->path, "{id}");
        if (row->route->method == LWI_GET || !row->kind[0] || !of_one ||
            strcmp(row->kind, "logout") == 0)
            continue;
        for (size_t k = 0; k < operations->count; k++) {
            struct lwi_operation *get = &operations->rows[k];
            if (get->is_resource && strcmp(get->route->path, row->route->path) == 0) {
                row->resource = get;
                get->is_versioned = 1;
            }
        }
    }
}

int lwi_operations_new(struct lwi_operations **ret_operations, const char *document)
{
    size_t count = 0;
    json_t *root = json_loads(document, 0, NULL);
    struct lwi_operations *operations = calloc(1, sizeof(*operations));
    for (const struct lwi_route *const *table = lwi_routes; *table; table++)
        for (const struct lwi_route *route = *table; route->path; route++)
            count++;
    if (operations)
        operations->rows = calloc(count, sizeof(*operations->rows));
    if (!root || !operations || !operations->rows) {
        lwi_operations_free(&operations);
        json_decref(root);
        return root ? -ENOMEM : -EINVAL;
    }
    for (const struct lwi_route *const *table = lwi_routes; *table; table++) {
        for (const struct lwi_route *route = *table; route->path; route++) {
            const json_t *path = json_object_get(json_object_get(root, "paths"), route->path);
            fill(&operations->rows[operations->count++], route,
                 json_object_get(path, methods[route->method].name));
        }
    }
    json_decref(root);
    find_resources(operations);
    *ret_operations = operations;
    return 0;
}

void lwi_operations_free(struct lwi_operations **operations)
{
    if (*operations)
        free((*operations)->rows);
    free(*operations);
    *operations = NULL;
}

const struct lwi_operation *lwi_operation_find(const struct lwi_operations *operations,
                                               const struct lwi_route *route)
{
    for (size_t i = 0; route && i < operations->count; i++)
        if (operations->rows[i].route == route)
            return &operations->rows[i];
    return NULL;
}
