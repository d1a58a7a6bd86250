/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The recordings of one camera: files in a folder of its own, by day. Their names say
 * what they are, so that nothing need be kept elsewhere, and the folder can be moved,
 * copied and looked into:
 *
 *     2026-11-21/101530250Z_event-17.mp4     10:15:30.250 UTC, for event 17
 *     2026-11-21/101530250Z_always.mp4.part  is being written, or was when all ended
 */
#ifndef LWI_RECORD_RECORDINGS_H
#define LWI_RECORD_RECORDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

enum lwi_recording_kind {
    LWI_RECORDING_EVENT = 0, /* around the start or the end of an event */
    LWI_RECORDING_ALWAYS,    /* continuous, or by a schedule */
    LWI_RECORDING_MANUAL,
    LWI_RECORDING_CAPTURE, /* one picture, at an interval */
    LWI_RECORDING_KINDS,
};

/* "event", "always", "manual", "capture". Static. */
const char *lwi_recording_kind_name(enum lwi_recording_kind kind);
/* -1: there is no such kind. */
int lwi_recording_kind_find(const char *name);

struct lwi_recording {
    int64_t start_ns; /* realtime, whole milliseconds; one camera has no two that start at once */
    int64_t end_ns;   /* when it was last written to */
    enum lwi_recording_kind kind;
    int64_t event_id; /* 0: none */
    uint64_t bytes;
    int is_open; /* it is still written to */
};

#define LWI_RECORDING_PATH 4096

/* The path of a recording. 0 or -ENAMETOOLONG. */
int lwi_recording_path(const char *dir, const struct lwi_recording *recording,
                       char ret_path[LWI_RECORDING_PATH]);

/* Makes the folder of its day, and those above. 0 or an errno, with *reterr. */
int lwi_recording_make_dir(const char *dir, int64_t start_ns, struct lw_error *reterr);

/* A writing is over: the file gets its final name. */
int lwi_recording_finish(const char *dir, struct lwi_recording *recording, struct lw_error *reterr);

/* Those that overlap from_ns..to_ns, oldest first; *ret_list malloc'ed. A camera without any has
 * none, which is no error. kind < 0: all. */
int lwi_recordings_list(const char *dir, int64_t from_ns, int64_t to_ns, int kind,
                        struct lwi_recording **ret_list, size_t *ret_count,
                        struct lw_error *reterr);

/* The one that starts in that millisecond. -ENOENT. */
int lwi_recordings_find(const char *dir, int64_t start_ns, struct lwi_recording *ret_recording,
                        struct lw_error *reterr);

/* -ENOENT; -EBUSY: it is still written to. */
int lwi_recordings_remove(const char *dir, int64_t start_ns, struct lw_error *reterr);

/* Ends what was being written when the program was killed: what is whole of it gets its final name.
 * None may be open. */
int lwi_recordings_recover(const char *dir, struct lw_error *reterr);

/*
 * Removes those that started before oldest_ns, and the oldest beyond bytes_max in all
 * (0: no limit) as long as may_remove. *ret_bytes: what is left. -ENOSPC: more is left than
 * bytes_max, and nothing more could go.
 */
int lwi_recordings_trim(const char *dir, int64_t oldest_ns, uint64_t bytes_max, int may_remove,
                        uint64_t *ret_bytes, struct lw_error *reterr);

/* All of them, and the folder. For a camera that was removed. */
int lwi_recordings_remove_all(const char *dir, struct lw_error *reterr);

#endif
