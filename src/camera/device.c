/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What else a camera's interface can: presets, outputs, its own defocus detection. Rare,
 * and done by who asks, on a device of its own.
 */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"

static int open_device(struct lwi_fleet *fleet, const char *id, struct lwi_device **ret_device,
                       struct lwi_device_identity *ret_identity, struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    struct lwi_camera_config config;
    struct lwi_device_settings settings;
    char address[LWI_ADDRESS_MAX + 1];
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    (void) pthread_mutex_lock(&camera->lock);
    config = camera->config;
    int refused = camera->lens.refused;
    (void) pthread_mutex_unlock(&camera->lock);
    int r = lwi_lens_settings(&config, address, &settings, reterr);
    if (r == 0 && refused) { /* once more, and it locks the user out */
        r = lwi_error_set(reterr, -EACCES, "the camera has refused the user name or the password");
        lwi_error_hint(reterr, "Correct them in the camera's settings.");
    }
    if (r == 0)
        r = lwi_device_open(ret_device, &settings, reterr);
    if (r == 0)
        r = lwi_device_probe(*ret_device, ret_identity, reterr);
    if (r < 0)
        lwi_device_close(ret_device);
    explicit_bzero(config.password, sizeof(config.password));
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_device_look(struct lwi_fleet *fleet, const char *id, struct lwi_device_view *ret_view,
                          struct lw_error *reterr)
{
    struct lwi_device *device = NULL;
    struct lwi_device_view v = {0};
    int r = open_device(fleet, id, &device, &v.identity, reterr);
    if (r < 0)
        return r;
    v.driver = lwi_device_driver(device)->name;
    /* What this camera has not is left empty. */
    (void) lwi_device_presets(device, &v.presets, /* reterr= */ NULL);
    (void) lwi_device_outputs(device, &v.outputs, /* reterr= */ NULL);
    v.has_defocus = lwi_device_defocus_get(device, &v.defocus, /* reterr= */ NULL) == 0;
    lwi_device_close(&device);
    *ret_view = v;
    return 0;
}

int lwi_fleet_device_set(struct lwi_fleet *fleet, const char *id,
                         const struct lwi_device_change *change, struct lw_error *reterr)
{
    struct lwi_device *device = NULL;
    struct lwi_device_identity identity;
    int r = open_device(fleet, id, &device, &identity, reterr);
    if (r == 0 && change->preset)
        r = lwi_device_preset_go(device, change->preset, reterr);
    if (r == 0 && change->output)
        r = lwi_device_output_set(device, change->output, change->output_active, reterr);
    if (r == 0 && change->defocus)
        r = lwi_device_defocus_set(device, change->defocus, reterr);
    lwi_device_close(&device);
    return r;
}
