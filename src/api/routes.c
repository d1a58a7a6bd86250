/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/routes.h"

const struct lwi_route *const lwi_routes[] = {
    lwi_routes_access,   lwi_routes_account,  lwi_routes_actions,
    lwi_routes_arming,   lwi_routes_audit,    lwi_routes_backup,
    lwi_routes_baseline, lwi_routes_cameras,  lwi_routes_certificates,
    lwi_routes_config,   lwi_routes_device,   lwi_routes_diagnosis,
    lwi_routes_events,   lwi_routes_history,  lwi_routes_judge,
    lwi_routes_lens,     lwi_routes_live,     lwi_routes_log,
    lwi_routes_meter,    lwi_routes_ptz,      lwi_routes_recordings,
    lwi_routes_recovery, lwi_routes_report,   lwi_routes_scan,
    lwi_routes_security, lwi_routes_sessions, lwi_routes_settings,
    lwi_routes_status,   lwi_routes_stream,   lwi_routes_tokens,
    lwi_routes_users,    lwi_routes_wall,     NULL,
};
