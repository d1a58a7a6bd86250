/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Times FFmpeg's blurdetect filter, in process: a grey frame goes in, the same comes out
 * with the measure. No decoding, no program start, one thread. */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/frame.h>
#include <libavutil/log.h>

__attribute__((visibility("default"))) double bench_blurdetect_s(const uint8_t *luma, int width,
                                                                 int height, int repeats);

static double now_s(void)
{
    struct timespec t;
    (void) clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static AVFrame *frame_of(const uint8_t *luma, int width, int height)
{
    AVFrame *frame = av_frame_alloc();
    if (!frame)
        return NULL;
    frame->format = AV_PIX_FMT_GRAY8;
    frame->width = width;
    frame->height = height;
    if (av_frame_get_buffer(frame, 0) < 0) {
        av_frame_free(&frame);
        return NULL;
    }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            frame->data[0][y * frame->linesize[0] + x] = luma[y * width + x];
    return frame;
}

static int open_graph(AVFilterGraph *graph, int width, int height, AVFilterContext **ret_source,
                      AVFilterContext **ret_sink)
{
    char args[128];
    AVFilterContext *filter = NULL;
    (void) snprintf(args, sizeof(args), "width=%d:height=%d:pix_fmt=%d:time_base=1/25", width,
                    height, (int) AV_PIX_FMT_GRAY8);
    av_log_set_level(AV_LOG_ERROR); /* or it prints the measure */
    graph->nb_threads = 1;
    if (avfilter_graph_create_filter(ret_source, avfilter_get_by_name("buffer"), "in", args, NULL,
                                     graph) < 0 ||
        avfilter_graph_create_filter(&filter, avfilter_get_by_name("blurdetect"), "measure", NULL,
                                     NULL, graph) < 0 ||
        avfilter_graph_create_filter(ret_sink, avfilter_get_by_name("buffersink"), "out", NULL,
                                     NULL, graph) < 0 ||
        avfilter_link(*ret_source, 0, filter, 0) < 0 || avfilter_link(filter, 0, *ret_sink, 0) < 0)
        return -1;
    return avfilter_graph_config(graph, NULL);
}

static int pass(AVFilterContext *source, AVFilterContext *sink, AVFrame *in, AVFrame *out)
{
    in->pts++;
    if (av_buffersrc_add_frame_flags(source, in, AV_BUFFERSRC_FLAG_KEEP_REF) < 0 ||
        av_buffersink_get_frame(sink, out) < 0)
        return -1;
    av_frame_unref(out);
    return 0;
}

/* Seconds a picture; < 0 where it failed. */
double bench_blurdetect_s(const uint8_t *luma, int width, int height, int repeats)
{
    AVFilterContext *source = NULL, *sink = NULL;
    AVFilterGraph *graph = avfilter_graph_alloc();
    AVFrame *in = frame_of(luma, width, height);
    AVFrame *out = av_frame_alloc();
    double seconds = -1;
    if (graph && in && out && avfilter_get_by_name("blurdetect") &&
        open_graph(graph, width, height, &source, &sink) >= 0 && pass(source, sink, in, out) == 0) {
        int failed = 0;
        double start = now_s();
        for (int i = 0; i < repeats; i++)
            failed |= pass(source, sink, in, out) != 0;
        if (!failed)
            seconds = (now_s() - start) / repeats;
    }
    av_frame_free(&out);
    av_frame_free(&in);
    avfilter_graph_free(&graph);
    return seconds;
}
