/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* HTTP Digest (digest.h) for the users of auth.h. */
#ifndef LWI_API_AUTH_DIGEST_H
#define LWI_API_AUTH_DIGEST_H

#include "api/auth.h"
#include "api/digest.h"

/* What a client is asked for. */
struct lwi_digest_offer {
    int sha256, md5; /* 0: not offered */
    char nonce[LWI_NONCE_SIZE];
};
void lwi_auth_digest_challenge(struct lwi_auth *auth, struct lwi_digest_offer *ret_offer);

/*
 * Who sent it; free the identity. -ESTALE: it is right to ask again with a new nonce; -EACCES:
 * wrong, or not let in; -EAGAIN: locked; -EPERM: the user has a second factor.
 */
int lwi_auth_digest(struct lwi_auth *auth, const struct lwi_auth_client *client,
                    const struct lwi_digest *digest, const char *method,
                    struct lwi_identity *ret_identity, int64_t *ret_wait_ns,
                    struct lw_error *reterr);

/* Who a user that was let in is now, for a stream that goes on; free it. -EACCES, -EPERM. */
int lwi_auth_digest_again(struct lwi_auth *auth, const char *user,
                          struct lwi_identity *ret_identity);

/* After the settings have changed: what is not let in any more is not kept. */
int lwi_auth_digest_tidy(struct lwi_auth *auth, struct lw_error *reterr);

#endif
