/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * RTSP and RTSPS cameras, through libavformat.
 *
 * libavformat's own parsers are switched off: they gather a picture of any size
 * before they say anything. Its RTP depacketisers hand on pieces instead, which
 * are gathered here by time stamp, with a limit; then the codec's parser is
 * asked only whether the whole is a key frame.
 */
#include "source/kinds.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>

#include "base/clock.h"
#include "base/error.h"
#include "lenswatch/frame.h"
#include "source/av.h"
#include "source/connect.h"
#include "source/tunnel.h"
#include "source/url.h"

/* libavformat keeps "user:password" in so many bytes, and cuts what is longer. */
#define AUTH_BYTES_MAX 127

#define RTSP_PORT  554
#define RTSPS_PORT 322

/* A camera that sends pictures but never a key frame cannot be watched; the longest distances
 * between key frames that cameras offer are about a minute. */
#define KEY_WAIT_S 120.0

struct rtsp {
    struct lwi_wait wait;
    struct lwi_url url;
    int has_user, udp;
    int key_only;
    const atomic_bool *all_frames;
    double timeout_s;
    size_t packet_bytes_max;

    struct lwi_tunnel *tunnel; /* RTSPS */
    AVFormatContext *ctx;
    int stream;
    AVPacket *piece;              /* the last one read; not yet in `whole` where piece->size > 0 */
    AVPacket *whole;              /* the picture that is being gathered; its buffer is larger */
    size_t capacity;              /* of whole's buffer, without the padding */
    AVCodecParserContext *parser; /* NULL: every packet of this codec is a key packet */
    AVCodecContext *parser_codec;
    int64_t first_pts;
    int64_t key_ns; /* monotonic: when there was a key frame last, or the start */
};

/* Appends text, percent-encoding what would end the user's part of a URL. */
static int append_encoded(char *out, size_t size, size_t *length, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *text; text++) {
        unsigned char c = (unsigned char) *text;
        int plain = c > ' ' && c < 127 && !strchr("%/?#@:\"\\", c);
        size_t need = plain ? 1 : 3;
        if (*length + need >= size)
            return -ENOSPC;
        if (plain) {
            out[(*length)++] = (char) c;
        } else {
            out[(*length)++] = '%';
            out[(*length)++] = hex[c >> 4];
            out[(*length)++] = hex[c & 15];
        }
        out[*length] = '\0';
    }
    return 0;
}

/* The URL as libavformat wants it, with the credentials inside, and leading into the tunnel where
 * there is one. malloc'ed; wipe it. */
static int url_with_credentials(const struct rtsp *s, const struct lwi_source_settings *settings,
                                char **ret_text, struct lw_error *reterr)
{
    char auth[AUTH_BYTES_MAX + 2] = "";
    size_t length = 0;
    int r = 0;
    if (settings->user) {
        r = append_encoded(auth, sizeof(auth) - 1, &length, settings->user);
        if (r == 0) {
            auth[length++] = ':';
            auth[length] = '\0';
            if (settings->password)
                r = append_encoded(auth, sizeof(auth), &length, settings->password);
        }
        if (r == 0 && length > AUTH_BYTES_MAX)
            r = -ENOSPC;
    }
    if (r < 0) {
        explicit_bzero(auth, sizeof(auth));
        return lwi_error_set(reterr, -EINVAL,
                             "user name and password are too long for RTSP "
                             "(%d bytes, special characters count three)",
                             AUTH_BYTES_MAX - 1);
    }
    char place[sizeof("127.0.0.1:65535")] = "";
    const char *rest = strstr(s->url.clean, "://") + 3;
    if (s->tunnel) {
        (void) snprintf(place, sizeof(place), "127.0.0.1:%d", lwi_tunnel_port(s->tunnel));
        rest += strcspn(rest, "/?#");
    }
    size_t size = strlen("rtsp://@") + length + strlen(place) + strlen(rest) + 1;
    char *text = malloc(size);
    if (text)
        (void) snprintf(text, size, "rtsp://%s%s%s%s", auth, length ? "@" : "", place, rest);
    explicit_bzero(auth, sizeof(auth));
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    *ret_text = text;
    return 0;
}

static int unauthorised(const struct rtsp *s, struct lw_error *reterr)
{
    int r;
    if (!s->has_user) {
        r = lwi_error_set(reterr, -EACCES, "%.150s wants a user name and a password", s->url.place);
        lwi_error_hint(reterr, "Give the camera's user name and password.");
    } else {
        r = lwi_error_set(reterr, -EACCES, "%.150s refuses the user name or the password",
                          s->url.place);
        lwi_error_hint(reterr, "Check both; many cameras lock a user out for minutes after "
                               "several wrong attempts.");
    }
    return r;
}

static int timed_out(const struct rtsp *s, struct lw_error *reterr)
{
    int r = lwi_error_set(reterr, -ETIMEDOUT, "%.150s sent nothing for %.3g s", s->url.place,
                          s->timeout_s);
    if (s->udp)
        lwi_error_hint(reterr, "A firewall may drop UDP: try the transport tcp.");
    else
        lwi_error_hint(reterr, "Is the camera switched on, and is this its RTSP port?");
    return r;
}

/* Says what libavformat's error means for a person. */
static int rtsp_error(const struct rtsp *s, int av, struct lw_error *reterr)
{
    const char *place = s->url.place;
    int r = lwi_wait_check(&s->wait);
    if (r == -ECANCELED)
        return lwi_error_set(reterr, r, "cancelled");
    if (r == -ETIMEDOUT || av == AVERROR(ETIMEDOUT) || av == AVERROR_EXIT)
        return timed_out(s, reterr);
    switch (av) {
    case AVERROR_HTTP_UNAUTHORIZED:
        return unauthorised(s, reterr);
    case AVERROR_HTTP_FORBIDDEN:
        r = lwi_error_set(reterr, -EPERM, "%.150s does not allow this user to watch", place);
        lwi_error_hint(reterr, "Give the user the right to live view in the camera.");
        return r;
    case AVERROR_HTTP_NOT_FOUND:
        r = lwi_error_set(reterr, -ENOENT, "%.150s has no such stream", place);
        lwi_error_hint(reterr, "Check the path of the URL; the camera's manual names it.");
        return r;
    case AVERROR(ECONNREFUSED):
        r = lwi_error_set(reterr, -ECONNREFUSED, "%.150s refuses the connection", place);
        lwi_error_hint(reterr,
                       "Check the port (RTSP is usually 554) and that RTSP is switched on.");
        return r;
    case AVERROR(EHOSTUNREACH):
    case AVERROR(ENETUNREACH):
        r = lwi_error_set(reterr, -EHOSTUNREACH, "%.150s cannot be reached", place);
        lwi_error_hint(reterr, "Check the address, and the network between here and there.");
        return r;
    case AVERROR(EPROTONOSUPPORT):
        r = lwi_error_set(reterr, -ENOTSUP, "%.150s does not offer the transport %s", place,
                          s->udp ? "udp" : "tcp");
        lwi_error_hint(reterr, "Try the other transport.");
        return r;
    case AVERROR(ENOMEM):
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    case AVERROR_EOF:
    case AVERROR(EPIPE):
    case AVERROR(ECONNRESET):
        return lwi_error_set(reterr, -EIO, "%.150s ended the connection", place);
    case AVERROR_HTTP_SERVER_ERROR:
        return lwi_error_set(reterr, -EIO, "%.150s reports a fault of its own", place);
    default:
        r = lwi_error_set(reterr, -EPROTO, "%.150s does not answer as an RTSP camera does", place);
        lwi_error_hint(reterr, "Check the port and the path of the URL.");
        return r;
    }
}

static AVDictionary *open_options(const struct rtsp *s)
{
    AVDictionary *options = NULL;
    (void) av_dict_set(&options, "rtsp_transport", s->udp ? "udp" : "tcp", 0);
    (void) av_dict_set(&options, "allowed_media_types", "video", 0);
    (void) av_dict_set(&options, "protocol_whitelist", "tcp,udp,rtp", 0);
    (void) av_dict_set(&options, "user_agent", "Lenswatch", 0);
    (void) av_dict_set_int(&options, "timeout", (int64_t) (s->timeout_s * 1e6), 0);
    /* A key frame comes as one burst, which the default buffer of 200 kB does not hold. */
    if (s->udp)
        (void) av_dict_set_int(&options, "buffer_size", 4 << 20, 0);
    return options;
}

static int open_parser(struct rtsp *s, struct lw_error *reterr)
{
    const AVCodecParameters *par = s->ctx->streams[s->stream]->codecpar;
    const AVCodecDescriptor *codec = avcodec_descriptor_get(par->codec_id);
    if (codec && (codec->props & AV_CODEC_PROP_INTRA_ONLY))
        return 0;
    s->parser = av_parser_init(par->codec_id);
    s->parser_codec = avcodec_alloc_context3(NULL);
    if (!s->parser)
        return lwi_error_set(reterr, -ENOTSUP, "%.100s sends %s video, which is not understood",
                             s->url.place, avcodec_get_name(par->codec_id));
    if (!s->parser_codec || avcodec_parameters_to_context(s->parser_codec, par) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    s->parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
    return 0;
}

/*
 * What must be done before libavformat connects: for RTSPS the way through TLS.
 * A name is looked up by connecting once: libavformat's own look-up cannot be
 * interrupted, and says nothing of why it failed.
 */
static int prepare(struct rtsp *s, const struct lwi_source_settings *settings,
                   struct lw_error *reterr)
{
    unsigned char address[sizeof(struct in6_addr)];
    if (strcmp(s->url.scheme, "rtsps") == 0) {
        s->udp = 0;
        const struct lwi_trust trust = {settings->tls_verify, settings->tls_pin};
        int r = lwi_tunnel_open(&s->tunnel, &s->url, RTSPS_PORT, &trust, &s->wait, reterr);
        if (r == 0 && settings->ret_tls_pin && !settings->tls_verify)
            (void) lwi_tunnel_pin(s->tunnel, settings->ret_tls_pin);
        return r;
    }
    if (inet_pton(AF_INET, s->url.host, address) == 1 ||
        inet_pton(AF_INET6, s->url.host, address) == 1)
        return 0;
    struct lwi_connection connection = {0};
    int r =
        lwi_connection_open(&connection, &s->url, RTSP_PORT, /* tls= */ 0, NULL, &s->wait, reterr);
    lwi_connection_close(&connection);
    return r;
}

static int no_video(const struct rtsp *s, struct lw_error *reterr)
{
    int unknown = 0;
    for (unsigned i = 0; i < s->ctx->nb_streams; i++)
        unknown |= s->ctx->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
    if (!unknown)
        return lwi_error_set(reterr, -EPROTO, "%.150s offers no video", s->url.place);
    (void) lwi_error_set(reterr, -ENOTSUP, "%.150s sends video that is not understood",
                         s->url.place);
    lwi_error_hint(reterr, "Choose H.264, H.265 or MJPEG in the camera's settings.");
    return -ENOTSUP;
}

static int rtsp_open(void *state, const struct lwi_source_settings *settings,
                     struct lw_error *reterr)
{
    struct rtsp *s = state;
    s->wait.cancel = settings->cancel;
    s->has_user = settings->user != NULL;
    s->udp = settings->transport == LWI_TRANSPORT_UDP;
    s->key_only = settings->key_only;
    s->all_frames = settings->all_frames;
    s->timeout_s = settings->timeout_s;
    s->packet_bytes_max = settings->packet_bytes_max;
    s->first_pts = AV_NOPTS_VALUE;

    int r = lwi_url_parse(&s->url, settings->url, reterr);
    if (r < 0)
        return r;
    lwi_wait_arm(&s->wait, s->timeout_s);
    s->piece = av_packet_alloc();
    s->whole = av_packet_alloc();
    s->ctx = lwi_av_context_new(&s->wait);
    if (!s->piece || !s->whole || !s->ctx)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    s->ctx->flags |= AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN | AVFMT_FLAG_NOBUFFER;

    char *text = NULL;
    r = prepare(s, settings, reterr);
    if (r < 0)
        return r;
    r = url_with_credentials(s, settings, &text, reterr);
    if (r < 0)
        return r;
    AVDictionary *options = open_options(s);
    r = avformat_open_input(&s->ctx, text, av_find_input_format("rtsp"), &options);
    av_dict_free(&options);
    explicit_bzero(text, strlen(text));
    free(text);
    if (r < 0)
        return rtsp_error(s, r, reterr);
    s->stream = lwi_av_video_stream(s->ctx);
    if (s->stream < 0)
        return no_video(s, reterr);
    s->key_ns = lwi_clock_monotonic(&lwi_clock_system);
    return open_parser(s, reterr);
}

/* Moves the piece to the end of the whole. 0, -EMSGSIZE or -ENOMEM. */
static int gather(struct rtsp *s)
{
    size_t have = (size_t) s->whole->size;
    size_t need = have + (size_t) s->piece->size;
    if (need > s->packet_bytes_max || need > INT32_MAX / 2)
        return -EMSGSIZE;
    if (need > s->capacity || !s->whole->buf) {
        size_t capacity = need < 65536 ? 65536 : need + need / 2;
        int r = av_buffer_realloc(&s->whole->buf, capacity + AV_INPUT_BUFFER_PADDING_SIZE);
        if (r < 0)
            return -ENOMEM;
        s->capacity = capacity;
        s->whole->data = s->whole->buf->data;
    }
    memcpy(s->whole->data + have, s->piece->data, (size_t) s->piece->size);
    memset(s->whole->data + need, 0, AV_INPUT_BUFFER_PADDING_SIZE);
    if (have == 0) {
        s->whole->pts = s->piece->pts;
        s->whole->dts = s->piece->dts;
        s->whole->flags = 0;
    }
    s->whole->size = (int) need;
    s->whole->flags |= s->piece->flags & AV_PKT_FLAG_CORRUPT;
    av_packet_unref(s->piece);
    return 0;
}

/* Reads pieces until the picture is whole: the next one has another time stamp. What had come in
 * of a picture when the stream ended may lack its end, and is not handed on.
 * 0 or an AVERROR; with AVERROR(EMSGSIZE) it was larger than is allowed. */
static int read_whole(struct rtsp *s)
{
    for (;;) {
        if (s->piece->size > 0) {
            if (s->whole->size > 0 && s->piece->pts != s->whole->pts)
                return 0;
            int r = gather(s);
            if (r < 0)
                return AVERROR(-r);
        }
        av_packet_unref(s->piece);
        lwi_wait_arm(&s->wait, s->timeout_s);
        int r = av_read_frame(s->ctx, s->piece);
        if (r < 0)
            return r;
        if (s->piece->stream_index != s->stream)
            av_packet_unref(s->piece);
    }
}

static int is_key(struct rtsp *s)
{
    if (!s->parser)
        return 1;
    uint8_t *out = NULL;
    int out_size = 0;
    (void) av_parser_parse2(s->parser, s->parser_codec, &out, &out_size, s->whole->data,
                            s->whole->size, s->whole->pts, s->whole->dts, /* pos= */ -1);
    return s->parser->key_frame == 1 ||
           (s->parser->key_frame < 0 && s->parser->pict_type == AV_PICTURE_TYPE_I);
}

static int hand_on(struct rtsp *s, int key, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    if (s->first_pts == AV_NOPTS_VALUE)
        s->first_pts = s->whole->pts;
    if (key)
        s->whole->flags |= AV_PKT_FLAG_KEY;
    s->capacity = 0; /* the buffer goes with the packet */
    int r = lwi_av_packet(ret_packet, s->whole, s->ctx->streams[s->stream], s->first_pts, key);
    return r < 0 ? lwi_error_set(reterr, r, "out of memory") : 0;
}

static int rtsp_read(void *state, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    struct rtsp *s = state;
    for (;;) {
        int r = read_whole(s);
        if (r == AVERROR(EMSGSIZE))
            return lwi_error_set(reterr, -EPROTO, "%.150s sent a picture of more than %zu bytes",
                                 s->url.place, s->packet_bytes_max);
        if (r < 0)
            return rtsp_error(s, r, reterr);
        int64_t now = lwi_clock_monotonic(&lwi_clock_system);
        int key = is_key(s);
        if (key)
            s->key_ns = now;
        if (key || !s->key_only || (s->all_frames && atomic_load(s->all_frames)))
            return hand_on(s, key, ret_packet, reterr);
        s->whole->size = 0;
        if ((double) (now - s->key_ns) > KEY_WAIT_S * (double) LWI_NS_PER_S) {
            r = lwi_error_set(reterr, -EPROTO, "%.150s sent no key frame for %.0f s", s->url.place,
                              KEY_WAIT_S);
            lwi_error_hint(reterr, "Set a shorter key frame interval in the camera.");
            return r;
        }
    }
}

static void rtsp_close(void *state)
{
    struct rtsp *s = state;
    /* Closing says good-bye to the camera, also when reading was cancelled: cameras have few
     * places, and over UDP one would go on sending. It must not take long. */
    s->wait.cancel = NULL;
    lwi_wait_arm(&s->wait, 1.0);
    avformat_close_input(&s->ctx);
    lwi_tunnel_close(&s->tunnel);
    av_packet_free(&s->piece);
    av_packet_free(&s->whole);
    av_parser_close(s->parser);
    avcodec_free_context(&s->parser_codec);
    lwi_url_done(&s->url);
}

const struct lwi_source_info lwi_source_rtsp = {
    .name = "rtsp",
    .state_size = sizeof(struct rtsp),
    .open = rtsp_open,
    .read = rtsp_read,
    .close = rtsp_close,
};
