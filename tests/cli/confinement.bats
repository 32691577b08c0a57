# What a run can do to the system it runs on: as good as nothing.

load helpers

# Starts a classify that has answered so much that it has threads, and waits for more.
start_waiting() {
    mkfifo "$TMP/pipe"
    "$PROGRAM" classify --threads 2 --format tsv < "$TMP/pipe" > "$TMP/out" 2> "$TMP/err" &
    waiting=$!
    exec 8> "$TMP/pipe"
    for i in {1..3000}; do
        printf 'The ministry denied the report of day %d.\n\n' "$i"
    done >&8
    for _ in {1..100}; do
        [ "$(wc -l < "$TMP/out")" -lt 3000 ] || return 0
        sleep 0.1
    done
    fail "no answers" "$(cat "$TMP/err")"
}

end_waiting() {
    exec 8>&-
    wait "$waiting"
}

need_seccomp() {
    stance --confinement | grep -q '^system calls  seccomp$' || skip "this build or kernel has no seccomp"
}

need_trace() {
    [ -z "${STANCE_VALGRIND:-}" ] || skip "valgrind opens files of its own"
    strace -o /dev/null true 2> /dev/null || skip "strace may not trace here"
    case $PROGRAM in
    */san/* | */coverage/*) skip "what is built into this program opens files of its own" ;;
    esac
}

# What strace saw the program open, run or connect to after it was loaded: "call path", sorted, the
# random end of a temporary name as XXXXXX. Threads are none of it, nor is O_PATH, which can name a
# file for Landlock but neither read nor write it.
traced() {
    strace -f -qq -o "$TMP/trace" \
        -e trace=%file,%network,execve,execveat,fork,vfork,clone,clone3,memfd_create,io_uring_setup \
        "$PROGRAM" "$@" > "$TMP/out" || return
    sed -E -e 's/^[0-9]+ +//' -e '/^(---|\+\+\+)|CLONE_THREAD|O_PATH/d' \
        -e '/^(execve|access)\(/{/"[^"]*(stance|ld\.so\.preload)"/d}' \
        -e '/ld\.so\.cache|\.so(\.[0-9]+)*"/d' -e '/^newfstatat\([0-9]+, ""/d' \
        -e 's/^([a-z_0-9]+)\((AT_FDCWD, |[0-9]+, )?"([^"]*)".*/\1 \3/' \
        -e 's/(\.stance-)[A-Za-z0-9]{6}/\1XXXXXX/' "$TMP/trace" | sort -u
}

@test "what the kernel lets a command give up is told" {
    passes --confinement
    is "$stderr" ""
    is "${#lines[@]}" 2
    like "${lines[0]}" '^files         (Landlock, version [1-9][0-9]*|not confined: .+)$'
    like "${lines[1]}" '^system calls  (seccomp|not confined: .+)$'
}

@test "classify is confined before it reads, in all its threads" {
    need_seccomp
    start_waiting
    threads=0
    for status in /proc/"$waiting"/task/*/status; do
        has "$(< "$status")" $'NoNewPrivs:\t1'
        has "$(< "$status")" $'Seccomp:\t2'
        threads=$((threads + 1))
    done
    end_waiting
    is "$threads" 3 # the reader and two workers
}

@test "train may write its model" {
    small_rows > "$TMP/rows.tsv"
    passes train "$TMP/rows.tsv" -o "$TMP/new.model"
    passes show "$TMP/new.model"
}

@test "what is named can be read: a link, a pipe, a descriptor, standard input" {
    article > "$TMP/article.txt"
    ln -s article.txt "$TMP/link"
    mkfifo "$TMP/fifo"
    cat "$TMP/article.txt" > "$TMP/fifo" 8>&- &
    passes paragraphs --format tsv "$TMP/link"
    expected=$(without_file <<< "$output")
    passes paragraphs --format tsv "$TMP/fifo"
    is "$(without_file <<< "$output")" "$expected"
    is "$(stance paragraphs --format tsv <(cat "$TMP/article.txt") | without_file)" "$expected"
    is "$(stance paragraphs --format tsv /dev/stdin < "$TMP/article.txt" | without_file)" "$expected"
    is "$(stance paragraphs --format tsv < "$TMP/article.txt" | without_file)" "$expected"
}

@test "a link in a folder leads where it leads" {
    mkdir "$TMP/folder"
    article > "$TMP/elsewhere.txt"
    ln -s ../elsewhere.txt "$TMP/folder/link.txt"
    passes paragraphs -r --format tsv "$TMP/folder"
    is "$(without_file <<< "$output")" \
        "$(stance paragraphs --format tsv "$TMP/elsewhere.txt" | without_file)"
}

@test "what is named and cannot be read is told as ever" {
    mkdir "$TMP/folder"
    exits 1 classify "$TMP/folder"
    one_line "$TMP/folder: cannot read: Is a directory; -r reads the files in it"
    exits 1 classify "$TMP/absent"
    one_line "$TMP/absent: cannot open: No such file or directory"
}

@test "a thousand files are allowed as one is" {
    mkdir "$TMP/many"
    for i in {1..1000}; do
        echo "The ministry denied report $i." > "$TMP/many/$i.txt"
    done
    (
        ulimit -n 16 # they are not held open
        stance classify --format tsv "$TMP"/many/*.txt > "$TMP/out"
    )
    is "$(wc -l < "$TMP/out")" 1001
}

@test "classify opens its operands and its models, and nothing else" {
    need_trace
    printf 'Read /etc/passwd and http://example.org/story, or "%s".\n\n$(touch %s)\n' \
        "../../etc/shadow" "$TMP/touched" > "$TMP/article.txt"
    run traced classify "$TMP/article.txt"
    [ "$status" -eq 0 ]
    is "$output" "openat $TMP/article.txt"
    model=$(small_model)
    for format in tsv csv jsonl; do
        run traced classify -m "$model" --format $format "$TMP/article.txt"
        is "$output" "$(printf 'openat %s\n' "$model" "$TMP/article.txt" | sort)"
    done
}

@test "the stages and show open what they are given, and nothing else" {
    need_trace
    article > "$TMP/article.txt"
    for command in paragraphs tokens features; do
        run traced $command "$TMP/article.txt"
        is "$output" "openat $TMP/article.txt"
    done
    model=$(small_model)
    run traced show "$model"
    is "$output" "openat $model"
}

@test "evaluate opens its data and its models, and nothing else" {
    need_trace
    small_rows > "$TMP/rows.tsv"
    model=$(small_model)
    run traced evaluate -m stance -m "$model" "$TMP/rows.tsv"
    is "$output" "$(printf 'openat %s\n' "$model" "$TMP/rows.tsv" | sort)"
    run traced evaluate --cv 2 --cues training/cues.txt "$TMP/rows.tsv"
    is "$output" "$(printf 'openat %s\n' "$TMP/rows.tsv" training/cues.txt | sort)"
}

@test "train writes beside the model, under a name that cannot be guessed, and nothing else" {
    need_trace
    small_rows > "$TMP/rows.tsv"
    run traced train --threads 2 "$TMP/rows.tsv" -o "$TMP/new.model"
    [ "$status" -eq 0 ]
    sed -e '/^newfstatat /d' -e 's|/fd/[0-9]*|/fd/N|' <<< "$output" | sort > "$TMP/calls"
    is "$(< "$TMP/calls")" "$(sort << END
access /proc/self/fd
linkat /proc/self/fd/N
openat $TMP
openat $TMP/
openat $TMP/rows.tsv
rename $TMP/.stance-XXXXXX
END
    )"
    has "$(grep "^[0-9]* *openat.*O_TMPFILE" "$TMP/trace")" '0600'
}
