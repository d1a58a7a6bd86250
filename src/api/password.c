/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Rules for passwords. A list of leaked passwords would be large and almost all
 * of it fails the other rules anyway; what passes them is a common word in
 * disguise ("P@ssw0rd1!"). So the disguise is taken off and the word looked up.
 */
#include "api/password.h"

#include <errno.h>
#include <sodium.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"

_Static_assert(LWI_PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "room for a hash");

/* Between libsodium's INTERACTIVE and MODERATE: three passes over 64 MiB fit a small board. */
#define HASH_PASSES   3
#define DIFFERENT_MIN 5
#define HASH_MEMORY   (64u << 20)

const char lwi_password_rules[] =
    "8 to 128 characters, of at least 3 kinds (lower case, upper case, digits, other), and not "
    "a commonly used password or the user's name";

/* Its parameters are those above. */
const char lwi_password_nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$XJQbpucj/SmaKMUcue0ahQ$"
                                   "30W4WpaCzdtTopuFZkrewmC1vxWH27c6VpVUsSOl6RU";

/* Folded as fold() does; each ends with a blank. */
static const char common_words[] =
    "a aa ab abc abcd abcdef access admin administrator amcrest asdf asdfgh asdfghjkl autumn axis "
    "azerty baseball batman camera cctv changeit changeme charlie cisco computer dahua "
    "default demo dragon flower football foscam freedom google guest hallo hello hik hikvision "
    "iloveyou internet ipcam jordan killer lenswatch letmein login london lovely manager "
    "master michael monkey newpassword nothing operator pass passord passphrase passw passwd "
    "password passwort princess private pwd qazwsx qazxsw qwe qweasd qweasdzxc qwer qwert "
    "qwerty qwertyuiop qwertz raspberry reolink root samsung secret secure security service "
    "shadow soccer spring starwars summer sunshine superman superuser supervisor support "
    "system temp test tester testing toor trustno ubnt user welcome whatever winter zaq "
    "zaqwsx zxcvbn zxcvbnm ";

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char fold_char(char c)
{
    static const char from[] = "0134579@$!|+";
    static const char to[] = "oieastgasilt";
    const char *look_alike = c ? strchr(from, c) : NULL;
    if (look_alike)
        return to[look_alike - from];
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

/* Disguises of a word. */
enum disguise {
    WRAPPED = 0,  /* signs around it, look-alikes in it: "P@ssw0rd1!" is "password" */
    LOOK_ALIKE,   /* look-alikes at its ends, too: "@dmin123" is "admin" */
    INTERSPERSED, /* signs among its letters: "1q2w3e4r5T" is "qwert" */
    DISGUISES,
};

/* Takes the disguise off. */
static void fold(const char *password, enum disguise disguise, char *ret, size_t size)
{
    const char *begin = password, *end = password + strlen(password);
    while (begin < end && !is_letter(*begin) &&
           (disguise != LOOK_ALIKE || fold_char(*begin) == *begin))
        begin++;
    while (begin < end && !is_letter(end[-1]))
        end--;
    size_t n = 0;
    for (; begin < end && n + 1 < size; begin++) {
        char c = disguise == INTERSPERSED && !is_letter(*begin) ? '\0' : fold_char(*begin);
        if (is_letter(c))
            ret[n++] = c;
    }
    ret[n] = '\0';
}

static int is_common(const char *password)
{
    char folded[LWI_PASSWORD_LENGTH_MAX + 1];
    for (enum disguise disguise = WRAPPED; disguise < DISGUISES; disguise++) {
        fold(password, disguise, folded, sizeof(folded));
        size_t length = strlen(folded);
        for (const char *word = common_words; *word; word = strchr(word, ' ') + 1) {
            size_t size = strcspn(word, " ");
            /* The word once or several times over. */
            size_t at = 0;
            while (at + size <= length && memcmp(folded + at, word, size) == 0)
                at += size;
            if (length > 0 && at == length)
                return 1;
        }
    }
    return 0;
}

/* Of few different characters: "Aa1Aa1Aa1" has three. */
static int is_monotonous(const char *password)
{
    size_t different = 0;
    for (const char *c = password; *c; c++)
        different += memchr(password, *c, (size_t) (c - password)) == NULL;
    return different < DIFFERENT_MIN;
}

static int kinds(const char *password)
{
    unsigned seen = 0;
    for (const char *c = password; *c; c++) {
        if (*c >= 'a' && *c <= 'z')
            seen |= 1;
        else if (is_letter(*c))
            seen |= 2;
        else if (is_digit(*c))
            seen |= 4;
        else
            seen |= 8;
    }
    return (int) ((seen & 1) + (seen >> 1 & 1) + (seen >> 2 & 1) + (seen >> 3 & 1));
}

static int contains_name(const char *password, const char *user)
{
    size_t length = strlen(user);
    if (length < 3)
        return 0;
    for (; *password; password++) {
        size_t i = 0;
        while (i < length && password[i] && fold_char(password[i]) == fold_char(user[i]))
            i++;
        if (i == length)
            return 1;
    }
    return 0;
}

size_t lwi_password_letters(const char *password)
{
    size_t letters = 0;
    for (const char *c = password; *c; c++)
        letters += ((unsigned char) *c & 0xc0) != 0x80; /* not inside of one in UTF-8 */
    return letters;
}

int lwi_password_check(const char *password, const char *user, struct lw_error *reterr)
{
    size_t length = strlen(password);
    const char *why = NULL;
    if (lwi_password_letters(password) < LWI_PASSWORD_LENGTH_MIN)
        why = "The password is too short";
    else if (length > LWI_PASSWORD_LENGTH_MAX)
        why = "The password is too long";
    else if (kinds(password) < 3)
        why = "The password has too few kinds of characters";
    else if (contains_name(password, user))
        why = "The password contains the user's name";
    else if (is_common(password) || is_monotonous(password))
        why = "The password is one that is commonly used";
    if (!why)
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "%s", why);
    lwi_error_hint(reterr, "Choose %s", lwi_password_rules);
    return -EINVAL;
}

int lwi_password_hash(const char *password, char ret_hash[LWI_PASSWORD_HASH_SIZE])
{
    if (crypto_pwhash_str(ret_hash, password, strlen(password), HASH_PASSES, HASH_MEMORY) != 0)
        return -ENOMEM;
    return 0;
}

int lwi_password_verify(const char *password, const char *hash)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
