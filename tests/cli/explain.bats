#!/usr/bin/env bats
# stance explain: the words and cues that decided.

load helpers

setup_file() {
    small_model
}

# What classify says, and what explain says, of each paragraph, with the same options.
same_labels() {
    stance classify -f jsonl "$@" |
        jq -c '[.file, .paragraph, .offset, .length, .role, .label, .known, .text]' > "$TMP/classified"
    stance explain -f jsonl "$@" |
        jq -c '[.file, .paragraph, .offset, .length, .role, .label, .known, .text]' > "$TMP/explained"
    [ -s "$TMP/classified" ] || fail "nothing was classified with: $*"
    same_bytes "$TMP/classified" "$TMP/explained"
    stance classify -f jsonl "$@" | jq .confidence > "$TMP/classified"
    stance explain -f jsonl "$@" | jq .confidence | paste "$TMP/classified" - |
        awk '{ if ($1 - $2 > 1e-6 || $2 - $1 > 1e-6) exit 1 }' || fail "other confidences: $*"
}

@test "labels and confidences are those of classify" {
    article > "$TMP/a.txt"
    same_labels "$TMP/a.txt" tests/data/article.txt
    same_labels -m sentiment tests/data/article.txt
    same_labels -m "$(small_model)" "$TMP/a.txt"
    same_labels --split line "$TMP/a.txt"
    same_labels --among accusatory,denial "$TMP/a.txt"
    same_labels --among denial "$TMP/a.txt"
    same_labels --min-confidence 0.7 tests/data/article.txt
    stance explain -f jsonl --min-confidence 0.7 tests/data/article.txt | grep -c '"uncertain"'
}

@test "jsonl: contributions and bias add up to the score of each label" {
    article > "$TMP/a.txt"
    for model in stance sentiment "$(small_model)"; do
        passes explain -m "$model" -f jsonl "$TMP/a.txt" tests/data/article.txt
        jsonl 'map(select(.ground == "scores")) | length > 4'
        jsonl 'all(.[]; . as $p | all(.scores | keys[]; . as $k
            | ([$p.contributions[].scores[$k]] + [$p.bias[$k]] | add) - $p.scores[$k]
            | fabs < 1e-9))'
        jsonl 'all(.[]; ([.contributions[].weight] + [.margin_bias] | add) - .margin
            | fabs < 1e-9)'
    done
}

@test "jsonl: the margin is the logarithm of the odds against the strongest rival" {
    passes explain -f jsonl tests/data/article.txt
    jsonl 'all(.[] | select(.ground == "scores"); .probabilities as $p
        | ($p[.label] / $p[.opposing] | log) - .margin | fabs < 1e-6)'
    jsonl 'all(.[] | select(.ground == "scores"); .opposing as $o | .label as $l | .probabilities
        | . as $p | to_entries | map(select(.key != $l).value) | max == $p[$o])'
}

@test "jsonl: the heaviest first, each where it stands in the text" {
    passes explain -f jsonl tests/data/article.txt
    jsonl 'all(.[]; [.contributions[].weight | -fabs] | . == sort)'
    # Where the text is ASCII, offsets in bytes are those of characters.
    jsonl 'map(select(.ground == "scores")) | all(.[]; .text as $t
        | all(.contributions[] | select(.kind == "word" or .kind == "chars");
            .feature as $f | .places | length > 0
                and all(.[]; $t[.offset:.offset + .length] | ascii_downcase == $f)))'
    jsonl '[.[].contributions[] | select(.kind == "cue")] | length > 10
        and all(.[]; .places | length > 0)'
    jsonl '[.[].contributions[].kind] | unique == ["chars", "cue", "ngram", "word"]'
    jsonl 'all(.[] | select(.ground == "scores"); .text as $t
        | [.words[] | $t[.offset:.offset + .length]] == [$t | match("[0-9A-Za-z]+(['"'"'-][0-9A-Za-z]+)*"; "g").string])'
}

@test "jsonl: words that repeat, in bytes" {
    passes explain -f jsonl -m "$(small_model)" <<< 'Café: it rejected every claim; REJECTED every one.'
    json '.contributions | map(select(.kind == "ngram" and .feature == "rejected every")) | .[0].places
        == [{"offset": 10, "length": 14}, {"offset": 32, "length": 14}]'
    json '.label == "denial" and .ground == "scores" and .rule == null'
    json '.words[0] | [.offset, .length] == [0, 5]'
}

@test "jsonl: --top cuts the list, and nothing else" {
    passes explain -f jsonl --top 3 tests/data/article.txt
    jsonl 'all(.[]; .contributions | length <= 3) and any(.[]; .contributions | length == 3)'
    json 'del(.contributions)'
    three=$(jq -c 'del(.contributions)' <<< "$output")
    passes explain -f jsonl tests/data/article.txt
    is "$(jq -c 'del(.contributions)' <<< "$output")" "$three"
    passes explain -f jsonl -n 0 tests/data/article.txt
    jsonl 'all(.[]; .contributions == [])'
}

@test "boilerplate: the rule is named" {
    article > "$TMP/a.txt"
    passes explain "$TMP/a.txt"
    has "$output" "$TMP/a.txt, paragraph 5: neutral 100 %"
    like "$output" $'\n    © 2031 Lindal Gazette\n    recognised as boilerplate by the rule [a-z-]+$'
    passes explain -f jsonl "$TMP/a.txt"
    jsonl '.[4] | .ground == "boilerplate" and (.rule | length > 2) and .known
        and .contributions == [] and .opposing == null'
    # Where the resting label may not be given, its words decide.
    passes explain -f jsonl --among accusatory,denial "$TMP/a.txt"
    jsonl '.[4] | .ground == "scores" and .rule == null and .role == "boilerplate"'
}

@test "no known word" {
    passes explain <<< 'საქართველოს მთავრობა'
    is "$output" "standard input, paragraph 1: neutral 0 %
    საქართველოს მთავრობა
    no known word"
    passes explain -f jsonl <<< 'საქართველოს მთავრობა'
    json '.ground == "unknown" and .known == false and .confidence == 0'
}

@test "the only label that may be given" {
    passes explain --among denial <<< 'They agreed to talks.'
    is "$output" "standard input, paragraph 1: denial 100 %
    They agreed to talks.
    the only label that may be given"
    passes explain -f jsonl --among denial <<< 'They agreed to talks.'
    json '.opposing == null and .ground == "scores"'
}

@test "text: the page of a paragraph" {
    passes explain -m "$(small_model)" <<< 'The port crews rejected every claim.'
    like "${lines[0]}" '^standard input, paragraph 1: denial [0-9]+ %, then [a-z]+ [0-9]+ %$'
    has "${lines[1]}" '*rejected every'
    like "${lines[2]}" '^ +\+[0-9.]+  for denial$'
    like "$output" $'\n      \\+[0-9.]+  spelling  "rejected"\n'
    like "$output" $'\n +[-+][0-9.]+  before any word\n'
    like "${lines[-1]}" '^ +\+[0-9.]+  together: denial is .* times as likely as '
}

@test "text: what is shown adds up" {
    passes explain tests/data/article.txt
    # Of each page: the sums of the sides and the bias give the total, the lines of a side its sum.
    awk 'function near(a, b) { return a - b < 0.06 && b - a < 0.06 }
        /  for [a-z]+$/ { if (side != "" && !near(side, lines)) exit 1
            side = $1; total += $1; lines = 0; next }
        /  before any word$/ { if (!near(side, lines)) exit 1
            total += $1; side = ""; next }
        /  together: / { if (!near(total, $1)) exit 1
            total = 0; pages++; next }
        /^      *[-+][0-9.]+  / { lines += $1 }
        END { exit pages < 6 }' <<< "$output"
}

@test "text: --top contributions of each side" {
    passes explain -n 2 -m "$(small_model)" <<< 'The port crews agreed and rejected it.'
    is "$(grep -c '^    .*[a-z]  *"' <<< "$output")" 4
    is "$(grep -c ' more$' <<< "$output")" 2
    lacks "$output" ' -0.00 '
    passes explain -n 0 -m "$(small_model)" <<< 'The port crews rejected every claim.'
    is "$(grep -c '"' <<< "$output")" 0
    is "$(grep -c '  for ' <<< "$output")" 2
}

@test "text: a cue names itself and what it found, in whole words" {
    passes explain <<< 'The embassy rejected the accusation as groundless.'
    like "$output" 'cue       reject-charge: "rejected the accusation"'
    has "$output" 'rejected the accusation*'
}

@test "text: uncertain, and of what" {
    passes explain --min-confidence 1 <<< 'The embassy rejected the accusation as groundless.'
    like "${lines[0]}" '^standard input, paragraph 1: uncertain \(denial [0-9]+ %, then [a-z]+ 0 %\)$'
}

@test "text: no colour in a file" {
    article > "$TMP/a.txt"
    TERM=xterm stance explain "$TMP/a.txt" > "$TMP/out"
    [ "$(grep -c $'\033' "$TMP/out")" -eq 0 ]
}

@test "text: colour on a terminal, asterisks with NO_COLOR" {
    needs_terminal
    article > "$TMP/a.txt"
    on_terminal "'$PROGRAM' explain '$TMP/a.txt'" > "$TMP/coloured"
    grep -q $'\033' "$TMP/coloured"
    [ "$(grep -c '\*' "$TMP/coloured")" -eq 0 ]
    on_terminal "NO_COLOR=1 '$PROGRAM' explain '$TMP/a.txt'" > "$TMP/plain"
    [ "$(grep -c $'\033' "$TMP/plain")" -eq 0 ]
    grep -q '\*' "$TMP/plain"
}

@test "text wraps at the width of the terminal" {
    needs_terminal
    on_terminal "stty cols 60; NO_COLOR=1 '$PROGRAM' explain -n 0 tests/data/article.txt" |
        grep '^    [^ ]' > "$TMP/out"
    is "$(awk 'length > 60' "$TMP/out")" ""
}

@test "bad input: as with classify" {
    article > "$TMP/a.txt"
    printf 'bad \xff byte\n' > "$TMP/bad.txt"
    for file in "$TMP/none.txt" "$TMP" "$TMP/bad.txt" /dev/null; do
        run --separate-stderr stance classify "$file" "$TMP/a.txt"
        status_of_classify=$status stderr_of_classify=$stderr
        run --separate-stderr stance explain "$file" "$TMP/a.txt"
        is "$status" "$status_of_classify"
        is "$stderr" "$stderr_of_classify"
        has "$output" "$TMP/a.txt, paragraph 1:"
    done
}

@test "a long paragraph" {
    { yes 'They rejected every claim, and no evidence was shown to anyone.' || true; } |
        head -c 300000 > "$TMP/long.txt"
    echo >> "$TMP/long.txt"
    echo >> "$TMP/long.txt"
    passes explain -f jsonl --split blank "$TMP/long.txt"
    jsonl 'length == 2 and all(.label == "denial") and (.[0].words | length > 40000)'
}

@test "wrong words" {
    exits 2 explain -m stance -m sentiment tests/data/article.txt
    one_line "explain takes one model"
    exits 2 explain --among denial,agreement tests/data/article.txt
    one_line "--among: no label 'agreement'; the labels are: accusatory, cooperative, denial, neutral"
    exits 2 explain -f tsv tests/data/article.txt
    has "$stderr" "--format: 'tsv' is not one of text|jsonl"
    exits 1 explain -m "$TMP/none.model" tests/data/article.txt
    is "${#stderr_lines[@]}" 1
}

# A page sets captions and credits apart, without a rule of the model: explain crashed there.
@test "boilerplate of a page that no rule knows" {
    cat > "$TMP/a.html" << 'END'
<!DOCTYPE html><html><head><title>Ferry runs again</title></head><body><article>
<h1>Ferry runs again</h1>
<p>The ferry between Lindal and Torvik runs again, the harbour office said on Friday evening.</p>
<figure><img src="a.jpg"><figcaption>The boat leaves the old pier at Lindal</figcaption></figure>
<p>It rejected every claim that its own crew had cut the cable, and shared its reports.</p>
</article></body></html>
END
    passes explain -f jsonl "$TMP/a.html"
    jsonl 'map(select(.role == "boilerplate")) | length == 1 and .[0].ground == "boilerplate"
        and .[0].rule == null and .[0].label == "neutral"'
    passes explain "$TMP/a.html"
    has "$output" "set apart by the page that it stands on"
    passes report "$TMP/a.html"
    has "$output" "set apart by the page that it stands on"
}
