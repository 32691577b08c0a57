/* What `train` and `evaluate --cv` share: settings to trainer options, and labelled data. */
#ifndef STANCE_CLI_TRAINING_H
#define STANCE_CLI_TRAINING_H

#include "base/buffer.h"
#include "cli/option.h"
#include "train/metrics.h"
#include "train/trainer.h"

/* The pattern files that trainer options point into. */
struct training_files {
    struct buffer boilerplate;
    struct buffer cues;
};

#define TRAINING_FILES_EMPTY ((struct training_files){BUFFER_EMPTY, BUFFER_EMPTY})

/* The trainer's options that the settings ask for, checked. They borrow from the settings and from
 * *files, which the caller releases in any case. */
int training_options(const struct settings *settings, struct training_files *files,
                     struct trainer_options *options, stance_error *error);

void training_files_release(struct training_files *files);

/* Settles what the user left open by what suits the data: see trainer_suit(); and the built-in cues
 * are left out where the data has none of the labels that they were written for. `rows` are the
 * command's. To be called once the data is loaded. */
int training_suit(const struct option_row *rows, const struct settings *settings,
                  const struct dataset *dataset, struct trainer_options *options,
                  stance_error *error);

/* Loads the labelled files named by the operands. Records that are no good are told, and *skipped
 * is their number; with --strict the first one is a failure. */
int training_load(const struct settings *settings, char *const *operands, size_t n_operands,
                  struct dataset *dataset, size_t *skipped, stance_error *error);

/* Trains, and tells how far it is; see trainer_run(). */
int training_run(const struct settings *settings, const struct dataset *dataset,
                 const struct trainer_options *options, struct stance_model **model,
                 struct cross_validation *cv, stance_error *error);

/* The figures of a cross-validation. */
int training_metrics(const struct settings *settings, const struct dataset *dataset,
                     const struct cross_validation *cv, struct metrics *metrics,
                     stance_error *error);

#endif
