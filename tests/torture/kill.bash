#!/bin/bash
# Ends trainings that are to replace a model, at random moments of theirs and at each call of the
# kernel that saving makes: afterwards the old model is there or the new one, byte for byte. Prints
# one line, and is not done where anything was wrong.
#
#     STANCE=build/stance KILLS=100 SEED=1 tests/torture/kill.bash
set -u
export LC_ALL=C
program=$(realpath "${STANCE:-build/stance}")
kills=${KILLS:-100}
RANDOM=${SEED:-1} # bash: the sequence from here on
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/out"
exec 3>&2 2> "$folder/shell" # bash tells of each killed child
model=$folder/out/m
old=0 new=0 wrong=0 left=0

for ((i = 0; i < 400; i++)); do
    word=$((i % 4))
    printf '%s\trow %d of the %s harbour %s the report by line %d\n' "label$word" $i \
        "word$((i % 37))" "verb$word" $((i * 7919 % 1000))
done > "$folder/rows.tsv"

train() {
    "$program" train --quiet --cues none --folds 2 "${@:2}" "$folder/rows.tsv" -o "$1" > "$folder/report"
}

complain() {
    printf 'kill: %s\n' "$*" >&3
    wrong=$((wrong + 1))
}

# What is in the folder after a training that did not come to its end.
examine() {
    local files
    if cmp -s "$model" "$folder/old"; then
        old=$((old + 1))
    elif cmp -s "$model" "$folder/new"; then
        new=$((new + 1))
        cp "$folder/old" "$model"
    else
        complain "$1: the model is neither the old one nor the new one"
        cp "$folder/old" "$model"
    fi
    files=$(find "$folder/out" -mindepth 1 ! -name m | wc -l)
    if [ "$files" -gt "$2" ]; then
        complain "$1: $files files beside the model"
    fi
    left=$((left + files))
    find "$folder/out" -mindepth 1 ! -name m -delete
}

train "$folder/old" -C 1 || exit 1
begin=${EPOCHREALTIME//./}
train "$folder/new" -C 2 || exit 1
length=$((${EPOCHREALTIME//./} - begin)) # microseconds
if cmp -s "$folder/old" "$folder/new"; then
    complain "the old model and the new one are the same"
fi
cp "$folder/old" "$model"

# A killed process leaves nothing: the new file has no name but between two calls of the kernel.
for ((i = 0; i < kills; i++)); do
    after=$((1 + (RANDOM * 32768 + RANDOM) % (length * 5 / 4)))
    timeout -s KILL "$((after / 1000000)).$(printf %06d $((after % 1000000)))" \
        "$program" train --quiet --cues none --folds 2 -C 2 "$folder/rows.tsv" -o "$model" \
        > "$folder/report" 2> "$folder/said"
    examine "killed after $after us" 0
done

# One that is asked to end ends so, within a second.
for ((i = 0; i < kills / 4; i++)); do
    signal=INT status=130
    if ((i % 2)); then
        signal=TERM status=143
    fi
    after=$((1 + (RANDOM * 32768 + RANDOM) % length))
    begin=${EPOCHREALTIME//./}
    timeout --preserve-status -s $signal \
        "$((after / 1000000)).$(printf %06d $((after % 1000000)))" \
        "$program" train --quiet --cues none --folds 2 -C 2 "$folder/rows.tsv" -o "$model" \
        > "$folder/report" 2> "$folder/said"
    got=$?
    late=$((${EPOCHREALTIME//./} - begin - after))
    if [ $got -ne $status ] && [ $got -ne 0 ]; then
        complain "status $got after $signal"
    fi
    if [ $got -ne 0 ] && [ $late -gt 1000000 ]; then
        complain "$signal: ended $late us later"
    fi
    examine "$signal after $after us" 0
done

# At each call while saving: between linkat and rename the new file has a name, and a kill leaves it.
calls=0
if command -v strace > /dev/null && strace -o "$folder/trace" true 2> /dev/null; then
    for call in fchmod fsync linkat rename; do
        for when in 1 2; do
            for signal in KILL TERM; do
                strace -f -o "$folder/trace" -e trace=$call -e inject=$call:signal=$signal:when=$when \
                    "$program" train --quiet --cues none --folds 2 -C 2 "$folder/rows.tsv" -o "$model" \
                    > "$folder/report" 2> "$folder/said"
                grep -q "\b$call(" "$folder/trace" && calls=$((calls + 1))
                allowed=0
                case "$call $signal" in
                'linkat KILL' | 'rename KILL') allowed=1 ;;
                esac
                examine "$signal in $call $when" $allowed
            done
        done
    done
fi

# And what was left is in nobody's way.
train "$model" -C 2 || complain "training again"
cmp -s "$model" "$folder/new" || complain "training again: not the new model"

printf 'killed trainings: %d tried, %d old, %d new, %d in a call of saving, %d files left, %d wrong\n' \
    $((old + new)) $old $new $calls $left $wrong
[ $wrong -eq 0 ]
