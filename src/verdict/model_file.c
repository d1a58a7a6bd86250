/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The model file: lines of words, so that it can be read, compared and kept in a
 * repository. docs/ref/model-format.md describes it. A file from anywhere is read
 * with suspicion: every count is bounded and every index is checked here, so that
 * the evaluator needs no checks.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "verdict/model.h"

#define WORDS_MAX      (LWI_MODEL_FEATURES_MAX + LWI_OUTPUT_COUNT + 4)
#define LINE_MAX_BYTES 8192

/* Where the reader is. */
struct reader {
    const char *what;
    const char *next, *end;
    size_t line_number;
    char line[LINE_MAX_BYTES];
    const char *words[WORDS_MAX];
    size_t word_count;
    struct lw_error *reterr;
};

static int bad(const struct reader *r, const char *problem)
{
    return lwi_error_set(r->reterr, -EBADMSG, "%s: line %zu: %s", r->what, r->line_number, problem);
}

/* Reads the next line that is not empty and not a comment, and splits it at its blanks. */
static int read_line(struct reader *r)
{
    do {
        if (r->next == r->end)
            return bad(r, "the file ends too early");
        const char *stop = memchr(r->next, '\n', (size_t) (r->end - r->next));
        r->line_number++;
        if (!stop)
            return bad(r, "the file is torn: its last line has no end");
        size_t length = (size_t) (stop - r->next);
        if (length >= sizeof(r->line) || memchr(r->next, '\0', length))
            return bad(r, "this is not a line of a model file");
        memcpy(r->line, r->next, length);
        r->line[length] = '\0';
        r->next = stop + 1;
        r->word_count = 0;
        char *rest = r->line, *word;
        while (r->line[0] != '#' && (word = strsep(&rest, " "))) {
            if (*word == '\0')
                continue;
            if (r->word_count == WORDS_MAX)
                return bad(r, "too many words");
            r->words[r->word_count++] = word;
        }
    } while (r->word_count == 0);
    return 0;
}

static int is_word(const struct reader *r, size_t index, const char *word)
{
    return index < r->word_count && strcmp(r->words[index], word) == 0;
}

/* Reads a line that must have this first word and so many others. */
static int read_entry(struct reader *r, const char *word, size_t others)
{
    int error = read_line(r);

    if (error < 0)
        return error;
    if (!is_word(r, 0, word) || r->word_count != others + 1)
        return lwi_error_set(r->reterr, -EBADMSG, "%s: line %zu: expected '%s' and %zu more words",
                             r->what, r->line_number, word, others);
    return 0;
}

static int number(const struct reader *r, size_t index, double min, double max, double *ret)
{
    if (index >= r->word_count || lwi_parse_double(r->words[index], min, max, ret) < 0)
        return bad(r, "a number is missing, or out of its range");
    return 0;
}

static int count(const struct reader *r, size_t index, size_t max, size_t *ret)
{
    int64_t value;

    if (index >= r->word_count || lwi_parse_int(r->words[index], 0, (int64_t) max, &value) < 0)
        return bad(r, "a count is missing, or out of its range");
    *ret = (size_t) value;
    return 0;
}

static int read_head(struct reader *r, struct lw_model *m)
{
    int error = read_line(r);

    if (error < 0 || r->word_count != 2 || !is_word(r, 0, "lenswatch-model"))
        return lwi_error_set(r->reterr, -EBADMSG, "%s is not a Lenswatch model", r->what);
    if (!is_word(r, 1, "1"))
        return lwi_error_set(r->reterr, -ENOTSUP, "%s has format %.20s; this version reads 1",
                             r->what, r->words[1]);
    error = read_entry(r, "name", 1);
    if (error < 0)
        return error;
    if (strlen(r->words[1]) >= sizeof(m->name))
        return bad(r, "the name is too long");
    memcpy(m->name, r->words[1], strlen(r->words[1]) + 1);
    if ((error = read_entry(r, "threshold", 1)) < 0 ||
        (error = number(r, 1, 0, 1, &m->threshold)) < 0 ||
        (error = read_entry(r, "calibration", 2)) < 0 ||
        (error = number(r, 1, 1e-6, 1e6, &m->calibration_slope)) < 0 ||
        (error = number(r, 2, -1e6, 1e6, &m->calibration_offset)) < 0 ||
        (error = read_entry(r, "tile", 2)) < 0 ||
        (error = number(r, 1, -100, 100, &m->tile_even)) < 0)
        return error;
    return number(r, 2, 1e-6, 1e6, &m->tile_slope);
}

/* How many features follow; before that, where the model says it, the error of its radii. */
static int read_feature_count(struct reader *r, struct lw_model *m)
{
    int error = read_line(r);

    if (error == 0 && is_word(r, 0, "radius-error") && r->word_count == 2 &&
        (error = number(r, 1, 1e-6, 10, &m->radius_error)) == 0)
        error = read_line(r);
    if (error < 0)
        return error;
    if (!is_word(r, 0, "features") || r->word_count != 2)
        return bad(r, "expected the number of features");
    return count(r, 1, LWI_MODEL_FEATURES_MAX, &m->feature_count);
}

static int read_feature(struct reader *r, struct lw_model *m, size_t index)
{
    size_t version = 0;
    int error = read_entry(r, "feature", 2);

    if (error < 0 || (error = count(r, 2, 1000000, &version)) < 0)
        return error;
    long at = lw_feature_find(r->words[1]);
    const struct lw_feature_desc *desc = at < 0 ? NULL : lw_feature_at((size_t) at);
    if (!desc || desc->version != version) {
        error = lwi_error_set(r->reterr, -ENOTSUP,
                              "%s needs version %zu of the feature '%.60s', which is not here",
                              r->what, version, r->words[1]);
        lwi_error_hint(r->reterr, "train the model again with this version, or use another");
        return error;
    }
    m->feature_names[index] = desc->name;
    m->feature_versions[index] = desc->version;
    m->feature_indexes[index] = (size_t) at;
    return 0;
}

static int read_node(struct reader *r, const struct lw_model *m, struct lwi_node *nodes,
                     size_t index, size_t tree_size)
{
    size_t feature = 0, left = 0, right = 0;
    double threshold;
    int error = read_line(r);

    if (error < 0)
        return error;
    const int leaf = is_word(r, 0, "leaf") && r->word_count == 2;
    if (!leaf && !(is_word(r, 0, "node") && r->word_count == 5))
        return bad(r, "expected a node or a leaf");
    if ((error = number(r, leaf ? 1 : 2, -1e30, 1e30, &threshold)) < 0)
        return error;
    if (!leaf && ((error = count(r, 1, m->feature_count - 1, &feature)) < 0 ||
                  (error = count(r, 3, tree_size - 1, &left)) < 0 ||
                  (error = count(r, 4, tree_size - 1, &right)) < 0))
        return error;
    if (!leaf && (left <= index || right <= index))
        return bad(r, "a node's children do not stand after it");
    nodes[index] = (struct lwi_node){
        .threshold = (float) threshold,
        .feature = leaf ? -1 : (int16_t) feature,
        .left = (uint16_t) left,
        .right = (uint16_t) right,
    };
    return 0;
}

static int read_trees(struct reader *r, const struct lw_model *m, struct lwi_ensemble *e)
{
    const size_t nodes_max = e->node_count;
    size_t used = 0;

    for (size_t t = 0; t < e->tree_count; t++) {
        size_t size = 0;
        int error = read_entry(r, "tree", 1);
        if (error < 0 || (error = count(r, 1, UINT16_MAX, &size)) < 0)
            return error;
        if (size == 0 || size > nodes_max - used)
            return bad(r, "the trees have more nodes than was said");
        e->roots[t] = (uint32_t) used;
        e->sizes[t] = (uint16_t) size;
        for (size_t i = 0; i < size; i++)
            if ((error = read_node(r, m, e->nodes + used, i, size)) < 0)
                return error;
        used += size;
    }
    return used == nodes_max ? 0 : bad(r, "the trees have fewer nodes than was said");
}

/* output NAME base BASE trees COUNT nodes COUNT */
static int read_ensemble(struct reader *r, struct lw_model *m)
{
    int output = 0, error;

    while (output < LWI_OUTPUT_COUNT && !is_word(r, 1, lwi_model_output_names[output]))
        output++;
    if (output == LWI_OUTPUT_COUNT || r->word_count != 8 || !is_word(r, 2, "base") ||
        !is_word(r, 4, "trees") || !is_word(r, 6, "nodes"))
        return bad(r, "expected an output that is known, its base, trees and nodes");
    struct lwi_ensemble *e = &m->outputs[output];
    if (e->tree_count > 0)
        return bad(r, "this output is there twice");
    if ((error = number(r, 3, -1e6, 1e6, &e->base)) < 0 ||
        (error = count(r, 5, LWI_MODEL_TREES_MAX, &e->tree_count)) < 0 ||
        (error = count(r, 7, LWI_MODEL_NODES_MAX, &e->node_count)) < 0)
        return error;
    if (e->tree_count == 0 || e->node_count == 0)
        return bad(r, "an output without trees");
    e->roots = calloc(e->tree_count, sizeof(*e->roots));
    e->sizes = calloc(e->tree_count, sizeof(*e->sizes));
    e->nodes = calloc(e->node_count, sizeof(*e->nodes));
    if (!e->roots || !e->sizes || !e->nodes)
        return lwi_error_set(r->reterr, -ENOMEM, "out of memory");
    return read_trees(r, m, e);
}

/* vector ANSWER-OF-EACH-OUTPUT VALUE-OF-EACH-FEATURE; "-" where there is no such output. */
static int read_vector(struct reader *r, const struct lw_model *m, struct lwi_model_vector *v)
{
    double value;
    int error = read_entry(r, "vector", LWI_OUTPUT_COUNT + m->feature_count);

    for (size_t i = 0; error == 0 && i < LWI_OUTPUT_COUNT; i++)
        if (m->outputs[i].tree_count > 0)
            error = number(r, 1 + i, -1e30, 1e30, &v->answers[i]);
    for (size_t i = 0; error == 0 && i < m->feature_count; i++) {
        error = number(r, 1 + LWI_OUTPUT_COUNT + i, -1e30, 1e30, &value);
        if (error == 0)
            v->inputs[i] = (float) value;
    }
    return error;
}

static int read_body(struct reader *r, struct lw_model *m)
{
    int error = read_head(r, m);

    if (error < 0 || (error = read_feature_count(r, m)) < 0)
        return error;
    if (m->feature_count == 0)
        return bad(r, "a model without features");
    for (size_t i = 0; i < m->feature_count; i++)
        if ((error = read_feature(r, m, i)) < 0)
            return error;
    while ((error = read_line(r)) == 0 && is_word(r, 0, "output"))
        if ((error = read_ensemble(r, m)) < 0)
            return error;
    if (error < 0)
        return error;
    if (m->outputs[LWI_OUTPUT_BLUR].tree_count == 0)
        return bad(r, "the model does not answer 'blur'");
    if (!is_word(r, 0, "vectors") || r->word_count != 2)
        return bad(r, "expected the test vectors");
    if ((error = count(r, 1, LWI_MODEL_VECTORS_MAX, &m->vector_count)) < 0)
        return error;
    if (m->vector_count == 0)
        return bad(r, "a model without test vectors");
    m->vectors = calloc(m->vector_count, sizeof(*m->vectors));
    if (!m->vectors)
        return lwi_error_set(r->reterr, -ENOMEM, "out of memory");
    for (size_t i = 0; i < m->vector_count; i++)
        if ((error = read_vector(r, m, &m->vectors[i])) < 0)
            return error;
    return 0;
}

uint64_t lwi_model_checksum(const char *text, size_t size)
{
    /* FNV-1a: against accidents, not against malice. */
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t) text[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static int read_checksum(struct reader *r, const char *text)
{
    const char *from = r->next;
    char right[17];
    int error = read_entry(r, "checksum", 1);

    if (error < 0)
        return error;
    (void) snprintf(right, sizeof(right), "%016" PRIx64,
                    lwi_model_checksum(text, (size_t) (from - text)));
    if (strcmp(r->words[1], right) != 0)
        return bad(r, "the checksum is wrong: the file was damaged or changed by hand");
    return r->next == r->end ? 0 : bad(r, "there is something after the end");
}

int lwi_model_parse(struct lw_model *ret_model, const char *text, size_t size, const char *what,
                    struct lw_error *reterr_error)
{
    struct reader *r = calloc(1, sizeof(*r));

    memset(ret_model, 0, sizeof(*ret_model));
    if (!r)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    r->what = what;
    r->next = text;
    r->end = text + size;
    r->reterr = reterr_error;
    int error = read_body(r, ret_model);
    if (error == 0)
        error = read_checksum(r, text);
    free(r);
    if (error < 0)
        lwi_model_clear(ret_model);
    return error;
}
