/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the files of the Dahua driver share. */
#ifndef LWI_DRIVER_DAHUA_H
#define LWI_DRIVER_DAHUA_H

#include "driver/internal.h"

struct lwi_dahua {
    char moving[16]; /* the word of the movement that was begun; "": none */
};

int lwi_dahua_ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr);
int lwi_dahua_move(struct lwi_device *device, const struct lwi_move *move, struct lw_error *reterr);
int lwi_dahua_preset_save(struct lwi_device *device, const char *token, const char *name,
                          struct lw_error *reterr);

#endif
