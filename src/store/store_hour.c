/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The hours of cameras: read, added to, written back. */
#include "store/hour.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "store/db.h"

/* As schema.sql has them. */
#define LIMIT_BYTES   8u
#define MEASURE_BYTES 10u /* of an hour */

static int64_t scaled(double value, double scale, double max)
{
    const double x = value > 0 ? value : 0; /* a NaN becomes 0 */
    return (int64_t) llround((x < max ? x : max) * scale);
}

int64_t lwi_measurement_unit(double value)
{
    return value < 0 ? -1 : scaled(value, LWI_UNIT_SCALE, 1);
}

int64_t lwi_measurement_brightness(double value)
{
    return scaled(value, LWI_BRIGHTNESS_SCALE, 255);
}

void lwi_sum_merge(struct lwi_sum *sum, const struct lwi_sum *other)
{
    if (other->count == 0)
        return;
    sum->min = sum->count == 0 || other->min < sum->min ? other->min : sum->min;
    sum->max = sum->count == 0 || other->max > sum->max ? other->max : sum->max;
    sum->sum += other->sum;
    sum->count += other->count;
}

void lwi_sum_add(struct lwi_sum *sum, int64_t value)
{
    lwi_sum_merge(sum, &(struct lwi_sum){1, value, value, value});
}

void lwi_sum_add_limit(struct lwi_sum *sum, uint8_t limit)
{
    const uint8_t lowest = limit & (uint8_t) ~LW_LIMIT_ELSE_UNKNOWN;
    if (lowest != LW_LIMIT_NOT_ASSESSABLE)
        lwi_sum_add(sum, lowest);
}

/* Little-endian. */
static int64_t get_bytes(const uint8_t *bytes, unsigned count)
{
    int64_t value = 0;
    for (unsigned i = 0; i < count; i++)
        value |= (int64_t) bytes[i] << 8 * i;
    return value;
}

static void put_bytes(uint8_t *bytes, unsigned count, int64_t value)
{
    for (unsigned i = 0; i < count; i++)
        bytes[i] = (uint8_t) (value >> 8 * i);
}

void lwi_sum_merge_limits(struct lwi_sum *sum, const uint8_t *bytes, size_t size, size_t condition)
{
    if (size / LIMIT_BYTES <= condition)
        return;
    const uint8_t *b = bytes + condition * LIMIT_BYTES;
    const struct lwi_sum other = {
        .count = get_bytes(b + 2, 2),
        .min = b[0],
        .max = b[1],
        .sum = get_bytes(b + 4, 4),
    };
    lwi_sum_merge(sum, &other);
}

/* Returns the size. */
static size_t pack_limits(const struct lwi_hour *hour,
                          uint8_t ret_bytes[LW_CONDITIONS_MAX * LIMIT_BYTES])
{
    for (size_t i = 0; i < hour->limit_count; i++) {
        const struct lwi_sum *s = &hour->limits[i];
        uint8_t *b = ret_bytes + i * LIMIT_BYTES;
        b[0] = (uint8_t) s->min;
        b[1] = (uint8_t) s->max;
        put_bytes(b + 2, 2, s->count);
        put_bytes(b + 4, 4, s->sum);
    }
    return hour->limit_count * LIMIT_BYTES;
}

size_t lwi_measures_pack(const struct lwi_measurement *measurement,
                         uint8_t ret_bytes[LWI_MEASURES_BYTES])
{
    if (measurement->measures[0] < 0)
        return 0;
    for (size_t i = 0; i < LWI_MEASURES; i++)
        put_bytes(ret_bytes + 2 * i, 2, scaled(measurement->measures[i], LWI_MEASURE_SCALE, 255));
    return LWI_MEASURES_BYTES;
}

void lwi_sum_add_measure(struct lwi_sum *sum, const uint8_t *bytes, size_t size, int measure)
{
    if (size / 2 > (size_t) measure)
        lwi_sum_add(sum, get_bytes(bytes + 2 * measure, 2));
}

void lwi_sum_merge_measure(struct lwi_sum *sum, const uint8_t *bytes, size_t size, int measure)
{
    if (size / MEASURE_BYTES <= (size_t) measure)
        return;
    const uint8_t *b = bytes + (size_t) measure * MEASURE_BYTES;
    const struct lwi_sum other = {
        .count = get_bytes(b, 2),
        .min = get_bytes(b + 2, 2),
        .max = get_bytes(b + 4, 2),
        .sum = get_bytes(b + 6, 4),
    };
    lwi_sum_merge(sum, &other);
}

static size_t pack_measures(const struct lwi_hour *hour,
                            uint8_t ret_bytes[LWI_MEASURES * MEASURE_BYTES])
{
    for (size_t i = 0; i < LWI_MEASURES; i++) {
        const struct lwi_sum *s = &hour->measures[i];
        uint8_t *b = ret_bytes + i * MEASURE_BYTES;
        put_bytes(b, 2, s->count);
        put_bytes(b + 2, 2, s->min);
        put_bytes(b + 4, 2, s->max);
        put_bytes(b + 6, 4, s->sum);
    }
    return hour->measures[0].count > 0 ? LWI_MEASURES * MEASURE_BYTES : 0;
}

static struct lwi_sum column_sum(sqlite3_stmt *statement, int column, int64_t count)
{
    return (struct lwi_sum){count, sqlite3_column_int64(statement, column),
                            sqlite3_column_int64(statement, column + 1),
                            sqlite3_column_int64(statement, column + 2)};
}

/* One row of table hour, from its column `pictures` on. */
static void take_row(sqlite3_stmt *statement, struct lwi_hour *ret)
{
    const int64_t judged = sqlite3_column_int64(statement, 5);
    const uint8_t *bytes = sqlite3_column_blob(statement, 15);
    const size_t size = (size_t) sqlite3_column_bytes(statement, 15);
    *ret = (struct lwi_hour){
        .pictures = sqlite3_column_int64(statement, 0),
        .clear = sqlite3_column_int64(statement, 1),
        .blurry = sqlite3_column_int64(statement, 2),
        .day = sqlite3_column_int64(statement, 3),
        .night = sqlite3_column_int64(statement, 4),
        .blur = column_sum(statement, 6, judged),
        .sharpness = column_sum(statement, 9, judged),
        .brightness = column_sum(statement, 12, sqlite3_column_int64(statement, 0)),
        .limit_count =
            size / LIMIT_BYTES < LW_CONDITIONS_MAX ? size / LIMIT_BYTES : LW_CONDITIONS_MAX,
    };
    for (size_t i = 0; i < ret->limit_count; i++)
        lwi_sum_merge_limits(&ret->limits[i], bytes, size, i);
    const uint8_t *measures = sqlite3_column_blob(statement, 16);
    for (int i = 0; i < LWI_MEASURES; i++)
        lwi_sum_merge_measure(&ret->measures[i], measures,
                              (size_t) sqlite3_column_bytes(statement, 16), i);
}

static int read_hour(sqlite3 *db, int64_t camera_key, int64_t hour, struct lwi_hour *ret,
                     struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select pictures, clear, blurry, day, night, judged, blur_min, blur_sum,"
                           " blur_max, sharpness_min, sharpness_sum, sharpness_max, brightness_min,"
                           " brightness_sum, brightness_max, limits, measures from hour"
                           " where camera_key = ? and hour = ?",
                           "ii", camera_key, hour);
    if (r < 0)
        return r;
    *ret = (struct lwi_hour){0};
    r = lwi_db_step(statement, reterr);
    if (r == 1) {
        take_row(statement, ret);
        r = 0;
    }
    (void) sqlite3_finalize(statement);
    return r;
}

static void bind_sum(sqlite3_stmt *statement, int place, const struct lwi_sum *sum)
{
    if (sum->count == 0)
        return;
    (void) sqlite3_bind_int64(statement, place, sum->min);
    (void) sqlite3_bind_int64(statement, place + 1, sum->sum);
    (void) sqlite3_bind_int64(statement, place + 2, sum->max);
}

static int write_hour(sqlite3 *db, int64_t camera_key, int64_t hour, const struct lwi_hour *h,
                      struct lw_error *reterr)
{
    uint8_t limits[LW_CONDITIONS_MAX * LIMIT_BYTES], measures[LWI_MEASURES * MEASURE_BYTES];
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "insert or replace into hour (camera_key, hour, pictures, clear, blurry,"
                           " day, night, judged, blur_min, blur_sum, blur_max, sharpness_min,"
                           " sharpness_sum, sharpness_max, brightness_min, brightness_sum,"
                           " brightness_max, limits, measures)"
                           " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           "iiiiiiii", camera_key, hour, h->pictures, h->clear, h->blurry, h->day,
                           h->night, h->sharpness.count);
    if (r < 0)
        return r;
    bind_sum(statement, 9, &h->blur);
    bind_sum(statement, 12, &h->sharpness);
    bind_sum(statement, 15, &h->brightness);
    const size_t size = pack_limits(h, limits);
    if (size > 0)
        (void) sqlite3_bind_blob(statement, 18, limits, (int) size, SQLITE_STATIC);
    const size_t measured = pack_measures(h, measures);
    if (measured > 0)
        (void) sqlite3_bind_blob(statement, 19, measures, (int) measured, SQLITE_STATIC);
    r = lwi_db_step(statement, reterr);
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_hour_add(sqlite3 *db, int64_t camera_key, const struct lwi_measurement *m,
                 struct lw_error *reterr)
{
    struct lwi_hour h;
    const int64_t hour = m->time_ns / LWI_HOUR_NS;
    int r = read_hour(db, camera_key, hour, &h, reterr);
    if (r < 0)
        return r;
    h.pictures++;
    h.clear += m->verdict == LW_VERDICT_CLEAR;
    h.blurry += m->verdict == LW_VERDICT_BLURRY;
    h.day += m->light == LW_LIGHT_DAY;
    h.night += m->light == LW_LIGHT_NIGHT;
    /* Both are known or neither is: they are two forms of one number. */
    if (m->blur_probability >= 0 && m->sharpness >= 0) {
        lwi_sum_add(&h.blur, lwi_measurement_unit(m->blur_probability));
        lwi_sum_add(&h.sharpness, lwi_measurement_unit(m->sharpness));
    }
    lwi_sum_add(&h.brightness, lwi_measurement_brightness(m->brightness));
    uint8_t measures[LWI_MEASURES_BYTES];
    const size_t measured = lwi_measures_pack(m, measures);
    for (int i = 0; i < LWI_MEASURES; i++)
        lwi_sum_add_measure(&h.measures[i], measures, measured, i);
    if (h.limit_count < m->limit_count)
        h.limit_count = m->limit_count;
    for (size_t i = 0; i < m->limit_count; i++)
        lwi_sum_add_limit(&h.limits[i], m->limits[i]);
    return write_hour(db, camera_key, hour, &h, reterr);
}
