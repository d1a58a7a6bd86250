/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Actions: what an event sets off. A kind ("email", "command", ...) is one file
 * here and one line in table.c. An action is a kind with settings and an id; the
 * user makes as many of a kind as there are peers. What sends them, when, in
 * which order and how often is in the sender: a kind only knows how to do one
 * job once, and to say what the peer answered.
 */
#ifndef LWI_ACTION_ACTION_H
#define LWI_ACTION_ACTION_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

struct json_t;
struct lwi_action_run;
struct lwi_log;

/* What a text setting may have at most, unless its row says less. */
#define LWI_ACTION_TEXT_MAX 4096
/* Elements of a list at most. */
#define LWI_ACTION_LIST_MAX 100
/* What is kept of a peer's answer. */
#define LWI_ACTION_ANSWER_MAX 1024

enum lwi_action_phase {
    LWI_ACTION_START = 0,
    LWI_ACTION_REFRESH,
    LWI_ACTION_END,
};

/* "start", "refresh", "end". */
const char *lwi_action_phase_name(enum lwi_action_phase phase);

/* ---- settings ---- */

enum lwi_action_type {
    LWI_ACTION_TEXT = 0,
    LWI_ACTION_SECRET, /* text that goes in, and never out; sealed in the store */
    LWI_ACTION_BOOL,
    LWI_ACTION_CHOICE,
    LWI_ACTION_INTEGER,
    LWI_ACTION_NUMBER,
    LWI_ACTION_LIST, /* of text */
};

enum {
    LWI_ACTION_REQUIRED = 1, /* must be given, and not be empty */
    LWI_ACTION_LINES = 2,    /* line breaks may be in the text: a template, a key */
};

struct lwi_action_option {
    const char *name; /* NULL ends the rows */
    const char *help; /* one sentence, with the unit */
    enum lwi_action_type type;
    unsigned flags;
    const char *standard;       /* default of a text or choice; NULL: "" or the first choice */
    double number;              /* default of a number; 0 or 1 of a bool */
    double min, max;            /* range of a number; max also: bytes of a text; 0: TEXT_MAX */
    const char *const *choices; /* NULL-ended */
};

/* ---- one job ---- */

struct lwi_action_picture {
    const char *which; /* "start", "reference", "end" or "now" */
    int64_t time_ns;   /* realtime; 0: not known */
    const uint8_t *jpeg;
    size_t size;
};

/*
 * One thing to do for one step of one event. Borrowed by run() and unchanging.
 * The same job may be run again after a failure, also after a restart, with the
 * same key: a peer that knows keys does it once.
 */
struct lwi_action_job {
    const char *key; /* idempotency key: [0-9a-f]{32} */
    enum lwi_action_phase phase;
    int is_test;           /* set off by hand: the document says so, too; nothing is wrong */
    int attempt;           /* 1: the first */
    int64_t event_id;      /* the same from start to end: what belongs together; 0 with is_test */
    const char *condition; /* "defocus", ... */
    const char *camera_id, *camera_name;
    const char *camera_address; /* host of its URL; "" for a file or device */
    const char *time_zone;      /* IANA name, for what people read: "Europe/Berlin" */
    int64_t time_ns;            /* realtime: of this step; start: when the fault began */
    int64_t due_ns;             /* realtime: when it was to be done; 0: now */
    int64_t started_ns;         /* of the event */
    int64_t ended_ns;           /* 0: it goes on */
    int64_t others;             /* events that this action was told of, and that still go on */
    /*
     * Everything that a template needs, an object. All times are RFC 3339 in UTC:
     * { "key", "phase": "start|refresh|end", "test": bool, "time",
     *   "event": {"id", "condition", "started", "confirmed", "refreshed", "ended": null|time,
     *             "score", "reason", "end_reason", "severity": "info|warning|critical",
     *             "acknowledged": bool},
     *   "camera": {"id", "name", "address"}, "time_zone",
     *   "storm": [ {"id","condition","started","camera":{"id","name","address"}}, ... ] }
     * "storm" is there only when events of several cameras were folded into this one message, and
     * lists all of them; the first is the event above.
     */
    const struct json_t *document;
    const struct lwi_action_picture *pictures; /* those that are kept; the newest last */
    size_t picture_count;
};

/* What one run may use. */
struct lwi_action_run {
    const atomic_int *cancel; /* not 0: return soon, with -ECANCELED */
    int64_t deadline_ns;      /* monotonic: return before it, with -ETIMEDOUT */
    /* For the user: what the peer answered ("250 2.0.0 Ok: queued as ..."), or what was found. No
     * secrets. Written by the kind, also when it fails; the error is apart from it. */
    char answer[LWI_ACTION_ANSWER_MAX];
    /* A picture of the camera as it is now: 0, *ret_jpeg malloc'ed; or -ENOENT, -EAGAIN: there is
     * none. NULL: none can be taken. For several at an interval, call it several times with
     * lwi_action_pause() between. */
    int (*look)(void *cookie, const char *camera_id, uint8_t **ret_jpeg, size_t *ret_size,
                int64_t *ret_time_ns);
    /* Does something at a camera by its driver: "output on 1", "output off 1", "focus auto",
     * "focus sweep"; "record 60" (seconds; 0: no longer). The answer, cancel and deadline are
     * run's; returns as run() below. NULL: it cannot. */
    int (*drive)(void *cookie, const char *camera_id, const char *command,
                 struct lwi_action_run *run, struct lw_error *reterr);
    /* Keeps a picture among the recordings of a camera, once however often it is said. -ENOENT:
     * there is no such camera any longer. NULL: there are none. */
    int (*keep)(void *cookie, const char *camera_id, int64_t time_ns, int64_t event_id,
                const uint8_t *jpeg, size_t size, struct lw_error *reterr);
    void *cookie; /* of all three */
    void *state;  /* of the kind's open(); NULL: it has none, or the action is disabled */
};

/* What a kind may ask at any time from open() to close(), on any thread. */
struct lwi_action_host {
    const struct lwi_log *log;
    /* As above; may be NULL. */
    int (*look)(void *cookie, const char *camera_id, uint8_t **ret_jpeg, size_t *ret_size,
                int64_t *ret_time_ns);
    int (*drive)(void *cookie, const char *camera_id, const char *command,
                 struct lwi_action_run *run, struct lw_error *reterr);
    /*
     * What is known of every camera now, a new array; NULL: nothing is. May be NULL itself.
     * {"id", "name", "state": "watching|lost|...", "verdict": "CLEAR|...", "sharpness": 0..1|null,
     *  "conditions": {"defocus": {"state": "ok|fault|not assessable", "event": id or 0}, ...}}
     * Conditions that are not watched are left out.
     */
    struct json_t *(*cameras)(void *cookie);
    void *cookie; /* of all */
};

/* Sleeps, but not beyond the deadline: 0, -ECANCELED or -ETIMEDOUT. */
int lwi_action_pause(const struct lwi_action_run *run, double seconds);

/* Milliseconds that are left, at least 1; 0: none, or cancelled. */
long lwi_action_left_ms(const struct lwi_action_run *run);

/* For libcurl: an easy handle that ends at the deadline and soon after being cancelled, speaks
 * only `protocols` ("smtp,smtps"), follows no redirect, raises no signal, and reads neither
 * .netrc nor the environment's proxy. The kind sets the rest, and cleans it up. */
int lwi_action_curl(void **ret_curl, const struct lwi_action_run *run, const char *protocols,
                    struct lw_error *reterr);

/* ---- kinds ---- */

struct lwi_action_kind {
    const char *name; /* "email" */
    const char *help; /* one sentence */
    const struct lwi_action_option *options;
    /* What a run may take at most; the deadline is set from it. */
    int limit_s;
    /*
     * Whether the settings, which fit the rows, also fit together; touches neither
     * network nor file. NULL: nothing more to check. 0 or -EINVAL ("name: why").
     */
    int (*validate)(const struct json_t *settings, struct lw_error *reterr);
    /*
     * Does the job once; may block until the deadline. `settings` fits the rows and
     * has every one of them, secrets in the clear. Several threads may run the same
     * kind at once, but never the same action: what one action was told is done in
     * order. Returns
     *   0: the peer has taken it;
     *   -EINVAL: this peer will never take this job: it is not tried again;
     *   any other negative errno: it is tried again later, until it expires.
     * The error says what went wrong, and what to do about it.
     */
    int (*run)(const struct json_t *settings, const struct lwi_action_job *job,
               struct lwi_action_run *run, struct lw_error *reterr);
    /*
     * What lives as long as the action is set up and enabled: a connection that is kept for its
     * last will, a relay that is held. open() waits for no peer; id, settings and host stay as they
     * are until close(), which takes a second at most. Both NULL: there is nothing of the kind.
     */
    int (*open)(void **ret_state, const char *id, const struct json_t *settings,
                const struct lwi_action_host *host, struct lw_error *reterr);
    void (*close)(void *state);
};

/* All kinds, NULL-ended. */
extern const struct lwi_action_kind *const lwi_action_kinds[];

/* NULL: none of that name. */
const struct lwi_action_kind *lwi_action_kind_find(const char *name);

/*
 * Fits `given` (an object; members that are no option are refused) to the rows of
 * the kind: every option is there afterwards, missing ones with what `base` has
 * (may be NULL) or their default. A new object, secrets inside.
 * -EINVAL: "name: why".
 */
int lwi_action_settings(const struct lwi_action_kind *kind, const struct json_t *base,
                        const struct json_t *given, struct json_t **ret_settings,
                        struct lw_error *reterr);

/* For showing: a copy in which every secret is true (there is one) or false. NULL: no memory. */
struct json_t *lwi_action_settings_shown(const struct lwi_action_kind *kind,
                                         const struct json_t *settings);

/* Takes the secrets out of what a peer said, for some say back what they were sent. */
void lwi_action_settings_hide(const struct lwi_action_kind *kind, const struct json_t *settings,
                              char *text);

/* JSON schema of the settings. NULL: no memory. */
struct json_t *lwi_action_settings_schema(const struct lwi_action_kind *kind);

/* Members of settings, which lwi_action_settings() made: they are there and of that type. Borrowed.
 */
const char *lwi_action_text(const struct json_t *settings, const char *name);
double lwi_action_number(const struct json_t *settings, const char *name);
int lwi_action_bool(const struct json_t *settings, const char *name);
size_t lwi_action_list(const struct json_t *settings, const char *name);
const char *lwi_action_element(const struct json_t *settings, const char *name, size_t index);

#endif
