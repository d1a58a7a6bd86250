/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table of measured pictures as a CSV file: what a notebook starts from. */
#include <math.h>
#include <string.h>

#include "train/evaluate.h"

/* One field, quoted where it must be. */
static void write_field(FILE *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        (void) fputs(text, out);
        return;
    }
    (void) fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            (void) fputc('"', out);
        (void) fputc(*text, out);
    }
    (void) fputc('"', out);
}

void lwi_table_write_csv(const struct lwi_table *table, const struct lwi_dataset *dataset,
                         const double *probabilities, FILE *out)
{
    (void) fprintf(out, "path,set,group,label,region,probability");
    for (size_t c = 0; c < table->column_count; c++)
        (void) fprintf(out, ",%s", lw_feature_at(table->columns[c])->name);
    (void) fprintf(out, "\n");
    for (size_t i = 0; i < table->real_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        const struct lwi_picture *picture = &dataset->pictures[row->picture];
        write_field(out, picture->path);
        (void) fputc(',', out);
        write_field(out, dataset->sets.names[row->set]);
        (void) fputc(',', out);
        write_field(out, dataset->groups.names[row->group]);
        (void) fprintf(out, ",%s,", row->label == LWI_LABEL_BLURRY ? "blurry" : "clear");
        if (picture->side > 0)
            (void) fprintf(out, "%u:%u:%u", picture->x, picture->y, picture->side);
        (void) fprintf(out, ",");
        if (probabilities && !isnan(probabilities[i]))
            (void) fprintf(out, "%.6g", probabilities[i]);
        for (size_t c = 0; c < table->column_count; c++) {
            (void) fprintf(out, ",");
            if (lwi_row_usable(row))
                (void) fprintf(out, "%.9g", (double) table->values[i * table->column_count + c]);
        }
        (void) fprintf(out, "\n");
    }
}
