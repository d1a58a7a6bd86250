/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/names.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "action/message.h"
#include "base/clock.h"
#include "base/error.h"

#define DAY_S 86400

const char *const lwi_names_levels[] = {"none", "address", "id", "name", NULL};

void lwi_names_file(const struct json_t *settings, const struct lwi_action_job *job,
                    int64_t time_ns, const char *suffix, char *ret_name, size_t size)
{
    char prefix[80] = "", address[128], condition[64];
    struct tm tm;
    lwi_message_tm(job, time_ns, &tm);
    if (lwi_action_text(settings, "prefix")[0])
        lwi_message_safe(lwi_action_text(settings, "prefix"), prefix, sizeof(prefix));
    lwi_message_safe(job->camera_address[0] ? job->camera_address : job->camera_id, address,
                     sizeof(address));
    lwi_message_safe(job->condition, condition, sizeof(condition));
    for (char *c = condition; *c; c++)
        *c = (char) toupper((unsigned char) *c);
    (void) snprintf(ret_name, size, "%s%s%s_01_%04d%02d%02d%02d%02d%02d%03d_%s%s.jpg", prefix,
                    prefix[0] ? "_" : "", address, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                    tm.tm_hour, tm.tm_min, tm.tm_sec, (int) (time_ns / LWI_NS_PER_MS % 1000),
                    condition, suffix);
}

/* One level, with its slash. */
static void add_level(const struct json_t *settings, const struct lwi_action_job *job,
                      const char *option, char *folder, size_t size)
{
    char name[128];
    const char *level = lwi_action_text(settings, option);
    const char *text = strcmp(level, "id") == 0     ? job->camera_id
                       : strcmp(level, "name") == 0 ? job->camera_name
                                                    : job->camera_address;
    size_t used = strlen(folder);
    if (level[0] == '\0' || strcmp(level, "none") == 0)
        return;
    lwi_message_safe(text[0] ? text : job->camera_id, name, sizeof(name));
    (void) snprintf(folder + used, size - used, "%s/", name);
}

/* The days since 1970, cut into parts of that length. */
static void add_days(int days, const struct lwi_action_job *job, int64_t time_ns, char *folder,
                     size_t size)
{
    struct tm local, first, last;
    lwi_message_tm(job, time_ns, &local);
    int64_t day = timegm(&local) / DAY_S;
    time_t from = (time_t) (day / days * days * DAY_S);
    time_t to = from + (time_t) (days - 1) * DAY_S;
    size_t used = strlen(folder);
    if (gmtime_r(&from, &first) && gmtime_r(&to, &last))
        (void) snprintf(folder + used, size - used, "%04d%02d%02d-%04d%02d%02d/",
                        first.tm_year + 1900, first.tm_mon + 1, first.tm_mday, last.tm_year + 1900,
                        last.tm_mon + 1, last.tm_mday);
}

void lwi_names_folder(const struct json_t *settings, const struct lwi_action_job *job,
                      int64_t time_ns, char *ret_folder, size_t size)
{
    const char *folder = lwi_action_text(settings, "folder");
    size_t n = strlen(folder);
    (void) snprintf(ret_folder, size, "%.500s%s", folder, n && folder[n - 1] != '/' ? "/" : "");
    add_level(settings, job, "parent", ret_folder, size);
    add_level(settings, job, "child", ret_folder, size);
    int days = (int) lwi_action_number(settings, "filing_days");
    if (days > 0)
        add_days(days, job, time_ns, ret_folder, size);
}

int lwi_names_check(const struct json_t *settings, struct lw_error *reterr)
{
    const char *folder = lwi_action_text(settings, "folder");
    for (const char *at = folder; (at = strstr(at, "..")); at += 2)
        if ((at == folder || at[-1] == '/') && (at[2] == '\0' || at[2] == '/'))
            return lwi_error_set(reterr, -EINVAL, "folder: it may not lead upwards");
    if (strpbrk(folder, "\"\\"))
        return lwi_error_set(reterr, -EINVAL,
                             "folder: there is a quotation mark or a backslash in it");
    return 0;
}
