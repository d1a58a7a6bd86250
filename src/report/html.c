/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One HTML file with everything in it: styles, script, thumbnails as data URLs.
 * Its content security policy forbids it to fetch anything. Cards are written as
 * they come; the browser lays out and decodes only those in view, so that
 * thousands are no burden.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report/formats.h"
#include "report/page.h"
#include "report/text.h"

struct html {
    const struct lwi_report_settings *settings;
    char *folder; /* the working folder, for links to the pictures; malloc'ed, may be NULL */
};

static int begin(void *state, FILE *out, const struct lwi_report_settings *settings)
{
    struct html *html = state;
    html->settings = settings;
    html->folder = getcwd(NULL, 0);
    (void) fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<link rel=\"icon\" href=\"data:,\">\n"
                 "<title>Lenswatch report</title>\n<style>\n",
                 out);
    (void) fputs(lwi_page_css, out);
    (void) fputs("</style>\n</head>\n<body>\n", out);
    (void) fputs(lwi_page_html, out);
    return 0;
}

static void put_base64(FILE *out, const uint8_t *data, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char block[1024];
    size_t n = 0;
    for (size_t i = 0; i < size; i += 3) {
        uint32_t v = (uint32_t) data[i] << 16 | (i + 1 < size ? (uint32_t) data[i + 1] << 8 : 0) |
                     (i + 2 < size ? data[i + 2] : 0);
        block[n++] = digits[v >> 18];
        block[n++] = digits[v >> 12 & 63];
        block[n++] = i + 1 < size ? digits[v >> 6 & 63] : '=';
        block[n++] = i + 2 < size ? digits[v & 63] : '=';
        if (n == sizeof(block)) {
            (void) fwrite(block, 1, n, out);
            n = 0;
        }
    }
    (void) fwrite(block, 1, n, out);
}

/* A file: URL of any bytes. Paths that are URLs have none. */
static void put_link(FILE *out, const struct html *html, const char *path)
{
    (void) fputs("file://", out);
    const char *parts[] = {path[0] == '/' ? "" : html->folder, path[0] == '/' ? "" : "/", path};
    for (size_t i = 0; i < 3; i++)
        for (const char *p = parts[i]; *p; p++) {
            unsigned char c = (unsigned char) *p;
            int plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || strchr("/-._~", c);
            (void) fprintf(out, plain ? "%c" : "%%%02X", c);
        }
}

static void put_tiles(FILE *out, const struct lwi_report_row *row)
{
    const struct lw_assessment *a = row->assessment;
    uint32_t whole = row->frame ? row->frame->rows_whole : row->height;
    (void) fprintf(out, " data-whole=\"%.4f\"", row->height > 0 ? (double) whole / row->height : 1);
    if (!a || !a->tiles || a->tiles_x == 0)
        return;
    (void) fprintf(out, " data-tiles=\"%ux%u:", a->tiles_x, a->tiles_y);
    for (size_t i = 0; i < (size_t) a->tiles_x * a->tiles_y; i++) {
        float v = a->tiles[i];
        int level = (int) (v * 9 + 0.5f);
        (void) fputc(v < 0 ? '-' : '0' + (level > 9 ? 9 : level), out);
    }
    (void) fputc('"', out);
}

static void put_picture(FILE *out, const struct html *html, const struct lwi_report_row *row)
{
    int link = row->thumbnail && html->folder && !strstr(row->path, "://");
    if (link) {
        (void) fputs("<a class=\"picture\" title=\"Open the picture\" href=\"", out);
        put_link(out, html, row->path);
        (void) fputc('"', out);
    } else {
        (void) fputs("<div class=\"picture\"", out);
    }
    if (row->height > 0)
        (void) fprintf(out, " data-aspect=\"%.4f\"", (double) row->width / row->height);
    put_tiles(out, row);
    (void) fputc('>', out);
    if (row->thumbnail) {
        (void) fputs("<img loading=\"lazy\" decoding=\"async\" alt=\"\" "
                     "src=\"data:image/jpeg;base64,",
                     out);
        put_base64(out, row->thumbnail, row->thumbnail_size);
        (void) fputs("\">", out);
    } else {
        (void) fputs("<span class=\"nothing\">no picture</span>", out);
    }
    (void) fputs(link ? "</a>\n" : "</div>\n", out);
}

/* Lines such as "3:0.25" and "7:!too dark": a feature's place in the list that end() writes, and
 * its value or reason. The script makes a table of it when it is looked at, which keeps thousands
 * of cards small. */
static void put_features(FILE *out, const struct lwi_report_row *row)
{
    int any = 0;
    for (size_t i = 0; i < lw_feature_count(); i++) {
        struct lw_value value;
        if (!lwi_report_feature(row, i, &value))
            continue;
        (void) fprintf(out, "%s%zu:", any++ ? "\n" : "<details data-features=\"", i);
        if (value.reason) {
            (void) fputc('!', out);
            lwi_text_put_html(out, value.reason);
        } else {
            (void) fprintf(out, "%.5g", value.value);
        }
    }
    if (any)
        (void) fputs("\"><summary>Features</summary></details>\n", out);
}

/* The names, units and meanings of all features, a line each, for the script. */
static void put_feature_names(FILE *out)
{
    (void) fputs("<template id=\"features\">\n", out);
    for (size_t i = 0; i < lw_feature_count(); i++) {
        const struct lw_feature_desc *desc = lw_feature_at(i);
        (void) fprintf(out, "<i data-name=\"%s\" data-unit=\"%s\">", desc->name, desc->unit);
        lwi_text_put_html(out, desc->help);
        (void) fputs("</i>\n", out);
    }
    (void) fputs("</template>\n", out);
}

static const char *class_of(const struct lwi_report_row *row)
{
    if (!row->assessment)
        return "unread";
    switch (row->assessment->verdict) {
    case LW_VERDICT_CLEAR:
        return "clear";
    case LW_VERDICT_BLURRY:
        return "blurry";
    case LW_VERDICT_NOT_ASSESSABLE:
        break;
    }
    return "unsure";
}

static void put_small(FILE *out, const char *class, const char *text)
{
    (void) fprintf(out, "<p class=\"%s\">", class);
    lwi_text_put_html(out, text);
    (void) fputs("</p>\n", out);
}

static void put_blur(FILE *out, const struct lwi_report_words *words)
{
    char blur[LWI_REPORT_BLUR_MAX], text[LWI_REPORT_BLUR_MAX + 16];
    lwi_report_blur(words, blur, sizeof(blur));
    (void) snprintf(text, sizeof(text), "looks like %s", blur);
    if (*blur)
        put_small(out, "small", text);
}

static void put_camera(FILE *out, const struct lwi_report_camera *camera)
{
    char date[LWI_REPORT_DATE_MAX], make[LWI_REPORT_MAKE_MAX];
    lwi_report_date(camera->wall_ns, date);
    lwi_report_make(camera, make);
    put_small(out, "small", *make ? make : "unknown camera");
    if (*camera->firmware)
        put_small(out, "small", camera->firmware);
    put_small(out, "small", date);
}

static void put_body(FILE *out, const struct lwi_report_row *row, const char *path,
                     const char *error, const struct lwi_report_words *words)
{
    (void) fprintf(out, "<div class=\"body\">\n<div class=\"top\"><span class=\"badge\">%s</span>",
                   row->assessment ? words->verdict : "NOT READ");
    if (words->has_probability) {
        double p = row->assessment->blur_probability * 100;
        (void) fprintf(out,
                       "<span class=\"percent\">blur %.0f&#8201;%%</span></div>\n"
                       "<div class=\"bar\"><i style=\"width:%.1f%%\"></i></div>\n",
                       p, p);
    } else {
        (void) fputs("</div>\n<div class=\"bar\"></div>\n", out);
    }
    put_small(out, "path", path);
    if (row->camera)
        put_camera(out, row->camera);
    char facts[96] = "";
    if (row->width > 0 && row->time_s >= 0)
        (void) snprintf(facts, sizeof(facts), "%u × %u, at %.1f s", row->width, row->height,
                        row->time_s);
    else if (row->width > 0)
        (void) snprintf(facts, sizeof(facts), "%u × %u", row->width, row->height);
    if (facts[0])
        put_small(out, "small", facts);
    if (row->assessment)
        put_small(out, "small", words->reason);
    put_blur(out, words);
    if (*error)
        put_small(out, "small warning", error);
    put_features(out, row);
    (void) fputs("</div>\n</li>\n", out);
}

static int row(void *state, FILE *out, const struct lwi_report_row *row)
{
    const struct html *html = state;
    struct lwi_report_words words;
    lwi_report_words(row, &words);
    char *path = lwi_text_printable(row->path);
    char *error = lwi_text_printable(words.error);
    if (path && error) {
        const char *class = class_of(row);
        (void) fprintf(out, "<li class=\"card %s\" data-v=\"%s\"", class, class);
        if (words.has_probability)
            (void) fprintf(out, " data-p=\"%.6f\"", row->assessment->blur_probability);
        (void) fputs(">\n", out);
        put_picture(out, html, row);
        put_body(out, row, path, error, &words);
    }
    int err = path && error ? 0 : -ENOMEM;
    free(path);
    free(error);
    return err;
}

static int end(void *state, FILE *out, const struct lwi_report_summary *summary)
{
    const struct html *html = state;
    (void) fprintf(out,
                   "</ul>\n</main>\n<footer class=\"about\" style=\"padding:0 24px 24px\">"
                   "<span id=\"made\">%" PRIu64 " picture%s: %" PRIu64 " BLURRY, %" PRIu64
                   " CLEAR, %" PRIu64 " NOT ASSESSABLE, %" PRIu64 " not read.",
                   summary->total, summary->total == 1 ? "" : "s", summary->blurry, summary->clear,
                   summary->not_assessable, summary->errors);
    (void) fputs(" Model ", out);
    lwi_text_put_html(out, html->settings->model);
    (void) fprintf(out, ", BLURRY from %.0f&#8201;%%.", html->settings->threshold * 100);
    time_t seconds = (time_t) (html->settings->wall_ns / 1000000000);
    struct tm tm;
    char when[64] = "";
    if (seconds > 0 && localtime_r(&seconds, &tm) &&
        strftime(when, sizeof(when), " %Y-%m-%d %H:%M.", &tm) > 0)
        (void) fputs(when, out);
    (void) fputs("</span></footer>\n", out);
    put_feature_names(out);
    (void) fputs("<script>\n", out);
    (void) fputs(lwi_page_js, out);
    (void) fputs("</script>\n</body>\n</html>\n", out);
    return 0;
}

static void done(void *state)
{
    struct html *html = state;
    free(html->folder);
}

const struct lwi_report_info lwi_report_html = {
    .name = "html",
    .help = "one file with thumbnails, to sort and filter in a browser",
    .needs_thumbnail = 1,
    .state_size = sizeof(struct html),
    .begin = begin,
    .row = row,
    .end = end,
    .done = done,
};
