#!/usr/bin/env bats
# stance report: labelled articles as a page; stance evaluate --html.

load helpers

setup_file() {
    small_model
}

NEWS='tests/data/article.txt tests/data/news/harbour.html tests/data/news/lindal.jsonl
    tests/data/news/torvik.csv'

# Makes $TMP/page from the arguments.
makes_page() {
    passes report "$@" -o "$TMP/page"
    is "$output$stderr" ""
    page=$(< "$TMP/page")
}

@test "a page of text, HTML, JSON lines and CSV" {
    makes_page $NEWS
    is "$(head -n 1 "$TMP/page")" "<!DOCTYPE html>"
    is "$(tail -n 1 "$TMP/page")" "</html>"
    has "$page" "Tallinn and Riga"
    is "$(grep -c '^<article ' "$TMP/page")" 7
    is "$(grep -c '^</article>' "$TMP/page")" 7
    has "$page" '<bdi>Lindal Gazette</bdi> · <time datetime="2031-06-07T08:30:00Z">7 June 2031</time>'
    has "$page" '<title>3 Jun: 3 cooperative</title>'
}

@test "the same bytes to a file and to standard output, each time" {
    makes_page $NEWS
    stance report $NEWS | same_bytes - "$TMP/page"
    stance report - < tests/data/article.txt > "$TMP/one"
    stance report < tests/data/article.txt | same_bytes - "$TMP/one"
}

@test "it counts as classify --summary does" {
    for options in "" "--min-confidence 0.8" "--among denial,accusatory" "-m sentiment"; do
        makes_page $options $NEWS
        for label in $(stance classify $options -f jsonl $NEWS | jq -r .label | sort -u); do
            wanted=$(stance classify $options -f jsonl $NEWS | jq -r .label | grep -cx "$label")
            is "$(grep -c "<span class=\"name\">$label</span> <span class=\"share\">" "$TMP/page")" "$wanted"
            has "$page" ">$label <small>$wanted</small></button>"
        done
    done
}

@test "words are those of explain" {
    makes_page tests/data/article.txt
    has "$page" '<mark class="l0 for s3">accused</mark>'
    has "$page" '<b>+1.65</b> <span class="kind">cue</span> <bdi>accuse-word: &quot;accused&quot;'
    odds=$(stance explain tests/data/article.txt | sed -n 's/.*together: //p' | head -n 1)
    has "$page" "<p class=\"sum\">${odds}"
}

@test "nothing is fetched, and nothing depends on the day" {
    makes_page tests/data/news/harbour.html
    grep -qiE 'https?:|//[a-z]|@import|url\(|<link|<img|<iframe| src=' "$TMP/page" && fail "a fetch"
    has "$page" "content=\"default-src 'none';"
    lacks "$page" "$(date +%Y-%m-%d)"
}

@test "the model is told, with its checksum" {
    checksum() {
        od -An -tx8 -j16 -N8 "$1" | tr -d ' '
    }
    makes_page tests/data/article.txt
    has "$page" "<bdi>stance</bdi></b>, checksum <code>$(checksum models/stance.model)</code>"
    makes_page -m "$(small_model)" tests/data/article.txt
    has "$page" "<code>$(checksum "$(small_model)")</code>"
}

@test "articles and file names of any kind are text" {
    file="$TMP/<img src=x onerror=alert(1)>&\".jsonl"
    printf '%s\n' '{"id": "\"><script>x</script>", "title": "</title><script>alert(1)</script>",
        "date": "\u202e2031", "text": "We rejected </p><script>alert(2)</script> \u0007\u202eit."}' |
        tr -d '\n' > "$file"
    makes_page "$file"
    is "$(grep -c '<script>' "$TMP/page")" 1
    lacks "$page" "<img"
    is "$(grep -cP '[\x00-\x08\x0b-\x1f]|\xe2\x80\xae' "$TMP/page")" 0
    has "$page" "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
}

@test "a terminal gets no page" {
    needs_terminal
    on_terminal "'$PROGRAM' report tests/data/article.txt || echo status \$?" > "$TMP/out"
    is "$(cat "$TMP/out")" "stance: a report is a page for a browser: name its file with --output
status 2"
}

@test "an input is not replaced by the page" {
    cp tests/data/article.txt "$TMP/a.txt"
    exits 2 report "$TMP/a.txt" -o "$TMP/a.txt"
    one_line "--output $TMP/a.txt is one of the files to be read"
    same_bytes tests/data/article.txt "$TMP/a.txt"
}

@test "a page that cannot be written" {
    need_full_device
    exits 1 report tests/data/article.txt -o /dev/full
    one_line "/dev/full: cannot write: No space left on device"
    exits 1 report tests/data/article.txt -o "$TMP/none/page"
    one_line "$TMP/none/page: cannot write: No such file or directory"
    run bash -c "'$PROGRAM' report tests/data/article.txt > /dev/full"
    is "$status" 1
}

@test "a bad file among others; and nothing but bad files" {
    exits 1 report "$TMP/none.txt" tests/data/article.txt -o "$TMP/page"
    one_line "$TMP/none.txt: cannot open: No such file or directory"
    is "$(grep -c '^<article ' "$TMP/page")" 1
    cp "$TMP/page" "$TMP/old"
    exits 1 report "$TMP/none.txt" -o "$TMP/page"
    same_bytes "$TMP/page" "$TMP/old"
}

@test "one model" {
    exits 2 report -m stance -m sentiment tests/data/article.txt -o "$TMP/page"
    one_line "report takes one model"
}

# ---- evaluate --html ----

@test "evaluate --html: figures, and the errors that it was surest of" {
    hard_rows > "$TMP/rows.tsv"
    stance evaluate -m "$(small_model)" -f json "$TMP/rows.tsv" > "$TMP/json"
    passes evaluate -m "$(small_model)" -f json --html "$TMP/page" "$TMP/rows.tsv"
    is "$output" "$(cat "$TMP/json")"
    page=$(< "$TMP/page")
    has "$page" "<b>$(jq -r '.macro_f1 * 1000 | round / 1000' "$TMP/json")"
    has "$page" "Does confidence mean what it says?"
    errors=$(jq '.rows * (1 - .accuracy) | round | if . > 20 then 20 else . end' "$TMP/json")
    [ "$errors" -gt 5 ]
    is "$(grep -c '^<p class="truth">' "$TMP/page")" "$errors"
    # The surest first.
    grep -oP '(?<=style="--sure:)[0-9.]+' "$TMP/page" | sort -rnc
    for label in accusatory denial; do
        count=$(jq ".confusion.accusatory.$label" "$TMP/json")
        has "$page" "<b>$count</b> <small>"
    done
}

@test "evaluate --html: no error, all labels among those asked for" {
    small_rows > "$TMP/rows.tsv"
    passes evaluate -m "$(small_model)" --among denial --html "$TMP/page" "$TMP/rows.tsv"
    has "$(< "$TMP/page")" "There is no error."
}

@test "evaluate --html: what it cannot be combined with" {
    small_rows > "$TMP/rows.tsv"
    exits 2 evaluate --cv 3 --html "$TMP/page" "$TMP/rows.tsv"
    one_line "--html explains the errors of one model"
    exits 2 evaluate -m stance -m stance --html "$TMP/page" "$TMP/rows.tsv"
    one_line "--html explains the errors of one model"
    exits 2 evaluate --html "$TMP/rows.tsv" "$TMP/rows.tsv"
    one_line "--html $TMP/rows.tsv is one of the files to be read"
    [ ! -e "$TMP/page" ]
}
