/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * mDNS (RFC 6762) service discovery (RFC 6763): asks for RTSP and for Axis' own service,
 * takes the port from the SRV record of the answer. Names may point back into the message;
 * each pointer must lead further back, so none can go in circles.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "discover/announce.h"
#include "driver/text.h"

#define HEADER       12
#define NAME_MAX_DNS 256
#define RECORDS_MAX  64
#define TYPE_PTR     12
#define TYPE_SRV     33
#define CLASS_IN     1
#define WANT_UNICAST 0x8000

static const char *const services[] = {"_rtsp._tcp.local", "_axis-video._tcp.local",
                                       "_onvif._tcp.local"};
#define SERVICES (sizeof(services) / sizeof(services[0]))

static size_t put16(uint8_t *data, size_t at, unsigned value)
{
    data[at] = (uint8_t) (value >> 8);
    data[at + 1] = (uint8_t) value;
    return at + 2;
}

size_t lwi_mdns_probe(uint8_t *ret_data, size_t ret_size)
{
    size_t at = HEADER;
    memset(ret_data, 0, ret_size);
    (void) put16(ret_data, 4, SERVICES);
    for (size_t i = 0; i < SERVICES; i++) {
        const char *label = services[i];
        if (at + strlen(label) + 6 > ret_size)
            return 0;
        while (*label) {
            const size_t n = strcspn(label, ".");
            ret_data[at++] = (uint8_t) n;
            memcpy(ret_data + at, label, n);
            at += n;
            label += n + (label[n] == '.');
        }
        ret_data[at++] = 0;
        at = put16(ret_data, at, TYPE_PTR);
        at = put16(ret_data, at, CLASS_IN | WANT_UNICAST);
    }
    return at;
}

struct message {
    const uint8_t *data;
    size_t size, at;
};

static int take16(struct message *m, unsigned *ret_value)
{
    if (m->at + 2 > m->size)
        return -EPROTO;
    *ret_value = (unsigned) m->data[m->at] << 8 | m->data[m->at + 1];
    m->at += 2;
    return 0;
}

/* The name at m->at, which then is behind it. */
static int take_name(struct message *m, char ret_name[NAME_MAX_DNS])
{
    size_t at = m->at, length = 0, lowest = m->at;
    int jumped = 0;
    for (;;) {
        if (at >= m->size)
            return -EPROTO;
        const unsigned n = m->data[at];
        if (n >= 0xc0) {
            if (at + 2 > m->size)
                return -EPROTO;
            const size_t to = (n & 0x3f) << 8 | m->data[at + 1];
            if (!jumped)
                m->at = at + 2;
            jumped = 1;
            if (to >= lowest)
                return -EPROTO;
            at = lowest = to;
            continue;
        }
        at++;
        if (n == 0)
            break;
        if (n > 63 || at + n > m->size || length + n + 2 > NAME_MAX_DNS)
            return -EPROTO;
        if (length > 0)
            ret_name[length++] = '.';
        memcpy(ret_name + length, m->data + at, n);
        length += n;
        at += n;
    }
    if (!jumped)
        m->at = at;
    ret_name[length] = '\0';
    return 0;
}

/* "Camera 1._rtsp._tcp.local". */
static void take_service(const char *name, unsigned port, struct lwi_announced *ret_announced)
{
    for (size_t i = 0; i < SERVICES; i++) {
        const size_t n = strlen(services[i]), all = strlen(name);
        if (all < n + 2 || strcasecmp(name + all - n, services[i]) != 0 || port == 0)
            continue;
        ret_announced->port = (uint16_t) port;
        ret_announced->rtsp = i == 0;
        lwi_text_clean(ret_announced->name, sizeof(ret_announced->name), name, all - n - 1);
        return;
    }
}

static int take_record(struct message *m, struct lwi_announced *ret_announced)
{
    char name[NAME_MAX_DNS];
    unsigned type = 0, class = 0, size = 0, port = 0;
    int r = take_name(m, name);
    r = r ? r : take16(m, &type);
    r = r ? r : take16(m, &class);
    if (r || m->at + 4 > m->size)
        return -EPROTO;
    m->at += 4; /* how long it is valid */
    r = take16(m, &size);
    if (r || m->at + size > m->size)
        return -EPROTO;
    if (type == TYPE_SRV && size >= 6 && ret_announced->port == 0) {
        struct message srv = {m->data, m->at + size, m->at + 4};
        if (take16(&srv, &port) == 0)
            take_service(name, port, ret_announced);
    }
    m->at += size;
    return 0;
}

int lwi_mdns_parse(const uint8_t *data, size_t size, struct lwi_announced *ret_announced)
{
    struct message m = {data, size, HEADER};
    memset(ret_announced, 0, sizeof(*ret_announced));
    if (size < HEADER || !(data[2] & 0x80))
        return -EPROTO;
    unsigned counts[4];
    struct message header = {data, size, 4};
    for (size_t i = 0; i < 4; i++)
        (void) take16(&header, &counts[i]);
    char name[NAME_MAX_DNS];
    for (unsigned i = 0; i < counts[0] && i < RECORDS_MAX; i++) {
        if (take_name(&m, name) < 0 || m.at + 4 > size)
            return -EPROTO;
        m.at += 4;
    }
    const unsigned records = counts[1] + counts[2] + counts[3];
    for (unsigned i = 0; i < records && i < RECORDS_MAX; i++)
        if (take_record(&m, ret_announced) < 0)
            break; /* what came before it is good */
    return ret_announced->port ? 0 : -EPROTO;
}
