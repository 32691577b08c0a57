#!/usr/bin/python3
"""The peer scikit-learn: TfidfVectorizer of words and pairs of words, and LinearSVC.

    peer_sklearn.py train DATA MODEL         learns DATA (TSV with columns label and text)
    peer_sklearn.py predict MODEL TEXT       prints the label of each line; on standard error the
                                             seconds that the prediction alone took
    peer_sklearn.py both TRAIN TEST          learns and tests in one process; prints the accuracy;
                                             on standard error the seconds that testing took

/usr/bin/python3 runs it, for only that one sees Debian's packages. One thread does the work.
"""
import csv
import pickle
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def learn(path):
    texts, labels = read_table(path)
    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LinearSVC(random_state=1))
    return pipeline.fit(texts, labels)


def train(data, model):
    with open(model, "wb") as file:
        pickle.dump(learn(data), file)


def predict(model, text):
    with open(model, "rb") as file:
        pipeline = pickle.load(file)
    with open(text, encoding="utf-8", newline="\n") as file:
        lines = file.read().rstrip("\n").split("\n")
    start = time.perf_counter()
    labels = pipeline.predict(lines)
    print(time.perf_counter() - start, file=sys.stderr)
    print("\n".join(labels))


def both(train_path, test_path):
    pipeline = learn(train_path)
    start = time.perf_counter()
    texts, labels = read_table(test_path)
    print(pipeline.score(texts, labels))
    print(time.perf_counter() - start, file=sys.stderr)


if __name__ == "__main__":
    {"train": train, "predict": predict, "both": both}[sys.argv[1]](*sys.argv[2:])
