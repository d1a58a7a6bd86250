/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Bodies of MJPEG streams, as cameras really send them, in pieces of every size. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "source/multipart.h"

#define PART_MAX 64

/* Feeds text in pieces and joins what comes out with '|'. Returns what feed returned last. */
static int feed(const char *text, size_t piece, char *out, size_t out_size)
{
    struct lwi_multipart *p = NULL;
    assert_int_equal(lwi_multipart_new(&p, PART_MAX), 0);
    size_t used = 0;
    int r = 0;
    for (size_t at = 0; r == 0 && at < strlen(text); at += piece) {
        size_t n = strlen(text) - at < piece ? strlen(text) - at : piece;
        r = lwi_multipart_feed(p, (const uint8_t *) text + at, n);
        uint8_t *data = NULL;
        size_t size = 0;
        while (lwi_multipart_take(p, &data, &size)) {
            assert_true(used + size + 2 <= out_size);
            memcpy(out + used, data, size);
            used += size;
            out[used++] = '|';
            free(data);
        }
    }
    out[used] = '\0';
    lwi_multipart_free(&p);
    assert_null(p);
    return r;
}

static const struct {
    const char *what, *body, *parts;
    int result;
} cases[] = {
    {"by the book",
     "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nfirst\r\n"
     "--b\r\nContent-Length: 6\r\n\r\nsecond\r\n--b--\r\n",
     "first|second|", 0},
    {"no lengths", "--b\r\nContent-Type: image/jpeg\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b\r\n",
     "first|second|", 0},
    {"bare line feeds", "--b\n\nfirst\n--b\n\nsecond\n--b\n", "first|second|", 0},
    {"an empty line first", "\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\n", "first|", 0},
    {"no end of line after a part of known length",
     "--b\r\ncontent-length:5\r\n\r\nfirst--b\r\nContent-Length: 6\r\n\r\nsecond--b\r\n",
     "first|second|", 0},
    {"the boundary within a picture", "--b\r\n\r\nfir--bst\r\n--b\r\n", "fir--bst|", 0},
    {"something between parts",
     "--b\r\nContent-Length: 1\r\n\r\nx\r\nnoise\r\n--b\r\n\r\ny\r\n--b\r\n", "x|y|", 0},
    {"after the end", "--b\r\nContent-Length: 1\r\n\r\nx\r\n--b--\r\n--b\r\n\r\ny\r\n--b\r\n", "x|",
     0},
    {"an empty part", "--b\r\n\r\n\r\n--b\r\n\r\nx\r\n--b\r\n", "x|", 0},
    {"not a multipart body", "<html>\r\n", "", -EPROTO},
    {"a length that is none", "--b\r\nContent-Length: 5x\r\n\r\n", "", -EPROTO},
    {"a negative length", "--b\r\nContent-Length: -5\r\n\r\n", "", -EPROTO},
    {"a length over the limit", "--b\r\nContent-Length: 65\r\n\r\n", "", -EMSGSIZE},
    {"a length over any limit", "--b\r\nContent-Length: 99999999999999999999999\r\n\r\n", "",
     -EPROTO},
    {"a part over the limit",
     "--b\r\n\r\n0123456789012345678901234567890123456789012345678901234567890123456789", "",
     -EMSGSIZE},
};

static void test_bodies(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        /* No piece is so large that two parts could end in it. */
        for (size_t piece = 1; piece <= 8; piece++) {
            char out[256];
            int r = feed(cases[i].body, piece, out, sizeof(out));
            if (r != cases[i].result || strcmp(out, cases[i].parts) != 0)
                fail_msg("%s, in pieces of %zu: %d \"%s\"", cases[i].what, piece, r, out);
        }
    }
}

static void test_newest_wins(void **state)
{
    (void) state;
    static const char body[] =
        "--b\r\nContent-Length: 1\r\n\r\nx\r\n--b\r\nContent-Length: 1\r\n\r\ny";
    struct lwi_multipart *p = NULL;
    assert_int_equal(lwi_multipart_new(&p, PART_MAX), 0);
    assert_int_equal(lwi_multipart_feed(p, (const uint8_t *) body, sizeof(body) - 1), 0);
    uint8_t *data = NULL;
    size_t size = 0;
    assert_int_equal(lwi_multipart_take(p, &data, &size), 1);
    assert_int_equal(size, 1);
    assert_int_equal(data[0], 'y');
    free(data);
    assert_int_equal(lwi_multipart_take(p, &data, &size), 0);
    lwi_multipart_free(&p);
}

/* Headers, or what comes before the first part, without an end. */
static void test_endless(void **state)
{
    (void) state;
    static const char *const lines[] = {"X-Header: value\r\n", "endless line without an end "};
    for (size_t i = 0; i < 2; i++) {
        struct lwi_multipart *p = NULL;
        assert_int_equal(lwi_multipart_new(&p, PART_MAX), 0);
        int r = lwi_multipart_feed(p, (const uint8_t *) "--b\r\n", 5);
        for (int n = 0; n < 100000 && r == 0; n++)
            r = lwi_multipart_feed(p, (const uint8_t *) lines[i], strlen(lines[i]));
        assert_int_equal(r, -EPROTO);
        lwi_multipart_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_newest_wins),
        cmocka_unit_test(test_endless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
