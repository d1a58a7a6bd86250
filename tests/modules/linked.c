/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Instead of base/module.c in tests that link what the modules hold: they find the
 * tables without a file, and an internal function of a module can be tested.
 */
#include "base/module.h"

#include <errno.h>
#include <string.h>

#include "action/mqtt_client.h"
#include "action/relay_line.h"
#include "action/snmp_send.h"
#include "action/sound_play.h"
#include "base/error.h"
#include "decode/bmp.h"
#include "decode/video.h"
#include "record/caption.h"
#include "record/clip.h"
#include "record/event_paper.h"
#include "record/scale.h"
#include "source/av_module.h"
#include "train/boost.h"
#include "train/h264.h"

const void *lwi_module_find(struct lwi_module_table *table, struct lw_error *reterr)
{
    const struct {
        const char *symbol;
        const void *table;
    } tables[] = {
        {"lwi_bmp_table", &lwi_bmp_table},
        {"lwi_source_av_table", &lwi_source_av_table},
        {"lwi_video_table", &lwi_video_table},
        {"lwi_scale_table", &lwi_scale_table},
        {"lwi_h264_table", &lwi_h264_table},
        {"lwi_clip_writer_table", &lwi_clip_writer_table},
#ifdef HAVE_DRAW
        {"lwi_caption_table", &lwi_caption_table},
        {"lwi_paper_table", &lwi_paper_table},
#endif
#ifdef HAVE_GPIO
        {"lwi_gpio_table", &lwi_gpio_table},
#endif
#ifdef HAVE_MODBUS
        {"lwi_modbus_table", &lwi_modbus_table},
#endif
#ifdef HAVE_MQTT
        {"lwi_mqtt_table", &lwi_mqtt_table},
#endif
#ifdef HAVE_SNMP
        {"lwi_snmp_table", &lwi_snmp_table},
#endif
#ifdef HAVE_SOUND
        {"lwi_sound_table", &lwi_sound_table},
#endif
#ifdef HAVE_XGBOOST
        {"lwi_boost_table", &lwi_boost_table},
#endif
    };
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        if (strcmp(tables[i].symbol, table->symbol) == 0)
            return tables[i].table;
    (void) lwi_error_set(reterr, -ELIBACC, "%s has no %s", table->module, table->symbol);
    return NULL;
}
