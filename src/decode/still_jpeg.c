/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * JPEG through libjpeg-turbo. Where it can be, the planes are taken as they are
 * coded ("raw"), without upsampling and without a copy. Where nobody wants colour
 * the chroma components are marked as not needed, which spares their transforms.
 * Luma is the same bytes either way.
 *
 * A torn picture: libjpeg warns once when the coded data of a scan ends or breaks
 * and then goes on with grey. The rows that came out before that are whole; we
 * stop there. Of a torn progressive picture no row has all of its detail, so
 * none is whole. That the file merely lacks its end marker does no harm.
 *
 * Everything that a jump out of libjpeg may pass lives in struct job, which is
 * not a local of the function that calls setjmp().
 */
#include "decode/still.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "base/error.h"
#include "decode/rgb.h"

/* A progressive file with thousands of empty scans costs minutes to decode; cameras and
 * programs write about ten. The limit is the one of libjpeg-turbo's own fuzzers. */
#define SCANS_MAX 500

#define ROWS_A_CALL 16

enum path {
    PATH_RAW,  /* planes as coded: grey, luma alone, or luma and chroma */
    PATH_LUMA, /* luma alone, for odd sampling */
    PATH_YCC,  /* interleaved YCbCr 4:4:4, for odd sampling */
    PATH_RGB,  /* interleaved RGB */
    PATH_CMYK, /* interleaved CMYK */
};

struct job {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf jump;
    const struct lwi_decode_settings *settings;
    struct lw_error *reterr;
    int code;    /* why it jumped */
    int damaged; /* the coded data broke */
    int ended;   /* the file ended before its end marker */
    uint32_t rows_whole;
    struct lw_frame *frame;
    uint8_t *scratch; /* one row of samples, freed by the caller */
};

static struct job *job_of(j_common_ptr jpeg)
{
    return jpeg->client_data;
}

/* libjpeg's fatal errors. Never returns. */
static void on_error(j_common_ptr jpeg)
{
    struct job *job = job_of(jpeg);
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    switch (jpeg->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
        job->code = -ENOMEM;
        break;
    case JERR_EMPTY_IMAGE:
        job->code = -EINVAL;
        break;
    case JERR_IMAGE_TOO_BIG:
        job->code = -EFBIG;
        break;
    default:
        job->code = -EBADMSG;
        break;
    }
    (void) lwi_error_set(job->reterr, job->code, "broken JPEG: %s", text);
    longjmp(job->jump, 1);
}

/* Warnings. Those that mean lost samples are remembered, the others are harmless (a missing
 * end marker, padding between segments). */
static void on_message(j_common_ptr jpeg, int level)
{
    if (level >= 0)
        return;
    switch (jpeg->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_BOGUS_PROGRESSION:
        job_of(jpeg)->damaged = 1;
        break;
    case JWRN_JPEG_EOF:
        job_of(jpeg)->ended = 1;
        break;
    default:
        break;
    }
}

static void on_progress(j_common_ptr jpeg)
{
    struct job *job = job_of(jpeg);
    if (jpeg->is_decompressor && ((j_decompress_ptr) jpeg)->input_scan_number > SCANS_MAX) {
        job->code =
            lwi_error_set(job->reterr, -EBADMSG, "broken JPEG: more than %d scans", SCANS_MAX);
        longjmp(job->jump, 1);
    }
}

/* log2 of max / factor, or -1 where that is not a whole power of two up to 4. */
static int shift_of(int max, int factor)
{
    for (int shift = 0; shift <= 2; shift++)
        if (factor << shift == max)
            return shift;
    return -1;
}

/* The sampling factors are known once a scan has begun; max_*_samp_factor too. */
static int raw_possible(const struct jpeg_decompress_struct *jpeg, int luma_only)
{
    const jpeg_component_info *c = jpeg->comp_info;
    if (c[0].h_samp_factor != jpeg->max_h_samp_factor ||
        c[0].v_samp_factor != jpeg->max_v_samp_factor)
        return 0;
    if (jpeg->num_components == 1 || luma_only)
        return 1;
    return jpeg->num_components == 3 && c[1].h_samp_factor == c[2].h_samp_factor &&
           c[1].v_samp_factor == c[2].v_samp_factor &&
           shift_of(c[0].h_samp_factor, c[1].h_samp_factor) >= 0 &&
           shift_of(c[0].v_samp_factor, c[1].v_samp_factor) >= 0;
}

static int choose_path(const struct job *job, enum path *ret_path)
{
    const struct jpeg_decompress_struct *jpeg = &job->jpeg;
    switch (jpeg->jpeg_color_space) {
    case JCS_GRAYSCALE:
    case JCS_YCbCr:
        if (raw_possible(jpeg, job->settings->luma_only))
            *ret_path = PATH_RAW;
        else
            *ret_path = job->settings->luma_only ? PATH_LUMA : PATH_YCC;
        return 0;
    case JCS_RGB:
        *ret_path = PATH_RGB;
        return 0;
    case JCS_CMYK:
    case JCS_YCCK:
        *ret_path = PATH_CMYK;
        return 0;
    default:
        return lwi_error_set(job->reterr, -ENOTSUP, "JPEG with %d unnamed components",
                             jpeg->num_components);
    }
}

/*
 * Several scans have been read as one. Cut between two of them, such a file breaks
 * no rule; what is missing then shows in how exactly the coefficients of luma are
 * known (0: to the last bit; -1: not at all).
 */
static int lacks_scans(const struct job *job)
{
    if (!job->ended || !jpeg_has_multiple_scans((j_decompress_ptr) &job->jpeg))
        return 0;
    if (!job->jpeg.coef_bits)
        return 1;
    for (int i = 0; i < DCTSIZE2; i++)
        if (job->jpeg.coef_bits[0][i] != 0)
            return 1;
    return 0;
}

/* Geometric mean of the steps of luma, without that of the mean. */
static float quantiser_of(const struct jpeg_decompress_struct *jpeg)
{
    const JQUANT_TBL *table = jpeg->comp_info[0].quant_table;
    double sum = 0;
    for (int i = 1; table && i < DCTSIZE2; i++)
        sum += log(table->quantval[i] > 0 ? table->quantval[i] : 1);
    return table ? (float) exp(sum / (DCTSIZE2 - 1)) : 0;
}

static int make_frame(struct job *job, enum path path)
{
    const struct jpeg_decompress_struct *jpeg = &job->jpeg;
    struct lwi_frame_format format = {.width = jpeg->image_width, .height = jpeg->image_height};
    format.has_chroma = !job->settings->luma_only && jpeg->jpeg_color_space != JCS_GRAYSCALE;
    if (path == PATH_RAW && format.has_chroma) {
        const jpeg_component_info *c = jpeg->comp_info;
        format.chroma_shift_x = (uint8_t) shift_of(c[0].h_samp_factor, c[1].h_samp_factor);
        format.chroma_shift_y = (uint8_t) shift_of(c[0].v_samp_factor, c[1].v_samp_factor);
    }
    int err = lwi_frame_new(&job->frame, &format);
    if (err)
        return lwi_error_set(job->reterr, err, "no memory for a picture of %u x %u", format.width,
                             format.height);
    job->frame->quantiser = quantiser_of(jpeg);
    /* 4 bytes a pixel for the interleaved paths; for the raw one a row as wide as a plane's. */
    job->scratch = malloc((size_t) 4 * format.width + LWI_FRAME_ALIGN);
    if (!job->scratch)
        return lwi_error_set(job->reterr, -ENOMEM, "no memory for a row");
    return 0;
}

static void read_luma(struct job *job)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    uint8_t *luma = lwi_frame_luma(job->frame);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW rows[ROWS_A_CALL];
        uint32_t first = jpeg->output_scanline;
        uint32_t count = jpeg->output_height - first;
        if (count > ROWS_A_CALL)
            count = ROWS_A_CALL;
        for (uint32_t i = 0; i < count; i++)
            rows[i] = luma + (ptrdiff_t) (first + i) * job->frame->stride;
        (void) jpeg_read_scanlines(jpeg, rows, count);
        if (job->damaged)
            return;
        job->rows_whole = jpeg->output_scanline;
    }
}

/* Row pointers of one plane for a row of MCUs; rows that libjpeg makes below the picture's
 * edge go to scratch. Rows are wide enough for whole blocks: strides are multiples of 64. */
static void plane_rows(const struct job *job, int component, uint32_t first, JSAMPROW *rows,
                       uint32_t count)
{
    const struct lw_frame *frame = job->frame;
    uint8_t *base =
        component == 0 ? lwi_frame_luma(job->frame) : lwi_frame_chroma(job->frame, component - 1);
    ptrdiff_t stride = component == 0 ? frame->stride : frame->chroma_stride;
    uint32_t height = job->jpeg.comp_info[component].downsampled_height;
    for (uint32_t i = 0; i < count; i++)
        rows[i] = first + i < height ? base + (ptrdiff_t) (first + i) * stride : job->scratch;
}

static void read_raw(struct job *job)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW rows[3][4 * DCTSIZE];
        JSAMPARRAY planes[3] = {rows[0], rows[1], rows[2]};
        uint32_t mcu_row = jpeg->output_scanline / (uint32_t) (jpeg->max_v_samp_factor * DCTSIZE);
        for (int c = 0; c < (job->frame->chroma[0] ? 3 : 1); c++) {
            uint32_t count = (uint32_t) jpeg->comp_info[c].v_samp_factor * DCTSIZE;
            plane_rows(job, c, mcu_row * count, rows[c], count);
        }
        (void) jpeg_read_raw_data(jpeg, planes, (uint32_t) jpeg->max_v_samp_factor * DCTSIZE);
        if (job->damaged)
            return;
        job->rows_whole = jpeg->output_scanline < jpeg->output_height ? jpeg->output_scanline
                                                                      : jpeg->output_height;
    }
}

/* Adobe's programs store CMYK inverted and say so with their marker. */
static void cmyk_to_rgb(uint8_t *row, uint32_t width, int inverted)
{
    for (uint32_t x = 0; x < width; x++) {
        uint8_t in[4];
        memcpy(in, row + (size_t) 4 * x, 4);
        unsigned k = inverted ? in[3] : 255u - in[3];
        for (int c = 0; c < 3; c++) {
            unsigned v = inverted ? in[c] : 255u - in[c];
            row[(size_t) 3 * x + (size_t) c] = (uint8_t) ((v * k + 127u) / 255u);
        }
    }
}

static void put_ycc(struct lw_frame *frame, uint32_t y, const uint8_t *row)
{
    uint8_t *luma = lwi_frame_luma(frame) + (ptrdiff_t) y * frame->stride;
    uint8_t *cb = lwi_frame_chroma(frame, 0) + (ptrdiff_t) y * frame->chroma_stride;
    uint8_t *cr = lwi_frame_chroma(frame, 1) + (ptrdiff_t) y * frame->chroma_stride;
    for (uint32_t x = 0; x < frame->width; x++) {
        luma[x] = row[(size_t) 3 * x];
        cb[x] = row[(size_t) 3 * x + 1];
        cr[x] = row[(size_t) 3 * x + 2];
    }
}

static void read_interleaved(struct job *job, enum path path)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    while (jpeg->output_scanline < jpeg->output_height) {
        uint32_t y = jpeg->output_scanline;
        JSAMPROW row = job->scratch;
        (void) jpeg_read_scanlines(jpeg, &row, 1);
        if (job->damaged)
            return;
        if (path == PATH_YCC) {
            put_ycc(job->frame, y, row);
        } else {
            if (path == PATH_CMYK)
                cmyk_to_rgb(row, jpeg->image_width, jpeg->saw_Adobe_marker);
            lwi_rgb_put_row(job->frame, y, row, LWI_RGB_RGB);
        }
        job->rows_whole = jpeg->output_scanline;
    }
}

static const J_COLOR_SPACE path_space[] = {
    [PATH_LUMA] = JCS_GRAYSCALE, [PATH_RAW] = JCS_YCbCr, [PATH_YCC] = JCS_YCbCr,
    [PATH_RGB] = JCS_RGB,        [PATH_CMYK] = JCS_CMYK,
};

/* All that may jump. Returns 0 or why it ended; job->rows_whole says how far it came. */
static int run(struct job *job, const uint8_t *data, size_t size)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    if (setjmp(job->jump))
        return job->code;
    jpeg_create_decompress(jpeg);
    jpeg->client_data = job;
    jpeg->progress = &job->progress;
    jpeg_mem_src(jpeg, data, size);
    (void) jpeg_read_header(jpeg, TRUE);
    int err = lwi_still_check_size(job->settings, "JPEG", jpeg->image_width, jpeg->image_height,
                                   job->reterr);
    enum path path = PATH_LUMA;
    if (!err)
        err = choose_path(job, &path);
    if (err)
        return err;
    if (path != PATH_RAW)
        jpeg->out_color_space = path_space[path];
    jpeg->raw_data_out = path == PATH_RAW;
    for (int c = 1; path == PATH_RAW && job->settings->luma_only && c < jpeg->num_components; c++)
        jpeg->comp_info[c].component_needed = FALSE;
    (void) jpeg_start_decompress(jpeg);
    if (job->damaged || lacks_scans(job))
        return lwi_error_set(job->reterr, -EBADMSG,
                             "torn progressive JPEG: no row of it has all of its detail");
    err = make_frame(job, path);
    if (err)
        return err;
    if (path == PATH_LUMA)
        read_luma(job);
    else if (path == PATH_RAW)
        read_raw(job);
    else
        read_interleaved(job, path);
    return 0;
}

static int decode(const struct lwi_decode_settings *settings, const uint8_t *data, size_t size,
                  struct lw_frame **ret_frame, struct lw_error *reterr)
{
    /* The tables of one picture must not serve the next, so nothing is kept between them: the
     * same file gives the same frame whatever was decoded before it. */
    struct job job = {.settings = settings, .reterr = reterr};
    job.jpeg.err = jpeg_std_error(&job.errors);
    job.jpeg.client_data = &job;
    job.errors.error_exit = on_error;
    job.errors.emit_message = on_message;
    job.progress.progress_monitor = on_progress;

    int err = run(&job, data, size);
    jpeg_destroy_decompress(&job.jpeg);
    free(job.scratch);
    if (job.frame && job.rows_whole > 0 && err != -ENOMEM) {
        job.frame->rows_whole = job.rows_whole;
        lwi_rgb_fill_rest(job.frame, job.rows_whole);
        *ret_frame = job.frame;
        return 0;
    }
    lwi_frame_unref(&job.frame);
    if (err)
        return err;
    return lwi_error_set(reterr, -EBADMSG, "torn JPEG: not one row of it is whole");
}

static int match(const uint8_t *data, size_t size)
{
    return size >= 3 && data[0] == 0xFF && data[1] == 0xD8 && data[2] == 0xFF;
}

const struct lwi_still_info lwi_still_jpeg = {
    .name = "JPEG",
    .match = match,
    .decode = decode,
};
