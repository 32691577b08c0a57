#!/usr/bin/env bats
# What bash and zsh complete; the files that do it are made beside the program.

load helpers

FOLDER=$(dirname "$(realpath "${STANCE:-$ROOT/build/stance}")")/completion

# completes WORD...: what bash offers for the last word, a line each; "a file" where it is left to the
# shell.
completes() {
    bash -c '
        compopt() { echo "a file"; }
        . "$1"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _stance
        [ "${#COMPREPLY[@]}" -eq 0 ] || printf "%s\n" "${COMPREPLY[@]}"
    ' bash "$FOLDER/stance.bash" "$@"
}

@test "bash: commands" {
    is "$(completes stance cl)" classify
    is "$(completes stance --v)" --version
    is "$(completes stance help ev)" evaluate
    is "$(completes stance '' | sort)" \
        "$({ stance --help | sed -n 's|^  \([a-z]*\)  *[A-Z].*|\1|p'; printf '%s\n' help --help --version; } | sort)"
}

@test "bash: options of the command" {
    is "$(completes stance classify --am)" --among
    is "$(completes stance train --min)" $'--min-df\n--min-precision'
    is "$(completes stance show -)" $'-f\n--format\n-n\n--top\n-q\n--quiet\n-h\n--help'
    is "$(completes stance show --among)" ""
    is "$(completes stance xyzzy --f)" ""
}

@test "bash: values of options" {
    is "$(completes stance classify --format '')" $'text\ntsv\ncsv\njsonl'
    is "$(completes stance classify -f j)" jsonl
    is "$(completes stance classify --format =)" $'text\ntsv\ncsv\njsonl'
    is "$(completes stance classify --format = c)" csv
    is "$(completes stance show -f '')" $'text\njson'
    is "$(completes stance classify --threads '')" ""
}

@test "bash: files" {
    is "$(completes stance classify '')" "a file"
    is "$(completes stance classify -m '')" "a file"
    is "$(completes stance classify --quiet art)" "a file"
    is "$(completes stance train --boilerplate '')" "a file"
    is "$(completes stance classify -- -)" "a file"
}

@test "zsh: commands, options, values, files" {
    command -v zsh > /dev/null || skip "no zsh"
    zsh -n "$FOLDER/_stance"
    touch "$TMP/article.txt"
    cd "$TMP"
    # What stands on the line after a Tab, in a shell of its own.
    cat > drive.zsh << 'END'
zmodload zsh/zpty
completed() {
    local text
    zpty -b shell zsh -f -i
    zpty -w shell "fpath=($1 \$fpath); autoload -U compinit; compinit -u -D"
    zpty -w shell "show() { print -r -- \$BUFFER > answer; BUFFER= }"
    zpty -w shell "zle -N show; bindkey '^X' show"
    zpty -n -w shell "$2"$'\t\x18'
    until [[ -s answer ]]; do
        zpty -r -t shell text || sleep 0.05
    done
    zpty -d shell
    text=$(<answer)
    rm answer
    print -r -- ${text% }
}
for line in "${@:2}"; do completed "$1" "$line"; done
END
    run timeout 60 zsh -f drive.zsh "$FOLDER" 'stance clas' 'stance classify --amo' \
        'stance classify --format js' 'stance show -f js' 'stance classify -m stance art' 'stance help ev'
    is "$output" 'stance classify
stance classify --among=
stance classify --format jsonl
stance show -f json
stance classify -m stance article.txt
stance help evaluate'
}
