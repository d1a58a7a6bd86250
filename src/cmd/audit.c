/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * lenswatch audit: who did what, read from the database itself. That works beside the
 * daemon and without one, and for whoever may read the data folder.
 */
#include <errno.h>
#include <stdio.h>
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
#include "store/audit.h"

#define PAGE       500
#define LIMIT      100
#define LIMIT_MAX  1000
#define JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(15))

enum {
    OPTION_DATA,
    OPTION_FROM,
    OPTION_TO,
    OPTION_USER,
    OPTION_KIND,
    OPTION_RESULT,
    OPTION_CAMERA,
    OPTION_TEXT,
    OPTION_FORMAT,
    OPTION_BEFORE, /* list only */
    OPTION_LIMIT,
};

#define SEARCH                                                                                     \
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},                    \
        {"from", "TIME", "only from then on, such as 2026-11-21T10:00:00Z"},                       \
        {"to", "TIME", "only up to then"}, {"user", "NAME", "only what this user did"},            \
        {"kind", "KIND", "login, logout, lock, change, export, deletion or system"},               \
        {"result", "RESULT", "success, refused, failed or interrupted"},                           \
        {"camera", "ID", "only what was done to this camera"},                                     \
    {                                                                                              \
        "text", "TEXT", "only records in which this stands"                                        \
    }

static const struct lwi_option list_options[] = {
    SEARCH,
    {"format", "table|json", "how records are printed; default: table"},
    {"before", "NUMBER", "only records below it: the next page"},
    {"limit", "NUMBER", "at most so many; default: 100"},
    {NULL, NULL, NULL},
};

static const struct lwi_option export_options[] = {
    SEARCH,
    {"format", "jsonl|csv", "default: jsonl"},
    {NULL, NULL, NULL},
};

enum {
    VERIFY_DATA,
    VERIFY_HEAD,
    VERIFY_FORMAT,
};

static const struct lwi_option verify_options[] = {
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},
    {"head", "NUMBER:HASH", "a record that was noted elsewhere must be there"},
    {"format", "text|json", "how it is printed; default: text"},
    {NULL, NULL, NULL},
};

struct search {
    const char *command; /* "audit list" */
    const char *dir;
    char standard[4096];
    struct lwi_audit_query query;
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

static int find_dir(const char *command, const char *given, char *standard, size_t size,
                    const char **ret_dir)
{
    if (!given && lwi_data_dir_default(standard, size) < 0)
        return wrong(command, "data", "say where the data is");
    *ret_dir = given ? given : standard;
    return 0;
}

static int is_one_of(const char *value, const char *const *names)
{
    while (*names && strcmp(*names, value) != 0)
        names++;
    return *names != NULL;
}

static int read_number(const struct search *s, const char *name, const char *value, int64_t max,
                       int64_t *ret_number)
{
    if (value && lwi_parse_int(value, 1, max, ret_number) < 0)
        return wrong(s->command, name, "it is a number from 1 on");
    return 0;
}

static int read_search(struct search *s, const char *const *values, int is_list)
{
    static const char *const kinds[] = {"login",  "logout",   "lock",   "change",
                                        "export", "deletion", "system", NULL};
    static const char *const results[] = {"success", "refused", "failed", "interrupted", NULL};
    struct lwi_audit_query *q = &s->query;
    int64_t limit = is_list ? LIMIT : PAGE;
    *q = (struct lwi_audit_query){
        .user = values[OPTION_USER],
        .kind = values[OPTION_KIND],
        .result = values[OPTION_RESULT],
        .camera = values[OPTION_CAMERA],
        .text = values[OPTION_TEXT],
        .oldest_first = !is_list,
    };
    if (values[OPTION_FROM] && lwi_rfc3339_parse(values[OPTION_FROM], &q->from_ns) < 0)
        return wrong(s->command, "from", "it is a time such as 2026-11-21T10:00:00Z");
    if (values[OPTION_TO] && lwi_rfc3339_parse(values[OPTION_TO], &q->to_ns) < 0)
        return wrong(s->command, "to", "it is a time such as 2026-11-21T10:00:00Z");
    if (q->kind && !is_one_of(q->kind, kinds))
        return wrong(s->command, "kind", "there is no such kind");
    if (q->result && !is_one_of(q->result, results))
        return wrong(s->command, "result", "there is no such result");
    int r = is_list ? read_number(s, "limit", values[OPTION_LIMIT], LIMIT_MAX, &limit) : 0;
    if (r == 0 && is_list)
        r = read_number(s, "before", values[OPTION_BEFORE], INT64_MAX, &q->before_seq);
    q->limit = (size_t) limit;
    const char *first = is_list ? "table" : "jsonl", *second = is_list ? "json" : "csv";
    s->format = values[OPTION_FORMAT] ? values[OPTION_FORMAT] : first;
    if (r == 0 && strcmp(s->format, first) != 0 && strcmp(s->format, second) != 0)
        r = wrong(s->command, "format", "there is no such format");
    return r < 0 ? r
                 : find_dir(s->command, values[OPTION_DATA], s->standard, sizeof(s->standard),
                            &s->dir);
}

/* ---- list ---- */

static void print_table(const struct lwi_audit_record *records, size_t count)
{
    struct lwi_table *table = lwi_table_headed("NUMBER", "TIME", "USER", "FROM", "WHAT", "TARGET",
                                               "RESULT", "CHANGES", NULL);
    for (size_t i = 0; i < count; i++) {
        const struct lwi_audit_record *r = &records[i];
        char time[LWI_RFC3339_SIZE], shown[64];
        lwi_rfc3339_format(r->time_ns, time);
        json_t *text = json_string(time);
        lwi_show_time(text, shown, sizeof(shown));
        json_decref(text);
        lwi_table_cell(table, "%lld", (long long) r->seq);
        lwi_table_cell(table, "%s", shown);
        lwi_table_cell(table, "%s%s%s%s", r->user[0] ? r->user : "-", r->via[0] ? " (" : "", r->via,
                       r->via[0] ? ")" : "");
        lwi_table_cell(table, "%s", r->address[0] ? r->address : "-");
        lwi_table_cell(table, "%s", r->operation);
        lwi_table_cell(table, "%s", r->target);
        lwi_table_cell(table, r->status ? "%s %d" : "%s", r->result, r->status);
        lwi_table_cell(table, "%.80s", r->changes && r->changes[0] ? r->changes : r->text);
    }
    lwi_table_print(&table, stdout);
}

static int print_list(const struct search *s)
{
    struct lw_error error = {0};
    struct lwi_audit_record *records = NULL;
    size_t count = 0;
    if (lwi_audit_file_list(s->dir, &s->query, &records, &count, &error) < 0)
        return failed(s->command, &error);
    if (strcmp(s->format, "table") == 0) {
        print_table(records, count);
    } else {
        json_t *list = json_array();
        for (size_t i = 0; i < count; i++)
            (void) json_array_append_new(list, lwi_audit_to_json(&records[i]));
        json_t *answer = json_pack("{s:o}", "records", list);
        lwi_show_json(stdout, answer);
        json_decref(answer);
    }
    lwi_audit_list_free(records, count);
    return LWI_EXIT_OK;
}

/* ---- export ---- */

static int print_export(struct search *s)
{
    struct lw_error error = {0};
    size_t count;
    int as_csv = strcmp(s->format, "csv") == 0;
    if (as_csv)
        (void) fputs(lwi_audit_csv_head, stdout);
    do {
        struct lwi_audit_record *records = NULL;
        count = 0;
        if (lwi_audit_file_list(s->dir, &s->query, &records, &count, &error) < 0)
            return failed(s->command, &error);
        for (size_t i = 0; i < count; i++) {
            if (as_csv) {
                lwi_audit_csv(stdout, &records[i]);
                continue;
            }
            json_t *object = lwi_audit_to_json(&records[i]);
            (void) json_dumpf(object, stdout, JSON_FLAGS);
            (void) fputc('\n', stdout);
            json_decref(object);
        }
        if (count > 0)
            s->query.after_seq = records[count - 1].seq;
        lwi_audit_list_free(records, count);
    } while (count == s->query.limit);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        (void) lwi_error_set(&error, -EIO, "it cannot be written: %s", strerror(errno));
        return failed(s->command, &error);
    }
    return LWI_EXIT_OK;
}

static int run_search(int argc, char **argv, int is_list)
{
    const char *values[LWI_OPTIONS_MAX];
    struct search s = {.command = is_list ? "audit list" : "audit export"};
    const struct lwi_option *options = is_list ? list_options : export_options;
    int r = lwi_options_read(s.command, options, argc, argv, values);
    if (r > 0) {
        (void) printf("Usage: lenswatch %s [OPTIONS]\n\n%s\nOptions:\n", s.command,
                      is_list ? "Lists who did what, newest first.\n"
                              : "Writes who did what to standard output, oldest first. JSON lines\n"
                                "have all that is needed to check the chain of hashes.\n");
        lwi_options_print(stdout, options);
        (void) printf("\nExample:\n  lenswatch %s --data /var/lib/lenswatch %s\n", s.command,
                      is_list ? "--user ada" : "--format csv >audit.csv");
        return LWI_EXIT_OK;
    }
    if (r == 0)
        r = read_search(&s, values, is_list);
    if (r < 0)
        return LWI_EXIT_USAGE;
    if (is_list)
        return print_list(&s);
    lwi_note_export(s.dir, "exportAudit", s.command, argc, argv);
    return print_export(&s);
}

/* ---- verify ---- */

static int read_head(const char *text, int64_t *ret_seq, const char **ret_hash)
{
    char number[24];
    const char *colon = text ? strchr(text, ':') : NULL;
    *ret_seq = 0;
    *ret_hash = "";
    if (!text)
        return 0;
    if (!colon || colon - text >= (int) sizeof(number) ||
        strspn(colon + 1, "0123456789abcdef") != 64 || strlen(colon + 1) != 64)
        return -EINVAL;
    (void) snprintf(number, sizeof(number), "%.*s", (int) (colon - text), text);
    *ret_hash = colon + 1;
    return lwi_parse_int(number, 1, INT64_MAX, ret_seq);
}

static void print_verdict(const struct lwi_audit_verdict *v)
{
    if (v->broken_seq)
        (void) printf("The audit log is broken at record %lld: %s.\n", (long long) v->broken_seq,
                      v->reason);
    else if (v->records == 0)
        (void) printf("The audit log is empty.\n");
    else
        (void) printf("The audit log is whole: %lld records, %lld to %lld.\nHead: %lld:%s\n",
                      (long long) v->records, (long long) v->first_seq, (long long) v->last_seq,
                      (long long) v->last_seq, v->head);
    if (v->anchor_seq)
        (void) printf("Records up to %lld were removed, being too old or too many.\n",
                      (long long) v->anchor_seq);
    if (v->clock_backwards)
        (void) printf("The clock of the host went back %lld times.\n",
                      (long long) v->clock_backwards);
}

static int run_verify(int argc, char **argv)
{
    static const char command[] = "audit verify";
    const char *values[LWI_OPTIONS_MAX], *dir, *hash;
    char standard[4096];
    int64_t seq;
    struct lw_error error = {0};
    struct lwi_audit_verdict verdict;
    int r = lwi_options_read(command, verify_options, argc, argv, values);
    if (r > 0) {
        (void) printf("Usage: lenswatch %s [OPTIONS]\n\n"
                      "Checks the chain of hashes of the audit log, and names the first record\n"
                      "that is wrong or missing. That its newest records were removed is seen for\n"
                      "certain only by --head; the daemon's log has a head every hour.\n"
                      "Exit status 0: it is whole; 1: it is broken; 2: it could not be read; 64:\n"
                      "wrong usage.\n\nOptions:\n",
                      command);
        lwi_options_print(stdout, verify_options);
        (void) printf("\nExample:\n  lenswatch %s --data /var/lib/lenswatch\n", command);
        return LWI_EXIT_OK;
    }
    const char *format = r == 0 && values[VERIFY_FORMAT] ? values[VERIFY_FORMAT] : "text";
    if (r == 0 && strcmp(format, "text") != 0 && strcmp(format, "json") != 0)
        r = wrong(command, "format", "there is no such format");
    if (r == 0 && read_head(values[VERIFY_HEAD], &seq, &hash) < 0)
        r = wrong(command, "head", "it is a number, a colon, and a hash of 64 digits");
    if (r == 0)
        r = find_dir(command, values[VERIFY_DATA], standard, sizeof(standard), &dir);
    if (r < 0)
        return LWI_EXIT_USAGE;
    if (lwi_audit_file_verify(dir, seq, hash, &verdict, &error) < 0)
        return failed(command, &error);
    if (strcmp(format, "json") == 0) {
        json_t *object = lwi_audit_verdict_to_json(&verdict);
        lwi_show_json(stdout, object);
        json_decref(object);
    } else {
        print_verdict(&verdict);
    }
    return verdict.broken_seq ? LWI_EXIT_BLURRY : LWI_EXIT_OK;
}

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch audit COMMAND [OPTIONS]\n\nCommands:\n"
                        "  export     write who did what as JSON lines or CSV\n"
                        "  list       list who did what, newest first\n"
                        "  verify     check that no record was changed or taken out\n"
                        "\n'lenswatch audit COMMAND --help' says more.\n");
}

static int run(int argc, char **argv)
{
    const char *sub = argc >= 2 ? argv[1] : "";
    if (strcmp(sub, "list") == 0 || strcmp(sub, "export") == 0)
        return run_search(argc - 1, argv + 1, strcmp(sub, "list") == 0);
    if (strcmp(sub, "verify") == 0)
        return run_verify(argc - 1, argv + 1);
    return lwi_options_no_command("audit", sub, print_help);
}

const struct lwi_cmd lwi_cmd_audit = {"audit", "who did what", run};
