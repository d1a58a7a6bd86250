/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/options.h"

#include <errno.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/show.h"

static int complain(const char *command, const char *what, const char *word)
{
    (void) fprintf(stderr, "lenswatch %s: %s '%s'\n", command, what, word);
    (void) fprintf(stderr, "Try 'lenswatch %s --help'.\n", command);
    return -EINVAL;
}

static int find(const struct lwi_option *options, const char *name, size_t length)
{
    for (int i = 0; options[i].name; i++)
        if (strlen(options[i].name) == length && memcmp(options[i].name, name, length) == 0)
            return i;
    return -1;
}

int lwi_options_read(const char *command, const struct lwi_option *options, int argc, char **argv,
                     const char *values[LWI_OPTIONS_MAX])
{
    memset(values, 0, LWI_OPTIONS_MAX * sizeof(values[0]));
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
            return 1;
        if (strncmp(word, "--", 2) != 0)
            return complain(command, "there is nothing to do with", word);
        const char *equals = strchr(word, '=');
        size_t length = equals ? (size_t) (equals - word) - 2 : strlen(word) - 2;
        int index = find(options, word + 2, length);
        if (index < 0)
            return complain(command, "there is no option", word);
        if (!options[index].takes) {
            if (equals)
                return complain(command, "no value belongs to", word);
            values[index] = "";
        } else if (equals) {
            values[index] = equals + 1;
        } else if (i + 1 < argc) {
            values[index] = argv[++i];
        } else {
            return complain(command, "a value is missing after", word);
        }
    }
    return 0;
}

void lwi_options_print(FILE *out, const struct lwi_option *options)
{
    for (; options->name; options++)
        lwi_show_option(out, options->name, options->takes, options->help);
    lwi_show_option(out, "help", /* takes= */ NULL, "this text");
}

int lwi_options_no_command(const char *command, const char *name, void (*print_help)(FILE *out))
{
    int asked = strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0;
    if (*name && !asked)
        (void) fprintf(stderr, "lenswatch: there is no command '%s %s'\n", command, name);
    print_help(asked ? stdout : stderr);
    return asked ? LWI_EXIT_OK : LWI_EXIT_USAGE;
}
