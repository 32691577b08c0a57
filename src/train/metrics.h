/* How good answers are: computed from (true label, given label, confidence) of each row. */
#ifndef STANCE_TRAIN_METRICS_H
#define STANCE_TRAIN_METRICS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define METRICS_THRESHOLDS 7    /* of the coverage table */
#define METRICS_BINS       10   /* of confidence, equally wide, for the calibration error */
#define METRICS_RESAMPLE   2000 /* bootstrap samples */

struct label_metrics {
    double precision; /* 0 where the label was never given */
    double recall;    /* 0 where the label does not occur */
    double f1;
    size_t support; /* rows with this true label */
};

/* A reliability bin: rows whose confidence is in [i / METRICS_BINS, (i + 1) / METRICS_BINS). */
struct confidence_bin {
    size_t count;
    double accuracy;   /* share of its rows that are right; 0 for no rows */
    double confidence; /* their mean confidence */
};

/* What remains when every row below a confidence is left out. */
struct coverage_point {
    double threshold; /* 0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95 */
    size_t count;     /* rows with at least this confidence */
    double precision; /* share of them that are right; 0 for no rows */
};

struct metrics {
    size_t count; /* rows */
    size_t n_labels;
    size_t *confusion;               /* [n_labels true][n_labels given] */
    struct label_metrics *per_label; /* [n_labels] */
    double accuracy;
    double macro_f1;     /* mean F1 of the labels that occur or were given */
    double macro_f1_low; /* 95 % interval: percentile bootstrap over rows (Efron 1979) */
    double macro_f1_high;
    double ece; /* expected calibration error (Naeini et al. 2015): mean |accuracy - confidence|
                   over bins, weighted by their rows */
    struct confidence_bin bins[METRICS_BINS];
    struct coverage_point coverage[METRICS_THRESHOLDS];
};

/* `truth` and `given` hold `count` label indices below n_labels, `confidence` 0..1. The bootstrap
 * is seeded. On success the caller releases *metrics. */
int metrics_compute(const size_t *truth, const size_t *given, const double *confidence,
                    size_t count, size_t n_labels, uint64_t seed, struct metrics *metrics,
                    stance_error *error);

void metrics_release(struct metrics *metrics);

/* Two sets of answers to the same rows. */
struct comparison {
    size_t only_first_right;  /* rows that the first answers right and the second wrong */
    size_t only_second_right; /* the reverse */
    double p_value;           /* McNemar's test (1947): exact binomial below 25 such rows, else
                                 chi-squared with Edwards's correction */
    double difference;        /* macro-F1 of the second minus that of the first */
    double difference_low;    /* 95 % interval: paired percentile bootstrap over rows */
    double difference_high;
};

int metrics_compare(const size_t *truth, const size_t *first, const size_t *second, size_t count,
                    size_t n_labels, uint64_t seed, struct comparison *comparison,
                    stance_error *error);

#endif
