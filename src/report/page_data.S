/* What every page carries with it, byte for byte, in read-only data. */
    .include "src/base/embed.inc"

    .section .rodata
    embed report_style, "src/report/report.css"
    embed report_script, "src/report/report.js"

    .section .note.GNU-stack, "", %progbits
