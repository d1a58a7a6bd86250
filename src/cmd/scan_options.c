/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/scan_options.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/parse.h"
#include "cmd/show.h"

#define THUMBNAIL_WIDTH 256
#define PASSWORD        "LENSWATCH_PASSWORD"

static const char help[] =
    "Usage: lenswatch scan [OPTIONS] [RANGE]...\n"
    "\n"
    "Finds the cameras of a network, takes a picture of each and judges it: CLEAR,\n"
    "BLURRY or NOT ASSESSABLE.\n"
    "\n"
    "RANGE is a network (192.0.2.0/24), from-to (192.0.2.10-192.0.2.80 or\n"
    "192.0.2.10-80), an address of either family, or the name of a host; several are\n"
    "separated by spaces or commas. Without one: the networks of this machine.\n"
    "\n"
    "Finding:\n"
    "  --ports LIST           ports to be tried; default 80,443,554,8000,8080,8081,\n"
    "                         8443,8554,37777,88\n"
    "  --no-announce          do not ask the network by multicast (WS-Discovery,\n"
    "                         SSDP, mDNS)\n"
    "  --announce-wait S      seconds that its answers are waited for; default 2\n"
    "  --connections N        connections being made at a time; default 1024\n"
    "  --hosts N              hosts looked at closely at a time; default 64\n"
    "  --connect-timeout S    give up on an address that is silent; default 1\n"
    "  --timeout S            give up on a camera that is silent; default 5\n"
    "  --yes                  more than 65536 addresses are meant\n"
    "\n"
    "Users, in the order in which they are tried:\n"
    "  --user NAME            or $LENSWATCH_USER; its password is the first line of\n"
    "  --password-file FILE   or else $LENSWATCH_PASSWORD, or it is asked for\n"
    "  --credentials FILE     more of them: USER:PASSWORD a line\n"
    "  --max-attempts N       passwords that one camera may refuse before it is left\n"
    "                         alone; default 2, so that none locks its users out\n"
    "\n"
    "Report:\n"
    "  --format table|jsonl|json|csv|html\n"
    "                         how to report; default table\n"
    "  --output FILE          where to; the file appears when the report is whole\n"
    "  --show                 an HTML report, opened in a browser where there is one\n"
    "  --threshold P          BLURRY from this probability, 0..1; default the model's\n"
    "  --model FILE           another model than the one built in\n"
    "  --threads N            pictures judged at a time; default one for each core\n"
    "  --insecure             accept certificates of streams that do not verify\n"
    "  -q, --quiet            no progress and no remarks\n"
    "\n"
    "Watching what was found:\n"
    "  --add                  have the running daemon watch it; a camera that it has\n"
    "                         already (same serial number or MAC address) gets its\n"
    "                         new address\n"
    "  --server URL           the daemon; default the one of this machine\n"
    "  --data DIR             where that one keeps its data\n"
    "  --token-file FILE      a file with an API token\n"
    "\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit status: 0 all CLEAR; 1 something BLURRY; 2 no camera, or one without a\n"
    "picture or NOT ASSESSABLE; 64 wrong usage. Ctrl-C reports what was found so far.\n"
    "\n"
    "Examples:\n"
    "  lenswatch scan\n"
    "  lenswatch scan --user admin --password-file pw 192.0.2.0/24\n"
    "  lenswatch scan --credentials users --show 192.0.2.10-192.0.2.80\n"
    "  lenswatch scan --credentials users --add 192.0.2.0/24 cam7.example.org\n";

enum long_option {
    OPT_PORTS = 256,
    OPT_NO_ANNOUNCE,
    OPT_ANNOUNCE_WAIT,
    OPT_CONNECTIONS,
    OPT_HOSTS,
    OPT_CONNECT_TIMEOUT,
    OPT_TIMEOUT,
    OPT_YES,
    OPT_USER,
    OPT_PASSWORD_FILE,
    OPT_CREDENTIALS,
    OPT_MAX_ATTEMPTS,
    OPT_FORMAT,
    OPT_OUTPUT,
    OPT_SHOW,
    OPT_THRESHOLD,
    OPT_MODEL,
    OPT_THREADS,
    OPT_INSECURE,
    OPT_ADD,
    OPT_SERVER,
    OPT_DATA,
    OPT_TOKEN_FILE,
};

static const struct option long_options[] = {
    {"ports", required_argument, NULL, OPT_PORTS},
    {"no-announce", no_argument, NULL, OPT_NO_ANNOUNCE},
    {"announce-wait", required_argument, NULL, OPT_ANNOUNCE_WAIT},
    {"connections", required_argument, NULL, OPT_CONNECTIONS},
    {"hosts", required_argument, NULL, OPT_HOSTS},
    {"connect-timeout", required_argument, NULL, OPT_CONNECT_TIMEOUT},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"yes", no_argument, NULL, OPT_YES},
    {"user", required_argument, NULL, OPT_USER},
    {"password-file", required_argument, NULL, OPT_PASSWORD_FILE},
    {"credentials", required_argument, NULL, OPT_CREDENTIALS},
    {"max-attempts", required_argument, NULL, OPT_MAX_ATTEMPTS},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"output", required_argument, NULL, OPT_OUTPUT},
    {"show", no_argument, NULL, OPT_SHOW},
    {"threshold", required_argument, NULL, OPT_THRESHOLD},
    {"model", required_argument, NULL, OPT_MODEL},
    {"threads", required_argument, NULL, OPT_THREADS},
    {"insecure", no_argument, NULL, OPT_INSECURE},
    {"add", no_argument, NULL, OPT_ADD},
    {"server", required_argument, NULL, OPT_SERVER},
    {"data", required_argument, NULL, OPT_DATA},
    {"token-file", required_argument, NULL, OPT_TOKEN_FILE},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* What is only put together once all options are known. */
struct words {
    const char *user, *password_file, *credentials;
    int yes;
};

static int wrong(const char *option, const char *value, const char *expected)
{
    (void) fprintf(stderr, "lenswatch scan: %s %s: %s\n", option, value, expected);
    return -EINVAL;
}

static int say(const struct lw_error *error, int code)
{
    (void) fprintf(stderr, "lenswatch scan: %s\n", error->message);
    if (error->hint[0])
        (void) fprintf(stderr, "%s\n", error->hint);
    return code;
}

static int set_unsigned(const char *option, const char *value, int64_t max, unsigned *ret_number)
{
    int64_t number;
    char expected[64];
    if (lwi_parse_int(value, 1, max, &number) < 0) {
        (void) snprintf(expected, sizeof(expected), "a whole number from 1 to %" PRId64, max);
        return wrong(option, value, expected);
    }
    *ret_number = (unsigned) number;
    return 0;
}

static int set_real(const char *option, const char *value, double min, double max,
                    double *ret_number)
{
    char expected[64];
    if (lwi_parse_double(value, min, max, ret_number) == 0)
        return 0;
    (void) snprintf(expected, sizeof(expected), "a number from %g to %g", min, max);
    return wrong(option, value, expected);
}

static int set_report_option(struct lwi_scan_options *o, int option, const char *value)
{
    switch (option) {
    case OPT_FORMAT:
        o->format = lwi_report_find(value);
        return o->format ? 0
                         : wrong("--format", value, "it is one of table, jsonl, json, csv, html");
    case OPT_OUTPUT:
        o->output = value;
        return 0;
    case OPT_SHOW:
        o->show = 1;
        return 0;
    case OPT_THRESHOLD:
        return set_real("--threshold", value, 0, 1, &o->scan.check.assess.threshold);
    case OPT_MODEL:
        o->model = value;
        return 0;
    case OPT_THREADS:
        return set_unsigned("--threads", value, LWI_CHECK_THREADS_MAX, &o->scan.check.threads);
    case OPT_INSECURE:
        o->scan.check.source.tls_verify = 0;
        return 0;
    case OPT_ADD:
        o->add = 1;
        return 0;
    case OPT_SERVER:
        o->client.server = value;
        return 0;
    case OPT_DATA:
        o->client.data_dir = value;
        return 0;
    case OPT_TOKEN_FILE:
        o->client.token_file = value;
        return 0;
    case 'q':
        o->quiet = 1;
        return 0;
    case 'h':
        o->help = 1;
        return 0;
    default:
        return -EINVAL;
    }
}

static int set_ports(struct lwi_scan_options *o, const char *value)
{
    struct lw_error error = {0};
    const int r = lwi_ports_parse(&o->scan.ports, value, &error);
    return r < 0 ? wrong("--ports", value, error.message) : 0;
}

static int set_option(struct lwi_scan_options *o, struct words *w, int option, const char *value)
{
    unsigned number = 0;
    int r;
    switch (option) {
    case OPT_PORTS:
        return set_ports(o, value);
    case OPT_NO_ANNOUNCE:
        o->scan.announce = 0;
        return 0;
    case OPT_ANNOUNCE_WAIT:
        return set_real("--announce-wait", value, 0.1, 60, &o->scan.announce_s);
    case OPT_CONNECTIONS:
        return set_unsigned("--connections", value, 16384, &o->scan.connections);
    case OPT_HOSTS:
        return set_unsigned("--hosts", value, LWI_SCAN_HOSTS_MAX, &o->scan.hosts);
    case OPT_CONNECT_TIMEOUT:
        return set_real("--connect-timeout", value, 0.05, 60, &o->scan.connect_s);
    case OPT_TIMEOUT:
        return set_real("--timeout", value, 0.1, 300, &o->scan.timeout_s);
    case OPT_YES:
        w->yes = 1;
        return 0;
    case OPT_USER:
        w->user = value;
        return 0;
    case OPT_PASSWORD_FILE:
        w->password_file = value;
        return 0;
    case OPT_CREDENTIALS:
        w->credentials = value;
        return 0;
    case OPT_MAX_ATTEMPTS:
        r = set_unsigned("--max-attempts", value, 100, &number);
        o->scan.attempts_max = (int) number;
        return r;
    default:
        return set_report_option(o, option, value);
    }
}

static int take_user(struct lwi_scan_options *o, const struct words *w)
{
    struct lw_error error = {0};
    char *password = NULL;
    char prompt[160];
    if (!w->user || !*w->user) {
        if (w->password_file)
            return wrong("--password-file", w->password_file, "it needs --user");
        return 0;
    }
    (void) snprintf(prompt, sizeof(prompt), "Password of %.120s at the cameras", w->user);
    int r =
        lwi_show_password(w->password_file, PASSWORD, prompt, /* confirm= */ 0, &password, &error);
    if (r < 0)
        return say(&error, -EINVAL);
    r = lwi_credentials_add(&o->credentials, w->user, password);
    explicit_bzero(password, strlen(password));
    free(password);
    return r;
}

static int take_ranges(struct lwi_scan_options *o, const struct words *w, int count, char **words)
{
    struct lw_error error = {0};
    int r = count ? 0 : lwi_ranges_add_local(o->ranges, &error);
    for (int i = 0; i < count && r == 0; i++)
        r = lwi_ranges_add(o->ranges, words[i], &error);
    if (r < 0)
        return say(&error, -EINVAL);
    lwi_ranges_finish(o->ranges);
    const uint64_t addresses = lwi_ranges_count(o->ranges);
    if (addresses > LWI_RANGE_MAX || (addresses > LWI_RANGE_USUAL_MAX && !w->yes)) {
        (void) fprintf(stderr, "lenswatch scan: these are %" PRIu64 " addresses\n%s\n", addresses,
                       addresses > LWI_RANGE_MAX ? "Scan them in parts."
                                                 : "Say --yes where that is meant.");
        return -EINVAL;
    }
    if (!count && !o->quiet)
        (void) fprintf(stderr, "The networks of this machine: %" PRIu64 " addresses\n", addresses);
    return 0;
}

static unsigned core_count(void)
{
    cpu_set_t set;
    const int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > LWI_CHECK_THREADS_MAX ? LWI_CHECK_THREADS_MAX : (unsigned) count;
}

static int complete(struct lwi_scan_options *o, const struct words *w)
{
    struct lw_error error = {0};
    if (o->show && o->format && !o->format->needs_thumbnail)
        return wrong("--show", "", "it needs --format html");
    if (!o->format)
        o->format = lwi_report_find(o->show ? "html" : "table");
    o->scan.check.thumbnail_width = o->format->needs_thumbnail ? THUMBNAIL_WIDTH : 0;
    o->scan.check.tile_map = o->format->needs_thumbnail;
    int r = take_user(o, w);
    if (r == 0 && w->credentials &&
        lwi_credentials_read(&o->credentials, w->credentials, &error) < 0)
        r = say(&error, -EINVAL);
    o->scan.credentials = &o->credentials;
    o->scan.ranges = o->ranges;
    return r;
}

int lwi_scan_options_read(struct lwi_scan_options *ret_options, int argc, char **argv)
{
    struct lwi_scan_options *o = ret_options;
    *o = (struct lwi_scan_options){.ranges = lwi_ranges_new()};
    struct words w = {.user = getenv("LENSWATCH_USER")};
    if (!o->ranges)
        return -ENOMEM;
    lwi_scan_settings_default(&o->scan);
    o->scan.check.threads = core_count();
    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "qh", long_options, NULL)) != -1;) {
        const int r = set_option(o, &w, option, optarg);
        if (r < 0)
            return r;
    }
    if (o->help)
        return 0;
    const int r = take_ranges(o, &w, argc - optind, argv + optind);
    return r < 0 ? r : complete(o, &w);
}

void lwi_scan_options_done(struct lwi_scan_options *options)
{
    lwi_ranges_free(&options->ranges);
    lwi_credentials_done(&options->credentials);
}

void lwi_scan_options_help(FILE *out)
{
    (void) fputs(help, out);
}
