/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * lenswatch serve: the daemon. Opens the store, the fleet and the HTTP server in
 * this order, waits for a signal, and closes them in the reverse order.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "action/actor.h"
#include "action/syslog.h"
#include "api/server.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/open_files.h"
#include "base/parse.h"
#include "camera/fleet.h"
#include "camera/recording.h"
#include "camera/system.h"
#include "cmd/cmd.h"
#include "cmd/data_dir.h"
#include "cmd/named_model.h"
#include "cmd/notify.h"
#include "cmd/options.h"
#include "lenswatch/model.h"
#include "lenswatch/version.h"
#include "source/av_module.h"
#include "store/logbook.h"
#include "store/store.h"

#define HOSTS_MAX 32
/* A stop that takes longer is ended the hard way; what is stored is safe at any moment. */
#define STOP_S 5
/* The fleet has not gone about its cameras for so long: it hangs, and systemd may restart us. */
#define HANG_NS (20 * LWI_NS_PER_S)

enum {
    OPTION_DATA,
    OPTION_LISTEN,
    OPTION_HTTPS,
    OPTION_HOST,
    OPTION_WORKERS,
    OPTION_CAMERAS_MAX,
    OPTION_MODEL,
    OPTION_CPUMASK,
    OPTION_RECORDINGS,
    OPTION_METRICS_OPEN,
    OPTION_SECURE_COOKIE,
    OPTION_LOG_LEVEL,
};

static const struct lwi_option options[] = {
    {"data", "DIR", "where all is kept; default: $STATE_DIRECTORY or ~/.local/state/lenswatch"},
    {"listen", "ADDRESS:PORT", "default: 127.0.0.1:8787, this machine only; port 0: any"},
    {"https", "ADDRESS:PORT", "HTTPS is served there as well, whatever is set; port 0: any"},
    {"host", "NAME,...",
     "names by which it may be asked, beside localhost and the address; *: any"},
    {"workers", "N", "threads that decode and assess; default: as many as cores"},
    {"cameras-max", "N", "more cameras are refused; default: 1024"},
    {"model", "FILE", "judge by this model; default: the one built in"},
    {"cpumask", "none|avx2|avx512|all", "instruction sets that may be used; default: all"},
    {"recordings", "DIR", "where recordings are kept; default: recordings in the data folder"},
    {"metrics-open", NULL, "/metrics needs no login"},
    {"secure-cookie", NULL, "behind a proxy that adds TLS: cookies are marked Secure"},
    {"log-level", "error|warning|notice|info|debug", "what is logged; default: info"},
    {NULL, NULL, NULL},
};

static const struct {
    const char *name;
    enum lwi_log_level level;
} levels[] = {
    {"error", LWI_LOG_ERROR}, {"warning", LWI_LOG_WARNING}, {"notice", LWI_LOG_NOTICE},
    {"info", LWI_LOG_INFO},   {"debug", LWI_LOG_DEBUG},
};

/* The command line, understood. */
struct settings {
    char data_dir[4096];
    char recordings[4096 + sizeof("/recordings")];
    const char *listen, *https;
    char hosts_text[1024];
    const char *hosts[HOSTS_MAX + 1];
    const char *model;
    unsigned workers, cpu_mask;
    size_t cameras_max;
    int metrics_open, secure_cookie;
    struct lwi_log log;
};

struct daemon {
    struct settings settings;
    struct lwi_logbook *book;
    const struct lwi_log *log; /* of the book */
    lw_model *model;           /* NULL: built in */
    struct lwi_store *store;
    struct lwi_fleet *fleet;
    struct lwi_system *system;
    struct lwi_actor *actor;
    struct lwi_syslog *syslog;
    struct lwi_api *api;
};

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch serve [OPTIONS]\n\n"
                        "Watches cameras day and night, and serves the web page and the API.\n"
                        "SIGTERM or Ctrl-C ends it.\n\nOptions:\n");
    lwi_options_print(out, options);
    (void) fprintf(out, "\nExamples:\n"
                        "  lenswatch serve\n"
                        "  lenswatch serve --data ~/cameras --listen 127.0.0.1:9000\n"
                        "  lenswatch serve --listen 0.0.0.0:8787 --host lenswatch.example\n");
}

static int wrong(const char *option, const char *value, const char *what)
{
    (void) fprintf(stderr, "lenswatch serve: --%s %s: %s\n", option, value, what);
    (void) fprintf(stderr, "Try 'lenswatch serve --help'.\n");
    return -EINVAL;
}

static int read_number(const char *const *values, int option, int64_t max, int64_t *ret_value)
{
    if (!values[option])
        return 0;
    if (lwi_parse_int(values[option], 1, max, ret_value) < 0) {
        char what[64];
        (void) snprintf(what, sizeof(what), "it must be a number from 1 to %lld", (long long) max);
        return wrong(options[option].name, values[option], what);
    }
    return 0;
}

static int read_hosts(struct settings *s, const char *text)
{
    if (!text)
        return 0;
    if (strlen(text) >= sizeof(s->hosts_text))
        return wrong("host", text, "it is too long");
    (void) snprintf(s->hosts_text, sizeof(s->hosts_text), "%s", text);
    size_t count = 0;
    char *rest = s->hosts_text;
    char *name;
    while ((name = strsep(&rest, ","))) {
        if (!*name)
            continue;
        if (count == HOSTS_MAX)
            return wrong("host", text, "there are too many names");
        s->hosts[count++] = name;
    }
    return 0;
}

static int read_level(struct settings *s, const char *text)
{
    s->log = (struct lwi_log){.write = lwi_log_write_stderr, .max = LWI_LOG_INFO};
    if (!text)
        return 0;
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (strcmp(levels[i].name, text) == 0) {
            s->log.max = levels[i].level;
            return 0;
        }
    }
    return wrong("log-level", text, "there is no such level");
}

static int read_data_dir(struct settings *s, const char *text)
{
    if (text) {
        int n = snprintf(s->data_dir, sizeof(s->data_dir), "%s", text);
        if (n <= 0 || (size_t) n >= sizeof(s->data_dir))
            return wrong("data", text, "it is not the name of a folder");
        return 0;
    }
    if (lwi_data_dir_default(s->data_dir, sizeof(s->data_dir)) < 0) {
        (void) fprintf(stderr, "lenswatch serve: there is no home folder; say with --data where "
                               "all is kept\n");
        return -EINVAL;
    }
    return 0;
}

static int read_recordings(struct settings *s, const char *text)
{
    int n = text ? snprintf(s->recordings, sizeof(s->recordings), "%s", text)
                 : snprintf(s->recordings, sizeof(s->recordings), "%s/recordings", s->data_dir);
    if (n <= 0 || (size_t) n >= sizeof(s->recordings))
        return wrong("recordings", text ? text : s->data_dir, "it is not the name of a folder");
    return 0;
}

static int understand(struct settings *s, const char *const *values)
{
    int64_t workers = 0, cameras_max = 0;
    s->listen = values[OPTION_LISTEN];
    s->https = values[OPTION_HTTPS];
    s->model = values[OPTION_MODEL];
    s->cpu_mask = LW_CPU_ALL;
    s->metrics_open = values[OPTION_METRICS_OPEN] != NULL;
    s->secure_cookie = values[OPTION_SECURE_COOKIE] != NULL;
    int r = read_data_dir(s, values[OPTION_DATA]);
    if (r == 0)
        r = read_recordings(s, values[OPTION_RECORDINGS]);
    if (r == 0)
        r = read_hosts(s, values[OPTION_HOST]);
    if (r == 0)
        r = read_level(s, values[OPTION_LOG_LEVEL]);
    if (r == 0)
        r = read_number(values, OPTION_WORKERS, 256, &workers);
    if (r == 0)
        r = read_number(values, OPTION_CAMERAS_MAX, 100000, &cameras_max);
    const char *mask = values[OPTION_CPUMASK];
    if (r == 0 && mask && lwi_parse_cpu_mask(mask, &s->cpu_mask) < 0)
        r = wrong("cpumask", mask, "there is no such instruction set");
    s->workers = (unsigned) workers;
    s->cameras_max = (size_t) cameras_max;
    return r;
}

/* The usual limit of 1024 files is too low for many cameras. */
static void check_open_files(const struct daemon *d, size_t cameras)
{
    size_t limit = lwi_open_files_limit(), needed = lwi_api_open_files(d->api);
    if (limit < needed)
        lwi_log_as(d->log, LWI_LOG_WARNING, LWI_LOG_EXCEPTION, "open_files",
                   "only %zu files may be open, and %zu cameras with all connections take up to "
                   "%zu; raise the limit (systemd: LimitNOFILE=, shell: ulimit -n)",
                   limit, cameras, needed);
}

/* From a thread of the server, which cannot end itself. */
static void ask_restart(void *cookie)
{
    (void) cookie;
    (void) kill(getpid(), SIGUSR1);
}

static int open_api(struct daemon *d, struct lw_error *reterr)
{
    struct lwi_api_settings settings;
    lwi_api_settings_default(&settings);
    if (d->settings.listen)
        settings.listen = d->settings.listen;
    if (d->settings.hosts[0])
        settings.hosts = d->settings.hosts;
    settings.https_listen = d->settings.https;
    settings.data_dir = d->settings.data_dir;
    settings.store = d->store;
    settings.fleet = d->fleet;
    settings.actor = d->actor;
    settings.system = d->system;
    settings.syslog = d->syslog;
    settings.log = d->log;
    settings.model = d->model;
    settings.cpu_mask = d->settings.cpu_mask;
    settings.metrics_open = d->settings.metrics_open;
    settings.secure_cookie = d->settings.secure_cookie;
    settings.restart = ask_restart;
    return lwi_api_open(&d->api, &settings, reterr);
}

static int look(void *cookie, const char *camera_id, uint8_t **ret_jpeg, size_t *ret_size,
                int64_t *ret_time_ns)
{
    struct daemon *d = cookie;
    return lwi_fleet_snapshot(d->fleet, camera_id, ret_jpeg, ret_size, ret_time_ns);
}

static int drive(void *cookie, const char *camera_id, const char *command,
                 struct lwi_action_run *run, struct lw_error *reterr)
{
    struct daemon *d = cookie;
    return lwi_fleet_drive(d->fleet, camera_id, command, run, reterr);
}

static int keep(void *cookie, const char *camera_id, int64_t time_ns, int64_t event_id,
                const uint8_t *jpeg, size_t size, struct lw_error *reterr)
{
    struct daemon *d = cookie;
    return lwi_fleet_keep_picture(d->fleet, camera_id, time_ns, event_id, jpeg, size, reterr);
}

static json_t *cameras(void *cookie)
{
    struct daemon *d = cookie;
    return lwi_fleet_summary(d->fleet);
}

static int open_actor(struct daemon *d, struct lw_error *reterr)
{
    struct lwi_actor_settings settings;
    char zone[64];
    struct lwi_system_config config;
    lwi_actor_settings_default(&settings);
    lwi_system_time_zone(d->system, zone);
    lwi_system_config(d->system, &config);
    settings.time_zone = zone;
    settings.site_name = config.site_name;
    settings.store = d->store;
    settings.log = d->log;
    settings.look = look;
    settings.drive = drive;
    settings.keep = keep;
    settings.cameras = cameras;
    settings.cookie = d;
    return lwi_actor_open(&d->actor, &settings, reterr);
}

static void syslog_server(void *cookie, struct lwi_syslog_server *ret_server)
{
    struct daemon *d = cookie;
    struct lwi_system_config config;
    lwi_system_config(d->system, &config);
    (void) snprintf(ret_server->server, sizeof(ret_server->server), "%s", config.syslog_server);
    (void) snprintf(ret_server->ca, sizeof(ret_server->ca), "%s", config.syslog_ca);
}

static int open_syslog(struct daemon *d, struct lw_error *reterr)
{
    const struct lwi_syslog_settings settings = {
        .store = d->store, .log = d->log, .cookie = d, .server = syslog_server};
    return lwi_syslog_open(&d->syslog, &settings, reterr);
}

/* The first lines of this run that are kept. What the last run said last tells how it ended. */
static void note_start(const struct daemon *d)
{
    if (!lwi_store_log_was_stopped(d->store))
        lwi_log_as(d->log, LWI_LOG_WARNING, LWI_LOG_EXCEPTION, "unclean_stop",
                   "lenswatch was not stopped the last time, but killed, or the power failed");
    lwi_log_as(d->log, LWI_LOG_INFO, LWI_LOG_INFORMATION, "start", "lenswatch %s starts",
               lw_version());
    lwi_store_keep_log(d->store, d->book);
}

static int open_all(struct daemon *d, struct lw_error *reterr)
{
    const struct lwi_log *log = d->log;
    int r = d->settings.model ? lwi_named_model_open(&d->model, d->settings.model, reterr) : 0;
    if (r == 0)
        r = lwi_store_open(&d->store, d->settings.data_dir, log, reterr);
    if (r < 0)
        return r;
    note_start(d);
    struct lw_error missing;
    if (!lwi_source_av(&missing)) /* now, so that it is of this version */
        lwi_log(log, LWI_LOG_WARNING, "no video: %s; %s", missing.message, missing.hint);
    struct lwi_fleet_settings settings;
    lwi_fleet_settings_default(&settings);
    settings.log = log;
    settings.workers = d->settings.workers;
    settings.cpu_mask = d->settings.cpu_mask;
    settings.model = d->model;
    settings.recordings_dir = d->settings.recordings;
    if (d->settings.cameras_max)
        settings.cameras_max = d->settings.cameras_max;
    r = lwi_fleet_open(&d->fleet, d->store, &settings, reterr);
    if (r == 0)
        r = lwi_system_open(&d->system, d->store, d->fleet, log, reterr);
    if (r == 0)
        r = open_actor(d, reterr);
    if (r == 0)
        r = open_syslog(d, reterr);
    return r < 0 ? r : open_api(d, reterr);
}

/* The address as one types it into a browser. */
static void address_of(const struct daemon *d, char *ret_text, size_t size)
{
    const char *listen = d->settings.listen ? d->settings.listen : "127.0.0.1:8787";
    const char *colon = strrchr(listen, ':');
    int length = (int) (colon ? (size_t) (colon - listen) : strlen(listen));
    if (length == 0 || strncmp(listen, "0.0.0.0:", 8) == 0 || strncmp(listen, "[::]:", 5) == 0)
        (void) snprintf(ret_text, size, "http://localhost:%u/", lwi_api_port(d->api));
    else
        (void) snprintf(ret_text, size, "http://%.*s:%u/", length, listen, lwi_api_port(d->api));
}

static void announce(const struct daemon *d)
{
    char address[300];
    size_t users = 1;
    size_t cameras = 0;
    struct lwi_camera_status *statuses = NULL;
    address_of(d, address, sizeof(address));
    (void) lwi_store_user_count(d->store, &users, NULL);
    if (lwi_fleet_list(d->fleet, &statuses, &cameras) == 0)
        free(statuses);
    check_open_files(d, cameras);
    lwi_log(d->log, LWI_LOG_INFO, "lenswatch %s: %zu camera%s, data in %s", lw_version(), cameras,
            cameras == 1 ? "" : "s", d->settings.data_dir);
    (void) printf("Lenswatch is at %s%s\n", address,
                  users == 0 ? " - open it to choose the administrator's password" : "");
    (void) fflush(stdout);
    lwi_notify_ready(address);
}

static void give_up(int signal_number)
{
    (void) signal_number;
    static const char text[] = "lenswatch: the stop took too long, and was cut short\n";
    if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0) {
        /* Nothing can be said any more. */
    }
    _exit(1);
}

/* Blocked here, before there is any other thread, so that none is interrupted by them. */
static void prepare_signals(sigset_t *ret_waited)
{
    (void) sigemptyset(ret_waited);
    (void) sigaddset(ret_waited, SIGTERM);
    (void) sigaddset(ret_waited, SIGINT);
    (void) sigaddset(ret_waited, SIGUSR1);
    struct sigaction hangup;
    /* nohup(1) ignores it; once blocked it would be waited for all the same. */
    if (sigaction(SIGHUP, NULL, &hangup) < 0 || hangup.sa_handler != SIG_IGN)
        (void) sigaddset(ret_waited, SIGHUP);
    (void) pthread_sigmask(SIG_BLOCK, ret_waited, NULL);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void) sigaction(SIGPIPE, &ignore, NULL);
    (void) sigaction(SIGUSR1, &ignore, NULL); /* where it comes twice; while blocked it counts */
    (void) sigaction(SIGXFSZ, &ignore, NULL); /* a write beyond a limit fails, as on a full disk */
    struct sigaction alarmed = {.sa_handler = give_up};
    (void) sigaction(SIGALRM, &alarmed, NULL);
}

/* Returns whether all is to begin anew. */
static int wait_for_signal(struct daemon *d, const sigset_t *waited)
{
    int64_t watchdog_ns = lwi_notify_watchdog_ns();
    int64_t pause_ns = watchdog_ns ? watchdog_ns : 3600 * LWI_NS_PER_S;
    const struct timespec pause = {.tv_sec = pause_ns / LWI_NS_PER_S,
                                   .tv_nsec = pause_ns % LWI_NS_PER_S};
    for (;;) {
        int got = sigtimedwait(waited, NULL, &pause);
        if (got == SIGUSR1) {
            lwi_log_as(d->log, LWI_LOG_NOTICE, LWI_LOG_INFORMATION, "start",
                       "lenswatch begins anew");
            return 1;
        }
        if (got > 0) {
            lwi_log_as(d->log, LWI_LOG_INFO, LWI_LOG_INFORMATION, "stop", "%s: lenswatch ends",
                       strsignal(got));
            return 0;
        }
        int64_t silent_ns =
            lwi_clock_monotonic(&lwi_clock_system) - lwi_fleet_heartbeat_ns(d->fleet);
        if (silent_ns < HANG_NS)
            lwi_notify_alive();
        else
            lwi_log(d->log, LWI_LOG_ERROR, "the cameras have not been looked at for %lld s",
                    (long long) (silent_ns / LWI_NS_PER_S));
    }
}

static void close_all(struct daemon *d)
{
    lwi_api_close(&d->api);
    lwi_syslog_close(&d->syslog);
    lwi_actor_close(&d->actor);
    lwi_system_close(&d->system);
    lwi_fleet_close(&d->fleet);
    lwi_store_close(&d->store);
    lwi_logbook_free(&d->book);
    lw_model_close(&d->model);
}

/* Opens all, waits, and closes all. *ret_again: it is to be done once more. */
static int serve_once(struct daemon *d, int *ret_again)
{
    sigset_t waited;
    struct lw_error error = {0};
    *ret_again = 0;
    prepare_signals(&waited);
    if (lwi_logbook_new(&d->book, &d->settings.log) < 0) {
        (void) fprintf(stderr, "lenswatch serve: out of memory\n");
        return -ENOMEM;
    }
    d->log = lwi_logbook_log(d->book);
    int r = open_all(d, &error);
    if (r < 0) {
        lwi_log(d->log, LWI_LOG_ERROR, "%s", error.message[0] ? error.message : strerror(-r));
        if (error.hint[0])
            lwi_log(d->log, LWI_LOG_ERROR, "%s", error.hint);
    } else {
        announce(d);
        *ret_again = wait_for_signal(d, &waited);
        if (!*ret_again)
            lwi_notify_stopping();
    }
    (void) alarm(STOP_S);
    /* A second signal ends it at once; one that comes now is seen when all is open again. */
    if (!*ret_again)
        (void) pthread_sigmask(SIG_UNBLOCK, &waited, NULL);
    close_all(d);
    (void) alarm(0);
    return r;
}

static int serve(struct daemon *d)
{
    int again = 1, r = 0;
    (void) umask(077);
    lwi_open_files_raise();
    while (again)
        r = serve_once(d, &again);
    return r < 0 ? LWI_EXIT_BLURRY : LWI_EXIT_OK;
}

static int run(int argc, char **argv)
{
    const char *values[LWI_OPTIONS_MAX];
    int r = lwi_options_read("serve", options, argc, argv, values);
    if (r > 0) {
        print_help(stdout);
        return LWI_EXIT_OK;
    }
    struct daemon d = {0};
    if (r < 0 || understand(&d.settings, values) < 0)
        return LWI_EXIT_USAGE;
    return serve(&d);
}

const struct lwi_cmd lwi_cmd_serve = {"serve", "watch cameras; web page and API", run};
