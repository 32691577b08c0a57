# Shared by the .bats files: the program under test, a folder for each test, small data, checks.
#
#     STANCE=path/of/program bats tests/cli      default: build/stance
#     STANCE_VALGRIND=1 bats tests/cli           each run under valgrind

bats_require_minimum_version 1.5.0
set -o pipefail # a failure on the left of a pipe counts

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
PROGRAM=$(realpath "${STANCE:-$ROOT/build/stance}")

if [ -n "${STANCE_VALGRIND:-}" ]; then
    wrapper=$BATS_RUN_TMPDIR/stance-under-valgrind
    if [ ! -x "$wrapper" ]; then
        {
            echo '#!/bin/sh'
            echo 'exec valgrind -q --error-exitcode=99 --leak-check=full' \
                "--errors-for-leak-kinds=definite --log-file='$BATS_RUN_TMPDIR/valgrind.%p'" \
                "--suppressions='$BATS_TEST_DIRNAME/valgrind.supp' '$PROGRAM' \"\$@\""
        } > "$wrapper"
        chmod +x "$wrapper"
    fi
    PROGRAM=$wrapper
fi

setup() {
    cd "$ROOT" || return 1
    unset NO_COLOR
    TMP=$(mktemp -d "$BATS_RUN_TMPDIR/test.XXXXXX")
}

teardown() {
    rm -rf "$TMP"
    if [ -n "${STANCE_VALGRIND:-}" ]; then
        cat "$BATS_RUN_TMPDIR"/valgrind.* > "$BATS_RUN_TMPDIR/complaints" 2> /dev/null || true
        rm -f "$BATS_RUN_TMPDIR"/valgrind.*
        [ ! -s "$BATS_RUN_TMPDIR/complaints" ] || fail "$(cat "$BATS_RUN_TMPDIR/complaints")"
    fi
}

# ---- running ----

stance() {
    "$PROGRAM" "$@"
}

# Runs stance, which must succeed; sets output, stderr, lines, stderr_lines.
passes() {
    run --separate-stderr stance "$@"
    [ "$status" -eq 0 ] || fail "status $status of: stance $*" "$output" "$stderr"
}

# Runs stance, which must exit with the status of the first argument.
exits() {
    local wanted=$1
    shift
    run --separate-stderr stance "$@"
    [ "$status" -eq "$wanted" ] || fail "status $status of: stance $*" "$output" "$stderr"
}

# stance without root's powers, which would open files that may not be read, and might replace a
# device. To be asked for by need_powerless(), which goes to $TMP: folders above it may be closed.
powerless() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$PROGRAM" "$@"
    else
        stance "$@"
    fi
}

need_powerless() {
    powerless --version > "$TMP/version" 2>&1 || skip "cannot run without root's powers"
    chmod 755 "$TMP"
    cd "$TMP" || return 1
}

need_full_device() {
    [ -c /dev/full ] || skip "no device /dev/full"
}

# ---- checking ----

fail() {
    printf '%s\n' "$@" >&2
    return 1
}

# is ACTUAL EXPECTED
is() {
    [ "$1" = "$2" ] || fail "expected: $2" "actual:   $1"
}

# has TEXT PART
has() {
    [[ "$1" == *"$2"* ]] || fail "no '$2' in:" "$1"
}

# lacks TEXT PART
lacks() {
    [[ "$1" != *"$2"* ]] || fail "'$2' in:" "$1"
}

# like TEXT REGEX
like() {
    [[ "$1" =~ $2 ]] || fail "no match of '$2' in:" "$1"
}

# Standard error held this one line and nothing else.
one_line() {
    is "$stderr" "stance: $1"
}

# same_bytes FILE FILE
same_bytes() {
    cmp "$1" "$2"
}

# json FILTER: jq's answer to the JSON of the last run is true.
json() {
    jq -e "$@" <<< "$output" > /dev/null || fail "not so: $*" "$output"
}

# jsonl FILTER: the same, of all lines as one array.
jsonl() {
    jq -s -e "$@" <<< "$output" > /dev/null || fail "not so: $*" "$output"
}

# TSV without its first column, the file's name.
without_file() {
    cut -f 2-
}

# ---- data ----

# 48 rows "label<TAB>text" of four labels; no two texts are alike.
small_rows() {
    local who=('harbour office' 'port crews' 'ferry guild' 'river council' 'signal corps'
        'weather bureau' 'cable board' 'grain union' 'postal service' 'coast guard'
        'power grid' 'news agency')
    local label i
    for label in accusatory cooperative denial neutral; do
        for i in {0..11}; do
            case $label in
            accusatory) printf '%s\tThe %s blamed a broken cable on the %s, line %d.\n' \
                $label "${who[i]}" "${who[(i + 1) % 12]}" $((10 + i)) ;;
            cooperative) printf '%s\tThe %s agreed to share reports with the %s, line %d.\n' \
                $label "${who[i]}" "${who[(i + 2) % 12]}" $((30 + i)) ;;
            denial) printf '%s\tThe %s rejected every claim made by the %s, line %d.\n' \
                $label "${who[i]}" "${who[(i + 3) % 12]}" $((50 + i)) ;;
            neutral) printf '%s\tThe %s has rooms next door to the %s, line %d.\n' \
                $label "${who[i]}" "${who[(i + 4) % 12]}" $((70 + i)) ;;
            esac
        done
    done
}

# A model learnt from them, once for each .bats file.
small_model() {
    local model=$BATS_FILE_TMPDIR/small.model
    if [ ! -e "$model" ]; then
        small_rows > "$BATS_FILE_TMPDIR/small.tsv"
        stance train "$BATS_FILE_TMPDIR/small.tsv" -o "$model" > /dev/null || return 1
    fi
    echo "$model"
}

# 72 rows of the same labels, whose words mostly tell the label: there is something to be unsure of.
hard_rows() {
    awk 'function below(n) { seed = seed * 16807 % 2147483647; return seed % n }
        BEGIN {
            seed = 1
            split("accusatory cooperative denial neutral", labels)
            split("blamed accused charged agreed shared joined rejected denied refuted opened met " \
                "moved", keys)
            split("harbour ferry river signal cable grain post coast power news port mill", filler)
            for (row = 0; row < 72; row++) {
                told = below(4) == 0 ? below(4) : row % 4
                text = ""
                for (i = 0; i < 8; i++)
                    text = text " " (i == 3 ? keys[3 * told + below(3) + 1] : filler[below(12) + 1])
                printf "%s\tThe%s, line %d.\n", labels[row % 4 + 1], text, 10 + row
            }
        }'
}

# An article with everything in it: a headline, lines to join, quotes, another script, boilerplate.
article() {
    cat << 'END'
Lindal and Torvik agree on a joint patrol

The Lindal harbour office said on Monday that crews from Torvik had cut its cable.
Its head called that “an attack on every household”.

"We rejected every claim, and we do so again," the envoy of Torvik said, "here and now".

საქართველოს მთავრობა

© 2031 Lindal Gazette
END
}

# ---- terminals ----

# Skips the test where a terminal cannot be had. A test that pipes on_terminal says so first.
needs_terminal() {
    script -qec true /dev/null < /dev/null > /dev/null 2>&1 || skip "no pseudo-terminal to be had"
}

# Runs a command line on a terminal 100 columns wide; lines end in \n as elsewhere.
on_terminal() {
    needs_terminal
    TERM=xterm script -qec "stty cols 100; $1" /dev/null < /dev/null | tr -d '\r'
}
