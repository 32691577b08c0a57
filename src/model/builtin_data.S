/* The shipped models and the boilerplate rules, byte for byte, in read-only data. */
    .include "src/base/embed.inc"

    .section .rodata
    embed stance_model, "models/stance.model"
    embed sentiment_model, "models/sentiment.model"
    embed boilerplate_rules, "training/boilerplate.txt"

    embed cue_patterns, "training/cues.txt"
    embed label_codes, "training/cameo.tsv"

    .section .note.GNU-stack, "", %progbits
