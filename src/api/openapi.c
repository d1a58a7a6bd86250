/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * openapi.json is written by hand, but for what already has one place: the
 * settings of a camera and of the system come from their tables, the version from the library.
 */
#include "api/openapi.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "api/openapi_text.h"
#include "config/camera_config.h"
#include "config/system_config.h"
#include "lenswatch/version.h"

/* CameraSettings (for POST) and CameraPatch get the table's properties. */
static int fill_in_settings(json_t *document)
{
    json_t *schema = lwi_camera_config_schema();
    json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
    static const char *const names[] = {"CameraSettings", "CameraPatch"};
    json_t *properties = json_object_get(schema, "properties");
    json_t *system = lwi_system_config_schema();
    int r = properties && system ? 0 : -ENOMEM;
    for (size_t i = 0; r == 0 && i < sizeof(names) / sizeof(names[0]); i++)
        if (json_object_set(json_object_get(schemas, names[i]), "properties", properties) < 0)
            r = -ENOMEM;
    if (r == 0 && json_object_set(json_object_get(schemas, "Settings"), "properties",
                                  json_object_get(system, "properties")) < 0)
        r = -ENOMEM;
    json_decref(schema);
    json_decref(system);
    return r;
}

int lwi_openapi_make(char **ret_text)
{
    json_t *document = json_loads(lwi_openapi_text, 0, NULL);
    if (!document)
        return -ENOMEM;
    (void) json_object_set_new(json_object_get(document, "info"), "version",
                               json_string(lw_version()));
    int r = fill_in_settings(document);
    char *text = r == 0 ? json_dumps(document, JSON_COMPACT) : NULL;
    json_decref(document);
    if (!text)
        return -ENOMEM;
    *ret_text = text;
    return 0;
}
