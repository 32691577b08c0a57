/* The shipped models and the boilerplate rules, byte for byte, in read-only data. */
    .macro embed name, file
    .balign 64
    .global builtin_\name, builtin_\name\()_length
builtin_\name:
    .incbin "\file"
1:  .byte 0
    .balign 8
builtin_\name\()_length:
    .quad 1b - builtin_\name
    .endm

    .section .rodata
    embed stance_model, "models/stance.model"
    embed sentiment_model, "models/sentiment.model"
    embed boilerplate_rules, "training/boilerplate.txt"

    embed cue_patterns, "training/cues.txt"
    embed label_codes, "training/cameo.tsv"

    .section .note.GNU-stack, "", %progbits
