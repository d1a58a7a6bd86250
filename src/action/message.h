/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a person or a peer reads of a job: its one-line subject, its text, the
 * values that a template may name, templates, names that are safe in a path, and
 * texts in JSON, XML and HTML.
 */
#ifndef LWI_ACTION_MESSAGE_H
#define LWI_ACTION_MESSAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "action/action.h"

#define LWI_MESSAGE_SUBJECT_SIZE 400

/* How text is written into what is around it. */
enum lwi_escape {
    LWI_ESCAPE_NONE,
    LWI_ESCAPE_JSON, /* inside of a string */
    LWI_ESCAPE_XML,  /* and HTML */
};

/* Writes text; control characters that the surroundings cannot hold are left out. */
void lwi_message_escape(FILE *out, const char *text, enum lwi_escape escape);

/* "Gate: defocus", of a storm "50 cameras: signal lost"; the same for all steps of an event. No
 * control characters, no broken UTF-8 at its end. */
void lwi_message_subject(const struct lwi_action_job *job,
                         char ret_subject[LWI_MESSAGE_SUBJECT_SIZE]);

/*
 * The job's document, and what people read: "subject"; "text", which says all of it in some lines;
 * "state" ("began", "goes on", "ended"); "local_time" of the step. A new object, or NULL: no
 * memory.
 */
struct json_t *lwi_message_values(const struct lwi_action_job *job);

/* The lines of "text" above, malloc'ed; NULL: no memory. */
char *lwi_message_text(const struct lwi_action_job *job);

/* A time as the wall clock in the job's time zone shows it; tm_gmtoff is right, tm_zone is not. */
void lwi_message_tm(const struct lwi_action_job *job, int64_t time_ns, struct tm *ret_tm);
/* "2026-11-21 11:00:00 CET" */
void lwi_message_time(const struct lwi_action_job *job, int64_t time_ns, char *ret_text,
                      size_t size);

/* Whether a template can be filled in: every {{name.of.a.value}} is closed and is one that there
 * is. 0 or -EINVAL ("option: why"). */
int lwi_template_check(const char *option, const char *text, struct lw_error *reterr);
/* Writes the template with values filled in. */
void lwi_template_write(FILE *out, const char *text, const struct json_t *values,
                        enum lwi_escape escape);

/* The picture that belongs to the step: the start's of a start, the end's of an end, else the
 * newest that is not the reference. NULL: there is none. */
const struct lwi_action_picture *lwi_message_picture(const struct lwi_action_job *job);
/* The healthy picture; NULL: there is none. */
const struct lwi_action_picture *lwi_message_reference(const struct lwi_action_job *job);

/* Text with only [A-Za-z0-9._-] in it, the rest replaced by '-'; no leading dot; never empty. */
void lwi_message_safe(const char *text, char *ret_name, size_t size);

/* Copies up to size-1 bytes, whole UTF-8 characters, control characters as spaces. */
void lwi_message_line(const char *text, char *ret_line, size_t size);

#endif
