/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Many measurements in short: how many there were, and of each number the least, the sum and the
 * most. What an hour of a camera keeps for years, and what a point of a chart is made of; two of
 * them can be put together.
 */
#ifndef LWI_STORE_HOUR_H
#define LWI_STORE_HOUR_H

#include <sqlite3.h>
#include <stdint.h>

#include "lenswatch/watch.h"
#include "store/store.h"

/* As schema.sql has the numbers. */
#define LWI_UNIT_SCALE       10000.0
#define LWI_BRIGHTNESS_SCALE 10.0
#define LWI_MEASURE_SCALE    100.0
#define LWI_HOUR_NS          (INT64_C(3600) * 1000000000)
#define LWI_MEASURES_BYTES   ((size_t) LWI_MEASURES * 2)

/* Of one number, in the units of schema.sql. count 0: there is none. */
struct lwi_sum {
    int64_t count, min, sum, max;
};

struct lwi_hour {
    int64_t pictures, clear, blurry, day, night;
    struct lwi_sum blur, sharpness, brightness;
    struct lwi_sum limits[LW_CONDITIONS_MAX]; /* of the pictures that could be judged */
    size_t limit_count;                       /* 0: none are known */
    struct lwi_sum measures[LWI_MEASURES];
};

void lwi_sum_add(struct lwi_sum *sum, int64_t value);
void lwi_sum_merge(struct lwi_sum *sum, const struct lwi_sum *other);

/* The limit of a condition, of those that a measurement keeps. */
void lwi_sum_add_limit(struct lwi_sum *sum, uint8_t limit);
/* The sum of a condition, out of the limits that an hour keeps. */
void lwi_sum_merge_limits(struct lwi_sum *sum, const uint8_t *bytes, size_t size, size_t condition);

/* In the units of schema.sql; -1: none. */
int64_t lwi_measurement_unit(double value);
int64_t lwi_measurement_brightness(double value);

/* The further numbers as a measurement keeps them; 0: it has none. */
size_t lwi_measures_pack(const struct lwi_measurement *measurement,
                         uint8_t ret_bytes[LWI_MEASURES_BYTES]);
/* One of them, out of what a measurement keeps, or an hour. */
void lwi_sum_add_measure(struct lwi_sum *sum, const uint8_t *bytes, size_t size, int measure);
void lwi_sum_merge_measure(struct lwi_sum *sum, const uint8_t *bytes, size_t size, int measure);

/* Adds one measurement to the hour that it lies in, on the writer thread. */
int lwi_hour_add(sqlite3 *db, int64_t camera_key, const struct lwi_measurement *measurement,
                 struct lw_error *reterr);

#endif
