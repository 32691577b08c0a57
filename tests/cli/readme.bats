#!/usr/bin/env bats
# Every example of the README does what the README says.

load helpers

@test "the examples of README.md" {
    mkdir -p build "$TMP/bin"
    ln -s "$PROGRAM" "$TMP/bin/stance"
    PATH=$TMP/bin:$PATH tests/cli/run-examples README.md
}
