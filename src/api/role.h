/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a user may do. Each role may do all that the one before it may. */
#ifndef LWI_API_ROLE_H
#define LWI_API_ROLE_H

enum lwi_role {
    LWI_ROLE_NONE = 0, /* nothing: not logged in, or a role that this version does not know */
    LWI_ROLE_VIEWER,   /* see cameras, events and recordings */
    LWI_ROLE_OPERATOR, /* acknowledge, record, focus, arm, learn anew, try actions again */
    LWI_ROLE_ADMINISTRATOR,
};

/* "viewer", "operator", "administrator"; "" of none. */
const char *lwi_role_name(enum lwi_role role);

/* LWI_ROLE_NONE: there is no such role. */
enum lwi_role lwi_role_parse(const char *name);

#endif
