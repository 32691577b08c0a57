#!/usr/bin/env bats
# Texts made to break a reader: none of them crashes or hangs the program, and none changes what is
# said of the paragraphs beside it.

load helpers

# repeat N TEXT: N times the text, which printf understands, and which has no line end.
repeat() {
    { yes "$(printf '%b.' "$2")" || true; } | head -n "$1" | sed 's/\.$//' | tr -d '\n'
}

# many N TEXT: N times the text, each on lines of its own.
many() {
    { yes "$2" || true; } | head -n "$1"
}

setup_file() {
    { padding; printf '%s\n\n%s\n' "$before" "$after"; } > "$BATS_FILE_TMPDIR/a.txt"
    stance classify --split blank -f tsv "$BATS_FILE_TMPDIR/a.txt" > "$BATS_FILE_TMPDIR/a"
    small_model
}

need_speed() {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "too slow under valgrind"
}

before='The envoy of Torvik denied every claim on Monday.'
after='The harbour office agreed to share its reports with Lindal.'

# The rows of the neighbours are the same with and without the paragraph on standard input between
# them, whatever becomes of that.
neighbours_stay() {
    local what=$1
    { padding; printf '%s\n\n' "$before"; cat; printf '\n\n%s\n' "$after"; } > "$TMP/b.txt"
    for threads in 1 2; do
        timeout 20 "$PROGRAM" classify -q -j $threads --split blank -f tsv "$TMP/b.txt" > "$TMP/b" ||
            fail "$what: status $?"
        for file in "$BATS_FILE_TMPDIR/a" "$TMP/b"; do
            { sed -n 2,3p "$file"; tail -n 1 "$file"; } | cut -f 3- > "$file.neighbours"
        done
        same_bytes "$BATS_FILE_TMPDIR/a.neighbours" "$TMP/b.neighbours" || fail "$what"
        is "$what: $(awk -F '\t' 'NF != 5' "$TMP/b" | head -c 200)" "$what: "
    done
}

# More than the first 64 KiB, where a NUL means a binary file.
padding() {
    many 2200 'The ferry guild met on Tuesday.'
    echo
}

@test "a word of 1 MB, and other things without a blank" {
    need_speed
    repeat 1000000 a | neighbours_stay "a word"
    repeat 500000 'a-' | neighbours_stay "a chain"
    repeat 400000 '‮' | neighbours_stay "bidirectional controls"
    { printf e; repeat 500000 '\xcc\x81'; } | neighbours_stay "combining marks"
    repeat 300000 '\xef\xb7\xba' | neighbours_stay "a letter that folds to eighteen"
    repeat 300000 '\xf0\x9f\x98\x80' | neighbours_stay "emoji"
    repeat 300000 '\xe2\x80\x8d' | neighbours_stay "joiners"
}

@test "bytes that are no text" {
    need_speed
    head -c 300000 /dev/zero | neighbours_stay "NUL"
    repeat 300000 '\xff' | neighbours_stay "bytes that are never UTF-8"
    repeat 200000 '\xc0\xaf' | neighbours_stay "overlong forms"
    repeat 200000 '\xed\xa0\x80' | neighbours_stay "surrogates"
    repeat 200000 '\xf4\x90\x80\x80' | neighbours_stay "beyond the last code point"
    repeat 200000 '\xe2\x82' | neighbours_stay "characters cut short"
    repeat 300000 '\x1b[2J' | neighbours_stay "escapes"
    repeat 300000 '\x01' | neighbours_stay "controls"
    printf 'The end is missing: \xe2' | neighbours_stay "one character cut short"
}

@test "more of something than a paragraph has" {
    need_speed
    repeat 200000 'a ' | neighbours_stay "short words"
    repeat 60000 'denied rejected no evidence willing to ' | neighbours_stay "cues"
    seq 150000 | tr '\n' ' ' | neighbours_stay "numbers, all different"
    seq 150000 | sed 's/^/x/' | tr '\n' ' ' | neighbours_stay "words, all different"
    repeat 300000 '"\\' | neighbours_stay "quotation marks"
    many 200000 a | neighbours_stay "lines"
    repeat 300000 '((((' | neighbours_stay "brackets"
    repeat 200000 '\r' | neighbours_stay "carriage returns"
}

@test "a line of 50 MB" {
    need_speed
    { echo "$before"; head -c 50000000 /dev/zero | tr '\0' a; printf '\n%s\n' "$after"; } > "$TMP/a.txt"
    passes classify -q -f tsv --split line "$TMP/a.txt"
    is "${#lines[@]}" 194
    { echo "$before"; echo "$after"; } | stance classify -f tsv --split line | cut -f 3- > "$TMP/both"
    { echo "${lines[1]}"; echo "${lines[193]}"; } | cut -f 3- > "$TMP/rows"
    is "$(cat "$TMP/rows")" "$(tail -n 2 "$TMP/both")"
}

@test "a long line is told once that it is cut" {
    need_speed
    head -c 7000000 /dev/zero | tr '\0' a > "$TMP/a.txt"
    passes classify -f tsv "$TMP/a.txt"
    one_line "warning: $TMP/a.txt: line 1: a paragraph of more than 262144 bytes, cut there"
}

@test "labelled data that is hostile: told, passed over, soon" {
    need_speed
    small=$(small_model)
    hostile() {
        timeout 20 "$PROGRAM" evaluate -m "$small" -f json "$1" > "$TMP/out" 2> "$TMP/err" || true
        is "$1: $(grep -c '^{"rows": 2,' "$TMP/out")" "$1: 1"
        is "$(tail -n 1 "$TMP/err")" "stance: $1: 1 record skipped"
    }
    good='{"label": "denial", "text": "The guild denied it."}'
    for bad in "$(repeat 300000 '[')" "{\"label\": \"denial\", \"text\": $(repeat 200000 '[')" \
        "$(repeat 100000 '{"a":')" "{\"label\": \"denial\", \"text\": 1$(repeat 400000 0)x}"; do
        printf '%s\n%s\n%s\n' "$good" "$bad" "$good" > "$TMP/x.jsonl"
        hostile "$TMP/x.jsonl"
    done
    { echo "$good"; repeat 2000000 '['; echo; echo "$good"; } > "$TMP/x.jsonl"
    hostile "$TMP/x.jsonl"
    { printf 'denial\tNo.\n'; repeat 900000 '\t'; printf '\ndenial\tNever.\n'; } > "$TMP/x.tsv"
    hostile "$TMP/x.tsv"
    { printf 'denial,No.\n'; repeat 900000 ','; printf '\ndenial,Never.\n'; } > "$TMP/x.csv"
    hostile "$TMP/x.csv"
    { printf 'denial,No.\ndenial,"'; repeat 600000 '""'; printf '\ndenial,Never.\n'; } > "$TMP/x.csv"
    hostile "$TMP/x.csv"
}

@test "an open quote in every second line of CSV is found in time that grows with the file" {
    need_speed
    small=$(small_model)
    { echo label,text; many 60000 $'denial,The guild\ndenial,"open' | head -n 60000; } > "$TMP/x.csv"
    run --separate-stderr timeout 20 "$PROGRAM" evaluate -m "$small" -f json "$TMP/x.csv"
    is "$status" 1
    has "$output" '{"rows": 30000,'
    is "${stderr_lines[10]}" "stance: $TMP/x.csv: 30000 records skipped, the first 10 of them told above"
}
