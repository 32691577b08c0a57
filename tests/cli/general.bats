#!/usr/bin/env bats
# What all commands have in common: help, version, wrong words.

load helpers

COMMANDS=$(stance --help | sed -n 's|^  \([a-z]*\)  *[A-Z].*|\1|p')

# A usage error: status 2, nothing on standard output, a line on standard error that begins so.
usage_error() {
    local line=$1
    shift
    exits 2 "$@"
    is "$output" ""
    like "${stderr_lines[0]}" "^stance: "
    has "${stderr_lines[0]}" "$line"
}

@test "without a command: the usage, status 2" {
    usage_error "usage: stance COMMAND"
    is "${#stderr_lines[@]}" 1
}

@test "help, --help and -h print the same overview of all commands" {
    passes --help
    is "$stderr" ""
    like "$output" "Usage: stance COMMAND"
    for command in $COMMANDS; do
        like "$output" $'\n'"  $command +[A-Z]"
    done
    overview=$output
    passes -h
    is "$output" "$overview"
    passes help
    is "$output" "$overview"
}

@test "each command has a help page of 80 columns and 42 lines, asked for in four ways" {
    for command in $COMMANDS; do
        passes "$command" --help
        is "$stderr" ""
        page=$output
        has "$page" "Usage: stance $command "
        has "$page" "--help"
        has "$page" "--quiet"
        has "$page" "Examples:"
        has "$page" "  stance $command "
        is "$(awk 'length > 80 || NR > 42' <<< "$page")" ""
        passes "$command" -h
        is "$output" "$page"
        passes help "$command"
        is "$output" "$page"
        passes --help "$command"
        is "$output" "$page"
    done
}

@test "help wins over missing operands" {
    passes train --help
    passes evaluate --help
}

@test "the version is three numbers, and those of the libraries follow" {
    passes --version
    like "${lines[0]}" '^stance [0-9]+\.[0-9]+\.[0-9]+$'
    like "${lines[1]}" '^libsvm [0-9.]+, LIBLINEAR [0-9.]+, PCRE2 [0-9.]+, utf8proc [0-9.]+$'
    is "${#lines[@]}" 2
    is "$stderr" ""
}

@test "an unknown command is asked about" {
    usage_error "no command 'clasify'; did you mean 'classify'?" clasify
    usage_error "no command 'evalute'; did you mean 'evaluate'?" evalute x.tsv
    usage_error "no command 'tokns'; did you mean 'tokens'?" tokns
    usage_error "no command 'clasify'; did you mean 'classify'?" help clasify
}

@test "an unknown command that is like none: see --help" {
    usage_error "no command 'xyzzyxyzzy'; see 'stance --help'" xyzzyxyzzy
    is "${#stderr_lines[@]}" 1
}

@test "an unknown option is asked about" {
    usage_error "no such option '--fromat'; did you mean '--format'?" classify --fromat tsv
    is "${stderr_lines[1]}" "stance: see 'stance classify --help'"
    usage_error "no such option '--fromat'; did you mean '--format'?" classify --fromat=tsv
    usage_error "no such option '--amoung'; did you mean '--among'?" classify --amoung denial
    usage_error "no such option '--lable-column'; did you mean '--label-column'?" \
        train --lable-column x
}

@test "the beginning of several options" {
    usage_error "option '--t' may be any of --text-field, --title-field, --text-column," \
        classify --t 3
    usage_error "option '--min' may be any of --min-df, --min-precision" train --min=3 x.tsv -o m
    is "${stderr_lines[1]}" "stance: see 'stance train --help'"
}

@test "a file where a command belongs is asked about" {
    usage_error "no command 'README.md'; did you mean 'classify README.md'?" README.md
}

@test "an unknown choice is asked about" {
    usage_error "--format: 'cvs' is not one of text|tsv|csv|jsonl; did you mean 'csv'?" \
        classify --format cvs
    usage_error "text|json; did you mean 'json'?" show -f jsonn
    usage_error "did you mean 'label-studio'?" convert --to label_studio x.tsv
    exits 2 classify --format xyzzy
    lacks "$stderr" "did you mean"
}

@test "an unknown option that is like none: no question" {
    usage_error "no such option '--xyzzyxyzzy'" classify --xyzzyxyzzy
    lacks "$stderr" "did you mean"
    usage_error "no such option '-z'" classify -z
    usage_error "no such option '-z'" classify -qz
}

@test "options of other commands are unknown" {
    usage_error "no such option '--folds'" classify --folds 3
    usage_error "no such option '--cv'" train --cv 5
    usage_error "no such option '--top'" evaluate --top 5
}

@test "an option without its value" {
    usage_error "option '--format' needs a value" classify --format
    usage_error "option '-m' needs a value" classify -m
}

@test "a flag with a value" {
    usage_error "option '--quiet' takes no value" classify --quiet=yes
}

@test "wrong values of options" {
    usage_error "--format: 'xml' is not one of text|tsv|csv|jsonl" classify --format xml
    usage_error "--format: 'ts' is not one of" classify --format ts
    usage_error "--format: '' is not one of" classify --format ''
    usage_error "--format: 'tsv' is not one of text|json" evaluate --format tsv x.tsv
    usage_error "--split: 'words' is not one of auto|blank|line" paragraphs --split words
    usage_error "--input: 'xml' is not one of auto|tsv|csv|jsonl|fasttext" evaluate --input xml x
    for value in -0.1 1.1 x 0.5x '' nan inf; do
        usage_error "--min-confidence: '$value' is not a number from 0 to 1" \
            classify --min-confidence "$value"
        usage_error "--min-precision: '$value' is not a number from 0 to 1" \
            train --min-precision "$value" x.tsv -o m
    done
    for value in 0 257 -1 1.5 x ''; do
        usage_error "--threads: '$value' is not a number from 1 to 256" \
            evaluate --threads "$value" x.tsv
    done
    for value in 0 1 1001 -5 five 99999999999999999999; do
        usage_error "--cv: '$value' is not a number from 2 to 1000" evaluate --cv "$value" x.tsv
    done
    for value in 0 -1 x nan inf; do
        usage_error "--cost: '$value' is not a number" train -C "$value" x.tsv -o m
    done
    for value in 0 0-2 2-1 1-9 1- -2 1-2-3 a ''; do
        usage_error "--words: '$value' is not a range" train --words "$value" x.tsv -o m
    done
    usage_error "--weighting: 'bm25' is not one of binary|tf|tfidf|nb" train -w bm25 x.tsv -o m
    usage_error "--scheme: 'one' is not one of ovr|ovo" train --scheme one x.tsv -o m
    usage_error "--class-weight: 'no' is not one of none|balanced" \
        train --class-weight no x.tsv -o m
    usage_error "--top: '-1' is not a number" show --top -1
    usage_error "--min-df: '0' is not a number" train --min-df 0 x.tsv -o m
    usage_error "--seed: '-1' is not a number" train --seed -1 x.tsv -o m
}

@test "too few and too many operands" {
    usage_error "usage: stance train" train -o "$TMP/m"
    usage_error "usage: stance evaluate" evaluate
    usage_error "usage: stance show" show a b
}

@test "train without --output" {
    usage_error "--output" train training/stance.tsv
}

@test "classify and evaluate take up to 16 models" {
    many=()
    for _ in {1..17}; do many+=(-m stance); done
    usage_error "--model" evaluate "${many[@]}" training/stance.tsv
    usage_error "--model" classify "${many[@]}" tests/data/article.txt
}

@test "--cv goes neither with --model nor with --among" {
    usage_error "--cv" evaluate --cv 3 -m stance training/stance.tsv
    usage_error "--cv" evaluate --cv 3 --among denial training/stance.tsv
}

@test "options may follow operands, and values may be joined" {
    article > "$TMP/a.txt"
    passes paragraphs "$TMP/a.txt" --format tsv
    expected=$output
    passes paragraphs --format=tsv "$TMP/a.txt"
    is "$output" "$expected"
    passes paragraphs -ftsv "$TMP/a.txt"
    is "$output" "$expected"
}

@test "after -- a word is a file" {
    article > "$TMP/--format"
    cd "$TMP"
    passes paragraphs -f tsv -- --format
    has "${lines[1]}" "--format"$'\t1\ttitle'
}
