#!/usr/bin/env bats
# stance features --format libsvm: vectors for other SVM programs.

load helpers

setup_file() {
    small_model
}

vectors() {
    stance features -m "$(small_model)" -f libsvm "$@"
}

@test "vectors: rows of labelled data, numbered as the vocabulary says" {
    vectors --labelled "$BATS_FILE_TMPDIR/small.tsv" --vocabulary "$TMP/terms.tsv" > "$TMP/a.svm"
    is "$(head -n 5 "$TMP/terms.tsv")" "kind	index	term	rows
label	1	accusatory	
label	2	cooperative	
label	3	denial	
label	4	neutral	"
    is "$(awk -F '\t' 'NF != 4' "$TMP/terms.tsv")" ""
    # The labels of the rows, by their numbers.
    awk -F '\t' 'NR == FNR { if ($1 == "label") name[$2] = $3; next }
        { split($0, part, " "); print name[part[1]] }' "$TMP/terms.tsv" "$TMP/a.svm" > "$TMP/labels"
    cut -f 1 "$BATS_FILE_TMPDIR/small.tsv" | same_bytes - "$TMP/labels"
    # Indices rise, and none is above the vocabulary's last.
    is "$(awk -v last="$(tail -n 1 "$TMP/terms.tsv" | cut -f 2)" '{ before = 0
        for (i = 2; i <= NF; i++) { split($i, pair, ":")
            if (pair[1] <= before || pair[1] > last) print NR, $i; before = pair[1] } }' "$TMP/a.svm")" ""
}

@test "vectors: the terms and values that the other formats tell" {
    echo 'It rejected every claim' > "$TMP/a.txt"
    vectors "$TMP/a.txt" --vocabulary "$TMP/terms.tsv" > "$TMP/a.svm"
    awk -F '\t' 'NR == FNR { kind[$2] = $1; if ($1 != "label") term[$2] = $1 "\t" $3; next }
        { n = split($0, part, " "); if (part[1] != 0) print "label", part[1]
          for (i = 2; i <= n; i++) { split(part[i], pair, ":")
              printf "%s\t%.6f\n", term[pair[1]], pair[2] } }' "$TMP/terms.tsv" "$TMP/a.svm" > "$TMP/got"
    stance features -m "$(small_model)" -f tsv "$TMP/a.txt" | tail -n +2 | cut -f 3- > "$TMP/told"
    [ -s "$TMP/told" ]
    same_bytes "$TMP/got" "$TMP/told"
}

@test "vectors: a row a paragraph, though nothing of it be known" {
    article > "$TMP/a.txt"
    vectors "$TMP/a.txt" > "$TMP/a.svm"
    is "$(wc -l < "$TMP/a.svm")" 5
    is "$(sed -n 4p "$TMP/a.svm")" 0
}

@test "vectors: svm-train reads them, and svm-predict tells the labels apart" {
    command -v svm-train > /dev/null || skip "no svm-train here"
    vectors --labelled "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/a.svm"
    svm-train -q -t 0 -c 1.5 "$TMP/a.svm" "$TMP/svm.model"
    vectors --labelled "$BATS_FILE_TMPDIR/small.tsv" --input tsv | svm-predict /dev/stdin \
        "$TMP/svm.model" "$TMP/predicted" > "$TMP/report"
    cut -d ' ' -f 1 "$TMP/a.svm" | same_bytes - "$TMP/predicted"
    # And what it says of texts it has not seen is what classify says.
    printf '%s\n' 'The harbour guild rejected every claim made by the ferry crews.' \
        'The postal guild blamed a broken cable on the news union.' \
        'The coast council agreed to share reports with the port bureau.' > "$TMP/new.txt"
    vectors "$TMP/new.txt" > "$TMP/new.svm"
    svm-predict "$TMP/new.svm" "$TMP/svm.model" "$TMP/predicted" > "$TMP/report"
    is "$(tr '\n' ' ' < "$TMP/predicted")" "3 1 2 "
    is "$(stance classify -m "$(small_model)" -f tsv "$TMP/new.txt" | tail -n +2 | cut -f 3 | tr '\n' ' ')" \
        "denial accusatory cooperative "
}

@test "vectors: scikit-learn reads them" {
    /usr/bin/python3 -c 'import sklearn' 2> /dev/null || skip "no scikit-learn here"
    vectors --labelled "$BATS_FILE_TMPDIR/small.tsv" > "$TMP/a.svm"
    /usr/bin/python3 -c 'import sys
from sklearn.datasets import load_svmlight_file
from sklearn.svm import SVC
x, y = load_svmlight_file(sys.argv[1], zero_based=False)
assert x.shape[0] == 48 and sorted(set(y)) == [1, 2, 3, 4], (x.shape, set(y))
lines = open(sys.argv[1]).read().splitlines()
last = [float(pair.split(":")[1]) for pair in lines[-1].split()[1:]]
assert list(x[47].data) == last, "values were changed"
assert SVC(kernel="linear", C=1.5).fit(x, y).score(x, y) == 1' "$TMP/a.svm"
}

@test "vectors: errors" {
    printf 'praise\tThe harbour office agreed.\n' > "$TMP/a.tsv"
    exits 1 features -m "$(small_model)" -f libsvm --labelled "$TMP/a.tsv"
    one_line "$TMP/a.tsv: line 1: label 'praise' is none of the model's: accusatory, cooperative, denial, neutral"
    for option in --labelled --vocabulary=x; do
        exits 2 features -f tsv $option "$TMP/a.tsv"
        one_line "--labelled and --vocabulary go with --format libsvm"
    done
    exits 1 features -f libsvm --vocabulary "$TMP/none/terms" "$TMP/a.tsv"
    like "$stderr" "^stance: $TMP/none/terms: cannot "
    is "$output" ""
    exits 2 paragraphs -f libsvm "$TMP/a.tsv"
}
