#!/usr/bin/env bats
# stance paragraphs, tokens, features: what each stage makes of a text.

load helpers

setup_file() {
    small_model
}

# ---- paragraphs ----

@test "paragraphs: text" {
    article > "$TMP/a.txt"
    stance paragraphs "$TMP/a.txt" > "$TMP/out"
    echo "$TMP/a.txt" > "$TMP/expected"
    cat >> "$TMP/expected" << 'END'
   1  title        Lindal and Torvik agree on a joint patrol
   2  body         The Lindal harbour office said on Monday that crews from
                   Torvik had cut its cable. Its head called that “an attack on
                   every household”.
   3  body         "We rejected every claim, and we do so again," the envoy of
                   Torvik said, "here and now".
   4  body         საქართველოს მთავრობა
   5  boilerplate  © 2031 Lindal Gazette
END
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "paragraphs: tsv" {
    article > "$TMP/a.txt"
    stance paragraphs --format tsv - < "$TMP/a.txt" > "$TMP/out"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' file paragraph role offset length text \
        'standard input' 1 title 0 41 'Lindal and Torvik agree on a joint patrol' \
        'standard input' 2 body 43 139 'The Lindal harbour office said on Monday that crews from Torvik had cut its cable. Its head called that “an attack on every household”.' \
        'standard input' 3 body 184 88 '"We rejected every claim, and we do so again," the envoy of Torvik said, "here and now".' \
        'standard input' 4 body 274 58 'საქართველოს მთავრობა' \
        'standard input' 5 boilerplate 334 22 '© 2031 Lindal Gazette' > "$TMP/expected"
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "paragraphs: csv" {
    article | head -n 4 > "$TMP/a.txt"
    stance paragraphs --format csv - < "$TMP/a.txt" > "$TMP/out"
    printf '%s\r\n' 'file,paragraph,role,offset,length,text' \
        'standard input,1,title,0,41,Lindal and Torvik agree on a joint patrol' \
        'standard input,2,body,43,139,"The Lindal harbour office said on Monday that crews from Torvik had cut its cable.
Its head called that “an attack on every household”."' > "$TMP/expected"
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "paragraphs: jsonl" {
    article > "$TMP/a.txt"
    passes paragraphs --format jsonl "$TMP/a.txt"
    is "${#lines[@]}" 5
    jsonl 'all(.[]; keys_unsorted == ["file", "paragraph", "role", "offset", "length", "text"])'
    jsonl '[.[].role] == ["title", "body", "body", "body", "boilerplate"]
        and [.[].offset] == [0, 43, 184, 274, 334] and [.[].length] == [41, 139, 88, 58, 22]'
}

@test "paragraphs agree with classify" {
    article > "$TMP/a.txt"
    filter='[.file, .paragraph, .role, .offset, .length, .text]'
    for split in auto blank line; do
        stance paragraphs --split $split -f jsonl "$TMP/a.txt" | jq -c "$filter" > "$TMP/a"
        stance classify --split $split -f jsonl "$TMP/a.txt" | jq -c "$filter" > "$TMP/b"
        same_bytes "$TMP/a" "$TMP/b"
    done
}

# The roles of the lines of standard input, each the first paragraph of a text of its own.
roles() {
    while read -r line; do
        stance paragraphs -f tsv <<< "$line" | tail -n +2 | cut -f 3,6
    done
}

@test "paragraphs: a title is short and ends as no sentence does" {
    { echo 'Lindal and Torvik agree'; echo 'They agree: a rope is a rope'; } > "$TMP/titles"
    cat > "$TMP/bodies" << 'END'
Lindal and Torvik agree.
Do they agree?
“They agree”
They agree (all of them)
END
    { printf 'They agree and agree%.0s' {1..9}; echo; } >> "$TMP/bodies"
    roles < "$TMP/titles" > "$TMP/given"
    sed 's/^/title\t/' "$TMP/titles" | same_bytes - "$TMP/given"
    roles < "$TMP/bodies" > "$TMP/given"
    sed 's/^/body\t/' "$TMP/bodies" | same_bytes - "$TMP/given"
}

@test "paragraphs: only the first is a title" {
    stance paragraphs -f tsv <<< $'One line.\nAnother line' > "$TMP/out"
    is "$(cut -f 3 "$TMP/out" | tr '\n' ' ')" "role body body "
}

@test "paragraphs: what is boilerplate and what only looks like it" {
    cat > "$TMP/boilerplate" << 'END'
By Anna Petrova
Photo: Lindal Gazette
Tags: harbour, cable
© 2031 Lindal Gazette
Share | Tweet
Tuesday, 4 June 2031
https://lindal.example/a
Source: Lindal Gazette
4 min read
END
    cat > "$TMP/prose" << 'END'
By the evening all cranes stood still, and nobody knew why.
Share prices fell after the attack.
Source code was stolen, the office said.
Tuesday was calm in the harbour of Lindal, its office said.
END
    stance paragraphs -f tsv "$TMP/boilerplate" | tail -n +2 | cut -f 3,6 > "$TMP/given"
    sed 's/^/boilerplate\t/' "$TMP/boilerplate" | same_bytes - "$TMP/given"
    stance paragraphs -f tsv "$TMP/prose" | tail -n +2 | cut -f 3,6 > "$TMP/given"
    sed 's/^/body\t/' "$TMP/prose" | same_bytes - "$TMP/given"
}

@test "paragraphs: the rules of boilerplate are the model's" {
    printf 'shout\t!!!\n' > "$TMP/rules"
    stance train "$BATS_FILE_TMPDIR/small.tsv" --boilerplate "$TMP/rules" -o "$TMP/m" > "$TMP/report"
    printf 'Buy now!!!\n\n© 2031 Lindal Gazette.\n' > "$TMP/a.txt"
    passes paragraphs -m "$TMP/m" -f jsonl "$TMP/a.txt"
    jsonl '[.[].role] == ["boilerplate", "body"]'
    passes classify -m "$TMP/m" -f jsonl "$TMP/a.txt"
    jsonl '.[0] | .role == "boilerplate" and .label == "neutral" and .confidence == 1'
    passes paragraphs -f jsonl "$TMP/a.txt"
    jsonl '[.[].role] == ["body", "boilerplate"]'
}

@test "paragraphs: blank lines of spaces, tabs and CRs part, many are as one" {
    printf '\n\n \tOne\nand on.\n \t\r\n\r\n\n\nTwo.\n\n' > "$TMP/a.txt"
    passes paragraphs -f tsv - < "$TMP/a.txt"
    is "$(tail -n +2 <<< "$output" | cut -f 2-)" \
        $'1\tbody\t4\t11\tOne and on.\n2\tbody\t24\t4\tTwo.'
}

# ---- tokens ----

@test "tokens: tsv, with places in the paragraph, folded" {
    stance tokens -f tsv > "$TMP/out" << 'END'
Torvik’s “ÜBER-crew” don't cut 3 ﬁbres.
END
    printf '%s\t%s\t%s\t%s\t%s\n' file paragraph start end token \
        'standard input' 1 0 10 "torvik's" \
        'standard input' 1 14 24 'über-crew' \
        'standard input' 1 28 33 "don't" \
        'standard input' 1 34 37 cut \
        'standard input' 1 38 39 3 \
        'standard input' 1 40 47 fibres > "$TMP/expected"
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "tokens: text, wrapped" {
    printf 'Lindal and Torvik agree\n\n%s\n' "$(printf 'cut the cable %.0s' {1..10})" > "$TMP/a.txt"
    stance tokens - < "$TMP/a.txt" > "$TMP/out"
    cat > "$TMP/expected" << 'END'
standard input
   1  lindal | and | torvik | agree
   2  cut | the | cable | cut | the | cable | cut | the | cable | cut | the |
      cable | cut | the | cable | cut | the | cable | cut | the | cable | cut |
      the | cable | cut | the | cable | cut | the | cable
END
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "tokens: jsonl and csv" {
    passes tokens -f jsonl <<< 'No claim'
    is "${lines[0]}" '{"file": "standard input", "paragraph": 1, "start": 0, "end": 2, "token": "no"}'
    is "${lines[1]}" '{"file": "standard input", "paragraph": 1, "start": 3, "end": 8, "token": "claim"}'
    stance tokens -f csv <<< 'No claim' > "$TMP/out"
    printf '%s\r\n' file,paragraph,start,end,token 'standard input,1,0,2,no' \
        'standard input,1,3,8,claim' > "$TMP/expected"
    same_bytes "$TMP/out" "$TMP/expected"
}

@test "tokens: other scripts, and none at all" {
    passes tokens -f jsonl <<< 'საქართველოს მთავრობა'
    jsonl '[.[].token] == ["საქართველოს", "მთავრობა"]'
    passes tokens -f jsonl <<< '!!! … ---'
    is "$output" ""
}

@test "tokens: the pattern is the model's" {
    stance train "$BATS_FILE_TMPDIR/small.tsv" --token-pattern '[a-z]+' -o "$TMP/m" > "$TMP/report"
    passes tokens -m "$TMP/m" -f jsonl <<< "Don't cut 3 cables"
    jsonl '[.[].token] == ["on", "t", "cut", "cables"]'
}

# ---- features ----

@test "--safe-csv: no string of the stages is a formula, and numbers stay numbers" {
    printf -- '-1 is @home.\n' > "$TMP/a.txt"
    for format in tsv csv; do
        for command in paragraphs tokens features; do
            stance $command --safe-csv -f $format "$TMP/a.txt" | tr -d '\r' > "$TMP/$command.$format"
            stance $command -f $format "$TMP/a.txt" | tr -d '\r' > "$TMP/plain"
            sed "s/-1 is/'&/" "$TMP/plain" > "$TMP/expected"
            same_bytes "$TMP/$command.$format" "$TMP/expected"
        done
    done
    has "$(< "$TMP/paragraphs.tsv")" $'\t\'-1 is @home.'
}

@test "features: tsv has five fields, sorted terms, words as long as cues" {
    article > "$TMP/a.txt"
    stance features -f tsv "$TMP/a.txt" > "$TMP/out"
    is "$(head -n 1 "$TMP/out")" $'file\tparagraph\tkind\tterm\tvalue'
    tail -n +2 "$TMP/out" > "$TMP/rows"
    [ -s "$TMP/rows" ]
    is "$(awk -F '\t' 'NF != 5 || ($3 != "word" && $3 != "char" && $3 != "cue") || $5 <= 0' "$TMP/rows")" ""
    # The squares of a block sum up to 1 / blocks; but for the characters', whose words share n-grams.
    is "$(awk -F '\t' '!(($2, $3) in sum) { blocks[$2]++ } { sum[$2, $3] += $5 * $5 }
        END { for (b in sum) { split(b, part, SUBSEP); x = sum[b] * blocks[part[1]]
              if (part[2] != "char" && (x < 0.999 || x > 1.001)) print b, x } }' "$TMP/rows")" ""
    LC_ALL=C sort -c -t $'\t' -k 2,2n -k 3,3 -k 4,4 -u "$TMP/rows"
}

@test "features: words and characters of the small model" {
    passes features -m "$(small_model)" -f jsonl <<< 'It rejected every claim'
    jsonl 'all(.[]; keys_unsorted == ["file", "paragraph", "kind", "term", "value"])'
    jsonl '[.[] | select(.kind == "word") | .term] | index("rejected") != null
        and index("rejected every") != null and index("every claim") != null
        and index("it") == null and index("it rejected") == null'
    jsonl '[.[] | select(.kind == "char") | .term] | index("<rej") != null and index("aim>") != null'
}

@test "features: the kinds are those of the model" {
    stance train "$BATS_FILE_TMPDIR/small.tsv" --chars none --cues none -o "$TMP/words" > "$TMP/report"
    passes features -m "$TMP/words" -f jsonl <<< 'It rejected every claim'
    jsonl 'length > 0 and all(.[]; .kind == "word")'
    stance train "$BATS_FILE_TMPDIR/small.tsv" --words none --cues none -o "$TMP/chars" > "$TMP/report"
    passes features -m "$TMP/chars" -f jsonl <<< 'It rejected every claim'
    jsonl 'length > 0 and all(.[]; .kind == "char")'
}

@test "features: cues, by their names" {
    printf 'says\tsa(?:id|ys)\tsaying\nclaims\tclaims?\tclaiming\n' > "$TMP/cues.txt"
    stance train "$BATS_FILE_TMPDIR/small.tsv" --cues "$TMP/cues.txt" -o "$TMP/m" > "$TMP/report"
    passes features -m "$TMP/m" -f jsonl <<< 'It rejected every CLAIM'
    jsonl '[.[] | select(.kind == "cue") | .term] == ["claims"]'
}

@test "features: none of a paragraph that classify does not know" {
    stance features -f tsv <<< 'საქართველოს მთავრობა' > "$TMP/out"
    is "$(wc -l < "$TMP/out")" 1
}

@test "features: text and csv" {
    passes features -m "$(small_model)" <<< 'every claim'
    is "${lines[0]}" "standard input"
    like "$output" 'word:every claim 0\.[0-9]{3}'
    is "$(awk 'length > 80' <<< "$output")" ""
    stance features -m "$(small_model)" -f csv <<< 'every claim' > "$TMP/out"
    like "$(head -n 1 "$TMP/out")" $'^file,paragraph,kind,term,value\r$'
    like "$(sed -n 2p "$TMP/out")" $'^standard input,1,(char|word),[^,]+,0\\.[0-9]{6}\r$'
}

# ---- all three ----

@test "every stage: standard input, and one bad file among others" {
    article > "$TMP/a.txt"
    for stage in paragraphs tokens features; do
        passes $stage -f tsv "$TMP/a.txt"
        rows=$(without_file <<< "$output")
        passes $stage -f tsv < "$TMP/a.txt"
        is "$(without_file <<< "$output")" "$rows"
        exits 1 $stage -f tsv "$TMP/none.txt" "$TMP/a.txt"
        is "$(without_file <<< "$output")" "$rows"
        one_line "$TMP/none.txt: cannot open: No such file or directory"
    done
}

@test "every stage: a model that is none, an option that is none" {
    article > "$TMP/a.txt"
    for stage in paragraphs tokens features; do
        exits 1 $stage -m "$TMP/a.txt" "$TMP/a.txt"
        is "$output" ""
        one_line "$TMP/a.txt: byte 0: not a stance model"
        exits 2 $stage --among denial "$TMP/a.txt"
    done
}
