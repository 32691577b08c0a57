#!/usr/bin/env bats
# What takes too long for every day: inputs of hundreds of megabytes, and memory that is measured.
#
#     STANCE=path/of/program MEASURE=path/of/measure bats tests/torture

load ../cli/helpers

MEASURE=$(realpath "${MEASURE:-$ROOT/build/bench/measure}")
MEMORY_KIB=65536

# within NAME [OPTION...]: classifies standard input in two threads; its peak of memory is no more
# than MEMORY_KIB.
within() {
    local name=$1 peak status
    shift
    "$MEASURE" 300 9 "$PROGRAM" classify -q -j 2 "$@" > "$TMP/out" 2> "$TMP/err" 9> "$TMP/measured" ||
        fail "$name: $(cat "$TMP/err")"
    read -r _ _ _ peak status < "$TMP/measured"
    is "$name $status" "$name 0"
    echo "# $name: $((peak / 1024)) MiB at most, $(wc -l < "$TMP/out") lines" >&3
    [ "$peak" -le $MEMORY_KIB ] || fail "$name: $peak KiB"
}

repeated() {
    { yes "$1" || true; } | head -c "$2"
}

@test "300 MB through a pipe" {
    repeated 'The minister denied the claim, and accused the envoy of theft.

Both sides agreed to talk again.
' 300000000 | within "300 MB" -f tsv
    is "$(awk -F '\t' 'NF != 5' "$TMP/out" | head -c 200)" ""
}

@test "100 MB without a line end, of words that are all different" {
    { seq -f 'x%.0f' 12000000 || true; } | head -c 100000000 | tr '\n' ' ' | within "all different" -f tsv
}

@test "short words, long words, letters that grow, quotation marks, lines" {
    { seq 1000000 1700000; } | sed 's/^1*//' | tr '\n' ' ' | within numbers -f jsonl
    repeated 'a ' 20000000 | tr -d '\n' | within "short words" -f jsonl
    head -c 50000000 /dev/zero | tr '\0' a | within "one word" -f jsonl
    repeated $'\xef\xb7\xba' 6000000 | tr -d '\n' | within "letters that grow" -f jsonl
    repeated '"\' 8000000 | tr -d '\n' | within "quotation marks" -f jsonl
    repeated a 2000000 | within lines -f jsonl
    repeated denied 8000000 | tr '\n' ' ' | within cues -f text
}

@test "one bad record among a million" {
    { echo label,text; repeated 'denial,The guild said no' 12500000; echo 'denial,"left open'
        repeated 'denial,The guild said no' 12500000; } > "$TMP/x.csv"
    exits 1 evaluate -m "$(small_model)" --format json "$TMP/x.csv"
    is "$stderr" "stance: $TMP/x.csv: line 500002: a record of more than 1 MiB; is a quote left open?
stance: $TMP/x.csv: 1 record skipped"
    json '.rows == 1000000'
    echo "# one bad record among a million: the others counted" >&3
}

@test "too little memory for training, in many steps: one line, the old model" {
    small_model > /dev/null
    least=0
    for ((kib = 10000; kib < 400000 && least == 0; kib += 1000)); do
        if (ulimit -v $kib; "$PROGRAM" --version) > /dev/null 2>&1; then least=$kib; fi
    done
    tried=0 refused=0
    for ((kib = least; kib < least + 500000; kib += kib < least + 40000 ? 500 : 25000)); do
        for solver in libsvm liblinear; do
            echo old > "$TMP/m"
            limited() {
                (ulimit -v $kib
                    "$PROGRAM" train -j 2 --folds 2 --solver $solver "$BATS_FILE_TMPDIR/small.tsv" -o "$TMP/m")
            }
            run --separate-stderr limited
            tried=$((tried + 1))
            if [ "$status" -ne 0 ]; then
                is "$kib KiB: $status" "$kib KiB: 1"
                one_line "out of memory"
                is "$(cat "$TMP/m")" old
                refused=$((refused + 1))
            fi
        done
    done
    [ $refused -gt 0 ]
    [ $refused -lt $tried ]
    echo "# training in too little memory: $tried tried, $refused clean errors" >&3
}
