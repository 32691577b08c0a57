#!/usr/bin/env bats
# The same words in, the same bytes out: whatever the threads, folder, locale, time and file name.

load helpers

setup_file() {
    small_model
}

small=${BATS_FILE_TMPDIR:-}/small.tsv
model=${BATS_FILE_TMPDIR:-}/small.model

@test "training in 1, 2 and 7 threads" {
    for threads in 1 2 7; do
        stance train --threads $threads "$small" -o "$TMP/m" > "$TMP/report"
        same_bytes "$TMP/m" "$model"
        stance train -j $threads -w nb --scheme ovo "$small" -o "$TMP/ovo.$threads" > "$TMP/report"
        same_bytes "$TMP/ovo.$threads" "$TMP/ovo.1"
    done
}

@test "training on hundreds of rows in 1 and 3 threads" {
    head -n 601 training/stance.tsv > "$TMP/some.tsv"
    for threads in 1 3; do
        stance train -j $threads --words 1 --chars none "$TMP/some.tsv" -o "$TMP/$threads" \
            > "$TMP/report.$threads"
    done
    same_bytes "$TMP/1" "$TMP/3"
}

@test "training from another folder" {
    cd "$BATS_FILE_TMPDIR"
    stance train small.tsv -o "$TMP/m" > "$TMP/report"
    same_bytes "$TMP/m" "$model"
    cd /
    stance train "$small" -o "$TMP/m" > "$TMP/report"
    same_bytes "$TMP/m" "$model"
}

@test "training from a file of another name and time" {
    cp "$small" "$TMP/other name.tab"
    touch -d 2001-02-03 "$TMP/other name.tab"
    stance train "$TMP/other name.tab" -o "$TMP/m" > "$TMP/report"
    same_bytes "$TMP/m" "$model"
}

@test "training in other locales and time zones" {
    for locale in C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8 none; do
        LC_ALL=$locale LANG=$locale LANGUAGE=de TZ=Asia/Tokyo stance train "$small" -o "$TMP/m" > "$TMP/report"
        same_bytes "$TMP/m" "$model"
    done
    TZ=America/Lima stance train "$small" -o "$TMP/m" > "$TMP/report"
    same_bytes "$TMP/m" "$model"
}

@test "training, all at once: threads, locale, time zone, folder, again" {
    localedef -i de_DE -f UTF-8 "$TMP/de_DE.UTF-8" 2> "$TMP/complaints" || true # where it is there
    for threads in 1 2; do
        for locale in C C.UTF-8 de_DE.UTF-8; do
            for zone in UTC Pacific/Chatham; do
                mkdir -p "$TMP/$threads $locale/$zone"
                (
                    cd "$TMP/$threads $locale/$zone"
                    LOCPATH=$TMP LC_ALL=$locale TZ=$zone stance train -j $threads "$small" -o m > report
                    LOCPATH=$TMP LC_ALL=$locale TZ=$zone stance train -j $threads "$small" -o n > again
                )
                same_bytes "$TMP/$threads $locale/$zone/m" "$model"
                same_bytes "$TMP/$threads $locale/$zone/n" "$model"
            done
        done
    done
}

@test "training in an empty environment" {
    env -i PATH="$PATH" "$PROGRAM" train "$small" -o "$TMP/m" > "$TMP/report"
    same_bytes "$TMP/m" "$model"
}

@test "training on a terminal" {
    on_terminal "'$PROGRAM' train '$small' -o '$TMP/m'" > "$TMP/report"
    same_bytes "$TMP/m" "$model"
    stance train "$small" -o "$TMP/m" > "$TMP/expected"
    same_bytes "$TMP/report" "$TMP/expected"
}

@test "another seed is another training, and the same again" {
    stance train --seed 1 "$small" -o "$TMP/one" > "$TMP/report"
    same_bytes "$TMP/one" "$model"
    stance train --seed 2 "$small" -o "$TMP/two" > "$TMP/report"
    stance train --seed 2 "$small" -o "$TMP/again" > "$TMP/report"
    same_bytes "$TMP/two" "$TMP/again"
    if cmp -s "$TMP/one" "$TMP/two"; then fail "the seed is of no account"; fi
}

@test "other data are another model" {
    sed '1s/blamed/praised/' "$small" > "$TMP/x.tsv"
    stance train "$TMP/x.tsv" -o "$TMP/m" > "$TMP/report"
    if cmp -s "$TMP/m" "$model"; then fail "the data are of no account"; fi
}

@test "classifying twice, in other locales and from another folder" {
    article > "$TMP/a.txt"
    for format in text tsv csv jsonl; do
        stance classify -f $format - < "$TMP/a.txt" > "$TMP/expected"
        for locale in C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
            LC_ALL=$locale TZ=Asia/Tokyo stance classify -f $format - < "$TMP/a.txt" > "$TMP/given"
            same_bytes "$TMP/given" "$TMP/expected"
        done
        (cd / && stance classify -f $format -) < "$TMP/a.txt" > "$TMP/given"
        same_bytes "$TMP/given" "$TMP/expected"
    done
}

# Files with everything in them, some of several batches, and names of bad ones among them: "inputs".
mixed_inputs() {
    local line
    article > "$TMP/article.txt"
    for line in {1..80}; do
        cut -f 2 "$small" | sed "s/\$/ No. $line./"
        ((line % 20)) || printf '\r\n\n \t \nCaf\351 \377owners, \302\233\tand “quotes”,\r\n'
    done > "$TMP/lines.txt"
    sed 's/$/\r/' "$TMP/lines.txt" > "$TMP/crlf.txt"
    { head -c 3000000 /dev/zero | tr '\0' x; printf '\nThe end'; } > "$TMP/long.txt"
    printf '\n\n \n' > "$TMP/blank.txt"
    printf 'a\0b' > "$TMP/binary.txt"
    : > "$TMP/empty.txt"
    yes 'Qqq' | head -n 5000 > "$TMP/short.txt" || true # yes ends by SIGPIPE
    inputs=()
    for line in article lines missing crlf blank long binary short article article empty; do
        inputs+=("$TMP/$line.txt")
    done
}

@test "classifying in 1, 2 and 7 threads: the same bytes, messages and status" {
    mixed_inputs
    for arguments in '-f text' '-f tsv --split line' '-f csv --min-confidence 0.7' \
        "-f jsonl --split blank -m stance --among denial,neutral"; do
        read -r -a words <<< "$arguments"
        for threads in 1 2 7; do
            status=0
            stance classify -m "$model" "${words[@]}" --threads $threads "${inputs[@]}" \
                > "$TMP/out.$threads" 2> "$TMP/said.$threads" || status=$?
            is "$status" 1
            same_bytes "$TMP/out.$threads" "$TMP/out.1"
            same_bytes "$TMP/said.$threads" "$TMP/said.1"
        done
    done
    [ "$(wc -l < "$TMP/out.1")" -gt 10 ]
    is "$(grep -c 'missing.txt: cannot open\|blank.txt: no text\|binary.txt: .*NUL\|empty.txt: empty' \
        "$TMP/said.1")" 4
}

@test "evaluating in 1, 2 and 7 threads, and in other locales" {
    for arguments in "-m stance -m $model" "--cv 4"; do
        read -r -a words <<< "$arguments"
        stance evaluate "${words[@]}" -f json --threads 1 "$small" > "$TMP/expected"
        for threads in 2 7; do
            stance evaluate "${words[@]}" -f json --threads $threads "$small" > "$TMP/given"
            same_bytes "$TMP/given" "$TMP/expected"
        done
        LC_ALL=de_DE.UTF-8 stance evaluate "${words[@]}" -f json "$small" > "$TMP/given"
        same_bytes "$TMP/given" "$TMP/expected"
    done
}

@test "training again, seconds later" {
    stance train "$small" -o "$TMP/m" > "$TMP/a"
    same_bytes "$TMP/m" "$model"
    stance train "$small" -o "$TMP/m" > "$TMP/b"
    same_bytes "$TMP/a" "$TMP/b"
}

@test "evaluating hundreds of rows in 1 and 3 threads" {
    head -n 601 training/stance.tsv > "$TMP/some.tsv"
    for threads in 1 3; do
        stance evaluate -f json -j $threads "$TMP/some.tsv" > "$TMP/$threads"
    done
    same_bytes "$TMP/1" "$TMP/3"
}

@test "models/ is rebuilt byte for byte" {
    if [ -n "${STANCE_VALGRIND:-}" ]; then skip "too slow under valgrind"; fi
    make -s models MODELS="$TMP" > "$TMP/report"
    same_bytes "$TMP/stance.model" models/stance.model
    same_bytes "$TMP/sentiment.model" models/sentiment.model
    grep -qE '^exact duplicates +0$' "$TMP/report" # no two rows are alike by more than 0.6
    grep -qE '^near duplicates +0$' "$TMP/report"
}
