/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A fleet with made-up sources and a made-up judge: cameras that deliver what the test sets,
 * fall silent, refuse, hang; and a clock that the test moves.
 */
#ifndef TEST_FLEET_WORLD_H
#define TEST_FLEET_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "camera/fleet.h"
#include "camera/io.h"
#include "store/store.h"

/* What the cameras whose URL ends in this digit do now. */
enum mode {
    SHARP,
    BLURRED,
    DARK,    /* not assessable */
    COVERED, /* as the watch sees it, where it watches; CLEAR alone */
    FROZEN,
    BOTH,    /* covered and out of focus */
    BROKEN,  /* packets that cannot be decoded */
    TRASH,   /* a folder whose files are no pictures */
    SILENT,  /* the read blocks until the time-out */
    REFUSED, /* the open fails: wrong password */
    GONE,    /* the open fails: nobody there */
    HUNG,    /* the open blocks, and does not look at cancel either */
};

#define WORLDS 10

struct world {
    atomic_int modes[WORLDS];
    atomic_int opens[WORLDS];
    atomic_llong offset_ns; /* both clocks run ahead of the system's by so much */
    atomic_llong wall_offset_ns;
    atomic_bool release; /* of what hangs */
    atomic_bool watches; /* the watch is shown pictures, and has learnt enough */
};

struct fixture {
    char dir[64];
    struct world world;
    struct lwi_clock clock;
    struct lwi_camera_io io;
    struct lwi_store *store;
    struct lwi_fleet *fleet;
};

/* The clocks run ahead, a little at a time, until the condition is true or a (real) minute over. */
#define WAIT_FOR(f, condition, step_s)                                                             \
    do {                                                                                           \
        int slices = 0;                                                                            \
        while (!(condition)) {                                                                     \
            if (++slices > 6000)                                                                   \
                fail_msg("never: %s", #condition);                                                 \
            (void) atomic_fetch_add(&(f)->world.offset_ns,                                         \
                                    (long long) ((step_s) * (double) LWI_NS_PER_S));               \
            world_nap_ms(10);                                                                      \
        }                                                                                          \
    } while (0)

void world_open_fleet(struct fixture *f);
void world_close_fleet(struct fixture *f);
void world_add_camera(struct fixture *f, const char *name, int index);
struct lwi_camera_status world_status_of(struct fixture *f, const char *id);
size_t world_events_of(struct fixture *f, const char *camera, const char *condition, int state);
struct lwi_event world_newest_event(struct fixture *f);
int world_has_picture(struct fixture *f, int64_t id, const char *which);
void world_mode(struct fixture *f, int index, enum mode m);
int world_is_watching(struct fixture *f, const char *id);
void world_nap_ms(long ms);
int world_setup(void **state);
int world_teardown(void **state);

#endif
