/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/dataset.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"

#define CSV_BYTES_MAX (64u << 20)
#define CSV_COLUMNS   16
#define DEPTH_MAX     16

static int name_index(struct lwi_names *names, const char *name, unsigned *ret_index)
{
    /* The last ones first: rows of a group stand together. */
    for (size_t i = names->count; i-- > 0;) {
        if (strcmp(names->names[i], name) == 0) {
            *ret_index = (unsigned) i;
            return 0;
        }
    }
    char **grown = realloc(names->names, (names->count + 1) * sizeof(*grown));
    if (!grown)
        return -ENOMEM;
    names->names = grown;
    grown[names->count] = strdup(name);
    if (!grown[names->count])
        return -ENOMEM;
    *ret_index = (unsigned) names->count++;
    return 0;
}

int lwi_dataset_add(struct lwi_dataset *dataset, const struct lwi_picture *picture, const char *set,
                    const char *group)
{
    struct lwi_picture added = *picture;
    char *full = NULL;

    if (dataset->count == dataset->room) {
        size_t room = dataset->room ? 2 * dataset->room : 256;
        struct lwi_picture *grown = realloc(dataset->pictures, room * sizeof(*grown));
        if (!grown)
            return -ENOMEM;
        dataset->pictures = grown;
        dataset->room = room;
    }
    if (asprintf(&full, "%s/%s", set, group) < 0)
        return -ENOMEM;
    int r = name_index(&dataset->sets, set, &added.set);
    if (r == 0)
        r = name_index(&dataset->groups, full, &added.group);
    free(full);
    if (r < 0)
        return r;
    added.path = strdup(picture->path);
    if (!added.path)
        return -ENOMEM;
    dataset->pictures[dataset->count++] = added;
    return 0;
}

static void clear_names(struct lwi_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->names[i]);
    free(names->names);
    *names = (struct lwi_names){NULL, 0};
}

void lwi_dataset_clear(struct lwi_dataset *dataset)
{
    for (size_t i = 0; i < dataset->count; i++)
        free(dataset->pictures[i].path);
    free(dataset->pictures);
    clear_names(&dataset->sets);
    clear_names(&dataset->groups);
    memset(dataset, 0, sizeof(*dataset));
}

unsigned lwi_dataset_fold(const struct lwi_dataset *dataset, unsigned group, unsigned folds)
{
    uint32_t hash = UINT32_C(2166136261); /* FNV-1a */
    for (const char *c = dataset->groups.names[group]; *c; c++)
        hash = (hash ^ (uint8_t) *c) * UINT32_C(16777619);
    return (hash ^ hash >> 15) % folds;
}

/* ---- folders ---- */

struct walk {
    struct lwi_dataset *dataset;
    const char *set, *root;
    enum lwi_label label;
    unsigned per_folder;
    struct lw_error *reterr;
};

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* no locale: the same order everywhere */
}

static int walk_folder(struct walk *w, const char *dir, unsigned depth);

/* Adds file `index` of the `count` of a folder, unless it is one of those left out. */
static int add_file(struct walk *w, const char *path, const char *dir, unsigned index,
                    unsigned count)
{
    const unsigned keep = w->per_folder;
    const int at_root = strcmp(dir, w->root) == 0;

    if (keep > 0 && count > keep && !at_root &&
        (uint64_t) index * keep / count == (uint64_t) (index + 1) * keep / count)
        return 0;
    struct lwi_picture picture = {.path = (char *) path, .label = w->label};
    return lwi_dataset_add(w->dataset, &picture, w->set,
                           at_root ? path + strlen(w->root) + 1 : dir + strlen(w->root) + 1);
}

static int walk_entries(struct walk *w, const char *dir, struct dirent **entries, int count,
                        unsigned depth)
{
    unsigned files = 0, index = 0;
    struct stat st;
    char *path;

    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < count; i++) {
            if (asprintf(&path, "%s/%s", dir, entries[i]->d_name) < 0)
                return -ENOMEM;
            int r = stat(path, &st) < 0 ? -errno : 0;
            if (r == 0 && S_ISREG(st.st_mode) && pass == 0)
                files++;
            else if (r == 0 && S_ISREG(st.st_mode))
                r = add_file(w, path, dir, index++, files);
            else if (r == 0 && S_ISDIR(st.st_mode) && pass == 1)
                r = walk_folder(w, path, depth + 1);
            free(path);
            if (r < 0)
                return r;
        }
    }
    return 0;
}

static int walk_folder(struct walk *w, const char *dir, unsigned depth)
{
    struct dirent **entries;

    if (depth > DEPTH_MAX)
        return lwi_error_set(w->reterr, -ELOOP, "'%s': folders too deep", dir);
    int count = scandir(dir, &entries, visible, by_name);
    if (count < 0)
        return lwi_error_set(w->reterr, -errno, "'%s': %s", dir, strerror(errno));
    int r = walk_entries(w, dir, entries, count, depth);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return r;
}

int lwi_dataset_add_folder(struct lwi_dataset *dataset, const char *spec, enum lwi_label label,
                           unsigned per_folder, struct lw_error *reterr)
{
    const char *equals = strchr(spec, '=');
    const size_t before = dataset->count;
    char *root = strdup(equals ? equals + 1 : spec);
    char *set = equals ? strndup(spec, (size_t) (equals - spec)) : NULL;

    if (!root || (equals && !set)) {
        free(root);
        free(set);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    while (strlen(root) > 1 && root[strlen(root) - 1] == '/')
        root[strlen(root) - 1] = '\0';
    const char *last = strrchr(root, '/');
    struct walk w = {dataset, set ? set : last ? last + 1 : root, root, label, per_folder, reterr};
    int r = walk_folder(&w, root, 0);
    if (r == -ENOMEM)
        (void) lwi_error_set(reterr, r, "out of memory");
    else if (r == 0 && dataset->count == before)
        r = lwi_error_set(reterr, -ENOENT, "'%s': there is no picture", root);
    free(root);
    free(set);
    return r;
}

/* ---- CSV ---- */

/* Splits a line at its commas, in place. Quotes are not needed for paths and are refused. */
static int split(char *line, const char **columns)
{
    int count = 0;
    char *rest = line, *word;

    while ((word = strsep(&rest, ","))) {
        if (count == CSV_COLUMNS || strchr(word, '"'))
            return -EINVAL;
        columns[count++] = word;
    }
    return count;
}

struct csv {
    struct lwi_dataset *dataset;
    const char *path;
    char *folder;
    int column_path, column_label, column_group, column_set;
    struct lw_error *reterr;
};

static int read_columns(struct csv *csv, char *line)
{
    const char *columns[CSV_COLUMNS];
    int count = split(line, columns);

    csv->column_path = csv->column_label = csv->column_group = csv->column_set = -1;
    for (int i = 0; i < count; i++) {
        int *column = strcmp(columns[i], "path") == 0    ? &csv->column_path
                      : strcmp(columns[i], "label") == 0 ? &csv->column_label
                      : strcmp(columns[i], "group") == 0 ? &csv->column_group
                      : strcmp(columns[i], "set") == 0   ? &csv->column_set
                                                         : NULL;
        if (column)
            *column = i;
    }
    if (csv->column_path < 0 || csv->column_label < 0)
        return lwi_error_set(csv->reterr, -EINVAL,
                             "'%s': the first line must name the columns path and label",
                             csv->path);
    return 0;
}

static int add_row(struct csv *csv, const char *const *columns, const char *path)
{
    const char *label = columns[csv->column_label];
    const char *group =
        csv->column_group < 0 ? columns[csv->column_path] : columns[csv->column_group];
    const char *set = csv->column_set < 0 ? "all" : columns[csv->column_set];
    struct lwi_picture picture = {.path = (char *) path};

    if (strcmp(label, "masked") == 0)
        return lwi_dataset_add_masked(csv->dataset, path, set, group, csv->reterr);
    if (strcmp(label, "blurry") == 0)
        picture.label = LWI_LABEL_BLURRY;
    else if (strcmp(label, "clear") != 0)
        return lwi_error_set(csv->reterr, -EINVAL, "'%s': there is no label '%.40s'", csv->path,
                             label);
    return lwi_dataset_add(csv->dataset, &picture, set, group);
}

static int read_row(struct csv *csv, char *line, size_t number)
{
    const char *columns[CSV_COLUMNS];
    int count = split(line, columns);
    char *path;

    if (count <= csv->column_path || count <= csv->column_label || count <= csv->column_group ||
        count <= csv->column_set)
        return lwi_error_set(csv->reterr, -EINVAL, "'%s': line %zu: columns are missing", csv->path,
                             number);
    const char *name = columns[csv->column_path];
    if (asprintf(&path, "%s%s", name[0] == '/' ? "" : csv->folder, name) < 0)
        return lwi_error_set(csv->reterr, -ENOMEM, "out of memory");
    int r = add_row(csv, columns, path);
    free(path);
    return r;
}

int lwi_dataset_add_csv(struct lwi_dataset *dataset, const char *path, struct lw_error *reterr)
{
    const char *slash = strrchr(path, '/');
    struct csv csv = {.dataset = dataset, .path = path, .reterr = reterr};
    uint8_t *data;
    size_t size, number = 0;

    int r = lwi_file_read(path, CSV_BYTES_MAX, &data, &size, reterr);
    if (r < 0)
        return r;
    csv.folder = strndup(path, slash ? (size_t) (slash + 1 - path) : 0);
    char *rest = (char *) data, *line;
    while (r == 0 && csv.folder && (line = strsep(&rest, "\n"))) {
        line[strcspn(line, "\r")] = '\0';
        number++;
        if (*line)
            r = number == 1 ? read_columns(&csv, line) : read_row(&csv, line, number);
    }
    if (!csv.folder || r == -ENOMEM)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    free(csv.folder);
    free(data);
    return r;
}
