/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a relay hangs on beside a camera: a coil of a Modbus device, a line of a GPIO chip. Each is
 * in a module of its own, for its library need not be there.
 */
#ifndef LWI_ACTION_RELAY_LINE_H
#define LWI_ACTION_RELAY_LINE_H

#include "action/action.h"
#include "base/module.h"

#define LWI_MODULE_MODBUS "lenswatch-modbus"
#define LWI_MODULE_GPIO   "lenswatch-gpio"

/* A device is borrowed from the settings of the action. */
struct lwi_modbus_device {
    const char *host;   /* "": on a serial line */
    int port;           /* of the host */
    const char *serial; /* "/dev/ttyUSB0" */
    int baud;
    char parity;     /* 'N', 'E', 'O' */
    int unit;        /* 0..247 */
    int coil;        /* address on the wire, from 0 on: not the number from 1 on of some papers */
    int reserved_fd; /* a file that is open; libmodbus select()s, and needs a low number */
};

struct lwi_modbus_table {
    /* Writes the coil and waits for the answer. 0; -EINVAL: the device has no such coil; or another
     * errno. */
    int (*write)(const struct lwi_modbus_device *device, int on, const struct lwi_action_run *run,
                 struct lw_error *reterr);
};

struct lwi_gpio_line;

struct lwi_gpio_table {
    /* Takes the line, for as long as it is open, as an output with that value. */
    int (*open)(struct lwi_gpio_line **ret_line, const char *chip, int offset, int inverted, int on,
                struct lw_error *reterr);
    int (*set)(struct lwi_gpio_line *line, int on, struct lw_error *reterr);
    void (*close)(struct lwi_gpio_line *line);
};

extern const struct lwi_modbus_table lwi_modbus_table;
extern const struct lwi_gpio_table lwi_gpio_table;

#endif
