/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Pictures over FTP, FTPS and SFTP. A picture is sent under a name that ends in .part and gets its
 * own when it is whole, so nobody there takes half of one. What broke off goes on where it ended.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <jansson.h>
#include <sodium.h>

#include "action/message.h"
#include "action/names.h"
#include "action/transfer.h"
#include "base/error.h"

#define LIMIT_S 180
/* "SHA256:", 43 characters of base64, NUL */
#define PIN_SIZE 64

static const char *const protocols[] = {"sftp", "ftps", "ftps-implicit", "ftp", NULL};

static const struct lwi_action_option options[] = {
    {"protocol", "ftps: FTP that is turned into TLS, or nothing is sent.", LWI_ACTION_CHOICE, 0,
     NULL, 0, 0, 0, protocols},
    {"host", "Host of the server.", LWI_ACTION_TEXT, LWI_ACTION_REQUIRED, NULL, 0, 0, 255, NULL},
    {"port", "Its port; 0: 22, 21, 990, 21 by protocol.", LWI_ACTION_INTEGER, 0, NULL, 0, 0, 65535,
     NULL},
    {"user", "User name; empty: anonymous.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 255, NULL},
    {"password", "Password.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    {"private_key", "SFTP: private key (PEM, without a passphrase) instead of a password.",
     LWI_ACTION_SECRET, LWI_ACTION_LINES, NULL, 0, 0, 16384, NULL},
    {"host_key",
     "SFTP: fingerprint of the server's key, SHA256:..., as ssh-keygen -l shows it. "
     "Nothing is sent to another.",
     LWI_ACTION_TEXT, 0, NULL, 0, 0, PIN_SIZE, NULL},
    {"reference", "The picture of the healthy camera is stored, too, at the start.",
     LWI_ACTION_BOOL, 0, NULL, 0, 0, 0, NULL},
    LWI_NAMES_ROWS,
    LWI_TRANSFER_TLS_ROWS,
    {0},
};

static int is_protocol(const struct json_t *settings, const char *name)
{
    return strcmp(lwi_action_text(settings, "protocol"), name) == 0;
}

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    const char *pin = lwi_action_text(settings, "host_key");
    if (strpbrk(lwi_action_text(settings, "host"), " /@?#"))
        return lwi_error_set(reterr, -EINVAL, "host: it must be a name or an address alone");
    if (pin[0] && (strncmp(pin, "SHA256:", 7) != 0 || strlen(pin) != 50))
        return lwi_error_set(reterr, -EINVAL, "host_key: it must be SHA256: and 43 characters");
    if (lwi_action_text(settings, "private_key")[0] &&
        !strstr(lwi_action_text(settings, "private_key"), "PRIVATE KEY-----"))
        return lwi_error_set(reterr, -EINVAL,
                             "private_key: it must be PEM: -----BEGIN OPENSSH PRIVATE KEY----- "
                             "and so on");
    if (is_protocol(settings, "sftp") && lwi_action_text(settings, "user")[0] == '\0')
        return lwi_error_set(reterr, -EINVAL, "user: SFTP needs one");
    int r = lwi_transfer_check(settings, reterr);
    return r < 0 ? r : lwi_names_check(settings, reterr);
}

struct upload {
    const struct json_t *settings;
    struct lwi_action_run *run;
    struct lwi_transfer transfer;
    const char *place;
    const uint8_t *data;
    size_t size, sent;
    char seen[PIN_SIZE]; /* the server's key */
    int key_wrong;
};

static size_t on_read(char *to, size_t one, size_t room, void *cookie)
{
    (void) one;
    struct upload *u = cookie;
    size_t n = u->size - u->sent < room ? u->size - u->sent : room;
    (void) memcpy(to, u->data + u->sent, n);
    u->sent += n;
    return n;
}

static int on_seek(void *cookie, curl_off_t offset, int origin)
{
    struct upload *u = cookie;
    if (origin != SEEK_SET || offset < 0 || (size_t) offset > u->size)
        return CURL_SEEKFUNC_FAIL;
    u->sent = (size_t) offset;
    return CURL_SEEKFUNC_OK;
}

static int on_key(void *cookie, int type, const char *key, size_t size)
{
    (void) type;
    struct upload *u = cookie;
    unsigned char hash[crypto_hash_sha256_BYTES];
    (void) crypto_hash_sha256(hash, (const unsigned char *) key, size);
    (void) memcpy(u->seen, "SHA256:", 8);
    (void) sodium_bin2base64(u->seen + 7, sizeof(u->seen) - 7, hash, sizeof(hash),
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    u->key_wrong = strcmp(u->seen, lwi_action_text(u->settings, "host_key")) != 0;
    return u->key_wrong ? CURLKHMATCH_MISMATCH : CURLKHMATCH_OK;
}

/* Login, TLS, keys. */
static int set_peer(struct upload *u, struct lw_error *reterr)
{
    CURL *curl = u->transfer.curl;
    const char *user = lwi_action_text(u->settings, "user");
    const char *key = lwi_action_text(u->settings, "private_key");
    (void) curl_easy_setopt(curl, CURLOPT_USERNAME, user[0] ? user : "anonymous");
    (void) curl_easy_setopt(curl, CURLOPT_PASSWORD,
                            user[0] ? lwi_action_text(u->settings, "password") : "lenswatch@");
    if (is_protocol(u->settings, "ftps"))
        (void) curl_easy_setopt(curl, CURLOPT_USE_SSL, (long) CURLUSESSL_ALL);
    if (!is_protocol(u->settings, "sftp")) {
        int r = lwi_transfer_tls(&u->transfer, u->settings, reterr);
        /* Most servers want the connection for data to go on with the session of the one for
         * commands. libcurl with GnuTLS can do that up to TLS 1.2 only. */
        (void) curl_easy_setopt(curl, CURLOPT_SSLVERSION,
                                (long) (CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_TLSv1_2));
        return r;
    }
    (void) curl_easy_setopt(curl, CURLOPT_SSH_HOSTKEYFUNCTION, on_key);
    (void) curl_easy_setopt(curl, CURLOPT_SSH_HOSTKEYDATA, u);
    (void) curl_easy_setopt(
        curl, CURLOPT_SSH_AUTH_TYPES,
        (long) (key[0] ? CURLSSH_AUTH_PUBLICKEY : CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD));
    char path[64];
    int r = key[0] ? lwi_transfer_file(&u->transfer, key, path, sizeof(path), reterr) : 0;
    if (r == 0 && key[0]) {
        (void) curl_easy_setopt(curl, CURLOPT_SSH_PRIVATE_KEYFILE, path);
        (void) curl_easy_setopt(curl, CURLOPT_SSH_PUBLIC_KEYFILE, NULL);
    }
    return r;
}

/* The URL of a file: each part of the path is escaped, the slashes stay. A folder from the root
 * begins with // in FTP; SFTP's paths begin at the root but for /~/. */
static int set_url(struct upload *u, const char *path, struct lw_error *reterr)
{
    char url[3 * LWI_NAMES_SIZE + 400];
    int is_sftp = is_protocol(u->settings, "sftp"), is_root = path[0] == '/';
    const char *scheme = is_sftp                                     ? "sftp"
                         : is_protocol(u->settings, "ftps-implicit") ? "ftps"
                                                                     : "ftp";
    size_t n = (size_t) snprintf(url, sizeof(url), "%s://%s%s", scheme, u->place,
                                 is_sftp ? (is_root ? "" : "/~/") : (is_root ? "/%2F" : "/"));
    for (path += is_root && !is_sftp; *path && n + 4 < sizeof(url); path++) {
        unsigned char c = (unsigned char) *path;
        int is_plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
                       strchr("/._-", c) != NULL;
        n += (size_t) snprintf(url + n, sizeof(url) - n, is_plain ? "%c" : "%%%02X", c);
    }
    if (n + 4 >= sizeof(url))
        return lwi_error_set(reterr, -EINVAL, "folder: the path is too long");
    (void) curl_easy_setopt(u->transfer.curl, CURLOPT_URL, url);
    return 0;
}

/* Gives the whole file its name; one of an attempt before, whose success was not heard of, makes
 * way. After FTP's transfer its folder is the current one; SFTP wants the path, which begins at
 * home unless it begins with a slash. */
static struct curl_slist *rename_commands(const struct upload *u, const char *path)
{
    char lines[3][2 * LWI_NAMES_SIZE + 64];
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    struct curl_slist *list = NULL;
    size_t count = 0;
    if (is_protocol(u->settings, "sftp")) {
        (void) snprintf(lines[count++], sizeof(lines[0]), "*rm \"%s\"", path);
        (void) snprintf(lines[count++], sizeof(lines[0]), "rename \"%s.part\" \"%s\"", path, path);
    } else {
        (void) snprintf(lines[count++], sizeof(lines[0]), "*DELE %s", name);
        (void) snprintf(lines[count++], sizeof(lines[0]), "RNFR %s.part", name);
        (void) snprintf(lines[count++], sizeof(lines[0]), "RNTO %s", name);
    }
    for (size_t i = 0; i < count; i++) {
        struct curl_slist *longer = curl_slist_append(list, lines[i]);
        if (!longer) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

static int explain(struct upload *u, int r, struct lw_error *reterr)
{
    if (!u->key_wrong || r == -ECANCELED || r == -ETIMEDOUT)
        return r;
    int is_pinned = lwi_action_text(u->settings, "host_key")[0] != '\0';
    r = lwi_error_set(reterr, -EKEYREJECTED, "%s: its key is %s%s", u->place, u->seen,
                      is_pinned ? ", not that of host_key" : "");
    lwi_error_hint(reterr, is_pinned
                               ? "Somebody else may be answering. If the server got a new key, set "
                                 "host_key to it."
                               : "If that is the server's (ssh-keygen -l shows it there), set "
                                 "host_key to it. Nothing was sent.");
    return r;
}

/* One attempt; offset -1: go on where the file there ends. */
static int attempt(struct upload *u, const char *path, long offset, struct lw_error *reterr)
{
    char part[LWI_NAMES_SIZE + 8];
    (void) snprintf(part, sizeof(part), "%s.part", path);
    int r = lwi_transfer_open(&u->transfer, u->run, "ftp,ftps,sftp", u->place, reterr);
    r = r < 0 ? r : set_peer(u, reterr);
    r = r < 0 ? r : set_url(u, part, reterr);
    struct curl_slist *after = r < 0 ? NULL : rename_commands(u, path);
    if (r == 0 && !after)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0) {
        CURL *curl = u->transfer.curl;
        u->sent = 0;
        (void) curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        (void) curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
        (void) curl_easy_setopt(curl, CURLOPT_READDATA, u);
        (void) curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, on_seek);
        (void) curl_easy_setopt(curl, CURLOPT_SEEKDATA, u);
        (void) curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) u->size);
        (void) curl_easy_setopt(curl, CURLOPT_RESUME_FROM_LARGE, (curl_off_t) offset);
        (void) curl_easy_setopt(curl, CURLOPT_FTP_CREATE_MISSING_DIRS,
                                (long) CURLFTP_CREATE_DIR_RETRY);
        (void) curl_easy_setopt(curl, CURLOPT_POSTQUOTE, after);
        (void) curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, lwi_transfer_on_line);
        (void) curl_easy_setopt(curl, CURLOPT_HEADERDATA, u->run);
        r = explain(u, lwi_transfer_do(&u->transfer, reterr), reterr);
        /* What is said to a goodbye is no answer. */
        (void) curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, NULL);
    }
    lwi_transfer_close(&u->transfer);
    curl_slist_free_all(after);
    return r;
}

static int upload(const struct json_t *settings, const struct lwi_action_job *job,
                  struct lwi_action_run *run, const char *path, const uint8_t *data, size_t size,
                  struct lw_error *reterr)
{
    static const char *const names[] = {"sftp", "ftps", "ftps-implicit", "ftp"};
    static const int ports[] = {22, 21, 990, 21};
    char place[300];
    int port = (int) lwi_action_number(settings, "port");
    for (size_t i = 0; i < 4 && port == 0; i++)
        port = is_protocol(settings, names[i]) ? ports[i] : 0;
    lwi_transfer_place(settings, port, place, sizeof(place));
    struct upload u = {
        .settings = settings, .run = run, .place = place, .data = data, .size = size};
    /* At the first attempt, what lies there is not of this picture. */
    int r = attempt(&u, path, job->attempt > 1 ? -1 : 0, reterr);
    if (r == -EIO && job->attempt > 1) /* perhaps the server does not like to go on */
        r = attempt(&u, path, 0, reterr);
    if (r == 0) {
        char answer[LWI_NAMES_SIZE + 320];
        (void) snprintf(answer, sizeof(answer), "%zu bytes stored as %s%s%s", size, path,
                        run->answer[0] ? ": " : "", run->answer);
        lwi_transfer_answer(run, answer, strlen(answer));
    } else if (r == -EIO) {
        lwi_error_hint(reterr, "Check that the user may make folders and files there.");
    }
    return r;
}

static int upload_picture(const struct json_t *settings, const struct lwi_action_job *job,
                          struct lwi_action_run *run, const struct lwi_action_picture *picture,
                          const char *suffix, struct lw_error *reterr)
{
    char path[LWI_NAMES_SIZE];
    int64_t time_ns = picture->time_ns ? picture->time_ns : job->time_ns;
    lwi_names_folder(settings, job, time_ns, path, sizeof(path));
    size_t n = strlen(path);
    lwi_names_file(settings, job, time_ns, suffix, path + n, sizeof(path) - n);
    return upload(settings, job, run, path, picture->jpeg, picture->size, reterr);
}

static int upload_text(const struct json_t *settings, const struct lwi_action_job *job,
                       struct lwi_action_run *run, struct lw_error *reterr)
{
    static const char text[] = "Lenswatch tested whether it can store pictures here.\n";
    char path[LWI_NAMES_SIZE];
    lwi_names_folder(settings, job, job->time_ns, path, sizeof(path));
    size_t n = strlen(path);
    (void) snprintf(path + n, sizeof(path) - n, "lenswatch-test.txt");
    return upload(settings, job, run, path, (const uint8_t *) text, sizeof(text) - 1, reterr);
}

static int run_ftp(const struct json_t *settings, const struct lwi_action_job *job,
                   struct lwi_action_run *run, struct lw_error *reterr)
{
    const struct lwi_action_picture *picture = lwi_message_picture(job);
    const struct lwi_action_picture *reference =
        lwi_action_bool(settings, "reference") && job->phase == LWI_ACTION_START
            ? lwi_message_reference(job)
            : NULL;
    struct lwi_action_picture now = {.which = "now"};
    uint8_t *taken = NULL;
    int r = reference ? upload_picture(settings, job, run, reference, "_HEALTHY", reterr) : 0;
    if (r < 0)
        return r;
    /* Of a refresh none is kept. */
    if ((!picture || job->phase == LWI_ACTION_REFRESH) && run->look &&
        run->look(run->cookie, job->camera_id, &taken, &now.size, &now.time_ns) == 0) {
        now.jpeg = taken;
        picture = &now;
    }
    if (picture)
        r = upload_picture(settings, job, run, picture, job->is_test ? "_TEST" : "", reterr);
    else if (job->is_test)
        r = upload_text(settings, job, run, reterr);
    else if (!reference)
        (void) snprintf(run->answer, sizeof(run->answer), "there is no picture of it");
    free(taken);
    return r;
}

const struct lwi_action_kind lwi_action_ftp = {
    .name = "ftp",
    .help = "Stores the pictures of the event at an FTP, FTPS or SFTP server.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_ftp,
};
