/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a lens out of focus makes of a point, on the pixels of a picture that was in focus. Drawn as
 * the share of each pixel that lies under it, a disk of a pixel or less blurs nothing, and one of
 * two is too wide by the size of a pixel, which the sharp picture has been through already. So the
 * pixels between the pixels are asked, by Lanczos' kernel (C. E. Duchon, J. Appl. Meteorol. 18(8),
 * 1979): the blur is that of the disk at every frequency which the pixels can have.
 */
#ifndef LWI_FEATURE_DISK_H
#define LWI_FEATURE_DISK_H

/* Beyond this radius a disk is drawn by the shares of the pixels; that radius, and the largest. */
#define LWI_DISK_FINE_MAX   3
#define LWI_DISK_RADIUS_MAX 6.5
#define LWI_DISK_SIDE_MAX   13

struct lwi_disk {
    unsigned side; /* odd */
    /* side x side, their sum is 1; of a small disk some are < 0. */
    float weights[LWI_DISK_SIDE_MAX * LWI_DISK_SIDE_MAX];
};

/* radius: pixels, > 0; above LWI_DISK_RADIUS_MAX it is taken for that. */
void lwi_disk_make(struct lwi_disk *ret_disk, double radius);

#endif
