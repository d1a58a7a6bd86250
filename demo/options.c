/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"

static const char help[] =
    "Usage: lenswatch-demo-camera [OPTIONS]\n"
    "\n"
    "An IP camera that does not exist: an RTSP stream of a drawn street, whose optics\n"
    "lose focus now and then. The first line that it prints is its URL.\n"
    "\n"
    "  --address ADDRESS   listen at (127.0.0.1)\n"
    "  --port PORT         RTSP port; 0: any that is free (0)\n"
    "  --path PATH         path of the stream (/stream)\n"
    "  --http-port PORT    also serve /snapshot.jpg and /video.mjpeg; 0: any that is free\n"
    "  --width N --height N --fps N\n"
    "                      size and rate (1280, 720, 10)\n"
    "  --codec NAME        h264, h265 or mjpeg (h264)\n"
    "  --kbit N            a second, of H.264 and H.265 (3000)\n"
    "  --name TEXT         name drawn over the picture\n"
    "  --radius PX         blur of the lost focus, px of a picture 1280 wide (6)\n"
    "  --first S --every S --for S\n"
    "                      lose focus after, every, for so many seconds (40, 120, 30);\n"
    "                      --every 0: never\n"
    "  --seed N            another street (1)\n"
    "  --user NAME --password TEXT\n"
    "                      ask for a password; PASSWORD in the environment serves, too\n"
    "  --auth basic|digest how to ask (digest)\n"
    "  --tls-cert FILE --tls-key FILE\n"
    "                      RTSPS and HTTPS\n"
    "  --coded-clock       draw the time along the top, as squares that a program can read:\n"
    "                      32 bits of ms since 1970, 8 bits to check them by; white is 1\n"
    "  --control           read commands from standard input, a line each: defocus [PX],\n"
    "                      focus, dark, light, cover, uncover, freeze, unfreeze, stall,\n"
    "                      resume, quit; end with it\n"
    "  --help\n";

enum {
    ADDRESS = 1,
    PORT,
    PATH,
    HTTP_PORT,
    WIDTH,
    HEIGHT,
    FPS,
    CODEC,
    KBIT,
    NAME,
    RADIUS,
    FIRST,
    EVERY,
    FOR,
    SEED,
    USER,
    PASSWORD,
    AUTH,
    TLS_CERT,
    TLS_KEY,
    CODED_CLOCK,
    CONTROL,
    HELP,
};

static const struct option options[] = {
    {"address", required_argument, NULL, ADDRESS},
    {"port", required_argument, NULL, PORT},
    {"path", required_argument, NULL, PATH},
    {"http-port", required_argument, NULL, HTTP_PORT},
    {"width", required_argument, NULL, WIDTH},
    {"height", required_argument, NULL, HEIGHT},
    {"fps", required_argument, NULL, FPS},
    {"codec", required_argument, NULL, CODEC},
    {"kbit", required_argument, NULL, KBIT},
    {"name", required_argument, NULL, NAME},
    {"radius", required_argument, NULL, RADIUS},
    {"first", required_argument, NULL, FIRST},
    {"every", required_argument, NULL, EVERY},
    {"for", required_argument, NULL, FOR},
    {"seed", required_argument, NULL, SEED},
    {"user", required_argument, NULL, USER},
    {"password", required_argument, NULL, PASSWORD},
    {"auth", required_argument, NULL, AUTH},
    {"tls-cert", required_argument, NULL, TLS_CERT},
    {"tls-key", required_argument, NULL, TLS_KEY},
    {"coded-clock", no_argument, NULL, CODED_CLOCK},
    {"control", no_argument, NULL, CONTROL},
    {"help", no_argument, NULL, HELP},
    {NULL, 0, NULL, 0},
};

static int read_int(int *ret, const char *text, int low, int high)
{
    int64_t v = 0;
    int r = lwi_parse_int(text, low, high, &v);
    if (r == 0)
        *ret = (int) v;
    return r;
}

static int read_word(int *ret, const char *text, const char *no, const char *yes)
{
    *ret = strcmp(text, yes) == 0;
    return *ret || strcmp(text, no) == 0 ? 0 : -EINVAL;
}

static int read_codec(const char **ret, const char *text)
{
    *ret = text;
    return strcmp(text, "h264") == 0 || strcmp(text, "h265") == 0 || strcmp(text, "mjpeg") == 0
               ? 0
               : -EINVAL;
}

static int read_number(struct demo_options *o, int what, const char *value)
{
    struct demo_camera_settings *c = &o->camera;
    int seed = 0;
    int r = 0;
    switch (what) {
    case PORT:
        return read_int(&o->port, value, 0, 65535);
    case HTTP_PORT:
        return read_int(&o->http_port, value, 0, 65535);
    case WIDTH:
        return read_int(&c->width, value, 160, 3840);
    case HEIGHT:
        return read_int(&c->height, value, 90, 2160);
    case FPS:
        return read_int(&c->fps, value, 1, 30);
    case KBIT:
        return read_int(&o->kbit, value, 50, 50000);
    case RADIUS:
        return lwi_parse_double(value, 0, 40, &c->radius_px);
    case FIRST:
        return lwi_parse_double(value, 0, 86400, &c->first_s);
    case EVERY:
        return lwi_parse_double(value, 0, 86400, &c->every_s);
    case FOR:
        return lwi_parse_double(value, 0, 86400, &c->for_s);
    default:
        r = read_int(&seed, value, 0, INT_MAX);
        c->seed = (uint64_t) seed;
        return r;
    }
}

static int read_option(struct demo_options *o, int what, const char *value)
{
    switch (what) {
    case ADDRESS:
        o->address = value;
        return 0;
    case PATH:
        o->path = value;
        return value[0] == '/' ? 0 : -EINVAL;
    case CODEC:
        return read_codec(&o->codec, value);
    case NAME:
        o->camera.name = value;
        return strlen(value) <= 40 ? 0 : -EINVAL;
    case USER:
        o->user = value;
        return 0;
    case PASSWORD:
        o->password = value;
        return 0;
    case AUTH:
        return read_word(&o->digest, value, "basic", "digest");
    case TLS_CERT:
        o->tls_cert = value;
        return 0;
    case TLS_KEY:
        o->tls_key = value;
        return 0;
    case CODED_CLOCK:
        o->camera.coded_clock = 1;
        return 0;
    case CONTROL:
        o->control = 1;
        return 0;
    default:
        return read_number(o, what, value);
    }
}

int demo_options_parse(struct demo_options *ret_options, int argc, char **argv)
{
    struct demo_options o = {
        .camera = {1280, 720, 10, 1, 6, 40, 120, 30, "CAM 1 - HIGH STREET", 0},
        .address = "127.0.0.1",
        .http_port = -1,
        .path = "/stream",
        .password = getenv("PASSWORD"),
        .digest = 1,
        .codec = "h264",
        .kbit = 3000,
    };
    int what;
    int index = 0;
    while ((what = getopt_long(argc, argv, "", options, &index)) != -1) {
        if (what == HELP) {
            (void) fputs(help, stdout);
            return 1;
        }
        if (what == '?')
            return -EINVAL;
        if (read_option(&o, what, optarg) < 0) {
            (void) fprintf(stderr, "lenswatch-demo-camera: --%s cannot be '%s'\n",
                           options[index].name, optarg);
            return -EINVAL;
        }
    }
    if (optind < argc || !o.tls_cert != !o.tls_key || (o.user && !o.password) ||
        o.camera.width % 2 || o.camera.height % 2) {
        (void) fputs("lenswatch-demo-camera: sizes are even, --user needs --password, --tls-cert "
                     "needs --tls-key, and there is nothing but options; see --help\n",
                     stderr);
        return -EINVAL;
    }
    *ret_options = o;
    return 0;
}
