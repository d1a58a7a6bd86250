/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/transfer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <curl/curl.h>
#include <glib.h>
#include <gnutls/gnutls.h>

#include "base/error.h"

int lwi_transfer_open(struct lwi_transfer *ret_transfer, struct lwi_action_run *run,
                      const char *protocols, const char *place, struct lw_error *reterr)
{
    *ret_transfer = (struct lwi_transfer){.run = run, .place = place};
    int r = lwi_action_curl(&ret_transfer->curl, run, protocols, reterr);
    if (r == 0)
        (void) curl_easy_setopt(ret_transfer->curl, CURLOPT_ERRORBUFFER, ret_transfer->text);
    return r;
}

void lwi_transfer_close(struct lwi_transfer *transfer)
{
    if (transfer->curl)
        curl_easy_cleanup(transfer->curl);
    for (size_t i = 0; i < transfer->file_count; i++)
        (void) close(transfer->files[i]);
    *transfer = (struct lwi_transfer){0};
}

int lwi_transfer_file(struct lwi_transfer *transfer, const char *text, char *ret_path, size_t size,
                      struct lw_error *reterr)
{
    size_t length = strlen(text);
    int fd = transfer->file_count < LWI_TRANSFER_FILES_MAX
                 ? memfd_create("lenswatch-action", MFD_CLOEXEC)
                 : -1;
    if (fd < 0)
        return lwi_error_set(reterr, -EMFILE, "cannot make a file in memory");
    transfer->files[transfer->file_count++] = fd;
    if (write(fd, text, length) != (ssize_t) length)
        return lwi_error_set(reterr, -EIO, "cannot write a file in memory");
    (void) snprintf(ret_path, size, "/proc/self/fd/%d", fd);
    return 0;
}

static int check_pair(const char *certificate, const char *key, struct lw_error *reterr)
{
    gnutls_certificate_credentials_t both;
    const gnutls_datum_t data[] = {
        {(unsigned char *) certificate, (unsigned) strlen(certificate)},
        {(unsigned char *) key, (unsigned) strlen(key)},
    };
    if (gnutls_certificate_allocate_credentials(&both) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = gnutls_certificate_set_x509_key_mem(both, &data[0], &data[1], GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(both);
    if (r < 0)
        return lwi_error_set(reterr, -EINVAL,
                             "client_key: it and client_certificate are of no use: %s",
                             gnutls_strerror(r));
    return 0;
}

int lwi_transfer_check(const struct json_t *settings, struct lw_error *reterr)
{
    const char *ca = lwi_action_text(settings, "ca");
    const char *certificate = lwi_action_text(settings, "client_certificate");
    const char *key = lwi_action_text(settings, "client_key");
    if (ca[0] && !strstr(ca, "-----BEGIN CERTIFICATE-----"))
        return lwi_error_set(reterr, -EINVAL,
                             "ca: it must be PEM: -----BEGIN CERTIFICATE----- and so on");
    if (!certificate[0] != !key[0])
        return lwi_error_set(reterr, -EINVAL, "client_key: it and client_certificate go together");
    return certificate[0] ? check_pair(certificate, key, reterr) : 0;
}

static int set_file(struct lwi_transfer *transfer, const struct json_t *settings, const char *name,
                    CURLoption option, struct lw_error *reterr)
{
    char path[64];
    const char *text = lwi_action_text(settings, name);
    if (!text[0])
        return 0;
    int r = lwi_transfer_file(transfer, text, path, sizeof(path), reterr);
    if (r == 0 && curl_easy_setopt(transfer->curl, option, path) != CURLE_OK)
        r = lwi_error_set(reterr, -ENOTSUP, "%s: libcurl takes none here", name);
    return r;
}

int lwi_transfer_tls(struct lwi_transfer *transfer, const struct json_t *settings,
                     struct lw_error *reterr)
{
    long verify = lwi_action_bool(settings, "tls_verify");
    (void) curl_easy_setopt(transfer->curl, CURLOPT_SSL_VERIFYPEER, verify);
    (void) curl_easy_setopt(transfer->curl, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    (void) curl_easy_setopt(transfer->curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
    int r = set_file(transfer, settings, "ca", CURLOPT_CAINFO, reterr);
    if (r == 0)
        r = set_file(transfer, settings, "client_certificate", CURLOPT_SSLCERT, reterr);
    if (r == 0)
        r = set_file(transfer, settings, "client_key", CURLOPT_SSLKEY, reterr);
    return r;
}

/* What libcurl says, as errno, words and a remedy. */
static const struct {
    CURLcode curl;
    int code;
    const char *what, *hint;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, -EHOSTUNREACH, "the name cannot be resolved",
     "Check the host name, and that this machine has a DNS server."},
    {CURLE_COULDNT_RESOLVE_PROXY, -EHOSTUNREACH, "the name of the proxy cannot be resolved",
     "Check the setting proxy."},
    {CURLE_COULDNT_CONNECT, -ECONNREFUSED, "it takes no connection",
     "Check the host, the port and firewalls, and that the server runs."},
    {CURLE_OPERATION_TIMEDOUT, -ETIMEDOUT, "it did not answer in time",
     "Check the port, and whether the server expects TLS there; it may be overloaded."},
    {CURLE_LOGIN_DENIED, -EACCES, "it refuses the user name or the password",
     "Check both; some services want a password made for programs."},
    {CURLE_PEER_FAILED_VERIFICATION, -EKEYREJECTED, "its certificate does not verify",
     "Put the certificate of the authority that signed it into ca, and use the host name that is "
     "in the certificate."},
    {CURLE_USE_SSL_FAILED, -EPROTO, "it offers no TLS on this connection",
     "Nothing was sent in the clear. Check the setting for encryption and the port."},
    {CURLE_SSL_CONNECT_ERROR, -EPROTO, "no TLS connection came about",
     "Check whether the server speaks TLS on this port from the first byte on."},
    {CURLE_SSL_CERTPROBLEM, -EPROTO, "the client certificate or its key is not usable",
     "client_certificate and client_key must be PEM, and belong together."},
    {CURLE_SSL_CACERT_BADFILE, -EPROTO, "the certificates in ca cannot be read",
     "They must be PEM, from -----BEGIN CERTIFICATE----- on."},
    {CURLE_GOT_NOTHING, -ECONNRESET, "it closed the connection without an answer",
     "Check that it is the right port; the server may have stopped."},
    {CURLE_WEIRD_SERVER_REPLY, -EPROTO, "it does not speak the protocol that was expected",
     "Check the port and the setting for encryption."},
    {CURLE_REMOTE_ACCESS_DENIED, -EACCES, "it lets nobody into this folder",
     "Check the folder, and that the user may write there."},
    {CURLE_REMOTE_DISK_FULL, -ENOSPC, "its disk is full", "Free space at the server."},
    {CURLE_OUT_OF_MEMORY, -ENOMEM, "out of memory", ""},
};

int lwi_transfer_do(struct lwi_transfer *transfer, struct lw_error *reterr)
{
    transfer->text[0] = '\0';
    CURLcode curl = curl_easy_perform(transfer->curl);
    if (curl == CURLE_OK)
        return 0;
    /* The peer's own words may be among libcurl's. */
    for (char *c = transfer->text; *c; c++)
        *c = (char) (*c >= ' ' && *c < 0x7f ? *c : '?');
    if (curl == CURLE_ABORTED_BY_CALLBACK) {
        if (transfer->run->cancel && atomic_load(transfer->run->cancel))
            return lwi_error_set(reterr, -ECANCELED, "cancelled");
        curl = CURLE_OPERATION_TIMEDOUT;
    }
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        if (failures[i].curl != curl)
            continue;
        int is_tls = failures[i].code == -EKEYREJECTED || failures[i].code == -EPROTO;
        int r = lwi_error_set(reterr, failures[i].code, "%s: %s%s%.150s", transfer->place,
                              failures[i].what, is_tls && transfer->text[0] ? ": " : "",
                              is_tls ? transfer->text : "");
        lwi_error_hint(reterr, "%s", failures[i].hint);
        return r;
    }
    return lwi_error_set(reterr, -EIO, "%s: %.200s", transfer->place,
                         transfer->text[0] ? transfer->text : curl_easy_strerror(curl));
}

void lwi_transfer_answer(struct lwi_action_run *run, const char *text, size_t size)
{
    size_t kept = 0;
    char *valid = g_utf8_make_valid(text, (gssize) size);
    for (const char *c = valid; *c; c = g_utf8_next_char(c)) {
        size_t bytes = (size_t) (g_utf8_next_char(c) - c);
        if (kept + bytes >= sizeof(run->answer))
            break;
        if (!g_unichar_iscntrl(g_utf8_get_char(c))) {
            (void) memcpy(run->answer + kept, c, bytes);
            kept += bytes;
        } else if (kept > 0 && run->answer[kept - 1] != ' ') {
            run->answer[kept++] = ' ';
        }
    }
    g_free(valid);
    while (kept > 0 && run->answer[kept - 1] == ' ')
        kept--;
    run->answer[kept] = '\0';
}

size_t lwi_transfer_on_line(char *data, size_t one, size_t size, void *cookie)
{
    (void) one;
    if (size > 2)
        lwi_transfer_answer(cookie, data, size);
    return size;
}

void lwi_transfer_place(const struct json_t *settings, int port, char *ret_place, size_t size)
{
    const char *host = lwi_action_text(settings, "host");
    int is_ipv6 = strchr(host, ':') && host[0] != '[';
    (void) snprintf(ret_place, size, is_ipv6 ? "[%.250s]:%d" : "%.250s:%d", host, port);
}
