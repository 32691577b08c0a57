#!/usr/bin/env bats
# The line that tells how far work is: only on a terminal, only where it does not stand between the
# answers, and only after a second.

load helpers

# watch [NAME=VALUE...] -- WORD...: what the terminal got while stance WORD... read from a slow pipe.
watch() {
    local before=() words="'$PROGRAM'"
    while [ "$1" != -- ]; do
        before+=("$1")
        shift
    done
    for word in "${@:2}"; do words+=" $word"; done
    needs_terminal
    TERM=xterm script -qec "{ cat '$TMP/a.txt'; echo; sleep 1.3; cat '$TMP/a.txt'; } |
        ${before[*]} $words" /dev/null < /dev/null
}

@test "slow reading is told with its rate, and taken away in the end" {
    needs_terminal
    article > "$TMP/a.txt"
    watch -- classify --format tsv '>' "$TMP/out" > "$TMP/terminal"
    is "$(tr '\r' '\n' < "$TMP/terminal" | sed 's/[0-9][0-9.]*/N/g' | head -n 2)" \
        $'\nreading  N bytes  N bytes/s\33[K'
    is "$(tail -c 4 "$TMP/terminal")" $'\r\33[K'
    is "$(grep -c Torvik "$TMP/out")" 6
}

@test "neither with --quiet, nor on a dumb terminal, nor between the answers" {
    needs_terminal
    article > "$TMP/a.txt"
    is "$(watch -- classify --quiet --format tsv '>' "$TMP/out")" ""
    is "$(watch TERM=dumb -- classify --format tsv '>' "$TMP/out")" ""
    lacks "$(watch -- classify --format tsv)" reading
}

@test "not where standard error is no terminal" {
    article > "$TMP/a.txt"
    { cat "$TMP/a.txt"; sleep 1.3; cat "$TMP/a.txt"; } | stance classify > "$TMP/out" 2> "$TMP/err"
    is "$(cat "$TMP/err")" ""
}

@test "a message takes its place" {
    needs_terminal
    article > "$TMP/a.txt"
    watch -- classify --format tsv - "$TMP/none" '>' "$TMP/out" > "$TMP/terminal" || true
    has "$(cat "$TMP/terminal")" $'\r\33[Kstance: '"$TMP/none: cannot open"
}
