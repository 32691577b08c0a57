#!/usr/bin/python3
"""Measures stance against its peers; README.md beside this file says how to read the table.

Environment: STANCE (the program), ROUNDS, ONLY=suite,suite..., QUICK=1, TIMEOUT (seconds a run).
"""
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys

from report import Row, print_table, write_chart, write_json
from runs import Failed, Run, Runner, Spread, interleave, paired, spread, warm
from workshop import FULL, PYTHON, QUICK, ROWS, SKLEARN, Workshop

MEASURE = "build/bench/measure"
MEGABYTE = 1e6
# A doubling of the work may double the time; the twentieth above is for the noise of the clock.
DOUBLES = 2.1


def wall(run):
    return run.wall


def processor_time(run):
    return run.user + run.system


def megabytes(run):
    return run.peak / MEGABYTE


class Bench:
    """The suites: each method of SUITES measures, and adds rows to the table."""

    def __init__(self, stance, rounds, quick, timeout):
        folder = "build/bench/quick" if quick else "build/bench"
        os.makedirs(folder, exist_ok=True)
        self.stance = stance
        self.rounds = rounds
        self.quick = quick
        self.runner = Runner(MEASURE, timeout)
        self.workshop = Workshop(stance, "build/bench", folder, QUICK if quick else FULL, timeout)
        self.rows = []
        self.notes = []
        self.suite = ""
        self.has_threads = "--threads" in subprocess.run(
            [stance, "classify", "--help"], capture_output=True, text=True, timeout=60,
            check=True).stdout

    # ---- helpers ----

    def add(self, name, value, unit, **target):
        self.rows.append(Row(self.suite, name, value, unit, **target))

    def classify(self, path=None, threads=1, model=None):
        command = [self.stance, "classify", "--split", "line", "--format", "tsv"]
        if self.has_threads:
            command += ["--threads", str(threads)]
        if model:
            command += ["--model", model]
        return command + ([path] if path else [])

    def job(self, command, times=1):
        """A job that runs a command so many times: the median of its times, its greatest peak."""
        def work():
            runs = [self.runner.run(command) for _ in range(times)]
            return Run(*(statistics.median(figures) for figures in zip(
                *((run.wall, run.user, run.system) for run in runs))),
                       max(run.peak for run in runs))
        return work

    def sklearn_predict_job(self, path):
        """Its wall is the time of predict() alone, as the script took it."""
        command = [PYTHON, SKLEARN, "predict", self.workshop.sklearn_model(), path]

        def work():
            run = self.runner.run(command)
            run.wall = float(run.errors.split()[-1])
            return run
        return work

    def add_rates(self, results, path):
        size = os.path.getsize(path) / MEGABYTE
        for name, runs in results.items():
            self.add(f"{name}, {size:.0f} MB", spread(lambda run: size / run.wall, runs), "MB/s")

    def add_faster(self, name, stance, peer, **target):
        self.add(name, paired(lambda ours, theirs: theirs.wall / ours.wall, stance, peer), "x",
                 **target)

    # ---- suites ----

    def throughput(self):
        """Bytes a second of classify against wc -w, fastText and scikit-learn."""
        corpus, prefix = self.workshop.corpus(), self.workshop.prefix()
        model = self.workshop.fasttext_model()
        sklearn = self.sklearn_predict_job(prefix)
        warm(corpus, prefix, model)
        jobs = {"stance, 1 thread": self.job(self.classify(corpus)),
                "stance, 2 threads": self.job(self.classify(corpus, threads=2)),
                "wc -w": self.job(["wc", "-w", corpus])}
        if not self.has_threads:
            del jobs["stance, 2 threads"]
            self.notes.append("classify has no --threads: measured without it, 2 threads left out")
        large = interleave(self.rounds, jobs)
        predict = ["fasttext", "predict", model]
        small = interleave(self.rounds, {
            "stance, 1 thread": self.job(self.classify(prefix)),
            "fastText": self.job(predict + [prefix]), "scikit-learn": sklearn,
            "start": self.job(predict + [self.workshop.one_line()])})
        start = small.pop("start")
        self.add_rates(large, corpus)
        self.add_rates(small, prefix)
        self.add_faster("1 thread against wc -w", large["stance, 1 thread"], large["wc -w"],
                        at_least=0.7)
        if self.has_threads:
            self.add_faster("2 threads against wc -w", large["stance, 2 threads"],
                            large["wc -w"], at_least=1.2)
        stance = small["stance, 1 thread"]
        self.add_faster("1 thread against fastText", stance, small["fastText"], at_least=15)
        if not isinstance(start, Failed):
            loading = statistics.median(run.wall for run in start)
            self.add("... not counting fastText's loading", paired(
                lambda ours, theirs: max(theirs.wall - loading, 0) / ours.wall, stance,
                small["fastText"]), "x")
        self.add_faster("1 thread against scikit-learn", stance, small["scikit-learn"],
                        at_least=40)

    def latency(self):
        """One article of twelve paragraphs, whole processes, and their peak memory."""
        article, model = self.workshop.article(), self.workshop.fasttext_model()
        warm(article, model, self.workshop.sklearn_model())
        jobs = {"stance": self.job(self.classify(article), 20),
                "fastText": self.job(["fasttext", "predict", model, article]),
                "scikit-learn": self.job([PYTHON, SKLEARN, "predict",
                                          self.workshop.sklearn_model(), article]),
                "wc -w": self.job(["wc", "-w", article], 20)}
        if not self.quick:
            small = self.workshop.fasttext_small_model()
            jobs["fastText, quantized"] = self.job(["fasttext", "predict", small, article], 5)
        results = interleave(self.rounds, jobs)
        limits = {"stance": (5, 12)}
        for name, runs in results.items():
            time_limit, memory_limit = limits.get(name, (None, None))
            self.add(f"{name}, one article", spread(lambda run: run.wall * 1000, runs), "ms",
                     at_most=time_limit)
            self.add(f"{name}, peak memory", spread(megabytes, runs), "MB", at_most=memory_limit)
        self.add_faster("faster than fastText", results["stance"], results["fastText"],
                        at_least=100)
        for peer in ("fastText, quantized", "scikit-learn", "wc -w"):
            if peer in results:
                self.add_faster(f"faster than {peer}", results["stance"], results[peer])

    def pipe(self):
        """Peak memory of classify on a stream that is never on disk."""
        corpus, times = self.workshop.corpus(), self.workshop.sizes.stream_times
        size = os.path.getsize(corpus) * times / MEGABYTE
        runs = interleave(1, {"stance": lambda: self.runner.run_on_stream(
            self.classify(), corpus, times)})["stance"]
        self.add(f"peak memory, {size:.0f} MB by pipe", spread(megabytes, runs), "MB", at_most=64)
        self.add("wall", spread(wall, runs), "s")

    def train(self):
        """train with its defaults on the shipped rows."""
        output = self.workshop.path("train.model")
        runs = interleave(self.rounds, {"stance": self.job(
            [self.stance, "train", ROWS, "-o", output])})["stance"]
        self.add("training/stance.tsv, defaults", spread(wall, runs), "s", at_most=5)
        self.add("peak memory", spread(megabytes, runs), "MB")
        self.remove(output)

    def topics(self):
        """Long documents with 20 labels, against scikit-learn in one process."""
        learn, test = self.workshop.topics()
        output = self.workshop.path("topics.model")

        def sklearn():
            run = self.runner.run([PYTHON, SKLEARN, "both", learn, test], keep_output=True)
            run.wall -= float(run.errors.split()[-1])
            return run

        results = interleave(self.rounds, {
            "stance": self.job([self.stance, "train", learn, "-o", output]),
            "scikit-learn": sklearn})
        for name, runs in results.items():
            self.add(f"{name}, learn {self.workshop.sizes.documents} documents",
                     spread(wall, runs), "s")
            self.add(f"{name}, peak memory", spread(megabytes, runs), "MB")
        self.add_faster("faster than scikit-learn", results["stance"], results["scikit-learn"],
                        at_least=1)
        accuracy = {"scikit-learn": spread(lambda run: float(run.output),
                                           results["scikit-learn"]),
                    "stance": results["stance"]}
        if not isinstance(results["stance"], Failed):
            accuracy["stance"] = self.accuracy(output, test)
        for name, value in accuracy.items():
            theirs = accuracy["scikit-learn"]
            goal = None if name != "stance" or isinstance(theirs, Failed) else theirs.median
            self.add(f"{name}, test accuracy", value, "", at_least=goal)
        self.remove(output)

    def accuracy(self, model, test):
        try:
            run = self.runner.run([self.stance, "evaluate", "--format", "json", "--model", model,
                                   test], keep_output=True)
        except Failed as failure:
            return failure
        return Spread.of([json.loads(run.output)["accuracy"]])

    def million(self):
        """Training on very many short rows."""
        rows, output = self.workshop.short_rows(), self.workshop.path("short.model")
        runs = interleave(1, {"stance": self.job(
            [self.stance, "train", rows, "-o", output])})["stance"]
        self.add(f"learn {self.workshop.sizes.short_rows} short rows", spread(wall, runs), "s")
        self.add("peak memory", spread(megabytes, runs), "MB")
        self.remove(output)

    def growth(self):
        """What a doubling of the rows, of their length, of the vocabulary does to the time."""
        base = self.workshop.growth_rows(1)
        terms = (20000, 40000) if self.quick else (10000, 20000, 40000, 80000)
        curves = {
            "rows": {f"x{n}": self.classify(self.workshop.growth_rows(n)) for n in (1, 2, 4)},
            "length": {f"x{n}": self.classify(self.workshop.growth_length(n)) for n in (1, 2, 4)},
            "terms": {f"{n}": self.classify(base, model=self.workshop.vocabulary_model(n))
                      for n in terms}}
        for curve, commands in curves.items():
            times = 3 if self.quick else 1
            results = interleave(self.rounds, {name: self.job(command, times)
                                               for name, command in commands.items()})
            for name, runs in results.items():
                self.add(f"{curve} {name}", spread(processor_time, runs), "s")
            names = list(results)
            for less, more in zip(names, names[1:]):
                self.add(f"{curve}: {more} against {less}", paired(
                    lambda one, other: processor_time(other) / processor_time(one),
                    results[less], results[more]), "x", at_most=DOUBLES)

    def stages(self):
        """Instructions a byte of each stage, and cycles where the processor counts them."""
        sample, line = self.workshop.sample(), self.workshop.one_line()
        commands = {"paragraphs": [], "tokens": [], "features": [], "classify": []}
        for name in commands:
            commands[name] = [self.stance, name, "--split", "line", "--format", "tsv"]
        commands["classify"] = self.classify()
        if shutil.which("valgrind"):
            for name, command in commands.items():
                self.count_instructions(name, command, sample, line)
        else:
            self.notes.append("no valgrind: instructions not counted")
        self.count_cycles(commands["classify"], sample)

    def count_instructions(self, name, command, sample, line):
        counts = {}
        for which, path in (("text", sample), ("line", line)):
            out = self.workshop.path(f"callgrind.{name}.{which}")
            try:
                run = self.runner.run(["valgrind", "--tool=callgrind",
                                       f"--callgrind-out-file={out}"] + command + [path])
                counts[which] = int(re.search(r"Collected : (\d+)", run.errors).group(1))
            except Failed as failure:
                self.add(f"{name}, instructions a byte", failure, "")
                return
        size = os.path.getsize(sample) - os.path.getsize(line)
        self.add(f"{name}, instructions a byte", Spread.of(
            [(counts["text"] - counts["line"]) / size]), "")
        self.add(f"{name}, instructions for one line", Spread.of([counts["line"] / 1e6]), "10^6")

    def count_cycles(self, command, sample):
        size = os.path.getsize(sample)
        out = self.workshop.path("perf.csv")
        try:
            if not shutil.which("perf"):
                raise Failed("no perf (package linux-perf)")
            self.runner.run(["perf", "stat", "-x", ",", "-e", "cycles:u", "-o", out] + command
                            + [sample])
            with open(out, encoding="utf-8") as file:
                cycles = [line.split(",")[0] for line in file if ",cycles" in line]
            if not cycles or not cycles[0].isdigit():
                raise Failed("this machine does not count cycles for perf")
        except Failed as failure:
            self.notes.append(f"cycles not counted: {failure}")
            return
        self.add("classify, cycles a byte", Spread.of([int(cycles[0]) / size]), "")
        self.add("classify, bytes a cycle", Spread.of([size / int(cycles[0])]), "")

    @staticmethod
    def remove(path):
        if os.path.exists(path):
            os.remove(path)

    # ---- all of it ----

    def run(self, suites):
        for suite in suites:
            print(f"suite {suite}", file=sys.stderr, flush=True)
            self.suite = suite
            getattr(self, suite)()


SUITES = ["throughput", "latency", "pipe", "train", "topics", "million", "growth", "stages"]


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return "not installed"
    return (done.stdout.strip().splitlines() or ["unknown"])[0]


def describe_machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = re.findall(r"model name\s*: (.*)", file.read())
    return {"processor": models[0] if models else platform.machine(),
            "cores": len(os.sched_getaffinity(0)),
            "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
            "system": f"{platform.system()} {platform.release()}",
            "load": os.getloadavg()[0]}


def describe_versions(stance):
    versions = {"stance": first_line([stance, "--version"]),
                "commit": first_line(["git", "describe", "--always", "--dirty"]),
                "wc": first_line(["wc", "--version"]), "python": platform.python_version()}
    for package in ("fasttext", "python3-sklearn", "valgrind"):
        versions[package] = first_line(["dpkg-query", "-W", "-f", "${Version}", package])
    return versions


def chosen_suites(only):
    names = [name.strip() for name in only.split(",") if name.strip()] or SUITES
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        sys.exit(f"bench: no suite '{unknown[0]}'; there are: {', '.join(SUITES)}")
    return [name for name in SUITES if name in names]


def read_number(name, default):
    text = os.environ.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        sys.exit(f"bench: {name} must be a number above 0, not '{text}'")
    return int(text)


def print_setting(setting):
    for part in ("machine", "versions"):
        print(f"{part + ':':<10}" + ", ".join(f"{name} {value}" for name, value in
                                              setting[part].items()))
    print(f"rounds:   {setting['rounds']}, in turn; medians; QUICK sizes mean little"
          if setting["quick"] else f"rounds:   {setting['rounds']}, in turn; medians")


def print_commands(commands):
    print("\nthe commands, with LC_ALL=C.UTF-8 and the output to /dev/null:")
    for command in dict.fromkeys(commands):
        print(f"    {command}")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    quick = os.environ.get("QUICK", "") not in ("", "0")
    suites = chosen_suites(os.environ.get("ONLY", ""))
    stance = os.environ.get("STANCE", "build/stance")
    bench = Bench(stance, read_number("ROUNDS", 3 if quick else 5), quick,
                  read_number("TIMEOUT", 120 if quick else 1800))
    setting = {"machine": describe_machine(), "versions": describe_versions(stance),
               "rounds": bench.rounds, "quick": quick, "suites": suites}
    try:
        bench.run(suites)
    except KeyboardInterrupt:
        sys.exit(130)
    setting["notes"] = bench.notes
    setting["preparation"] = bench.workshop.commands
    print_setting(setting)
    print()
    print_table(bench.rows)
    for note in bench.notes:
        print(f"note: {note}")
    print_commands(bench.workshop.commands + [run["command"] for run in bench.runner.log])
    write_json("build/bench.json", bench.rows, setting, bench.runner.log)
    print("\nwritten: build/bench.json", end="")
    machine = setting["machine"]
    subtitle = (f"{machine['processor']}, {machine['cores']} cores; median of {bench.rounds} "
                f"rounds{'; QUICK sizes' if quick else ''}; warm cache")
    if write_chart("build/bench.svg", bench.rows, subtitle):
        print(", build/bench.svg", end="")
    print()


if __name__ == "__main__":
    main()
