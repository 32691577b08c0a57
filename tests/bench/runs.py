"""Runs commands, measures them with build/bench/measure, and compares what was measured."""
import os
import shlex
import statistics
import subprocess
from dataclasses import asdict, dataclass, field

ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1",
                   PYTHONDONTWRITEBYTECODE="1")


class Failed(Exception):
    """A run that did not end well, or not in time."""


@dataclass
class Run:
    """What one run of a command cost."""
    wall: float
    user: float
    system: float
    peak: int  # bytes
    output: str = ""
    errors: str = ""


@dataclass
class Spread:
    """The median of some numbers, and the least and the greatest of them."""
    median: float
    least: float
    greatest: float

    @staticmethod
    def of(numbers):
        numbers = list(numbers)
        return Spread(statistics.median(numbers), min(numbers), max(numbers))


@dataclass
class Runner:
    """Runs commands one after the other and remembers all that it ran."""
    measure: str
    timeout: int
    log: list = field(default_factory=list)

    def run(self, command, stdin=None, keep_output=False):
        """Runs a command with its output to /dev/null, or kept; Failed if it fails."""
        report, reporter = os.pipe()
        with open(report, encoding="ascii") as reports:
            try:
                done = subprocess.run(
                    [self.measure, str(self.timeout), str(reporter)] + command, env=ENVIRONMENT,
                    stdin=stdin or subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                    stdout=subprocess.PIPE if keep_output else subprocess.DEVNULL,
                    pass_fds=[reporter], check=False)
            finally:
                os.close(reporter)
            figures = reports.read().split()
        if len(figures) != 5:
            raise Failed(f"{shlex.join(command)}: not measured: {done.stderr.strip()}")
        wall, user, system = map(float, figures[:3])
        run = Run(wall, user, system, int(figures[3]) * 1024, done.stdout or "", done.stderr)
        self.remember(command, run, int(figures[4]))
        return run

    def remember(self, command, run, status):
        entry = {"command": shlex.join(command), "status": status, **asdict(run)}
        del entry["output"], entry["errors"]
        self.log.append(entry)
        if status == 0:
            return
        why = f"status {status}"
        if run.wall >= self.timeout:
            why = f"not done after {self.timeout} s"
        tail = run.errors.strip().splitlines()[-1:]
        raise Failed(": ".join([shlex.join(command), why] + tail))

    def run_on_stream(self, command, path, times):
        """The same, with a file read so many times over as standard input, through a pipe."""
        loop = 'i=0; while [ "$i" -lt "$2" ]; do cat "$1" || exit 1; i=$((i + 1)); done'
        with subprocess.Popen(["sh", "-c", loop, "sh", path, str(times)], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as feeder:
            try:
                return self.run(command, stdin=feeder.stdout)
            finally:
                feeder.stdout.close()
                feeder.kill()


def warm(*paths):
    """Reads files, so that the first run finds them in memory as the others do."""
    for path in paths:
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass


def interleave(rounds, jobs):
    """Runs all jobs (name -> function) in turn, in each round; name -> results, one a round.

    A round begins with another job than the last, so that none always follows the same one. A job
    that fails is not tried again: its Failed stands in place of its results.
    """
    names = list(jobs)
    results = {name: [] for name in names}
    for round_number in range(rounds):
        first = round_number % len(names)
        for name in names[first:] + names[:first]:
            if isinstance(results[name], Failed):
                continue
            try:
                results[name].append(jobs[name]())
            except Failed as failure:
                results[name] = failure
    return results


def paired(divide, first, second):
    """The spread of a figure of two jobs, made round by round; Failed if either failed."""
    for results in (first, second):
        if isinstance(results, Failed):
            return results
    return Spread.of(divide(one, other) for one, other in zip(first, second))


def spread(figure, results):
    """The spread of one figure of a job's results; Failed if it failed."""
    return results if isinstance(results, Failed) else Spread.of(map(figure, results))
