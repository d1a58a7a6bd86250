/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Sub-commands: one file each, wiring only, one table in main.c. */
#ifndef LWI_CMD_CMD_H
#define LWI_CMD_CMD_H

/* Exit statuses. */
enum lwi_exit {
    LWI_EXIT_OK = 0,
    LWI_EXIT_BLURRY = 1, /* check: something is BLURRY; elsewhere: it failed */
    LWI_EXIT_UNREAD = 2, /* check: something could not be read or was NOT ASSESSABLE */
    LWI_EXIT_USAGE = 64, /* as sysexits.h has it */
};

struct lwi_cmd {
    const char *name;
    const char *help; /* one line */
    /* argv[0] is the sub-command's name. Returns an exit status. */
    int (*run)(int argc, char **argv);
};

extern const struct lwi_cmd lwi_cmd_action;
extern const struct lwi_cmd lwi_cmd_arming;
extern const struct lwi_cmd lwi_cmd_audit;
extern const struct lwi_cmd lwi_cmd_camera;
extern const struct lwi_cmd lwi_cmd_certificate;
extern const struct lwi_cmd lwi_cmd_check;
extern const struct lwi_cmd lwi_cmd_config;
extern const struct lwi_cmd lwi_cmd_db;
extern const struct lwi_cmd lwi_cmd_diagnose;
extern const struct lwi_cmd lwi_cmd_evaluate;
extern const struct lwi_cmd lwi_cmd_event;
extern const struct lwi_cmd lwi_cmd_log;
extern const struct lwi_cmd lwi_cmd_recording;
extern const struct lwi_cmd lwi_cmd_rule;
extern const struct lwi_cmd lwi_cmd_scan;
extern const struct lwi_cmd lwi_cmd_serve;
extern const struct lwi_cmd lwi_cmd_settings;
extern const struct lwi_cmd lwi_cmd_token;
extern const struct lwi_cmd lwi_cmd_train;
extern const struct lwi_cmd lwi_cmd_user;

#endif
