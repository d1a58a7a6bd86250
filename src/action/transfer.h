/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One transfer by libcurl for an action: TLS by the settings, keys and certificates that are in
 * memory only, the peer's last words as the answer, and errors that say what to do.
 */
#ifndef LWI_ACTION_TRANSFER_H
#define LWI_ACTION_TRANSFER_H

#include <stddef.h>

#include "action/action.h"

#define LWI_TRANSFER_FILES_MAX 4

/* Rows of a kind that speaks TLS. */
#define LWI_TRANSFER_TLS_ROWS                                                                      \
    {"ca",                                                                                         \
     "Certificates (PEM) of the authorities that may have signed the peer's; empty: those of "     \
     "this machine.",                                                                              \
     LWI_ACTION_TEXT,                                                                              \
     LWI_ACTION_LINES,                                                                             \
     NULL,                                                                                         \
     0,                                                                                            \
     0,                                                                                            \
     65536,                                                                                        \
     NULL},                                                                                        \
    {                                                                                              \
        "tls_verify", "Refuse a certificate that does not verify.", LWI_ACTION_BOOL, 0, NULL, 1,   \
            0, 0, NULL                                                                             \
    }

struct lwi_transfer {
    void *curl;                        /* the easy handle */
    const char *place;                 /* "host:port", for errors; borrowed */
    struct lwi_action_run *run;        /* borrowed */
    int files[LWI_TRANSFER_FILES_MAX]; /* of lwi_transfer_file() */
    size_t file_count;
    char text[256]; /* libcurl's words */
};

/* As lwi_action_curl(). place is for errors. Release with lwi_transfer_close(), also after a
 * failure. */
int lwi_transfer_open(struct lwi_transfer *ret_transfer, struct lwi_action_run *run,
                      const char *protocols, const char *place, struct lw_error *reterr);
void lwi_transfer_close(struct lwi_transfer *transfer);

/* Whether ca and, where the kind has them, client_certificate and client_key can be used. 0 or
 * -EINVAL ("ca: why"). */
int lwi_transfer_check(const struct json_t *settings, struct lw_error *reterr);

/* By the rows above and, where the kind has them, client_certificate and client_key (PEM). */
int lwi_transfer_tls(struct lwi_transfer *transfer, const struct json_t *settings,
                     struct lw_error *reterr);

/* A file that only this process can open and that is on no disk, until the transfer is closed; its
 * path. For what libcurl takes as a file only. */
int lwi_transfer_file(struct lwi_transfer *transfer, const char *text, char *ret_path, size_t size,
                      struct lw_error *reterr);

/* Does it. What libcurl calls an error is one here, with cause and remedy. */
int lwi_transfer_do(struct lwi_transfer *transfer, struct lw_error *reterr);

/* The answer: without control characters, and UTF-8 whatever it was. */
void lwi_transfer_answer(struct lwi_action_run *run, const char *text, size_t size);

/* For libcurl's CURLOPT_HEADERFUNCTION of SMTP, FTP: the last line becomes the answer; the cookie
 * is the run. */
size_t lwi_transfer_on_line(char *data, size_t one, size_t size, void *cookie);

/* "host:port" with an IPv6 address in brackets. */
void lwi_transfer_place(const struct json_t *settings, int port, char *ret_place, size_t size);

#endif
