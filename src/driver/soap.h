/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * SOAP 1.2 as ONVIF has it, with the user either in WS-UsernameToken, dated by the
 * camera's own clock, or in HTTP Digest. Which of both a camera wants its first
 * refusal says; it is never asked both ways with the same password.
 */
#ifndef LWI_DRIVER_SOAP_H
#define LWI_DRIVER_SOAP_H

#include <stdint.h>

#include "driver/internal.h"
#include "driver/xml.h"

enum lwi_soap_login {
    LWI_SOAP_NOBODY, /* it was not asked for yet */
    LWI_SOAP_TOKEN,
    LWI_SOAP_DIGEST,
};

struct lwi_soap {
    enum lwi_soap_login login;
    int proved, refused;  /* of the token */
    int64_t clock_off_ns; /* the camera's clock less our monotonic one */
    int clock_known;
};

struct lwi_soap_call {
    const char *path;
    const char *action; /* "http://www.onvif.org/ver10/device/wsdl/GetServices" */
    const char *body;   /* what is in the body's element */
    int addressed;      /* with WS-Addressing, as events want it */
};

/*
 * One call. *ret_answer is the element within the answer's body, and lives in *ret_doc, to be freed
 * with xmlFreeDoc(). A fault is -EACCES (NotAuthorized), -ENOTSUP (ActionNotSupported and such),
 * -EINVAL (another one of the sender) or -EPROTO, with the camera's own words in *reterr.
 */
int lwi_soap(struct lwi_device *device, struct lwi_soap *soap, const struct lwi_soap_call *call,
             xmlDoc **ret_doc, xmlNode **ret_answer, struct lw_error *reterr);

/* The camera says that it is this time: ns since 1970. */
void lwi_soap_clock(struct lwi_soap *soap, int64_t camera_ns);

#endif
