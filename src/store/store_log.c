/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table of the system log. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/rfc3339.h"
#include "store/audit_chain.h"
#include "store/logbook_row.h"

int lwi_log_lines_write(sqlite3 *db, const struct lwi_log_line *lines, size_t count,
                        struct lw_error *reterr)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < count; i++)
        r = lwi_db_run(db, reterr,
                       "insert into log (time_ns, level, major, minor, camera, text)"
                       " values (?, ?, ?, ?, ?, ?)",
                       "iitttt", lines[i].time_ns, (int64_t) lines[i].level, lines[i].major,
                       lines[i].minor, lines[i].camera, lines[i].text);
    return r;
}

void lwi_store_keep_log(struct lwi_store *store, struct lwi_logbook *book)
{
    (void) pthread_mutex_lock(&store->lock);
    store->book = book;
    (void) pthread_mutex_unlock(&store->lock);
}

int lwi_store_log_was_stopped(struct lwi_store *store)
{
    sqlite3 *db;
    int64_t stopped = 1;
    if (lwi_reader_get(store, &db, NULL) < 0)
        return 1;
    /* No row: this is the first start. */
    (void) lwi_db_integer(db, &stopped, NULL,
                          "select minor = 'stop' from log where minor in ('start', 'stop')"
                          " and major = 'information' order by id desc limit 1");
    lwi_reader_put(store, db);
    return stopped != 0;
}

#define SELECTED                                                                                   \
    "select id, time_ns, level, major, minor, camera, text from log"                               \
    " where (?1 is null or major = ?1) and (?2 is null or minor = ?2)"                             \
    " and (?3 is null or camera = ?3)"                                                             \
    " and (?4 is null or instr(lower(minor || ' ' || camera || ' ' || text), lower(?4)) > 0)"      \
    " and (?5 = 0 or time_ns >= ?5) and (?6 = 0 or time_ns <= ?6)"

static void read_line(sqlite3_stmt *statement, struct lwi_log_line *ret_line)
{
    ret_line->id = sqlite3_column_int64(statement, 0);
    ret_line->time_ns = sqlite3_column_int64(statement, 1);
    ret_line->level = sqlite3_column_int(statement, 2);
    lwi_db_text(statement, 3, ret_line->major, sizeof(ret_line->major));
    lwi_db_text(statement, 4, ret_line->minor, sizeof(ret_line->minor));
    lwi_db_text(statement, 5, ret_line->camera, sizeof(ret_line->camera));
    lwi_db_text(statement, 6, ret_line->text, sizeof(ret_line->text));
}

static int list(sqlite3 *db, const struct lwi_log_query *query, struct lwi_log_line **ret_lines,
                size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    struct lwi_log_line *lines = calloc(query->limit, sizeof(*lines));
    if (!lines)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int64_t from = query->oldest_first ? query->after_id
                   : query->before_id  ? query->before_id
                                       : INT64_MAX;
    int r = lwi_db_prepare(db, &statement, reterr,
                           query->oldest_first ? SELECTED " and id > ?7 order by id limit ?8"
                                               : SELECTED " and id < ?7 order by id desc limit ?8",
                           "ttttiiii", query->major, query->minor, query->camera, query->text,
                           query->from_ns, query->to_ns, from, (int64_t) query->limit);
    if (r < 0) {
        free(lines);
        return r;
    }
    while (count < query->limit && (r = lwi_db_step(statement, reterr)) == 1)
        read_line(statement, &lines[count++]);
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        free(lines);
        return r;
    }
    *ret_lines = lines;
    *ret_count = count;
    return 0;
}

int lwi_store_log_list(struct lwi_store *store, const struct lwi_log_query *query,
                       struct lwi_log_line **ret_lines, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list(db, query, ret_lines, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

int lwi_log_file_list(const char *dir, const struct lwi_log_query *query,
                      struct lwi_log_line **ret_lines, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_store_file_open(dir, &db, reterr);
    if (r < 0)
        return r;
    r = list(db, query, ret_lines, ret_count, reterr);
    (void) sqlite3_close(db);
    return r;
}

/* ---- as text ---- */

static const char *const levels[] = {"emergency", "alert",  "critical",    "error",
                                     "warning",   "notice", "information", "debug"};

struct json_t *lwi_log_line_to_json(const struct lwi_log_line *line)
{
    char time[LWI_RFC3339_SIZE];
    lwi_rfc3339_format(line->time_ns, time);
    json_t *text = json_string(line->text);
    return json_pack("{s:I,s:s,s:s,s:s,s:s,s:s,s:o}", "id", (json_int_t) line->id, "time", time,
                     "level", levels[line->level & 7], "major", line->major, "minor", line->minor,
                     "camera", line->camera, "text",
                     text ? text : json_string("(unreadable text)"));
}

const char lwi_log_csv_head[] = "id,time,level,major,minor,camera,text\r\n";

void lwi_log_csv(FILE *out, const struct lwi_log_line *line)
{
    char time[LWI_RFC3339_SIZE];
    lwi_rfc3339_format(line->time_ns, time);
    const char *const fields[] = {
        time, levels[line->level & 7], line->major, line->minor, line->camera, line->text};
    (void) fprintf(out, "%lld", (long long) line->id);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        (void) fputc(',', out);
        lwi_csv_field(out, fields[i]);
    }
    (void) fputs("\r\n", out);
}
