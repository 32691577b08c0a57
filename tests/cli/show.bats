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
    is "$(fact program)" "$(stance --version | head -n 1)"
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
    like "$(words accusatory)" '^(a|blamed|broken|on|cable) [0-9.]+, '
    like "$(words denial)" '^(by|claim|every|made|rejected) [0-9.]+, '
    passes show -f json "$(small_model)"
    json '.heaviest | keys == ["accusatory", "cooperative", "denial", "neutral"]'
    json 'all(.heaviest[]; keys == ["chars", "cue", "ngram", "word"])'
    json 'all(.heaviest[][]; [.[].weight] | all(. > 0) and length <= 15
        and (. == (sort | reverse)))'
    json '.heaviest.denial | (.word | length >= 5) and (.chars | length == 15)'
    json 'all(.heaviest[].word[]; .term | contains(" ") | not)'
    json 'all(.heaviest[].ngram[]; .term | contains(" "))'
    json '[.heaviest.denial.ngram[].term] | index("rejected every") != null'
    json '[.heaviest.denial.cue[].term] | index("reject-charge") != null'
}

@test "heaviest terms: what a word begins and ends with is shown so" {
    stance train "$BATS_FILE_TMPDIR/small.tsv" --chars 4-4 -o "$TMP/m" > "$TMP/report"
    passes show -f json --top 1000 "$TMP/m"
    json '[.heaviest.denial.chars[].term] | (index("<cla") != null) and (index("aim>") != null)'
    passes show --top 1000 "$TMP/m"
    like "$output" $'spelling  (.|\n)*[ \n]cla… [0-9.]+(.|\n)*'
    like "$output" $'[ \n]…aim [0-9.]+'
    like "$output" $'[ \n]…laim… [0-9.]+'
}

@test "--top: so many terms of each kind" {
    for top in 1 3; do
        passes show -f json --top $top "$(small_model)"
        json "all(.heaviest[] | .word, .ngram, .chars; length == $top)"
        passes show --top $top "$(small_model)"
        is "$(grep -c '^  word' <<< "$output")" 4
        is "$(grep '^  word' <<< "$output" | tr -cd ',\n' | sort -u | tr -d '\n')" \
            "$(printf '%*s' $((top - 1)) '' | tr ' ' ,)"
    done
    passes show -n 0 "$(small_model)"
    lacks "$output" heaviest
    passes show --top 1000000 "$(small_model)"
    has "$output" heaviest
}

@test "text is 80 columns wide in a file, as wide as a terminal elsewhere" {
    passes show
    is "$(sed -n '/^heaviest/,$p' <<< "${output//…/.}" | awk 'length > 80')" ""
    needs_terminal
    on_terminal "stty cols 60; '$PROGRAM' show" | sed -n 's/…/./g; /^heaviest/,$p' > "$TMP/out"
    is "$(awk 'length > 60' "$TMP/out")" ""
    is "$(awk 'length > 50' "$TMP/out" | head -n 1 | wc -l)" 1
}

@test "calibration: what is shown is what classify does" {
    passes show -f json
    calibration=$(jq -c .calibration <<< "$output")
    passes explain -f jsonl tests/data/article.txt
    jsonl --argjson c "$calibration" 'all(.[] | select(.ground == "scores");
        .scores as $s | .probabilities as $p
        | [$c | keys[] | {key: ., value: ($c[.].slope * $s[.] + $c[.].offset | exp)}] as $e
        | ($e | map(.value) | add) as $sum
        | all($e[]; .value / $sum - $p[.key] | fabs < 1e-9))'
    jsonl --argjson c "$calibration" '.[3].bias as $b
        | all($c | keys[]; . as $k | $c[$k].bias - $b[$k] | fabs < 1e-9)'
    passes show
    is "$(grep -cE '^( +-?[0-9]+\.[0-9]{3}){3}  (accusatory|cooperative|denial|neutral)$' \
        <<< "$output")" 4
}

@test "json: the same facts as the text" {
    passes show "$(small_model)"
    text=$output
    passes show --format json "$(small_model)"
    is "${#lines[@]}" 1
    json '.labels == ["accusatory", "cooperative", "denial", "neutral"]'
    json '.resting_label == "neutral" and .texts == 48 and .words == [1, 2] and .chars == [3, 5]'
    json '.record.rows == "48 in 48 groups" and .record.seed == "1" and .min_confidence == 0'
    json '.scheme == "one-vs-rest" and .machines == 4 and (.token_pattern | startswith("["))'
    json "(.cues | length) == $(output=$text fact cues)"
    json "(.boilerplate_rules | length) == $(output=$text fact 'boilerplate rules')"
    json ".weighting == \"$(output=$text fact weighting)\""
}

@test "a model of one kind of term" {
    stance train "$BATS_FILE_TMPDIR/small.tsv" --chars none -o "$TMP/m" > "$TMP/report"
    passes show "$TMP/m"
    is "$(fact 'character n-grams')" "none"
    is "$(grep '^  spelling' <<< "$output" | sort -u)" "  spelling  none"
    passes show -f json "$TMP/m"
    json '.chars == null and all(.heaviest[]; .chars == [])'
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
