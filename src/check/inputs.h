/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What is to be checked, one after the other: the arguments, the entries of a
 * list on standard input, and the files of folders, in the order of their bytes.
 * Memory holds the names of one folder a level, never more.
 *
 * In folders: names that begin with a dot are left out; links to files are
 * followed, links to folders are not, so that there are no loops.
 */
#ifndef LWI_CHECK_INPUTS_H
#define LWI_CHECK_INPUTS_H

#include <stdatomic.h>
#include <stddef.h>

enum lwi_input_kind {
    LWI_INPUT_FILE,
    LWI_INPUT_URL,
    LWI_INPUT_DEVICE, /* a character device: a camera */
    LWI_INPUT_ERROR,  /* cannot be read: a row with its reason */
    LWI_INPUT_SKIP,   /* in a folder, and neither a file nor a folder: worth a word, no row */
};

struct lwi_input {
    enum lwi_input_kind kind;
    char *path;       /* for people: without credentials (lwi_url_shown()). malloc'ed */
    char *url;        /* URL: as it was given. malloc'ed; else NULL */
    int in_folder;    /* found in a folder, not named by the user */
    char reason[240]; /* of ERROR and SKIP */
};

struct lwi_inputs;

struct lwi_inputs_settings {
    const char *const *arguments; /* borrowed until close */
    size_t count;
    int list_fd;             /* what "-" reads; -1: lists are passed over */
    int list_separator;      /* '\n' or '\0' */
    const char *omit_dir;    /* a folder that is not walked into, or NULL; borrowed */
    const atomic_bool *stop; /* once true, reading a list ends soon; may be NULL */
};

/* 0 or -ENOMEM. */
int lwi_inputs_open(struct lwi_inputs **ret_inputs, const struct lwi_inputs_settings *settings);
/* 0, -ENODATA at the end, -ENOMEM. The caller owns the strings of *ret_input. */
int lwi_inputs_next(struct lwi_inputs *inputs, struct lwi_input *ret_input);
void lwi_inputs_close(struct lwi_inputs **inputs);

/* Frees the strings. */
void lwi_input_done(struct lwi_input *input);

#endif
