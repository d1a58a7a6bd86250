/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* `lenswatch evaluate --sequence`: the watch on sequences of real pictures. */
#ifndef LWI_CMD_EVALUATE_SEQUENCE_H
#define LWI_CMD_EVALUATE_SEQUENCE_H

/* Whether the arguments ask for it. */
int lwi_evaluate_sequence_asked(int argc, char **argv);

/* As lwi_cmd.run. */
int lwi_evaluate_sequence(int argc, char **argv);

#endif
