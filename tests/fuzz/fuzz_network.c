/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any bytes as what comes from the network or from an administrator's file: lists of
 * addresses, X-Forwarded-For, Host, and certificates in PEM and PKCS#12. The first byte
 * says which. What is taken is described and can be served with.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/certificate.h"
#include "api/door.h"
#include "api/guard.h"
#include "api/tls.h"
#include "fuzz.h"

#define NOW_S INT64_C(1800000000)

static void read_addresses(const char *text)
{
    static struct lwi_address_list list;
    uint8_t peer[LWI_ADDRESS_BYTES] = {0}, client[LWI_ADDRESS_BYTES];
    struct lw_error error = {0};
    struct lwi_door *door = NULL;
    if (lwi_address_list_parse(text, &list, &error) == 0) {
        assert(list.count <= LWI_ADDRESS_RANGES_MAX);
        for (size_t i = 0; i < list.count; i++) {
            const struct lwi_address_range *range = &list.ranges[i];
            assert(lwi_address_list_has(&list, range->first));
            /* ::/80 ends with what is only written as IPv6, and does not hold it. */
            assert(lwi_address_list_has(&list, range->last) ||
                   lwi_address_is_v4(range->last) != lwi_address_is_v4(range->first));
        }
    } else {
        assert(error.message[0]);
    }
    static struct lwi_system_config config;
    lwi_system_config_default(&config);
    memcpy(config.trusted_proxies, "::/0,0.0.0.0/0", sizeof("::/0,0.0.0.0/0"));
    if (lwi_door_new(&door) < 0)
        abort();
    lwi_door_set(door, &config);
    lwi_door_client(door, peer, text, client);
    lwi_door_free(&door);
    (void) lwi_guard_host(text, NULL);
    (void) lwi_guard_origin(text, text, NULL);
    (void) lwi_certificate_name_check(text, NULL);
}

static void take(const struct lwi_certificate_files *files)
{
    struct lwi_certificate_info info;
    struct lw_error error = {0};
    struct lwi_tls *tls = NULL;
    char *chain = NULL, *key = NULL;
    if (lwi_certificate_take(files, NOW_S, &chain, &key, &error) < 0) {
        assert(error.message[0] && !chain && !key);
        return;
    }
    assert(lwi_certificate_describe(chain, &info) == 0 && info.chain_length >= 1);
    assert(info.until_s >= NOW_S && info.from_s <= NOW_S);
    if (lwi_tls_new(&tls) < 0)
        abort();
    (void) lwi_tls_set(tls, chain, key, 1, &error);
    lwi_tls_free(&tls);
    free(chain);
    lwi_certificate_key_free(&key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lwi_certificate_info info;
    if (size < 1)
        return 0;
    char *text = malloc(size);
    if (!text)
        abort();
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    if (data[0] % 3 == 0) {
        read_addresses(text);
    } else if (data[0] % 3 == 1) {
        take(&(struct lwi_certificate_files){.certificates = text, .passphrase = "open-sesame"});
        (void) lwi_certificate_describe(text, &info);
        (void) lwi_certificate_describe_request(text, &info);
    } else {
        /* Its rounds of hashing are an administrator's own time, and would be the fuzzer's. */
        take(&(struct lwi_certificate_files){
            .pkcs12 = data + 1, .pkcs12_size = size - 1, .passphrase = NULL});
    }
    free(text);
    return 0;
}
