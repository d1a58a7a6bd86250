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

/* What a device is opened with, as long as it is open. */
struct opened {
    struct lwi_camera_config config;
    struct lwi_device_settings settings;
    char address[LWI_ADDRESS_MAX + 1];
    struct lwi_device *device;
};

static void close_device(struct lwi_fleet *fleet, struct opened *o)
{
    if (o->device)
        lwi_lens_close(&fleet->hub, &o->settings, &o->device);
    explicit_bzero(o->config.password, sizeof(o->config.password));
}

/* To be closed also after a failure. */
static int open_device(struct lwi_fleet *fleet, const char *id, struct opened *o,
                       struct lwi_device_identity *ret_identity, struct lw_error *reterr)
{
    o->device = NULL;
    if (lwi_fleet_camera_config(fleet, id, &o->config) < 0)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    const int r = lwi_lens_settings(&o->config, o->address, &o->settings, reterr);
    return r < 0 ? r : lwi_lens_open(&fleet->hub, &o->settings, &o->device, ret_identity, reterr);
}

int lwi_fleet_device_look(struct lwi_fleet *fleet, const char *id, struct lwi_device_view *ret_view,
                          struct lw_error *reterr)
{
    struct opened o = {.config = {.id = ""}};
    struct lwi_device_view v = {0};
    int r = open_device(fleet, id, &o, &v.identity, reterr);
    if (r == 0) {
        v.driver = lwi_device_driver(o.device)->name;
        /* What this camera has not is left empty. */
        (void) lwi_device_presets(o.device, &v.presets, /* reterr= */ NULL);
        (void) lwi_device_outputs(o.device, &v.outputs, /* reterr= */ NULL);
        v.has_defocus = lwi_device_defocus_get(o.device, &v.defocus, /* reterr= */ NULL) == 0;
        *ret_view = v;
    }
    close_device(fleet, &o);
    return r;
}

int lwi_fleet_device_set(struct lwi_fleet *fleet, const char *id,
                         const struct lwi_device_change *change, struct lw_error *reterr)
{
    struct opened o = {.config = {.id = ""}};
    struct lwi_device_identity identity;
    int r = open_device(fleet, id, &o, &identity, reterr);
    if (r == 0 && change->preset)
        r = lwi_device_preset_go(o.device, change->preset, reterr);
    if (r == 0 && change->output)
        r = lwi_device_output_set(o.device, change->output, change->output_active, reterr);
    if (r == 0 && change->defocus)
        r = lwi_device_defocus_set(o.device, change->defocus, reterr);
    close_device(fleet, &o);
    return r;
}
