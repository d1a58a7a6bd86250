/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Whole files: limits, what is not a file, and that a failed write leaves the old one. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static char folder[] = "/tmp/lenswatch-test-XXXXXX";
static char path[PATH_MAX];

static int make_folder(void **state)
{
    (void) state;
    if (!mkdtemp(folder))
        return -1;
    (void) snprintf(path, sizeof(path), "%s/file", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void) state;
    (void) unlink(path);
    return rmdir(folder); /* fails where a temporary file was left behind */
}

static void test_round_trip(void **state)
{
    (void) state;
    static const char text[] = "first\0second";
    struct lw_error error;
    assert_int_equal(lwi_file_write(path, "old", 3, 0644, &error), 0);
    assert_int_equal(lwi_file_write(path, text, sizeof(text), 0600, &error), 0);

    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);

    uint8_t *data = NULL;
    size_t size = 0;
    assert_int_equal(lwi_file_read(path, sizeof(text), &data, &size, &error), 0);
    assert_int_equal(size, sizeof(text));
    assert_memory_equal(data, text, size);
    assert_int_equal(data[size], 0);
    free(data);
}

static void test_empty(void **state)
{
    (void) state;
    assert_int_equal(lwi_file_write(path, NULL, 0, 0644, NULL), 0);
    uint8_t *data = NULL;
    size_t size = 1;
    assert_int_equal(lwi_file_read(path, 0, &data, &size, NULL), 0);
    assert_int_equal(size, 0);
    assert_int_equal(data[0], 0);
    free(data);
}

static void test_refused(void **state)
{
    (void) state;
    uint8_t *data = NULL;
    size_t size = 0;
    struct lw_error error = {0};
    assert_int_equal(lwi_file_write(path, "12345", 5, 0644, NULL), 0);
    assert_int_equal(lwi_file_read(path, 4, &data, &size, &error), -EFBIG);
    assert_non_null(strstr(error.message, path));
    assert_int_equal(error.code, -EFBIG);
    assert_int_equal(lwi_file_read(folder, 100, &data, &size, &error), -EISDIR);
    assert_int_equal(lwi_file_read("/dev/null", 100, &data, &size, &error), -EINVAL);

    char missing[PATH_MAX + 16];
    (void) snprintf(missing, sizeof(missing), "%s/none", folder);
    assert_int_equal(lwi_file_read(missing, 100, &data, &size, &error), -ENOENT);
    (void) snprintf(missing, sizeof(missing), "%s/none/file", folder);
    assert_int_equal(lwi_file_write(missing, "1", 1, 0644, &error), -ENOENT);
    assert_null(data);
}

static void test_fifo(void **state)
{
    (void) state;
    char fifo[PATH_MAX + 16];
    (void) snprintf(fifo, sizeof(fifo), "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    uint8_t *data = NULL;
    size_t size = 0;
    assert_int_equal(lwi_file_read(fifo, 100, &data, &size, NULL), -EINVAL);

    /* What is no file is written to, not replaced: /dev/null must stay what it is. */
    int reader = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(reader >= 0);
    assert_int_equal(lwi_file_write(fifo, "123", 3, 0644, NULL), 0);
    struct stat st;
    assert_int_equal(lstat(fifo, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    assert_int_equal(st.st_mode & 07777, 0600);
    char text[4] = "";
    assert_int_equal(read(reader, text, sizeof(text)), 3);
    assert_string_equal(text, "123");
    assert_int_equal(close(reader), 0);
    assert_int_equal(unlink(fifo), 0);
}

static void test_failed_write(void **state)
{
    (void) state;
    /* A folder cannot be replaced by a file; the temporary file must be gone. */
    char target[PATH_MAX + 16];
    (void) snprintf(target, sizeof(target), "%s/target", folder);
    assert_int_equal(mkdir(target, 0700), 0);
    struct lw_error error = {0};
    assert_true(lwi_file_write(target, "1", 1, 0644, &error) < 0);
    assert_true(error.code < 0);
    assert_int_equal(rmdir(target), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),   cmocka_unit_test(test_empty),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_fifo),
        cmocka_unit_test(test_failed_write),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
