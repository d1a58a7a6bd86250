/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/caption.h"

#include <errno.h>

int lwi_caption_draw(const uint8_t *jpeg, size_t size, const char *const *lines, size_t count,
                     uint8_t **ret_jpeg, size_t *ret_size, struct lw_error *reterr)
{
    static struct lwi_module_table table = {LWI_MODULE_DRAW, "lwi_caption_table", NULL};
    const struct lwi_caption_table *found = lwi_module_find(&table, reterr);
    return found ? found->draw(jpeg, size, lines, count, ret_jpeg, ret_size, reterr) : -ELIBACC;
}
