#!/usr/bin/env bats
# A bad record among good ones: told with its line, passed over, counted; the work is done, and the
# status is 1. With --strict the first one ends the work; see errors.bats for each kind of them.

load helpers

setup_file() {
    small_model
}

small=${BATS_FILE_TMPDIR:-}/small.tsv

# The rows of `small` as CSV.
small_csv() {
    echo label,text
    sed 's/\t\(.*\)/,"\1"/' "$small"
}

# Training on FILE skips one record, and learns from the others what `small` teaches.
one_skipped() {
    local file=$1 message=$2
    exits 1 train "$file" -o "$TMP/m"
    is "${#stderr_lines[@]}" 2
    is "${stderr_lines[0]}" "stance: $file: $message"
    is "${stderr_lines[1]}" "stance: $file: 1 record skipped"
    is "${lines[0]}" "rows 48 in 48 groups"
    is "${lines[1]}" "1 record skipped"
    same_bytes "$TMP/m" "$(small_model)"
}

@test "train passes over one bad record, whatever is wrong with it" {
    { head -n 20 "$small"; echo "denial The guild."; tail -n +21 "$small"; } > "$TMP/x.tsv"
    one_skipped "$TMP/x.tsv" "line 21: 1 fields where there must be 2"
    { head -n 20 "$small"; printf 'denial\t\n'; tail -n +21 "$small"; } > "$TMP/x.tsv"
    one_skipped "$TMP/x.tsv" "line 21: an empty text"
    { cat "$small"; printf 'denial\t'; head -c 3000000 /dev/zero | tr '\0' a; } > "$TMP/x.tsv"
    one_skipped "$TMP/x.tsv" "line 49: longer than 1048576 bytes"
    sed 's/\(.*\)\t\(.*\)/{"label": "\1", "text": "\2"}/' "$small" > "$TMP/x.jsonl"
    sed -i '7i {"label": "denial", "text": "The guild.' "$TMP/x.jsonl"
    one_skipped "$TMP/x.jsonl" "line 7: byte 39: not one JSON object: it breaks off"
    sed 's/\(.*\)\t\(.*\)/__label__\1 \2/' "$small" > "$TMP/x.ft"
    sed -i '7i label denial' "$TMP/x.ft"
    one_skipped "$TMP/x.ft" "line 7: does not begin with __label__"
}

@test "a CSV quote left open takes no line after its own" {
    small_csv > "$TMP/x.csv"
    sed -i '7i denial,"The guild.' "$TMP/x.csv"
    one_skipped "$TMP/x.csv" "line 7: a quoted field that is left open, or ends wrongly in line 8"
    { echo label,text; tr '\t' , < "$small" | sed 's/,\([^,]*\),/,\1/'; } > "$TMP/x.csv"
    sed -i '7i denial,"The guild.' "$TMP/x.csv"
    exits 1 train --folds 2 "$TMP/x.csv" -o "$TMP/m"
    is "${stderr_lines[0]}" "stance: $TMP/x.csv: line 7: a quoted field is never closed"
    is "${stderr_lines[1]}" "stance: $TMP/x.csv: 1 record skipped"
    is "${lines[0]}" "rows 48 in 48 groups"
}

@test "evaluate passes over bad records, and says how many there were" {
    exits 0 evaluate -m "$(small_model)" --format json "$small"
    expected=$output
    { head -n 20 "$small"; printf 'denial\n\tThe guild.\n'; tail -n +21 "$small"; } > "$TMP/x.tsv"
    for more in "" "--quiet"; do
        # shellcheck disable=SC2086 # no word at all is meant
        exits 1 evaluate $more -m "$(small_model)" --format json "$TMP/x.tsv"
        is "$output" "$expected"
        is "$stderr" "stance: $TMP/x.tsv: line 21: 1 fields where there must be 2
stance: $TMP/x.tsv: line 22: an empty label
stance: $TMP/x.tsv: 2 records skipped"
    done
}

@test "ten bad records are told, all are counted, for each file" {
    { cat "$small"; for i in {1..25}; do echo "line $i"; done; } > "$TMP/x.tsv"
    exits 1 evaluate -m "$(small_model)" "$TMP/x.tsv" "$TMP/x.tsv"
    is "${#stderr_lines[@]}" 22
    is "${stderr_lines[9]}" "stance: $TMP/x.tsv: line 58: 1 fields where there must be 2"
    is "${stderr_lines[10]}" "stance: $TMP/x.tsv: 25 records skipped, the first 10 of them told above"
    is "${stderr_lines[21]}" "${stderr_lines[10]}"
}

@test "nothing but bad records: no rows" {
    printf 'label\ttext\ndenial\n' > "$TMP/x.tsv"
    exits 1 train "$TMP/x.tsv" -o "$TMP/m"
    is "$output" ""
    is "$stderr" "stance: $TMP/x.tsv: line 2: 1 fields where there must be 2
stance: $TMP/x.tsv: 1 record skipped
stance: $TMP/x.tsv: no rows"
    [ ! -e "$TMP/m" ]
}

@test "one bad record among forty thousand" {
    for i in {1..1000}; do echo "denial,The guild said no"; done > "$TMP/thousand"
    {
        echo label,text
        for i in {1..20}; do cat "$TMP/thousand"; done
        echo 'denial,"left open'
        for i in {1..20}; do cat "$TMP/thousand"; done
    } > "$TMP/x.csv"
    exits 1 evaluate -m "$(small_model)" --format json "$TMP/x.csv"
    is "$stderr" "stance: $TMP/x.csv: line 20002: a quoted field is never closed
stance: $TMP/x.csv: 1 record skipped"
    json '.rows == 40000'
}
