/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Reading a row of the outbox, for the two files that do. */
#ifndef LWI_STORE_OUTBOX_ROW_H
#define LWI_STORE_OUTBOX_ROW_H

#include <sqlite3.h>

#include "store/outbox.h"

/* Of "outbox o", in the order in which they are read. */
#define LWI_OUTBOX_COLUMNS                                                                         \
    "o.id, o.key, o.action, o.rule, o.camera, o.condition, o.event_id, o.phase, o.state,"          \
    " coalesce(o.folded_into, 0), o.created_ns, o.due_ns, o.next_ns, o.expires_ns, o.tried_ns,"    \
    " o.finished_ns, o.attempts, o.answer, o.error"
#define LWI_OUTBOX_COLUMN_COUNT 19

void lwi_outbox_row_read(sqlite3_stmt *statement, struct lwi_outbox_row *ret_row);

#endif
