"""Makes what the suites need, when they first ask for it: texts, peers' models, our models.

What has been made stays in build/bench and is made again only if what it comes from is newer.
"""
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from glob import glob
from itertools import islice

from runs import ENVIRONMENT

HERE = os.path.relpath(os.path.dirname(os.path.abspath(__file__)))
PYTHON = "/usr/bin/python3"  # the one that sees Debian's scikit-learn
CORPUS_MAKER = os.path.join(HERE, "corpus.py")
SKLEARN = os.path.join(HERE, "peer_sklearn.py")
UNFINISHED = ".unfinished"
ROWS = "training/stance.tsv"


@dataclass
class Sizes:
    corpus: int  # bytes
    prefix: int  # bytes of the corpus that the slower peers get
    stream_times: int  # how often the corpus goes through the pipe
    documents: int
    short_rows: int
    growth: int  # bytes of the smallest text of the growth curves
    sample: int  # bytes of the text that is counted instruction by instruction


FULL = Sizes(corpus=74_000_000, prefix=18_000_000, stream_times=15, documents=11_000,
             short_rows=1_000_000, growth=10_000_000, sample=1_000_000)
QUICK = Sizes(corpus=2_000_000, prefix=1_000_000, stream_times=2, documents=600,
              short_rows=12_000, growth=250_000, sample=50_000)


@dataclass
class Workshop:
    stance: str
    models: str  # the folder of what does not depend on the sizes
    folder: str
    sizes: Sizes
    timeout: int
    commands: list = field(default_factory=list)

    def path(self, name):
        return os.path.join(self.folder, name)

    def do(self, command):
        """Runs a command that only prepares; what it prints is seen if it fails."""
        self.commands.append(shlex.join(command).replace(UNFINISHED, ""))
        try:
            done = subprocess.run(command, env=ENVIRONMENT, timeout=self.timeout, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        except subprocess.TimeoutExpired:
            sys.exit(f"bench: {shlex.join(command)}: not done after {self.timeout} s")
        if done.returncode != 0:
            sys.exit(f"bench: {shlex.join(command)}: status {done.returncode}\n{done.stdout}")

    def made(self, names, sources, make, folder=None):
        """The paths of these names, made by make(unfinished paths) unless they are newer than
        their sources."""
        paths = [os.path.join(folder or self.folder, name) for name in names]
        oldest = min((os.path.getmtime(path) if os.path.exists(path) else 0) for path in paths)
        if oldest <= max(os.path.getmtime(source) for source in sources):
            print(f"making {', '.join(paths)}", file=sys.stderr, flush=True)
            try:
                make(*(path + UNFINISHED for path in paths))
                for path in paths:
                    os.replace(path + UNFINISHED, path)
            finally:
                for path in paths:
                    for left in glob(path + UNFINISHED + "*"):
                        os.remove(left)
        return paths

    # ---- texts ----

    def corpus_maker(self, *arguments):
        self.do([PYTHON, CORPUS_MAKER, *map(str, arguments)])

    def corpus(self):
        return self.made(["corpus.txt"], [ROWS, CORPUS_MAKER, __file__],
                         lambda path: self.corpus_maker("paragraphs", "--bytes",
                                                        self.sizes.corpus, ROWS, path))[0]

    def first_bytes(self, name, size):
        """The first lines of the corpus, of this size or just above."""
        corpus = self.corpus()

        def make(path):
            with open(corpus, "rb") as source, open(path, "wb") as file:
                while file.tell() < size:
                    file.write(source.readline())

        return self.made([name], [corpus], make)[0]

    def prefix(self):
        return self.first_bytes("prefix.txt", self.sizes.prefix)

    def sample(self):
        return self.first_bytes("sample.txt", self.sizes.sample)

    def growth_rows(self, times):
        return self.first_bytes(f"rows-x{times}.txt", self.sizes.growth * times)

    def growth_length(self, times):
        """As many paragraphs as the smallest text has, each of so many of the corpus's."""
        corpus, smallest = self.corpus(), self.growth_rows(1)

        def make(path):
            with open(smallest, "rb") as file:
                count = sum(1 for _ in file)
            with open(corpus, "rb") as source, open(path, "wb") as file:
                for _ in range(count):
                    parts = [line.rstrip(b"\n") for line in islice(source, times)]
                    file.write(b" ".join(parts) + b"\n")

        return self.made([f"length-x{times}.txt"], [smallest], make)[0]

    def article(self):
        corpus = self.corpus()

        def make(path):
            with open(corpus, "rb") as source, open(path, "wb") as file:
                file.writelines(islice(source, 12))

        return self.made(["article.txt"], [corpus], make)[0]

    def one_line(self):
        """As good as nothing: what it costs is the start of a program."""
        return self.first_bytes("line.txt", 1)

    def topics(self):
        return self.made(
            ["topics-train.tsv", "topics-test.tsv"], [ROWS, CORPUS_MAKER],
            lambda *paths: self.corpus_maker("topics", "--rows", self.sizes.documents, ROWS,
                                             *paths))

    def short_rows(self):
        return self.made(["short.tsv"], [ROWS, CORPUS_MAKER], lambda path: self.corpus_maker(
            "short", "--rows", self.sizes.short_rows, ROWS, path))[0]

    # ---- models ----

    def made_model(self, name, sources, make):
        return self.made([name], sources, make, self.models)[0]

    def fasttext_rows(self):
        return self.made_model("fasttext.txt", [ROWS, CORPUS_MAKER],
                               lambda path: self.corpus_maker("fasttext", ROWS, path))

    def fasttext_model(self):
        rows = self.fasttext_rows()

        def make(path):
            self.do(["fasttext", "supervised", "-input", rows, "-output", path, "-wordNgrams", "2",
                     "-epoch", "25", "-thread", "1", "-verbose", "0"])
            os.remove(path + ".vec")
            os.rename(path + ".bin", path)

        return self.made_model("fasttext.bin", [rows], make)

    def fasttext_small_model(self):
        """The same made small by fastText itself: minutes of work, so only for the full sizes."""
        rows, model = self.fasttext_rows(), self.fasttext_model()

        def make(path):
            base = os.path.join(self.models, "quantized")
            os.symlink(os.path.basename(model), base + ".bin")
            try:
                self.do(["fasttext", "quantize", "-input", rows, "-output", base, "-cutoff",
                         "100000", "-thread", "1", "-verbose", "0"])
            finally:
                os.remove(base + ".bin")
            os.rename(base + ".ftz", path)

        return self.made_model("fasttext.ftz", [model], make)

    def sklearn_model(self):
        return self.made_model("sklearn.pickle", [ROWS, SKLEARN],
                               lambda path: self.do([PYTHON, SKLEARN, "train", ROWS, path]))

    def vocabulary_model(self, terms):
        return self.made_model(
            f"vocabulary-{terms}.model", [ROWS, self.stance],
            lambda path: self.do([self.stance, "train", "--quiet", "--min-df", "1", "--folds", "2",
                                  "--max-features", str(terms), ROWS, "-o", path]))
