/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sources: where pictures come from. A source turns a URL into packets: coded
 * video packets, or whole encoded pictures. It knows nothing about decoding,
 * restarts or time tables; camera/ decides what to do when it ends.
 *
 * One file a kind of source, a const descriptor at the end of each, one table.
 */
#ifndef LWI_SOURCE_SOURCE_H
#define LWI_SOURCE_SOURCE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

struct AVPacket;
struct AVCodecParameters;

enum lwi_packet_kind {
    LWI_PACKET_IMAGE, /* data, size: one encoded picture (JPEG, PNG, ...) */
    LWI_PACKET_VIDEO, /* av, par: one packet of a video stream */
};

/* Owned by its receiver; free with lwi_packet_free(). Nothing in it changes. */
struct lwi_packet {
    enum lwi_packet_kind kind;
    uint8_t *data;                 /* IMAGE; malloc'ed */
    size_t size;                   /* bytes of coded data, of either kind */
    struct AVPacket *av;           /* VIDEO; owned */
    struct AVCodecParameters *par; /* VIDEO; owned (parameter sets in extradata) */
    int key;                       /* can be decoded alone */
    int64_t pts_ns;                /* in the file or stream, from its start; LW_TIME_NONE */
    int64_t wall_ns;               /* when it was received, or the file's time; LW_TIME_NONE */
    char *name;                    /* path of the picture in a folder, else NULL; malloc'ed */
};

void lwi_packet_free(struct lwi_packet **packet);

/* Another packet over the same (reference-counted) coded data. 0 or -ENOMEM. */
int lwi_packet_clone(struct lwi_packet **ret_packet, const struct lwi_packet *packet);

enum lwi_transport {
    LWI_TRANSPORT_TCP = 0,
    LWI_TRANSPORT_UDP = 1,
};

struct lwi_source_settings {
    const char *url;  /* rtsp:, rtsps:, http:, https:, file path, folder, /dev/videoN; a user and
                           * password inside are used where user below is NULL */
    const char *user; /* NULL: none */
    const char *password;         /* NULL: none. Appears in no error text. */
    enum lwi_transport transport; /* RTSP only */
    int tls_verify;               /* 1: refuse certificates that do not verify */
    const char *tls_pin;          /* the public key that the certificate must have, "sha256//…";
                                    * NULL (default) or "": any */
    char *ret_tls_pin; /* where tls_verify is 0: room for LWI_PIN_SIZE (source/pin.h), written by
                        * lwi_source_open() with the one that was seen; NULL (default): none */
    int key_only;      /* 1: hand on key frames only (default) */
    const atomic_bool *all_frames; /* while it is true, key_only does not count: somebody looks
                                    * on. Borrowed; may be NULL. */
    int loop;                      /* files and folders: start again at the end */
    int realtime;                  /* files: hand packets on at the pace of their time stamps;
                                   * folders: hand on the newest picture, then wait for newer */
    double interval_s;         /* HTTP snapshot and folder: seconds from picture to picture, 0 to a
                                    * year */
    double timeout_s;          /* give up when nothing is heard for so long; over 0, at most
                                    * 3600; default 10 */
    size_t packet_bytes_max;   /* larger ones are an error; default 64 MiB */
    const atomic_bool *cancel; /* read while blocked; once true, calls return -ECANCELED soon
                                   * (within 0.3 s). Borrowed; may be NULL. */
};

void lwi_source_settings_default(struct lwi_source_settings *ret_settings);

/*
 * Once a process, at its start, before a second thread: sets up libcurl, for the
 * whole process. lwi_source_open() makes up for it when nobody called.
 */
void lwi_source_process_init(void);

struct lwi_source;

struct lwi_source_info {
    const char *name;           /* "rtsp" */
    const char *const *schemes; /* NULL-ended: "rtsp", "rtsps"; a path: "file", "folder", "v4l2" */
    const char *help;
    size_t state_size; /* zeroed bytes, owned by the framework */
    /* NULL: they are those of the kind of the same name in the module of video */
    int (*open)(void *state, const struct lwi_source_settings *, struct lw_error *reterr);
    int (*read)(void *state, struct lwi_packet **ret_packet, struct lw_error *reterr);
    void (*close)(void *state); /* of a half-opened state, too */
};

/* NULL-ended. */
extern const struct lwi_source_info *const lwi_sources[];

/*
 * Opens what settings->url names; strings are copied. Blocks up to the time-out.
 * Returns 0 or, with *reterr filled in for a person: -EINVAL (URL), -ENOENT,
 * -EACCES (wrong or missing password), -EPERM (this user may not), -ETIMEDOUT,
 * -ECONNREFUSED, -EHOSTUNREACH, -EPROTO (not what it says it is), -ENOTSUP, -ECANCELED,
 * -EIO, -ENOMEM.
 */
int lwi_source_open(struct lwi_source **ret_source, const struct lwi_source_settings *settings,
                    struct lw_error *reterr);

/*
 * The next packet; blocks until there is one. Returns 0; -ENODATA at the end of
 * a file or folder; else as above, after which only close is allowed. One
 * exception: a folder's unreadable picture is an error for that picture alone
 * (-EBADMSG) and reading may go on.
 */
int lwi_source_read(struct lwi_source *source, struct lwi_packet **ret_packet,
                    struct lw_error *reterr);

/* What opened it, e.g. "rtsp". */
const char *lwi_source_kind(const struct lwi_source *source);

void lwi_source_close(struct lwi_source **source);

#endif
