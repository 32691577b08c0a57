#!/usr/bin/env bats
# Streams that end early, are closed, or are no files: nothing is lost but what no one reads.

load helpers

setup_file() {
    small_model
}


# As many articles, one after the other, as N lines hold.
articles() {
    { yes "$(article; echo)"$'\n' || true; } | head -n "$1"
}

need_signals() {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "valgrind has its own signals"
}

@test "a reader that leaves early ends the program in silence" {
    need_signals
    articles 20000 > "$TMP/a.txt"
    for ignored in "" PIPE; do
        run --separate-stderr bash -c '[ -z "$1" ] || trap "" PIPE
            { "$2" classify -f tsv "$3"; echo $? > "$4"; } | head -n 1' \
            bash "$ignored" "$PROGRAM" "$TMP/a.txt" "$TMP/status"
        is "$output" $'file\tparagraph\tlabel\tconfidence\ttext'
        is "$stderr" ""
        is "$(cat "$TMP/status")" 141
    done
}

@test "a reader that leaves early does not cost the model" {
    need_signals
    for label in {1..80}; do
        for row in 1 2; do printf 'label%d\tThe guild number %d spoke %d.\n' $label $label $row; done
    done > "$TMP/rows.tsv"
    { "$PROGRAM" train --folds 2 --solver liblinear "$TMP/rows.tsv" -o "$TMP/m" 2> "$TMP/err"
        echo $? > "$TMP/status"; } | true || true
    is "$(cat "$TMP/status" "$TMP/err")" 141
    passes show "$TMP/m"
}

@test "a file is not taken for a standard stream that is closed" {
    need_signals
    article > "$TMP/a.txt"
    no_input() { "$PROGRAM" classify -f tsv "$TMP/a.txt" - <&-; }
    run --separate-stderr no_input
    is "$status" 1
    is "${#lines[@]}" 6
    one_line "standard input: cannot read: Bad file descriptor"
    none() { "$PROGRAM" train "$BATS_FILE_TMPDIR/small.tsv" -o "$TMP/m" <&- >&- 2>&-; }
    run none
    is "$status" 1
    same_bytes "$TMP/m" "$(small_model)"
}

@test "a named pipe is read as a file is" {
    article > "$TMP/a.txt"
    mkfifo "$TMP/pipe.txt"
    cat "$TMP/a.txt" > "$TMP/pipe.txt" &
    passes classify -f tsv "$TMP/pipe.txt"
    is "$(without_file <<< "$output")" "$(stance classify -f tsv "$TMP/a.txt" | without_file)"
    cp "$BATS_FILE_TMPDIR/small.tsv" "$TMP/small.tsv"
    cat "$TMP/small.tsv" > "$TMP/pipe.txt" &
    passes train "$TMP/pipe.txt" -o "$TMP/m"
    same_bytes "$TMP/m" "$(small_model)"
    cat "$TMP/m" > "$TMP/pipe.txt" &
    passes show "$TMP/pipe.txt"
}

@test "a limit on the size of files: one line, the old model, nothing beside it" {
    need_signals
    [[ $PROGRAM != */coverage/* ]] || skip "the program writes its counts too"
    mkdir "$TMP/out"
    echo old > "$TMP/out/m"
    limited() { (ulimit -f 1; "$PROGRAM" train "$BATS_FILE_TMPDIR/small.tsv" -o "$TMP/out/m"); }
    run --separate-stderr limited
    is "$status" 1
    one_line "$TMP/out/m: cannot write: File too large"
    is "$(cat "$TMP/out/m")" old
    is "$(ls -A "$TMP/out")" m
}

@test "a file that shrinks or grows while it is read" {
    articles 200000 > "$TMP/a.txt"
    { sleep 0.05; truncate -s 2000000 "$TMP/a.txt"; article >> "$TMP/a.txt"; } &
    stance classify -f tsv "$TMP/a.txt" > "$TMP/out"
    is "$(awk -F '\t' 'NF != 5' "$TMP/out")" ""
    wait
}
