/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The kinds of actions, sorted by name. A new one is its file, its lines here and one for Meson. */
#include <stddef.h>
#include <string.h>

#include "action/action.h"

extern const struct lwi_action_kind lwi_action_command;
extern const struct lwi_action_kind lwi_action_email;
extern const struct lwi_action_kind lwi_action_ftp;
extern const struct lwi_action_kind lwi_action_http;
extern const struct lwi_action_kind lwi_action_mqtt;
extern const struct lwi_action_kind lwi_action_push;
extern const struct lwi_action_kind lwi_action_recording;
extern const struct lwi_action_kind lwi_action_refocus;
extern const struct lwi_action_kind lwi_action_relay;
extern const struct lwi_action_kind lwi_action_snapshot;
extern const struct lwi_action_kind lwi_action_snmp;
extern const struct lwi_action_kind lwi_action_sound;

/* One a line, however many there are. */
/* clang-format off */
const struct lwi_action_kind *const lwi_action_kinds[] = {
    &lwi_action_command,
    &lwi_action_email,
    &lwi_action_ftp,
    &lwi_action_http,
    &lwi_action_mqtt,
    &lwi_action_push,
    &lwi_action_recording,
    &lwi_action_refocus,
    &lwi_action_relay,
    &lwi_action_snapshot,
    &lwi_action_snmp,
    &lwi_action_sound,
    NULL,
};
/* clang-format on */

const struct lwi_action_kind *lwi_action_kind_find(const char *name)
{
    for (size_t i = 0; lwi_action_kinds[i]; i++)
        if (strcmp(lwi_action_kinds[i]->name, name) == 0)
            return lwi_action_kinds[i];
    return NULL;
}

const char *lwi_action_phase_name(enum lwi_action_phase phase)
{
    static const char *const names[] = {"start", "refresh", "end"};
    return names[phase];
}
