/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "check/sniff.h"

#include <string.h>
#include <strings.h>

#include "decode/decode.h"

/* Containers and raw streams of video, by bytes at an offset. */
static const struct {
    size_t offset, size;
    const char *bytes;
} videos[] = {
    {0, 4, "\x1a\x45\xdf\xa3"}, /* Matroska, WebM */
    {8, 4, "AVI "},             /* in RIFF */
    {0, 4, "FLV\1"},            /* Flash */
    {0, 4, "\x30\x26\xb2\x75"}, /* ASF, WMV */
    {0, 4, "OggS"},             /* Ogg */
    {0, 4, "\0\0\1\xba"},       /* MPEG program stream */
    {0, 4, "\0\0\1\xb3"},       /* MPEG video */
    {0, 4, "IMKH"},             /* Hikvision's program stream */
    {0, 4, "DHAV"},             /* Dahua */
    {0, 4, "DKIF"},             /* IVF */
    {0, 4, "\x06\x0e\x2b\x34"}, /* MXF */
    {0, 5, "\0\0\0\1\x67"},     /* H.264, parameter set first */
    {0, 5, "\0\0\0\1\x27"},     /* the same */
    {0, 5, "\0\0\0\1\x40"},     /* H.265 */
    {4, 4, "moov"},
    {4, 4, "mdat"},
    {4, 4, "wide"},
    {4, 4, "free"},
    {4, 4, "skip"}, /* QuickTime */
};

/* MP4 by its brand; the brands of still pictures are left to the error that names them. */
static int is_mp4(const uint8_t *data, size_t size)
{
    static const char *const stills[] = {"heic", "heix", "mif1", "avif"};
    if (size < 12 || memcmp(data + 4, "ftyp", 4) != 0)
        return 0;
    for (size_t i = 0; i < sizeof(stills) / sizeof(stills[0]); i++)
        if (memcmp(data + 8, stills[i], 4) == 0)
            return 0;
    return 1;
}

/* Packets of 188 bytes (192 with time stamps in front) that begin with 0x47. */
static int is_transport_stream(const uint8_t *data, size_t size)
{
    static const struct {
        size_t first, step;
    } kinds[] = {{0, 188}, {4, 192}};
    for (size_t k = 0; k < 2; k++) {
        size_t found = 0;
        for (size_t at = kinds[k].first; at < size && data[at] == 0x47; at += kinds[k].step)
            found++;
        if (found >= 4)
            return 1;
    }
    return 0;
}

enum lwi_sniff lwi_sniff(const uint8_t *data, size_t size)
{
    if (lwi_decode_still_name(data, size))
        return LWI_SNIFF_STILL;
    for (size_t i = 0; i < sizeof(videos) / sizeof(videos[0]); i++)
        if (size >= videos[i].offset + videos[i].size &&
            memcmp(data + videos[i].offset, videos[i].bytes, videos[i].size) == 0)
            return LWI_SNIFF_VIDEO;
    return is_mp4(data, size) || is_transport_stream(data, size) ? LWI_SNIFF_VIDEO
                                                                 : LWI_SNIFF_OTHER;
}

int lwi_sniff_name_promises(const char *path)
{
    static const char *const endings[] = {
        "jpg",  "jpeg", "jpe",  "jfif", "png",  "webp", "bmp",   "dib",  "tif",
        "tiff", "gif",  "heic", "heif", "avif", "jp2",  "mp4",   "m4v",  "mov",
        "mkv",  "webm", "avi",  "ts",   "mts",  "m2ts", "mpg",   "mpeg", "flv",
        "wmv",  "asf",  "h264", "h265", "dav",  "mjpg", "mjpeg",
    };
    const char *dot = strrchr(path, '.');
    if (!dot || strchr(dot, '/'))
        return 0;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (strcasecmp(dot + 1, endings[i]) == 0)
            return 1;
    return 0;
}
