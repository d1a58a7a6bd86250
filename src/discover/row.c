/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "discover/row.h"

#include <stdio.h>
#include <string.h>

#include "driver/text.h"

void lwi_found_row(const struct lwi_found *found, struct lwi_found_row *ret_row)
{
    const struct lwi_device_identity *identity = &found->identity;
    const struct lwi_unit *unit = &found->unit;
    ret_row->shape = (struct lw_frame){
        .width = unit->width, .height = unit->height, .rows_whole = unit->rows_whole};
    ret_row->camera = (struct lwi_report_camera){
        .brand = identity->brand,
        .model = identity->model,
        .firmware = identity->firmware,
        .serial = identity->serial,
        .mac = identity->mac,
        .name = identity->name,
        .driver = found->driver,
        .stream = found->stream,
        .sub_stream = found->sub,
        .state = lwi_found_state_name(found->state),
        .wall_ns = found->wall_ns,
    };
    ret_row->row = (struct lwi_report_row){
        .path = found->place,
        .time_s = -1,
        .width = unit->width,
        .height = unit->height,
        .assessment = unit->assessed ? &unit->assessment : NULL,
        .error = found->error[0] ? found->error : NULL,
        .frame = unit->assessed ? &ret_row->shape : NULL,
        .thumbnail = unit->thumbnail,
        .thumbnail_size = unit->thumbnail_size,
        .camera = &ret_row->camera,
    };
}

static void with_channel(const struct lwi_found *found, const char *text, char ret_text[80])
{
    if (*text && found->channel > 1)
        (void) snprintf(ret_text, 80, "%s/%d", text, found->channel);
    else
        (void) snprintf(ret_text, 80, "%s", text);
}

void lwi_found_serial(const struct lwi_found *found, char ret_text[80])
{
    with_channel(found, found->identity.serial, ret_text);
}

void lwi_found_mac(const struct lwi_found *found, char ret_text[80])
{
    with_channel(found, found->identity.mac, ret_text);
}

void lwi_found_name(const struct lwi_found *found, char ret_text[65])
{
    const struct lwi_device_identity *identity = &found->identity;
    char text[320];
    if (identity->name[0] && found->channel > 1)
        (void) snprintf(text, sizeof(text), "%s %d", identity->name, found->channel);
    else if (identity->name[0])
        (void) snprintf(text, sizeof(text), "%s", identity->name);
    else if (identity->brand[0])
        (void) snprintf(text, sizeof(text), "%s %s%s%s", identity->brand, identity->model,
                        identity->model[0] ? " " : "", found->place);
    else
        (void) snprintf(text, sizeof(text), "%s", found->place);
    lwi_text_clean(ret_text, 65, text, strlen(text));
}
