/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table of drivers: brands with an interface of their own, what is common, what is guessed. */
#include <string.h>

#include "driver/internal.h"

const struct lwi_driver *const lwi_drivers[] = {
    &lwi_driver_hikvision, &lwi_driver_dahua,   &lwi_driver_axis,
    &lwi_driver_onvif,     &lwi_driver_generic, NULL,
};

const struct lwi_driver *lwi_driver_find(const char *name)
{
    for (size_t i = 0; lwi_drivers[i]; i++)
        if (strcmp(lwi_drivers[i]->name, name) == 0)
            return lwi_drivers[i];
    return NULL;
}
