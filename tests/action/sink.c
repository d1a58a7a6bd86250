/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A peer: appends a line "KEY EVENT PHASE CAMERA" for the event on its standard
 * input. Of a hundred, PERCENT fail: half of them before the line, half after it.
 *
 * usage: sink FILE PERCENT
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include <jansson.h>

#include "base/parse.h"

int main(int argc, char **argv)
{
    int64_t percent;
    unsigned char chance[2];
    char line[300];
    json_t *event = json_loadf(stdin, 0, NULL);
    if (argc != 3 || lwi_parse_int(argv[2], 0, 100, &percent) < 0 || !event ||
        getrandom(chance, sizeof(chance), 0) != (ssize_t) sizeof(chance))
        return 64;
    int fails = chance[0] * 100 / 256 < percent;
    if (fails && chance[1] & 1)
        return 1;
    int n = snprintf(
        line, sizeof(line), "%s %lld %s %s\n", json_string_value(json_object_get(event, "key")),
        (long long) json_integer_value(json_object_get(json_object_get(event, "event"), "id")),
        json_string_value(json_object_get(event, "phase")),
        json_string_value(json_object_get(json_object_get(event, "camera"), "id")));
    int fd = open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0600);
    int done = fd >= 0 && n > 0 && write(fd, line, (size_t) n) == n;
    (void) printf("line %d", n);
    json_decref(event);
    return done && !fails ? 0 : 1;
}
