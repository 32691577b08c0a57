#!/usr/bin/env bats
# A model that is being replaced: the old one or the new one, whoever ends or reads meanwhile.

load helpers

setup_file() {
    small_model
}

small=${BATS_FILE_TMPDIR:-}/small.tsv
model=${BATS_FILE_TMPDIR:-}/small.model

@test "a training that is killed leaves the old model or the new one" {
    if [ -n "${STANCE_VALGRIND:-}" ]; then skip "too slow under valgrind"; fi
    STANCE=$PROGRAM KILLS=8 run --separate-stderr tests/torture/kill.bash
    is "$stderr" ""
    is "$status" 0
    like "$output" '^killed trainings: [1-9][0-9]* tried, .* 0 wrong$'
}

@test "a model that is renamed over while it is read is the old one or the new one" {
    article > "$TMP/a.txt"
    stance train -C 0.1 "$small" -o "$TMP/other" > "$TMP/report"
    cp "$model" "$TMP/m"
    stance classify -f jsonl -m "$TMP/m" "$TMP/a.txt" > "$TMP/old"
    stance classify -f jsonl -m "$TMP/other" "$TMP/a.txt" > "$TMP/new"
    [ "$(cat "$TMP/old")" != "$(cat "$TMP/new")" ]
    while [ ! -e "$TMP/stop" ]; do
        for next in "$model" "$TMP/other"; do
            cp "$next" "$TMP/beside"
            mv "$TMP/beside" "$TMP/m"
        done
    done &
    for _ in {1..30}; do
        # What replaces the file between its being allowed and its being opened is not let in.
        if ! stance classify -f jsonl -m "$TMP/m" "$TMP/a.txt" > "$TMP/given" 2> "$TMP/said"; then
            is "$(cat "$TMP/said")" "stance: $TMP/m: cannot open: Permission denied"
            continue
        fi
        cmp -s "$TMP/given" "$TMP/old" || same_bytes "$TMP/given" "$TMP/new"
    done
    touch "$TMP/stop"
    wait
}

@test "a model that is cut or overwritten in place while it is read is refused or whole" {
    article > "$TMP/a.txt"
    cp "$model" "$TMP/m"
    stance classify -f jsonl -m "$TMP/m" "$TMP/a.txt" > "$TMP/whole"
    while [ ! -e "$TMP/stop" ]; do
        truncate -s 5000 "$TMP/m"
        cat "$model" > "$TMP/m"
    done &
    for _ in {1..30}; do
        run --separate-stderr stance classify -f jsonl -m "$TMP/m" "$TMP/a.txt"
        if [ "$status" -eq 0 ]; then
            is "$output" "$(cat "$TMP/whole")"
        else
            is "$status" 1
            like "$stderr" "^stance: $TMP/m: byte [0-9]+: [a-z ]+"
        fi
    done
    touch "$TMP/stop"
    wait
}

@test "without /proc, where a file cannot be named later, it has a name at once" {
    hidden() {
        unshare -m sh -c "mount -t tmpfs none /proc && exec '$PROGRAM' train '$small' -o '$TMP/out/m'"
    }
    unshare -m true 2> "$TMP/said" || skip "no namespaces to be had"
    mkdir "$TMP/out"
    run --separate-stderr hidden
    [[ $stderr != *mount:* ]] || skip "no mounts to be had"
    is "$status" 0
    same_bytes "$TMP/out/m" "$model"
    is "$(ls -A "$TMP/out")" m
}

@test "a pattern that gives up is told with the place of the text" {
    printf 'slow\t(a+)+!\n' > "$TMP/cues"
    stance train --cues "$TMP/cues" "$small" -o "$TMP/m" > "$TMP/report"
    { echo The port; echo; echo "The port $(head -c 200000 /dev/zero | tr '\0' a) !"; } > "$TMP/a.txt"
    exits 1 classify -m "$TMP/m" "$TMP/a.txt"
    one_line "$TMP/a.txt: line 3: a pattern gave up: match limit exceeded: (a+)+!"
}
