/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The route tables, one a resource. */
#ifndef LWI_API_ROUTES_H
#define LWI_API_ROUTES_H

#include "api/route.h"

extern const struct lwi_route lwi_routes_access[];
extern const struct lwi_route lwi_routes_account[];
extern const struct lwi_route lwi_routes_actions[];
extern const struct lwi_route lwi_routes_arming[];
extern const struct lwi_route lwi_routes_audit[];
extern const struct lwi_route lwi_routes_backup[];
extern const struct lwi_route lwi_routes_baseline[];
extern const struct lwi_route lwi_routes_cameras[];
extern const struct lwi_route lwi_routes_certificates[];
extern const struct lwi_route lwi_routes_config[];
extern const struct lwi_route lwi_routes_device[];
extern const struct lwi_route lwi_routes_diagnosis[];
extern const struct lwi_route lwi_routes_events[];
extern const struct lwi_route lwi_routes_history[];
extern const struct lwi_route lwi_routes_judge[];
extern const struct lwi_route lwi_routes_lens[];
extern const struct lwi_route lwi_routes_live[];
extern const struct lwi_route lwi_routes_log[];
extern const struct lwi_route lwi_routes_meter[];
extern const struct lwi_route lwi_routes_ptz[];
extern const struct lwi_route lwi_routes_recordings[];
extern const struct lwi_route lwi_routes_report[];
extern const struct lwi_route lwi_routes_recovery[];
extern const struct lwi_route lwi_routes_scan[];
extern const struct lwi_route lwi_routes_security[];
extern const struct lwi_route lwi_routes_sessions[];
extern const struct lwi_route lwi_routes_settings[];
extern const struct lwi_route lwi_routes_status[];
extern const struct lwi_route lwi_routes_stream[];
extern const struct lwi_route lwi_routes_tokens[];
extern const struct lwi_route lwi_routes_users[];
extern const struct lwi_route lwi_routes_wall[];

#endif
