#!/usr/bin/env bats
# stance train: models, their report, the search for options, abstention, the hygiene of data, and
# what must not be harmed.

load helpers

setup_file() {
    small_model
    hard_rows > "$BATS_FILE_TMPDIR/hard.tsv"
}

small=${BATS_FILE_TMPDIR:-}/small.tsv
hard=${BATS_FILE_TMPDIR:-}/hard.tsv

# The value of a line of `stance show`.
fact() {
    stance show --top 0 "$1" |
        awk -v key="$2" 'substr($0, 1, 18) == sprintf("%-18s", key) { print substr($0, 19) }'
}

# ---- the report and the model ----

@test "the report: rows, findings, cross-validation, the model's name" {
    passes train "$small" -o "$TMP/m"
    is "$stderr" ""
    is "${lines[0]}" "rows 48 in 48 groups"
    for label in accusatory cooperative denial neutral; do
        like "$output" $'\n'"  $label +12"$'\n'
    done
    like "$output" $'\nexact duplicates +0\n'
    like "$output" $'\nthe same text with two labels +0\n'
    like "$output" $'\nnear duplicates +0\n'
    like "$output" $'\nlabels that look like typos +0\n'
    like "$output" $'\nlabels with fewer than ten rows +0\n'
    has "$output" $'\ncross-validation, 5 folds, solver libsvm\n'
    like "$output" $'\nlabel +precision  recall +F1 +rows\n'
    like "$output" $'\nrows 48   accuracy [01]\\.[0-9]{3}   macro-F1 [01]\\.[0-9]{3} '
    like "${lines[-1]}" "^model written to $TMP/m: [0-9]+ terms\$"
    is "$(head -c 6 "$TMP/m")" STANCE
}

@test "--output has a short name and may come first" {
    stance train --output="$TMP/a" "$small" > "$TMP/report"
    stance train -o "$TMP/b" "$small" > "$TMP/report"
    same_bytes "$TMP/a" "$TMP/b"
}

@test "retraining on two files together" {
    printf 'threat\tThe %s warned that cranes will stop unless %s pays, case %d.\n' \
        'salt guild' 'Torvik' 1 'mill owners' 'the bank' 2 'fish traders' 'the crown' 3 \
        'ice cutters' 'the mayor' 4 'wool market' 'the abbey' 5 'rope makers' 'the fleet' 6 \
        'glass works' 'the court' 7 'lamp lighters' 'the board' 8 'well diggers' 'the club' 9 \
        'bee keepers' 'the fair' 10 > "$TMP/fresh.tsv"
    passes train "$small" "$TMP/fresh.tsv" -o "$TMP/m"
    is "${lines[0]}" "rows 58 in 58 groups"
    is "$(fact "$TMP/m" labels)" "accusatory, cooperative, denial, neutral, threat"
    passes classify -m "$TMP/m" -f jsonl <<< 'The bakers warned that ovens will stop unless Lindal pays'
    jsonl '.[0].label == "threat"'
    cat "$small" "$TMP/fresh.tsv" > "$TMP/both.tsv"
    stance train "$TMP/both.tsv" -o "$TMP/one-file" > "$TMP/report"
    same_bytes "$TMP/m" "$TMP/one-file"
}

@test "training from standard input" {
    stance train - -o "$TMP/m" < "$small" > "$TMP/report"
    same_bytes "$TMP/m" "$(small_model)"
}

@test "the labels are those of the data, in the order of their names" {
    sed 's/^neutral/zebra/; s/^denial/a: no comment/; s/^accusatory/Überfall/' "$small" > "$TMP/x.tsv"
    stance train "$TMP/x.tsv" -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" labels)" "a: no comment, cooperative, zebra, Überfall"
}

@test "two labels are enough" {
    grep -e ^denial -e ^neutral "$small" > "$TMP/two.tsv"
    passes train "$TMP/two.tsv" -o "$TMP/m"
    passes classify -m "$TMP/m" -f jsonl <<< 'It rejected every claim'
    jsonl '.[0].label == "denial" and (.[0].probabilities | length) == 2'
}

# ---- options ----

@test "--weighting, --scheme, --class-weight, --cost and --seed are kept in the model" {
    for weighting in binary tf tfidf nb; do
        stance train "$small" -w $weighting -o "$TMP/m" > "$TMP/report"
        is "$(fact "$TMP/m" weighting)" $weighting
    done
    stance train "$small" --scheme ovr -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" machines)" "4, one-vs-rest"
    stance train "$small" --scheme ovo -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" machines)" "6, one-vs-one"
    stance train "$small" --class-weight balanced -C 0.25 --seed 7 -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" solver)" "libsvm, one-vs-rest, C 0.25, class weights balanced"
    is "$(fact "$TMP/m" seed)" 7
}

@test "every weighting and scheme labels the rows that it learnt" {
    cut -f 2 "$small" > "$TMP/a.txt"
    cut -f 1 "$small" > "$TMP/true"
    for weighting in binary tf tfidf nb; do
        for scheme in ovr ovo; do
            stance train "$small" -w $weighting --scheme $scheme -o "$TMP/m" > "$TMP/report"
            stance classify -m "$TMP/m" --split line -f jsonl "$TMP/a.txt" | jq -r .label > "$TMP/given"
            same_bytes "$TMP/given" "$TMP/true"
        done
    done
}

@test "--words and --chars" {
    stance train "$small" --words 2-3 --chars none -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" 'word n-grams')" "2 to 3"
    is "$(fact "$TMP/m" 'character n-grams')" "none"
    stance train "$small" --words none --chars 4 -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" 'word n-grams')" "none"
    is "$(fact "$TMP/m" 'character n-grams')" "4 to 4"
    exits 1 train "$small" --words none --chars none -o "$TMP/none"
    one_line "neither word nor character n-grams: no features"
    [ ! -e "$TMP/none" ]
}

@test "--min-df and --max-features make the vocabulary smaller" {
    stance train "$small" --max-features 40 -o "$TMP/m" > "$TMP/report"
    has "$(tail -n 1 "$TMP/report")" "$TMP/m: 40 terms"
    is "$(fact "$TMP/m" terms)" "40, each in 2 or more of 48 texts"
    stance train "$small" --min-df 12 -o "$TMP/m" > "$TMP/report"
    like "$(fact "$TMP/m" terms)" '^[0-9]+, each in 12 or more of 48 texts$'
    stance train "$small" --min-df 1 --max-features 0 -o "$TMP/all" > "$TMP/report"
    few=$(fact "$TMP/m" terms)
    all=$(fact "$TMP/all" terms)
    [ "${few%%,*}" -lt "${all%%,*}" ]
    exits 1 train "$small" --min-df 49 -o "$TMP/none"
    one_line "no term stands in 49 rows: nothing to learn from"
    [ ! -e "$TMP/none" ]
}

@test "--folds" {
    passes train "$small" --folds 3 -o "$TMP/m"
    has "$output" $'\ncross-validation, 3 folds, solver libsvm\n'
    like "$(fact "$TMP/m" cross-validation)" '^3 folds, '
    exits 1 train "$small" --folds 49 -o "$TMP/none"
    one_line "48 groups of rows are too few for 49 folds"
    [ ! -e "$TMP/none" ]
}

@test "--resting-label" {
    stance train "$small" --resting-label denial -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" 'resting label')" denial
    passes classify -m "$TMP/m" -f jsonl <<< $'Qqq\n\n© 2031 Lindal Gazette'
    jsonl '[.[].label] == ["denial", "denial"]'
}

@test "--boilerplate: rules from a file, none from an empty list" {
    printf '# nothing\n\n' > "$TMP/none"
    stance train "$small" --boilerplate "$TMP/none" -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" 'boilerplate rules')" 0
    printf '# two\nshout\t!!!\twith a comment\nmumble\t[.]{3}\n' > "$TMP/two"
    stance train "$small" --boilerplate "$TMP/two" -o "$TMP/m" > "$TMP/report"
    is "$(fact "$TMP/m" 'boilerplate rules')" 2
    stance train "$small" --boilerplate training/boilerplate.txt -o "$TMP/m" > "$TMP/report"
    same_bytes "$TMP/m" "$(small_model)"
}

@test "--boilerplate: rules that are wrong name their line" {
    exits 1 train "$small" --boilerplate "$TMP/none" -o "$TMP/m"
    one_line "$TMP/none: cannot open: No such file or directory"
    printf 'good\tx\n\nbad\t(\n' > "$TMP/rules"
    exits 1 train "$small" --boilerplate "$TMP/rules" -o "$TMP/m"
    one_line "$TMP/rules: line 3: byte 1 of the pattern: missing closing parenthesis"
    printf 'bad x\n' > "$TMP/rules"
    exits 1 train "$small" --boilerplate "$TMP/rules" -o "$TMP/m"
    one_line "$TMP/rules: line 1: not 'name<TAB>pattern'"
    [ ! -e "$TMP/m" ]
}

@test "--token-pattern: one that is wrong, one that matches nothing" {
    exits 1 train "$small" --token-pattern '[a-z' -o "$TMP/m"
    like "$stderr" '^stance: token pattern: byte [0-9]+ of the pattern: '
    is "${#stderr_lines[@]}" 1
    exits 1 train "$small" --token-pattern 'QQQ' --cues none -o "$TMP/m"
    one_line "no term stands in 2 rows: nothing to learn from"
    [ ! -e "$TMP/m" ]
}

@test "--group-column: rows of a group count as one" {
    { printf 'label\ttext\tstory\n'; awk -F '\t' '{ print $0 "\t" int(NR / 4) }' "$small"; } \
        > "$TMP/grouped.tsv"
    passes train "$TMP/grouped.tsv" --group-column story -o "$TMP/m"
    is "${lines[0]}" "rows 48 in 13 groups"
    passes train "$TMP/grouped.tsv" -o "$TMP/m"
    is "${lines[0]}" "rows 48 in 48 groups"
    sed 's/story/group/' "$TMP/grouped.tsv" > "$TMP/named.tsv"
    passes train "$TMP/named.tsv" -o "$TMP/m"
    is "${lines[0]}" "rows 48 in 13 groups"
}

@test "--quiet leaves the report and drops warnings" {
    { cat "$small"; printf 'neutral\tThe caf\351 is open.\n'; } > "$TMP/bad.tsv"
    passes train "$TMP/bad.tsv" -o "$TMP/m"
    one_line "warning: $TMP/bad.tsv: line 49: byte $(($(wc -c < "$small") + 15)): not UTF-8; invalid bytes become U+FFFD"
    report=$output
    passes train -q "$TMP/bad.tsv" -o "$TMP/m"
    is "$stderr" ""
    is "$output" "$report"
}

# ---- the search for options ----

# The points of a report of --tune, one a line: "* tfidf 1-2 3-5 2 1.5 none ovr 0.6657 0.6667", with
# "-" for no star.
points() {
    sed -n '/^  weighting words /,/^$/p' "$1" | sed '1d; $d; s/^ /-/; s/  */ /g'
}

@test "--tune: a table of what is tried; the last star is what is learnt" {
    passes train --tune "$hard" -o "$TMP/m"
    is "$stderr" ""
    has "$output" $'\n\ntuning, 5 folds, seed 1; a star: the best so far\n\n  weighting words chars  min-df  C      class-weight  scheme  macro-F1  accuracy\n* tfidf       1-2   3-5       2  1.5    none          ovr  '
    has "$output" $'\n\ncross-validation, 5 folds, solver '
    like "${lines[-1]}" "^model written to $TMP/m: [0-9]+ terms\$"
    points <(echo "$output") > "$TMP/points"
    is "$(wc -l < "$TMP/points")" 23
    is "$(grep -cvE '^[*-] (tfidf|nb|binary) [1-3]-[1-3] (none|[23]-[56]) [123] [0-9.]+ (none|balanced) ov[ro] 0\.[0-9]{4} 0\.[0-9]{4}$' "$TMP/points")" 0
    # A star: more than any before. Figures that look equal may differ behind the fourth digit.
    is "$(awk 'BEGIN { best = -1 } $1 == "*" ? $9 < best : $9 > best { print } $9 > best { best = $9 }' "$TMP/points")" ""
    [ "$(grep -c '^\*' "$TMP/points")" -gt 2 ]
    read -r _ weighting words chars min_df cost class_weight scheme macro _ \
        < <(grep '^\*' "$TMP/points" | tail -n 1)
    is "$(fact "$TMP/m" weighting)" "$weighting"
    is "$(fact "$TMP/m" 'word n-grams')" "${words/-/ to }"
    is "$(fact "$TMP/m" 'character n-grams')" "${chars/-/ to }"
    like "$(fact "$TMP/m" terms)" ", each in $min_df or more of 72 texts\$"
    has "$(fact "$TMP/m" solver)" ", C $cost, class weights $class_weight"
    machines='4, one-vs-rest'
    [ "$scheme" = ovr ] || machines='6, one-vs-one'
    is "$(fact "$TMP/m" machines)" "$machines"
    has "$(fact "$TMP/m" cross-validation)" "5 folds, accuracy 0."
    has "$(fact "$TMP/m" cross-validation)" ", macro-F1 $macro ("
}

@test "--tune: the table has columns, and no more than 80" {
    stance train --tune --class-weight none --scheme ovr -C 1 "$hard" -o "$TMP/m" > "$TMP/report"
    sed -n '/^  weighting words /,/^$/p' "$TMP/report" | sed '$d' > "$TMP/table"
    is "$(awk '{ print length }' "$TMP/table" | sort -u)" 80
    # Numbers end, and words begin, where their titles do.
    is "$(awk 'NR > 1 { print substr($0, 13, 5), substr($0, 19, 5), substr($0, 26, 6) }' \
        "$TMP/table" | grep -cvE '^  [1-3]-[1-3] ( none|  [1-8]-[1-8])      [1-3]$')" 0
    is "$(awk '{ print substr($0, 34, 5) substr($0, 41, 12) }' "$TMP/table" | sort -u)" \
        $'1    none        \nC    class-weight'
}

@test "--tune keeps the options that are given" {
    stance train --tune -w tfidf -C 1 "$hard" -o "$TMP/m" > "$TMP/report"
    points "$TMP/report" > "$TMP/points"
    is "$(cut -d ' ' -f 2,6 "$TMP/points" | sort -u)" "tfidf 1"
    is "$(wc -l < "$TMP/points")" 9
    stance train --tune --words 1 --chars none --min-df 3 "$hard" -o "$TMP/m" > "$TMP/report"
    points "$TMP/report" > "$TMP/points"
    is "$(cut -d ' ' -f 3,4,5 "$TMP/points" | sort -u)" "1-1 none 3"
    is "$(cut -d ' ' -f 2 "$TMP/points" | sort -u | tr '\n' ' ')" "binary nb tfidf "
    stance train --tune --class-weight balanced --scheme ovo -w nb --chars 4 --words 1 "$hard" \
        -o "$TMP/m" > "$TMP/report"
    points "$TMP/report" > "$TMP/points"
    is "$(cut -d ' ' -f 2,3,4,7,8 "$TMP/points" | sort -u)" "nb 1-1 4-4 balanced ovo"
    is "$(fact "$TMP/m" machines)" "6, one-vs-one"
}

@test "--tune with a weighting that it never tries still tries each C" {
    stance train --tune -w tf --words 1 --chars none --min-df 2 --class-weight none --scheme ovr \
        "$hard" -o "$TMP/m" > "$TMP/report"
    points "$TMP/report" > "$TMP/points"
    is "$(cut -d ' ' -f 2 "$TMP/points" | sort -u)" tf
    is "$(cut -d ' ' -f 6 "$TMP/points" | head -n 5 | tr '\n' ' ')" "1.5 0.1 0.3 1 3 "
}

@test "--tune with nothing left open is a plain training" {
    given=(-w nb -C 0.5 --words 1 --chars none --min-df 1 --class-weight balanced --scheme ovo)
    stance train --tune "${given[@]}" "$hard" -o "$TMP/tuned" > "$TMP/report"
    points "$TMP/report" > "$TMP/points"
    like "$(cat "$TMP/points")" '^\* nb 1-1 none 1 0\.5 balanced ovo 0\.[0-9]{4} 0\.[0-9]{4}$'
    stance train "${given[@]}" "$hard" -o "$TMP/plain" > "$TMP/report"
    same_bytes "$TMP/tuned" "$TMP/plain"
}

@test "--tune: the model is the one that its options give without it" {
    stance train --tune -C 1 --words 1 --class-weight none --seed 3 --folds 3 "$hard" \
        -o "$TMP/tuned" > "$TMP/report"
    grep -q '^tuning, 3 folds, seed 3; ' "$TMP/report"
    read -r _ weighting _ chars min_df _ _ scheme _ \
        < <(points "$TMP/report" | grep '^\*' | tail -n 1)
    stance train -w "$weighting" --chars "$chars" --min-df "$min_df" --scheme "$scheme" -C 1 \
        --words 1 --seed 3 --folds 3 "$hard" -o "$TMP/plain" > "$TMP/report"
    same_bytes "$TMP/tuned" "$TMP/plain"
}

@test "--tune: the same again, and in 1 and 2 threads" {
    for run in 1 2 again; do
        stance train --tune -j "${run/again/2}" "$hard" -o "$TMP/m.$run" > "$TMP/report.$run"
        sed -i '$d' "$TMP/report.$run" # the model's name
        same_bytes "$TMP/m.$run" "$TMP/m.1"
        same_bytes "$TMP/report.$run" "$TMP/report.1"
    done
}

@test "--tune passes over a recipe that leaves no term" {
    printf 'label\ttext\na\tone xa\na\tone xb\nb\ttwo xc\nb\ttwo xd\n' > "$TMP/few.tsv"
    passes train --tune --folds 2 --chars none --words 1 --cues none "$TMP/few.tsv" -o "$TMP/m"
    points <(echo "$output") | cut -d ' ' -f 5 | sort -u > "$TMP/frequencies"
    is "$(tr '\n' ' ' < "$TMP/frequencies")" "1 2 "
    has "${lines[-1]}" "model written to $TMP/m"
}

@test "--tune of options that cannot be trained fails as training does" {
    exits 1 train --tune --min-df 73 "$hard" -o "$TMP/m"
    one_line "no term stands in 73 rows: nothing to learn from"
    exits 1 train --tune --folds 73 "$hard" -o "$TMP/m"
    one_line "72 groups of rows are too few for 73 folds"
    exits 1 train --tune --words none --chars none "$hard" -o "$TMP/m"
    one_line "neither word nor character n-grams: no features"
    [ ! -e "$TMP/m" ]
}

# ---- abstention ----

@test "--min-precision: the model holds the confidence, and tells the precision that was wanted" {
    last=0
    for precision in 0.7 0.8 0.9; do
        passes train --min-precision $precision "$hard" -o "$TMP/m"
        is "$stderr" ""
        is "$(fact "$TMP/m" 'wanted precision')" $precision
        like "$(fact "$TMP/m" abstention)" '^below a confidence of 0\.[0-9]{4}$'
        confidence=$(fact "$TMP/m" abstention)
        awk "BEGIN { exit !(${confidence##* } > $last) }"
        last=${confidence##* }
    done
    passes train "$hard" -o "$TMP/m"
    is "$(fact "$TMP/m" abstention)" never
    is "$(fact "$TMP/m" 'wanted precision')" ""
    cp "$TMP/m" "$TMP/without"
    passes train --min-precision 0 "$hard" -o "$TMP/m"
    same_bytes "$TMP/m" "$TMP/without"
}

@test "--min-precision changes no label, only whether it is given" {
    stance train --min-precision 0.8 "$hard" -o "$TMP/wary" > "$TMP/report"
    stance train "$hard" -o "$TMP/plain" > "$TMP/report"
    article > "$TMP/a.txt"
    cut -f 2 "$hard" >> "$TMP/a.txt"
    stance classify -m "$TMP/plain" --split line -f jsonl "$TMP/a.txt" > "$TMP/all"
    stance classify -m "$TMP/wary" --split line -f jsonl "$TMP/a.txt" > "$TMP/sure"
    confidence=$(fact "$TMP/wary" abstention)
    jq -c --argjson p "${confidence##* }" \
        'if .known and .confidence < $p then .label = "uncertain" else . end' "$TMP/all" \
        > "$TMP/expected"
    jq -c . "$TMP/sure" > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
    grep -q '"label":"uncertain"' "$TMP/given"
    grep -q '"label":"denial"' "$TMP/given"
    stance classify -m "$TMP/wary" --min-confidence 0 --split line -f jsonl "$TMP/a.txt" \
        > "$TMP/overridden"
    same_bytes "$TMP/overridden" "$TMP/all"
}

@test "--min-precision that no confidence gives: nothing is written" {
    old_model
    # Rows that look alike, half of them with one label.
    for i in {1..10}; do
        printf 'denial\tRow%d of the same words\nneutral\tRow%d of the same words\n' "$i" $((i + 10))
    done > "$TMP/chance.tsv"
    exits 1 train --chars none --min-precision 1 "$TMP/chance.tsv" -o "$TMP/out/m"
    is "${#stderr_lines[@]}" 1
    like "$stderr" '^stance: no confidence gives a precision of 1 on held-out rows; the best is 0\.[0-9]{4}$'
    lacks "$output" "model written"
    unharmed
    exits 1 train --chars none --min-precision 1 "$TMP/chance.tsv" -o "$TMP/new"
    [ ! -e "$TMP/new" ]
    best=${stderr##* }
    passes train --chars none --min-precision "$(awk "BEGIN { print $best - 0.01 }")" \
        "$TMP/chance.tsv" -o "$TMP/new"
}

@test "--tune and --min-precision together: the confidence is that of the best options" {
    given=(--words 1 --chars none --min-df 2 --class-weight none --scheme ovr -C 1)
    stance train --tune --min-precision 0.8 "${given[@]}" "$hard" -o "$TMP/tuned" > "$TMP/report"
    read -r _ weighting _ < <(points "$TMP/report" | grep '^\*' | tail -n 1)
    stance train --min-precision 0.8 -w "$weighting" "${given[@]}" "$hard" -o "$TMP/plain" \
        > "$TMP/report"
    same_bytes "$TMP/tuned" "$TMP/plain"
    like "$(fact "$TMP/tuned" abstention)" '^below a confidence of 0\.'
}

# ---- hygiene ----

@test "hygiene: exact duplicates, whatever their case and punctuation" {
    { cat "$small"; sed -n 2p "$small"; sed -n 3p "$small" | tr '[:upper:].,' '[:lower:]!;'; } \
        > "$TMP/x.tsv"
    passes train "$TMP/x.tsv" -o "$TMP/m"
    like "$output" $'\nexact duplicates +2\n'
    has "$output" $'\n'"  $TMP/x.tsv: line 49: the same text as $TMP/x.tsv: line 2"$'\n'
    has "$output" $'\n'"  $TMP/x.tsv: line 50: the same text as $TMP/x.tsv: line 3"$'\n'
}

@test "hygiene: equal texts in two files" {
    sed -n 5p "$small" > "$TMP/x.tsv"
    passes train "$small" "$TMP/x.tsv" -o "$TMP/m"
    has "$output" $'\n'"  $TMP/x.tsv: line 1: the same text as $small: line 5"$'\n'
    is "${lines[0]}" "rows 49 in 48 groups"
}

@test "hygiene: the same text with two labels" {
    { cat "$small"; sed -n '2s/^accusatory/denial/p' "$small"; } > "$TMP/x.tsv"
    passes train "$TMP/x.tsv" -o "$TMP/m"
    like "$output" $'\nthe same text with two labels +1\n'
    has "$output" $'\n'"  $TMP/x.tsv: line 49: 'denial', but the same text is 'accusatory' at $TMP/x.tsv: line 2"$'\n'
    like "$output" $'\nexact duplicates +0\n'
}

@test "hygiene: near duplicates" {
    long='The council of Lindal met on Friday to hear what the harbour had lost in the storm of last week'
    { cat "$small"; printf 'neutral\t%s and why.\nneutral\t%s, and where.\n' "$long" "$long"; } \
        > "$TMP/x.tsv"
    passes train "$TMP/x.tsv" -o "$TMP/m"
    like "$output" $'\nnear duplicates +1\n'
    like "$output" "  $TMP/x.tsv: line 50: nearly the same text as $TMP/x.tsv: line 49 \\(similarity 0\\.[6-9][0-9]\\)"
}

@test "hygiene: labels that look like typos" {
    sed '1s/^accusatory/Accusatory/; 2s/^accusatory/acusatory/' "$small" > "$TMP/x.tsv"
    passes train "$TMP/x.tsv" -o "$TMP/m"
    like "$output" $'\nlabels that look like typos +2\n'
    has "$output" $'\n'"  label 'Accusatory' looks like a slip for 'accusatory'"$'\n'
    has "$output" $'\n'"  label 'acusatory' looks like a slip for 'accusatory'"$'\n'
}

@test "hygiene: labels with few rows" {
    head -n 45 "$small" > "$TMP/x.tsv"
    passes train "$TMP/x.tsv" -o "$TMP/m"
    like "$output" $'\nlabels with fewer than ten rows +1\n'
    has "$output" $'\n'"  label 'neutral' has only 9 rows"$'\n'
}

@test "hygiene: of many findings five are shown" {
    cat "$small" <(head -n 8 "$small") > "$TMP/x.tsv"
    passes train "$TMP/x.tsv" -o "$TMP/m"
    like "$output" $'\nexact duplicates +8\n'
    is "$(grep -c ': the same text as ' <<< "$output")" 5
    has "$output" $'\n  ... and 3 more\n'
}

@test "--strict fails on any finding, writes no model, and passes clean data" {
    passes train --strict "$small" -o "$TMP/m"
    same_bytes "$TMP/m" "$(small_model)"
    rm "$TMP/m"
    cat "$small" <(sed -n 2p "$small") > "$TMP/one.tsv"
    exits 1 train --strict "$TMP/one.tsv" -o "$TMP/m"
    one_line "1 finding in the data, and --strict was given"
    like "$output" $'\nexact duplicates +1\n'
    lacks "$output" "cross-validation"
    [ ! -e "$TMP/m" ]
    cat "$small" <(head -n 8 "$small") > "$TMP/many.tsv"
    exits 1 train --strict "$TMP/many.tsv" -o "$TMP/m"
    one_line "8 findings in the data, and --strict was given"
    [ ! -e "$TMP/m" ]
}

@test "training/ has no text twice and no label that looks like a typo" {
    # No term stands in so many rows: the data is checked, and nothing is learnt.
    exits 1 train --min-df 4000000000 training/stance.tsv -o "$TMP/m"
    one_line "no term stands in 4000000000 rows: nothing to learn from"
    like "$output" $'\nexact duplicates +0\n'
    like "$output" $'\nthe same text with two labels +0\n'
    like "$output" $'\nlabels that look like typos +0\n'
    like "$output" $'\nlabels with fewer than ten rows +0$'
}

# ---- what must not be harmed ----

# A failed training left the folder as it was: this model and nothing else.
unharmed() {
    is "$(ls -A "$TMP/out")" m
    same_bytes "$TMP/out/m" "$TMP/before"
}

old_model() {
    mkdir "$TMP/out"
    echo 'an old model' > "$TMP/out/m"
    cp "$TMP/out/m" "$TMP/before"
}

@test "an output that cannot be written is refused before anything is learnt" {
    for output in "$TMP/none/m" "$small/m" "$TMP" "$TMP/none/"; do
        exits 1 train "$small" -o "$output"
        is "$output" ""
        is "${#stderr_lines[@]}" 1
        like "$stderr" '^stance: .*: cannot write: (No such file|Not a dir|Is a dir)'
    done
    is "$(ls -A "$TMP")" ""
}

@test "an empty name of the output is refused before anything is learnt" {
    cd "$TMP"
    exits 1 train "$small" -o ''
    is "$output" ""
    is "${#stderr_lines[@]}" 1
    is "$(ls -A "$TMP")" ""
}

@test "an output folder without permission is refused before anything is learnt" {
    need_powerless
    mkdir -m 555 out
    run --separate-stderr powerless train - -o out/m < "$small"
    is "$status" 1
    is "$output" ""
    one_line "out/m: cannot write: Permission denied"
}

@test "data that cannot be read leave the old model and nothing beside it" {
    old_model
    printf 'label\ttext\ndenial\t\n' > "$TMP/bad.tsv"
    exits 1 train "$small" "$TMP/bad.tsv" -o "$TMP/out/m"
    unharmed
    exits 1 train "$TMP/none.tsv" -o "$TMP/out/m"
    unharmed
    exits 1 train --folds 49 "$small" -o "$TMP/out/m"
    unharmed
    exits 1 train --strict "$small" "$small" -o "$TMP/out/m"
    unharmed
}

@test "a disk that fills up leaves the old model and nothing beside it" {
    old_model
    limited() {
        trap '' XFSZ
        ulimit -f 8
        "$PROGRAM" train "$small" -o "$TMP/out/m" | cat
    }
    run --separate-stderr limited
    is "$status" 1
    one_line "$TMP/out/m: cannot write: File too large"
    lacks "$output" "model written"
    unharmed
}

@test "a model replaces the old one, under the old one's permissions" {
    old_model
    chmod 600 "$TMP/out/m"
    stance train "$small" -o "$TMP/out/m" > "$TMP/report"
    same_bytes "$TMP/out/m" "$(small_model)"
    is "$(stat -c %a "$TMP/out/m")" 600
    is "$(ls -A "$TMP/out")" m
}

@test "a new model has the permissions that umask leaves" {
    mkdir "$TMP/out"
    (umask 027 && stance train "$small" -o "$TMP/out/m" > "$TMP/report")
    is "$(stat -c %a "$TMP/out/m")" 640
    is "$(ls -A "$TMP/out")" m
}

@test "a symbolic link as output stays one, and the model goes where it points" {
    echo 'an old model' > "$TMP/v1"
    ln -s v1 "$TMP/current"
    stance train "$small" -o "$TMP/current" > "$TMP/report"
    is "$(readlink "$TMP/current")" v1
    same_bytes "$TMP/v1" "$(small_model)"
}

@test "a pipe as output takes the model" {
    mkfifo "$TMP/pipe"
    cat "$TMP/pipe" > "$TMP/m" &
    stance train "$small" -o "$TMP/pipe" > "$TMP/report"
    wait $!
    same_bytes "$TMP/m" "$(small_model)"
    [ -p "$TMP/pipe" ]
}

@test "training to a full disk fails" {
    need_full_device
    need_powerless
    run --separate-stderr powerless train - -o /dev/full < "$small"
    is "$status" 1
    one_line "/dev/full: cannot write: No space left on device"
    lacks "$output" "model written"
    [ -c /dev/full ]
}

@test "the model never replaces its own data" {
    cp "$small" "$TMP/x.tsv"
    ln "$TMP/x.tsv" "$TMP/same"
    exits 2 train "$TMP/x.tsv" -o "$TMP/same"
    one_line "$TMP/x.tsv: the model would replace its own data"
    same_bytes "$small" "$TMP/x.tsv"
}

@test "a link to nowhere as output is refused before anything is learnt" {
    ln -s nowhere "$TMP/link"
    exits 1 train "$small" -o "$TMP/link"
    one_line "$TMP/link: cannot follow: No such file or directory"
    is "$output" ""
    [ -L "$TMP/link" ]
}

@test "--solver: the choice is printed and recorded, and does not depend on threads" {
    stance train "$small" --solver liblinear --threads 1 -o "$TMP/one" > "$TMP/report"
    grep -qx 'cross-validation, 5 folds, solver LIBLINEAR' "$TMP/report"
    stance train "$small" --solver liblinear --threads 2 -o "$TMP/two" > "$TMP/report"
    same_bytes "$TMP/one" "$TMP/two"
    passes show "$TMP/one"
    like "$output" $'\nsolver +LIBLINEAR, one-vs-rest, C '
    passes show "$(small_model)"
    like "$output" $'\nsolver +libsvm, one-vs-rest, C '
    passes evaluate -m "$TMP/one" -f json "$small"
    json '.accuracy > 0.9'
}

@test "--solver auto: LIBLINEAR for naive Bayes, unless libsvm is asked for" {
    passes train "$small" -w nb -o "$TMP/auto"
    has "$output" $'\ncross-validation, 5 folds, solver LIBLINEAR\n'
    like "$(fact "$TMP/auto" solver)" '^LIBLINEAR, one-vs-rest, C '
    stance train "$small" -w nb --solver liblinear -o "$TMP/liblinear" > "$TMP/report"
    same_bytes "$TMP/auto" "$TMP/liblinear"
    passes train "$small" -w nb --solver libsvm -o "$TMP/libsvm"
    has "$output" $'\ncross-validation, 5 folds, solver libsvm\n'
    like "$(fact "$TMP/libsvm" solver)" '^libsvm, one-vs-rest, C '
}

@test "train: the built-in cues serve the labels that they were written for" {
    awk -F'\t' -v OFS='\t' 'NR == 1 { print "label", "text"; next } NR <= 120 { print $2, $7 }' \
        training/stance.tsv > "$TMP/known.tsv"
    sed -e 's/^accusatory/A/' -e 's/^cooperative/C/' -e 's/^denial/D/' "$TMP/known.tsv" > "$TMP/other.tsv"
    passes train --folds 2 --chars none "$TMP/known.tsv" -o "$TMP/known.model"
    passes train --folds 2 --chars none "$TMP/other.tsv" -o "$TMP/other.model"
    passes train --folds 2 --chars none --cues training/cues.txt "$TMP/other.tsv" -o "$TMP/asked.model"
    has "$("$STANCE" show "$TMP/known.model")" 'cues              68'
    has "$("$STANCE" show "$TMP/other.model")" 'cues              0'
    has "$("$STANCE" show "$TMP/asked.model")" 'cues              68'
}
