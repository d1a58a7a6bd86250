/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#define ZLIB_CONST
#include "api/assets.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "api/answer.h"
#include "api/request.h"
#include "api/web_assets.h"

#define INFLATED_MAX ((size_t) 16 << 20)
#define GZIP_WINDOW  (16 + MAX_WBITS) /* zlib's way to say: a gzip file */

static const char no_page[] =
    "Lenswatch is running, but it was built without its web page (-Dweb=disabled).\n"
    "Its API is described in /api/v1/openapi.json.\n";

static const struct lwi_web_asset no_page_asset = {
    .path = "/index.html",
    .content_type = "text/plain; charset=utf-8",
    .etag = "\"none\"",
    .cache_control = "no-cache",
    .data = (const unsigned char *) no_page,
    .size = sizeof(no_page) - 1,
};

const struct lwi_web_asset *lwi_assets_find(const char *path)
{
    if (strcmp(path, "/") == 0)
        path = "/index.html";
    for (const struct lwi_web_asset *asset = lwi_web_assets; asset->path; asset++)
        if (strcmp(asset->path, path) == 0)
            return asset;
    return strcmp(path, "/index.html") == 0 ? &no_page_asset : NULL;
}

/* Whether a comma-separated header names this, or "*". Weak tags compare like strong ones. */
static int lists(const char *header, const char *what)
{
    size_t length = strlen(what);
    while (header && *header) {
        header += strspn(header, " ,");
        if (strncmp(header, "W/", 2) == 0)
            header += 2;
        size_t item = strcspn(header, ",; ");
        if ((item == length && strncmp(header, what, item) == 0) || (item == 1 && *header == '*'))
            return 1;
        header += strcspn(header, ",");
    }
    return 0;
}

/* For the rare client that takes no gzip. The last 4 bytes of a gzip file are its plain size. */
static int answer_inflated(struct lwi_request *request, const struct lwi_web_asset *asset)
{
    const unsigned char *tail = asset->data + asset->size - 4;
    size_t size = tail[0] | (size_t) tail[1] << 8 | (size_t) tail[2] << 16 | (size_t) tail[3] << 24;
    uint8_t *plain = size <= INFLATED_MAX ? malloc(size + 1) : NULL;
    z_stream stream = {.next_in = asset->data,
                       .avail_in = (uInt) asset->size,
                       .next_out = plain,
                       .avail_out = (uInt) size};
    int r = plain && inflateInit2(&stream, GZIP_WINDOW) == Z_OK ? Z_OK : Z_MEM_ERROR;
    if (r == Z_OK) {
        r = inflate(&stream, Z_FINISH);
        (void) inflateEnd(&stream);
    }
    if (r != Z_STREAM_END) {
        free(plain);
        return lwi_answer_error(request, MHD_HTTP_NOT_ACCEPTABLE, "This is sent compressed",
                                "Ask with Accept-Encoding: gzip");
    }
    return lwi_answer_bytes(request, MHD_HTTP_OK, asset->content_type, plain, size);
}

int lwi_assets_answer(struct lwi_request *request)
{
    const struct lwi_web_asset *asset = lwi_assets_find(request->path);
    lwi_answer_header(request, "ETag", "%s", asset->etag);
    lwi_answer_header(request, "Cache-Control", "%s", asset->cache_control);
    lwi_answer_header(request, "Content-Security-Policy", "%s", LWI_WEB_CSP);
    if (asset->gzip)
        lwi_answer_header(request, "Vary", "Accept-Encoding");
    if (lists(lwi_request_header(request, "If-None-Match"), asset->etag))
        return lwi_answer_empty(request, MHD_HTTP_NOT_MODIFIED);
    const char *accept = lwi_request_header(request, "Accept-Encoding");
    if (asset->gzip && !lists(accept, "gzip"))
        return answer_inflated(request, asset);
    if (asset->gzip)
        lwi_answer_header(request, "Content-Encoding", "gzip");
    return lwi_answer_static(request, MHD_HTTP_OK, asset->content_type, asset->data, asset->size);
}
