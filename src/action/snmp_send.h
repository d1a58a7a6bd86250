/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* One SNMP notification, by Net-SNMP, which is in a module: it brings OpenSSL. */
#ifndef LWI_ACTION_SNMP_SEND_H
#define LWI_ACTION_SNMP_SEND_H

#include "action/action.h"
#include "base/module.h"

#define LWI_MODULE_SNMP "lenswatch-snmp"

#define LWI_SNMP_ENGINE_MAX 32

struct lwi_snmp_value {
    uint32_t object;  /* below lwObjects of LENSWATCH-MIB */
    const char *text; /* NULL: a number */
    int is_unsigned;
    int64_t number;
};

/* Strings are borrowed. */
struct lwi_snmp_notification {
    const char *host;
    int port;
    int confirm; /* an INFORM, which the receiver answers, instead of a trap */
    int is_v3;
    const char *community; /* of v2c */
    const char *user;      /* of v3, as the following */
    const char *auth;      /* "none", "SHA", "SHA-256", "SHA-512" */
    const char *auth_password;
    const char *privacy; /* "none", "AES" */
    const char *privacy_password;
    const uint8_t *engine; /* our engine id */
    size_t engine_size;
    uint32_t notification; /* below lwNotifications */
    const struct lwi_snmp_value *values;
    size_t count;
};

struct lwi_snmp_table {
    /* 0, or why it is not sent; of a trap nobody knows whether it arrived. */
    int (*send)(const struct lwi_snmp_notification *notification, const struct lwi_action_run *run,
                struct lw_error *reterr);
};

extern const struct lwi_snmp_table lwi_snmp_table;

#endif
