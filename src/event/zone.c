/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "event/zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

int lwi_zone_is_known(const char *name)
{
    /* An offset such as "+02:00" would be one, too, but has no daylight saving to say when. */
    if (!name[0] || strlen(name) >= LWI_ZONE_SIZE || strchr("+-:/.0123456789", name[0]))
        return 0;
    GTimeZone *zone = g_time_zone_new_identifier(name);
    if (!zone)
        return 0;
    g_time_zone_unref(zone);
    return 1;
}

static int take(const char *name, char ret_name[LWI_ZONE_SIZE])
{
    if (!lwi_zone_is_known(name))
        return 0;
    (void) snprintf(ret_name, LWI_ZONE_SIZE, "%s", name);
    return 1;
}

void lwi_zone_of_system(char ret_name[LWI_ZONE_SIZE])
{
    char text[PATH_MAX] = "";
    const char *variable = getenv("TZ");
    if (variable && take(variable[0] == ':' ? variable + 1 : variable, ret_name))
        return;
    FILE *file = fopen("/etc/timezone", "re");
    if (file) {
        if (!fgets(text, sizeof(text), file))
            text[0] = '\0';
        (void) fclose(file);
        text[strcspn(text, " \r\n")] = '\0';
        if (take(text, ret_name))
            return;
    }
    ssize_t n = readlink("/etc/localtime", text, sizeof(text) - 1);
    text[n > 0 ? n : 0] = '\0';
    const char *name = strstr(text, "zoneinfo/");
    if (!name || !take(name + strlen("zoneinfo/"), ret_name))
        (void) snprintf(ret_name, LWI_ZONE_SIZE, "UTC");
}
