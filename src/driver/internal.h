/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The inside of a device, and what the drivers share. */
#ifndef LWI_DRIVER_INTERNAL_H
#define LWI_DRIVER_INTERNAL_H

#include "driver/driver.h"
#include "source/multipart.h"

#define LWI_DEVICE_OTHERS 4

struct lwi_device {
    struct lwi_http *http;
    struct lwi_http *events; /* a client of its own for the stream of events; NULL: none is open */
    const struct lwi_driver *driver;
    void *state; /* of the driver, once it is known */
    char *url, *user, *password;
    char host[256]; /* as in a URL: an IPv6 address has its brackets */
    int channel, rtsp_port;
    int refused;     /* the user or the password, by SOAP */
    int ports_right; /* the camera's ports are those by which it is reached */
    struct {
        int port;
        struct lwi_http *http;         /* NULL: there is none */
    } others[LWI_DEVICE_OTHERS];       /* ports of services */
    struct lwi_http_settings settings; /* for another client; its strings are those above */
    struct lwi_multipart *parts;       /* of the stream of events */
    const uint8_t *rest;               /* of what was read of it, not taken apart yet */
    size_t rest_size;
};

/* An anonymous GET. 0 where anything was answered, whatever its status; release the answer. */
int lwi_device_ask(struct lwi_device *device, const char *path, struct lwi_http_answer *ret_answer);

/* A GET whose answer is text, without a NUL byte inside; malloc'ed. */
int lwi_device_text(struct lwi_device *device, const char *path, char **ret_text,
                    struct lw_error *reterr);

/* A request with a body of XML or text (NULL: none); status 200 to 299 is needed. ret_text may be
 * NULL. */
int lwi_device_send(struct lwi_device *device, const char *method, const char *path,
                    const char *body, char **ret_text, struct lw_error *reterr);

/* A stream of events in parts (multipart/mixed or x-mixed-replace): opens a client for it, and
 * begins; silence_s: longer than the camera's signs of life are apart. */
int lwi_device_parts_begin(struct lwi_device *device, const char *path, double silence_s,
                           struct lw_error *reterr);
/* The next part, malloc'ed, with a NUL byte after it that is not counted. As events_read. */
int lwi_device_parts_read(struct lwi_device *device, double wait_s, char **ret_text,
                          size_t *ret_size, struct lw_error *reterr);
void lwi_device_parts_end(struct lwi_device *device);

/* Waits, unless the device is cancelled: -ECANCELED. */
int lwi_device_wait(const struct lwi_device *device, double seconds, struct lw_error *reterr);

/* Our name of what a camera calls something else; "" where we have none. */
struct lwi_device_word {
    const char *code, *condition;
};
const char *lwi_device_condition(const struct lwi_device_word *words, size_t count,
                                 const char *code);

/* SCHEME://HOST:PORT/PATH; the port is left out where it is 0 or the scheme's own. -EMSGSIZE. */
int lwi_device_url(const struct lwi_device *device, const char *scheme, int port, const char *path,
                   char ret_url[LWI_DEVICE_URL_MAX]);

/* The same for rtsp:// at the port that the settings or else the camera names. */
int lwi_device_rtsp(const struct lwi_device *device, int port, const char *path,
                    char ret_url[LWI_DEVICE_URL_MAX]);

/* A URL that the camera named, with the host that was asked and without user and password. -EPROTO
 * where it is no URL of a scheme that may be. */
int lwi_device_own_url(const struct lwi_device *device, const char *text,
                       char ret_url[LWI_DEVICE_URL_MAX]);

/* The path and query of it alone. */
int lwi_device_own_path(const char *text, char ret_path[LWI_DEVICE_URL_MAX]);

/* ---- place.c: a place is a path, with :PORT before it where it is at another port ---- */

/* text is how the camera itself calls the URL that it was asked by. */
void lwi_device_ports(struct lwi_device *device, const char *text);
/* The place of a URL that the camera named. -EPROTO. */
int lwi_device_own_place(const struct lwi_device *device, const char *text,
                         char ret_place[LWI_DEVICE_URL_MAX]);
/* Who asks there; *place becomes the path. */
int lwi_device_client(struct lwi_device *device, const char **place, struct lwi_http **ret_http,
                      struct lw_error *reterr);
void lwi_device_others_close(struct lwi_device *device);

/* The number that a token is, of brands that count; it goes into a path. -EINVAL. */
int lwi_device_number(const struct lwi_device *device, const char *token, int *ret_number,
                      struct lw_error *reterr);

/* A text for a query, percent-encoded. -EINVAL: it is too long. */
int lwi_device_escape(const char *text, char *ret_text, size_t size, struct lw_error *reterr);

/* Says that an answer makes no sense; -EPROTO. */
int lwi_device_nonsense(const struct lwi_device *device, const char *what, struct lw_error *reterr);

/* Says that the camera cannot do it; -ENOTSUP. */
int lwi_device_cannot(const struct lwi_device *device, const char *what, struct lw_error *reterr);

/* A new place at the end of the list; NULL: it is full. */
struct lwi_device_stream *lwi_device_streams_add(struct lwi_device_streams *streams);

extern const struct lwi_driver lwi_driver_axis, lwi_driver_dahua, lwi_driver_generic,
    lwi_driver_hikvision, lwi_driver_onvif;

#endif
