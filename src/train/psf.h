/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Point spread functions: what a point becomes, as a list of weighted offsets. */
#ifndef LWI_TRAIN_PSF_H
#define LWI_TRAIN_PSF_H

#include <stddef.h>

#include "train/random.h"

enum lwi_psf_kind {
    LWI_PSF_NONE,
    LWI_PSF_DISK,      /* defocus of a round aperture */
    LWI_PSF_ABERRATED, /* defocus with spherical aberration and astigmatism */
    LWI_PSF_GAUSS,     /* small aberrations together */
    LWI_PSF_MOTION,    /* a straight or curved path */
    LWI_PSF_BOTH,      /* a disk along a path */
};

#define LWI_PSF_SIDE_MAX 129

struct lwi_psf {
    unsigned side; /* odd */
    double length; /* of its path, pixels; 0: it has none */
    double angle;  /* of its path: 0..180 degrees from a horizontal one, rising to the right */
    float weights[LWI_PSF_SIDE_MAX * LWI_PSF_SIDE_MAX]; /* side x side, their sum is 1 */
};

/*
 * Makes a PSF of this kind and radius in pixels. For a motion the radius is that
 * of a disk of about the same softening: its path is 2.8 times as long.
 */
void lwi_psf_make(struct lwi_psf *ret_psf, enum lwi_psf_kind kind, double radius,
                  struct lwi_random *random);

#endif
