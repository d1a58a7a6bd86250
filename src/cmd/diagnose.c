/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * lenswatch diagnose: an archive for whoever is to find out what is wrong. The daemon
 * makes it; where that does not answer, it is made of what the data folder tells.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/diagnosis.h"
#include "base/error.h"
#include "base/file.h"
#include "cmd/client.h"
#include "cmd/cmd.h"
#include "cmd/data_dir.h"
#include "cmd/note.h"
#include "cmd/options.h"

enum {
    OPTION_OUTPUT,
    OPTION_DATA,
    OPTION_SERVER,
    OPTION_TOKEN_FILE,
};

static const struct lwi_option options[] = {
    {"output", "FILE", "default: lenswatch-diagnosis-DAY.tar.gz here; it must not be there yet"},
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},
    {"server", "URL", "ask this daemon; default: the one of this host"},
    {"token-file", "FILE", "a file with an API token"},
    {NULL, NULL, NULL},
};

static void print_help(void)
{
    (void) printf(
        "Usage: lenswatch diagnose [OPTIONS]\n\n"
        "Makes an archive for whoever is to find out what is wrong: version, settings,\n"
        "cameras, queues, recent log, a check of the store, facts of the machine. No\n"
        "password, token or key is in it; names and addresses of cameras are. Where the\n"
        "daemon does not answer, it is made of what the data folder tells.\n\nOptions:\n");
    lwi_options_print(stdout, options);
    (void) printf("\nExample:\n  lenswatch diagnose --data /var/lib/lenswatch --output d.tar.gz\n");
}

static int ask_daemon(const char *const *values, const char *output, struct lw_error *reterr)
{
    struct lwi_client *client = NULL;
    const struct lwi_client_settings settings = {
        .server = values[OPTION_SERVER],
        .data_dir = values[OPTION_DATA],
        .token_file = values[OPTION_TOKEN_FILE],
    };
    int r = lwi_client_open(&client, &settings, reterr);
    if (r == 0)
        r = lwi_client_download(client, "/api/v1/diagnosis", output, reterr);
    lwi_client_close(&client);
    return r;
}

static int make_here(const char *dir, const char *output, struct lw_error *reterr)
{
    uint8_t *data = NULL;
    size_t size = 0;
    int r = lwi_diagnosis_make(/* request= */ NULL, dir, &data, &size, reterr);
    FILE *out = r == 0 ? fopen(output, "wxe") : NULL;
    if (r == 0 && (!out || fwrite(data, 1, size, out) != size))
        r = lwi_error_set(reterr, -errno, "%s cannot be written: %s", output, strerror(errno));
    if (out && fclose(out) != 0 && r == 0)
        r = lwi_error_set(reterr, -errno, "%s cannot be written: %s", output, strerror(errno));
    free(data);
    return r;
}

static int run(int argc, char **argv)
{
    const char *values[LWI_OPTIONS_MAX];
    char name[64], standard[4096];
    struct lw_error error = {0};
    struct tm day;
    time_t now = time(NULL);
    int r = lwi_options_read("diagnose", options, argc, argv, values);
    if (r > 0) {
        print_help();
        return LWI_EXIT_OK;
    }
    if (r < 0)
        return LWI_EXIT_USAGE;
    (void) strftime(name, sizeof(name), "lenswatch-diagnosis-%Y-%m-%d.tar.gz",
                    localtime_r(&now, &day));
    const char *output = values[OPTION_OUTPUT] ? values[OPTION_OUTPUT] : name;
    r = ask_daemon(values, output, &error);
    if (r < 0 && r != -EEXIST && r != -EACCES && !values[OPTION_SERVER]) {
        (void) fprintf(stderr, "lenswatch diagnose: the daemon was not asked: %s\n", error.message);
        const char *dir = values[OPTION_DATA];
        if (!dir && lwi_data_dir_default(standard, sizeof(standard)) == 0)
            dir = standard;
        if (dir)
            lwi_note_export(dir, "getDiagnosis", "diagnose", argc, argv);
        r = dir ? make_here(dir, output, &error)
                : lwi_error_set(&error, -EINVAL, "Say with --data where the data is");
    }
    if (r < 0) {
        (void) fprintf(stderr, "lenswatch diagnose: %s\n%s%s", error.message, error.hint,
                       error.hint[0] ? "\n" : "");
        return LWI_EXIT_BLURRY;
    }
    (void) printf("%s\n", output);
    return LWI_EXIT_OK;
}

const struct lwi_cmd lwi_cmd_diagnose = {"diagnose", "an archive of what may be wrong", run};
