"""The table, the JSON and the chart of what was measured."""
import json
import math
from dataclasses import asdict, dataclass
from xml.sax.saxutils import escape

from runs import Failed


@dataclass
class Row:
    """One line of the table: a figure, its spread, and the target where there is one."""
    suite: str
    name: str
    value: object  # Spread or Failed
    unit: str
    at_least: float = None
    at_most: float = None

    def verdict(self):
        if self.at_least is None and self.at_most is None:
            return "FAIL" if isinstance(self.value, Failed) else ""
        if isinstance(self.value, Failed):
            return "FAIL"
        if self.at_least is not None and not self.value.median >= self.at_least:
            return "FAIL"
        if self.at_most is not None and not self.value.median <= self.at_most:
            return "FAIL"
        return "pass"

    def target(self):
        if self.at_least is not None:
            return f">= {number(self.at_least)}"
        return "" if self.at_most is None else f"<= {number(self.at_most)}"

    def as_json(self):
        measured = {"error": str(self.value)} if isinstance(self.value, Failed) else asdict(
            self.value)
        return {"suite": self.suite, "name": self.name, "unit": self.unit, **measured,
                "at_least": self.at_least, "at_most": self.at_most, "verdict": self.verdict()}


def number(value):
    """Three figures that count, and no more noughts than needed."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def table_line(row):
    if isinstance(row.value, Failed):
        measured, between = "-", ""
    else:
        measured = number(row.value.median)
        between = f"{number(row.value.least)} to {number(row.value.greatest)}"
    return (f"{row.suite:<11} {row.name:<50} {measured:>8} {row.unit:<6} {between:<19} "
            f"{row.target():<9} {row.verdict()}").rstrip()


def print_table(rows):
    print(f"{'suite':<11} {'what':<50} {'median':>8} {'':<6} {'least to greatest':<19} "
          f"{'target':<9}")
    for row in rows:
        print(table_line(row))
        if isinstance(row.value, Failed):
            print(f"            {row.value}")
    verdicts = [row.verdict() for row in rows]
    print(f"\n{verdicts.count('pass')} passed, {verdicts.count('FAIL')} failed")


def write_json(path, rows, setting, log):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({**setting, "results": [row.as_json() for row in rows], "runs": log}, file,
                  indent=1, ensure_ascii=False)
        file.write("\n")


# ---- the chart ----

WIDTH, LEFT, RIGHT, TOP, BAR, STEP = 860, 230, 110, 76, 24, 42
COLOURS = {"stance": "#1f6f8b", "peer": "#9aa5b1"}


def bar(place, row, x_of):
    """One bar: its name to the left, its length the median, a whisker its spread, its figure."""
    top = TOP + place * STEP
    middle = top + BAR / 2
    start, end = x_of(None), x_of(row.value.median)
    least, greatest = x_of(row.value.least), x_of(row.value.greatest)
    colour = COLOURS["stance" if row.name.startswith("stance") else "peer"]
    return (f'<text x="{LEFT - 10}" y="{middle + 5}" text-anchor="end">{escape(row.name)}</text>'
            f'<rect x="{start}" y="{top}" width="{end - start:.1f}" height="{BAR}" '
            f'fill="{colour}"/>'
            f'<path d="M{least:.1f} {middle}H{greatest:.1f}" stroke="#222" stroke-width="2"/>'
            f'<text x="{max(end, greatest) + 8:.1f}" y="{middle + 5}" font-weight="bold">'
            f'{number(row.value.median)} MB/s</text>')


def axis(low, high, bottom, x_of):
    parts = []
    for power in range(low, high + 1):
        x = x_of(10.0 ** power)
        parts.append(f'<path d="M{x:.1f} {TOP - 12}V{bottom}" stroke="#ddd"/>'
                     f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle" fill="#555">'
                     f'{10.0 ** power:g}</text>')
    return "".join(parts)


def write_chart(path, rows, subtitle):
    """Bars of MB/s on a logarithmic axis, the fastest first; nothing to draw: no file."""
    rows = [row for row in rows if row.unit == "MB/s" and not isinstance(row.value, Failed)]
    if not rows:
        return False
    rows.sort(key=lambda row: -row.value.median)
    low = math.floor(math.log10(min(row.value.least for row in rows) * 0.999))
    high = math.ceil(math.log10(max(row.value.greatest for row in rows)))
    high = max(high, low + 1)

    def x_of(rate):
        share = 0 if rate is None else (math.log10(rate) - low) / (high - low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    bottom = TOP + len(rows) * STEP - 6
    height = bottom + 52
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="DejaVu Sans, Arial, sans-serif" '
            f'font-size="14" fill="#222">'
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
            f'<text x="20" y="28" font-size="18" font-weight="bold">'
            f'How much text a second (more is better)</text>'
            f'<text x="20" y="48" font-size="12" fill="#555">{escape(subtitle)}</text>'
            + axis(low, high, bottom, x_of)
            + "".join(bar(place, row, x_of) for place, row in enumerate(rows))
            + f'<text x="{WIDTH - RIGHT}" y="{bottom + 38}" text-anchor="end" font-size="12" '
            'fill="#555">megabytes a second, logarithmic axis; black line: least to greatest '
            'of the rounds</text></svg>\n')
    return True
