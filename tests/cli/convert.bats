#!/usr/bin/env bats
# stance convert: labelled data between formats.

load helpers

# Rows with everything in them that TSV can hold.
all_kinds() {
    printf '%s\t%s\t%s\t%s\t%s\n' id label group note text \
        p1 accusatory port '' 'The “harbour office” said: "no", it'"'"'s theirs.' \
        p2 'joint action' port 'two  spaces ' ' Ünïcode, საქართველო, 𝔘 and \n \t \\ stay. ' \
        3 denial '' ', ;' '{"label": ["x"]} [is] __no__ JSON' \
        4 '' '' '' 'Nobody has labelled this.'
}

@test "convert: there and back" {
    all_kinds > "$TMP/a.tsv"
    for format in tsv csv jsonl doccano label-studio; do
        passes convert "$TMP/a.tsv" --to $format -o "$TMP/there"
        is "$stderr$output" ""
        stance convert --input $format "$TMP/there" > "$TMP/back"
        same_bytes "$TMP/back" "$TMP/a.tsv"
        stance convert "$TMP/there" --input $format --to $format | same_bytes - "$TMP/there"
    done
}

@test "convert: the shipped data, there and back" {
    for format in csv jsonl doccano label-studio; do
        stance convert training/stance.tsv --to $format |
            stance convert --input $format - | same_bytes - training/stance.tsv
    done
}

@test "convert: fastText there and back, where there is no more than label and text" {
    small_rows | stance convert - --to fasttext > "$TMP/a.ft"
    { printf 'label\ttext\n'; small_rows; } > "$TMP/a.tsv"
    stance convert "$TMP/a.ft" | same_bytes - "$TMP/a.tsv"
}

@test "convert: what is lost is told, in a line each" {
    all_kinds > "$TMP/a.tsv"
    passes convert "$TMP/a.tsv" --to fasttext
    is "$stderr" "stance: warning: 3 columns left out: fastText has no place for more
stance: warning: 1 record left out: without a label or a text, or with '__label__' in it
stance: warning: 1 label with '_' for white space"
    printf '{"label":"x","text":"a\\tb\\nc","tags":[1]}\n' > "$TMP/a.jsonl"
    passes convert "$TMP/a.jsonl"
    is "$output" $'label\ttags\ttext\nx\t[1]\ta b c'
    is "$stderr" "stance: warning: 1 cell with spaces for tabs and line breaks
stance: warning: 1 cell with a JSON list or object as text"
    passes convert -q "$TMP/a.jsonl"
    is "$stderr" ""
    passes convert --to csv "$TMP/a.jsonl"
    is "${stderr_lines[0]}" "stance: warning: 1 cell with a JSON list or object as text"
}

@test "convert: an item with several labels is left out, and named" {
    printf '%s\n' '{"id": 1, "text": "a", "label": ["x"]}' \
        '{"id": 2, "text": "b", "label": ["x", "y"]}' > "$TMP/all.jsonl"
    passes convert "$TMP/all.jsonl"
    is "$output" $'id\tlabel\ttext\n1\tx\ta'
    one_line "warning: $TMP/all.jsonl: line 2: left out: more than one label: [\"x\",\"y\"]"
}

@test "convert: labels given by hand come back from Label Studio" {
    printf 'file\tparagraph\ttext\nn.txt\t1\tThey agree.\nn.txt\t2\tThey deny it.\n' > "$TMP/p.tsv"
    passes convert --to label-studio "$TMP/p.tsv"
    json 'all(.[]; .annotations == []) and [.[].data.text] == ["They agree.", "They deny it."]'
    jq '[.[] | . + {id: 5, annotations: [{was_cancelled: false, result: [{from_name: "label",
        to_name: "text", type: "choices", value: {choices: [.data.text[5:-1]]}}]}]}]' \
        <<< "$output" > "$TMP/done.json"
    stance convert "$TMP/done.json" > "$TMP/out"
    is "$(cat "$TMP/out")" "$(printf '%s\t%s\t%s\t%s\t%s\n' id label file paragraph text \
        5 agree n.txt 1 'They agree.' 5 'deny it' n.txt 2 'They deny it.')"
}

@test "convert: what classify prints can be labelled, and learnt from" {
    article > "$TMP/a.txt"
    for format in tsv csv jsonl; do
        stance classify -f $format "$TMP/a.txt" > "$TMP/a.$format"
        for tool in doccano label-studio; do
            stance convert --to $tool "$TMP/a.$format" > "$TMP/tool"
            passes evaluate --input $tool -f json "$TMP/tool"
            json '.rows == 5 and .accuracy == 1'
        done
    done
}

@test "convert: train and evaluate read what the tools export" {
    small_rows > "$TMP/a.tsv"
    stance train "$TMP/a.tsv" -o "$TMP/from.tsv" > "$TMP/report.tsv"
    for tool in doccano label-studio; do
        stance convert --to $tool "$TMP/a.tsv" > "$TMP/a.$tool"
        stance train --input $tool "$TMP/a.$tool" -o "$TMP/from.$tool" > "$TMP/report"
        same_bytes "$TMP/from.$tool" "$TMP/from.tsv"
    done
    mv "$TMP/a.doccano" "$TMP/all.jsonl"
    mv "$TMP/a.label-studio" "$TMP/project.json"
    for file in all.jsonl project.json; do
        passes evaluate -m "$TMP/from.tsv" -f json "$TMP/$file"
        json '.rows == 48'
    done
}

@test "convert: other columns, several files, a table of all their columns" {
    printf 'kind\tbody\nx\ta\n' > "$TMP/a.tsv"
    printf '{"body": "b", "kind": "y", "n": 3}\n' > "$TMP/b.jsonl"
    passes convert --label-column kind --text-column body "$TMP/a.tsv" "$TMP/b.jsonl"
    is "$output" $'kind\tn\tbody\nx\t\ta\ny\t3\tb'
    passes convert --label-column kind --text-column body --to label-studio "$TMP/a.tsv"
    json '.[0] | .data == {body: "a"} and (.annotations[0].result[0] |
        .from_name == "kind" and .to_name == "body" and .value.choices == ["x"])'
    exits 1 convert --label-column none --text-column body "$TMP/a.tsv"
    one_line "$TMP/a.tsv: line 1: no column 'none'; the columns are: kind, body"
}

@test "convert: CSV as other programs read and write it" {
    command -v python3 > /dev/null || skip "no python3 here"
    all_kinds | stance convert - --to csv > "$TMP/a.csv"
    python3 -c 'import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
csv.writer(sys.stdout, delimiter="|", lineterminator="\n", quoting=csv.QUOTE_NONE,
    quotechar=None, escapechar=None).writerows(rows)' "$TMP/a.csv" | tr '|' '\t' > "$TMP/out"
    all_kinds | same_bytes - "$TMP/out"
    python3 -c 'import csv, sys
csv.writer(open(sys.argv[1], "w", encoding="utf-8", newline="")).writerows(
    [["label", "text"], ["x", "a \"b\", c\nd"], ["y", ""]])' "$TMP/b.csv"
    passes convert --to jsonl "$TMP/b.csv"
    jsonl '. == [{label: "x", text: "a \"b\", c\nd"}, {label: "y", text: ""}]'
}

@test "convert: errors" {
    exits 2 convert
    exits 2 convert --to html training/stance.tsv
    exits 1 convert "$TMP/none.tsv"
    one_line "$TMP/none.tsv: cannot open: No such file or directory"
    printf '[{"text": "a"},' > "$TMP/a.json"
    exits 1 convert "$TMP/a.json" -o "$TMP/out"
    one_line "$TMP/a.json: the list of JSON objects breaks off"
    [ ! -e "$TMP/out" ]
    exits 1 convert training/stance.tsv -o "$TMP/none/out"
    like "$stderr" "^stance: $TMP/none/out: cannot "
}

@test "convert: a bad record is told and passed over" {
    printf 'label\ttext\nx\ta\ny\tb\tc\nz\td\n' > "$TMP/a.tsv"
    exits 1 convert "$TMP/a.tsv"
    is "$output" $'label\ttext\nx\ta\nz\td'
    like "$stderr" "^stance: $TMP/a.tsv: line 3: 3 fields where there must be 2"
    exits 1 convert --strict "$TMP/a.tsv"
    is "$output" ""
}
