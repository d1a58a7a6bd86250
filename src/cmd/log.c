/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch log: what the program said of itself, read from the database as `audit` does. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/parse.h"
#include "base/rfc3339.h"
#include "cmd/cmd.h"
#include "cmd/data_dir.h"
#include "cmd/note.h"
#include "cmd/options.h"
#include "cmd/show.h"
#include "store/logbook.h"

#define PAGE       500
#define LIMIT      100
#define LIMIT_MAX  1000
#define JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(15))

enum {
    OPTION_DATA,
    OPTION_FROM,
    OPTION_TO,
    OPTION_MAJOR,
    OPTION_MINOR,
    OPTION_CAMERA,
    OPTION_TEXT,
    OPTION_FORMAT,
    OPTION_BEFORE, /* list only */
    OPTION_LIMIT,
};

#define SEARCH                                                                                     \
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},                    \
        {"from", "TIME", "only from then on, such as 2026-11-21T10:00:00Z"},                       \
        {"to", "TIME", "only up to then"},                                                         \
        {"major", "TYPE", "alarm, exception, operation or information"},                           \
        {"minor", "TYPE", "such as camera_lost, storage, start, or a condition"},                  \
        {"camera", "ID", "only of this camera"},                                                   \
    {                                                                                              \
        "text", "TEXT", "only lines in which this stands"                                          \
    }

static const struct lwi_option list_options[] = {
    SEARCH,
    {"format", "table|json", "how lines are printed; default: table"},
    {"before", "NUMBER", "only lines below it: the next page"},
    {"limit", "NUMBER", "at most so many; default: 100"},
    {NULL, NULL, NULL},
};

static const struct lwi_option export_options[] = {
    SEARCH,
    {"format", "jsonl|csv", "default: jsonl"},
    {NULL, NULL, NULL},
};

struct search {
    const char *command; /* "log list" */
    const char *dir;
    char standard[4096];
    struct lwi_log_query query;
    const char *format;
};

static int wrong(const char *command, const char *option, const char *what)
{
    (void) fprintf(stderr, "lenswatch %s: --%s: %s\nTry 'lenswatch %s --help'.\n", command, option,
                   what, command);
    return -EINVAL;
}

static int failed(const char *command, const struct lw_error *error)
{
    (void) fprintf(stderr, "lenswatch %s: %s\n%s%s", command, error->message, error->hint,
                   error->hint[0] ? "\n" : "");
    return LWI_EXIT_UNREAD;
}

static int is_major(const char *value)
{
    return strcmp(value, "alarm") == 0 || strcmp(value, "exception") == 0 ||
           strcmp(value, "operation") == 0 || strcmp(value, "information") == 0;
}

static int read_search(struct search *s, const char *const *values, int is_list)
{
    struct lwi_log_query *q = &s->query;
    int64_t limit = is_list ? LIMIT : PAGE;
    *q = (struct lwi_log_query){
        .major = values[OPTION_MAJOR],
        .minor = values[OPTION_MINOR],
        .camera = values[OPTION_CAMERA],
        .text = values[OPTION_TEXT],
        .oldest_first = !is_list,
    };
    if (values[OPTION_FROM] && lwi_rfc3339_parse(values[OPTION_FROM], &q->from_ns) < 0)
        return wrong(s->command, "from", "it is a time such as 2026-11-21T10:00:00Z");
    if (values[OPTION_TO] && lwi_rfc3339_parse(values[OPTION_TO], &q->to_ns) < 0)
        return wrong(s->command, "to", "it is a time such as 2026-11-21T10:00:00Z");
    if (q->major && !is_major(q->major))
        return wrong(s->command, "major", "there is no such type");
    if (is_list && values[OPTION_LIMIT] &&
        lwi_parse_int(values[OPTION_LIMIT], 1, LIMIT_MAX, &limit) < 0)
        return wrong(s->command, "limit", "it is a number from 1 to 1000");
    if (is_list && values[OPTION_BEFORE] &&
        lwi_parse_int(values[OPTION_BEFORE], 1, INT64_MAX, &q->before_id) < 0)
        return wrong(s->command, "before", "it is a number from 1 on");
    q->limit = (size_t) limit;
    const char *first = is_list ? "table" : "jsonl", *second = is_list ? "json" : "csv";
    s->format = values[OPTION_FORMAT] ? values[OPTION_FORMAT] : first;
    if (strcmp(s->format, first) != 0 && strcmp(s->format, second) != 0)
        return wrong(s->command, "format", "there is no such format");
    if (!values[OPTION_DATA] && lwi_data_dir_default(s->standard, sizeof(s->standard)) < 0)
        return wrong(s->command, "data", "say where the data is");
    s->dir = values[OPTION_DATA] ? values[OPTION_DATA] : s->standard;
    return 0;
}

static void print_table(const struct lwi_log_line *lines, size_t count)
{
    struct lwi_table *table = lwi_table_headed("NUMBER", "TIME", "TYPE", "TEXT", NULL);
    for (size_t i = 0; i < count; i++) {
        char time[LWI_RFC3339_SIZE], shown[64];
        lwi_rfc3339_format(lines[i].time_ns, time);
        json_t *text = json_string(time);
        lwi_show_time(text, shown, sizeof(shown));
        json_decref(text);
        lwi_table_cell(table, "%lld", (long long) lines[i].id);
        lwi_table_cell(table, "%s", shown);
        lwi_table_cell(table, "%s/%s", lines[i].major, lines[i].minor);
        lwi_table_cell(table, "%s", lines[i].text);
    }
    lwi_table_print(&table, stdout);
}

static int print_list(const struct search *s)
{
    struct lw_error error = {0};
    struct lwi_log_line *lines = NULL;
    size_t count = 0;
    if (lwi_log_file_list(s->dir, &s->query, &lines, &count, &error) < 0)
        return failed(s->command, &error);
    if (strcmp(s->format, "table") == 0) {
        print_table(lines, count);
    } else {
        json_t *list = json_array();
        for (size_t i = 0; i < count; i++)
            (void) json_array_append_new(list, lwi_log_line_to_json(&lines[i]));
        json_t *answer = json_pack("{s:o}", "lines", list);
        lwi_show_json(stdout, answer);
        json_decref(answer);
    }
    free(lines);
    return LWI_EXIT_OK;
}

static int print_export(struct search *s)
{
    struct lw_error error = {0};
    size_t count;
    int as_csv = strcmp(s->format, "csv") == 0;
    if (as_csv)
        (void) fputs(lwi_log_csv_head, stdout);
    do {
        struct lwi_log_line *lines = NULL;
        count = 0;
        if (lwi_log_file_list(s->dir, &s->query, &lines, &count, &error) < 0)
            return failed(s->command, &error);
        for (size_t i = 0; i < count; i++) {
            json_t *object = as_csv ? NULL : lwi_log_line_to_json(&lines[i]);
            if (as_csv)
                lwi_log_csv(stdout, &lines[i]);
            else if (json_dumpf(object, stdout, JSON_FLAGS) == 0)
                (void) fputc('\n', stdout);
            json_decref(object);
        }
        if (count > 0)
            s->query.after_id = lines[count - 1].id;
        free(lines);
    } while (count == s->query.limit);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return LWI_EXIT_OK;
    (void) lwi_error_set(&error, -EIO, "it cannot be written: %s", strerror(errno));
    return failed(s->command, &error);
}

static int run_search(int argc, char **argv, int is_list)
{
    const char *values[LWI_OPTIONS_MAX];
    struct search s = {.command = is_list ? "log list" : "log export"};
    int r =
        lwi_options_read(s.command, is_list ? list_options : export_options, argc, argv, values);
    if (r > 0) {
        (void) printf("Usage: lenswatch %s [OPTIONS]\n\n%s\nOptions:\n", s.command,
                      is_list ? "Lists what the program said of itself, newest first.\n"
                              : "Writes it to standard output, oldest first.\n");
        lwi_options_print(stdout, is_list ? list_options : export_options);
        (void) printf("\nExample:\n  lenswatch %s %s\n", s.command,
                      is_list ? "--major exception --from 2026-11-21T00:00:00Z"
                              : "--format csv >log.csv");
        return LWI_EXIT_OK;
    }
    if (r == 0)
        r = read_search(&s, values, is_list);
    if (r < 0)
        return LWI_EXIT_USAGE;
    if (is_list)
        return print_list(&s);
    lwi_note_export(s.dir, "exportLog", s.command, argc, argv);
    return print_export(&s);
}

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch log COMMAND [OPTIONS]\n\nCommands:\n"
                        "  export     write the system log as JSON lines or CSV\n"
                        "  list       list what the program said of itself, newest first\n"
                        "\n'lenswatch log COMMAND --help' says more.\n");
}

static int run(int argc, char **argv)
{
    const char *sub = argc >= 2 ? argv[1] : "";
    if (strcmp(sub, "list") == 0 || strcmp(sub, "export") == 0)
        return run_search(argc - 1, argv + 1, strcmp(sub, "list") == 0);
    return lwi_options_no_command("log", sub, print_help);
}

const struct lwi_cmd lwi_cmd_log = {"log", "what the program said of itself", run};
