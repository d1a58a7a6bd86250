/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/camera_id.h"

#include <stdio.h>
#include <string.h>

#define ID_MAX 32

void lwi_camera_id_make(char *ret_id, const char *name, unsigned attempt)
{
    char tail[12] = "";
    if (attempt > 1)
        (void) snprintf(tail, sizeof(tail), "-%u", attempt);
    size_t room = ID_MAX - strlen(tail);
    size_t n = 0;
    for (const char *c = name; *c && n < room; c++) {
        if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'))
            ret_id[n++] = *c;
        else if (*c >= 'A' && *c <= 'Z')
            ret_id[n++] = (char) (*c - 'A' + 'a');
        else if (n > 0 && ret_id[n - 1] != '-')
            ret_id[n++] = '-';
    }
    while (n > 0 && ret_id[n - 1] == '-')
        n--;
    if (n == 0) {
        memcpy(ret_id, "camera", 6);
        n = 6;
    }
    memcpy(ret_id + n, tail, strlen(tail) + 1);
}
