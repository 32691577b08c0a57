#!/usr/bin/env bats
# stance classify: labels, formats, options, inputs.

load helpers

setup_file() {
    small_model
}

LABELS='accusatory cooperative denial neutral'

# The bytes of SOURCE that each line of JSONL in ROWS names are its text (but for CR).
check_places() {
    local source=$1 rows=$2 offset length
    jq -j '.text, "\n----\n"' "$rows" > "$TMP/told"
    jq -r '"\(.offset) \(.length)"' "$rows" | while read -r offset length; do
        tail -c +$((offset + 1)) "$source" | head -c "$length" | tr -d '\r'
        printf '\n----\n'
    done > "$TMP/there"
    [ -s "$TMP/there" ]
    same_bytes "$TMP/there" "$TMP/told"
}

# ---- formats ----

@test "tsv: the header line, and five fields a paragraph" {
    article > "$TMP/a.txt"
    passes classify --format tsv "$TMP/a.txt"
    is "$stderr" ""
    is "${lines[0]}" $'file\tparagraph\tlabel\tconfidence\ttext'
    is "${#lines[@]}" 6
    for i in 1 2 3 4 5; do
        like "${lines[i]}" \
            ^"$TMP/a.txt"$'\t'"$i"$'\t(accusatory|cooperative|denial|neutral)\t[01]\\.[0-9]{6}\t[^\t]+$'
    done
    has "${lines[2]}" "had cut its cable. Its head called"
}

@test "tsv: tabs, line ends and control characters in a text become one space" {
    printf 'One\ttwo \033[31mthree\177 four\302\233five\nsix\n\nNext\n' > "$TMP/a.txt"
    stance classify -f tsv "$TMP/a.txt" > "$TMP/out"
    is "$(wc -l < "$TMP/out")" 3
    is "$(sed -n 2p "$TMP/out" | cut -f 5)" "One two [31mthree four five six"
}

@test "tsv: a name of a file with a tab or a line end stays in its field" {
    name=$TMP/$'a\tb\nc.txt'
    article > "$name"
    stance classify -f tsv "$name" > "$TMP/out"
    is "$(wc -l < "$TMP/out")" 6
    is "$(cut -f 2 "$TMP/out" | tr '\n' ' ')" "paragraph 1 2 3 4 5 "
    is "$(sed -n 2p "$TMP/out" | cut -f 1)" "$TMP/a b c.txt"
}

@test "csv: quoted as RFC 4180 does, lines end in CR LF" {
    cat > "$TMP/a.txt" << 'END'
Qqq

Qqq, www

Qqq "www"

Qqq
www
END
    stance classify -m "$(small_model)" -f csv - < "$TMP/a.txt" > "$TMP/out"
    printf '%s\r\n' 'file,paragraph,label,confidence,text' \
        'standard input,1,neutral,0.000000,Qqq' \
        'standard input,2,neutral,0.000000,"Qqq, www"' \
        'standard input,3,neutral,0.000000,"Qqq ""www"""' \
        $'standard input,4,neutral,0.000000,"Qqq\nwww"' > "$TMP/expected"
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "jsonl: an object a paragraph with exactly these fields" {
    article > "$TMP/a.txt"
    passes classify --format jsonl "$TMP/a.txt"
    is "${#lines[@]}" 5
    jsonl 'all(.[]; keys_unsorted == ["file", "paragraph", "offset", "length", "role", "label",
        "confidence", "known", "probabilities", "text"])'
    jsonl --arg file "$TMP/a.txt" 'all(.[]; .file == $file) and [.[].paragraph] == [1, 2, 3, 4, 5]
        and [.[].role] == ["title", "body", "body", "body", "boilerplate"]'
    jsonl 'all(.[]; .known | type == "boolean") and .[1].text == "The Lindal harbour office said on Monday that crews from Torvik had cut its cable.\nIts head called that “an attack on every household”."'
}

@test "jsonl: control characters, quotation marks and backslashes" {
    printf 'Tab\there, "quoted", back\\slash, bell\007, escape\033[0m\n' > "$TMP/a.txt"
    passes classify -f jsonl "$TMP/a.txt"
    is "${#lines[@]}" 1
    lacks "$output" $'\033'
    jsonl '.[0].text == "Tab\there, \"quoted\", back\\slash, bell\u0007, escape\u001b[0m"'
}

@test "text: labels, percents and wrapped texts under the name of the file" {
    printf 'Qqq www\n\nZzz %s\n' "$(printf 'vvv %.0s' {1..30})" > "$TMP/a.txt"
    passes classify -m "$(small_model)" "$TMP/a.txt"
    is "$stderr" ""
    is "${lines[0]}" "$TMP/a.txt"
    is "${lines[1]}" "neutral        0 %  Qqq www"
    like "${lines[2]}" '^neutral        0 %  Zzz vvv( vvv)+$'
    like "${lines[3]}" '^                    vvv( vvv)+$'
    is "$(awk 'length > 80' <<< "$output")" ""
}

@test "text is the format without --format" {
    article > "$TMP/a.txt"
    passes classify "$TMP/a.txt"
    expected=$output
    passes classify --format text "$TMP/a.txt"
    is "$output" "$expected"
}

@test "text: the files' names stand above their paragraphs" {
    printf 'Qqq\n' > "$TMP/a.txt"
    printf 'Www\n' > "$TMP/b.txt"
    stance classify -m "$(small_model)" "$TMP/a.txt" "$TMP/b.txt" > "$TMP/out"
    printf '%s\n' "$TMP/a.txt" 'neutral        0 %  Qqq' '' "$TMP/b.txt" \
        'neutral        0 %  Www' > "$TMP/expected"
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "text: control characters of a text do not reach the terminal" {
    printf 'Clear \033[2J screen \302\2331m and \177 bell \007.\n' > "$TMP/a.txt"
    stance classify "$TMP/a.txt" > "$TMP/out"
    is "$(LC_ALL=C tr -d '\n\040-\176' < "$TMP/out" | od -An -tx1)" ""
}

@test "text: nothing turns the direction of a line" {
    printf 'They \342\200\256denied\342\200\254 it, \342\201\246again\342\201\251.\n' > "$TMP/a.txt"
    stance classify "$TMP/a.txt" > "$TMP/out"
    has "$(< "$TMP/out")" 'They denied it, again .'
    passes classify -f jsonl "$TMP/a.txt" # data stays as it is
    jsonl '.[0].text == "They \u202edenied\u202c it, \u2066again\u2069."'
}

@test "--safe-csv: no cell of tsv or csv is a formula" {
    mkdir "$TMP/odd"
    cp "$(small_model)" "$TMP/odd/+m"
    cd "$TMP/odd"
    printf '%s\n\n' '=cmd|calc' '+1 they say' -1 @x '"=1" it says' 1-1 "'a'" > =a.txt
    passes classify --safe-csv -f tsv -m stance -m +m =a.txt
    has "${lines[0]}" $'\t\'+m\t\'+m_confidence\t'
    is "$(cut -f 1 <<< "$output" | sort -u)" $'\'=a.txt\nfile'
    is "$(tail -n +2 <<< "$output" | cut -f 7)" \
        "$(printf '%s\n' "'=cmd|calc" "'+1 they say" "'-1" "'@x" "'\"=1\" it says" 1-1 "'a'")"
    passes classify --safe-csv -f csv =a.txt
    is "$(tr -d '\r' <<< "$output" | cut -d , -f 1 | sort -u)" $'\'=a.txt\nfile'
    is "$(tr -d '\r' <<< "$output" | tail -n +2 | cut -d , -f 5)" \
        "$(printf '%s\n' "'=cmd|calc" "'+1 they say" "'-1" "'@x" '"""=1"" it says"' 1-1 "'a'")"
    for format in text jsonl; do
        is "$(stance classify --safe-csv -f $format =a.txt)" "$(stance classify -f $format =a.txt)"
    done
}

@test "csv: the name of a further model is quoted where it must be" {
    cp "$(small_model)" "$TMP/a,b.model"
    passes classify -f csv -m stance -m "$TMP/a,b.model" tests/data/article.txt
    is "${lines[0]}" $'file,paragraph,label,confidence,"a,b","a,b_confidence",text\r'
}

@test "all formats give the same labels and confidences" {
    article > "$TMP/a.txt"
    stance classify -f jsonl "$TMP/a.txt" |
        jq -r '[.label, (.confidence * 1e6 | round)] | @tsv' > "$TMP/jsonl"
    stance classify -f tsv "$TMP/a.txt" | tail -n +2 |
        awk -F '\t' '{ printf "%s\t%d\n", $3, $4 * 1e6 + 0.5 }' > "$TMP/tsv"
    same_bytes "$TMP/jsonl" "$TMP/tsv"
    sed 's/"//g' "$TMP/a.txt" | tr -d ',' > "$TMP/plain.txt"
    stance classify -f csv --split line "$TMP/plain.txt" | tr -d '\r' | tr ',' '\t' > "$TMP/csv"
    stance classify -f tsv --split line "$TMP/plain.txt" > "$TMP/tsv"
    same_bytes "$TMP/csv" "$TMP/tsv"
    stance classify "$TMP/plain.txt" --split line | awk '$3 == "%" { print $1 }' > "$TMP/text"
    tail -n +2 "$TMP/tsv" | cut -f 3 > "$TMP/labels"
    same_bytes "$TMP/text" "$TMP/labels"
}

@test "what classify writes, evaluate reads and agrees with" {
    cut -f 2 "$BATS_FILE_TMPDIR/small.tsv" | sed 's/, line/ "and,\n&/;s/$/\n/' > "$TMP/a.txt"
    for format in tsv csv jsonl; do
        stance classify -m "$(small_model)" -f $format "$TMP/a.txt" > "$TMP/out.$format"
        passes evaluate -m "$(small_model)" -f json "$TMP/out.$format"
        json '.rows == 48 and .accuracy == 1'
    done
}

# ---- labels and confidences ----

@test "the small model labels the rows that it learnt" {
    cut -f 2 "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/a.txt"
    stance classify -m "$(small_model)" --split line -f jsonl "$TMP/a.txt" |
        jq -r .label > "$TMP/given"
    cut -f 1 "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/true"
    same_bytes "$TMP/given" "$TMP/true"
}

@test "probabilities: one a label, they sum to 1, the label has the largest" {
    article > "$TMP/a.txt"
    passes classify -f jsonl "$TMP/a.txt"
    jsonl --arg labels "$LABELS" 'all(.[]; (.probabilities | keys) == ($labels | split(" ")))'
    jsonl 'all(.[]; .probabilities | add | . > 0.99999 and . < 1.00001)'
    jsonl 'all(.[] | select(.known);
        .confidence == .probabilities[.label] and .confidence == ([.probabilities[]] | max))'
}

@test "the built-in model is models/stance.model, and the default" {
    article > "$TMP/a.txt"
    stance classify -f jsonl "$TMP/a.txt" > "$TMP/default"
    stance classify -f jsonl -m stance "$TMP/a.txt" > "$TMP/named"
    stance classify -f jsonl --model models/stance.model "$TMP/a.txt" > "$TMP/file"
    same_bytes "$TMP/default" "$TMP/named"
    same_bytes "$TMP/default" "$TMP/file"
}

@test "a paragraph's label does not depend on its neighbours" {
    article > "$TMP/a.txt"
    stance classify -f jsonl "$TMP/a.txt" | jq -c '[.label, .confidence, .known]' > "$TMP/together"
    for i in 1 2 3 4 5; do
        awk -v RS= -v i=$i 'NR == i' "$TMP/a.txt" > "$TMP/one.txt"
        stance classify --split blank -f jsonl "$TMP/one.txt" |
            jq -c '[.label, .confidence, .known]'
    done > "$TMP/alone"
    same_bytes "$TMP/together" "$TMP/alone"
}

@test "a paragraph of unknown words is neutral, confidence 0, not known" {
    for text in 'საქართველოს მთავრობა' '港口管理局星期一表示' '!!! ??? -- …' '★'; do
        passes classify -f jsonl <<< "$text"
        is "${#lines[@]}" 1
        jsonl --arg text "$text" \
            '.[0] | .label == "neutral" and .confidence == 0 and .known == false and .text == $text'
    done
}

@test "numbers and scraps of known words make nothing known" {
    stance train --min-df 1 "$BATS_FILE_TMPDIR/small.tsv" -o "$TMP/m" > "$TMP/report"
    for text in '10 11 12' 'Xrejected, yclaims'; do
        passes features -m "$TMP/m" -f tsv <<< "$text"
        [ "${#lines[@]}" -gt 1 ]
        passes classify -m "$TMP/m" -f jsonl <<< "$text"
        jsonl '.[0] | .label == "neutral" and .confidence == 0 and .known == false'
    done
    passes classify -m "$TMP/m" -f jsonl <<< '10 claim'
    jsonl '.[0] | .known and .confidence > 0'
}

@test "an unknown paragraph is never uncertain" {
    passes classify -f jsonl --min-confidence 1 <<< 'საქართველოს მთავრობა'
    jsonl '.[0] | .label == "neutral" and .confidence == 0 and .known == false'
}

@test "boilerplate is neutral, whatever its words are" {
    for text in '© 2031 Denied Accused Rejected' 'Tags: attack, blame, denial' \
        'Share | Tweet | Print' 'Sign up for our newsletter now' 'Tuesday, 4 June 2031'; do
        passes classify -f jsonl <<< "$text"
        jsonl '.[0] | .role == "boilerplate" and .label == "neutral" and .confidence == 1'
    done
}

@test "boilerplate is never uncertain" {
    passes classify -f jsonl --min-confidence 1 <<< '© 2031 Lindal Gazette'
    jsonl '.[0].label == "neutral"'
}

# ---- options ----

@test "--among gives only those labels" {
    article > "$TMP/a.txt"
    passes classify --among cooperative,accusatory,denial -f jsonl "$TMP/a.txt"
    is "${#lines[@]}" 5
    jsonl 'all(.[]; (.label | IN("cooperative", "accusatory", "denial"))
        and .probabilities.neutral == 0 and (.probabilities | add | . > 0.99999 and . < 1.00001))'
    jsonl '.[3] | .known == false and .confidence == 0'
    passes classify --among denial -f jsonl "$TMP/a.txt"
    jsonl 'all(.[]; .label == "denial" and .probabilities.denial == 1)'
}

@test "--among of all labels changes nothing" {
    article > "$TMP/a.txt"
    stance classify -f jsonl "$TMP/a.txt" > "$TMP/without"
    stance classify -f jsonl --among neutral,denial,cooperative,accusatory "$TMP/a.txt" \
        > "$TMP/with"
    same_bytes "$TMP/without" "$TMP/with"
}

@test "--among of an unknown label: status 2, and the labels that there are" {
    article > "$TMP/a.txt"
    for among in praise denial,praise 'denial,' '' Denial; do
        exits 2 classify --among "$among" "$TMP/a.txt"
        is "$output" ""
        one_line "--among: no label '${among#denial,}'; the labels are: accusatory, cooperative, denial, neutral"
    done
}

@test "--among with labels that hold spaces" {
    sed 's/^accusatory/war crime/; s/^denial/no comment/' "$BATS_FILE_TMPDIR/small.tsv" \
        > "$TMP/spaces.tsv"
    stance train "$TMP/spaces.tsv" -o "$TMP/m" > "$TMP/report"
    article > "$TMP/a.txt"
    passes classify -m "$TMP/m" --among 'war crime,no comment' -f jsonl "$TMP/a.txt"
    jsonl 'all(.[]; .label | IN("war crime", "no comment"))'
}

@test "labels with a comma or a quotation mark are quoted in csv" {
    sed 's/^neutral/a, "b"/' "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/odd.tsv"
    stance train "$TMP/odd.tsv" --resting-label 'a, "b"' -o "$TMP/m" > "$TMP/report"
    stance classify -m "$TMP/m" -f csv <<< 'Qqq' > "$TMP/out"
    printf '%s\r\n' 'file,paragraph,label,confidence,text' \
        'standard input,1,"a, ""b""",0.000000,Qqq' > "$TMP/expected"
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "--min-confidence: uncertain below it, the label from it on" {
    cut -f 2 "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/a.txt"
    article >> "$TMP/a.txt"
    stance classify -m "$(small_model)" --split line -f jsonl "$TMP/a.txt" > "$TMP/all"
    middle=$(jq -s '[.[].confidence] | sort | .[length / 2 | floor] + 0.0000005' "$TMP/all")
    stance classify -m "$(small_model)" --split line -f jsonl --min-confidence "$middle" \
        "$TMP/a.txt" > "$TMP/sure"
    jq -c --argjson p "$middle" \
        'if .known and .confidence < $p then .label = "uncertain" else . end' "$TMP/all" \
        > "$TMP/expected"
    jq -c . "$TMP/sure" > "$TMP/given"
    same_bytes "$TMP/given" "$TMP/expected"
    grep -q '"label":"uncertain"' "$TMP/given"
    grep -q '"label":"denial"' "$TMP/given"
}

@test "--min-confidence 1 leaves no stance, 0 all of them" {
    article > "$TMP/a.txt"
    passes classify --min-confidence 1 -f tsv "$TMP/a.txt"
    is "$(tail -n +2 <<< "$output" | cut -f 3 | tr '\n' ' ')" \
        "uncertain uncertain uncertain neutral neutral "
    passes classify -f tsv "$TMP/a.txt"
    expected=$output
    passes classify --min-confidence 0 -f tsv "$TMP/a.txt"
    is "$output" "$expected"
}

# A model that abstains, "wary", and the same that does not, "plain".
wary_models() {
    hard_rows > "$TMP/hard.tsv"
    stance train --min-precision 0.9 "$TMP/hard.tsv" -o "$TMP/wary.model" > "$TMP/report"
    stance train "$TMP/hard.tsv" -o "$TMP/plain.model" > "$TMP/report"
    cut -f 2 "$TMP/hard.tsv" > "$TMP/a.txt"
}

labels_of() {
    stance classify --split line -f jsonl "$@" "$TMP/a.txt" | jq -r .label
}

@test "a model's own confidence holds without --min-confidence, and not with it" {
    wary_models
    labels_of -m "$TMP/plain.model" > "$TMP/plain"
    labels_of -m "$TMP/wary.model" > "$TMP/wary"
    grep -q uncertain "$TMP/wary"
    grep -q denial "$TMP/wary"
    is "$(grep -c uncertain "$TMP/plain")" 0
    for p in 0 0.5 1; do
        labels_of -m "$TMP/plain.model" --min-confidence $p > "$TMP/plain.$p"
        labels_of -m "$TMP/wary.model" --min-confidence $p > "$TMP/wary.$p"
        same_bytes "$TMP/wary.$p" "$TMP/plain.$p"
    done
    same_bytes "$TMP/plain" "$TMP/plain.0"
    is "$(stance classify -m "$TMP/wary.model" "$TMP/a.txt" | grep -c '^uncertain  ')" \
        "$(grep -c uncertain "$TMP/wary")"
}

@test "a model that abstains: unknown words and boilerplate are not uncertain" {
    wary_models
    passes classify -m "$TMP/wary.model" -f jsonl <<< $'საქართველოს მთავრობა\n\n© 2031 Lindal Gazette'
    jsonl '[.[].label] == ["neutral", "neutral"]'
}

@test "of several models each has its own confidence" {
    wary_models
    for first in plain wary; do
        second=wary
        [ $first = plain ] || second=plain
        passes classify --split line -f jsonl -m "$TMP/$first.model" -m "$TMP/$second.model" "$TMP/a.txt"
        jq -r .label <<< "$output" > "$TMP/first"
        jq -r .$second <<< "$output" > "$TMP/second"
        labels_of -m "$TMP/$first.model" > "$TMP/alone"
        same_bytes "$TMP/first" "$TMP/alone"
        labels_of -m "$TMP/$second.model" > "$TMP/alone"
        same_bytes "$TMP/second" "$TMP/alone"
    done
    passes classify --split line -f jsonl --min-confidence 0 -m "$TMP/wary.model" \
        -m "$TMP/plain.model" "$TMP/a.txt"
    jsonl 'all(.[]; .label == .plain and .label != "uncertain")'
}

@test "--split: blank joins lines, line does not, auto looks for a blank line" {
    printf 'One line.\nAnother.\n\nThird.\n' > "$TMP/blank.txt"
    printf 'One line.\nAnother.\nThird.\n' > "$TMP/lines.txt"
    count() { stance classify -f jsonl "$@" | jq -s length; }
    is "$(count "$TMP/blank.txt")" 2
    is "$(count --split auto "$TMP/blank.txt")" 2
    is "$(count --split blank "$TMP/blank.txt")" 2
    is "$(count --split line "$TMP/blank.txt")" 3
    is "$(count "$TMP/lines.txt")" 3
    is "$(count --split auto "$TMP/lines.txt")" 3
    is "$(count --split blank "$TMP/lines.txt")" 1
    is "$(count --split line "$TMP/lines.txt")" 3
}

@test "--split auto decides for each file" {
    printf 'One line.\nAnother.\n\nThird.\n' > "$TMP/blank.txt"
    printf 'One line.\nAnother.\nThird.\n\n\n' > "$TMP/lines.txt"
    passes classify -f jsonl "$TMP/blank.txt" "$TMP/lines.txt" "$TMP/blank.txt"
    jsonl '[.[].paragraph] == [1, 2, 1, 2, 3, 1, 2]'
}

@test "--threads: in the help, from 1 to 256" {
    passes classify --help
    like "$output" '-j, --threads N +work in N threads'
    for threads in 0 257 two; do
        exits 2 classify --threads $threads tests/data/article.txt
        is "$output" ""
    done
    passes classify -j 256 tests/data/article.txt
}

@test "--quiet: no warnings, the same answers" {
    printf 'Caf\351 owners.\n' > "$TMP/a.txt"
    passes classify -f tsv "$TMP/a.txt"
    has "$stderr" "warning"
    expected=$output
    passes classify -q -f tsv "$TMP/a.txt"
    is "$stderr" ""
    is "$output" "$expected"
}

# ---- inputs ----

@test "standard input without FILE and with -" {
    article > "$TMP/a.txt"
    stance classify -f tsv "$TMP/a.txt" | without_file > "$TMP/file"
    stance classify -f tsv < "$TMP/a.txt" > "$TMP/none"
    stance classify -f tsv - < "$TMP/a.txt" > "$TMP/dash"
    same_bytes "$TMP/none" "$TMP/dash"
    without_file < "$TMP/dash" | same_bytes - "$TMP/file"
    is "$(tail -n +2 "$TMP/dash" | cut -f 1 | sort -u)" "standard input"
}

@test "standard input from a pipe that comes in pieces" {
    article > "$TMP/a.txt"
    stance classify -f jsonl - < "$TMP/a.txt" > "$TMP/whole"
    { head -c 60 "$TMP/a.txt"; sleep 0.1; tail -c +61 "$TMP/a.txt"; } |
        stance classify -f jsonl > "$TMP/pieces"
    same_bytes "$TMP/whole" "$TMP/pieces"
}

# Gives a line, and the rest only after FILE (where the answers go) has an answer, or ten seconds.
slow_writer() {
    local answers=$1
    printf '%b' "$2"
    for _ in {1..100}; do
        [ "$(wc -l < "$answers")" -lt 2 ] || break
        sleep 0.1
    done
    cp "$answers" "$TMP/early"
    printf '%b' "$3"
}

@test "a slow pipe gets its first label before its writer ends" {
    for threads in 1 2; do
        : > "$TMP/out"
        slow_writer "$TMP/out" 'It agreed to talks.\nIt' ' denied it.\n' |
            stance classify -f tsv --split line --threads $threads > "$TMP/out"
        is "$(cut -f 2,5 "$TMP/early")" $'paragraph\ttext\n1\tIt agreed to talks.'
        is "$(cut -f 2,5 "$TMP/out")" $'paragraph\ttext\n1\tIt agreed to talks.\n2\tIt denied it.'
        : > "$TMP/out"
        slow_writer "$TMP/out" 'It agreed\nto talks.\n\nIt' '\ndenied it.\n' |
            stance classify -f tsv --threads $threads > "$TMP/out"
        is "$(cut -f 2,5 "$TMP/early")" $'paragraph\ttext\n1\tIt agreed to talks.'
        is "$(cut -f 2,5 "$TMP/out")" $'paragraph\ttext\n1\tIt agreed to talks.\n2\tIt denied it.'
    done
}

@test "a slow pipe of many paragraphs gets their labels before its writer ends" {
    local many
    many=$(printf 'Qqq www.\\n%.0s' {1..20000})
    : > "$TMP/out"
    slow_writer "$TMP/out" "$many" 'Zzz.\n' |
        stance classify -m "$(small_model)" -f tsv --split line --threads 2 > "$TMP/out"
    [ "$(wc -l < "$TMP/early")" -gt 1 ]
    is "$(wc -l < "$TMP/out")" 20002
    is "$(tail -n 1 "$TMP/out" | cut -f 2,5)" $'20001\tZzz.'
}

@test "a reader that goes away ends it quietly, in one thread or several" {
    yes 'Qqq www.' | head -n 200000 > "$TMP/a.txt" || true # yes ends by SIGPIPE
    for threads in 1 2 7; do
        { stance classify -m "$(small_model)" -f tsv --threads $threads "$TMP/a.txt" \
            2> "$TMP/said" || true; } | head -n 1 > "$TMP/out"
        is "$(cut -f 1 "$TMP/out")" file
        is "$(cat "$TMP/said")" ""
    done
}

@test "an output that is full is told once, in one thread or several" {
    need_full_device
    full() { "$PROGRAM" "$@" > /dev/full; }
    yes 'Qqq www.' | head -n 100000 > "$TMP/a.txt" || true # yes ends by SIGPIPE
    for threads in 1 2 7; do
        run --separate-stderr full classify -m "$(small_model)" --threads $threads "$TMP/a.txt"
        is "$status" 1
        one_line "standard output: cannot write: No space left on device"
    done
}

@test "standard input between files" {
    printf 'Qqq\n' > "$TMP/a.txt"
    passes classify -m "$(small_model)" -f tsv "$TMP/a.txt" - "$TMP/a.txt" <<< 'Www'
    is "$(tail -n +2 <<< "$output" | cut -f 1,2,5)" \
        "$TMP/a.txt"$'\t1\tQqq\nstandard input\t1\tWww\n'"$TMP/a.txt"$'\t1\tQqq'
}

@test "several files: the numbers begin anew, the header stands once" {
    article > "$TMP/a.txt"
    article > "$TMP/b.txt"
    passes classify -f tsv "$TMP/a.txt" "$TMP/b.txt"
    is "$(cut -f 2 <<< "$output" | tr '\n' ' ')" "paragraph 1 2 3 4 5 1 2 3 4 5 "
    is "$(cut -f 1 <<< "$output" | uniq | tr '\n' ' ')" "file $TMP/a.txt $TMP/b.txt "
}

@test "offsets and lengths name the bytes of the file" {
    article > "$TMP/a.txt"
    printf '\n  \n\t  Indented “é” text,\nof two lines.  \t\n \n\nLast, no line end' >> "$TMP/a.txt"
    stance classify -f jsonl "$TMP/a.txt" > "$TMP/out"
    is "$(wc -l < "$TMP/out")" 7
    check_places "$TMP/a.txt" "$TMP/out"
    stance classify --split line -f jsonl "$TMP/a.txt" > "$TMP/out"
    check_places "$TMP/a.txt" "$TMP/out"
    stance classify --split blank -f jsonl - < "$TMP/a.txt" > "$TMP/out"
    check_places "$TMP/a.txt" "$TMP/out"
}

@test "offsets count a BOM and CRs" {
    { printf '\357\273\277'; article | sed 's/$/\r/'; } > "$TMP/a.txt"
    stance classify -f jsonl "$TMP/a.txt" > "$TMP/out"
    is "$(head -1 "$TMP/out" | jq .offset)" 3
    check_places "$TMP/a.txt" "$TMP/out"
}

@test "offsets are right after invalid bytes" {
    printf 'Caf\351 \377owners.\n\nThe second.\n' > "$TMP/a.txt"
    stance classify -q -f jsonl "$TMP/a.txt" > "$TMP/out"
    is "$(jq -c '[.offset, .length, .text]' "$TMP/out")" \
        $'[0,13,"Caf� �owners."]\n[15,11,"The second."]'
}

@test "CRLF, a BOM, both, and no last line end give the labels of the plain file" {
    article > "$TMP/plain.txt"
    stance classify -f tsv - < "$TMP/plain.txt" > "$TMP/plain"
    sed 's/$/\r/' "$TMP/plain.txt" > "$TMP/crlf.txt"
    { printf '\357\273\277'; cat "$TMP/plain.txt"; } > "$TMP/bom.txt"
    { printf '\357\273\277'; cat "$TMP/crlf.txt"; } > "$TMP/both.txt"
    head -c -1 "$TMP/plain.txt" > "$TMP/cut.txt"
    for variant in crlf bom both cut; do
        stance classify -f tsv - < "$TMP/$variant.txt" > "$TMP/$variant"
        same_bytes "$TMP/$variant" "$TMP/plain"
    done
}

@test "a line of more than 256 KiB is cut with a warning" {
    printf 'word %.0s' {1..60000} > "$TMP/a.txt"
    passes classify -f jsonl "$TMP/a.txt"
    one_line "warning: $TMP/a.txt: line 1: a paragraph of more than 262144 bytes, cut there"
    jq -c '[.offset, .length]' <<< "$output" > "$TMP/places"
    is "$(tr '\n' ' ' < "$TMP/places")" "[0,262144] [262145,37854] "
}

# ---- terminals ----

@test "text has colour on a terminal" {
    article > "$TMP/a.txt"
    on_terminal "'$PROGRAM' classify '$TMP/a.txt'" > "$TMP/out"
    grep -q $'^\033\\[1m'"$TMP/a.txt"$'\033\\[0m$' "$TMP/out"
    grep -q $'^\033\\[2mneutral' "$TMP/out"
}

@test "no colour with NO_COLOR, on a dumb terminal, or into a file" {
    article > "$TMP/a.txt"
    stance classify "$TMP/a.txt" > "$TMP/file"
    on_terminal "NO_COLOR=1 '$PROGRAM' classify '$TMP/a.txt'" > "$TMP/no-color"
    on_terminal "TERM=dumb '$PROGRAM' classify '$TMP/a.txt'" > "$TMP/dumb"
    for out in file no-color dumb; do
        grep -q '^neutral' "$TMP/$out"
        is "$(grep -c $'\033' "$TMP/$out")" 0
    done
}

@test "colour with an empty NO_COLOR" {
    article > "$TMP/a.txt"
    on_terminal "NO_COLOR= '$PROGRAM' classify '$TMP/a.txt'" > "$TMP/out"
    grep -q $'\033' "$TMP/out"
}

@test "colour apart, text is the same on a terminal" {
    needs_terminal
    article | head -n 4 > "$TMP/a.txt"
    on_terminal "stty cols 80; '$PROGRAM' classify '$TMP/a.txt'" |
        sed $'s/\033\\[[0-9]*m//g' > "$TMP/terminal"
    stance classify "$TMP/a.txt" > "$TMP/file"
    same_bytes "$TMP/terminal" "$TMP/file"
}

@test "text wraps at the width of the terminal" {
    for _ in {1..40}; do printf 'word and words '; done > "$TMP/a.txt"
    on_terminal "stty cols 60; NO_COLOR=1 '$PROGRAM' classify '$TMP/a.txt'" > "$TMP/out"
    is "$(awk 'length > 60' "$TMP/out")" ""
    is "$(awk 'length > 54' "$TMP/out" | head -n 1 | wc -l)" 1
}

@test "tsv, csv and jsonl are the same on a terminal" {
    article | grep -v '^"' > "$TMP/a.txt"
    for format in tsv csv jsonl; do
        stance classify -f $format "$TMP/a.txt" | tr -d '\r' > "$TMP/file"
        on_terminal "'$PROGRAM' classify -f $format '$TMP/a.txt'" > "$TMP/terminal"
        same_bytes "$TMP/file" "$TMP/terminal"
    done
}

# ---- any length of input ----

@test "300 MB from a pipe in 100 MB of address space" {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "valgrind needs more"
    ! ldd "$PROGRAM" | grep -q libasan || skip "the sanitizer needs more"
    spaces=$(printf '%60000s' '')
    {
        echo 'It agreed to talks.'
        yes "$spaces" | head -c 300000000 || true # yes ends by SIGPIPE
        printf '\nIt denied the charge.\n'
    } | (ulimit -v 100000 && "$PROGRAM" classify -f tsv --split blank) | cut -f 2,5 > "$TMP/out"
    is "$(tail -n +2 "$TMP/out")" $'1\tIt agreed to talks.\n2\tIt denied the charge.'
}

@test "300 MB of paragraphs from a pipe in 64 MB of memory" {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "valgrind needs more"
    ! ldd "$PROGRAM" | grep -q libasan || skip "the sanitizer needs more"
    local line pid
    line=$(printf '%5000s' '' | tr ' ' -)
    mkfifo "$TMP/pipe"
    "$PROGRAM" classify -m "$(small_model)" -f tsv --split line --threads 4 < "$TMP/pipe" \
        > "$TMP/out" &
    pid=$!
    {
        yes -- "$line" | head -c 300000000 || true # yes ends by SIGPIPE
        sed -n 's/^VmHWM:[^0-9]*//p' "/proc/$pid/status" > "$TMP/peak"
    } > "$TMP/pipe"
    wait $pid
    is "$(wc -l < "$TMP/out")" 59990
    like "$(cat "$TMP/peak")" '^[0-9]+ kB$'
    [ "$(cut -d ' ' -f 1 "$TMP/peak")" -lt 64000 ] || fail "$(cat "$TMP/peak")"
}

# ---- several models ----

@test "a further model adds its columns before the text" {
    article > "$TMP/a.txt"
    cp "$(small_model)" "$TMP/mood.model"
    passes classify -m stance -m "$TMP/mood.model" -f tsv "$TMP/a.txt"
    is "${lines[0]}" $'file\tparagraph\tlabel\tconfidence\tmood\tmood_confidence\ttext'
    cut -f 5,6 <<< "$output" | tail -n +2 > "$TMP/mood"
    stance classify -m "$TMP/mood.model" -f tsv "$TMP/a.txt" | cut -f 3,4 | tail -n +2 > "$TMP/alone"
    same_bytes "$TMP/mood" "$TMP/alone"
    cut -f 1-4,7 <<< "$output" | tail -n +2 > "$TMP/first"
    stance classify -f tsv "$TMP/a.txt" | tail -n +2 > "$TMP/alone"
    same_bytes "$TMP/first" "$TMP/alone"
    passes classify -m stance -m "$TMP/mood.model" -f jsonl "$TMP/a.txt"
    jsonl 'all(.[]; (.mood_probabilities | add | . > 0.99999 and . < 1.00001)
        and (keys_unsorted | index("mood") < index("text")))'
}

@test "built-in models have names" {
    passes classify -m stance -m sentiment -f jsonl tests/data/article.txt
    jsonl 'all(.[]; .sentiment | IN("positive", "negative", "neutral"))'
    jsonl '[.[].sentiment] | index("negative") != null'
    passes show sentiment
    has "$output" "negative, neutral, positive"
}

@test "two further models of one name are refused" {
    mkdir "$TMP/x" "$TMP/y"
    cp "$(small_model)" "$TMP/x/mood.model"
    cp "$(small_model)" "$TMP/y/mood.model"
    exits 2 classify -m stance -m "$TMP/x/mood.model" -m "$TMP/y/mood.model" tests/data/article.txt
    one_line "two models add a column 'mood'"
    is "$output" ""
}
