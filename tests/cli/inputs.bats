#!/usr/bin/env bats
# What may be read: packed files, tables of articles, folders.

load helpers

# ---- gzip ----

@test "gzip: a text is read as it stands unpacked" {
    article > "$TMP/a.txt"
    gzip -k "$TMP/a.txt"
    for command in classify paragraphs tokens features; do
        stance $command -f tsv "$TMP/a.txt" | without_file > "$TMP/expected"
        stance $command -f tsv "$TMP/a.txt.gz" | without_file > "$TMP/given"
        same_bytes "$TMP/given" "$TMP/expected"
    done
    stance classify -f jsonl < "$TMP/a.txt" > "$TMP/expected"
    stance classify -f jsonl < "$TMP/a.txt.gz" > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
}

@test "gzip: the bytes tell it, not the name; members are joined" {
    { printf 'One.\n\nTw' | gzip; printf 'o.\n' | gzip; } > "$TMP/a.txt"
    passes paragraphs -f tsv "$TMP/a.txt"
    is "$(without_file <<< "$output" | tail -n +2)" $'1\tbody\t0\t4\tOne.\n2\tbody\t6\t4\tTwo.'
    printf 'One.\n' > "$TMP/a.gz"
    passes paragraphs -f tsv "$TMP/a.gz"
    is "$(without_file <<< "$output" | tail -n +2)" $'1\tbody\t0\t4\tOne.'
}

@test "gzip: what stands before the break is labelled, then the break is told" {
    printf 'One.\n\nTwo.\n' | gzip > "$TMP/whole.gz"
    head -c -4 "$TMP/whole.gz" > "$TMP/a.gz"
    exits 1 paragraphs -f tsv "$TMP/a.gz"
    is "$(without_file <<< "$output" | tail -n +2)" $'1\tbody\t0\t4\tOne.\n2\tbody\t6\t4\tTwo.'
    one_line "$TMP/a.gz: byte $(stat -c %s "$TMP/a.gz") of the gzip file: it breaks off there"
}

@test "gzip: empty, of an empty file, of a binary file" {
    : | gzip > "$TMP/a.gz"
    exits 1 classify "$TMP/a.gz"
    one_line "$TMP/a.gz: empty"
    printf 'a\0b' | gzip > "$TMP/a.gz"
    exits 1 classify "$TMP/a.gz"
    one_line "$TMP/a.gz: byte 1: a NUL: a binary file, not text"
    gzip < "$TMP/a.gz" > "$TMP/b.gz"
    exits 1 classify "$TMP/b.gz"
    is "${#stderr_lines[@]}" 1
}

@test "gzip: much text in little memory" {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "valgrind needs more memory"
    { yes 'The ministry denied the report of the harbour office.' || true; } |
        head -c 50000000 | gzip -1 > "$TMP/a.txt.gz"
    (
        ulimit -v 400000
        "$PROGRAM" paragraphs -f tsv "$TMP/a.txt.gz" | tail -n 1
    ) > "$TMP/out"
    like "$(cat "$TMP/out")" $'\t[0-9]{6}\tbody\t'
}

@test "gzip: labelled data" {
    small_model > "$TMP/name"
    gzip -c "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/small.tsv.gz"
    passes evaluate -m "$(cat "$TMP/name")" -f json "$TMP/small.tsv.gz"
    json '.rows == 48 and .accuracy == 1'
    printf 'label,text\ndenial,"No, never."\n' | gzip > "$TMP/a.csv.gz"
    passes evaluate -f json "$TMP/a.csv.gz"
    json '.rows == 1'
}
