/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Talking to a running daemon: the same HTTP interface that everybody has. On
 * the daemon's own host the token file in its data directory is the login.
 */
#ifndef LWI_CMD_CLIENT_H
#define LWI_CMD_CLIENT_H

#include "lenswatch/error.h"

struct json_t;
struct lwi_client;

/* What --server, --data and --token-file gave; NULL: not given. */
struct lwi_client_settings {
    const char *server;     /* else $LENSWATCH_SERVER, what the token file says, the default */
    const char *data_dir;   /* else where serve keeps its data */
    const char *token_file; /* else $LENSWATCH_TOKEN, the daemon's own token file */
    const char *ca;         /* else $LENSWATCH_CA, whom the system trusts */
    const char *pin;        /* else $LENSWATCH_PIN; with it nobody else need be trusted */
    int insecure;           /* 1: any certificate will do */
};

/* 0, -ENOENT or -EACCES (token file), -ENOMEM. Nothing is sent yet. */
int lwi_client_open(struct lwi_client **ret_client, const struct lwi_client_settings *settings,
                    struct lw_error *reterr);
void lwi_client_close(struct lwi_client **client);

/*
 * One request; body may be NULL. *ret_answer is a new reference, NULL where the
 * answer has no body. 0; or with what the daemon said: -EINVAL, -EACCES, -ENOENT,
 * -EEXIST, -EAGAIN, -EIO; or -ECONNREFUSED and the like.
 */
int lwi_client_call(struct lwi_client *client, const char *method, const char *path,
                    const struct json_t *body, struct json_t **ret_answer, struct lw_error *reterr);

/* What path answers, into a new file. As above; -EEXIST: the file is there already. What is only
 * half there is removed. */
int lwi_client_download(struct lwi_client *client, const char *path, const char *file,
                        struct lw_error *reterr);

/* Text with all but letters, digits and -._~ escaped, for a path or query; malloc'ed or NULL. */
char *lwi_client_escape(const char *text);

#endif
