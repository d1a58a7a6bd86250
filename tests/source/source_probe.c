/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Reads packets from a source and prints one JSON line each, then one with how
 * it ended. The tests of the sources drive it against real peers.
 *
 * Usage: source_probe URL [KEY=VALUE...], see options[] below.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>
#include <libavcodec/codec_id.h>
#include <libavcodec/codec_par.h>
#include <libavcodec/avcodec.h>

#include "base/clock.h"
#include "decode/video.h"
#include "lenswatch/frame.h"
#include "source/pin.h"
#include "source/source.h"

struct probe {
    struct lwi_source_settings settings;
    long count;      /* stop after so many packets */
    double cancel_s; /* set the cancel flag after so long; 0: never */
    int decode;
    char pin[LWI_PIN_SIZE]; /* that was seen */
    atomic_bool cancel;
    int64_t cancelled_ns;
};

static void *cancel_later(void *cookie)
{
    struct probe *p = cookie;
    struct timespec ts = {(time_t) p->cancel_s,
                          (long) ((p->cancel_s - (double) (time_t) p->cancel_s) * 1e9)};
    (void) nanosleep(&ts, NULL);
    p->cancelled_ns = lwi_clock_monotonic(&lwi_clock_system);
    atomic_store(&p->cancel, 1);
    return NULL;
}

static int set_option(struct probe *p, const char *text)
{
    const char *value = strchr(text, '=');
    if (!value)
        return -EINVAL;
    size_t n = (size_t) (value++ - text);
#define IS(name) (strlen(name) == n && strncmp(text, name, n) == 0)
    if (IS("user"))
        p->settings.user = value;
    else if (IS("password"))
        p->settings.password = value;
    else if (IS("udp"))
        p->settings.transport = value[0] == '1' ? LWI_TRANSPORT_UDP : LWI_TRANSPORT_TCP;
    else if (IS("verify"))
        p->settings.tls_verify = value[0] == '1';
    else if (IS("pin"))
        p->settings.tls_pin = value;
    else if (IS("key_only"))
        p->settings.key_only = value[0] == '1';
    else if (IS("loop"))
        p->settings.loop = value[0] == '1';
    else if (IS("realtime"))
        p->settings.realtime = value[0] == '1';
    else if (IS("interval"))
        p->settings.interval_s = strtod(value, NULL);
    else if (IS("timeout"))
        p->settings.timeout_s = strtod(value, NULL);
    else if (IS("max_bytes"))
        p->settings.packet_bytes_max = strtoul(value, NULL, 10);
    else if (IS("count"))
        p->count = strtol(value, NULL, 10);
    else if (IS("cancel"))
        p->cancel_s = strtod(value, NULL);
    else if (IS("decode"))
        p->decode = value[0] == '1';
    else
        return -EINVAL;
#undef IS
    return 0;
}

static void print(json_t *object)
{
    (void) json_dumpf(object, stdout, JSON_COMPACT);
    (void) putchar('\n');
    (void) fflush(stdout);
    json_decref(object);
}

static void set_time(json_t *o, const char *name, int64_t ns)
{
    (void) json_object_set_new(o, name,
                               ns == LW_TIME_NONE ? json_null() : json_real((double) ns / 1e9));
}

static void print_packet(const struct probe *p, struct lwi_video_decoder *decoder,
                         const struct lwi_packet *packet)
{
    json_t *o = json_object();
    size_t size = packet->kind == LWI_PACKET_VIDEO ? (size_t) packet->av->size : packet->size;
    (void) json_object_set_new(o, "size", json_integer((json_int_t) size));
    (void) json_object_set_new(o, "key", json_boolean(packet->key));
    if (packet->kind == LWI_PACKET_VIDEO)
        (void) json_object_set_new(o, "codec",
                                   json_string(avcodec_get_name(packet->par->codec_id)));
    else
        (void) json_object_set_new(o, "codec", json_string("image"));
    if (packet->name)
        (void) json_object_set_new(o, "name", json_string(packet->name));
    set_time(o, "pts_s", packet->pts_ns);
    set_time(o, "wall_s", packet->wall_ns);
    if (p->decode && packet->kind == LWI_PACKET_VIDEO) {
        struct lw_frame *frame = NULL;
        struct lw_error error = {0};
        int r = p->settings.key_only ? lwi_video_decode_key(decoder, packet, &frame, &error)
                                     : lwi_video_decode_stream(decoder, packet, &frame, &error);
        if (r < 0) {
            (void) json_object_set_new(o, "decode_error", json_string(strerror(-r)));
        } else {
            uint64_t sum = 0;
            for (uint32_t y = 0; y < frame->height; y++)
                for (uint32_t x = 0; x < frame->width; x++)
                    sum += frame->luma[(ptrdiff_t) y * frame->stride + x];
            (void) json_object_set_new(o, "width", json_integer(frame->width));
            (void) json_object_set_new(o, "height", json_integer(frame->height));
            (void) json_object_set_new(
                o, "mean", json_real((double) sum / ((double) frame->width * frame->height)));
            lwi_frame_unref(&frame);
        }
    }
    print(o);
}

static int run(struct probe *p, struct lw_error *error, const char **ret_stage)
{
    struct lwi_source *source = NULL;
    struct lwi_video_decoder *decoder = NULL;
    *ret_stage = "open";
    int r = lwi_video_decoder_new(&decoder, NULL, error);
    if (r == 0)
        r = lwi_source_open(&source, &p->settings, error);
    if (r == 0)
        *ret_stage = "read";
    for (long i = 0; r == 0 && i < p->count; i++) {
        struct lwi_packet *packet = NULL;
        r = lwi_source_read(source, &packet, error);
        if (r == 0)
            print_packet(p, decoder, packet);
        lwi_packet_free(&packet);
        if (r == -EBADMSG) {
            print(json_pack("{s:s}", "unreadable", error->message));
            r = 0;
        }
    }
    lwi_source_close(&source);
    lwi_video_decoder_free(&decoder);
    return r;
}

int main(int argc, char **argv)
{
    static struct probe probe;
    lwi_source_settings_default(&probe.settings);
    probe.settings.ret_tls_pin = probe.pin;
    probe.count = 3;
    for (int i = 2; i < argc; i++) {
        if (set_option(&probe, argv[i]) < 0) {
            (void) fprintf(stderr, "source_probe: what is '%s'?\n", argv[i]);
            return 64;
        }
    }
    if (argc < 2)
        return 64;
    probe.settings.url = argv[1];
    probe.settings.cancel = &probe.cancel;

    pthread_t thread;
    if (probe.cancel_s > 0 && pthread_create(&thread, NULL, cancel_later, &probe) != 0)
        return 1;
    int64_t start = lwi_clock_monotonic(&lwi_clock_system);
    struct lw_error error = {0};
    const char *stage = "";
    int r = run(&probe, &error, &stage);
    int64_t end = lwi_clock_monotonic(&lwi_clock_system);
    if (probe.cancel_s > 0)
        (void) pthread_join(thread, NULL);

    json_t *o =
        json_pack("{s:s,s:i,s:s,s:s,s:f,s:s}", "end", stage, "code", r, "message", error.message,
                  "hint", error.hint, "elapsed_s", (double) (end - start) / 1e9, "pin", probe.pin);
    if (probe.cancelled_ns)
        (void) json_object_set_new(o, "after_cancel_s",
                                   json_real((double) (end - probe.cancelled_ns) / 1e9));
    print(o);
    return 0;
}
