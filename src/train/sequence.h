/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Measuring the watch on real sequences: the pictures of one fixed camera, in the order of
 * their names. All of them are healthy: every event is a false one. With faults injected, how
 * many are found, and called what they are.
 */
#ifndef LWI_TRAIN_SEQUENCE_H
#define LWI_TRAIN_SEQUENCE_H

#include <stdio.h>

#include "train/fault.h"
#include "train/lookout.h"

struct lwi_injection {
    const struct lwi_fault *fault;
    double strength;
};

struct lwi_sequence_settings {
    double interval_s;    /* from picture to picture, where their names tell no time */
    int jpeg_quality;     /* with which faulty pictures are coded again, 1..100; 0: they are not */
    unsigned trials;      /* of each injection in each sequence, at most */
    unsigned sensitivity; /* of every condition, 1..100; 0: the defaults */
    uint64_t seed;
    const struct lwi_injection *injections;
    size_t injection_count;
};

/* What became of one injection in one sequence. */
struct lwi_sequence_trials {
    unsigned trials;         /* of a condition that could be assessed, and had no event */
    unsigned not_assessable; /* before the fault, in the healthy pictures that it begins with (the
                              * first ones of a light), or, as the condition says, in all of it */
    unsigned found, alone;   /* events of the condition; with no other beside it */
    unsigned raised[LW_CONDITIONS_MAX]; /* trials with an event of each condition */
};

#define LWI_SEQUENCE_EVENTS_MAX 64

struct lwi_sequence_event {
    size_t condition;
    size_t picture; /* index of the one with which it began */
    char name[96];  /* of that picture */
    char reason[160];
    double score, value;
};

struct lwi_sequence_report {
    char name[96];
    size_t pictures, unread;
    double span_s;
    unsigned learnt;                        /* pictures from which events were possible */
    unsigned assessable[LW_CONDITIONS_MAX]; /* pictures in which a condition was */
    unsigned faults[LW_CONDITIONS_MAX];     /* pictures in which it was at fault */
    unsigned events[LW_CONDITIONS_MAX];
    unsigned event_count; /* of all conditions; may exceed the list's */
    struct lwi_sequence_event list[LWI_SEQUENCE_EVENTS_MAX];
    struct lwi_sequence_trials *trials; /* by injection */
};

/* Runs one folder. 0 or a negative errno with *reterr; on success the report is the caller's,
 * freed with lwi_sequence_report_done(). */
int lwi_sequence_run(struct lwi_sequence_report *ret_report, const char *folder,
                     const struct lwi_sequence_settings *settings, struct lw_error *reterr);
void lwi_sequence_report_done(struct lwi_sequence_report *report);

/* Tables for people, and JSON. */
void lwi_sequence_print(const struct lwi_sequence_report *reports, size_t count,
                        const struct lwi_sequence_settings *settings, FILE *out);
int lwi_sequence_print_json(const struct lwi_sequence_report *reports, size_t count,
                            const struct lwi_sequence_settings *settings, FILE *out);

/* The time in a picture's name, such as 2023-06-13T03_11_46 or 20151101_230938, taken as UTC:
 * ns since 1970. 0, or -EINVAL: there is none. */
int lwi_sequence_time(const char *name, int64_t *ret_ns);

#endif
