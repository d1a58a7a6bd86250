/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A coil of a Modbus device, over TCP or a serial line: opened, written, closed, for such devices
 * take few connections, and often one. libmodbus select()s; a daemon of a thousand cameras has more
 * files than that knows of. So it is given a socket that is connected already, under a number that
 * was reserved when there were few.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include <curl/curl.h>
#include <modbus.h>

#include "action/relay_line.h"
#include "action/transfer.h"
#include "base/error.h"

/* What a device may think about a coil. */
#define ANSWER_MS 3000

static int fail(const char *place, int number, struct lw_error *reterr)
{
    int is_wrong = number == EMBXILADD || number == EMBXILFUN;
    int code = is_wrong                  ? -EINVAL
               : number == ETIMEDOUT     ? -ETIMEDOUT
               : number == ECONNRESET    ? -ECONNRESET
               : number > MODBUS_ENOBASE ? -EPROTO
                                         : -number;
    if (number == ETIMEDOUT) {
        (void) lwi_error_set(reterr, code, "%s: no answer came in time", place);
        lwi_error_hint(reterr, "Check unit, and on a serial line baud, parity and the wires.");
        return code;
    }
    (void) lwi_error_set(reterr, code, "%s: %s", place, modbus_strerror(number));
    if (is_wrong)
        lwi_error_hint(reterr, "The device has no such coil: coil counts from 0 on.");
    else
        lwi_error_hint(reterr, "Check that it is a Modbus device, and its unit.");
    return code;
}

static int write_coil(modbus_t *modbus, const struct lwi_modbus_device *device, const char *place,
                      int on, const struct lwi_action_run *run, struct lw_error *reterr)
{
    long ms = lwi_action_left_ms(run);
    ms = ms < ANSWER_MS ? ms : ANSWER_MS;
    if (ms == 0)
        return lwi_error_set(reterr, -ETIMEDOUT, "there is no time left");
    (void) modbus_set_response_timeout(modbus, (uint32_t) (ms / 1000),
                                       (uint32_t) (ms % 1000) * 1000);
    if (modbus_set_slave(modbus, device->unit) != 0)
        return lwi_error_set(reterr, -EINVAL, "unit: %d is none", device->unit);
    errno = 0;
    if (modbus_write_bit(modbus, device->coil, on) == 1)
        return 0;
    return fail(place, errno ? errno : EIO, reterr);
}

/* The number stays reserved: what it stands for is another file again. */
static void restore(int fd)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        (void) dup3(null, fd, O_CLOEXEC);
        (void) close(null);
    }
}

static int write_tcp(const struct lwi_modbus_device *device, int on,
                     const struct lwi_action_run *run, struct lw_error *reterr)
{
    struct lwi_transfer transfer;
    struct lwi_action_run connecting = *run;
    char place[300], url[320];
    curl_socket_t fd = CURL_SOCKET_BAD;
    int is_v6 = strchr(device->host, ':') && device->host[0] != '[';
    (void) snprintf(place, sizeof(place), is_v6 ? "[%.250s]:%d" : "%.250s:%d", device->host,
                    device->port);
    (void) snprintf(url, sizeof(url), "http://%s/", place);
    int r = lwi_transfer_open(&transfer, &connecting, "http", place, reterr);
    if (r == 0) {
        (void) curl_easy_setopt(transfer.curl, CURLOPT_URL, url);
        (void) curl_easy_setopt(transfer.curl, CURLOPT_CONNECT_ONLY, 1L);
        r = lwi_transfer_do(&transfer, reterr);
    }
    if (r == 0 && curl_easy_getinfo(transfer.curl, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK)
        fd = CURL_SOCKET_BAD;
    modbus_t *modbus = r == 0 ? modbus_new_tcp("127.0.0.1", device->port) : NULL;
    if (r == 0 &&
        (!modbus || fd == CURL_SOCKET_BAD || dup3(fd, device->reserved_fd, O_CLOEXEC) < 0))
        r = lwi_error_set(reterr, -ENOMEM, "%s: the connection cannot be used", place);
    if (r == 0) {
        (void) modbus_set_socket(modbus, device->reserved_fd);
        r = write_coil(modbus, device, place, on, run, reterr);
        restore(device->reserved_fd);
    }
    modbus_free(modbus);
    lwi_transfer_close(&transfer);
    return r;
}

static int write_serial(const struct lwi_modbus_device *device, int on,
                        const struct lwi_action_run *run, struct lw_error *reterr)
{
    modbus_t *modbus = modbus_new_rtu(device->serial, device->baud, device->parity, /* data= */ 8,
                                      /* stop= */ device->parity == 'N' ? 2 : 1);
    if (!modbus)
        return lwi_error_set(reterr, -ENOMEM, "%s: %s", device->serial, modbus_strerror(errno));
    if (modbus_connect(modbus) != 0) {
        int r = lwi_error_set(reterr, -errno, "%s: %s", device->serial, strerror(errno));
        lwi_error_hint(reterr,
                       "It must be a serial line that the user of the daemon may use (group "
                       "dialout).");
        modbus_free(modbus);
        return r == -EINVAL ? -ENODEV : r;
    }
    int fd = modbus_get_socket(modbus), r = 0;
    int is_high = fd >= FD_SETSIZE;
    if (is_high && dup3(fd, device->reserved_fd, O_CLOEXEC) < 0)
        r = lwi_error_set(reterr, -EMFILE, "%s: too many files are open", device->serial);
    if (r == 0 && is_high)
        (void) modbus_set_socket(modbus, device->reserved_fd);
    if (r == 0)
        r = write_coil(modbus, device, device->serial, on, run, reterr);
    if (is_high) {
        (void) modbus_set_socket(modbus, fd);
        restore(device->reserved_fd);
    }
    modbus_close(modbus);
    modbus_free(modbus);
    return r;
}

static int write_device(const struct lwi_modbus_device *device, int on,
                        const struct lwi_action_run *run, struct lw_error *reterr)
{
    if (device->reserved_fd < 0 || device->reserved_fd >= FD_SETSIZE)
        return lwi_error_set(reterr, -EMFILE,
                             "too many files were open when the action was set up; start Lenswatch "
                             "again");
    return device->host[0] ? write_tcp(device, on, run, reterr)
                           : write_serial(device, on, run, reterr);
}

LWI_MODULE_EXPORT const struct lwi_modbus_table lwi_modbus_table = {.write = write_device};
