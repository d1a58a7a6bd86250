/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The whole public interface of liblenswatch. */
#ifndef LENSWATCH_LENSWATCH_H
#define LENSWATCH_LENSWATCH_H

#include "lenswatch/assess.h"
#include "lenswatch/error.h"
#include "lenswatch/feature.h"
#include "lenswatch/frame.h"
#include "lenswatch/model.h"
#include "lenswatch/version.h"
#include "lenswatch/watch.h"

#endif
