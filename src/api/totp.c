/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* liboath does the arithmetic. */
#include "api/totp.h"

#include <errno.h>
#include <liboath/oath.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECRET_BYTES 20 /* as long as the hash, as RFC 4226 wants */
#define STEP_S       30
#define DIGITS       6
#define WINDOW       1 /* steps that a clock may be off, to either side */

int lwi_totp_make(char ret_secret[LWI_TOTP_SECRET_SIZE])
{
    char random[SECRET_BYTES];
    char *text = NULL;
    size_t size = 0;
    randombytes_buf(random, sizeof(random));
    int r = oath_base32_encode(random, sizeof(random), &text, &size);
    sodium_memzero(random, sizeof(random));
    if (r != OATH_OK || size >= LWI_TOTP_SECRET_SIZE) {
        free(text);
        return -ENOMEM;
    }
    memcpy(ret_secret, text, size);
    ret_secret[size] = '\0';
    sodium_memzero(text, size);
    free(text);
    return 0;
}

int lwi_totp_check(const char *secret, const char *code, int64_t now_s, int64_t *ret_step)
{
    char *bytes = NULL;
    size_t size = 0;
    uint64_t step = 0;
    if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS)
        return -EACCES;
    int r = oath_base32_decode(secret, strlen(secret), &bytes, &size);
    if (r != OATH_OK)
        return r == OATH_MALLOC_ERROR ? -ENOMEM : -EINVAL;
    r = oath_totp_validate4(bytes, size, (time_t) now_s, STEP_S, /* start_offset= */ 0, WINDOW,
                            /* otp_pos= */ NULL, &step, /* flags= */ 0, code);
    sodium_memzero(bytes, size);
    free(bytes);
    if (r < 0)
        return -EACCES;
    *ret_step = (int64_t) step;
    return 0;
}

static void escape(FILE *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        int plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                    (*c >= '0' && *c <= '9') || strchr("-._~", *c);
        (void) fprintf(out, plain ? "%c" : "%%%02X", (unsigned char) *c);
    }
}

void lwi_totp_uri(const char *secret, const char *user, const char *host, char *ret_uri,
                  size_t size)
{
    ret_uri[0] = '\0';
    FILE *out = fmemopen(ret_uri, size, "w");
    if (!out)
        return;
    (void) fputs("otpauth://totp/Lenswatch:", out);
    escape(out, user);
    (void) fputs("%40", out);
    escape(out, host);
    (void) fprintf(out, "?secret=%s&issuer=Lenswatch&algorithm=SHA1&digits=%d&period=%d", secret,
                   DIGITS, STEP_S);
    (void) fclose(out);
}
