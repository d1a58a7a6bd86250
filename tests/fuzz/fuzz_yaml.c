/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Any bytes as YAML. What is taken must be the same after going out and in again. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "config/yaml.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lw_error error = {0};
    json_t *value = NULL, *lines = NULL, *again = NULL, *more = NULL;
    if (lwi_yaml_read((const char *) data, size, &value, &lines, &error) < 0) {
        assert(error.message[0]);
        return 0;
    }
    char *text = lwi_yaml_write(value);
    assert(text);
    int r = lwi_yaml_read(text, strlen(text), &again, &more, &error);
    assert(r == 0);
    /* Numbers lose what is beyond their 15th digit. */
    char *second = lwi_yaml_write(again);
    assert(second && strcmp(text, second) == 0);
    free(text);
    free(second);
    json_decref(value);
    json_decref(lines);
    json_decref(again);
    json_decref(more);
    return 0;
}
