/* The training record of a model: where it comes from, in facts that people read with `stance
 * show`. No clocks, paths or machine names: the same training gives the same record. */
#ifndef STANCE_TRAIN_RECORD_H
#define STANCE_TRAIN_RECORD_H

#include "train/metrics.h"
#include "train/trainer.h"

/* Adds the facts of one training run to the model. */
int record_training(struct stance_model *model, const struct dataset *dataset,
                    const struct trainer_options *options, const struct metrics *validated,
                    stance_error *error);

#define RECORD_LIBRARIES_SIZE 128

/* The libraries that decide what is learnt and answered, with their versions. */
void record_libraries(char text[RECORD_LIBRARIES_SIZE]);

#endif
