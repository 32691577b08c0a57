#!/usr/bin/env bats
# stance show: what is in a model.

load helpers

setup_file() {
    small_model
}

# The value of a line "key   value" of the last output.
fact() {
    awk -v key="$1" 'substr($0, 1, 18) == sprintf("%-18s", key) { print substr($0, 19) }' \
        <<< "$output"
}

@test "the built-in model is shown without a name, and by its name" {
    passes show
    is "$stderr" ""
    expected=$output
    passes show stance
    is "$output" "$expected"
    passes show models/stance.model
    is "$output" "$expected"
}

@test "the built-in model: its labels and its origin" {
    passes show
    is "$(fact labels)" "accusatory, cooperative, denial, neutral"
    is "$(fact 'resting label')" "neutral"
    like "$(fact terms)" '^[0-9]+, each in [0-9]+ or more of [0-9]+ texts$'
    is "$(fact program)" "$(stance --version)"
    like "$(fact rows)" '^[0-9]+ in [0-9]+ groups$'
    like "$(fact 'data checksum')" '^xxh3 [0-9a-f]{16}$'
    like "$(fact cross-validation)" '^[0-9]+ folds, accuracy 0\.[0-9]{4}, macro-F1 0\.'
    like "$(fact libraries)" '^libsvm [0-9.]+, LIBLINEAR [0-9.]+, PCRE2 [0-9.]+, utf8proc [0-9.]+$'
}

@test "a trained model: what it was made from" {
    passes show "$(small_model)"
    is "$(fact labels)" "accusatory, cooperative, denial, neutral"
    is "$(fact rows)" "48 in 48 groups"
    is "$(fact 'rows per label')" "accusatory 12, cooperative 12, denial 12, neutral 12"
    is "$(fact seed)" "1"
    is "$(fact 'word n-grams')" "1 to 2"
    is "$(fact 'character n-grams')" "3 to 5"
    like "$(fact terms)" ' of 48 texts$'
}

@test "the boilerplate rules of training/ are in the built-in model" {
    passes show
    is "$(fact 'boilerplate rules')" \
        "$(grep -cv -e '^#' -e '^[[:space:]]*$' training/boilerplate.txt)"
}

@test "heaviest terms: those that tell a label from the others, in order" {
    passes show "$(small_model)"
    for label in accusatory cooperative denial neutral; do
        has "$output" "heaviest for $label"
    done
    words() { sed -n "/^heaviest for $1\$/,/^\$/s/^  word  *//p" <<< "$output"; }
    like "$(words accusatory)" '(^|\| )(blamed|blamed a|a broken|broken|broken cable|cable on) [0-9.]+'
    like "$(words denial)" '(^|\| )(rejected|every|claim|rejected every|every claim) [0-9.]+'
    words denial | tr '|' '\n' | awk '{ print $NF }' > "$TMP/weights"
    is "$(wc -l < "$TMP/weights")" 12
    sort -rn -c "$TMP/weights"
}

@test "--top: so many terms of each kind" {
    for top in 1 3; do
        passes show --top $top "$(small_model)"
        is "$(grep '^  word' <<< "$output" | awk -F '|' '{ print NF }' | sort -u)" $top
        is "$(grep -c '^  word' <<< "$output")" 4
        is "$(grep -c '^  char' <<< "$output")" 4
    done
    passes show -n 0 "$(small_model)"
    lacks "$output" heaviest
    passes show --top 1000000 "$(small_model)"
    has "$output" heaviest
}

@test "a model of one kind of term" {
    stance train "$BATS_FILE_TMPDIR/small.tsv" --chars none -o "$TMP/m" > "$TMP/report"
    passes show "$TMP/m"
    is "$(fact 'character n-grams')" "none"
    is "$(grep '^  char' <<< "$output" | sort -u)" "  char  none"
}

@test "a model without the resting label" {
    sed 's/^neutral/other/' "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/other.tsv"
    stance train "$TMP/other.tsv" -o "$TMP/m" > "$TMP/report"
    passes show "$TMP/m"
    is "$(fact 'resting label')" "none"
    is "$(fact labels)" "accusatory, cooperative, denial, other"
}

@test "abstention: never, or below a confidence" {
    passes show "$(small_model)"
    is "$(fact abstention)" never
    is "$(fact 'wanted precision')" ""
    hard_rows > "$TMP/hard.tsv"
    stance train --min-precision 0.75 "$TMP/hard.tsv" -o "$TMP/m" > "$TMP/report"
    passes show "$TMP/m"
    like "$(fact abstention)" '^below a confidence of 0\.[0-9]{4}$'
    is "$(fact 'wanted precision')" 0.75
}
