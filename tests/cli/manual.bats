#!/usr/bin/env bats
# Every example of the manual pages and of the help pages works, in a folder with the files that they
# name; and every command has a page.

load helpers

COMMANDS=$(stance --help | sed -n 's|^  \([a-z]*\)  *[A-Z].*|\1|p')

# The files that examples are about.
desk() {
    local data=$ROOT/tests/data
    cd "$TMP" || return 1
    mkdir bin training
    ln -s "$PROGRAM" bin/stance
    PATH=$TMP/bin:$PATH
    cp "$data"/article.txt "$data"/fresh.tsv "$data"/kinds.csv .
    cp -r "$data/news" articles
    cp -r "$data/news" news
    cp -r "$data/pages" saved-pages
    cp "$data/news/lindal.jsonl" articles.jsonl
    cp "$data/news/lindal.jsonl" news.jsonl
    sed 's/"body"/"story"/; s/"text"/"story"/; s/"id"/"url"/' news.jsonl | gzip > news.jsonl.gz
    cp "$data/check.tsv" mine.tsv
    sed '1s/kind/topic/' kinds.csv > news.csv
    cp "$(small_model)" my.model
    { printf 'label\ttext\n' && small_rows; } > training/stance.tsv
    cp training/stance.tsv labelled.tsv
    stance convert --to label-studio mine.tsv -o project.json
}

@test "every command has a manual page" {
    for command in $COMMANDS; do
        [ -e "src/cli/man/stance-$command.1.scd" ] || fail "no page of stance $command"
    done
}

@test "the examples of the manual pages" {
    desk
    for page in "$ROOT"/src/cli/man/*.1.scd "$ROOT/src/cli/man/stance-data.5.scd"; do
        "$ROOT/tests/cli/run-examples" "$page"
    done
}

@test "the examples of the help pages" {
    desk
    for command in $COMMANDS; do
        ran=0
        while read -r example; do
            # An exact status 0 of each, also on the left of a pipe.
            bash -c "set -o pipefail; $example" > answer 2>&1 ||
                fail "in stance $command --help: $example" "$(cat answer)"
            ran=$((ran + 1))
        done < <(stance "$command" --help | sed -n '/^Examples:/,$s/^  //p')
        [ "$ran" -gt 0 ] || fail "no example in stance $command --help"
    done
}
