/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any JSON as the settings of a camera. What is taken must be the same after
 * going out and in again, and the URL that goes out must hold no password.
 */
#include <assert.h>
#include <string.h>

#include <jansson.h>

#include "config/camera_config.h"
#include "config/url_secret.h"
#include "fuzz.h"

static void check(const struct lwi_camera_config *config)
{
    assert(config->name[0] && config->url[0]);
    json_t *out = lwi_camera_config_to_json(config);
    assert(out && !json_object_get(out, "password"));
    assert(json_is_true(json_object_get(out, "has_password")) == (config->password[0] != 0));
    (void) json_object_del(out, "has_password");

    struct lwi_camera_config base, again;
    struct lw_error error = {0};
    lwi_camera_config_default(&base);
    int result = lwi_camera_config_from_json(&again, &base, out, /* partial= */ 0, &error);
    assert(result == 0);
    assert(strcmp(again.url, config->url) == 0 && strcmp(again.user, config->user) == 0);
    assert(again.password[0] == 0);
    assert(!lwi_camera_config_needs_restart(&again, &again));
    char filled[LWI_URL_FILLED_MAX];
    if (lwi_url_secret_fill(config, filled, &error) == 0)
        assert(strlen(filled) < sizeof(filled));
    else
        assert(error.message[0]);
    json_decref(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *object = json_loadb((const char *) data, size, JSON_DECODE_ANY, NULL);
    if (!object)
        return 0;
    struct lwi_camera_config base, config;
    lwi_camera_config_default(&base);
    for (int partial = 0; partial < 2; partial++) {
        struct lw_error error = {0};
        if (lwi_camera_config_from_json(&config, &base, object, partial, &error) < 0)
            assert(error.message[0]);
        else if (!partial)
            check(&config);
    }
    json_decref(object);
    return 0;
}
