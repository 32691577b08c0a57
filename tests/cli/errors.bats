#!/usr/bin/env bats
# What goes wrong: one line on standard error that names the file, status 1, the rest is done.

load helpers

setup_file() {
    small_model
}

small=${BATS_FILE_TMPDIR:-}/small.tsv

# Reading FILE fails with this one line, for a command that reads text.
text_refused() {
    local file=$1 message=$2
    for command in classify paragraphs; do
        exits 1 $command -f jsonl "$file"
        is "$output" ""
        one_line "$message"
    done
}

# The same for commands that read labelled data, where one bad record is to end the work.
data_refused() {
    local message=$1
    shift
    exits 1 evaluate --strict "$@"
    is "$output" ""
    one_line "$message"
    exits 1 train --strict -o "$TMP/model" "$@"
    is "$output" ""
    one_line "$message"
    [ ! -e "$TMP/model" ]
}

# ---- text ----

@test "a missing file" {
    text_refused "$TMP/none.txt" "$TMP/none.txt: cannot open: No such file or directory"
    text_refused "" ": cannot open: No such file or directory"
}

@test "a folder" {
    text_refused "$TMP" "$TMP: cannot read: Is a directory; -r reads the files in it"
}

@test "a file without permission" {
    need_powerless
    article > a.txt
    article > b.txt
    chmod 000 a.txt
    run --separate-stderr powerless paragraphs -f tsv a.txt b.txt
    is "$status" 1
    is "${#lines[@]}" 6
    one_line "a.txt: cannot open: Permission denied"
    run --separate-stderr powerless show a.txt
    is "$status" 1
    one_line "a.txt: cannot open: Permission denied"
}

@test "an empty file" {
    : > "$TMP/a.txt"
    text_refused "$TMP/a.txt" "$TMP/a.txt: empty"
    text_refused /dev/null "/dev/null: empty"
}

@test "a file of blank lines" {
    printf '\n \t\n\r\n\n' > "$TMP/a.txt"
    text_refused "$TMP/a.txt" "$TMP/a.txt: no text in it"
    printf '\357\273\277' > "$TMP/a.txt"
    text_refused "$TMP/a.txt" "$TMP/a.txt: no text in it"
}

@test "a binary file" {
    printf 'GIF89a\001\000\002' > "$TMP/a.gif"
    text_refused "$TMP/a.gif" "$TMP/a.gif: byte 7: a NUL: a binary file, not text"
    text_refused models/stance.model "models/stance.model: byte $(LC_ALL=C grep -obUaP -m 1 '\x00' \
        models/stance.model | head -n 1 | cut -d : -f 1): a NUL: a binary file, not text"
}

@test "a UTF-16 file" {
    printf '\377\376a\000b\000' > "$TMP/little.txt"
    text_refused "$TMP/little.txt" \
        "$TMP/little.txt: byte 0: UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"
    printf '\376\377\000a\000b' > "$TMP/big.txt"
    text_refused "$TMP/big.txt" \
        "$TMP/big.txt: byte 0: UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"
}

@test "empty standard input" {
    exits 1 classify < /dev/null
    is "$output" ""
    one_line "standard input: empty"
}

@test "closed standard input" {
    closed() { "$PROGRAM" classify <&-; }
    run --separate-stderr closed
    is "$status" 1
    one_line "standard input: cannot read: Bad file descriptor"
}

@test "one bad file among several: the others are done, status 1" {
    article > "$TMP/a.txt"
    : > "$TMP/empty.txt"
    stance classify -f tsv "$TMP/a.txt" "$TMP/a.txt" > "$TMP/expected"
    for bad in "$TMP/none.txt" "$TMP" "$TMP/empty.txt"; do
        exits 1 classify -f tsv "$TMP/a.txt" "$bad" "$TMP/a.txt"
        is "$output" "$(cat "$TMP/expected")"
        is "${#stderr_lines[@]}" 1
        like "$stderr" "^stance: $bad: "
    done
}

@test "several bad files: a line each" {
    article > "$TMP/a.txt"
    exits 1 classify -f tsv "$TMP/x" "$TMP/a.txt" "$TMP/y"
    is "${#lines[@]}" 6
    is "${#stderr_lines[@]}" 2
    has "${stderr_lines[0]}" "$TMP/x: "
    has "${stderr_lines[1]}" "$TMP/y: "
}

@test "only bad files: machine formats still have their header" {
    exits 1 classify -f tsv "$TMP/none.txt"
    is "$output" $'file\tparagraph\tlabel\tconfidence\ttext'
}

@test "invalid UTF-8 is replaced, with a warning that names line and byte" {
    printf 'Good.\n\nCaf\351 owners and\nbad \303( pairs.\n\nGood \377\n' > "$TMP/a.txt"
    passes classify -f jsonl "$TMP/a.txt"
    is "${#stderr_lines[@]}" 3
    rest='not UTF-8; invalid bytes become U+FFFD'
    is "${stderr_lines[0]}" "stance: warning: $TMP/a.txt: line 3: byte 10: $rest"
    is "${stderr_lines[1]}" "stance: warning: $TMP/a.txt: line 4: byte 27: $rest"
    is "${stderr_lines[2]}" "stance: warning: $TMP/a.txt: line 6: byte 43: $rest"
    jsonl '[.[].text] == ["Good.", "Caf� owners and\nbad �( pairs.", "Good �"]'
}

@test "invalid UTF-8 on many lines: ten warnings and a count" {
    for i in {1..25}; do printf 'Line %d \377.\n' "$i"; done > "$TMP/a.txt"
    passes classify -f tsv "$TMP/a.txt"
    is "${#stderr_lines[@]}" 11
    is "${stderr_lines[10]}" "stance: warning: $TMP/a.txt: 15 more lines with bytes that are not UTF-8"
}

@test "names of files cannot move the cursor" {
    name=$TMP/$'a\033[2Jb\nc'
    exits 1 classify -f tsv "$name"
    one_line "$TMP/a?[2Jb?c: cannot open: No such file or directory"
    article > "$name"
    stance classify "$name" > "$TMP/out"
    is "$(grep -c $'\033' "$TMP/out")" 0
}

# ---- labelled data ----

@test "labelled data: missing, a folder, empty, blank, binary, UTF-16, only a header" {
    data_refused "$TMP/none.tsv: cannot open: No such file or directory" "$TMP/none.tsv"
    data_refused "$TMP: cannot read: Is a directory" "$TMP"
    : > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: empty" "$TMP/x.tsv"
    printf '\n\n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: no rows" "$TMP/x.tsv"
    printf 'a\tb\000\n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: byte 3: a NUL: a binary file, not text" "$TMP/x.tsv"
    printf '\377\376a\000' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: byte 0: UTF-16; convert it first: iconv -f UTF-16 -t UTF-8" \
        "$TMP/x.tsv"
    printf 'label\ttext\n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: no rows" "$TMP/x.tsv"
    for format in csv jsonl; do
        printf '\n\n' > "$TMP/x.$format"
        data_refused "$TMP/x.$format: no rows" "$TMP/x.$format"
    done
}

@test "labelled data: one bad file among good ones is a failure" {
    data_refused "$TMP/none.tsv: cannot open: No such file or directory" "$small" "$TMP/none.tsv"
}

@test "labelled data without the column: the columns are listed" {
    printf 'id\tverdict\tbody\n1\tdenial\tNo.\n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 1: no column 'label'; the columns are: id, verdict, body" \
        "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 1: no column 'text'; the columns are: id, verdict, body" \
        --label-column verdict "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 1: no column 'story'; the columns are: id, verdict, body" \
        --label-column verdict --text-column body --group-column story "$TMP/x.tsv"
    printf 'id,verdict,body\n1,denial,No.\n' > "$TMP/x.csv"
    data_refused "$TMP/x.csv: line 1: no column 'label'; the columns are: id, verdict, body" \
        "$TMP/x.csv"
    printf '{"id": 1, "verdict": "denial", "body": "No."}\n' > "$TMP/x.jsonl"
    data_refused "$TMP/x.jsonl: line 1: no field 'label'; the fields are: id, verdict, body" \
        "$TMP/x.jsonl"
}

@test "labelled data without a header line, but with a column by name" {
    data_refused "$small: line 1: no column 'verdict'; the columns are: $(head -n 1 "$small" |
        sed 's/\t/, /; s/\(, .\{64\}\).*/\1/')" --label-column verdict "$small"
}

@test "labelled data: an empty label, an empty text, a label too long" {
    printf 'label\ttext\ndenial\tNo.\n\tNo.\n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 3: an empty label" "$TMP/x.tsv"
    printf 'denial\tNo.\n\ndenial\t \n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 3: an empty text" "$TMP/x.tsv"
    { printf 'denial\tNo.\n'; printf 'a%.0s' {1..256}; printf '\tNo.\n'; } > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 2: a label of more than 255 bytes" "$TMP/x.tsv"
    printf 'label,text\n\ndenial,No.\n"",No.\n' > "$TMP/x.csv"
    data_refused "$TMP/x.csv: line 4: an empty label" "$TMP/x.csv"
    printf '{"label": "denial", "text": ""}\n' > "$TMP/x.jsonl"
    data_refused "$TMP/x.jsonl: line 1: an empty text" "$TMP/x.jsonl"
    printf '__label__denial No.\n__label__denial\n' > "$TMP/x.ft"
    data_refused "$TMP/x.ft: line 2: an empty text" "$TMP/x.ft"
}

@test "labelled data: a wrong number of fields" {
    printf 'denial\tNo.\ndenial\tNo.\tNever.\n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 2: 3 fields where there must be 2" "$TMP/x.tsv"
    printf 'denial\tNo.\ndenial No.\n' > "$TMP/x.tsv"
    data_refused "$TMP/x.tsv: line 2: 1 fields where there must be 2" "$TMP/x.tsv"
    printf 'label,text\ndenial,"No\nand\nno."\n\ndenial,No, never.\n' > "$TMP/x.csv"
    data_refused "$TMP/x.csv: line 6: 3 fields where there must be 2" "$TMP/x.csv"
}

@test "labelled data: CSV with a quote left open, or in the wrong place" {
    printf 'label,text\ndenial,No.\ndenial,"No.\ndenial,No.\n' > "$TMP/x.csv"
    data_refused "$TMP/x.csv: line 3: a quoted field is never closed" "$TMP/x.csv"
    printf 'label,text\ndenial,"No" never.\n' > "$TMP/x.csv"
    data_refused "$TMP/x.csv: line 2: a quotation mark in the wrong place" "$TMP/x.csv"
}

@test "labelled data: JSONL that is none" {
    printf '{"label": "denial", "text": "No."}\n{"label": "denial"}\n' > "$TMP/x.jsonl"
    data_refused "$TMP/x.jsonl: line 2: no field 'text'; the fields are: label" "$TMP/x.jsonl"
    printf '{"label": "denial", "text": ["No."]}\n' > "$TMP/x.jsonl"
    data_refused "$TMP/x.jsonl: line 1: field 'text' is not a string" "$TMP/x.jsonl"
    printf '{"label": null, "text": "No."}\n' > "$TMP/x.jsonl"
    data_refused "$TMP/x.jsonl: line 1: field 'label' is null" "$TMP/x.jsonl"
    printf '{"label": "a\\u0000b", "text": "No."}\n' > "$TMP/x.jsonl"
    data_refused "$TMP/x.jsonl: line 1: a NUL in a label" "$TMP/x.jsonl"
    for line in '{"label": "denial", "text": "No."' '["denial", "No."]' 'denial No.' '{"a": 1} {}' \
        '{"label": "denial", "text": '"'No.'"'}' '{"label": "denial", "text": "No.",}'; do
        printf '\n%s\n' "$line" > "$TMP/x.jsonl"
        exits 1 evaluate --strict "$TMP/x.jsonl"
        is "${#stderr_lines[@]}" 1
        like "$stderr" "^stance: $TMP/x.jsonl: line 2: byte [0-9]+: not one JSON object: "
    done
}

@test "labelled data: fastText without a label, with two" {
    printf '__label__denial No.\nNever.\n' > "$TMP/x.ft"
    data_refused "$TMP/x.ft: line 2: does not begin with __label__" "$TMP/x.ft"
    printf '__label__denial __label__neutral No.\n' > "$TMP/x.ft"
    data_refused "$TMP/x.ft: line 1: more than one label" "$TMP/x.ft"
}

@test "labelled data of one label teach nothing" {
    grep ^denial "$small" > "$TMP/x.tsv"
    exits 1 train "$TMP/x.tsv" -o "$TMP/m"
    one_line "all rows have the label 'denial': nothing to tell apart"
    [ ! -e "$TMP/m" ]
    exits 1 evaluate --cv 3 "$TMP/x.tsv"
    one_line "all rows have the label 'denial': nothing to tell apart"
}

@test "labelled data with invalid UTF-8: a warning, and the rows are used" {
    { cat "$small"; printf 'neutral\tCaf\351 next door.\n'; } > "$TMP/x.tsv"
    passes evaluate -m "$(small_model)" -f json "$TMP/x.tsv"
    json '.rows == 49'
    is "${#stderr_lines[@]}" 1
    like "$stderr" "^stance: warning: $TMP/x.tsv: line 49: byte [0-9]+: not UTF-8; "
}

@test "labelled data: a control character in a label" {
    sed "s/^denial/"$'den\033[31mial'/ "$small" > "$TMP/x.tsv"
    exits 1 train --strict "$TMP/x.tsv" -o "$TMP/m"
    one_line "$TMP/x.tsv: line 25: a control character in a label"
    exits 1 evaluate --strict -m "$model" "$TMP/x.tsv"
    one_line "$TMP/x.tsv: line 25: a control character in a label"
}

# What moves a cursor or turns a line round: C0 but for line ends and tabs, DEL, C1, U+202A to U+202E,
# U+2066 to U+2069.
moves_a_terminal() {
    LC_ALL=C grep -aP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' "$1"
}

@test "control characters of labels and names do not reach a terminal" {
    turn=$'\342\200\256\342\201\246' # which a label may hold; control characters it may not
    odd=$'\033[31m\302\2332J\177'$turn
    sed "s/^denial/den${turn}ial/" "$small" > "$TMP/x.tsv"
    cat "$TMP/x.tsv" "$TMP/x.tsv" > "$TMP/${odd}twice.tsv"
    cut -f 2 "$small" > "$TMP/a.txt"
    cp "$TMP/a.txt" "$TMP/${odd}a.txt"
    printf 'label\ttext\n%s\t\n' "$odd" > "$TMP/${odd}empty.tsv"
    {
        stance train "$TMP/x.tsv" -o "$TMP/m"
        cp "$TMP/m" "$TMP/${odd}m"
        stance train "$TMP/${odd}twice.tsv" -o "$TMP/${odd}n"
        stance classify --split line -m "$TMP/m" "$TMP/a.txt" "$TMP/${odd}a.txt"
        stance paragraphs --split line "$TMP/${odd}a.txt"
        stance tokens --split line "$TMP/${odd}a.txt"
        stance features --split line -m "$TMP/m" "$TMP/${odd}a.txt"
        stance explain --split line -m "$TMP/m" "$TMP/a.txt" "$TMP/${odd}a.txt"
        stance show "$TMP/m"
        stance evaluate -m "$TMP/m" -m "$TMP/${odd}m" "$TMP/x.tsv"
    } > "$TMP/out"
    run moves_a_terminal "$TMP/out"
    is "$status" 1
}

@test "control characters of labels and names do not reach a terminal in messages" {
    turn=$'\342\200\256\342\201\246' # which a label may hold; control characters it may not
    odd=$'\033[31m\302\2332J\177'$turn
    sed "s/^denial/den${turn}ial/" "$small" > "$TMP/x.tsv"
    cp "$TMP/x.tsv" "$TMP/${odd}x.tsv"
    printf 'label\ttext\n%s\t\n' "$odd" > "$TMP/${odd}empty.tsv"
    printf 'Caf\351.\n' > "$TMP/${odd}latin.txt"
    stance train "$TMP/x.tsv" -o "$TMP/m" > /dev/null
    head -c 100 "$TMP/m" > "$TMP/${odd}half"
    {
        ! stance evaluate -m "$TMP/m" "$TMP/${odd}empty.tsv"
        ! stance evaluate -m "$TMP/m" --among "$odd" "$TMP/x.tsv"
        ! stance evaluate -m stance "$TMP/${odd}x.tsv"
        ! stance train "$TMP/${odd}x.tsv" -o "$TMP/${odd}x.tsv"
        ! stance train "$TMP/${odd}absent" -o "$TMP/n"
        stance classify "$TMP/${odd}latin.txt"
        ! stance classify "$TMP/${odd}absent"
        ! stance classify -m "$TMP/m" --among "$odd" "$TMP/x.tsv"
        ! stance show "$TMP/${odd}half"
        ! stance show "--${odd}.txt"
        ! stance show --top "$odd"
        ! stance "$odd"
    } 2> "$TMP/err" > /dev/null
    is "$(grep -c '^stance: ' "$TMP/err")" "$(wc -l < "$TMP/err")"
    [ "$(wc -l < "$TMP/err")" -ge 12 ]
    run moves_a_terminal "$TMP/err"
    is "$status" 1
}

# ---- models ----

# Each command that loads a model refuses this one with one line.
model_refused() {
    local model=$1 message=$2
    article > "$TMP/a.txt"
    exits 1 show "$model"
    is "$output" ""
    one_line "$message"
    exits 1 classify -m "$model" "$TMP/a.txt"
    is "$output" ""
    one_line "$message"
    exits 1 evaluate -m "$model" "$small"
    is "$output" ""
    one_line "$message"
    exits 1 features -m "$model" "$TMP/a.txt"
    is "$output" ""
    one_line "$message"
}

# Writes the bytes that printf makes of FORMAT into FILE at OFFSET.
patch() {
    # shellcheck disable=SC2059 # the format is meant
    printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "a model that is missing, a folder, empty, or no model" {
    model_refused "$TMP/none" "$TMP/none: cannot open: No such file or directory"
    model_refused "$TMP" "$TMP: cannot read: Is a directory"
    : > "$TMP/m"
    model_refused "$TMP/m" "$TMP/m: byte 0: not a stance model"
    model_refused "$small" "$small: byte 0: not a stance model"
    model_refused "$PROGRAM" "$PROGRAM: byte 0: not a stance model"
}

@test "a built-in model that does not exist is a file that does not" {
    model_refused stanze "stanze: cannot open: No such file or directory"
}

# show refuses this model with one line, as model_refused() has it of all commands.
show_refuses() {
    exits 1 show "$1"
    is "$output" ""
    one_line "$2"
}

@test "a truncated model" {
    size=$(stat -c %s "$(small_model)")
    for length in 1 7 8 11 12 20 100 239 240 241 1000 $((size / 2)) $((size - 1)); do
        case $length in
        ?) reason='byte 0: not a stance model' ;;
        ?? | ???) reason="byte $length: the file breaks off in its header" ;;
        esac
        [ "$length" -ne 8 ] || reason='byte 8: the file breaks off in its header'
        [ "$length" -lt 240 ] || reason='byte 16: the checksum does not fit: damaged or cut short'
        head -c "$length" "$(small_model)" > "$TMP/m"
        show_refuses "$TMP/m" "$TMP/m: $reason"
    done
    model_refused "$TMP/m" "$TMP/m: $reason"
}

@test "a model with bytes after its end" {
    { cat "$(small_model)"; echo; } > "$TMP/m"
    model_refused "$TMP/m" "$TMP/m: byte 16: the checksum does not fit: damaged or cut short"
}

@test "a model of a future version" {
    cp "$(small_model)" "$TMP/m"
    patch "$TMP/m" 8 '\377'
    exits 1 show "$TMP/m"
    is "$output" ""
    is "${#stderr_lines[@]}" 1
    like "$stderr" "^stance: $TMP/m: byte 8: model format 255; this program reads up to [0-9]+\$"
    patch "$TMP/m" 8 '\000'
    exits 1 show "$TMP/m"
    like "$stderr" "^stance: $TMP/m: byte 8: model format 0; this program reads up to [0-9]+\$"
}

@test "a model with a flipped byte, anywhere" {
    size=$(stat -c %s "$(small_model)")
    for place in 0 5 8 12 16 23 24 31 40 60 239 240 200 300 1000 $((size / 3)) $((size / 2)) \
        $((size - 9)) $((size - 1)); do
        cp "$(small_model)" "$TMP/m"
        old=$(od -An -tu1 -j "$place" -N 1 "$TMP/m")
        patch "$TMP/m" "$place" "\\$(printf %o $((old ^ 64)))"
        if cmp -s "$TMP/m" "$(small_model)"; then fail "byte $place is as it was"; fi
        exits 1 show "$TMP/m"
        is "$output" ""
        is "${#stderr_lines[@]}" 1
        like "$stderr" "^stance: $TMP/m: byte [0-9]+: "
    done
}

@test "one bad model of two: nothing is printed" {
    exits 1 evaluate -m stance -m "$small" "$small"
    is "$output" ""
    one_line "$small: byte 0: not a stance model"
}

# ---- output that is lost ----

@test "standard output on a full disk: status 1 and one line" {
    need_full_device
    article > "$TMP/a.txt"
    full() { "$PROGRAM" "$@" > /dev/full; }
    count=0
    while read -r line; do
        count=$((count + 1))
        read -r -a words <<< "$line"
        run --separate-stderr full "${words[@]}"
        is "$line $status" "$line 1"
        one_line "standard output: cannot write: No space left on device"
    done << END
classify $TMP/a.txt
classify -f tsv $TMP/a.txt
classify -f jsonl $TMP/a.txt
paragraphs $TMP/a.txt
explain $TMP/a.txt
explain -f jsonl $TMP/a.txt
tokens -f tsv $TMP/a.txt
features -f jsonl $TMP/a.txt
show
evaluate -m $(small_model) $small
evaluate -m $(small_model) -f json $small
evaluate --cv 3 $small
train $small -o $TMP/m
--help
classify --help
--version
END
    is $count 16
}

@test "standard output on a full disk, more than a buffer holds: work ends soon" {
    need_full_device
    for _ in {1..200}; do article; done > "$TMP/a.txt"
    full() { "$PROGRAM" "$@" > /dev/full; }
    run --separate-stderr full classify "$TMP/a.txt" "$TMP/a.txt" "$TMP/none.txt"
    is "$status" 1
    one_line "standard output: cannot write: No space left on device"
}

@test "closed standard output: status 1 and one line" {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "valgrind opens what is closed"
    article > "$TMP/a.txt"
    closed() { "$PROGRAM" "$@" >&-; }
    run --separate-stderr closed classify "$TMP/a.txt"
    is "$status" 1
    one_line "standard output: cannot write: Bad file descriptor"
    run --separate-stderr closed train "$small" -o "$TMP/m"
    is "$status" 1
    if [ -e "$TMP/m" ]; then same_bytes "$TMP/m" "$(small_model)"; fi
}

@test "a bad file and a full disk: both are told" {
    need_full_device
    article > "$TMP/a.txt"
    full() { "$PROGRAM" "$@" > /dev/full; }
    run --separate-stderr full classify "$TMP/none.txt" "$TMP/a.txt"
    is "$status" 1
    has "$stderr" "$TMP/none.txt: cannot open: No such file or directory"
    has "$stderr" "standard output: cannot write: No space left on device"
}

@test "a paragraph on which a rule gives up is labelled, with a warning" {
    printf 'slow\t(a+)+!\n' > "$TMP/rules"
    stance train --boilerplate "$TMP/rules" "$small" -o "$TMP/m" > "$TMP/report"
    printf 'A title\n\nThe port %s, !\n\nHe denied it.\n' "$(head -c 200 /dev/zero | tr '\0' a)" \
        > "$TMP/odd.txt"
    for command in classify paragraphs; do
        passes $command -m "$TMP/m" -f tsv "$TMP/odd.txt"
        is "${#lines[@]}" 4
        one_line "warning: $TMP/odd.txt: line 3: taken for prose: a pattern gave up: match limit exceeded: (a+)+!"
    done
}

# Which a rule for datelines once took for very many datelines.
@test "a long run of spaces is no work for the shipped rules" {
    printf 'A title\n\nLON.%200s t-Tle 1\n\nHe denied it.\n' '' > "$TMP/odd.txt"
    passes classify -f tsv "$TMP/odd.txt"
    is "$stderr" ""
}
