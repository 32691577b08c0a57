/* All unit tests: one suite a module, in the order of the layers. */
#include "check.h"

extern const struct suite suite_buffer, suite_bytes, suite_confinement, suite_edit_distance,
    suite_error, suite_file, suite_hash, suite_intern, suite_memory, suite_parallel, suite_random,
    suite_utf8, suite_document, suite_table, suite_fold, suite_lead, suite_literals, suite_source,
    suite_paragraph, suite_pattern, suite_pattern_list, suite_scanner, suite_tokenizer,
    suite_trigger, suite_featurizer, suite_lexicon, suite_ngram, suite_pair_table, suite_recipe,
    suite_vector, suite_vocabulary, suite_weighting, suite_calibration, suite_classify,
    suite_labels, suite_model_file, suite_scorer, suite_abstention, suite_dataset, suite_evaluate,
    suite_folds, suite_hygiene, suite_metrics, suite_prepare, suite_ratio, suite_solver_liblinear,
    suite_trainer, suite_tune, suite_escape, suite_evaluation, suite_terminal, suite_writer,
    suite_number, suite_pattern_cost, suite_rejects, suite_folder, suite_kind, suite_stream,
    suite_explain, suite_exports, suite_labelled, suite_summary, suite_event_codes;

int main(int argc, char **argv)
{
    static const struct suite *const suites[] = {
        &suite_buffer,       &suite_bytes,
        &suite_confinement,  &suite_edit_distance,
        &suite_error,        &suite_file,
        &suite_hash,         &suite_intern,
        &suite_memory,       &suite_parallel,
        &suite_random,       &suite_utf8,
        &suite_document,     &suite_table,
        &suite_fold,         &suite_lead,
        &suite_literals,     &suite_source,
        &suite_paragraph,    &suite_pattern,
        &suite_pattern_list, &suite_scanner,
        &suite_tokenizer,    &suite_trigger,
        &suite_featurizer,   &suite_lexicon,
        &suite_ngram,        &suite_pair_table,
        &suite_recipe,       &suite_vector,
        &suite_vocabulary,   &suite_weighting,
        &suite_calibration,  &suite_classify,
        &suite_labels,       &suite_model_file,
        &suite_scorer,       &suite_abstention,
        &suite_dataset,      &suite_evaluate,
        &suite_folds,        &suite_hygiene,
        &suite_metrics,      &suite_prepare,
        &suite_ratio,        &suite_solver_liblinear,
        &suite_trainer,      &suite_tune,
        &suite_escape,       &suite_evaluation,
        &suite_terminal,     &suite_writer,
        &suite_number,       &suite_pattern_cost,
        &suite_rejects,      &suite_folder,
        &suite_kind,         &suite_stream,
        &suite_explain,      &suite_exports,
        &suite_labelled,     &suite_summary,
        &suite_event_codes,  NULL,
    };
    return check_main(suites, argc, argv);
}
