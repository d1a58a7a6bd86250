/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/recovery_mail.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define WAITING_MAX 8
#define USER_SIZE   65

struct lwi_recovery_mail {
    struct lwi_recovery *recovery;
    struct lwi_actor *actor;
    struct lwi_system *system;
    const struct lwi_log *log;
    atomic_int cancel;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    /* Under lock. */
    char waiting[WAITING_MAX][USER_SIZE];
    size_t count;
};

static void send_code(struct lwi_recovery_mail *mail, const char *user)
{
    char code[LWI_RECOVERY_CODE_SIZE], to[LWI_RECOVERY_EMAIL_SIZE], text[700], html[900];
    struct lwi_system_config config;
    struct lw_error error = {0};
    int r = lwi_recovery_make_code(mail->recovery, user, code, to, &error);
    if (r < 0) { /* who asked is not told, but the administrator of the host may know */
        lwi_log(mail->log, LWI_LOG_INFO, "no code was sent for a lost password: %s", error.message);
        return;
    }
    lwi_system_config(mail->system, &config);
    (void) snprintf(text, sizeof(text),
                    "Somebody, you we hope, has lost the password of the user %s.\n\n"
                    "Your code: %s\n\nIt is good for %d minutes, once. Who has not asked for it "
                    "need not do anything: nobody has it but you.\n",
                    user, code, LWI_RECOVERY_CODE_MIN);
    (void) snprintf(html, sizeof(html),
                    "<!DOCTYPE html><html><body><p>Somebody, you we hope, has lost the password of "
                    "the user %s.</p><p>Your code: <b>%s</b></p><p>It is good for %d minutes, "
                    "once. Who has not asked for it need not do anything: nobody has it but "
                    "you.</p></body></html>\n",
                    user, code, LWI_RECOVERY_CODE_MIN);
    const struct lwi_actor_mail letter = {to, "[Lenswatch] Code for a lost password", text, html};
    r = lwi_actor_mail(mail->actor, config.recovery_action, &letter, &mail->cancel, &error);
    sodium_memzero(code, sizeof(code));
    sodium_memzero(text, sizeof(text));
    sodium_memzero(html, sizeof(html));
    if (r < 0)
        lwi_log(mail->log, LWI_LOG_WARNING,
                "the code for a lost password of %s could not be sent: %s", user, error.message);
    else
        lwi_log(mail->log, LWI_LOG_NOTICE, "a code for a lost password of %s was sent", user);
}

static void *work(void *cookie)
{
    struct lwi_recovery_mail *mail = cookie;
    char user[USER_SIZE];
    (void) pthread_mutex_lock(&mail->lock);
    while (!atomic_load(&mail->cancel)) {
        if (mail->count == 0) {
            (void) pthread_cond_wait(&mail->wake, &mail->lock);
            continue;
        }
        memcpy(user, mail->waiting[0], sizeof(user));
        memmove(mail->waiting[0], mail->waiting[1], --mail->count * USER_SIZE);
        (void) pthread_mutex_unlock(&mail->lock);
        send_code(mail, user);
        (void) pthread_mutex_lock(&mail->lock);
    }
    (void) pthread_mutex_unlock(&mail->lock);
    return NULL;
}

int lwi_recovery_mail_new(struct lwi_recovery_mail **ret_mail, struct lwi_recovery *recovery,
                          struct lwi_actor *actor, struct lwi_system *system,
                          const struct lwi_log *log)
{
    struct lwi_recovery_mail *mail = calloc(1, sizeof(*mail));
    if (!mail)
        return -ENOMEM;
    mail->recovery = recovery;
    mail->actor = actor;
    mail->system = system;
    mail->log = log;
    (void) pthread_mutex_init(&mail->lock, NULL);
    (void) pthread_cond_init(&mail->wake, NULL);
    if (pthread_create(&mail->thread, NULL, work, mail) != 0) {
        free(mail);
        return -EAGAIN;
    }
    *ret_mail = mail;
    return 0;
}

void lwi_recovery_mail_free(struct lwi_recovery_mail **mail)
{
    if (!*mail)
        return;
    (void) pthread_mutex_lock(&(*mail)->lock);
    atomic_store(&(*mail)->cancel, 1);
    (void) pthread_cond_signal(&(*mail)->wake);
    (void) pthread_mutex_unlock(&(*mail)->lock);
    (void) pthread_join((*mail)->thread, NULL);
    (void) pthread_mutex_destroy(&(*mail)->lock);
    (void) pthread_cond_destroy(&(*mail)->wake);
    free(*mail);
    *mail = NULL;
}

int lwi_recovery_mail_ask(struct lwi_recovery_mail *mail, const char *user)
{
    int r = -EAGAIN;
    (void) pthread_mutex_lock(&mail->lock);
    if (mail->count < WAITING_MAX) {
        (void) snprintf(mail->waiting[mail->count++], USER_SIZE, "%s", user);
        (void) pthread_cond_signal(&mail->wake);
        r = 0;
    }
    (void) pthread_mutex_unlock(&mail->lock);
    return r;
}
