/* The shipped model and the boilerplate rules, byte for byte, in read-only data. */
    .macro embed name, file
    .balign 64
    .global builtin_\name\()_start, builtin_\name\()_end
builtin_\name\()_start:
    .incbin "\file"
builtin_\name\()_end:
    .byte 0
    .endm

    .section .rodata
    embed stance_model, "models/stance.model"
    embed boilerplate, "training/boilerplate.txt"

    .section .note.GNU-stack, "", %progbits
