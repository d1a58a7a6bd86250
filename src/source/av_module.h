/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What source/ has in the module of video: the sources over libavformat, and libav's packets. */
#ifndef LWI_SOURCE_AV_MODULE_H
#define LWI_SOURCE_AV_MODULE_H

#include "source/source.h"

struct lwi_source_av {
    const struct lwi_source_info *const *kinds; /* NULL-ended; name, state_size and functions */
    /* The libav parts of a packet; *to is to be released also after a failure. 0 or -ENOMEM. */
    int (*packet_clone)(struct lwi_packet *to, const struct lwi_packet *from);
    void (*packet_release)(struct lwi_packet *packet);
};

/* In the module. */
extern const struct lwi_source_av lwi_source_av_table;

/* Loads it. NULL: see base/module.h. */
const struct lwi_source_av *lwi_source_av(struct lw_error *reterr);

#endif
