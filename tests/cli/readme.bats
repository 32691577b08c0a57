#!/usr/bin/env bats
# Every example of the README does what the README says.

load helpers

run_examples() {
    mkdir -p build "$TMP/bin"
    ln -s "$PROGRAM" "$TMP/bin/stance"
    PATH=$TMP/bin:$PATH tests/cli/run-examples "$1"
}

@test "the examples of README.md" {
    run_examples README.md
}

@test "the examples of training/README.md" {
    run_examples training/README.md
}

@test "the examples of models/README.md" {
    run_examples models/README.md
}
