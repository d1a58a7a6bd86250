/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A Modbus device with eight coils, made with libmodbus:
 *
 *     modbus_server tcp PORT
 *     modbus_server rtu /dev/pts/N
 *
 * Says "ready", and of each coil that is written "NUMBER VALUE".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <modbus.h>

#define COILS 8

static void answer(modbus_t *modbus, modbus_mapping_t *mapping)
{
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH], before[COILS];
    int size;
    while ((size = modbus_receive(modbus, query)) >= 0) {
        (void) memcpy(before, mapping->tab_bits, COILS);
        if (size == 0 || modbus_reply(modbus, query, size, mapping) < 0)
            continue;
        for (int i = 0; i < COILS; i++)
            if (mapping->tab_bits[i] != before[i])
                (void) printf("%d %d\n", i, mapping->tab_bits[i]);
        (void) fflush(stdout);
    }
}

static int serve_tcp(modbus_mapping_t *mapping, int port)
{
    modbus_t *modbus = modbus_new_tcp("127.0.0.1", port);
    int listening = modbus_tcp_listen(modbus, 1);
    if (listening < 0)
        return 1;
    (void) printf("ready\n");
    (void) fflush(stdout);
    while (modbus_tcp_accept(modbus, &listening) >= 0) {
        answer(modbus, mapping);
        (void) close(modbus_get_socket(modbus));
    }
    modbus_free(modbus);
    return 0;
}

static int serve_serial(modbus_mapping_t *mapping, const char *path)
{
    modbus_t *modbus = modbus_new_rtu(path, 9600, 'N', 8, 2);
    (void) modbus_set_slave(modbus, 1);
    if (modbus_connect(modbus) < 0)
        return 1;
    (void) printf("ready\n");
    (void) fflush(stdout);
    for (;;)
        answer(modbus, mapping);
}

int main(int argc, char **argv)
{
    modbus_mapping_t *mapping = modbus_mapping_new(COILS, 0, 0, 0);
    if (argc != 3 || !mapping)
        return 2;
    return strcmp(argv[1], "tcp") == 0 ? serve_tcp(mapping, (int) strtol(argv[2], NULL, 10))
                                       : serve_serial(mapping, argv[2]);
}
