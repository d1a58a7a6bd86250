/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Mail over SMTP. The mails of one event are one thread: the Message-ID of the first is made from
 * the event, so the later ones can name it without anything being kept. A mail that is sent again
 * after a failure has the same Message-ID, by which mail programs show it once.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <jansson.h>

#include "action/mail.h"
#include "action/message.h"
#include "action/transfer.h"
#include "base/error.h"

#define LIMIT_S      240
#define NAME_SIZE    128
#define ADDRESS_SIZE 256
#define PICTURES_MAX 3
/* Those, the healthy picture. */
#define PARTS_MAX (PICTURES_MAX + 1)

static const char *const encryptions[] = {"starttls", "tls", "none", NULL};

static const struct lwi_action_option options[] = {
    {"host", "Host of the SMTP server.", LWI_ACTION_TEXT, LWI_ACTION_REQUIRED, NULL, 0, 0, 255,
     NULL},
    {"port", "Its port; 0: 587 with starttls, 465 with tls, 25 with none.", LWI_ACTION_INTEGER, 0,
     NULL, 0, 0, 65535, NULL},
    {"encryption", "starttls: the connection is turned into TLS, or nothing is sent.",
     LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, encryptions},
    {"user", "User name at the server; empty: none.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 255, NULL},
    {"password", "Password at the server.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    {"from", "The sender: a@b.example, or Name <a@b.example>.", LWI_ACTION_TEXT,
     LWI_ACTION_REQUIRED, NULL, 0, 0, 300, NULL},
    {"to", "The receivers, each like the sender.", LWI_ACTION_LIST, LWI_ACTION_REQUIRED, NULL, 0, 0,
     300, NULL},
    {"pictures", "Pictures in the mail: the event's, and new ones at the interval below.",
     LWI_ACTION_INTEGER, 0, NULL, 3, 0, PICTURES_MAX, NULL},
    {"picture_interval_s", "Seconds from one of these pictures to the next.", LWI_ACTION_NUMBER, 0,
     NULL, 2, 0, 60, NULL},
    {"reference", "The picture of the healthy camera goes with them.", LWI_ACTION_BOOL, 0, NULL, 1,
     0, 0, NULL},
    {"subject", "Template of the subject; empty: the usual one.", LWI_ACTION_TEXT, 0, NULL, 0, 0,
     300, NULL},
    {"text", "Template of the text; empty: the usual one.", LWI_ACTION_TEXT, LWI_ACTION_LINES, NULL,
     0, 0, 16384, NULL},
    {"html",
     "Template of the page; pictures are cid:picture1 to 3 and cid:reference; empty: the "
     "usual one.",
     LWI_ACTION_TEXT, LWI_ACTION_LINES, NULL, 0, 0, 65536, NULL},
    LWI_TRANSFER_TLS_ROWS,
    {0},
};

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    char name[NAME_SIZE], address[ADDRESS_SIZE];
    static const char *const templates[] = {"subject", "text", "html"};
    if (strpbrk(lwi_action_text(settings, "host"), " /@?#"))
        return lwi_error_set(reterr, -EINVAL, "host: it must be a name or an address alone");
    if (lwi_mail_address(lwi_action_text(settings, "from"), name, sizeof(name), address,
                         sizeof(address)) < 0)
        return lwi_error_set(reterr, -EINVAL, "from: that is no mail address");
    for (size_t i = 0; i < lwi_action_list(settings, "to"); i++)
        if (lwi_mail_address(lwi_action_element(settings, "to", i), name, sizeof(name), address,
                             sizeof(address)) < 0)
            return lwi_error_set(reterr, -EINVAL, "to: \"%.100s\" is no mail address",
                                 lwi_action_element(settings, "to", i));
    for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++) {
        int r = lwi_template_check(templates[i], lwi_action_text(settings, templates[i]), reterr);
        if (r < 0)
            return r;
    }
    return lwi_transfer_check(settings, reterr);
}

struct part {
    char id[16]; /* "picture1" */
    const uint8_t *jpeg;
    size_t size;
    uint8_t *owned;
};

struct mail {
    const struct json_t *settings;
    const struct lwi_action_job *job;
    struct lwi_action_run *run;
    struct lwi_transfer transfer;
    struct part parts[PARTS_MAX];
    size_t part_count;
    struct curl_slist *headers, *receivers;
    curl_mime *mime;
    size_t refused;    /* lines of the server that refuse something */
    char last[256];    /* of its lines */
    char refusal[256]; /* the last of those that refuse */
};

static void add_picture(struct mail *m, const char *id, const uint8_t *jpeg, size_t size,
                        uint8_t *owned)
{
    struct part *part = &m->parts[m->part_count++];
    *part = (struct part){.jpeg = jpeg, .size = size, .owned = owned};
    (void) snprintf(part->id, sizeof(part->id), "%s", id);
}

/* The picture of the step, and new ones, each after a pause. That none can be taken is no reason
 * not to send the mail. */
static int take_pictures(struct mail *m)
{
    static const char *const ids[PICTURES_MAX] = {"picture1", "picture2", "picture3"};
    size_t wanted = (size_t) lwi_action_number(m->settings, "pictures");
    const struct lwi_action_picture *first = lwi_message_picture(m->job);
    if (first && wanted > 0)
        add_picture(m, ids[0], first->jpeg, first->size, NULL);
    /* After the end the pictures show nothing new. */
    int looks = m->run->look && m->job->phase != LWI_ACTION_END;
    while (looks && m->part_count < wanted) {
        uint8_t *jpeg = NULL;
        size_t size = 0;
        int64_t time_ns;
        if (m->part_count > 0) {
            int r = lwi_action_pause(m->run, lwi_action_number(m->settings, "picture_interval_s"));
            if (r < 0)
                return r;
        }
        if (m->run->look(m->run->cookie, m->job->camera_id, &jpeg, &size, &time_ns) < 0)
            break;
        add_picture(m, ids[m->part_count], jpeg, size, jpeg);
    }
    const struct lwi_action_picture *reference = lwi_message_reference(m->job);
    if (reference && lwi_action_bool(m->settings, "reference"))
        add_picture(m, "reference", reference->jpeg, reference->size, NULL);
    return 0;
}

static int add_header(struct mail *m, const char *name, const char *text)
{
    char *header = lwi_mail_header(name, text);
    struct curl_slist *list = header ? curl_slist_append(m->headers, header) : NULL;
    free(header);
    if (!list)
        return -ENOMEM;
    m->headers = list;
    return 0;
}

/* A number that differs between actions: each has its own thread. */
static unsigned long long settings_number(const struct json_t *settings)
{
    unsigned long long hash = 14695981039346656037ULL; /* FNV-1a */
    for (size_t i = 0; i < lwi_action_list(settings, "to"); i++)
        for (const char *c = lwi_action_element(settings, "to", i); *c; c++)
            hash = (hash ^ (unsigned char) *c) * 1099511628211ULL;
    return hash;
}

/* The Message-ID of the first mail of the event, and of this one. */
static int add_thread(struct mail *m, const char *from)
{
    char first[ADDRESS_SIZE + 128], own[ADDRESS_SIZE + 128];
    const char *domain = strrchr(from, '@') + 1;
    (void) snprintf(first, sizeof(first), "<lenswatch.%lld.%lld.%llx@%s>",
                    (long long) m->job->event_id, (long long) m->job->started_ns,
                    settings_number(m->settings), domain);
    int is_first = m->job->phase == LWI_ACTION_START && !m->job->is_test;
    (void) snprintf(own, sizeof(own), "<lenswatch.%s.%llx@%s>", m->job->key,
                    settings_number(m->settings), domain);
    struct curl_slist *list = NULL;
    char line[ADDRESS_SIZE + 160];
    /* Not by lwi_mail_header(): an encoded word may not stand here. The address was checked. */
    (void) snprintf(line, sizeof(line), "Message-ID: %s", is_first ? first : own);
    list = curl_slist_append(m->headers, line);
    if (!list)
        return -ENOMEM;
    m->headers = list;
    if (is_first || m->job->is_test)
        return 0;
    static const char *const names[] = {"In-Reply-To", "References"};
    for (size_t i = 0; i < 2; i++) {
        (void) snprintf(line, sizeof(line), "%s: %s", names[i], first);
        list = curl_slist_append(m->headers, line);
        if (!list)
            return -ENOMEM;
        m->headers = list;
    }
    return 0;
}

/* "Name <a@b>" with the name encoded where it must be; in a list, folded. */
static int add_people(struct mail *m, const char *header)
{
    char *text = NULL;
    size_t size = 0;
    int is_from = strcmp(header, "From") == 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -ENOMEM;
    (void) fprintf(out, "%s: ", header);
    for (size_t i = 0; i < (is_from ? 1 : lwi_action_list(m->settings, "to")); i++) {
        char name[NAME_SIZE], address[ADDRESS_SIZE];
        (void) lwi_mail_address(is_from ? lwi_action_text(m->settings, "from")
                                        : lwi_action_element(m->settings, "to", i),
                                name, sizeof(name), address, sizeof(address));
        char *encoded = lwi_mail_header("", name);
        int quoted = name[0] && encoded && !strstr(encoded, "=?");
        (void) fprintf(out, "%s%s%s%s%s<%s>", i ? ",\r\n " : "", quoted ? "\"" : "",
                       name[0] && encoded ? encoded + 2 : "", quoted ? "\"" : "",
                       name[0] ? " " : "", address);
        free(encoded);
    }
    if (fclose(out) != 0)
        return -ENOMEM;
    struct curl_slist *list = curl_slist_append(m->headers, text);
    free(text);
    if (!list)
        return -ENOMEM;
    m->headers = list;
    return 0;
}

static int add_headers(struct mail *m, const struct json_t *values, const char *from)
{
    char *text = NULL;
    size_t size = 0;
    char subject[LWI_MESSAGE_SUBJECT_SIZE], date[64];
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -ENOMEM;
    const char *template = lwi_action_text(m->settings, "subject");
    const char *usual = lwi_action_text(m->job->document, "site")[0] ? "[{{site}}] {{subject}}"
                                                                     : "[Lenswatch] {{subject}}";
    if (m->job->phase != LWI_ACTION_START && !m->job->is_test)
        (void) fputs("Re: ", out); /* some programs thread by the subject alone */
    lwi_template_write(out, template[0] ? template : usual, values, LWI_ESCAPE_NONE);
    if (fclose(out) != 0)
        return -ENOMEM;
    lwi_message_line(text, subject, sizeof(subject));
    free(text);
    lwi_mail_date(m->job->time_ns, date, sizeof(date));
    int r = add_header(m, "Date", date);
    r = r < 0 ? r : add_people(m, "From");
    r = r < 0 ? r : add_people(m, "To");
    r = r < 0 ? r : add_header(m, "Subject", subject);
    r = r < 0 ? r : add_thread(m, from);
    r = r < 0 ? r : add_header(m, "Auto-Submitted", "auto-generated");
    return r < 0 ? r : add_header(m, "X-Lenswatch-Key", m->job->key);
}

static void write_page(FILE *out, const struct mail *m, const struct json_t *values)
{
    lwi_template_write(out,
                       "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head>"
                       "<body style=\"font-family:sans-serif\"><h2>{{subject}} {{state}}</h2>"
                       "<pre style=\"font:inherit;white-space:pre-wrap\">{{text}}</pre>",
                       values, LWI_ESCAPE_XML);
    for (size_t i = 0; i < m->part_count; i++) {
        int is_reference = strcmp(m->parts[i].id, "reference") == 0;
        (void) fprintf(out,
                       "<p>%s<br><img src=\"cid:%s\" alt=\"%s\" style=\"max-width:100%%\"></p>",
                       is_reference ? "As it should look:" : "", m->parts[i].id, m->parts[i].id);
    }
    (void) fputs("</body></html>\n", out);
}

/* One text of the mail, malloc'ed. */
static char *write_text(const struct mail *m, const struct json_t *values, const char *option)
{
    char *text = NULL;
    size_t size = 0;
    int is_page = strcmp(option, "html") == 0;
    const char *template = lwi_action_text(m->settings, option);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    if (template[0])
        lwi_template_write(out, template, values, is_page ? LWI_ESCAPE_XML : LWI_ESCAPE_NONE);
    else if (is_page)
        write_page(out, m, values);
    else
        lwi_template_write(out, "{{text}}", values, LWI_ESCAPE_NONE);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static int add_texts(struct mail *m, curl_mime *both, const struct json_t *values)
{
    static const char *const names[] = {"text", "html"};
    static const char *const types[] = {"text/plain; charset=utf-8", "text/html; charset=utf-8"};
    for (size_t i = 0; i < 2; i++) {
        char *text = write_text(m, values, names[i]);
        curl_mimepart *part = text ? curl_mime_addpart(both) : NULL;
        int wrong = !part || curl_mime_data(part, text, CURL_ZERO_TERMINATED) != CURLE_OK ||
                    curl_mime_type(part, types[i]) != CURLE_OK ||
                    curl_mime_encoder(part, "quoted-printable") != CURLE_OK;
        free(text);
        if (wrong)
            return -ENOMEM;
    }
    return 0;
}

static int add_part(curl_mime *mime, const struct part *from)
{
    char id[64], name[80];
    (void) snprintf(id, sizeof(id), "Content-ID: <%s>", from->id);
    (void) snprintf(name, sizeof(name), "Content-Disposition: inline; filename=\"%s.jpg\"",
                    from->id);
    curl_mimepart *part = curl_mime_addpart(mime);
    struct curl_slist *header = curl_slist_append(NULL, id);
    struct curl_slist *headers = header ? curl_slist_append(header, name) : NULL;
    if (!headers || !part) {
        curl_slist_free_all(header);
        return -ENOMEM;
    }
    int wrong = curl_mime_headers(part, headers, /* take_ownership= */ 1) != CURLE_OK;
    wrong |= curl_mime_data(part, (const char *) from->jpeg, from->size) != CURLE_OK;
    wrong |= curl_mime_type(part, "image/jpeg") != CURLE_OK;
    wrong |= curl_mime_encoder(part, "base64") != CURLE_OK;
    return wrong ? -ENOMEM : 0;
}

/* multipart/related: the text in two forms, and the pictures that the page shows. */
static int add_body(struct mail *m, const struct json_t *values)
{
    CURL *curl = m->transfer.curl;
    m->mime = curl_mime_init(curl);
    curl_mime *both = curl_mime_init(curl);
    curl_mimepart *part = m->mime && both ? curl_mime_addpart(m->mime) : NULL;
    int r = part ? add_texts(m, both, values) : -ENOMEM;
    if (r < 0 || curl_mime_subparts(part, both) != CURLE_OK) {
        curl_mime_free(both);
        return -ENOMEM;
    }
    (void) curl_mime_type(part, "multipart/alternative");
    for (size_t i = 0; r == 0 && i < m->part_count; i++)
        r = add_part(m->mime, &m->parts[i]);
    struct curl_slist *list = curl_slist_append(m->headers, "Content-Type: multipart/related");
    if (r < 0 || !list)
        return -ENOMEM;
    m->headers = list;
    (void) curl_easy_setopt(curl, CURLOPT_HTTPHEADER, m->headers);
    return curl_easy_setopt(curl, CURLOPT_MIMEPOST, m->mime) == CURLE_OK ? 0 : -ENOMEM;
}

/* What the server says: the last line is the answer; those of refused receivers are counted. */
static size_t on_line(char *data, size_t one, size_t size, void *cookie)
{
    (void) one;
    struct mail *m = cookie;
    if (size > 3) {
        (void) snprintf(m->last, sizeof(m->last), "%.*s", (int) (size < 250 ? size : 250), data);
        m->last[strcspn(m->last, "\r\n")] = '\0';
    }
    if (size > 3 && (data[0] == '5' || data[0] == '4')) {
        m->refused++;
        (void) memcpy(m->refusal, m->last, sizeof(m->refusal));
    }
    return size;
}

static void set_login(struct mail *m)
{
    const char *user = lwi_action_text(m->settings, "user");
    if (user[0]) {
        (void) curl_easy_setopt(m->transfer.curl, CURLOPT_USERNAME, user);
        (void) curl_easy_setopt(m->transfer.curl, CURLOPT_PASSWORD,
                                lwi_action_text(m->settings, "password"));
    }
}

static int set_peer(struct mail *m, const char *place, const char *from, struct lw_error *reterr)
{
    CURL *curl = m->transfer.curl;
    char url[320], name[NAME_SIZE], address[ADDRESS_SIZE], angled[ADDRESS_SIZE + 2];
    const char *encryption = lwi_action_text(m->settings, "encryption");
    (void) snprintf(url, sizeof(url), "%s://%s", strcmp(encryption, "tls") == 0 ? "smtps" : "smtp",
                    place);
    (void) curl_easy_setopt(curl, CURLOPT_URL, url);
    (void) curl_easy_setopt(
        curl, CURLOPT_USE_SSL,
        (long) (strcmp(encryption, "none") == 0 ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set_login(m);
    (void) snprintf(angled, sizeof(angled), "<%s>", from);
    (void) curl_easy_setopt(curl, CURLOPT_MAIL_FROM, angled);
    for (size_t i = 0; i < lwi_action_list(m->settings, "to"); i++) {
        (void) lwi_mail_address(lwi_action_element(m->settings, "to", i), name, sizeof(name),
                                address, sizeof(address));
        (void) snprintf(angled, sizeof(angled), "<%s>", address);
        struct curl_slist *list = curl_slist_append(m->receivers, angled);
        if (!list)
            return lwi_error_set(reterr, -ENOMEM, "out of memory");
        m->receivers = list;
    }
    (void) curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, m->receivers);
    /* One address that is gone does not keep the others from being told. */
    (void) curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    (void) curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_line);
    (void) curl_easy_setopt(curl, CURLOPT_HEADERDATA, m);
    return lwi_transfer_tls(&m->transfer, m->settings, reterr);
}

static int send_mail(struct mail *m, const char *place, const char *from, struct lw_error *reterr)
{
    int r = lwi_transfer_open(&m->transfer, m->run, "smtp,smtps", place, reterr);
    r = r < 0 ? r : set_peer(m, place, from, reterr);
    struct json_t *values = r < 0 ? NULL : lwi_message_values(m->job);
    if (r < 0)
        return r;
    r = values ? add_headers(m, values, from) : -ENOMEM;
    r = r < 0 ? r : add_body(m, values);
    json_decref(values);
    if (r < 0)
        return lwi_error_set(reterr, r, "out of memory");
    r = lwi_transfer_do(&m->transfer, reterr);
    if (r < 0) {
        const char *said = m->refused ? m->refusal : m->last;
        lwi_transfer_answer(m->run, said, strlen(said));
        if (r == -EIO && m->refused) {
            r = lwi_error_set(reterr, -EIO, "%s: it did not take the mail: %.180s", place, said);
            lwi_error_hint(reterr, "The server's words say why; check sender and receivers.");
        }
        return r;
    }
    char answer[600];
    (void) snprintf(answer, sizeof(answer), "%s%s%s", m->last,
                    m->refused ? "; a receiver was refused: " : "", m->refused ? m->refusal : "");
    lwi_transfer_answer(m->run, answer, strlen(answer));
    return 0;
}

static int run_email(const struct json_t *settings, const struct lwi_action_job *job,
                     struct lwi_action_run *run, struct lw_error *reterr)
{
    struct mail m = {.settings = settings, .job = job, .run = run};
    char place[300], name[NAME_SIZE], from[ADDRESS_SIZE];
    const char *encryption = lwi_action_text(settings, "encryption");
    int port = (int) lwi_action_number(settings, "port");
    if (port == 0)
        port = strcmp(encryption, "tls") == 0 ? 465 : strcmp(encryption, "none") == 0 ? 25 : 587;
    lwi_transfer_place(settings, port, place, sizeof(place));
    int r =
        lwi_mail_address(lwi_action_text(settings, "from"), name, sizeof(name), from, sizeof(from));
    if (r < 0)
        return lwi_error_set(reterr, r, "from: that is no mail address");
    r = take_pictures(&m);
    if (r < 0)
        (void) lwi_error_set(reterr, r, "the time was over before all pictures were taken");
    else
        r = send_mail(&m, place, from, reterr);
    curl_mime_free(m.mime);
    lwi_transfer_close(&m.transfer);
    curl_slist_free_all(m.headers);
    curl_slist_free_all(m.receivers);
    for (size_t i = 0; i < m.part_count; i++)
        free(m.parts[i].owned);
    return r;
}

const struct lwi_action_kind lwi_action_email = {
    .name = "email",
    .help = "Sends a mail with pictures over SMTP.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_email,
};
