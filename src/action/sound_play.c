/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/sound_play.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <alsa/asoundlib.h>
#include <sndfile.h>

#include "base/clock.h"
#include "base/error.h"

#define FRAMES       1024
#define CHANNELS_MAX 8
/* What the device has in store: so long it goes on when nobody feeds it. */
#define LATENCY_US 200000
/* A device is waited for in steps, to see in between whether all is cancelled. */
#define WAIT_MS 100

/* Where the samples come from. */
struct reader {
    const struct lwi_sound *sound;
    size_t next; /* frame */
    size_t end;
    SNDFILE *file;
    unsigned channels, rate;
};

static int open_file(struct reader *reader, const char *path, struct lw_error *reterr)
{
    struct stat status;
    SF_INFO info = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int r = fd < 0 || fstat(fd, &status) < 0 ? -errno : 0;
    if (r == 0 && !S_ISREG(status.st_mode))
        r = -EINVAL;
    if (r < 0) {
        if (fd >= 0)
            (void) close(fd);
        return lwi_error_set(reterr, r, "%s: %s", path,
                             r == -EINVAL ? "it is not a file" : strerror(-r));
    }
    reader->file = sf_open_fd(fd, SFM_READ, &info, /* close_desc= */ SF_TRUE);
    if (!reader->file) {
        (void) lwi_error_set(reterr, -EINVAL, "%s: %.150s", path, sf_strerror(NULL));
        lwi_error_hint(reterr, "WAV, FLAC, Ogg and MP3 can be played.");
        return -EINVAL;
    }
    if (info.channels < 1 || info.channels > CHANNELS_MAX || info.samplerate < 1000 ||
        info.samplerate > 400000)
        return lwi_error_set(reterr, -EINVAL, "%s: %d channels of %d Hz cannot be played", path,
                             info.channels, info.samplerate);
    (void) sf_command(reader->file, SFC_SET_CLIPPING, NULL, SF_TRUE);
    reader->channels = (unsigned) info.channels;
    reader->rate = (unsigned) info.samplerate;
    reader->end = (size_t) info.samplerate * LWI_SOUND_FILE_MAX_S;
    return 0;
}

static int open_reader(struct reader *ret_reader, const struct lwi_sound *sound,
                       struct lw_error *reterr)
{
    *ret_reader =
        (struct reader){.sound = sound, .end = sound->count, .channels = 1, .rate = sound->rate};
    return sound->path ? open_file(ret_reader, sound->path, reterr) : 0;
}

static void close_reader(struct reader *reader)
{
    if (reader->file)
        (void) sf_close(reader->file);
}

/* Up to FRAMES frames; 0: no more. */
static size_t read_frames(struct reader *reader, int16_t *frames)
{
    size_t wanted = reader->end - reader->next < FRAMES ? reader->end - reader->next : FRAMES;
    size_t count = wanted;
    if (reader->file) {
        sf_count_t got = sf_readf_short(reader->file, frames, (sf_count_t) wanted);
        count = got > 0 ? (size_t) got : 0;
    } else if (count > 0) {
        (void) memcpy(frames, reader->sound->samples + reader->next, count * sizeof(*frames));
    }
    reader->next += count;
    return count;
}

/* ---- the device ---- */

static int fail(const char *device, int code, struct lw_error *reterr)
{
    (void) lwi_error_set(reterr, code == -EINVAL ? -ENODEV : code, "sound device '%.60s': %s",
                         device, snd_strerror(code));
    lwi_error_hint(reterr,
                   code == -EBUSY
                       ? "Another program plays on it; a device with dmix lets several."
                       : "aplay -L lists the devices; the user of the daemon must be in the "
                         "group audio.");
    return code == -EINVAL ? -ENODEV : code;
}

/* Why there is no time left. */
static int no_time(const struct lwi_action_run *run, struct lw_error *reterr)
{
    if (run->cancel && atomic_load(run->cancel))
        return lwi_error_set(reterr, -ECANCELED, "cancelled");
    return lwi_error_set(reterr, -ETIMEDOUT, "the sound device took too long");
}

static int feed(snd_pcm_t *pcm, const int16_t *frames, size_t count, unsigned channels,
                const char *device, const struct lwi_action_run *run, struct lw_error *reterr)
{
    while (count > 0) {
        if (lwi_action_left_ms(run) == 0)
            return no_time(run, reterr);
        snd_pcm_sframes_t done = snd_pcm_writei(pcm, frames, count);
        if (done == -EAGAIN) {
            (void) snd_pcm_wait(pcm, WAIT_MS);
            continue;
        }
        if (done < 0) /* it ran dry while we were not looking */
            done = snd_pcm_recover(pcm, (int) done, /* silent= */ 1);
        if (done < 0)
            return fail(device, (int) done, reterr);
        frames += (size_t) done * channels;
        count -= (size_t) done;
    }
    return 0;
}

/* Until what is in store was heard. A device that hangs must not hold us up. */
static void wait_until_heard(snd_pcm_t *pcm, unsigned rate, const struct lwi_action_run *run)
{
    snd_pcm_sframes_t delay = 0;
    (void) snd_pcm_start(pcm); /* less than it starts by itself with */
    if (snd_pcm_delay(pcm, &delay) == 0 && delay > 0)
        (void) lwi_action_pause(run, (double) delay / rate);
}

static int play_all(snd_pcm_t *pcm, struct reader *reader, const char *device, double volume,
                    const struct lwi_action_run *run, int *ret_heard, struct lw_error *reterr)
{
    size_t count;
    int16_t frames[FRAMES * CHANNELS_MAX];
    while ((count = read_frames(reader, frames)) > 0) {
        for (size_t i = 0; i < count * reader->channels; i++)
            frames[i] = (int16_t) (volume * frames[i]);
        int r = feed(pcm, frames, count, reader->channels, device, run, reterr);
        if (r < 0)
            return r;
        *ret_heard = 1;
    }
    wait_until_heard(pcm, reader->rate, run);
    return 0;
}

/* What ALSA has to say is in its errors. */
static void be_silent(const char *file, int line, const char *function, int error,
                      const char *format, ...)
{
    (void) file, (void) line, (void) function, (void) error, (void) format;
}

static void begin(void)
{
    (void) snd_lib_error_set_handler(be_silent);
}

static int play(const struct lwi_sound *sound, const char *device, double volume,
                const struct lwi_action_run *run, int *ret_heard, struct lw_error *reterr)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct reader reader;
    snd_pcm_t *pcm = NULL;
    (void) pthread_once(&once, begin);
    int r = open_reader(&reader, sound, reterr);
    if (r == 0) {
        r = snd_pcm_open(&pcm, device, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK);
        if (r == 0)
            r = snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED,
                                   reader.channels, reader.rate, /* soft_resample= */ 1,
                                   LATENCY_US);
        if (r < 0)
            r = fail(device, r, reterr);
    }
    if (r == 0)
        r = play_all(pcm, &reader, device, volume, run, ret_heard, reterr);
    if (pcm) {
        (void) snd_pcm_drop(pcm);
        (void) snd_pcm_close(pcm);
    }
    close_reader(&reader);
    return r;
}

LWI_MODULE_EXPORT const struct lwi_sound_table lwi_sound_table = {.play = play};
