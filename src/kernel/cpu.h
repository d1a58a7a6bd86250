/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Which instruction sets this machine can run. */
#ifndef LWI_KERNEL_CPU_H
#define LWI_KERNEL_CPU_H

/* LW_CPU_* flags that both the processor and the operating system support: a
 * system that does not save the wide registers makes the instructions useless. */
unsigned lwi_cpu_detect(void);

#endif
