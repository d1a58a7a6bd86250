/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What openapi.json says of each route beside how it is called: its name, what the
 * audit log makes of it, and which members of what it answers are no settings. Read
 * once, so that a route that is documented is recorded without a line of its own.
 */
#ifndef LWI_API_OPERATION_H
#define LWI_API_OPERATION_H

#include <stddef.h>

#include "api/route.h"

#define LWI_OPERATION_VOLATILE_MAX 8

struct lwi_operation {
    const struct lwi_route *route;
    char name[64];    /* operationId */
    char kind[12];    /* of its record: x-audit, else by the method; "": it has none */
    int may_export;   /* x-audit-export: with ?export=true it is an export, and has a record */
    int is_resource;  /* GET: answers a JSON object that changes are compared by */
    int is_versioned; /* GET: and there are such changes, so that it has an ETag */
    char changing[LWI_OPERATION_VOLATILE_MAX][32]; /* x-volatile: members that change by
                                                    * themselves */
    const struct lwi_operation *resource; /* PATCH, DELETE: the GET of the same path; or NULL */
};

struct lwi_operations;

/* 0, -ENOMEM, -EINVAL (the document is none). */
int lwi_operations_new(struct lwi_operations **ret_operations, const char *document);
void lwi_operations_free(struct lwi_operations **operations);

/* Of a route; NULL: of none. */
const struct lwi_operation *lwi_operation_find(const struct lwi_operations *operations,
                                               const struct lwi_route *route);

#endif
