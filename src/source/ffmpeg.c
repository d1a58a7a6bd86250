/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * libavcodec and libavformat, loaded when they are first called. They bring in
 * more than a hundred libraries, and with them every command would start 35 ms
 * later: 200 JPEGs, which need neither, are judged in less than 400 ms.
 *
 * Each function that the program calls is defined here under its own name and
 * hands the call on; the linker then has no need of the libraries. A function that
 * is missing here costs no more than that: the linker brings its library back.
 * The headers check that the definitions agree with them.
 */
#include <dlfcn.h>
#include <stdatomic.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavcodec/codec_desc.h>
#include <libavformat/avformat.h>
#include <libavutil/macros.h>

#define CODEC  "libavcodec.so." AV_STRINGIFY(LIBAVCODEC_VERSION_MAJOR)
#define FORMAT "libavformat.so." AV_STRINGIFY(LIBAVFORMAT_VERSION_MAJOR)

/* The address of a function, or NULL where the library is not installed. Looking it up twice, from
 * two threads, does no harm. */
static void *find(_Atomic(void *) *known, const char *library, const char *name)
{
    void *symbol = atomic_load_explicit(known, memory_order_acquire);
    if (symbol)
        return symbol;
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    symbol = handle ? dlsym(handle, name) : NULL;
    atomic_store_explicit(known, symbol, memory_order_release);
    return symbol;
}

/* A function that gives a value; what it gives without its library. */
#define VALUE(library, type, name, parameters, arguments, without)                                 \
    type name parameters                                                                           \
    {                                                                                              \
        static _Atomic(void *) known;                                                              \
        void *symbol = find(&known, library, #name);                                               \
        type(*call) parameters;                                                                    \
        if (!symbol)                                                                               \
            return without;                                                                        \
        memcpy(&call, &symbol, sizeof(call));                                                      \
        return call arguments;                                                                     \
    }

/* A function that gives none. Nothing is loaded to free what is not there. */
#define NOTHING(library, name, parameters, arguments, needless)                                    \
    void name parameters                                                                           \
    {                                                                                              \
        static _Atomic(void *) known;                                                              \
        void *symbol = (needless) ? NULL : find(&known, library, #name);                           \
        void(*call) parameters;                                                                    \
        if (!symbol)                                                                               \
            return;                                                                                \
        memcpy(&call, &symbol, sizeof(call));                                                      \
        call arguments;                                                                            \
    }

/* clang-format off */
VALUE(CODEC, AVPacket *, av_packet_alloc, (void), (), NULL)
VALUE(CODEC, AVPacket *, av_packet_clone, (const AVPacket *p), (p), NULL)
VALUE(CODEC, int, av_new_packet, (AVPacket *p, int size), (p, size), AVERROR(ENOSYS))
NOTHING(CODEC, av_packet_free, (AVPacket **p), (p), !p || !*p)
NOTHING(CODEC, av_packet_move_ref, (AVPacket *to, AVPacket *from), (to, from), 0)
NOTHING(CODEC, av_packet_unref, (AVPacket *p), (p), !p)

VALUE(CODEC, AVCodecParserContext *, av_parser_init, (int id), (id), NULL)
VALUE(CODEC, int, av_parser_parse2,
      (AVCodecParserContext *s, AVCodecContext *c, uint8_t **out, int *out_size,
       const uint8_t *in, int in_size, int64_t pts, int64_t dts, int64_t pos),
      (s, c, out, out_size, in, in_size, pts, dts, pos), AVERROR(ENOSYS))
NOTHING(CODEC, av_parser_close, (AVCodecParserContext *s), (s), !s)

VALUE(CODEC, AVCodecContext *, avcodec_alloc_context3, (const AVCodec *c), (c), NULL)
VALUE(CODEC, int, avcodec_default_get_buffer2, (AVCodecContext *c, AVFrame *f, int flags),
      (c, f, flags), AVERROR(ENOSYS))
VALUE(CODEC, const AVCodecDescriptor *, avcodec_descriptor_get, (enum AVCodecID id), (id), NULL)
VALUE(CODEC, const AVCodec *, avcodec_find_decoder, (enum AVCodecID id), (id), NULL)
VALUE(CODEC, const AVCodec *, avcodec_find_encoder_by_name, (const char *name), (name), NULL)
NOTHING(CODEC, avcodec_flush_buffers, (AVCodecContext *c), (c), 0)
NOTHING(CODEC, avcodec_free_context, (AVCodecContext **c), (c), !c || !*c)
VALUE(CODEC, const char *, avcodec_get_name, (enum AVCodecID id), (id), "unknown")
VALUE(CODEC, int, avcodec_open2, (AVCodecContext *c, const AVCodec *codec, AVDictionary **options),
      (c, codec, options), AVERROR(ENOSYS))
VALUE(CODEC, AVCodecParameters *, avcodec_parameters_alloc, (void), (), NULL)
VALUE(CODEC, int, avcodec_parameters_copy, (AVCodecParameters *to, const AVCodecParameters *from),
      (to, from), AVERROR(ENOSYS))
NOTHING(CODEC, avcodec_parameters_free, (AVCodecParameters **p), (p), !p || !*p)
VALUE(CODEC, int, avcodec_parameters_to_context, (AVCodecContext *c, const AVCodecParameters *p),
      (c, p), AVERROR(ENOSYS))
VALUE(CODEC, int, avcodec_receive_frame, (AVCodecContext *c, AVFrame *f), (c, f), AVERROR(ENOSYS))
VALUE(CODEC, int, avcodec_receive_packet, (AVCodecContext *c, AVPacket *p), (c, p),
      AVERROR(ENOSYS))
VALUE(CODEC, int, avcodec_send_frame, (AVCodecContext *c, const AVFrame *f), (c, f),
      AVERROR(ENOSYS))
VALUE(CODEC, int, avcodec_send_packet, (AVCodecContext *c, const AVPacket *p), (c, p),
      AVERROR(ENOSYS))

VALUE(FORMAT, const AVInputFormat *, av_find_input_format, (const char *name), (name), NULL)
VALUE(FORMAT, int, av_read_frame, (AVFormatContext *s, AVPacket *p), (s, p), AVERROR(ENOSYS))
VALUE(FORMAT, int, av_seek_frame, (AVFormatContext *s, int stream, int64_t time, int flags),
      (s, stream, time, flags), AVERROR(ENOSYS))
VALUE(FORMAT, AVFormatContext *, avformat_alloc_context, (void), (), NULL)
NOTHING(FORMAT, avformat_close_input, (AVFormatContext **s), (s), !s || !*s)
VALUE(FORMAT, int, avformat_find_stream_info, (AVFormatContext *s, AVDictionary **options),
      (s, options), AVERROR(ENOSYS))
VALUE(FORMAT, int, avformat_open_input,
      (AVFormatContext **s, const char *url, const AVInputFormat *format, AVDictionary **options),
      (s, url, format, options), AVERROR(ENOSYS))
VALUE(FORMAT, int, avformat_seek_file,
      (AVFormatContext *s, int stream, int64_t min, int64_t time, int64_t max, int flags),
      (s, stream, min, time, max, flags), AVERROR(ENOSYS))
/* clang-format on */
