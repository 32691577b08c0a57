#!/usr/bin/env bats
# Floors for the shipped models, by what the repository holds: they rise with the models, and never
# fall in silence. That the models are what training/ gives is tested in tests/cli/determinism.bats.

bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    STANCE=${STANCE:-build/stance}
}

# The macro-F1 of the cross-validation in a model's record, in thousandths.
recorded() {
    "$STANCE" show --top 0 "$1" | sed -n 's/^cross-validation .*macro-F1 0\.\([0-9]\{3\}\).*/\1/p'
}

@test "stance: macro-F1 on held-out briefs" {
    [ "$(recorded stance)" -ge 820 ]
}

@test "sentiment: macro-F1 on held-out briefs" {
    [ "$(recorded sentiment)" -ge 795 ]
}

@test "stance: rows on medicine that it has never seen" {
    run -0 "$STANCE" evaluate --format json tests/data/fresh.tsv tests/data/check.tsv
    jq -e '.rows == 44 and .accuracy >= 0.75' <<< "$output"
}
