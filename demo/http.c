/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <microhttpd.h>

#define REALM    "demo camera"
#define BOUNDARY "picture"
#define QUALITY  88

struct demo_http {
    struct MHD_Daemon *daemon;
    struct demo_shutter *shutter;
    const struct demo_options *options;
    char *cert, *key;
};

/* One client of the stream. */
struct viewer {
    struct demo_http *http;
    uint64_t sequence;
    uint8_t *picture;
    uint8_t *part; /* header and JPEG that are being sent */
    size_t size, sent;
};

/* JPEG of a planar 4:2:0 picture. malloc'ed; NULL: no memory. */
static uint8_t *encode(const uint8_t *picture, int width, int height, size_t *ret_size)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors; /* nothing here can fail but memory, and that ends us */
    unsigned char *data = NULL;
    unsigned long size = 0;
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &data, &size);
    j.image_width = (JDIMENSION) width;
    j.image_height = (JDIMENSION) height;
    j.input_components = 3;
    j.in_color_space = JCS_YCbCr;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, QUALITY, TRUE);
    jpeg_start_compress(&j, TRUE);
    uint8_t *row = malloc((size_t) width * 3);
    const uint8_t *u = picture + (size_t) width * (size_t) height;
    const uint8_t *v = u + (size_t) (width / 2) * (size_t) (height / 2);
    for (int y = 0; row && y < height; y++) {
        for (int x = 0; x < width; x++) {
            size_t at = (size_t) (y / 2) * (size_t) (width / 2) + (size_t) (x / 2);
            int luma = ((picture[(size_t) y * (size_t) width + (size_t) x] - 16) * 255 + 109) / 219;
            row[x * 3] = (uint8_t) (luma < 0 ? 0 : luma > 255 ? 255 : luma);
            row[x * 3 + 1] = u[at]; /* JPEG's chroma is wider by 1/8: as if a little paler */
            row[x * 3 + 2] = v[at];
        }
        (void) jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    free(row);
    *ret_size = size;
    return data;
}

static enum MHD_Result answer_text(struct MHD_Connection *connection, unsigned status,
                                   const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), (void *) (uintptr_t) text, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result r = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return r;
}

static enum MHD_Result answer_snapshot(struct demo_http *h, struct MHD_Connection *connection)
{
    const struct demo_camera_settings *c = &h->options->camera;
    uint8_t *picture = malloc((size_t) (c->width * c->height * 3 / 2));
    demo_shutter_look(h->shutter, 1);
    uint64_t got = picture ? demo_shutter_wait(h->shutter, 0, picture) : 0;
    demo_shutter_look(h->shutter, 0);
    size_t size = 0;
    uint8_t *jpeg = got ? encode(picture, c->width, c->height, &size) : NULL;
    free(picture);
    if (!jpeg)
        return answer_text(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "no picture\n");
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, jpeg, MHD_RESPMEM_MUST_FREE);
    (void) MHD_add_response_header(response, "Content-Type", "image/jpeg");
    enum MHD_Result r = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return r;
}

static int next_part(struct viewer *v)
{
    const struct demo_camera_settings *c = &v->http->options->camera;
    free(v->part);
    v->part = NULL;
    v->size = v->sent = 0;
    do { /* while the camera stalls the connection stays, and says nothing */
        v->sequence = demo_shutter_wait(v->http->shutter, v->sequence, v->picture);
    } while (v->sequence == 0);
    size_t size = 0;
    uint8_t *jpeg = encode(v->picture, c->width, c->height, &size);
    char head[128];
    int length =
        snprintf(head, sizeof(head),
                 "--" BOUNDARY "\r\nContent-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n", size);
    v->part = jpeg ? malloc((size_t) length + size + 2) : NULL;
    if (v->part) {
        memcpy(v->part, head, (size_t) length);
        memcpy(v->part + length, jpeg, size);
        memcpy(v->part + (size_t) length + size, "\r\n", 2);
        v->size = (size_t) length + size + 2;
    }
    free(jpeg);
    return v->part ? 0 : -ENOMEM;
}

static ssize_t read_stream(void *cookie, uint64_t position, char *out, size_t max)
{
    (void) position;
    struct viewer *v = cookie;
    if (v->sent == v->size && next_part(v) < 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t n = v->size - v->sent < max ? v->size - v->sent : max;
    memcpy(out, v->part + v->sent, n);
    v->sent += n;
    return (ssize_t) n;
}

static void end_stream(void *cookie)
{
    struct viewer *v = cookie;
    demo_shutter_look(v->http->shutter, 0);
    free(v->picture);
    free(v->part);
    free(v);
}

static enum MHD_Result answer_stream(struct demo_http *h, struct MHD_Connection *connection)
{
    const struct demo_camera_settings *c = &h->options->camera;
    struct viewer *v = calloc(1, sizeof(*v));
    if (!v)
        return MHD_NO;
    v->http = h;
    v->picture = malloc((size_t) (c->width * c->height * 3 / 2));
    if (!v->picture) {
        free(v);
        return MHD_NO;
    }
    demo_shutter_look(h->shutter, 1);
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 65536, read_stream, v, end_stream);
    (void) MHD_add_response_header(response, "Content-Type",
                                   "multipart/x-mixed-replace; boundary=" BOUNDARY);
    enum MHD_Result r = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return r;
}

/* 1: go on; 0: *ret was answered. */
static int authorise(const struct demo_http *h, struct MHD_Connection *connection,
                     enum MHD_Result *ret)
{
    const struct demo_options *o = h->options;
    if (!o->user)
        return 1;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *) (uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    int ok;
    if (o->digest) {
        int checked = MHD_digest_auth_check2(connection, REALM, o->user, o->password, 300,
                                             MHD_DIGEST_ALG_MD5);
        ok = checked == MHD_YES;
        if (!ok)
            *ret = MHD_queue_auth_fail_response2(connection, REALM, "demo", response,
                                                 checked == MHD_INVALID_NONCE, MHD_DIGEST_ALG_MD5);
    } else {
        char *password = NULL;
        char *user = MHD_basic_auth_get_username_password(connection, &password);
        ok = user && password && strcmp(user, o->user) == 0 && strcmp(password, o->password) == 0;
        MHD_free(user);
        MHD_free(password);
        if (!ok)
            *ret = MHD_queue_basic_auth_fail_response(connection, REALM, response);
    }
    MHD_destroy_response(response);
    return ok;
}

static enum MHD_Result answer(void *cookie, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_size, void **state)
{
    (void) version;
    (void) data;
    struct demo_http *h = cookie;
    static int seen;
    if (!*state) { /* headers first; a body is not wanted */
        *state = &seen;
        return MHD_YES;
    }
    *data_size = 0;
    enum MHD_Result r = MHD_NO;
    if (!authorise(h, connection, &r))
        return r;
    if (strcmp(method, "GET") != 0)
        return answer_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "GET only\n");
    if (strcmp(url, "/snapshot.jpg") == 0)
        return answer_snapshot(h, connection);
    if (strcmp(url, "/video.mjpeg") == 0)
        return answer_stream(h, connection);
    return answer_text(connection, MHD_HTTP_NOT_FOUND, "not found\n");
}

static char *read_text(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    char *text = calloc(1, 65536);
    if (text && fread(text, 1, 65535, f) == 0) {
        free(text);
        text = NULL;
    }
    (void) fclose(f);
    return text;
}

int demo_http_new(struct demo_http **ret_http, struct demo_shutter *shutter,
                  const struct demo_options *options)
{
    struct demo_http *h = calloc(1, sizeof(*h));
    if (!h)
        return -ENOMEM;
    h->shutter = shutter;
    h->options = options;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t) options->http_port)};
    int ok = inet_pton(AF_INET, options->address, &at.sin_addr) == 1;
    if (ok && options->tls_cert) {
        h->cert = read_text(options->tls_cert);
        h->key = read_text(options->tls_key);
        ok = h->cert && h->key;
    }
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD;
    if (ok && h->cert)
        h->daemon = MHD_start_daemon(
            flags | MHD_USE_TLS, 0, NULL, NULL, answer, h, MHD_OPTION_SOCK_ADDR, &at,
            MHD_OPTION_HTTPS_MEM_CERT, h->cert, MHD_OPTION_HTTPS_MEM_KEY, h->key,
            MHD_OPTION_DIGEST_AUTH_RANDOM, (size_t) 8, "demonstr", MHD_OPTION_END);
    else if (ok)
        h->daemon =
            MHD_start_daemon(flags, 0, NULL, NULL, answer, h, MHD_OPTION_SOCK_ADDR, &at,
                             MHD_OPTION_DIGEST_AUTH_RANDOM, (size_t) 8, "demonstr", MHD_OPTION_END);
    if (!h->daemon) {
        (void) fprintf(stderr, "lenswatch-demo-camera: HTTP cannot listen at %s port %d\n",
                       options->address, options->http_port);
        demo_http_free(&h);
        return -EIO;
    }
    *ret_http = h;
    return 0;
}

void demo_http_free(struct demo_http **http)
{
    if (!*http)
        return;
    struct demo_http *h = *http;
    *http = NULL;
    free(h->cert);
    free(h->key);
    /* Streams may be under way and wait for pictures; the process ends under them. */
    if (!h->daemon)
        free(h);
}

int demo_http_port(const struct demo_http *http)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}
