/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The program: finds the sub-command and runs it. */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "lenswatch/version.h"
#include "source/source.h"

static const struct lwi_cmd *const commands[] = {
    &lwi_cmd_action,    &lwi_cmd_arming,      &lwi_cmd_audit,
    &lwi_cmd_camera,    &lwi_cmd_certificate, &lwi_cmd_check,
    &lwi_cmd_config,    &lwi_cmd_db,          &lwi_cmd_diagnose,
    &lwi_cmd_evaluate,  &lwi_cmd_event,       &lwi_cmd_log,
    &lwi_cmd_recording, &lwi_cmd_rule,        &lwi_cmd_scan,
    &lwi_cmd_serve,     &lwi_cmd_settings,    &lwi_cmd_token,
    &lwi_cmd_train,     &lwi_cmd_user,        NULL,
};

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch COMMAND [OPTIONS]\n\nCommands:\n");
    for (size_t i = 0; commands[i]; i++)
        (void) fprintf(out, "  %-11s %s\n", commands[i]->name, commands[i]->help);
    (void) fprintf(out, "\n'lenswatch COMMAND --help' says more of each.\n");
}

int main(int argc, char **argv)
{
    char name[64];
    if (argc < 2) {
        print_help(stderr);
        return LWI_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(stdout);
        return LWI_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void) printf("lenswatch %s\n", lw_version());
        return LWI_EXIT_OK;
    }
    lwi_source_process_init();
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(argv[1], commands[i]->name) == 0) {
            /* getopt begins its complaints with it. */
            (void) snprintf(name, sizeof(name), "lenswatch %s", commands[i]->name);
            argv[1] = name;
            return commands[i]->run(argc - 1, argv + 1);
        }
    (void) fprintf(stderr, "lenswatch: there is no command '%s'\n", argv[1]);
    (void) fprintf(stderr, "Try 'lenswatch --help'.\n");
    return LWI_EXIT_USAGE;
}
