#!/usr/bin/env bats
# Instructions counted by callgrind, which are the same on every machine: wide bounds that only a
# collapse breaks. `make bench` measures time.

load ../cli/helpers

# instructions COMMAND... - how many it takes
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 > /dev/null |
        sed -n 's/.*Collected : //p'
}

# paragraphs N REPEAT FILE - N training texts, one a line, each REPEAT times over
paragraphs() {
    awk -F'\t' -v n="$1" -v repeat="$2" 'NR > 1 && NR <= n + 1 {
        for (i = 1; i < repeat; i++) printf "%s ", $7
        print $7 }' training/stance.tsv > "$3"
}

# cost FILE - of labelling it
cost() {
    instructions "$STANCE" classify --threads 1 --split line --format tsv "$1"
}

@test "cost: starting takes less than 100 million instructions" {
    printf 'The ministry denied the report.\n' > "$TMP/one.txt"
    [ "$(cost "$TMP/one.txt")" -lt 100000000 ]
}

@test "cost: a byte of text takes less than 3000 instructions" {
    paragraphs 600 1 "$TMP/text"
    [ "$(cost "$TMP/text")" -lt $((100000000 + 3000 * $(wc -c < "$TMP/text"))) ]
}

@test "cost: four times the paragraphs, or paragraphs four times as long, cost at most five times" {
    paragraphs 300 1 "$TMP/few"
    paragraphs 1200 1 "$TMP/many"
    paragraphs 300 4 "$TMP/long"
    few=$(cost "$TMP/few")
    [ "$(cost "$TMP/many")" -lt $((5 * few)) ]
    [ "$(cost "$TMP/long")" -lt $((5 * few)) ]
}
