/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/show.h"

#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/rfc3339.h"

#define PASSWORD_MAX 512
#define HELP_COLUMN  27
#define HELP_WIDTH   52

struct lwi_table {
    size_t columns, cells, capacity;
    char **text;
};

struct lwi_table *lwi_table_new(size_t columns)
{
    struct lwi_table *table = calloc(1, sizeof(*table));
    if (table)
        table->columns = columns;
    return table;
}

struct lwi_table *lwi_table_headed(const char *first, ...)
{
    va_list names;
    size_t columns = 0;
    va_start(names, first);
    for (const char *name = first; name; name = va_arg(names, const char *))
        columns++;
    va_end(names);
    struct lwi_table *table = lwi_table_new(columns);
    va_start(names, first);
    for (const char *name = first; name; name = va_arg(names, const char *))
        lwi_table_cell(table, "%s", name);
    va_end(names);
    return table;
}

void lwi_table_cell(struct lwi_table *table, const char *format, ...)
{
    if (!table)
        return;
    if (table->cells == table->capacity) {
        size_t capacity = table->capacity ? table->capacity * 2 : 64;
        char **grown = realloc(table->text, capacity * sizeof(*grown));
        if (!grown)
            return;
        table->text = grown;
        table->capacity = capacity;
    }
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    /* What the daemon answers may come from a camera: no escape sequences to the terminal. */
    for (char *c = text; c && *c; c++)
        if ((unsigned char) *c < ' ' || *c == 0x7f)
            *c = '?';
    table->text[table->cells++] = text;
}

/* Columns on the screen, near enough: bytes that begin a character. */
static int width(const char *text)
{
    int n = 0;
    for (; text && *text; text++)
        n += ((unsigned char) *text & 0xc0) != 0x80;
    return n;
}

void lwi_table_print(struct lwi_table **table, FILE *out)
{
    struct lwi_table *t = *table;
    if (!t)
        return;
    int *widths = calloc(t->columns, sizeof(*widths));
    for (size_t i = 0; widths && i < t->cells; i++)
        if (width(t->text[i]) > widths[i % t->columns])
            widths[i % t->columns] = width(t->text[i]);
    for (size_t i = 0; widths && i < t->cells; i++) {
        const char *text = t->text[i] ? t->text[i] : "";
        if (i % t->columns == t->columns - 1)
            (void) fprintf(out, "%s\n", text);
        else
            (void) fprintf(out, "%s%*s", text, widths[i % t->columns] - width(text) + 2, "");
    }
    for (size_t i = 0; i < t->cells; i++)
        free(t->text[i]);
    free(widths);
    free(t->text);
    free(t);
    *table = NULL;
}

void lwi_show_option(FILE *out, const char *name, const char *takes, const char *help)
{
    int column = fprintf(out, "  --%s%s%s", name, takes ? " " : "", takes ? takes : "");
    if (column >= HELP_COLUMN) {
        (void) fputc('\n', out);
        column = 0;
    }
    while (*help) {
        size_t length = strlen(help);
        if (length > HELP_WIDTH) {
            length = HELP_WIDTH;
            while (length > 0 && help[length] != ' ')
                length--;
            if (length == 0)
                length = HELP_WIDTH;
        }
        (void) fprintf(out, "%*s%.*s\n", HELP_COLUMN - column, "", (int) length, help);
        help += length;
        help += strspn(help, " ");
        column = 0;
    }
}

void lwi_show_time(const struct json_t *time, char *ret_text, size_t size)
{
    const char *text = json_string_value(time);
    int64_t ns;
    struct tm tm;
    if (!text || lwi_rfc3339_parse(text, &ns) < 0) {
        (void) snprintf(ret_text, size, "-");
        return;
    }
    time_t s = (time_t) (ns / LWI_NS_PER_S);
    if (!localtime_r(&s, &tm) || strftime(ret_text, size, "%Y-%m-%d %H:%M:%S", &tm) == 0)
        (void) snprintf(ret_text, size, "%s", text);
}

void lwi_show_json(FILE *out, const struct json_t *object)
{
    (void) json_dumpf(object, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    (void) fputc('\n', out);
}

static void add_members(struct lwi_table *table, const struct json_t *object)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *) object, name, value)
    {
        if (json_is_object(value)) {
            add_members(table, value);
            continue;
        }
        lwi_table_cell(table, "%s", name);
        if (json_is_string(value))
            lwi_table_cell(table, "%s", json_string_value(value));
        else if (json_is_boolean(value))
            lwi_table_cell(table, "%s", json_is_true(value) ? "yes" : "no");
        else if (json_is_number(value))
            lwi_table_cell(table, "%.10g", json_number_value(value));
        else
            lwi_table_cell(table, "-");
    }
}

void lwi_show_members(FILE *out, const struct json_t *object)
{
    struct lwi_table *table = lwi_table_new(2);
    add_members(table, object);
    lwi_table_print(&table, out);
}

const char *lwi_show_string(const struct json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static char *copy_line(char *text)
{
    text[strcspn(text, "\r\n")] = '\0';
    char *line = strdup(text);
    sodium_memzero(text, strlen(text));
    return line;
}

/* Without echo. NULL: nothing was read. */
static char *ask(const char *prompt)
{
    struct termios before, silent;
    char text[PASSWORD_MAX];
    int can = tcgetattr(STDIN_FILENO, &before) == 0;
    if (can) {
        silent = before;
        silent.c_lflag &= (tcflag_t) ~ECHO;
        (void) tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    /* After that: what is typed as soon as the question is there must neither show nor be lost. */
    (void) fprintf(stderr, "%s: ", prompt);
    char *line = fgets(text, sizeof(text), stdin) ? copy_line(text) : NULL;
    if (can)
        (void) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    (void) fputc('\n', stderr);
    return line;
}

static int ask_again(const char *first, struct lw_error *reterr)
{
    char *second = ask("Again");
    int same = first && second && strcmp(first, second) == 0;
    if (second)
        sodium_memzero(second, strlen(second));
    free(second);
    return same ? 0 : lwi_error_set(reterr, -EINVAL, "The two passwords differ");
}

int lwi_show_password(const char *file, const char *variable, const char *prompt, int confirm,
                      char **ret_password, struct lw_error *reterr)
{
    uint8_t *data = NULL;
    size_t size = 0;
    const char *value = getenv(variable);
    char *password = NULL;
    int r = 0;
    if (file) {
        r = lwi_file_read(file, PASSWORD_MAX, &data, &size, reterr);
        if (r == 0)
            password = copy_line((char *) data);
        free(data);
    } else if (value) {
        password = strdup(value);
    } else if (isatty(STDIN_FILENO)) {
        password = ask(prompt);
        if (confirm)
            r = ask_again(password, reterr);
    } else {
        (void) lwi_error_set(reterr, -ENOTTY, "There is no terminal to ask for the password");
        lwi_error_hint(reterr, "Give it with --password-file FILE or $%s", variable);
        return -ENOTTY;
    }
    if (r == 0 && !password)
        r = lwi_error_set(reterr, -EINVAL, "There is no password");
    if (r < 0) {
        free(password);
        return r;
    }
    *ret_password = password;
    return 0;
}
