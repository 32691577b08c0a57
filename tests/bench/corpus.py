#!/usr/bin/python3
"""Makes the texts of the benchmark from training/stance.tsv: the same bytes every time.

    corpus.py paragraphs --bytes N SOURCE OUTPUT    one paragraph of 1 to 4 sentences a line
    corpus.py topics --rows N SOURCE TRAIN TEST     long documents, label<TAB>text, 20 labels
    corpus.py short --rows N SOURCE OUTPUT          short rows, label<TAB>text, the four labels
    corpus.py fasttext SOURCE OUTPUT                the training rows as fastText reads them

Every choice comes from one generator with a fixed seed, and from its method random() alone: Python
promises that the numbers of that one never change.
"""
import argparse
import csv
import random
import re

SENTENCE_END = re.compile(r'(?<=[.!?])["”’]?\s+(?=["“A-Z])')
TOPICS = 20
UNSEEN_SHARE = 0.3  # of the sentences: they are in no training document, only in tests
OWN_SHARE = 0.4  # of the sentences of a document: from its topic; the others are from any
SENTENCES_PER_DOCUMENT = 12  # some 250 words
WRONG_LABELS = 0.02  # of the short rows


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def split_sentences(text):
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


class Chooser:
    """Seeded choices."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def below(self, count):
        return int(self.random() * count)

    def one_of(self, items):
        return items[int(self.random() * len(items))]

    def happens(self, probability):
        return self.random() < probability

    def shuffle(self, items):
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]


def endless(items, chooser):
    """All items in random order, then all in another order, and so on."""
    items = list(items)
    while True:
        chooser.shuffle(items)
        yield from items


def paragraphs(rows, chooser):
    sentences = [sentence for row in rows for sentence in split_sentences(row["text"])]
    supply = endless(sentences, chooser)
    while True:
        yield " ".join(next(supply) for _ in range(1 + chooser.below(4)))


def write_paragraphs(rows, size, path, seed):
    written = 0
    with open(path, "wb") as file:
        for paragraph in paragraphs(rows, Chooser(seed)):
            written += file.write(paragraph.encode() + b"\n")
            if written >= size:
                return


def with_noise(words, chooser):
    """Drops, doubles, swaps or misspells a word now and then: the vocabulary gets a long tail."""
    noisy = list(words)
    for _ in range(1 + len(noisy) // 20):
        place = chooser.below(len(noisy))
        kind = chooser.below(4)
        word = noisy[place]
        if kind == 0 and len(noisy) > 1:
            del noisy[place]
        elif kind == 1:
            noisy[place] = chooser.one_of(noisy)
        elif len(word) > 3:
            letter = chooser.below(len(word) - 1)
            swapped = word[letter + 1] + word[letter]
            noisy[place] = word[:letter] + swapped + word[letter + 2:]
    return noisy


def stories_by_topic(rows, chooser):
    """Each story goes to one of the topics: (topic -> sentences to train with, to test with)."""
    topic_of = {}
    train = [[] for _ in range(TOPICS)]
    test = [[] for _ in range(TOPICS)]
    for row in rows:
        topic = topic_of.setdefault(row["group"], chooser.below(TOPICS))
        for sentence in split_sentences(row["text"]):
            test[topic].append(sentence.split())
            if not chooser.happens(UNSEEN_SHARE):
                train[topic].append(sentence.split())
    return train, test


def write_documents(topics, count, path, chooser):
    everything = [sentence for topic in topics for sentence in topic]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("label\ttext\n")
        for _ in range(count):
            topic = chooser.below(TOPICS)
            words = []
            for _ in range(SENTENCES_PER_DOCUMENT - 3 + chooser.below(7)):
                source = topics[topic] if chooser.happens(OWN_SHARE) else everything
                words += chooser.one_of(source)
            file.write(f"topic{topic:02}\t{' '.join(with_noise(words, chooser))}\n")


def write_topics(rows, count, train_path, test_path, seed):
    chooser = Chooser(seed)
    train, test = stories_by_topic(rows, chooser)
    write_documents(train, count, train_path, chooser)
    write_documents(test, max(count // 3, 200), test_path, chooser)


def write_short(rows, count, path, seed):
    chooser = Chooser(seed)
    labels = sorted({row["label"] for row in rows})
    supply = [(row["label"], row["text"].split()) for row in rows]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("label\ttext\n")
        for label, words in endless(supply, chooser):
            if count == 0:
                return
            count -= 1
            length = 6 + chooser.below(10)
            start = chooser.below(max(len(words) - length, 0) + 1)
            if chooser.happens(WRONG_LABELS):
                label = chooser.one_of(labels)
            text = " ".join(with_noise(words[start:start + length], chooser))
            file.write(f"{label}\t{text}\n")


def write_fasttext(rows, path):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(f"__label__{row['label']} {row['text']}\n")


def parse():
    parser = argparse.ArgumentParser(description="makes the texts of the benchmark")
    parser.add_argument("--seed", type=int, default=1)
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind, size, outputs in (("paragraphs", "--bytes", ["output"]),
                                ("topics", "--rows", ["train", "test"]),
                                ("short", "--rows", ["output"]), ("fasttext", None, ["output"])):
        sub = kinds.add_parser(kind)
        if size:
            sub.add_argument(size, dest="size", type=int, required=True)
        for name in ["source"] + outputs:
            sub.add_argument(name)
    return parser.parse_args()


def main():
    options = parse()
    rows = read_rows(options.source)
    if options.kind == "paragraphs":
        write_paragraphs(rows, options.size, options.output, options.seed)
    elif options.kind == "topics":
        write_topics(rows, options.size, options.train, options.test, options.seed)
    elif options.kind == "short":
        write_short(rows, options.size, options.output, options.seed)
    else:
        write_fasttext(rows, options.output)


if __name__ == "__main__":
    main()
