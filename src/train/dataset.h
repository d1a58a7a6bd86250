/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Labelled pictures: which files there are, what they are, and what belongs
 * together. Pictures of one group show the same scene and must never stand on
 * both sides of a split; sets are where they came from.
 */
#ifndef LWI_TRAIN_DATASET_H
#define LWI_TRAIN_DATASET_H

#include <stddef.h>
#include <stdint.h>

#include "decode/decode.h"
#include "lenswatch/error.h"

enum lwi_label {
    LWI_LABEL_CLEAR = 0,
    LWI_LABEL_BLURRY = 1,
};

struct lwi_picture {
    char *path; /* picture, or video: its first key frame */
    enum lwi_label label;
    unsigned set, group; /* indexes of names */
    uint32_t x, y, side; /* a square region to judge; side 0: the whole */
};

/* Names, each once, in the order in which they came. */
struct lwi_names {
    char **names;
    size_t count;
};

struct lwi_dataset {
    struct lwi_picture *pictures;
    size_t count, room;
    struct lwi_names sets, groups; /* group names are unique: "SET/GROUP" */
};

/*
 * Adds the pictures below a folder, sorted by name. spec: DIR or NAME=DIR; NAME
 * becomes the set, else the last part of DIR. Pictures in the same sub-folder are
 * one group; those directly in DIR are each their own. per_folder: at most so many
 * of each sub-folder, evenly spaced; 0: all.
 * Returns 0, -ENOENT (no picture there) or another errno, with *reterr filled in.
 */
int lwi_dataset_add_folder(struct lwi_dataset *dataset, const char *spec, enum lwi_label label,
                           unsigned per_folder, struct lw_error *reterr);

/*
 * Adds what a CSV file lists. Its first line names the columns: path and label, and
 * if wanted group, set. Paths are relative to the file. Labels: clear, blurry, masked;
 * a masked picture has a mask of the same name (.png) in the folder
 * ../out-of-focus-masks beside its own, white where it is blurred, and stands for up to two
 * regions of 160x160 wholly of either kind.
 * Returns 0 or a negative errno, with *reterr filled in.
 */
int lwi_dataset_add_csv(struct lwi_dataset *dataset, const char *path, struct lw_error *reterr);

void lwi_dataset_clear(struct lwi_dataset *dataset);

/* The same, for the folders' and the CSV's readers. Strings are copied. 0 or -ENOMEM. */
int lwi_dataset_add(struct lwi_dataset *dataset, const struct lwi_picture *picture, const char *set,
                    const char *group);

/* Adds the regions of a masked picture. */
int lwi_dataset_add_masked(struct lwi_dataset *dataset, const char *path, const char *set,
                           const char *group, struct lw_error *reterr);

/*
 * Loads a picture, cut to its region: luma only. The caller owns the frame.
 * Returns 0 or a negative errno, with *reterr filled in.
 */
int lwi_dataset_load(struct lwi_decoder *decoder, const struct lwi_picture *picture,
                     struct lw_frame **ret_frame, struct lw_error *reterr);

/* One of the folds of a grouped split, 0 .. folds - 1: from the group's name alone. */
unsigned lwi_dataset_fold(const struct lwi_dataset *dataset, unsigned group, unsigned folds);

#endif
