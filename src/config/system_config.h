/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Settings of the system itself: time zone, what is kept and for how long, and when its
 * exceptions are events. One row an option, as in camera_config.h. */
#ifndef LWI_CONFIG_SYSTEM_CONFIG_H
#define LWI_CONFIG_SYSTEM_CONFIG_H

#include "lenswatch/error.h"

struct json_t;

/* Plain data: copied by assignment. */
struct lwi_system_config {
    char time_zone[64]; /* IANA name; "": the system's */
    char site_name[64]; /* UTF-8 */
    double measurement_days;
    double history_days;
    double database_gb;
    double picture_days; /* 0: for ever */
    double pictures_gb;
    double event_days; /* 0: for ever */
    int events_max;
    double audit_days; /* 0: for ever */
    int audit_max;
    double log_days; /* 0: for ever */
    int log_max;
    int disk_full, disk_error, network_lost, illegal_login, certificate_expiring; /* bool */
    int disk_free_mb;
    char interfaces[257];    /* names around commas; "": see camera/network.h */
    char syslog_server[300]; /* see action/syslog_link.h; "": none */
    char syslog_ca[8193];    /* PEM; "": the authorities of this machine */
    int second_factor_administrators, recovery_questions, recovery_mail; /* bool */
    char recovery_action[33];         /* id of an email action; "": the first that is enabled */
    int http_digest, http_digest_md5; /* bool */
    int password_length;
    int login_failures;
    int login_window_s;
    int certificate_days;

    /* The network: who may connect, see address_list.h for how ranges are written. These stay when
     * a configuration is imported that does not name them. */
    char https_listen[80];                             /* ADDRESS:PORT; "": off */
    int https_redirect, https_redirect_local, tls_1_2; /* bool */
    int hsts_days;                                     /* 0: it is not sent */
    int address_filter;                                /* bool: whether the next two hold */
    char addresses_allowed[4097], addresses_forbidden[4097];
    char trusted_proxies[1025]; /* whose X-Forwarded-For is believed */
    int login_attempts;
    int login_lock_minutes;
    int sessions_max;
    int session_idle_minutes; /* 0: none */
    int session_hours;        /* 0: none */
    char always_on[257];      /* names of users around commas: see system_config.c */
    int password_days;        /* 0: none */
};

void lwi_system_config_default(struct lwi_system_config *ret_config);

/* What the table cannot say of the settings of the network. 0 or -EINVAL. */
int lwi_system_config_check_network(const struct lwi_system_config *config,
                                    struct lw_error *reterr);

int lwi_system_config_same_network(const struct lwi_system_config *a,
                                   const struct lwi_system_config *b);
/* Copies the settings of the network. */
void lwi_system_config_keep_network(struct lwi_system_config *config,
                                    const struct lwi_system_config *from);

/* Applies the members of an object to a copy of *base; those that are missing stay. Unknown ones
 * and values out of range are refused by name. 0 or -EINVAL, and then *ret_config is untouched. */
int lwi_system_config_from_json(struct lwi_system_config *ret_config,
                                const struct lwi_system_config *base, const struct json_t *object,
                                struct lw_error *reterr);

/* New objects. NULL: no memory. */
struct json_t *lwi_system_config_to_json(const struct lwi_system_config *config);
struct json_t *lwi_system_config_schema(void);

#endif
