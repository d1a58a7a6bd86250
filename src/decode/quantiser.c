/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A stream that gets fewer bits loses fine detail, as a lens out of focus does; but its quantiser
 * goes up, and that of a blurred picture does not. libavcodec tells the quantiser of H.264 and
 * not that of H.265, whose parameter sets and slice header are therefore read here as far as to
 * slice_qp_delta (ITU-T H.265, 7.3.2.2, 7.3.2.3, 7.3.6.1).
 */
#include "decode/quantiser.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <libavutil/video_enc_params.h>

/* A parameter set is small; what is after so many bytes is not read. */
#define SET_BYTES_MAX 1024
#define SETS          16 /* parameter sets of a kind that are told apart */

/* Bits of a unit, its emulation prevention taken out. Beyond the end it gives 0 and says so. */
struct bits {
    uint8_t bytes[SET_BYTES_MAX];
    size_t size, at; /* at: in bits */
    int over;
};

static void bits_take(struct bits *b, const uint8_t *data, size_t size)
{
    int zeros = 0;
    b->size = b->at = 0;
    b->over = 0;
    for (size_t i = 0; i < size && b->size < SET_BYTES_MAX; i++) {
        if (zeros >= 2 && data[i] == 3) {
            zeros = 0;
            continue;
        }
        zeros = data[i] == 0 ? zeros + 1 : 0;
        b->bytes[b->size++] = data[i];
    }
}

static uint32_t get(struct bits *b, unsigned count)
{
    uint32_t value = 0;
    for (; count > 0; count--, b->at++) {
        if (b->at >= 8 * b->size) {
            b->over = 1;
            return 0;
        }
        value = value << 1 | (b->bytes[b->at / 8] >> (7 - b->at % 8) & 1u);
    }
    return value;
}

static void skip(struct bits *b, size_t count)
{
    b->at += count;
    b->over |= b->at > 8 * b->size;
}

/* Exp-Golomb, unsigned and signed. */
static uint32_t get_ue(struct bits *b)
{
    unsigned zeros = 0;
    while (!b->over && get(b, 1) == 0)
        zeros++;
    if (b->over || zeros > 31) {
        b->over = 1;
        return 0;
    }
    return ((uint32_t) 1 << zeros) - 1 + get(b, zeros);
}

static int32_t get_se(struct bits *b)
{
    const uint32_t k = get_ue(b);
    return k & 1 ? (int32_t) (k / 2 + 1) : -(int32_t) (k / 2);
}

struct sequence_set {
    uint8_t known, separate_planes, grey, offsets; /* offsets: sample adaptive ones */
};

struct picture_set {
    uint8_t known, sequence, output_flag, extra_bits;
    int init_qp;
};

struct sets {
    struct sequence_set sequences[SETS];
    struct picture_set pictures[SETS];
    int qp, found;
};

static void skip_profile(struct bits *b, unsigned layers_more)
{
    unsigned has_profile = 0, has_level = 0;
    skip(b, 88 + 8);
    for (unsigned i = 0; i < layers_more; i++) {
        has_profile |= get(b, 1) << i;
        has_level |= get(b, 1) << i;
    }
    for (unsigned i = layers_more; layers_more > 0 && i < 8; i++)
        skip(b, 2);
    for (unsigned i = 0; i < layers_more; i++)
        skip(b, (has_profile >> i & 1 ? 88 : 0) + (has_level >> i & 1 ? 8 : 0));
}

static void skip_scaling_lists(struct bits *b)
{
    for (unsigned size = 0; size < 4; size++) {
        for (unsigned matrix = 0; matrix < 6 && !b->over; matrix += size == 3 ? 3 : 1) {
            if (!get(b, 1)) {
                (void) get_ue(b);
                continue;
            }
            if (size > 1)
                (void) get_se(b);
            for (unsigned i = 0; i < (size == 0 ? 16u : 64u) && !b->over; i++)
                (void) get_se(b);
        }
    }
}

static void read_sequence_set(struct sets *sets, struct bits *b)
{
    struct sequence_set s = {.known = 1};
    skip(b, 4);
    const unsigned layers_more = get(b, 3);
    skip(b, 1);
    skip_profile(b, layers_more);
    const uint32_t id = get_ue(b);
    const uint32_t chroma = get_ue(b);
    s.separate_planes = chroma == 3 && get(b, 1);
    s.grey = chroma == 0 || s.separate_planes;
    (void) get_ue(b);
    (void) get_ue(b);
    for (int i = get(b, 1) ? 4 : 0; i > 0; i--) /* conformance window */
        (void) get_ue(b);
    for (int i = 0; i < 3; i++) /* depths; bits of the picture order count */
        (void) get_ue(b);
    for (unsigned i = get(b, 1) ? 0 : layers_more; i <= layers_more; i++)
        for (int k = 0; k < 3; k++)
            (void) get_ue(b);
    for (int i = 0; i < 6; i++) /* sizes of blocks */
        (void) get_ue(b);
    if (get(b, 1) && get(b, 1))
        skip_scaling_lists(b);
    skip(b, 1);
    s.offsets = (uint8_t) get(b, 1);
    if (!b->over && id < SETS)
        sets->sequences[id] = s;
}

static void read_picture_set(struct sets *sets, struct bits *b)
{
    struct picture_set p = {.known = 1};
    const uint32_t id = get_ue(b), sequence = get_ue(b);
    skip(b, 1);
    p.output_flag = (uint8_t) get(b, 1);
    p.extra_bits = (uint8_t) get(b, 3);
    skip(b, 2);
    (void) get_ue(b);
    (void) get_ue(b);
    p.init_qp = 26 + get_se(b);
    p.sequence = (uint8_t) sequence;
    if (!b->over && id < SETS && sequence < SETS)
        sets->pictures[id] = p;
}

/* The first slice of an IDR picture, in which there are only intra blocks. */
static void read_slice(struct sets *sets, struct bits *b)
{
    if (!get(b, 1))
        return;
    skip(b, 1);
    const uint32_t id = get_ue(b);
    if (b->over || id >= SETS || !sets->pictures[id].known)
        return;
    const struct picture_set *p = &sets->pictures[id];
    const struct sequence_set *s = &sets->sequences[p->sequence];
    skip(b, p->extra_bits);
    const uint32_t type = get_ue(b);
    if (!s->known || type != 2)
        return;
    skip(b, (p->output_flag ? 1u : 0u) + (s->separate_planes ? 2u : 0u));
    if (s->offsets)
        skip(b, s->grey ? 1 : 2);
    const int64_t qp = (int64_t) p->init_qp + get_se(b);
    if (b->over || qp < -48 || qp > 51)
        return;
    sets->qp = (int) qp;
    sets->found = 1;
}

static void read_unit(struct sets *sets, const uint8_t *data, size_t size)
{
    struct bits b;
    if (size < 3)
        return;
    const unsigned type = data[0] >> 1 & 0x3f;
    bits_take(&b, data + 2, size - 2 < SET_BYTES_MAX ? size - 2 : SET_BYTES_MAX);
    if (type == 33)
        read_sequence_set(sets, &b);
    else if (type == 34)
        read_picture_set(sets, &b);
    else if ((type == 19 || type == 20) && !sets->found)
        read_slice(sets, &b);
}

/* The end of the unit that begins here, where the next start code is. */
static size_t unit_end(const uint8_t *data, size_t size, size_t at)
{
    for (; at + 2 < size; at++)
        if (data[at] == 0 && data[at + 1] == 0 && data[at + 2] == 1)
            return at;
    return size;
}

static void read_started(struct sets *sets, const uint8_t *data, size_t size)
{
    for (size_t at = unit_end(data, size, 0); at + 3 < size && !sets->found;) {
        const size_t first = at + 3, end = unit_end(data, size, first);
        read_unit(sets, data + first, end - first);
        at = end;
    }
}

int lwi_hevc_first_qp(const uint8_t *head, size_t head_size, const uint8_t *data, size_t size,
                      int *ret_qp)
{
    struct sets sets;
    memset(&sets, 0, sizeof(sets));
    /* Only pictures have slices, and only what is sent has a picture. */
    read_started(&sets, head, head_size);
    sets.found = 0;
    read_started(&sets, data, size);
    if (!sets.found)
        return -ENODATA;
    *ret_qp = sets.qp;
    return 0;
}

/* The step of both codes doubles with 6, and is 1 at 4. */
static float step_of(double qp)
{
    return (float) exp2((qp - 4) / 6);
}

static float h264_quantiser(const AVFrame *frame)
{
    const AVFrameSideData *side = av_frame_get_side_data(frame, AV_FRAME_DATA_VIDEO_ENC_PARAMS);
    AVVideoEncParams *params = side ? (AVVideoEncParams *) side->data : NULL;
    if (!params || params->type != AV_VIDEO_ENC_PARAMS_H264 || params->nb_blocks == 0)
        return 0;
    int64_t sum = 0;
    for (unsigned i = 0; i < params->nb_blocks; i++)
        sum += av_video_enc_params_block(params, i)->delta_qp;
    return step_of(params->qp + (double) sum / params->nb_blocks);
}

float lwi_av_quantiser(const AVFrame *frame, const AVCodecParameters *par, const AVPacket *packet)
{
    int qp;
    if (par->codec_id == AV_CODEC_ID_H264)
        return h264_quantiser(frame);
    if (par->codec_id != AV_CODEC_ID_HEVC || packet->size <= 0 ||
        lwi_hevc_first_qp(par->extradata, (size_t) par->extradata_size, packet->data,
                          (size_t) packet->size, &qp) < 0)
        return 0;
    return step_of(qp);
}
