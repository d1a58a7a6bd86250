/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Faults put into real pictures, each named after the condition that shall find it and of a
 * stated strength. What happens in the lens is done in linear light; the picture is coded
 * again afterwards, by the caller.
 */
#ifndef LWI_TRAIN_FAULT_H
#define LWI_TRAIN_FAULT_H

#include <stddef.h>

#include "train/camera_model.h"

struct lwi_fault {
    const char *name;       /* of the condition */
    const char *unit;       /* of the strength */
    double low, high;       /* strengths that make sense */
    unsigned needs_colour;  /* changes nothing in a grey picture */
    unsigned keeps_quality; /* is a fault of the coding: not coded again */
};

extern const struct lwi_fault lwi_faults[];
extern const size_t lwi_fault_count;

/* By its name, or NULL. */
const struct lwi_fault *lwi_fault_find(const char *name);

/* Scratch memory of one thread. Zeroed is empty. */
struct lwi_fault_memory {
    struct lwi_plane a, b;
    struct lwi_psf psf;
    struct lwi_decoder *decoder; /* borrowed */
};

void lwi_fault_memory_done(struct lwi_fault_memory *memory);

/*
 * The frame with the fault in it: *ret_frame is new and the caller's. step counts the pictures
 * since the fault began, for faults that move. `first` is the picture in which the fault began,
 * for the frozen one. 0, -ENOMEM, or an error of the codec.
 */
int lwi_fault_inject(const struct lwi_fault *fault, double strength, unsigned step,
                     struct lwi_random *random, struct lwi_fault_memory *memory,
                     const struct lw_frame *frame, const struct lw_frame *first,
                     struct lw_frame **ret_frame);

#endif
