#!/usr/bin/env bats
# stance evaluate: figures, comparisons, cross-validation, and the formats of labelled data.

load helpers

setup_file() {
    small_model
    cd "$BATS_FILE_TMPDIR" || return 1
    # Rows that the small model does not all get right, with fields that need quoting in CSV.
    sed -e 's/, line/ "and" so, line/' -e '3s/^accusatory/denial/' -e '20s/^cooperative/neutral/' \
        -e '41s/^neutral/accusatory/' small.tsv > rows.tsv
    { printf 'label\ttext\n'; cat rows.tsv; } > header.tsv
    { printf 'number\tverdict\tsource\tbody\n'
        awk -F '\t' '{ print NR "\t" $1 "\tgazette\t" $2 }' rows.tsv; } > columns.tsv
    { printf 'text,label\n'
        sed 's/"/""/g' rows.tsv | awk -F '\t' '{ print "\"" $2 "\"," $1 }'; } > rows.csv
    jq -c -R 'split("\t") | {text: .[1], label: .[0]}' rows.tsv > rows.jsonl
    sed 's/^\([a-z]*\)\t/__label__\1 /' rows.tsv > rows.ft
    stance evaluate -m small.model -f json rows.tsv > rows.figures
    stance train rows.tsv -o rows.model > report
}

D=${BATS_FILE_TMPDIR:-}
MODEL=$D/small.model

# ---- figures ----

@test "json: the keys and their kinds" {
    passes evaluate -m "$MODEL" --format json "$D/rows.tsv"
    is "$stderr" ""
    is "${#lines[@]}" 1
    json 'keys_unsorted == ["rows", "accuracy", "macro_f1", "macro_f1_low", "macro_f1_high",
        "per_label", "confusion", "ece", "reliability", "coverage"]'
    json '([.reliability[].rows] | add == 48)
        and all(.reliability[]; .accuracy >= 0 and .accuracy <= 1 and .confidence >= .from)'
    json '[.coverage[].threshold] == [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
        and .coverage[0] == {"threshold": 0, "rows": 48, "precision": .accuracy}
        and [.coverage[].rows] == ([.coverage[].rows] | sort | reverse)'
    json '.rows == 48 and (.per_label | keys) == ["accusatory", "cooperative", "denial", "neutral"]'
    json 'all(.per_label[]; keys_unsorted == ["precision", "recall", "f1", "support"])'
    json '([.per_label[].support] | add == 48) and .ece >= 0 and .ece <= 1
        and .macro_f1_low <= .macro_f1 and .macro_f1 <= .macro_f1_high'
}

@test "json: figures that can be counted by hand" {
    passes evaluate -m "$MODEL" -f json "$D/rows.tsv"
    json '.accuracy == 0.9375'
    json '.confusion == {accusatory: {accusatory: 11, cooperative: 0, denial: 0, neutral: 1},
        cooperative: {accusatory: 0, cooperative: 11, denial: 0, neutral: 0},
        denial: {accusatory: 1, cooperative: 0, denial: 12, neutral: 0},
        neutral: {accusatory: 0, cooperative: 1, denial: 0, neutral: 11}}'
    json '.per_label.denial == {precision: 1, recall: 0.923077, f1: 0.96, support: 13}
        and .per_label.cooperative == {precision: 0.916667, recall: 1, f1: 0.956522, support: 11}'
    json '(.macro_f1 - ([.per_label[].f1] | add / 4)) | fabs < 0.000002'
}

@test "text: the same figures in a table" {
    passes evaluate -m "$MODEL" "$D/rows.tsv"
    is "$stderr" ""
    is "${lines[0]}" "label         precision  recall      F1    rows"
    has "$output" $'\ndenial            1.000   0.923   0.960      13\n'
    has "$output" $'\ntrue \\ given  accusatory  cooperative  denial  neutral\n'
    has "$output" $'\ndenial                 1            0      12        0\n'
    has "$output" $'\n               0.00      48   100.0 %      0.938\n'
    like "$(grep '^rows' <<< "$output")" '^rows 48   accuracy 0\.938   macro-F1 0\.937 \(95 %: 0\.[0-9]{3} to [01]\.[0-9]{3}\)   calibration error 0\.[0-9]{3}$'
}

@test "the built-in model and the data in training/" {
    passes evaluate -f json training/stance.tsv
    json '.rows > 0 and .accuracy > 0.5 and (.per_label | length) == 4'
    expected=$output
    passes evaluate -f json -m stance training/stance.tsv
    is "$output" "$expected"
    is "$(jq .rows <<< "$output")" "$(($(wc -l < training/stance.tsv) - 1))"
}

@test "figures agree with what classify says" {
    cut -f 2 "$D/rows.tsv" > "$TMP/a.txt"
    stance classify -m "$MODEL" --split line -f jsonl "$TMP/a.txt" | jq -r .label |
        paste <(cut -f 1 "$D/rows.tsv") - | awk '$1 == $2' > "$TMP/right"
    passes evaluate -m "$MODEL" -f json "$D/rows.tsv"
    json --argjson right "$(wc -l < "$TMP/right")" '(.accuracy * 48 - $right) | fabs < 0.0001'
}

@test "several files count together" {
    head -n 20 "$D/rows.tsv" > "$TMP/a.tsv"
    tail -n +21 "$D/rows.tsv" > "$TMP/b.tsv"
    passes evaluate -m "$MODEL" -f json "$D/rows.tsv"
    expected=$output
    passes evaluate -m "$MODEL" -f json "$TMP/a.tsv" "$TMP/b.tsv"
    is "$output" "$expected"
}

@test "rows of one label, and of a label that the model lacks" {
    grep ^denial "$D/rows.tsv" > "$TMP/one.tsv"
    passes evaluate -m "$MODEL" -f json "$TMP/one.tsv"
    json '.rows == 13 and .per_label.denial.support == 13'
    { cat "$D/rows.tsv"; printf 'praise\tThe envoy praised the port.\n'; } > "$TMP/praise.tsv"
    passes evaluate -m "$MODEL" -f json "$TMP/praise.tsv"
    json '.rows == 49 and .per_label.praise == {precision: 0, recall: 0, f1: 0, support: 1}'
}

# ---- --among ----

@test "--among: only rows and answers of those labels" {
    passes evaluate -m "$MODEL" -f json --among cooperative,accusatory,denial "$D/rows.tsv"
    json '.rows == 36'
    json '(.per_label | keys) == ["accusatory", "cooperative", "denial"]'
    json 'all(.confusion[]; has("neutral") | not)'
    passes evaluate -m "$MODEL" -f json --among denial "$D/rows.tsv"
    json '.rows == 13 and .accuracy == 1'
}

@test "--among of all labels changes nothing" {
    passes evaluate -m "$MODEL" -f json "$D/rows.tsv"
    expected=$output
    passes evaluate -m "$MODEL" -f json --among neutral,accusatory,denial,cooperative "$D/rows.tsv"
    is "$output" "$expected"
}

@test "--among of a label that is nowhere: one line with the labels" {
    run --separate-stderr stance evaluate -m "$MODEL" --among praise "$D/rows.tsv"
    has "$stderr" "no label 'praise'; the labels are: accusatory, cooperative, denial, neutral"
    is "${#stderr_lines[@]}" 1
    is "$output" ""
    is "$status" 2 # as classify has it
}

@test "--among of a label that no row has" {
    grep -v ^denial "$D/rows.tsv" > "$TMP/x.tsv"
    run --separate-stderr stance evaluate -m "$MODEL" --among denial "$TMP/x.tsv"
    one_line "no row has one of the labels that count"
    is "$status" 1
}

@test "--among of labels that the model lacks" {
    printf 'praise\tThe envoy praised the port.\n' > "$TMP/x.tsv"
    run --separate-stderr stance evaluate -m "$MODEL" --among praise "$TMP/x.tsv"
    one_line "a model has none of the labels that count"
    [ "$status" -ne 0 ]
}

# ---- comparing ----

@test "two models are compared" {
    grep -v ^denial "$D/small.tsv" > "$TMP/three.tsv"
    stance train "$TMP/three.tsv" -o "$TMP/worse" > "$TMP/report"
    passes evaluate -m "$TMP/worse" -m "$MODEL" -f json "$D/rows.tsv"
    json 'keys_unsorted == ["models", "comparisons"]'
    json --arg a "$TMP/worse" --arg b "$MODEL" '[.models[].model] == [$a, $b]'
    json 'all(.models[]; has("accuracy") and has("macro_f1") and has("ece") and .rows == 48)'
    json '.comparisons | length == 1'
    json --arg a "$TMP/worse" --arg b "$MODEL" '.comparisons[0] | .first == $a and .second == $b'
    json '.comparisons[0] | .only_first_right == 0 and .only_second_right == 12'
    json '.comparisons[0] | .p_value < 0.001 and .macro_f1_difference > 0
        and .macro_f1_difference_low <= .macro_f1_difference
        and .macro_f1_difference <= .macro_f1_difference_high'
    passes evaluate -m "$TMP/worse" -m "$MODEL" "$D/rows.tsv"
    has "$output" "== $TMP/worse =="
    has "$output" "== $MODEL =="
    has "$output" "$TMP/worse against $MODEL"
    has "$output" "right only by the first 0, only by the second 12"
    like "$output" 'McNemar p = [0-9.e-]+: the second is better'
}

@test "a model against itself: no difference" {
    passes evaluate -m "$MODEL" -m "$MODEL" -f json "$D/rows.tsv"
    json '.comparisons[0] | .p_value == 1 and .macro_f1_difference == 0
        and .only_first_right == 0 and .only_second_right == 0'
    passes evaluate -m "$MODEL" -m "$MODEL" "$D/rows.tsv"
    has "$output" "p = 1: no difference that chance would not make"
}

@test "three models: each later one against the first" {
    passes evaluate -m "$MODEL" -m stance -m "$MODEL" -f json "$D/rows.tsv"
    json '(.models | length) == 3 and (.comparisons | length) == 2'
    json --arg m "$MODEL" '[.comparisons[].first] == [$m, $m]'
    json --arg m "$MODEL" '[.comparisons[].second] == ["stance", $m]'
}

# ---- cross-validation ----

@test "--cv trains and scores in folds" {
    passes evaluate --cv 4 -f json "$D/rows.tsv"
    is "$stderr" ""
    json '.rows == 48 and (.per_label | length) == 4 and .accuracy > 0.5'
    expected=$output
    passes evaluate --cv 4 --threads 2 -f json "$D/rows.tsv"
    is "$output" "$expected"
}

@test "--cv says what train says" {
    stance train --folds 6 --weighting tf -C 2 --seed 9 "$D/rows.tsv" -o "$TMP/m" > "$TMP/report"
    stance evaluate --cv 6 --weighting tf -C 2 --seed 9 "$D/rows.tsv" > "$TMP/cv"
    sed '1,/^cross-validation/d; /^model written/d' "$TMP/report" | grep . > "$TMP/expected"
    sed '/^confidence at least/,$d' "$TMP/cv" | grep . | same_bytes - "$TMP/expected"
}

@test "--cv: too few rows for the folds" {
    exits 1 evaluate --cv 49 "$D/rows.tsv"
    one_line "48 groups of rows are too few for 49 folds"
}

# ---- formats of labelled data ----

# Both ways of using data give what the headerless TSV gives: the same figures, the same model.
same_as_tsv() {
    stance evaluate -m "$MODEL" -f json "$@" > "$TMP/given"
    same_bytes "$TMP/given" "$D/rows.figures"
    stance train "$@" -o "$TMP/given" > "$TMP/report"
    same_bytes "$TMP/given" "$D/rows.model"
}

@test "TSV with a header line" {
    same_as_tsv "$D/header.tsv"
}

@test "TSV with other column names" {
    same_as_tsv --label-column verdict --text-column body "$D/columns.tsv"
}

@test "CSV with its columns the other way round, all texts quoted" {
    same_as_tsv "$D/rows.csv"
}

@test "CSV without a header line" {
    tail -n +2 "$D/rows.csv" | sed 's/\(.*\),\([a-z]*\)$/\2,\1/' > "$TMP/x.csv"
    same_as_tsv "$TMP/x.csv"
}

@test "JSONL" {
    same_as_tsv "$D/rows.jsonl"
}

@test "JSONL with other fields and other names" {
    jq -c '{id: 7, verdict: .label, tags: ["a", {"b": null}], body: .text}' "$D/rows.jsonl" \
        > "$TMP/x.jsonl"
    same_as_tsv --label-column verdict --text-column body "$TMP/x.jsonl"
}

@test "fastText" {
    same_as_tsv "$D/rows.ft"
}

@test "fastText and JSONL are known by their first bytes" {
    cp "$D/rows.ft" "$TMP/ft.txt"
    same_as_tsv "$TMP/ft.txt"
    cp "$D/rows.jsonl" "$TMP/jsonl.txt"
    same_as_tsv "$TMP/jsonl.txt"
}

@test "--input names the format where the ending does not" {
    for format in tsv csv jsonl ft; do
        cp "$D/rows.$format" "$TMP/rows"
        name=${format/ft/fasttext}
        same_as_tsv --input "$name" "$TMP/rows"
    done
}

@test "files of several formats together" {
    { echo 'label,text'; tail -n +30 "$D/rows.csv" | sed 's/\(.*\),\([a-z]*\)$/\2,\1/'; } \
        > "$TMP/end.csv"
    head -n 10 "$D/rows.tsv" > "$TMP/a.tsv"
    sed -n 11,28p "$D/rows.jsonl" > "$TMP/b.jsonl"
    same_as_tsv "$TMP/a.tsv" "$TMP/b.jsonl" "$TMP/end.csv"
}

@test "labelled data with CRLF, a BOM, blank lines, no last line end, spaces around" {
    sed 's/$/\r/' "$D/header.tsv" > "$TMP/crlf.tsv"
    same_as_tsv "$TMP/crlf.tsv"
    { printf '\357\273\277'; cat "$D/header.tsv"; } > "$TMP/bom.tsv"
    same_as_tsv "$TMP/bom.tsv"
    { printf '\357\273\277'; sed 's/$/\r/' "$D/rows.csv"; } > "$TMP/both.csv"
    same_as_tsv "$TMP/both.csv"
    { echo; sed 's/$/\n/' "$D/rows.tsv"; } | head -c -2 > "$TMP/gaps.tsv"
    same_as_tsv "$TMP/gaps.tsv"
    sed 's/\t/ \t /' "$D/rows.tsv" > "$TMP/spaces.tsv"
    same_as_tsv "$TMP/spaces.tsv"
}

@test "labelled data from standard input" {
    stance evaluate -m "$MODEL" -f json - < "$D/rows.tsv" | same_bytes - "$D/rows.figures"
    stance evaluate -m "$MODEL" -f json --input csv - < "$D/rows.csv" |
        same_bytes - "$D/rows.figures"
}

@test "TSV: a quotation mark is a character like others" {
    printf 'denial\t"We rejected every claim\nneutral\tThe rooms" are next door\n' > "$TMP/x.tsv"
    passes evaluate -m "$MODEL" -f json "$TMP/x.tsv"
    json '.rows == 2'
}

@test "CSV: line ends, commas and quotation marks within a field" {
    printf 'label,text\r\ndenial,"We ""rejected"",\r\nevery claim"\r\n"neutral",rooms next door\r\n' \
        > "$TMP/x.csv"
    passes evaluate -m "$MODEL" -f json "$TMP/x.csv"
    json '.rows == 2 and .accuracy == 1'
}
