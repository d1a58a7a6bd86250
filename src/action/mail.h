/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The headers of a mail. Whatever a name or subject holds, a header stays one header. */
#ifndef LWI_ACTION_MAIL_H
#define LWI_ACTION_MAIL_H

#include <stddef.h>
#include <stdint.h>

/* A header "name: text" with the text as it is where it is plain and short, else as RFC 2047 says,
 * in words of at most 75 characters, folded. malloc'ed; NULL: no memory. */
char *lwi_mail_header(const char *name, const char *text);

/*
 * An address: "a@b.example" or "Name <a@b.example>". Both parts are copied without blanks around
 * them. 0 or -EINVAL: no address, or one with characters that have no place in it.
 */
int lwi_mail_address(const char *text, char *ret_name, size_t name_size, char *ret_address,
                     size_t address_size);

/* "Sat, 21 Nov 2026 10:00:00 +0000" */
void lwi_mail_date(int64_t time_ns, char *ret_text, size_t size);

#endif
