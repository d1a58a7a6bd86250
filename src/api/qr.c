/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/qr.h"

#include <jansson.h>
#include <qrencode.h>
#include <sodium.h>

/* The largest symbol of the standard. */
#define WIDTH_MAX 177

struct json_t *lwi_qr_rows(const char *text)
{
    char row[WIDTH_MAX];
    QRcode *code = QRcode_encodeString8bit(text, /* version: the smallest */ 0, QR_ECLEVEL_M);
    if (!code)
        return NULL;
    json_t *rows = json_array();
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++)
            row[x] = code->data[y * code->width + x] & 1 ? '1' : '0';
        (void) json_array_append_new(rows, json_stringn(row, (size_t) code->width));
    }
    sodium_memzero(code->data, (size_t) code->width * (size_t) code->width);
    QRcode_free(code);
    return rows;
}
