/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The limits of one run: its deadline, being cancelled, and both for libcurl. */
#include <errno.h>
#include <time.h>

#include <curl/curl.h>

#include "action/action.h"
#include "base/clock.h"
#include "base/error.h"

/* Being cancelled is looked for this often. */
#define LOOK_NS (100 * LWI_NS_PER_MS)
/* A peer that does not answer a connection does not take all the time that a transfer may. */
#define CONNECT_MS 15000

long lwi_action_left_ms(const struct lwi_action_run *run)
{
    int64_t left_ns = run->deadline_ns - lwi_clock_monotonic(&lwi_clock_system);
    if (left_ns <= 0 || (run->cancel && atomic_load(run->cancel)))
        return 0;
    return left_ns < LWI_NS_PER_MS ? 1 : (long) (left_ns / LWI_NS_PER_MS);
}

int lwi_action_pause(const struct lwi_action_run *run, double seconds)
{
    int64_t until_ns =
        lwi_clock_monotonic(&lwi_clock_system) + (int64_t) (seconds * (double) LWI_NS_PER_S);
    for (;;) {
        int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
        if (run->cancel && atomic_load(run->cancel))
            return -ECANCELED;
        if (now_ns >= until_ns)
            return 0;
        if (now_ns >= run->deadline_ns)
            return -ETIMEDOUT;
        int64_t ns = until_ns - now_ns < LOOK_NS ? until_ns - now_ns : LOOK_NS;
        struct timespec pause = {.tv_nsec = (long) ns};
        (void) clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL);
    }
}

static int on_progress(void *cookie, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void) a, (void) b, (void) c, (void) d;
    return lwi_action_left_ms(cookie) == 0;
}

int lwi_action_curl(void **ret_curl, const struct lwi_action_run *run, const char *protocols,
                    struct lw_error *reterr)
{
    long left_ms = lwi_action_left_ms(run);
    if (left_ms == 0)
        return lwi_error_set(reterr, -ETIMEDOUT, "there is no time left");
    CURL *curl = curl_easy_init();
    if (!curl)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int wrong = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols) != CURLE_OK ||
                curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, left_ms) != CURLE_OK;
    (void) curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                            left_ms < CONNECT_MS ? left_ms : (long) CONNECT_MS);
    (void) curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    (void) curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void) curl_easy_setopt(curl, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
    (void) curl_easy_setopt(curl, CURLOPT_PROXY, "");
    (void) curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    (void) curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    (void) curl_easy_setopt(curl, CURLOPT_XFERINFODATA, (void *) run);
    if (wrong) {
        curl_easy_cleanup(curl);
        return lwi_error_set(reterr, -EINVAL, "libcurl speaks none of %s", protocols);
    }
    *ret_curl = curl;
    return 0;
}
