#!/usr/bin/env bats
# The texts of the benchmark are the same bytes every time. The peers are not needed here.

load helpers

corpus() {
    python3 -B tests/bench/corpus.py "$@"
}

need_python() {
    command -v python3 > /dev/null || skip "no python3"
}

@test "the benchmark's paragraphs: the same bytes twice, of the size asked for" {
    need_python
    corpus paragraphs --bytes 60000 training/stance.tsv "$TMP/first"
    corpus paragraphs --bytes 60000 training/stance.tsv "$TMP/second"
    same_bytes "$TMP/first" "$TMP/second"
    [ "$(wc -c < "$TMP/first")" -ge 60000 ]
    lacks "$(cat "$TMP/first")" $'\t'
}

@test "the benchmark's labelled rows: the same bytes twice" {
    need_python
    for again in 1 2; do
        corpus topics --rows 100 training/stance.tsv "$TMP/train$again" "$TMP/test$again"
        corpus short --rows 100 training/stance.tsv "$TMP/short$again"
        corpus fasttext training/stance.tsv "$TMP/fasttext$again"
    done
    for kind in train test short fasttext; do
        same_bytes "$TMP/${kind}1" "$TMP/${kind}2"
    done
    is "$(cut -f 1 "$TMP/train1" | sort -u | grep -c '^topic')" 20
    is "$(awk 'END { print NR }' "$TMP/short1")" 101
}
