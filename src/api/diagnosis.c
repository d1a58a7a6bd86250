/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/diagnosis.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>

#include <jansson.h>
#include <microhttpd.h>
#include <sqlite3.h>

#include "api/config_file.h"
#include "api/json.h"
#include "api/metrics.h"
#include "api/request.h"
#include "base/error.h"
#include "base/open_files.h"
#include "base/rfc3339.h"
#include "lenswatch/version.h"
#include "store/audit.h"
#include "store/logbook.h"
#include "store/outbox.h"

#define FOLDER     "lenswatch-diagnosis/"
#define LOG_LINES  1000
#define FACT_BYTES 16384
/* A larger database takes minutes to be looked through. */
#define CHECK_BYTES_MAX (INT64_C(1) << 30)
#define JSON_FLAGS      (JSON_INDENT(1) | JSON_REAL_PRECISION(15))

struct diagnosis {
    const struct lwi_request *request; /* NULL: there is no daemon */
    struct lwi_api *api;               /* NULL: there is no daemon */
    const char *dir;                   /* of the data; NULL: not known */
    json_t *secrets;                   /* those that are known */
    struct archive *archive;
};

/* ---- what is in it: one function a file, each writes text ---- */

static void write_version(const struct diagnosis *d, FILE *out)
{
    char time[LWI_RFC3339_SIZE];
    struct utsname system;
    lwi_rfc3339_format(lwi_clock_realtime(&lwi_clock_system), time);
    (void) fprintf(out, "lenswatch %s\ntime %s\n", lw_version(), time);
    if (d->api) {
        lwi_rfc3339_format(d->api->started_ns, time);
        (void) fprintf(out, "started %s\n", time);
    } else {
        (void) fprintf(out, "the daemon does not run, or was not asked\n");
    }
    (void) fprintf(out, "SQLite %s\nlibmicrohttpd %s\nJansson %s\n", sqlite3_libversion(),
                   MHD_get_version(), jansson_version_str());
    if (uname(&system) == 0)
        (void) fprintf(out, "%s %s %s %s\n", system.sysname, system.release, system.version,
                       system.machine);
}

static void write_fact(FILE *out, const char *path)
{
    char text[FACT_BYTES];
    FILE *file = fopen(path, "re");
    size_t size = file ? fread(text, 1, sizeof(text) - 1, file) : 0;
    if (file)
        (void) fclose(file);
    text[size] = '\0';
    (void) fprintf(out, "==> %s\n%s\n", path, size > 0 ? text : "(cannot be read)\n");
}

static void write_system(const struct diagnosis *d, FILE *out)
{
    static const char *const facts[] = {
        "/etc/os-release",   "/proc/loadavg",   "/proc/meminfo",      "/proc/self/status",
        "/proc/self/limits", "/proc/self/stat", "/proc/pressure/cpu", "/proc/pressure/io",
        "/proc/uptime",      "/proc/net/dev",   "/proc/cpuinfo",
    };
    struct statvfs disk;
    if (d->api)
        (void) fprintf(out, "open files: %zu of %zu; all cameras and connections take up to %zu\n",
                       lwi_open_files_now(), lwi_open_files_limit(), lwi_api_open_files(d->api));
    if (d->dir && statvfs(d->dir, &disk) == 0)
        (void) fprintf(out, "disk of the data: %llu of %llu MiB free\n\n",
                       (unsigned long long) disk.f_bavail * disk.f_frsize >> 20,
                       (unsigned long long) disk.f_blocks * disk.f_frsize >> 20);
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        write_fact(out, facts[i]);
}

static void write_settings(const struct diagnosis *d, FILE *out)
{
    char *yaml = NULL;
    json_t *left_out = NULL;
    struct lw_error error = {0};
    if (!d->api || lwi_config_export(d->api, /* passphrase= */ NULL, &yaml, &left_out, &error) < 0)
        (void) fprintf(out, "# %s\n", d->api ? error.message : "only a daemon tells them");
    else
        (void) fputs(yaml, out);
    free(yaml);
    json_decref(left_out);
}

static void write_cameras(const struct diagnosis *d, FILE *out)
{
    struct lwi_camera_status *statuses = NULL;
    size_t count = 0;
    json_t *list = json_array();
    if (d->api && lwi_fleet_list(d->api->settings.fleet, &statuses, &count) == 0)
        for (size_t i = 0; i < count; i++)
            (void) json_array_append_new(list, lwi_json_camera(&statuses[i]));
    free(statuses);
    (void) json_dumpf(list, out, JSON_FLAGS);
    json_decref(list);
}

static void write_metrics(const struct diagnosis *d, FILE *out)
{
    char *text = NULL;
    size_t size = 0;
    if (d->api && lwi_metrics_format(d->request, &text, &size, NULL) == 0)
        (void) fwrite(text, 1, size, out);
    free(text);
}

static void write_queues(const struct diagnosis *d, FILE *out)
{
    struct lwi_outbox_count *counts = NULL;
    size_t count = 0;
    struct lwi_store_health health = {0};
    if (!d->api)
        return;
    struct lwi_store *store = d->api->settings.store;
    lwi_store_health(store, &health);
    (void) fprintf(out,
                   "store: last write %d %s, %llu bytes of room, removed for lack of space: "
                   "%llu pictures, %llu measurements, %llu events\n",
                   health.code, health.message, (unsigned long long) health.room_bytes,
                   (unsigned long long) health.pictures_removed,
                   (unsigned long long) health.measurements_removed,
                   (unsigned long long) health.events_removed);
    if (lwi_store_outbox_counts(store, /* cameras= */ NULL, lwi_clock_realtime(&lwi_clock_system),
                                &counts, &count, NULL) < 0)
        return;
    for (size_t i = 0; i < count; i++)
        (void) fprintf(out,
                       "action %s: %lld wait, %lld are done, %lld failed; answer: %s; error: "
                       "%s\n",
                       counts[i].action, (long long) counts[i].waiting, (long long) counts[i].done,
                       (long long) counts[i].failed, counts[i].last_answer, counts[i].last_error);
    free(counts);
}

static void write_log(const struct diagnosis *d, FILE *out)
{
    struct lwi_log_query query = {.limit = LOG_LINES};
    struct lwi_log_line *lines = NULL;
    size_t count = 0;
    struct lw_error error = {0};
    int r = d->api ? lwi_store_log_list(d->api->settings.store, &query, &lines, &count, &error)
                   : lwi_log_file_list(d->dir, &query, &lines, &count, &error);
    if (r < 0)
        (void) fprintf(out, "%s\n", error.message);
    for (size_t i = count; i-- > 0;) {
        char time[LWI_RFC3339_SIZE];
        lwi_rfc3339_format(lines[i].time_ns, time);
        (void) fprintf(out, "%s %d %s/%s %s\n", time, lines[i].level, lines[i].major,
                       lines[i].minor, lines[i].text);
    }
    free(lines);
}

static void print_finding(void *cookie, const char *finding)
{
    (void) fprintf(cookie, "%s\n", finding);
}

static void write_check(const struct diagnosis *d, FILE *out)
{
    struct lw_error error = {0};
    struct lwi_audit_verdict audit;
    struct lwi_store_stats stats = {0};
    if (d->api)
        lwi_store_stats(d->api->settings.store, &stats);
    (void) fprintf(out, "database: %llu bytes, version %d\n", (unsigned long long) stats.bytes,
                   stats.version);
    if (!d->dir)
        return;
    if ((int64_t) stats.bytes > CHECK_BYTES_MAX) {
        (void) fprintf(out, "it is too large to be looked through here: 'lenswatch db check'\n");
    } else {
        int findings = lwi_store_check(d->dir, print_finding, out, &error);
        if (findings < 0)
            (void) fprintf(out, "it cannot be checked: %s\n", error.message);
        else
            (void) fprintf(out, "%d findings\n", findings);
    }
    if (lwi_audit_file_verify(d->dir, 0, "", &audit, &error) == 0)
        (void) fprintf(out, "audit log: %lld records, broken at %lld (0: nowhere) %s\n",
                       (long long) audit.records, (long long) audit.broken_seq, audit.reason);
}

static const struct {
    const char *name;
    void (*write)(const struct diagnosis *d, FILE *out);
} files[] = {
    {"version.txt", write_version},
    {"system.txt", write_system},
    {"settings.yaml", write_settings},
    {"cameras.json", write_cameras},
    {"metrics.txt", write_metrics},
    {"queues.txt", write_queues},
    {"log.txt", write_log},
    {"check.txt", write_check},
};

/* ---- the archive ---- */

static void add_secret(void *cookie, const char *path, json_t *value)
{
    (void) path;
    (void) json_array_append_new(cookie, json_string(json_string_value(value)));
}

static int add_file(struct diagnosis *d, const char *name, const char *text)
{
    char path[80];
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        return -ENOMEM;
    (void) snprintf(path, sizeof(path), FOLDER "%s", name);
    archive_entry_set_pathname(entry, path);
    archive_entry_set_size(entry, (la_int64_t) strlen(text));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_mtime(entry, lwi_clock_realtime(&lwi_clock_system) / LWI_NS_PER_S, 0);
    int r = archive_write_header(d->archive, entry) == ARCHIVE_OK &&
                    archive_write_data(d->archive, text, strlen(text)) == (la_ssize_t) strlen(text)
                ? 0
                : -EIO;
    archive_entry_free(entry);
    return r;
}

static int make_file(struct diagnosis *d, size_t i)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -ENOMEM;
    files[i].write(d, out);
    int r = fclose(out) == 0 ? 0 : -ENOMEM;
    char *clean = r == 0 ? lwi_diagnosis_scrub(text, d->secrets) : NULL;
    free(text);
    r = clean ? add_file(d, files[i].name, clean) : -ENOMEM;
    free(clean);
    return r;
}

/* Into the FILE that is the cookie. */
static la_ssize_t on_bytes(struct archive *archive, void *cookie, const void *data, size_t size)
{
    (void) archive;
    return fwrite(data, 1, size, cookie) == size ? (la_ssize_t) size : -1;
}

static int make_archive(struct diagnosis *d, FILE *out)
{
    d->archive = archive_write_new();
    if (!d->archive)
        return -ENOMEM;
    int r = archive_write_add_filter_gzip(d->archive) == ARCHIVE_OK &&
                    archive_write_set_format_pax_restricted(d->archive) == ARCHIVE_OK &&
                    archive_write_open(d->archive, out, NULL, on_bytes, NULL) == ARCHIVE_OK
                ? 0
                : -EIO;
    for (size_t i = 0; r == 0 && i < sizeof(files) / sizeof(files[0]); i++)
        r = make_file(d, i);
    if (archive_write_close(d->archive) != ARCHIVE_OK && r == 0)
        r = -EIO;
    (void) archive_write_free(d->archive);
    return r;
}

int lwi_diagnosis_make(const struct lwi_request *request, const char *dir, uint8_t **ret_data,
                       size_t *ret_size, struct lw_error *reterr)
{
    struct lwi_api *api = request ? request->api : NULL;
    struct diagnosis d = {.request = request, .api = api, .dir = dir, .secrets = json_array()};
    char *data = NULL;
    size_t size = 0;
    json_t *config = api ? lwi_config_present(api) : NULL;
    if (config)
        lwi_config_secrets(config, add_secret, d.secrets);
    lwi_config_wipe(config);
    FILE *out = open_memstream(&data, &size);
    int r = out ? make_archive(&d, out) : -ENOMEM;
    if (out && fclose(out) != 0 && r == 0)
        r = -ENOMEM;
    size_t i;
    json_t *secret;
    json_array_foreach(d.secrets, i, secret)
        explicit_bzero((char *) json_string_value(secret), json_string_length(secret));
    json_decref(d.secrets);
    if (r < 0) {
        free(data);
        return lwi_error_set(reterr, r, "The archive cannot be made: %s", strerror(-r));
    }
    *ret_data = (uint8_t *) data;
    *ret_size = size;
    return 0;
}
