/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A line of a GPIO chip, by libgpiod. Who lets go of a line does not know what becomes of it, so it
 * is kept for as long as the action is set up. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <gpiod.h>

#include "action/relay_line.h"
#include "base/error.h"

struct lwi_gpio_line {
    struct gpiod_chip *chip;
    struct gpiod_line *line; /* of the chip */
};

static int fail(const char *what, int number, struct lw_error *reterr)
{
    int code = number == EINVAL || number == 0 ? -ENODEV : -number;
    (void) lwi_error_set(reterr, code, "%s: %s", what, strerror(-code));
    if (number == EBUSY)
        lwi_error_hint(reterr, "Another program uses the line; gpioinfo says which.");
    else
        lwi_error_hint(reterr,
                       "gpiodetect lists the chips and gpioinfo their lines; the user of the "
                       "daemon must be in the group that owns the chip.");
    return code;
}

static void line_close(struct lwi_gpio_line *line)
{
    gpiod_chip_close(line->chip); /* and lets go of the line */
    free(line);
}

static int line_open(struct lwi_gpio_line **ret_line, const char *chip, int offset, int inverted,
                     int on, struct lw_error *reterr)
{
    struct lwi_gpio_line *line = calloc(1, sizeof(*line));
    if (!line)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    errno = 0;
    line->chip = gpiod_chip_open(chip);
    if (!line->chip) {
        int r = fail(chip, errno, reterr);
        free(line);
        return r;
    }
    line->line = gpiod_chip_get_line(line->chip, (unsigned) offset);
    int flags = inverted ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    if (!line->line || gpiod_line_request_output_flags(line->line, "lenswatch", flags, on) < 0) {
        int r = fail(chip, errno, reterr);
        line_close(line);
        return r;
    }
    *ret_line = line;
    return 0;
}

static int line_set(struct lwi_gpio_line *line, int on, struct lw_error *reterr)
{
    return gpiod_line_set_value(line->line, on) == 0 ? 0 : fail("the line", errno, reterr);
}

LWI_MODULE_EXPORT const struct lwi_gpio_table lwi_gpio_table = {
    .open = line_open,
    .set = line_set,
    .close = line_close,
};
