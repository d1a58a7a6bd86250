/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table of the conditions. Their order is that of settings and results, and is stored. */
#include "verdict/condition.h"

#include <string.h>

extern const struct lwi_condition_info lwi_condition_defocus;
extern const struct lwi_condition_info lwi_condition_focus_drift;
extern const struct lwi_condition_info lwi_condition_covered;
extern const struct lwi_condition_info lwi_condition_scene_changed;
extern const struct lwi_condition_info lwi_condition_dirty_lens;
extern const struct lwi_condition_info lwi_condition_impaired_visibility;
extern const struct lwi_condition_info lwi_condition_too_dark;
extern const struct lwi_condition_info lwi_condition_too_bright;
extern const struct lwi_condition_info lwi_condition_colour_cast;
extern const struct lwi_condition_info lwi_condition_monochrome;
extern const struct lwi_condition_info lwi_condition_noise;
extern const struct lwi_condition_info lwi_condition_stripes;
extern const struct lwi_condition_info lwi_condition_frozen;
extern const struct lwi_condition_info lwi_condition_shaking;
extern const struct lwi_condition_info lwi_condition_flashing;
extern const struct lwi_condition_info lwi_condition_compression;
extern const struct lwi_condition_info lwi_condition_no_signal_picture;

const struct lwi_condition_info *const lwi_conditions[] = {
    &lwi_condition_defocus,
    &lwi_condition_focus_drift,
    &lwi_condition_covered,
    &lwi_condition_scene_changed,
    &lwi_condition_dirty_lens,
    &lwi_condition_impaired_visibility,
    &lwi_condition_too_dark,
    &lwi_condition_too_bright,
    &lwi_condition_colour_cast,
    &lwi_condition_monochrome,
    &lwi_condition_noise,
    &lwi_condition_stripes,
    &lwi_condition_frozen,
    &lwi_condition_shaking,
    &lwi_condition_flashing,
    &lwi_condition_compression,
    &lwi_condition_no_signal_picture,
};

#define COUNT (sizeof(lwi_conditions) / sizeof(lwi_conditions[0]))

_Static_assert(COUNT == LWI_CONDITION_COUNT, "verdict/condition.h says how many there are");
_Static_assert(COUNT <= LW_CONDITIONS_MAX, "settings have no place for more");

size_t lw_condition_count(void)
{
    return COUNT;
}

const struct lw_condition_desc *lw_condition_at(size_t index)
{
    return index < COUNT ? &lwi_conditions[index]->desc : NULL;
}

long lw_condition_find(const char *name)
{
    for (size_t i = 0; name && i < COUNT; i++)
        if (strcmp(lwi_conditions[i]->desc.name, name) == 0)
            return (long) i;
    return -1;
}
