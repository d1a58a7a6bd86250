/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Net-SNMP's interface for single sessions. The names and numbers of its MIBs are not needed, and
 * neither are its files: who is told, and with which keys, is in the settings of the action.
 *
 * Of traps the sender's clock counts. It must not go back when the program is started again, or the
 * receiver takes what it hears for a recording; so its "boots" are the time of the start.
 */
#include "action/snmp_send.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <net-snmp/net-snmp-config.h>
/* First. */
#include <net-snmp/net-snmp-includes.h>

#include "base/clock.h"
#include "base/error.h"

/* 2020-01-01: boots are seconds since then, and fit until 2088. */
#define BOOTS_SINCE_S 1577836800
/* An INFORM is sent so often, and answered within so long each time. */
#define TRIES     3
#define ANSWER_MS 3000

static const oid base_oid[] = {1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 4936};
static const oid uptime_oid[] = {1, 3, 6, 1, 2, 1, 1, 3, 0};
static const oid trap_oid[] = {1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0};

#define BASE_LENGTH (sizeof(base_oid) / sizeof(base_oid[0]))

/* What the library shares between sessions has no lock of its own. */
static struct {
    pthread_mutex_t lock;
    int ready;
    int64_t began_ns; /* monotonic */
    u_int boots;
} library = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void begin_locked(void)
{
    if (library.ready)
        return;
    (void) netsnmp_register_loghandler(NETSNMP_LOGHANDLER_NONE, LOG_DEBUG);
    (void) netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
    (void) netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD, 1);
    (void) netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_SAVE, 1);
    (void) netsnmp_ds_set_string(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_MIBDIRS, "/nowhere");
    init_snmp("lenswatch");
    library.began_ns = lwi_clock_monotonic(&lwi_clock_system);
    library.boots = (u_int) (lwi_clock_realtime(&lwi_clock_system) / LWI_NS_PER_S - BOOTS_SINCE_S);
    library.ready = 1;
}

static int64_t up_ms_locked(void)
{
    return (lwi_clock_monotonic(&lwi_clock_system) - library.began_ns) / LWI_NS_PER_MS;
}

static int fail(const struct lwi_snmp_notification *n, void *handle, struct snmp_session *session,
                struct lw_error *reterr)
{
    int system = 0, snmp = 0;
    char *text = NULL;
    if (handle)
        snmp_sess_error(handle, &system, &snmp, &text);
    else
        snmp_error(session, &system, &snmp, &text);
    int code = snmp == SNMPERR_TIMEOUT                  ? -ETIMEDOUT
               : snmp == SNMPERR_BAD_ADDRESS            ? -EHOSTUNREACH
               : snmp == SNMPERR_AUTHENTICATION_FAILURE ? -EACCES
                                                        : -EIO;
    (void) lwi_error_set(reterr, code, "%s:%d: %.180s", n->host, n->port,
                         text && text[0] ? text : "it cannot be sent");
    free(text);
    lwi_error_hint(reterr, "%s",
                   code == -ETIMEDOUT
                       ? "Check host, port and firewalls, and community or user and passwords: "
                         "receivers do not answer whom they do not know."
                       : "Check host, port, user and passwords.");
    return code;
}

/* ---- version 3 ---- */

static const struct {
    const char *name;
    const oid *proto;
    size_t size;
} auths[] = {
    {"SHA", usmHMACSHA1AuthProtocol, USM_AUTH_PROTO_SHA_LEN},
    {"SHA-256", usmHMAC192SHA256AuthProtocol, USM_HMAC192SHA256_AUTH_LEN},
    {"SHA-512", usmHMAC384SHA512AuthProtocol, USM_HMAC384SHA512_AUTH_LEN},
};

static int set_keys(const struct lwi_snmp_notification *n, struct snmp_session *s)
{
    for (size_t i = 0; i < sizeof(auths) / sizeof(auths[0]); i++) {
        if (strcmp(auths[i].name, n->auth) != 0)
            continue;
        s->securityLevel = SNMP_SEC_LEVEL_AUTHNOPRIV;
        s->securityAuthProto = (oid *) auths[i].proto;
        s->securityAuthProtoLen = OID_LENGTH(usmHMACSHA1AuthProtocol);
        s->securityAuthKeyLen = USM_AUTH_KU_LEN;
        if (generate_Ku(s->securityAuthProto, (u_int) s->securityAuthProtoLen,
                        (const u_char *) n->auth_password, strlen(n->auth_password),
                        s->securityAuthKey, &s->securityAuthKeyLen) != SNMPERR_SUCCESS)
            return -EINVAL;
    }
    if (strcmp(n->privacy, "AES") != 0)
        return 0;
    s->securityLevel = SNMP_SEC_LEVEL_AUTHPRIV;
    s->securityPrivProto = (oid *) usmAESPrivProtocol;
    s->securityPrivProtoLen = OID_LENGTH(usmAESPrivProtocol);
    s->securityPrivKeyLen = USM_PRIV_KU_LEN;
    return generate_Ku(s->securityAuthProto, (u_int) s->securityAuthProtoLen,
                       (const u_char *) n->privacy_password, strlen(n->privacy_password),
                       s->securityPrivKey, &s->securityPrivKeyLen) == SNMPERR_SUCCESS
               ? 0
               : -EINVAL;
}

static int set_v3(const struct lwi_snmp_notification *n, struct snmp_session *s)
{
    s->securityName = (char *) n->user;
    s->securityNameLen = strlen(n->user);
    s->securityLevel = SNMP_SEC_LEVEL_NOAUTH;
    s->securityModel = USM_SEC_MODEL_NUMBER;
    if (!n->confirm) { /* else the receiver's counts, which is asked for it */
        s->securityEngineID = s->contextEngineID = (u_char *) n->engine;
        s->securityEngineIDLen = s->contextEngineIDLen = n->engine_size;
        s->engineBoots = library.boots;
        s->engineTime = (u_int) (up_ms_locked() / 1000);
        (void) set_enginetime(n->engine, (u_int) n->engine_size, s->engineBoots, s->engineTime,
                              TRUE);
    }
    return set_keys(n, s);
}

/* The library remembers a user with the keys of the first time; they may be others the next. */
static void forget_user(const struct lwi_snmp_notification *n, void *handle)
{
    struct snmp_session *s = snmp_sess_session(handle);
    struct usmUser *user =
        s && n->is_v3 ? usm_get_user(s->securityEngineID, s->securityEngineIDLen, n->user) : NULL;
    if (user) {
        (void) usm_remove_user(user);
        (void) usm_free_user(user);
    }
}

/* ---- the message ---- */

static int add_value(struct snmp_pdu *pdu, const struct lwi_snmp_value *value)
{
    oid name[BASE_LENGTH + 3];
    (void) memcpy(name, base_oid, sizeof(base_oid));
    name[BASE_LENGTH] = 1;
    name[BASE_LENGTH + 1] = value->object;
    name[BASE_LENGTH + 2] = 0;
    const long number = (long) value->number;
    const u_long natural = (u_long) value->number;
    const struct variable_list *added =
        value->text ? snmp_pdu_add_variable(pdu, name, BASE_LENGTH + 3, ASN_OCTET_STR, value->text,
                                            strlen(value->text))
        : value->is_unsigned ? snmp_pdu_add_variable(pdu, name, BASE_LENGTH + 3, ASN_UNSIGNED,
                                                     &natural, sizeof(natural))
                             : snmp_pdu_add_variable(pdu, name, BASE_LENGTH + 3, ASN_INTEGER,
                                                     &number, sizeof(number));
    return added != NULL;
}

static struct snmp_pdu *make_pdu(const struct lwi_snmp_notification *n)
{
    oid which[BASE_LENGTH + 2];
    const u_long up = (u_long) (up_ms_locked() / 10);
    (void) memcpy(which, base_oid, sizeof(base_oid));
    which[BASE_LENGTH] = 0;
    which[BASE_LENGTH + 1] = n->notification;
    struct snmp_pdu *pdu = snmp_pdu_create(n->confirm ? SNMP_MSG_INFORM : SNMP_MSG_TRAP2);
    int made = pdu &&
               snmp_pdu_add_variable(pdu, uptime_oid, OID_LENGTH(uptime_oid), ASN_TIMETICKS, &up,
                                     sizeof(up)) &&
               snmp_pdu_add_variable(pdu, trap_oid, OID_LENGTH(trap_oid), ASN_OBJECT_ID, which,
                                     sizeof(which));
    for (size_t i = 0; made && i < n->count; i++)
        made = add_value(pdu, &n->values[i]);
    if (made)
        return pdu;
    if (pdu)
        snmp_free_pdu(pdu);
    return NULL;
}

static int deliver(const struct lwi_snmp_notification *n, void *handle, struct lw_error *reterr)
{
    struct snmp_pdu *pdu = make_pdu(n), *answer = NULL;
    if (!pdu)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (!n->confirm) {
        if (snmp_sess_send(handle, pdu) != 0)
            return 0;
        int r = fail(n, handle, NULL, reterr);
        snmp_free_pdu(pdu);
        return r;
    }
    int status = snmp_sess_synch_response(handle, pdu, &answer); /* takes the message */
    int r = 0;
    if (status != STAT_SUCCESS)
        r = fail(n, handle, NULL, reterr);
    else if (answer && answer->errstat != SNMP_ERR_NOERROR)
        r = lwi_error_set(reterr, -EIO, "%s:%d: it answered: %s", n->host, n->port,
                          snmp_errstring((int) answer->errstat));
    if (answer)
        snmp_free_pdu(answer);
    return r;
}

static int send_locked(const struct lwi_snmp_notification *n, const struct lwi_action_run *run,
                       struct lw_error *reterr)
{
    struct snmp_session session;
    char peer[320];
    long ms = lwi_action_left_ms(run) / TRIES;
    if (ms == 0)
        return lwi_error_set(reterr, -ETIMEDOUT, "there is no time left");
    begin_locked();
    snmp_sess_init(&session);
    (void) snprintf(peer, sizeof(peer), strchr(n->host, ':') ? "udp6:[%.250s]:%d" : "udp:%.250s:%d",
                    n->host, n->port);
    session.peername = peer;
    session.retries = TRIES - 1;
    session.timeout = (ms < ANSWER_MS ? ms : ANSWER_MS) * 1000;
    session.version = n->is_v3 ? SNMP_VERSION_3 : SNMP_VERSION_2c;
    session.community = (u_char *) n->community;
    session.community_len = n->is_v3 ? 0 : strlen(n->community);
    if (n->is_v3 && set_v3(n, &session) < 0)
        return lwi_error_set(reterr, -EINVAL, "auth_password: no key can be made of it");
    void *handle = snmp_sess_open(&session);
    int r = handle ? deliver(n, handle, reterr) : fail(n, NULL, &session, reterr);
    if (handle) {
        forget_user(n, handle);
        (void) snmp_sess_close(handle);
    }
    explicit_bzero(session.securityAuthKey, sizeof(session.securityAuthKey));
    explicit_bzero(session.securityPrivKey, sizeof(session.securityPrivKey));
    return r;
}

static int send_notification(const struct lwi_snmp_notification *n,
                             const struct lwi_action_run *run, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&library.lock);
    int r = send_locked(n, run, reterr);
    (void) pthread_mutex_unlock(&library.lock);
    return r;
}

LWI_MODULE_EXPORT const struct lwi_snmp_table lwi_snmp_table = {.send = send_notification};
