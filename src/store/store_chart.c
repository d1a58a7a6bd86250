/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Measurements as a chart wants them: no more points than it can draw, each with the least, the
 * mean and the most of what lies in it. Rows are read once, in their order, and put together here
 * and not by SQL, which would sort them first. A long time is read from the hours.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "store/hour.h"
#include "store/internal.h"

#define LIST_MAX 200000
/* Beyond, the hours are read: a picture each 5 s makes 242,000 rows of this time. */
#define ROWS_NS (14 * 24 * LWI_HOUR_NS)

struct range {
    int64_t key, first_ns, last_ns; /* of what is there */
    int by_hours, is_empty;
};

static int64_t column_or(sqlite3_stmt *statement, int column, int64_t otherwise)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? otherwise
               : sqlite3_column_int64(statement, column);
}

static int64_t hour_of(int64_t time_ns)
{
    return time_ns / LWI_HOUR_NS - (time_ns % LWI_HOUR_NS < 0);
}

static int find_range(sqlite3 *db, const char *camera_id, int64_t from_ns, int64_t to_ns,
                      struct range *ret, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(
        db, &statement, reterr,
        "select key,"
        " (select min(time_ns) from measurement where camera_key = key and time_ns >= ?2),"
        " (select max(time_ns) from measurement where camera_key = key and time_ns <= ?3),"
        " (select min(hour) from hour where camera_key = key and hour >= ?4),"
        " (select max(hour) from hour where camera_key = key and hour <= ?5)"
        " from camera where id = ?1",
        "tiiii", camera_id, from_ns, to_ns, hour_of(from_ns), hour_of(to_ns));
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", camera_id);
    if (r == 1) {
        const int64_t first = column_or(statement, 1, INT64_MAX);
        const int64_t last = column_or(statement, 2, INT64_MIN);
        const int64_t first_hour = column_or(statement, 3, INT64_MAX);
        const int64_t last_hour = column_or(statement, 4, INT64_MIN);
        const int by_hours =
            first_hour <= last_hour && last_hour - first_hour > ROWS_NS / LWI_HOUR_NS;
        ret->key = sqlite3_column_int64(statement, 0);
        ret->by_hours = by_hours;
        ret->first_ns = by_hours ? first_hour * LWI_HOUR_NS : first;
        ret->last_ns = by_hours ? last_hour * LWI_HOUR_NS + LWI_HOUR_NS - 1 : last;
        ret->is_empty = ret->first_ns > ret->last_ns;
        r = 0;
    }
    (void) sqlite3_finalize(statement);
    return r;
}

struct order {
    long condition;
    int measure;
    size_t room;
    int64_t width_ns; /* of a group; 1: each row is one */
};

/* What is gathered for one point. */
struct group {
    int64_t first_ns, last_ns;
    struct lwi_hour sum;
    struct lwi_sum limit, measure;
};

static struct lwi_span span_of(const struct lwi_sum *sum, double scale)
{
    if (sum->count == 0)
        return (struct lwi_span){-1, -1, -1};
    return (struct lwi_span){(double) sum->min / scale,
                             (double) sum->sum / (double) sum->count / scale,
                             (double) sum->max / scale};
}

/* The worst verdict of all, and the light of most. */
static struct lwi_chart_point point_of(const struct group *g)
{
    const struct lwi_hour *h = &g->sum;
    return (struct lwi_chart_point){
        .time_ns = g->first_ns + (g->last_ns - g->first_ns) / 2,
        .pictures = h->pictures,
        .verdict = h->blurry > 0            ? LW_VERDICT_BLURRY
                   : h->clear < h->pictures ? LW_VERDICT_NOT_ASSESSABLE
                                            : LW_VERDICT_CLEAR,
        .light = 2 * h->night > h->pictures ? LW_LIGHT_NIGHT
                 : 2 * h->day > h->pictures ? LW_LIGHT_DAY
                                            : LW_LIGHT_UNKNOWN,
        .blur_probability = span_of(&h->blur, LWI_UNIT_SCALE),
        .sharpness = span_of(&h->sharpness, LWI_UNIT_SCALE),
        .brightness = span_of(&h->brightness, LWI_BRIGHTNESS_SCALE),
        .limit = span_of(&g->limit, 1),
        .measure = span_of(&g->measure, LWI_MEASURE_SCALE),
    };
}

static void add_value(struct lwi_sum *sum, sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) != SQLITE_NULL)
        lwi_sum_add(sum, sqlite3_column_int64(statement, column));
}

/* A row of measurement, as rows_sql gives it. */
static void add_row(struct group *g, sqlite3_stmt *statement, const struct order *order)
{
    const int verdict = sqlite3_column_int(statement, 1);
    const int light = sqlite3_column_int(statement, 5);
    g->sum.pictures++;
    g->sum.clear += verdict == LW_VERDICT_CLEAR;
    g->sum.blurry += verdict == LW_VERDICT_BLURRY;
    g->sum.day += light == LW_LIGHT_DAY;
    g->sum.night += light == LW_LIGHT_NIGHT;
    add_value(&g->sum.blur, statement, 2);
    add_value(&g->sum.sharpness, statement, 3);
    add_value(&g->sum.brightness, statement, 4);
    if (order->measure >= 0)
        lwi_sum_add_measure(&g->measure, sqlite3_column_blob(statement, 7),
                            (size_t) sqlite3_column_bytes(statement, 7), order->measure);
    const uint8_t *limits = order->condition < 0 ? NULL : sqlite3_column_blob(statement, 6);
    if (limits && sqlite3_column_bytes(statement, 6) > order->condition)
        lwi_sum_add_limit(&g->limit, limits[order->condition]);
}

static void merge_columns(struct lwi_sum *sum, sqlite3_stmt *statement, int column, int64_t count)
{
    lwi_sum_merge(sum, &(struct lwi_sum){count, sqlite3_column_int64(statement, column),
                                         sqlite3_column_int64(statement, column + 1),
                                         sqlite3_column_int64(statement, column + 2)});
}

/* A row of hour, as hours_sql gives it. */
static void add_hour(struct group *g, sqlite3_stmt *statement, const struct order *order)
{
    const int64_t pictures = sqlite3_column_int64(statement, 1);
    const int64_t judged = sqlite3_column_int64(statement, 6);
    g->sum.pictures += pictures;
    g->sum.clear += sqlite3_column_int64(statement, 2);
    g->sum.blurry += sqlite3_column_int64(statement, 3);
    g->sum.day += sqlite3_column_int64(statement, 4);
    g->sum.night += sqlite3_column_int64(statement, 5);
    merge_columns(&g->sum.blur, statement, 7, judged);
    merge_columns(&g->sum.sharpness, statement, 10, judged);
    merge_columns(&g->sum.brightness, statement, 13, pictures);
    if (order->measure >= 0)
        lwi_sum_merge_measure(&g->measure, sqlite3_column_blob(statement, 17),
                              (size_t) sqlite3_column_bytes(statement, 17), order->measure);
    if (order->condition >= 0)
        lwi_sum_merge_limits(&g->limit, sqlite3_column_blob(statement, 16),
                             (size_t) sqlite3_column_bytes(statement, 16),
                             (size_t) order->condition);
}

static const char rows_sql[] = "select time_ns, verdict, blur_probability, sharpness, brightness,"
                               " light, limits, measures from measurement"
                               " where camera_key = ? and time_ns between ? and ? order by time_ns";
static const char hours_sql[] =
    "select hour * 3600000000000, pictures, clear, blurry, day, night, judged, blur_min, blur_sum,"
    " blur_max, sharpness_min, sharpness_sum, sharpness_max, brightness_min, brightness_sum,"
    " brightness_max, limits, measures from hour where camera_key = ?"
    " and hour between ? / 3600000000000 and ? / 3600000000000 order by hour";

static int count_rows(sqlite3 *db, const struct range *range, int64_t *ret_count,
                      struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           range->by_hours
                               ? "select count(*) from hour where camera_key = ? and hour between"
                                 " ? / 3600000000000 and ? / 3600000000000"
                               : "select count(*) from measurement where camera_key = ?"
                                 " and time_ns between ? and ?",
                           "iii", range->key, range->first_ns, range->last_ns);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 1)
        *ret_count = sqlite3_column_int64(statement, 0);
    (void) sqlite3_finalize(statement);
    return r < 0 ? r : 0;
}

static int list_points(sqlite3 *db, const struct range *range, const struct order *order,
                       struct lwi_chart_point *points, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr, range->by_hours ? hours_sql : rows_sql, "iii",
                           range->key, range->first_ns, range->last_ns);
    if (r < 0)
        return r;
    struct group g = {0};
    int64_t number = -1;
    size_t count = 0;
    /* Rows that come meanwhile are left out: what is read is bounded. */
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        const int64_t time_ns = sqlite3_column_int64(statement, 0);
        const int64_t at = (time_ns - range->first_ns) / order->width_ns;
        if (at != number) {
            if (number >= 0)
                points[count++] = point_of(&g);
            number = at;
            g = (struct group){.first_ns = time_ns};
            if (count == order->room)
                break;
        }
        g.last_ns = time_ns + (range->by_hours ? LWI_HOUR_NS - 1 : 0);
        if (range->by_hours)
            add_hour(&g, statement, order);
        else
            add_row(&g, statement, order);
    }
    (void) sqlite3_finalize(statement);
    if (r < 0)
        return r;
    if (number >= 0 && count < order->room)
        points[count++] = point_of(&g);
    *ret_count = count;
    return 0;
}

static int read_chart(sqlite3 *db, const struct range *range, const struct lwi_chart_query *query,
                      size_t limit, struct lwi_chart_point **ret_points, size_t *ret_count,
                      struct lw_error *reterr)
{
    int64_t rows = 0;
    int r = range->is_empty ? 0 : count_rows(db, range, &rows, reterr);
    if (r < 0)
        return r;
    const uint64_t span = (uint64_t) range->last_ns - (uint64_t) range->first_ns;
    const struct order order = {
        .condition = query->condition,
        .measure = query->measure,
        .room = (uint64_t) rows < limit ? (size_t) rows : limit,
        .width_ns = (uint64_t) rows <= limit ? 1 : (int64_t) (span / limit + 1),
    };
    struct lwi_chart_point *points = calloc(order.room + 1, sizeof(*points));
    if (!points)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    size_t count = 0;
    r = order.room > 0 ? list_points(db, range, &order, points, &count, reterr) : 0;
    if (r < 0) {
        free(points);
        return r;
    }
    *ret_points = points;
    *ret_count = count;
    return 0;
}

int lwi_store_chart(struct lwi_store *store, const struct lwi_chart_query *query,
                    struct lwi_chart_point **ret_points, size_t *ret_count, struct lw_error *reterr)
{
    const size_t limit = query->limit < 1 ? 1 : query->limit > LIST_MAX ? LIST_MAX : query->limit;
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    struct range range = {0};
    r = find_range(db, query->camera_id, query->from_ns,
                   query->to_ns > 0 ? query->to_ns : INT64_MAX, &range, reterr);
    if (r == 0)
        r = read_chart(db, &range, query, limit, ret_points, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}
