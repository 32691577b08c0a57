#!/usr/bin/env bats
# stance classify --summary: counts and shares, file by file; --cameo: event codes beside labels.

load helpers

# label counts of a file, as the paragraphs' own rows say.
counted() {
    stance classify -f jsonl "$1" | jq -s -c '[length] + (["accusatory", "cooperative", "denial",
        "neutral"] as $l | [.[].label] as $all | [$l[] as $k | $all | map(select(. == $k)) | length])'
}

@test "summary: what the rows say, file by file, in the order of the files" {
    article > "$TMP/b.txt"
    passes classify --summary -f jsonl tests/data/article.txt "$TMP/b.txt"
    is "${#lines[@]}" 2
    jsonl --arg b "$TMP/b.txt" '[.[].file] == ["tests/data/article.txt", $b]'
    is "$(jq -c '[.paragraphs, .count_accusatory, .count_cooperative, .count_denial, .count_neutral]' \
        <<< "$output")" "$(counted tests/data/article.txt; counted "$TMP/b.txt")"
    jsonl 'all(.[]; (.share_denial * .paragraphs - .count_denial | fabs) < 0.0001 and
        (.share_accusatory + .share_cooperative + .share_denial + .share_neutral - 1 | fabs) < 1e-5)'
}

@test "summary: the same in any number of threads" {
    article > "$TMP/b.txt"
    for i in {1..300}; do article; echo; done > "$TMP/long.txt"
    stance classify --summary -f csv -j 1 "$TMP/long.txt" "$TMP/b.txt" > "$TMP/one"
    for threads in 2 7; do
        stance classify --summary -f csv -j $threads "$TMP/long.txt" "$TMP/b.txt" > "$TMP/many"
        same_bytes "$TMP/one" "$TMP/many"
    done
    is "$(cut -d, -f 2 "$TMP/one" | tr -d '\r' | tr '\n' ' ')" "paragraphs 1500 5 "
}

@test "summary: text has the paragraphs, and then a table" {
    article > "$TMP/a.txt"
    cd "$TMP"
    stance classify a.txt > rows
    passes classify --summary a.txt
    printf '%s\n' "$output" > out
    head -n "$(wc -l < rows)" out | same_bytes - rows
    is "$(tail -n 3 out)" "
file          paragraphs     accusatory    cooperative         denial        neutral
a.txt                  5       1   20 %       1   20 %       1   20 %       2   40 %"
    passes classify --summary a.txt rows
    like "${lines[-1]}" '^all +[0-9]+ '
}

@test "summary: csv as other programs read it" {
    command -v python3 > /dev/null || skip "no python3 here"
    article > "$TMP/a, \"b\".txt"
    stance classify --summary -f csv "$TMP/a, \"b\".txt" > "$TMP/out.csv"
    python3 -c 'import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
assert len(rows) == 1 and rows[0]["file"] == sys.argv[2], rows
assert int(rows[0]["paragraphs"]) == 5 and float(rows[0]["share_neutral"]) == 0.4, rows
assert None not in rows[0], rows' "$TMP/out.csv" "$TMP/a, \"b\".txt"
    stance classify -f csv "$TMP/a, \"b\".txt" > "$TMP/rows.csv"
    python3 -c 'import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
assert len(rows) == 5 and all(len(row) == 5 and None not in row for row in rows), rows
assert rows[2]["text"].startswith("\"We rejected every claim"), rows' "$TMP/rows.csv"
}

@test "summary: uncertain is counted where it can be an answer" {
    passes classify --summary --min-confidence 1 -f jsonl tests/data/article.txt
    json '.count_uncertain > 0 and (.paragraphs == .count_uncertain + .count_accusatory +
        .count_cooperative + .count_denial + .count_neutral)'
    passes classify --summary -f jsonl tests/data/article.txt
    json 'has("count_uncertain") | not'
}

@test "summary: labels of any name" {
    printf '%s\n' 'a,"b"	one two' 'a,"b"	one three' 'x y	four five' 'x y	four six' > "$TMP/l.tsv"
    stance train --folds 2 --min-df 1 "$TMP/l.tsv" -o "$TMP/m" > "$TMP/report"
    stance classify -m "$TMP/m" --summary -f csv <<< 'four five' > "$TMP/out"
    is "$(tr -d '\r' < "$TMP/out" | head -n 1)" \
        'file,paragraphs,"count_a,""b""",count_x y,"share_a,""b""",share_x y'
    is "$(tr -d '\r' < "$TMP/out" | tail -n 1)" 'standard input,1,0,1,0.000000,1.000000'
}

@test "summary: a bad file is told, and the others are counted" {
    article > "$TMP/a.txt"
    exits 1 classify --summary -f tsv "$TMP/none.txt" "$TMP/a.txt"
    one_line "$TMP/none.txt: cannot open: No such file or directory"
    is "${#lines[@]}" 2
    like "${lines[1]}" "^$TMP/a.txt	5	"
}

@test "summary: a full disk is told once" {
    need_full_device
    for format in text csv; do
        run --separate-stderr bash -c '"$0" classify --summary -f $1 tests/data/article.txt > /dev/full' \
            "$PROGRAM" $format
        is "$status" 1
        one_line "standard output: cannot write: No space left on device"
    done
}

@test "summary: of one model" {
    exits 2 classify --summary -m stance -m sentiment tests/data/article.txt
    one_line "--summary counts the labels of one model"
}

@test "cameo: codes before the text, empty where there is none" {
    passes classify --cameo -f jsonl tests/data/article.txt
    jsonl 'all(.[]; [.cameo, .plover] == ({accusatory: ["11", "ACCUSE"], cooperative: ["03", "AGREE"],
        denial: ["016", ""], neutral: ["", ""]}[.label])) and any(.[]; .label == "denial")'
    passes classify --cameo -m stance -m sentiment -f tsv tests/data/article.txt
    is "${lines[0]}" \
        $'file\tparagraph\tlabel\tconfidence\tsentiment\tsentiment_confidence\tcameo\tplover\ttext'
    passes classify --cameo --min-confidence 1 -f jsonl tests/data/article.txt
    jsonl 'any(.[]; .label == "uncertain") and
        all(.[] | select(.label == "uncertain"); .cameo == "" and .plover == "")'
}

@test "cameo: a map of one's own" {
    printf '# mine\nneutral\t01\t\ndenial\t0161\tDENY\n' > "$TMP/map.tsv"
    passes classify --cameo-map "$TMP/map.tsv" -f jsonl tests/data/article.txt
    jsonl 'all(.[]; [.cameo, .plover] ==
        ({neutral: ["01", ""], denial: ["0161", "DENY"]}[.label] // ["", ""]))'
    echo 'denial 016' > "$TMP/map.tsv"
    exits 1 classify --cameo-map "$TMP/map.tsv" -f csv tests/data/article.txt
    one_line "$TMP/map.tsv: line 1: not a label, a CAMEO code and a PLOVER type with tabs between"
    exits 1 classify --cameo-map "$TMP/none" -f csv tests/data/article.txt
    one_line "$TMP/none: cannot open: No such file or directory"
    exits 2 classify --cameo tests/data/article.txt
    one_line "--cameo adds columns: choose --format tsv, csv or jsonl, and no --summary"
}

@test "by date: days and months of articles, sorted, what is unknown last" {
    printf '%s\n' '{"date": "2031-06-04T10:00:00Z", "text": "Lindal rejected the claim."}' \
        '{"date": "2030-12-31", "text": "They agreed to share reports."}' \
        '{"date": "June 2031", "text": "They agreed to share reports."}' \
        '{"date": "2031-06-04", "text": "They agreed to share reports."}' \
        '{"text": "They agreed to share reports."}' > "$TMP/news.jsonl"
    passes classify --by-date day -f jsonl "$TMP/news.jsonl"
    is "$(jq -c '[.date, .paragraphs, .count_denial]' <<< "$output")" \
        '["2030-12-31",1,0]
["2031-06-04",2,1]
["",2,0]'
    passes classify --by-date month --summary -f csv "$TMP/news.jsonl"
    is "$(tr -d '\r' <<< "$output" | cut -d , -f 1,2)" $'month,paragraphs\n2030-12,1\n2031-06,2\n,2'
    passes classify --by-date day "$TMP/news.jsonl"
    like "${lines[-2]}" '^unknown +2 '
    like "${lines[-1]}" '^all +5 '
    exits 2 classify --by-date week "$TMP/news.jsonl"
}
