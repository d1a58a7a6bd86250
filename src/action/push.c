/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Messages to a telephone or a chat: ntfy, Gotify, Slack, Teams, Telegram. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <jansson.h>

#include "action/message.h"
#include "action/web.h"
#include "base/error.h"

#define LIMIT_S     60
#define URL_SIZE    3200
#define HEADER_SIZE 600
/* ntfy makes a file of a longer message, Telegram refuses one of more than 4096 characters. */
#define TEXT_MAX 3900

static const char *const services[] = {"ntfy", "gotify", "slack", "teams", "telegram", NULL};

static const struct lwi_action_option options[] = {
    {"service", "What the message goes to.", LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, services},
    {"server", "ntfy, Gotify: https://HOST of it. Telegram: empty, or of one's own server.",
     LWI_ACTION_TEXT, 0, NULL, 0, 0, 500, NULL},
    {"topic", "ntfy: the topic. Telegram: the id of the chat.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 200,
     NULL},
    {"token",
     "ntfy: access token, if it wants one. Gotify: token of the application. Telegram: "
     "token of the bot.",
     LWI_ACTION_SECRET, 0, NULL, 0, 0, 500, NULL},
    {"webhook", "Slack, Teams: the whole URL that they gave out; it is a secret.",
     LWI_ACTION_SECRET, 0, NULL, 0, 0, 2000, NULL},
    {"priority", "ntfy: 1-5, Gotify: 0-10, of a start; the rest is less urgent.",
     LWI_ACTION_INTEGER, 0, NULL, 4, 0, 10, NULL},
    {"picture", "ntfy, Telegram: the picture of the event follows the message.", LWI_ACTION_BOOL, 0,
     NULL, 0, 0, 0, NULL},
    {"message", "Template of the message; empty: the usual one.", LWI_ACTION_TEXT, LWI_ACTION_LINES,
     NULL, 0, 0, 4000, NULL},
    LWI_TRANSFER_TLS_ROWS,
    {0},
};

static int is_service(const struct json_t *settings, const char *name)
{
    return strcmp(lwi_action_text(settings, "service"), name) == 0;
}

static int is_webhook(const struct json_t *settings)
{
    return is_service(settings, "slack") || is_service(settings, "teams");
}

static int needs(const struct json_t *settings, const char *name, struct lw_error *reterr)
{
    if (lwi_action_text(settings, name)[0])
        return 0;
    return lwi_error_set(reterr, -EINVAL, "%s: %s needs it", name,
                         lwi_action_text(settings, "service"));
}

/* What goes into a URL or must be of a form there. */
static int check_names(const struct json_t *settings, struct lw_error *reterr)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    const char *topic = lwi_action_text(settings, "topic");
    const char *token = lwi_action_text(settings, "token");
    size_t digits = strspn(token, "0123456789");
    if (is_service(settings, "ntfy") && (strlen(topic) > 64 || topic[strspn(topic, letters)]))
        return lwi_error_set(reterr, -EINVAL,
                             "topic: ntfy's have at most 64 of A-Z, a-z, 0-9, _ and -");
    if (!is_service(settings, "telegram"))
        return 0;
    if (digits == 0 || token[digits] != ':' ||
        token[digits + 1 + strspn(token + digits + 1, letters)])
        return lwi_error_set(reterr, -EINVAL, "token: a bot's is digits, a colon, and letters");
    if (topic[0] != '@' && topic[strspn(topic, "-0123456789")])
        return lwi_error_set(reterr, -EINVAL,
                             "topic: the id of a chat is a number, of a channel it is @name");
    return 0;
}

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    int r = 0;
    const char *server = lwi_action_text(settings, "server");
    if (is_webhook(settings)) {
        r = needs(settings, "webhook", reterr);
        r = r < 0 ? r : lwi_web_check("webhook", lwi_action_text(settings, "webhook"), reterr);
    } else if (!is_service(settings, "telegram")) {
        r = needs(settings, "server", reterr);
    }
    if (r == 0 && !is_service(settings, "ntfy") && !is_webhook(settings))
        r = needs(settings, "token", reterr);
    if (r == 0 && !is_service(settings, "gotify") && !is_webhook(settings))
        r = needs(settings, "topic", reterr);
    if (r == 0 && server[0])
        r = lwi_web_check("server", server, reterr);
    r = r < 0 ? r : check_names(settings, reterr);
    r = r < 0 ? r : lwi_transfer_check(settings, reterr);
    return r < 0 ? r : lwi_template_check("message", lwi_action_text(settings, "message"), reterr);
}

static int priority(const struct json_t *settings, const struct lwi_action_job *job)
{
    int value = (int) lwi_action_number(settings, "priority");
    int max = is_service(settings, "ntfy") ? 5 : 10, low = is_service(settings, "ntfy") ? 3 : 1;
    value = value > max ? max : value;
    value = is_service(settings, "ntfy") && value < 1 ? 1 : value;
    return job->phase == LWI_ACTION_START || value < low ? value : low;
}

/* What each service takes, as JSON: no text can break out of it. */
static json_t *message(const struct json_t *settings, const struct lwi_action_job *job,
                       const char *text)
{
    char subject[LWI_MESSAGE_SUBJECT_SIZE], title[LWI_MESSAGE_SUBJECT_SIZE + 16];
    lwi_message_subject(job, subject);
    (void) snprintf(title, sizeof(title), "%s %s", subject,
                    job->phase == LWI_ACTION_START ? "began"
                    : job->phase == LWI_ACTION_END ? "ended"
                                                   : "goes on");
    if (is_service(settings, "ntfy"))
        return json_pack("{s:s, s:s, s:s, s:i, s:[s]}", "topic", lwi_action_text(settings, "topic"),
                         "title", title, "message", text, "priority", priority(settings, job),
                         "tags", job->phase == LWI_ACTION_END ? "white_check_mark" : "camera");
    if (is_service(settings, "gotify"))
        return json_pack("{s:s, s:s, s:i}", "title", title, "message", text, "priority",
                         priority(settings, job));
    if (is_service(settings, "telegram"))
        return json_pack("{s:s, s:s}", "chat_id", lwi_action_text(settings, "topic"), "text", text);
    if (is_service(settings, "slack"))
        return json_pack("{s:s}", "text", text);
    return json_pack("{s:s, s:[{s:s, s:{s:s, s:s, s:s, s:[{s:s, s:s, s:b, s:s}, "
                     "{s:s, s:s, s:b}]}}]}",
                     "type", "message", "attachments", "contentType",
                     "application/vnd.microsoft.card.adaptive", "content", "$schema",
                     "http://adaptivecards.io/schemas/adaptive-card.json", "type", "AdaptiveCard",
                     "version", "1.4", "body", "type", "TextBlock", "text", title, "wrap", 1,
                     "weight", "Bolder", "type", "TextBlock", "text", text, "wrap", 1);
}

/* Cuts it before a character that would be beyond the limit. */
static void cut(char *text)
{
    static const char more[] = "\n…";
    size_t n = TEXT_MAX - sizeof(more);
    if (strlen(text) <= TEXT_MAX)
        return;
    while (n > 0 && ((unsigned char) text[n] & 0xc0) == 0x80)
        n--;
    (void) memcpy(text + n, more, sizeof(more));
}

/* Slack has three marks of its own; everything else is plain text there. In Teams a line ends with
 * an empty one. */
static void write_for(FILE *out, const struct json_t *settings, const char *text)
{
    int is_slack = is_service(settings, "slack"), is_teams = is_service(settings, "teams");
    for (; *text; text++) {
        if (is_slack && *text == '&')
            (void) fputs("&amp;", out);
        else if (is_slack && (*text == '<' || *text == '>'))
            (void) fputs(*text == '<' ? "&lt;" : "&gt;", out);
        else if (is_teams && *text == '\n')
            (void) fputs("\n\n", out);
        else
            (void) fputc(*text, out);
    }
}

/* The text as the service shows it, malloc'ed. NULL: no memory. */
static char *write_text(const struct json_t *settings, const struct lwi_action_job *job)
{
    char *text = NULL, *shown = NULL;
    size_t size = 0;
    const char *template = lwi_action_text(settings, "message");
    struct json_t *values = lwi_message_values(job);
    FILE *out = values ? open_memstream(&text, &size) : NULL;
    if (out) {
        lwi_template_write(out, template[0] ? template : "{{text}}", values, LWI_ESCAPE_NONE);
        out = fclose(out) == 0 ? open_memstream(&shown, &size) : NULL;
    }
    json_decref(values);
    if (out) {
        cut(text);
        write_for(out, settings, text);
        if (fclose(out) != 0) {
            free(shown);
            shown = NULL;
        }
    }
    free(text);
    return shown;
}

static char *body(const struct json_t *settings, const struct lwi_action_job *job)
{
    char *text = write_text(settings, job);
    json_t *object = text ? message(settings, job, text) : NULL;
    char *dumped = object ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    free(text);
    return dumped;
}

static void set_url(const struct json_t *settings, char url[URL_SIZE])
{
    const char *server = lwi_action_text(settings, "server");
    const char *slash = server[0] && server[strlen(server) - 1] == '/' ? "" : "/";
    if (is_webhook(settings))
        (void) snprintf(url, URL_SIZE, "%s", lwi_action_text(settings, "webhook"));
    else if (is_service(settings, "ntfy"))
        (void) snprintf(url, URL_SIZE, "%s%s", server, slash);
    else if (is_service(settings, "gotify"))
        (void) snprintf(url, URL_SIZE, "%s%smessage", server, slash);
    else
        (void) snprintf(url, URL_SIZE, "%s%sbot%s/sendMessage",
                        server[0] ? server : "https://api.telegram.org", slash,
                        lwi_action_text(settings, "token"));
}

static void set_header(const struct json_t *settings, char header[HEADER_SIZE])
{
    const char *token = lwi_action_text(settings, "token");
    header[0] = '\0';
    if (is_service(settings, "gotify"))
        (void) snprintf(header, HEADER_SIZE, "X-Gotify-Key: %s", token);
    else if (is_service(settings, "ntfy") && token[0])
        (void) snprintf(header, HEADER_SIZE, "Authorization: Bearer %s", token);
}

static int post(const struct json_t *settings, struct lwi_action_run *run,
                const struct lwi_web_request *request, struct lw_error *reterr)
{
    char place[300];
    struct lwi_transfer transfer;
    lwi_web_place(request->url, place, sizeof(place));
    int r = lwi_transfer_open(&transfer, run, "http,https", place, reterr);
    r = r < 0 ? r : lwi_transfer_tls(&transfer, settings, reterr);
    r = r < 0 ? r : lwi_web_do(&transfer, request, reterr);
    lwi_transfer_close(&transfer);
    return r;
}

/* As a form, which is how Telegram takes pictures; malloc'ed. The key is in no picture. */
static char *photo_form(const struct json_t *settings, const struct lwi_action_job *job,
                        const struct lwi_action_picture *picture, size_t *ret_size)
{
    char *form = NULL;
    FILE *out = open_memstream(&form, ret_size);
    if (!out)
        return NULL;
    (void) fprintf(out,
                   "--%s\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n%s\r\n"
                   "--%s\r\nContent-Disposition: form-data; name=\"disable_notification\"\r\n"
                   "\r\ntrue\r\n"
                   "--%s\r\nContent-Disposition: form-data; name=\"photo\"; "
                   "filename=\"picture.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
                   job->key, lwi_action_text(settings, "topic"), job->key, job->key);
    (void) fwrite(picture->jpeg, 1, picture->size, out);
    (void) fprintf(out, "\r\n--%s--\r\n", job->key);
    if (fclose(out) != 0) {
        free(form);
        return NULL;
    }
    return form;
}

/* The picture after the message, without another noise. The message has arrived: that the service
 * takes no pictures is said, and no more. */
static void send_picture(const struct json_t *settings, const struct lwi_action_job *job,
                         const struct lwi_action_picture *picture, struct lwi_action_run *run)
{
    int is_ntfy = is_service(settings, "ntfy");
    char url[URL_SIZE], header[HEADER_SIZE], type[100], answer[700];
    char *form = NULL;
    struct lw_error error = {0};
    lwi_message_line(run->answer, answer, sizeof(answer));
    (void) snprintf(type, sizeof(type), "multipart/form-data; boundary=%s", job->key);
    set_header(settings, header);
    set_url(settings, url);
    struct lwi_web_request request = {.url = url};
    if (is_ntfy) {
        size_t n = strlen(url);
        (void) snprintf(url + n, sizeof(url) - n, "%s", lwi_action_text(settings, "topic"));
        request.method = "PUT", request.type = "image/jpeg";
        request.headers[0] = "Filename: picture.jpg", request.headers[1] = "Priority: min";
        request.headers[2] = header[0] ? header : NULL;
        request.body = picture->jpeg, request.body_size = picture->size;
    } else {
        (void) memcpy(url + strlen(url) - strlen("sendMessage"), "sendPhoto", sizeof("sendPhoto"));
        form = photo_form(settings, job, picture, &request.body_size);
        request.method = "POST", request.type = type, request.body = form;
    }
    int r = is_ntfy || form ? post(settings, run, &request, &error) : -ENOMEM;
    (void) snprintf(run->answer, sizeof(run->answer), "%s%s%.200s", answer,
                    r < 0 ? "; without the picture: " : "; with the picture",
                    r < 0 ? error.message : "");
    free(form);
}

static int run_push(const struct json_t *settings, const struct lwi_action_job *job,
                    struct lwi_action_run *run, struct lw_error *reterr)
{
    char url[URL_SIZE], header[HEADER_SIZE];
    const struct lwi_action_picture *picture = lwi_message_picture(job);
    int takes_pictures = is_service(settings, "ntfy") || is_service(settings, "telegram");
    set_url(settings, url);
    set_header(settings, header);
    char *text = body(settings, job);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    const struct lwi_web_request request = {
        .method = "POST",
        .url = url,
        .type = "application/json",
        .headers = {header[0] ? header : NULL},
        .body = text,
        .body_size = strlen(text),
    };
    int r = post(settings, run, &request, reterr);
    free(text);
    if (r == 0 && picture && takes_pictures && lwi_action_bool(settings, "picture"))
        send_picture(settings, job, picture, run);
    return r;
}

const struct lwi_action_kind lwi_action_push = {
    .name = "push",
    .help = "Sends a message by ntfy, Gotify, Slack, Teams or Telegram.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_push,
};
