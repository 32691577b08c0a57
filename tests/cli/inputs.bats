#!/usr/bin/env bats
# What may be read: packed files, tables of articles, folders.

load helpers

# ---- gzip ----

@test "gzip: a text is read as it stands unpacked" {
    article > "$TMP/a.txt"
    gzip -k "$TMP/a.txt"
    for command in classify paragraphs tokens features; do
        stance $command -f tsv "$TMP/a.txt" | without_file > "$TMP/expected"
        stance $command -f tsv "$TMP/a.txt.gz" | without_file > "$TMP/given"
        same_bytes "$TMP/given" "$TMP/expected"
    done
    stance classify -f jsonl < "$TMP/a.txt" > "$TMP/expected"
    stance classify -f jsonl < "$TMP/a.txt.gz" > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
}

@test "gzip: the bytes tell it, not the name; members are joined" {
    { printf 'One.\n\nTw' | gzip; printf 'o.\n' | gzip; } > "$TMP/a.txt"
    passes paragraphs -f tsv "$TMP/a.txt"
    is "$(without_file <<< "$output" | tail -n +2)" $'1\tbody\t0\t4\tOne.\n2\tbody\t6\t4\tTwo.'
    printf 'One.\n' > "$TMP/a.gz"
    passes paragraphs -f tsv "$TMP/a.gz"
    is "$(without_file <<< "$output" | tail -n +2)" $'1\tbody\t0\t4\tOne.'
}

@test "gzip: what stands before the break is labelled, then the break is told" {
    printf 'One.\n\nTwo.\n' | gzip > "$TMP/whole.gz"
    head -c -4 "$TMP/whole.gz" > "$TMP/a.gz"
    exits 1 paragraphs -f tsv "$TMP/a.gz"
    is "$(without_file <<< "$output" | tail -n +2)" $'1\tbody\t0\t4\tOne.\n2\tbody\t6\t4\tTwo.'
    one_line "$TMP/a.gz: byte $(stat -c %s "$TMP/a.gz") of the gzip file: it breaks off there"
}

@test "gzip: empty, of an empty file, of a binary file" {
    : | gzip > "$TMP/a.gz"
    exits 1 classify "$TMP/a.gz"
    one_line "$TMP/a.gz: empty"
    printf 'a\0b' | gzip > "$TMP/a.gz"
    exits 1 classify "$TMP/a.gz"
    one_line "$TMP/a.gz: byte 1: a NUL: a binary file, not text"
    gzip < "$TMP/a.gz" > "$TMP/b.gz"
    exits 1 classify "$TMP/b.gz"
    is "${#stderr_lines[@]}" 1
}

@test "gzip: what unpacks to much, in little memory" {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "valgrind needs more"
    ! ldd "$PROGRAM" | grep -q libasan || skip "the sanitizer needs more"
    # Of 100 MB and more: lines, one line, and one record.
    { yes 'It denied the charge.' || true; } | head -c 100000000 | gzip -1 > "$TMP/lines.txt.gz"
    head -c 200000000 /dev/zero | tr '\0' ' ' | gzip -1 > "$TMP/line.txt.gz"
    {
        printf '{"text": "'
        head -c 200000000 /dev/zero | tr '\0' 'x'
        printf '"}\n{"text": "It agreed to talks."}\n'
    } | gzip -1 > "$TMP/record.jsonl.gz"
    little() { (ulimit -v 100000 && "$PROGRAM" paragraphs -f tsv "$1"); }
    is "$(little "$TMP/lines.txt.gz" | tail -n 1 | cut -f 2)" 4545455
    run --separate-stderr little "$TMP/line.txt.gz"
    one_line "$TMP/line.txt.gz: no text in it"
    run --separate-stderr little "$TMP/record.jsonl.gz"
    is "${stderr_lines[0]}" "stance: $TMP/record.jsonl.gz: line 1: longer than 1048576 bytes"
    is "$(cut -f 8 <<< "${lines[1]}")" "It agreed to talks."
}

@test "gzip: labelled data" {
    small_model > "$TMP/name"
    gzip -c "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/small.tsv.gz"
    passes evaluate -m "$(cat "$TMP/name")" -f json "$TMP/small.tsv.gz"
    json '.rows == 48 and .accuracy == 1'
    printf 'label,text\ndenial,"No, never."\n' | gzip > "$TMP/a.csv.gz"
    passes evaluate -f json "$TMP/a.csv.gz"
    json '.rows == 1'
}

# ---- tables of articles ----

# Four articles in each format: with all, without a title, without an id, with nothing but a text.
articles() {
    case $1 in
    jsonl) cat << 'END' ;;
{"id": "n1", "date": "2031-06-03", "title": "A joint patrol", "text": "They agreed to it.\n\nThey met."}
{"id": "n2", "date": "2031-06-04", "text": "They rejected every claim."}

{"date": "2031-06-05", "text": "They blamed the harbour office."}
{"text": "They have rooms next door."}
END
    csv) cat << 'END' ;;
id,date,title,text
n1,2031-06-03,A joint patrol,"They agreed to it.

They met."
n2,2031-06-04,,They rejected every claim.

,2031-06-05,,They blamed the harbour office.
,,,They have rooms next door.
END
    esac
}

@test "articles: ids and dates travel to the output of each format" {
    articles jsonl > "$TMP/a.jsonl"
    passes paragraphs -f tsv "$TMP/a.jsonl"
    is "$output" "$(printf '%s\n' $'file\tid\tdate\tparagraph\trole\toffset\tlength\ttext' \
        "$TMP/a.jsonl"$'\tn1\t2031-06-03\t1\ttitle\t0\t14\tA joint patrol' \
        "$TMP/a.jsonl"$'\tn1\t2031-06-03\t2\tbody\t0\t18\tThey agreed to it.' \
        "$TMP/a.jsonl"$'\tn1\t2031-06-03\t3\tbody\t20\t9\tThey met.' \
        "$TMP/a.jsonl"$'\tn2\t2031-06-04\t1\tbody\t0\t26\tThey rejected every claim.' \
        "$TMP/a.jsonl"$'\t\t2031-06-05\t1\tbody\t0\t31\tThey blamed the harbour office.' \
        "$TMP/a.jsonl"$'\t\t\t1\tbody\t0\t26\tThey have rooms next door.')"
    for command in classify paragraphs tokens features; do
        passes $command -m "$(small_model)" -f csv "$TMP/a.jsonl"
        like "${lines[0]}" ^file,id,date,paragraph,
        like "${lines[1]}" "^$TMP/a.jsonl,n1,2031-06-03,1,"
        passes $command -m "$(small_model)" -f jsonl "$TMP/a.jsonl"
        jsonl '.[0] | keys_unsorted[0:6] == ["file", "id", "date", "title", "line", "paragraph"]
            and .id == "n1" and .date == "2031-06-03" and .title == "A joint patrol" and .line == 1'
        jsonl '.[-1] | keys_unsorted[0:3] == ["file", "line", "paragraph"] and .line == 5'
    done
}

@test "articles: csv, tsv and jsonl give the same paragraphs" {
    articles jsonl > "$TMP/a.jsonl"
    articles csv > "$TMP/a.csv"
    for format in tsv csv; do
        stance classify -f $format "$TMP/a.jsonl" | sed 's/a\.jsonl/a/' > "$TMP/expected"
        stance classify -f $format "$TMP/a.csv" | sed 's/a\.csv/a/' > "$TMP/given"
        same_bytes "$TMP/given" "$TMP/expected"
    done
    passes paragraphs -f jsonl "$TMP/a.csv"
    jsonl '[.[].line] == [2, 2, 2, 5, 7, 8]'
    printf 'id\ttext\nn1\tThey "met".\n' > "$TMP/a.tsv"
    passes paragraphs -f jsonl "$TMP/a.tsv"
    jsonl '.[0] | .id == "n1" and .line == 2 and .text == "They \"met\"."'
}

@test "articles: a line above each, for people" {
    articles jsonl > "$TMP/a.jsonl"
    stance paragraphs "$TMP/a.jsonl" > "$TMP/out"
    cat > "$TMP/expected" << END
$TMP/a.jsonl
n1, 2031-06-03
   1  title        A joint patrol
   2  body         They agreed to it.
   3  body         They met.
n2, 2031-06-04
   1  body         They rejected every claim.
2031-06-05
   1  body         They blamed the harbour office.
line 5
   1  body         They have rooms next door.
END
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "articles: told by the name, by the first bytes, by --input, packed or not" {
    for format in jsonl csv; do
        articles $format > "$TMP/a.$format"
        gzip -k "$TMP/a.$format"
        stance paragraphs -f tsv "$TMP/a.$format" | without_file > "$TMP/expected"
        for arguments in "$TMP/a.$format.gz" "--input $format $TMP/b" "--input $format $TMP/c"; do
            cp "$TMP/a.$format" "$TMP/b"
            cp "$TMP/a.$format.gz" "$TMP/c"
            # shellcheck disable=SC2086 # words are what is wanted
            stance paragraphs -f tsv $arguments | without_file > "$TMP/given"
            same_bytes "$TMP/given" "$TMP/expected"
        done
        stance paragraphs -f tsv --input $format < "$TMP/a.$format.gz" | without_file > "$TMP/given"
        same_bytes "$TMP/given" "$TMP/expected"
    done
    stance paragraphs -f jsonl "$TMP/a.jsonl" | jq -c 'del(.file)' > "$TMP/expected"
    stance paragraphs -f jsonl < "$TMP/a.jsonl" | jq -c 'del(.file)' > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
    gzip < "$TMP/a.jsonl" | stance paragraphs -f jsonl | jq -c 'del(.file)' > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
    passes paragraphs -f jsonl --input text "$TMP/a.jsonl"
    jsonl 'length == 2 and all(.[]; has("line") | not)'
}

@test "articles: the columns id and date are there when the command line tells of articles" {
    article > "$TMP/a.txt"
    articles jsonl > "$TMP/a.jsonl"
    header() { stance paragraphs -f tsv "$@" < "$TMP/a.jsonl" | head -n 1 | cut -f 2-3; }
    for arguments in "$TMP/a.jsonl" "$TMP/a.txt $TMP/a.jsonl" "--input jsonl -" "--input jsonl" \
        "--id-field id -" "--date-column date -" "--input csv $TMP/a.txt" "-r $TMP"; do
        # shellcheck disable=SC2086 # words are what is wanted
        is "$(header $arguments 2> /dev/null || true)" $'id\tdate'
    done
    for arguments in "$TMP/a.txt" "" "-" "--input text $TMP/a.jsonl" "--text-field text -"; do
        # shellcheck disable=SC2086
        is "$(header $arguments 2> /dev/null)" $'paragraph\trole'
    done
    passes paragraphs -f tsv "$TMP/a.txt" "$TMP/a.jsonl"
    like "${lines[1]}" "^$TMP/a.txt"$'\t\t\t1\ttitle\t0\t'
}

@test "articles: fields by other names, and columns by the same options" {
    printf '{"story": "They met.", "url": "u/1", "day": "today", "head": "A meeting", "id": "x"}\n' \
        > "$TMP/a.jsonl"
    printf 'story,url,day,head,id\nThey met.,u/1,today,A meeting,x\n' > "$TMP/a.csv"
    for file in "$TMP/a.jsonl" "$TMP/a.csv"; do
        for word in field column; do
            passes paragraphs -f jsonl --text-$word story --id-$word url --title-$word head \
                --date-$word day "$file"
            jsonl 'length == 2 and .[1].text == "They met." and .[0].text == "A meeting"
                and all(.[]; .id == "u/1" and .date == "today" and .title == "A meeting")'
        done
    done
    exits 1 paragraphs "$TMP/a.csv"
    one_line "$TMP/a.csv: line 1: no column 'text|body|content'; the columns are: story, url, day, head, id"
    exits 1 paragraphs --text-field story --id-field key "$TMP/a.csv"
    one_line "$TMP/a.csv: line 1: no column 'key'; the columns are: story, url, day, head, id"
    printf 'label\ttext\ndenial\tNo.\n' > "$TMP/rows.tsv"
    passes evaluate -f json --label-field label --text-field text "$TMP/rows.tsv"
    json '.rows == 1'
}

@test "articles: a bad record among many is told and left out; --strict stops there" {
    { articles jsonl; echo '{"text": 1'; echo '{"text": ""}'; echo '{"text": "They met."}'; } \
        > "$TMP/a.jsonl"
    articles jsonl > "$TMP/b.jsonl"
    exits 1 classify -f jsonl "$TMP/a.jsonl" "$TMP/b.jsonl"
    is "${#lines[@]}" 13
    is "${stderr_lines[0]}" \
        "stance: $TMP/a.jsonl: line 6: byte 10: not one JSON object: it breaks off"
    is "${stderr_lines[1]}" "stance: $TMP/a.jsonl: line 7: no text in it"
    is "${stderr_lines[2]}" "stance: $TMP/a.jsonl: 2 records skipped"
    exits 1 classify --strict -f jsonl "$TMP/a.jsonl" "$TMP/b.jsonl"
    is "${#lines[@]}" 6
    one_line "$TMP/a.jsonl: line 6: byte 10: not one JSON object: it breaks off"
}

@test "articles: none in it" {
    : > "$TMP/a.jsonl"
    exits 1 classify "$TMP/a.jsonl"
    one_line "$TMP/a.jsonl: empty"
    printf '\n\n' > "$TMP/a.jsonl"
    exits 1 classify "$TMP/a.jsonl"
    one_line "$TMP/a.jsonl: no text in it"
    printf 'id,text\n' > "$TMP/a.csv"
    exits 1 classify "$TMP/a.csv"
    one_line "$TMP/a.csv: no text in it"
}

@test "articles: the bytes do not depend on the number of threads" {
    for i in {1..400}; do
        printf '{"id": %d, "date": "2031-06-%02d", "title": "Title %d", "text": "%s"}\n' $i \
            $((i % 30 + 1)) $i "$(printf 'The harbour office rejected it.\\n%.0s' {1..12})"
        [ $((i % 100)) -ne 0 ] || echo '{"text": '
    done > "$TMP/a.jsonl"
    for threads in 1 2 7; do
        for format in text tsv jsonl; do
            status=0
            stance classify -m "$(small_model)" -f $format -j $threads "$TMP/a.jsonl" \
                "$TMP/a.jsonl" > "$TMP/out.$threads.$format" 2> "$TMP/said.$threads" || status=$?
            is "$status" 1
            same_bytes "$TMP/out.$threads.$format" "$TMP/out.1.$format"
            same_bytes "$TMP/said.$threads" "$TMP/said.1"
        done
    done
    is "$(wc -l < "$TMP/out.1.jsonl")" 10400
    is "$(jq -s 'map(select(.text | startswith("Title") | not) | .title == "Title \(.id)") | all' \
        "$TMP/out.1.jsonl")" true
    is "$(grep -c '^a\.jsonl\|a.jsonl$' "$TMP/out.1.text")" 1
}

@test "articles: each from a pipe as soon as it is there" {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "a matter of time"
    mkfifo "$TMP/pipe" "$TMP/answers"
    "$PROGRAM" paragraphs -f jsonl < "$TMP/pipe" > "$TMP/answers" &
    exec 7> "$TMP/pipe" 8< "$TMP/answers"
    for i in 1 2 3; do
        printf '{"text": "Number %d."}\n' $i >&7
        read -t 20 -r -u 8 line
        has "$line" "Number $i."
    done
    exec 7>&- 8<&-
    wait
}

# ---- pages ----

page=tests/data/news/harbour.html

@test "pages: the article, with what the page tells of it" {
    passes classify -f jsonl $page
    is "$stderr" ""
    jsonl 'length == 3 and [.[].paragraph] == [1, 2, 3] and [.[].role] == ["title", "body", "body"]
        and all(.[]; .title == "Harbour office calls the claim false"
            and .publisher == "Lindal Gazette" and .date == "2031-06-07T08:30:00Z"
            and (has("offset") or has("length") | not))'
    lacks "$output" Home
    jsonl --rawfile page $page '($page | split("\n")) as $lines
        | all(.[]; .text[0:30] as $begin | $lines[.line - 1] | contains($begin))'
    passes paragraphs -f tsv $page
    is "${lines[0]}" $'file\tid\tdate\tparagraph\trole\toffset\tlength\ttext'
    is "$(sed -n 2p <<< "$output" | cut -f 3-8)" \
        $'2031-06-07T08:30:00Z\t1\ttitle\t\t\tHarbour office calls the claim false'
}

@test "pages: told by the first bytes, packed, by --input, in another character set" {
    stance classify -f jsonl $page | jq -c 'del(.file)' > "$TMP/expected"
    gzip < $page > "$TMP/a.html.gz"
    iconv -f UTF-8 -t UTF-16 $page > "$TMP/a.html"
    { echo; cat $page; } | sed 1d > "$TMP/a.txt"
    for file in "$TMP/a.html.gz" "$TMP/a.html" "--input html $TMP/a.txt"; do
        # shellcheck disable=SC2086 # words are what is wanted
        stance classify -f jsonl $file | jq -c 'del(.file)' > "$TMP/given"
        same_bytes "$TMP/given" "$TMP/expected"
    done
    stance classify -f jsonl < $page | jq -c 'del(.file)' > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
    stance classify -f jsonl < "$TMP/a.html.gz" | jq -c 'del(.file)' > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
    passes paragraphs -f jsonl "$TMP/a.txt"
    jsonl '.[0].text | startswith("<!doctype html>")'
}

@test "pages: empty, without an article, cut short, too large" {
    : > "$TMP/a.html"
    exits 1 classify "$TMP/a.html"
    one_line "$TMP/a.html: empty"
    echo '<html><body></body></html>' > "$TMP/a.html"
    exits 1 classify "$TMP/a.html"
    one_line "$TMP/a.html: no text in it"
    gzip < $page > "$TMP/whole"
    head -c -8 "$TMP/whole" > "$TMP/a.html.gz"
    exits 1 classify -f jsonl "$TMP/a.html.gz"
    one_line "$TMP/a.html.gz: byte $(stat -c %s "$TMP/a.html.gz") of the gzip file: it breaks off there"
    jsonl 'length == 3'
    head -c 40000000 /dev/zero | gzip > "$TMP/a.html.gz"
    exits 1 classify "$TMP/a.html.gz"
    one_line "$TMP/a.html.gz: larger than 33554432 bytes"
}

# ---- folders ----

@test "folders: the files whose names tell their kind, in the order of their names" {
    mkdir -p "$TMP/d/b" "$TMP/d/.hidden"
    echo 'One.' > "$TMP/d/c.txt"
    echo '{"text": "Two."}' > "$TMP/d/b/z.jsonl"
    echo 'Three.' | gzip > "$TMP/d/a.txt.gz"
    echo 'Four.' > "$TMP/d/.hidden/a.txt"
    echo 'Five.' > "$TMP/d/.a.txt"
    echo 'Six.' > "$TMP/d/read.me"
    ln -s .. "$TMP/d/b/loop"
    passes paragraphs -r -f jsonl "$TMP/d"
    jsonl '[.[].text] == ["Three.", "Two.", "One."]'
    passes paragraphs --recursive -f jsonl "$TMP/d/read.me" "$TMP/d/b" "$TMP/d/c.txt"
    jsonl '[.[].text] == ["Six.", "Two.", "One."]'
}

@test "folders: not without -r; not without a file in them; one that may not be read" {
    mkdir "$TMP/d"
    exits 1 classify "$TMP/d"
    one_line "$TMP/d: cannot read: Is a directory; -r reads the files in it"
    exits 1 classify -r "$TMP/d"
    like "$stderr" "^stance: $TMP/d: no file to be read in this folder: "
    is "${#stderr_lines[@]}" 1
    need_powerless
    mkdir -p d/closed d/open
    echo 'One.' > d/open/a.txt
    chmod 755 d d/open
    chmod 000 d/closed
    run --separate-stderr powerless paragraphs -r -f tsv d
    is "$status" 1
    is "${lines[1]}" $'d/open/a.txt\t1\tbody\t0\t4\tOne.'
    one_line "d/closed: cannot open: Permission denied"
}
