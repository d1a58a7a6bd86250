/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/export.h"

#include <microhttpd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/request.h"

#define BLOCK_BYTES 65536

struct file {
    struct lwi_export export;
    char *text; /* of the present page; malloc'ed */
    size_t size, sent;
    int is_over;
};

static void file_free(void *cookie)
{
    struct file *file = cookie;
    file->export.free(file->export.cookie);
    free(file->text);
    free(file);
}

static int next_page(struct file *file)
{
    free(file->text);
    file->text = NULL;
    file->size = file->sent = 0;
    FILE *out = open_memstream(&file->text, &file->size);
    if (!out)
        return -1;
    int r = file->export.next(file->export.cookie, out);
    if (fclose(out) != 0 || r < 0)
        return -1;
    file->is_over = r == 0;
    return 0;
}

static ssize_t read_file(void *cookie, uint64_t position, char *buffer, size_t max)
{
    struct file *file = cookie;
    (void) position;
    while (file->sent == file->size) {
        if (file->is_over)
            return MHD_CONTENT_READER_END_OF_STREAM;
        if (next_page(file) < 0)
            return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t n = file->size - file->sent < max ? file->size - file->sent : max;
    memcpy(buffer, file->text + file->sent, n);
    file->sent += n;
    return (ssize_t) n;
}

int lwi_export_answer(struct lwi_request *request, const struct lwi_export *export)
{
    struct file *file = calloc(1, sizeof(*file));
    if (!file) {
        export->free(export->cookie);
        return lwi_answer_json(request, MHD_HTTP_OK, NULL);
    }
    file->export = *export;
    file->text = strdup(export->head);
    file->size = file->text ? strlen(file->text) : 0;
    struct MHD_Response *response =
        file->text ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_file,
                                                       file, file_free)
                   : NULL;
    if (!response) {
        file_free(file);
        return lwi_answer_json(request, MHD_HTTP_OK, NULL);
    }
    (void) MHD_add_response_header(response, "Content-Type", export->content_type);
    lwi_answer_header(request, "Content-Disposition", "attachment; filename=\"%s\"",
                      export->file_name);
    return lwi_answer_response(request, MHD_HTTP_OK, response);
}
