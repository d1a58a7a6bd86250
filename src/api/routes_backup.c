/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Backup and restore while the daemon runs, and back to the defaults. What takes the place of the
 * database is laid beside it; the daemon then ends all that it does and begins anew with it
 * (store/restore.h).
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/answer.h"
#include "api/backup_settings.h"
#include "api/config_file.h"
#include "api/json.h"
#include "api/login.h"
#include "api/reinforcement.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "store/restore.h"

#define ID_SIZE 64

/* A name in the data folder, malloc'ed. */
static char *in_folder(const struct lwi_request *request, const char *name)
{
    char *path;
    const char *dir = request->api->settings.data_dir;
    return dir && asprintf(&path, "%s/%s", dir, name) >= 0 ? path : NULL;
}

static int no_folder(struct lwi_request *request)
{
    return lwi_answer_error(request, MHD_HTTP_SERVICE_UNAVAILABLE, "There is not enough memory",
                            "Try again in a moment");
}

/* ---- backup ---- */

/* The file is open, and gone by its name: it is away with the connection. */
static int answer_backup(struct lwi_request *request, const char *path)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    (void) unlink(path);
    if (fd < 0 || fstat(fd, &info) < 0) {
        if (fd >= 0)
            (void) close(fd);
        return lwi_answer_error(request, MHD_HTTP_INTERNAL_SERVER_ERROR,
                                "The backup that was made cannot be read", "");
    }
    struct MHD_Response *response = MHD_create_response_from_fd64((uint64_t) info.st_size, fd);
    if (!response)
        (void) close(fd);
    lwi_answer_header(request, "Content-Type", "application/vnd.sqlite3");
    lwi_answer_header(request, "Content-Disposition", "attachment; filename=\"lenswatch.db\"");
    return lwi_answer_response(request, MHD_HTTP_OK, response);
}

static int get_backup(struct lwi_request *request)
{
    struct lw_error error = {0};
    char name[64];
    (void) snprintf(name, sizeof(name), "lenswatch.db.backup-%" PRIu64,
                    (uint64_t) atomic_fetch_add(&request->api->backups, 1));
    char *path = in_folder(request, name);
    if (!path)
        return no_folder(request);
    (void) unlink(path); /* of a daemon that was killed */
    int r =
        lwi_store_backup(request->api->settings.data_dir, path, /* progress= */ NULL, NULL, &error);
    int answered = r < 0 ? lwi_answer_failure(request, &error) : answer_backup(request, path);
    free(path);
    return answered;
}

/* ---- restore ---- */

/* Names the file that was checked, so that no other is taken. */
static int id_of(const char *path, char ret_id[ID_SIZE])
{
    struct stat info;
    if (stat(path, &info) < 0)
        return -errno;
    (void) snprintf(
        ret_id, ID_SIZE, "%llx-%llx-%llx", (unsigned long long) info.st_ino,
        (unsigned long long) info.st_size,
        (unsigned long long) (info.st_mtim.tv_sec * LWI_NS_PER_S + info.st_mtim.tv_nsec));
    return 0;
}

static int post_check(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_store_backup_info info;
    char id[ID_SIZE];
    const char *path = lwi_body_file(&request->body);
    int r = 0;
    if (!path || request->body.size == 0) {
        r = lwi_error_set(&error, -EINVAL, "There is no backup in the request");
        lwi_error_hint(&error, "Send the file that GET /api/v1/backup gave");
    }
    if (r == 0)
        r = lwi_store_restore_check(path, &info, &error);
    if (r == 0)
        r = id_of(path, id);
    if (r == -EBADMSG || r == -ENOTSUP) /* of the one who sent it */
        error.code = -EINVAL;
    if (r == 0)
        lwi_body_keep(&request->body);
    /* Before the answer: who has it may send the next one. */
    lwi_body_end(&request->body);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *answer =
        json_pack("{s:s, s:i, s:I, s:I, s:I, s:I, s:o}", "id", id, "version", info.version, "bytes",
                  (json_int_t) info.bytes, "cameras", (json_int_t) info.cameras, "events",
                  (json_int_t) info.events, "users", (json_int_t) info.users, "newest_event",
                  info.newest_ns > 0 ? lwi_json_time(info.newest_ns) : json_null());
    return lwi_answer_json(request, MHD_HTTP_OK, answer);
}

/* The password of who asks, once more. Who can read the token file could change the database
 * itself, and is not asked. */
static int confirm(struct lwi_request *request, const json_t *body, int64_t *ret_wait,
                   struct lw_error *reterr)
{
    return request->who.by == LWI_AUTH_LOCAL ? 0 : lwi_login_again(request, body, ret_wait, reterr);
}

static int check_settings(struct lwi_request *request, const char *path, struct lw_error *reterr)
{
    struct lwi_api *api = request->api;
    struct lwi_backup_settings then;
    (void) lwi_backup_settings_read(api->settings.data_dir, path, &then);
    int r = lwi_backup_settings_check(lwi_reinforcement_is_on(api->reinforcement), &then, reterr);
    return r < 0 || lwi_request_is_forced(request)
               ? r
               : lwi_https_check_start(api, request, &then.config, reterr);
}

/* The daemon begins anew when the answer is out. */
static int answer_restart(struct lwi_request *request)
{
    request->restarts = 1;
    lwi_answer_header(request, "Connection", "close");
    return lwi_answer_json(request, MHD_HTTP_ACCEPTED, json_pack("{s:b}", "restarts", 1));
}

static int post_restore(struct lwi_request *request)
{
    static const char *const members[] = {"id", "password", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    const char *id = NULL;
    char checked[ID_SIZE];
    int64_t wait = 0;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "id", ID_SIZE - 1, NULL, &id, &error);
    if (r == 0)
        r = confirm(request, body, &wait, &error);
    char *path = in_folder(request, LWI_BODY_FILE_KEPT);
    if (r == 0 && !path)
        r = lwi_error_set(&error, -ENOMEM, "out of memory");
    if (r == 0 && (id_of(path, checked) < 0 || strcmp(checked, id) != 0)) {
        r = lwi_error_set(&error, -ENOENT, "There is no checked backup '%s'", id);
        lwi_error_hint(&error, "POST /api/v1/backup/check takes and names one");
    }
    if (r == 0)
        r = check_settings(request, path, &error);
    if (r == 0)
        r = lwi_store_restore_take(request->api->settings.data_dir, path, &error);
    free(path);
    json_decref(body);
    return r < 0 ? lwi_login_failure(request, &error, wait) : answer_restart(request);
}

/* ---- back to the defaults ---- */

/* Which camera it is, and how it is reached: without what else is set of it. Its password stays. */
static json_t *bare_camera(const struct lwi_camera_config *config)
{
    static const char *const kept[] = {
        "name",    "url",        "user",       "device_serial", "device_mac", "group",
        "tags",    "transport",  "tls_verify", "driver",        "address",    "channel",
        "tls_pin", "stream_pin", "presets",    "sub_url",
    };
    json_t *all = lwi_camera_config_to_json(config), *bare = json_object();
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        if (json_object_get(all, kept[i]))
            (void) json_object_set(bare, kept[i], json_object_get(all, kept[i]));
    json_decref(all);
    return bare;
}

static json_t *bare_cameras(struct lwi_api *api)
{
    struct lwi_camera_status *statuses = NULL;
    size_t count = 0;
    json_t *cameras = json_object();
    if (lwi_fleet_list(api->settings.fleet, &statuses, &count) < 0) {
        json_decref(cameras);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        (void) json_object_set_new(cameras, statuses[i].config.id,
                                   bare_camera(&statuses[i].config));
    free(statuses);
    return cameras;
}

/* The defaults, but of the network, and of what the security reinforcement holds. */
static json_t *default_settings(struct lwi_api *api)
{
    struct lwi_system_config standard, present;
    lwi_system_config_default(&standard);
    lwi_system_config(api->settings.system, &present);
    lwi_system_config_keep_network(&standard, &present);
    json_t *settings = lwi_system_config_to_json(&standard);
    lwi_reinforcement_hold(api->reinforcement, settings);
    return settings;
}

/* The defaults, as a configuration that is taken whole. */
static int reset_settings(struct lwi_request *request, struct lw_error *reterr)
{
    struct lwi_config_plan *plan = NULL;
    json_t *cameras = bare_cameras(request->api);
    json_t *whole = cameras ? json_pack("{s:i, s:o, s:o, s:{}, s:{}, s:{}}", "lenswatch", 1,
                                        "settings", default_settings(request->api), "cameras",
                                        cameras, "actions", "rules", "arming")
                            : NULL;
    /* JSON is YAML, too. */
    char *text = whole ? json_dumps(whole, JSON_INDENT(1)) : NULL;
    json_decref(whole);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    const struct lwi_config_request asked = {.text = text, .size = strlen(text), .prune = 1};
    int r = lwi_config_plan_make(&plan, request->api, &asked, reterr);
    if (r == 0 && lwi_config_plan_errors(plan) > 0)
        r = lwi_error_set(reterr, -EIO, "The defaults do not go together with what there is");
    if (r == 0)
        r = lwi_config_plan_apply(plan, reterr);
    lwi_config_plan_free(&plan);
    free(text);
    return r;
}

static int read_what(const json_t *body, int *ret_all, struct lw_error *reterr)
{
    const char *what;
    int r = lwi_json_string(body, "what", 16, NULL, &what, reterr);
    if (r < 0)
        return r;
    *ret_all = strcmp(what, "everything") == 0;
    if (*ret_all || strcmp(what, "settings") == 0)
        return 0;
    return lwi_error_set(reterr, -EINVAL, "what: it is 'settings' or 'everything'");
}

static int post_reset(struct lwi_request *request)
{
    static const char *const members[] = {"what", "password", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    int64_t wait = 0;
    int all = 0;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_what(body, &all, &error);
    if (r == 0)
        r = confirm(request, body, &wait, &error);
    if (r == 0 && all && !request->api->settings.data_dir)
        r = lwi_error_set(&error, -EBUSY, "There is no data folder");
    else if (r == 0 && all)
        r = lwi_store_restore_nothing(request->api->settings.data_dir, &error);
    else if (r == 0)
        r = reset_settings(request, &error);
    json_decref(body);
    if (r < 0)
        return lwi_login_failure(request, &error, wait);
    return all ? answer_restart(request)
               : lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:b}", "restarts", 0));
}

#define BACKUP "/api/v1/backup"

const struct lwi_route lwi_routes_backup[] = {
    {BACKUP, LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_backup},
    {BACKUP "/check", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_FILE, post_check},
    {BACKUP "/restore", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_restore},
    {"/api/v1/settings/reset", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_reset},
    {0},
};
