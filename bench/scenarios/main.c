/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Simulated cameras before the watch: what it finds, how fast, and what it raises without
 * cause. The same seed gives the same pictures. Each process simulates every n-th camera.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/parse.h"
#include "run.h"

/* libx265 keeps some of what it allocates; it only codes the pictures here. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libx265";
}

static const char help[] =
    "Usage: scenarios [OPTIONS]\n"
    "\n"
    "  --cameras N        how many, each different (12)\n"
    "  --first N          number of the first (0)\n"
    "  --days N           with nuisances, for each (1)\n"
    "  --seed N           (1)\n"
    "  --width N          of the pictures of main streams: 640 to 1920 (960)\n"
    "  --speeds LIST      of the faults: sudden, minutes, weeks; none (sudden,minutes)\n"
    "  --only FAULT       this one alone\n"
    "  --nuisance NAME    this one alone, and again\n"
    "  --sensitivity N    of every condition; default each its own\n"
    "  --map              which defocus each sensitivity finds\n"
    "  --quick            of other faults than defocus the documented strength alone\n"
    "  --jobs N           processes (1)\n"
    "  --save DIR         keep what each camera gave there, and go on from what is there\n"
    "  --json FILE        the counts, for programs\n"
    "  --log FILE         a line for each miss and false event\n"
    "  --list             the faults and nuisances, and no run\n"
    "  --dump DIR         one picture of each camera, fault and nuisance (PGM), and no run\n";

enum {
    OPT_CAMERAS = 1,
    OPT_FIRST,
    OPT_DAYS,
    OPT_SEED,
    OPT_WIDTH,
    OPT_SPEEDS,
    OPT_ONLY,
    OPT_NUISANCE,
    OPT_SENSITIVITY,
    OPT_MAP,
    OPT_QUICK,
    OPT_JOBS,
    OPT_SAVE,
    OPT_JSON,
    OPT_LOG,
    OPT_LIST,
    OPT_DUMP,
};

static const struct option long_options[] = {
    {"cameras", required_argument, NULL, OPT_CAMERAS},
    {"first", required_argument, NULL, OPT_FIRST},
    {"days", required_argument, NULL, OPT_DAYS},
    {"seed", required_argument, NULL, OPT_SEED},
    {"width", required_argument, NULL, OPT_WIDTH},
    {"speeds", required_argument, NULL, OPT_SPEEDS},
    {"only", required_argument, NULL, OPT_ONLY},
    {"nuisance", required_argument, NULL, OPT_NUISANCE},
    {"sensitivity", required_argument, NULL, OPT_SENSITIVITY},
    {"map", no_argument, NULL, OPT_MAP},
    {"quick", no_argument, NULL, OPT_QUICK},
    {"jobs", required_argument, NULL, OPT_JOBS},
    {"save", required_argument, NULL, OPT_SAVE},
    {"json", required_argument, NULL, OPT_JSON},
    {"log", required_argument, NULL, OPT_LOG},
    {"list", no_argument, NULL, OPT_LIST},
    {"dump", required_argument, NULL, OPT_DUMP},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct options {
    struct sim_settings settings;
    int64_t cameras, first, jobs;
    const char *json, *log, *dump, *save;
    int list, help;
};

static int read_number(const char *text, int64_t low, int64_t high, int64_t *ret_value)
{
    if (lwi_parse_int(text, low, high, ret_value) == 0)
        return 0;
    (void) fprintf(stderr, "scenarios: '%s' is not a number from %lld to %lld\n", text,
                   (long long) low, (long long) high);
    return -EINVAL;
}

static int read_speeds(struct options *o, const char *text)
{
    o->settings.speeds = 0;
    for (int i = 0; i < SIM_SPEEDS; i++)
        if (strstr(text, sim_speed_names[i]))
            o->settings.speeds |= 1 << i;
    if (o->settings.speeds != 0 || strcmp(text, "none") == 0)
        return 0;
    (void) fprintf(stderr, "scenarios: '%s' names no speed\n", text);
    return -EINVAL;
}

static int read_nuisance(struct options *o, const char *name)
{
    for (int i = 0; i < sim_nuisance_count; i++) {
        if (strcmp(sim_nuisances[i].name, name) == 0) {
            o->settings.nuisance = name;
            return 0;
        }
    }
    (void) fprintf(stderr, "scenarios: '%s' is no nuisance\n", name);
    return -EINVAL;
}

static int read_option(struct options *o, int option)
{
    int64_t n = 0;
    int r = 0;

    switch (option) {
    case OPT_CAMERAS:
        return read_number(optarg, 1, 10000, &o->cameras);
    case OPT_FIRST:
        return read_number(optarg, 0, 1000000, &o->first);
    case OPT_JOBS:
        return read_number(optarg, 1, 64, &o->jobs);
    case OPT_DAYS:
        r = read_number(optarg, 0, 3650, &n);
        o->settings.days = (unsigned) n;
        return r;
    case OPT_SEED:
        r = read_number(optarg, 0, INT64_MAX, &n);
        o->settings.seed = (uint64_t) n;
        return r;
    case OPT_SENSITIVITY:
        r = read_number(optarg, 1, 100, &n);
        o->settings.sensitivity = (unsigned) n;
        return r;
    case OPT_WIDTH:
        r = read_number(optarg, 640, 1920, &n);
        o->settings.width = (int) n / 32 * 32;
        return r;
    case OPT_SAVE:
        o->save = optarg;
        return 0;
    case OPT_SPEEDS:
        return read_speeds(o, optarg);
    case OPT_ONLY:
        o->settings.only = optarg;
        return 0;
    case OPT_NUISANCE:
        return read_nuisance(o, optarg);
    case OPT_MAP:
        o->settings.map = 1;
        return 0;
    case OPT_QUICK:
        o->settings.quick = 1;
        return 0;
    case OPT_JSON:
        o->json = optarg;
        return 0;
    case OPT_LOG:
        o->log = optarg;
        return 0;
    case OPT_DUMP:
        o->dump = optarg;
        return 0;
    case OPT_LIST:
        o->list = 1;
        return 0;
    case 'h':
        o->help = 1;
        return 0;
    default:
        return -EINVAL;
    }
}

/* Every jobs-th camera, from the job's own on. */
static int run_share(const struct options *o, int64_t job, struct sim_result *result)
{
    int r = 0;

    for (int64_t i = job; r == 0 && i < o->cameras; i += o->jobs) {
        const unsigned number = (unsigned) (o->first + i);
        struct sim_result one;
        memset(&one, 0, sizeof one);
        const int known = o->save && sim_result_load(&one, o->save, number) == 0;
        if (!known)
            r = sim_run(&o->settings, number, &one);
        if (r == 0 && !known && o->save)
            r = sim_result_save(&one, o->save, number);
        if (r == 0)
            sim_result_add(result, &one);
        (void) fprintf(stderr, "camera %u: %s\n", number,
                       r < 0   ? strerror(-r)
                       : known ? "known"
                               : "done");
    }
    return r;
}

/* The child's part: its counts go through the pipe. */
static void run_child(const struct options *o, int64_t job, int pipe_fd)
{
    struct sim_result result;

    memset(&result, 0, sizeof result);
    int r = run_share(o, job, &result);
    const char *at = (const char *) &result;
    for (size_t left = r == 0 ? sizeof result : 0; left > 0;) {
        ssize_t n = write(pipe_fd, at, left);
        if (n <= 0)
            _exit(1);
        at += n;
        left -= (size_t) n;
    }
    _exit(r == 0 ? 0 : 1);
}

static int read_result(int fd, struct sim_result *sum)
{
    struct sim_result result;
    char *at = (char *) &result;

    for (size_t left = sizeof result; left > 0;) {
        ssize_t n = read(fd, at, left);
        if (n <= 0)
            return -EIO;
        at += n;
        left -= (size_t) n;
    }
    sim_result_add(sum, &result);
    return 0;
}

static int run_jobs(const struct options *o, struct sim_result *sum)
{
    int fds[64][2], r = 0;
    pid_t pids[64];

    if (o->jobs == 1)
        return run_share(o, 0, sum);
    for (int64_t i = 0; i < o->jobs; i++) {
        if (pipe(fds[i]) < 0)
            return -errno;
        pids[i] = fork();
        if (pids[i] < 0)
            return -errno;
        if (pids[i] == 0) {
            (void) close(fds[i][0]);
            run_child(o, i, fds[i][1]);
        }
        (void) close(fds[i][1]);
    }
    for (int64_t i = 0; i < o->jobs; i++) {
        int status;
        if (read_result(fds[i][0], sum) < 0)
            r = -EIO;
        (void) close(fds[i][0]);
        (void) waitpid(pids[i], &status, 0);
    }
    return r;
}

static int dump_one(const struct options *o, struct sim_camera *camera, const char *name,
                    const struct sim_moment *moment, int64_t wall_ns)
{
    char path[512], file[64];
    struct lw_frame *f;
    int r = sim_camera_take(camera, moment, wall_ns, &f);

    if (r < 0)
        return r;
    (void) snprintf(file, sizeof file, "%s", name);
    for (char *p = file; *p; p++)
        *p = *p == ' ' || *p == ',' ? '-' : *p;
    (void) snprintf(path, sizeof path, "%s/%02u-%s.pgm", o->dump, camera->number, file);
    FILE *out = fopen(path, "wb");
    if (!out)
        r = -errno;
    else
        (void) fprintf(out, "P5\n%u %u\n255\n", f->width, f->height);
    for (uint32_t y = 0; out && y < f->height; y++)
        (void) fwrite(f->luma + f->stride * (ptrdiff_t) y, 1, f->width, out);
    if (out && fclose(out) != 0)
        r = -EIO;
    lwi_frame_unref(&f);
    return r;
}

/* Pictures to look at: by day, by night, each fault and each nuisance. */
static int dump(const struct options *o)
{
    const int64_t noon = INT64_C(1780920000000000000), night = noon + INT64_C(43200000000000);
    int r = 0;

    for (int64_t i = 0; r == 0 && i < o->cameras; i++) {
        struct sim_camera camera;
        struct sim_moment m;
        r = sim_camera_new(&camera, (unsigned) (o->first + i), o->settings.seed, o->settings.width);
        if (r < 0)
            return r;
        sim_camera_ordinary(&camera, noon, &m);
        r = dump_one(o, &camera, "day", &m, noon);
        for (int f = 0; r == 0 && f < sim_fault_count; f++) {
            sim_camera_ordinary(&camera, noon, &m);
            sim_faults[f].apply(&m, sim_faults[f].documented, 1, &camera.random);
            r = dump_one(o, &camera, sim_faults[f].name, &m, noon);
        }
        for (int n = 0; r == 0 && n < sim_nuisance_count; n++) {
            const int64_t at = sim_nuisances[n].night == 1 ? night : noon;
            sim_camera_ordinary(&camera, at, &m);
            sim_nuisances[n].apply(&m, 2, sim_nuisances[n].pictures, &camera.random);
            r = dump_one(o, &camera, sim_nuisances[n].name, &m, at);
        }
        sim_camera_ordinary(&camera, night, &m);
        if (r == 0)
            r = dump_one(o, &camera, "night", &m, night);
        sim_camera_done(&camera);
    }
    return r;
}

static int measure(struct options *o)
{
    static struct sim_result result;
    int r = 0;

    if (o->log && !(o->settings.log = fopen(o->log, "w")))
        return -errno;
    if (o->settings.log)
        (void) setvbuf(o->settings.log, NULL, _IOLBF, 0);
    r = run_jobs(o, &result);
    if (r == 0)
        sim_print(&result, &o->settings, stdout);
    if (r == 0 && o->json) {
        FILE *out = fopen(o->json, "w");
        r = out ? sim_print_json(&result, &o->settings, out) : -errno;
        if (out && fclose(out) != 0)
            r = -EIO;
    }
    if (o->settings.log)
        (void) fclose(o->settings.log);
    return r;
}

int main(int argc, char **argv)
{
    struct options o = {
        .settings = {.seed = 1,
                     .width = 960,
                     .days = 1,
                     .speeds = 1 << SIM_SUDDEN | 1 << SIM_MINUTES},
        .cameras = 12,
        .jobs = 1,
    };
    int option;

    while ((option = getopt_long(argc, argv, "h", long_options, NULL)) != -1)
        if (read_option(&o, option) < 0)
            return 64;
    if (o.help || optind < argc) {
        (void) fputs(help, o.help ? stdout : stderr);
        return o.help ? 0 : 64;
    }
    for (int f = 0; o.list && f < sim_fault_count; f++)
        (void) printf("%s (%s), documented from %g %s\n", sim_faults[f].name,
                      sim_faults[f].condition, sim_faults[f].documented, sim_faults[f].unit);
    for (int i = 0; o.list && i < sim_nuisance_count; i++)
        (void) printf("%s (nuisance)\n", sim_nuisances[i].name);
    if (o.list)
        return 0;
    int r = o.dump ? dump(&o) : measure(&o);
    if (r < 0)
        (void) fprintf(stderr, "scenarios: %s\n", strerror(-r));
    return r < 0 ? 1 : 0;
}
