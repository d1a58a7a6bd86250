/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Any text as a time, a number, a Host or an Origin header. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/guard.h"
#include "base/rfc3339.h"
#include "base/parse.h"
#include "fuzz.h"

static void check_time(const char *text)
{
    int64_t ns, again;
    if (lwi_rfc3339_parse(text, &ns) < 0)
        return;
    char written[LWI_RFC3339_SIZE];
    lwi_rfc3339_format(ns, written);
    assert(memchr(written, '\0', sizeof(written)));
    assert(lwi_rfc3339_parse(written, &again) == 0);
    /* Milliseconds are written; what is beyond the years 1 to 9999 is clamped. */
    assert(llabs(ns / 1000000 - again / 1000000) <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    assert(text);
    memcpy(text, data, size);
    text[size] = '\0';

    check_time(text);
    int64_t whole;
    if (lwi_parse_int(text, -1000, 1000, &whole) == 0)
        assert(whole >= -1000 && whole <= 1000);
    double number;
    if (lwi_parse_double(text, -0.5, 1e6, &number) == 0)
        assert(isfinite(number) && number >= -0.5 && number <= 1e6);
    unsigned mask;
    (void) lwi_parse_cpu_mask(text, &mask);

    static const char *const names[] = {"lenswatch.example", NULL};
    (void) lwi_guard_host(text, names);
    (void) lwi_guard_host(text, NULL);
    (void) lwi_guard_origin(text, "127.0.0.1:8787", names);
    (void) lwi_guard_origin("http://lenswatch.example", text, names);
    free(text);
    return 0;
}
