"""The pages in Chromium: what a reader sees, points at, and reaches without a mouse.

    STANCE=path/of/program python3 -m unittest      in this folder
"""
import contextlib
import functools
import os
import pathlib
import subprocess
import tempfile
import unittest

if not os.access("/usr/bin/chromedriver", os.X_OK):
    raise unittest.SkipTest("no Chromium: make build/browser.packages installs it")

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
STANCE = os.environ.get("STANCE", str(ROOT / "build/stance"))
DESKTOP, PHONE = 1280, 390
HOSTILE = ('{"title": "<script>document.title=1</script>", "date": "2031-06-03", '
           '"id": "\\" onclick=alert(1) x=\\"", "text": "They denied it </p><script>throw 1'
           f'</script>, {"x" * 300}."}}\n')

# The least contrast of text to what lies behind it (WCAG 2.1), with the text that has it.
CONTRAST = """
const channels = (color) => {
  const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
};
const over = (top, below) => top.slice(0, 3).map((value, i) => value * top[3] + below[i] * (1 - top[3]));
const luminance = (color) => {
  const [r, g, b] = color.map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const paper = (element) => {
  const below = element.parentElement ? paper(element.parentElement)
    : channels(getComputedStyle(document.body).backgroundColor).slice(0, 3);
  const before = getComputedStyle(element, "::before");
  let color = over(channels(getComputedStyle(element).backgroundColor), below);
  if (element.matches(".text")) {
    const tint = channels(before.backgroundColor);
    tint[3] *= before.opacity;
    color = over(tint, color);
  }
  return color;
};
let least = [21, ""];
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !element.getClientRects().length || element.matches("script, style, title"))
    continue;
  const style = getComputedStyle(element);
  const ink = channels(element.closest("svg") ? style.fill : style.color).slice(0, 3);
  const [a, b] = [luminance(ink), luminance(paper(element))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < least[0])
    least = [ratio, element.className + ": " + element.textContent.trim()];
}
return least;
"""


def in_each_window(test):
    """Runs a test on each page, wide and narrow, light and dark."""
    @functools.wraps(test)
    def run(self):
        for (width, dark), window in self.windows.items():
            for page in (self.report, self.evaluation):
                with self.subTest(page=page.stem, width=width, dark=dark):
                    window.open(page)
                    test(self, window)
    return run


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.folder.name)
        (folder / "hostile.jsonl").write_text(HOSTILE, encoding="utf-8")
        rows = folder / "rows.tsv"
        lines = (ROOT / "training/stance.tsv").read_text(encoding="utf-8").splitlines()
        rows.write_text("\n".join([lines[0], *lines[1::20]]) + "\n", encoding="utf-8")
        cls.report, cls.evaluation = folder / "report.html", folder / "evaluation.html"
        cls.run_stance("report", "tests/data/article.txt", "tests/data/news/lindal.jsonl",
                       "tests/data/news/harbour.html", folder / "hostile.jsonl", "-o", cls.report)
        cls.run_stance("train", "--chars", "none", "--words", "1-1", rows, "-o", folder / "model")
        cls.run_stance("evaluate", "-m", folder / "model", "tests/data/check.tsv", "--html",
                       cls.evaluation)
        cls.browsers = contextlib.ExitStack()
        cls.windows = {(width, dark): cls.browsers.enter_context(Browser(width, dark=dark))
                       for width in (DESKTOP, PHONE) for dark in (False, True)}

    @classmethod
    def tearDownClass(cls):
        cls.browsers.close()
        cls.folder.cleanup()

    @staticmethod
    def run_stance(*arguments):
        subprocess.run([STANCE, *map(str, arguments)], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)

    def desk(self):
        window = self.windows[DESKTOP, False]
        window.open(self.report)
        return window

    @in_each_window
    def test_nothing_to_complain_of(self, window):
        self.assertEqual(window.complaints(), [])
        self.assertNotEqual(window.run("return document.title"), "1")

    @in_each_window
    def test_nothing_is_fetched(self, window):
        self.assertEqual(
            window.run("return performance.getEntriesByType('resource').length"), 0)

    @in_each_window
    def test_no_scrolling_sideways(self, window):
        window.run("for (const d of document.querySelectorAll('details')) d.open = true;"
                   "document.querySelector('.tag').click()")
        self.assertLessEqual(window.run("return document.documentElement.scrollWidth"),
                             window.run("return innerWidth"))

    @in_each_window
    def test_contrast(self, window):
        window.run("for (const p of document.querySelectorAll('.passage'))"
                   "    p.classList.add('pinned');"
                   "for (const d of document.querySelectorAll('details')) d.open = true;"
                   "document.querySelector('.filter button')?.click()")
        ratio, text = window.run(CONTRAST)
        self.assertGreaterEqual(ratio, 4.5, text)

    def test_dark_is_dark(self):
        for (width, dark), window in self.windows.items():
            window.open(self.report)
            paper = window.run("return getComputedStyle(document.body).backgroundColor")
            ink = window.run("return getComputedStyle(document.body).color")
            brightness = [sum(map(int, color[4:-1].split(","))) for color in (paper, ink)]
            self.assertEqual(brightness[0] < brightness[1], dark, (paper, ink))

    def test_filter(self):
        window = self.desk()
        shown = ("return [...document.querySelectorAll('.passage:not(.title)')].filter("
                 "p => p.checkVisibility()).map(p => p.querySelector('.name').textContent)")
        before = window.run(shown)
        self.assertGreater(len(set(before)), 2)
        window.focus(".filter button:nth-of-type(2)")
        self.assertEqual(window.run("return document.activeElement.textContent").split()[0],
                         "cooperative")
        window.press("Space")
        self.assertEqual(window.run("return document.activeElement.ariaPressed"), "true")
        self.assertEqual(set(window.run(shown)), {"cooperative"})
        self.assertEqual(len(window.run(shown)), before.count("cooperative"))
        self.assertRegex(window.run("return document.querySelector('[role=status]').textContent"),
                         r"^\d+ of \d+ paragraphs$")
        window.press("Tab")
        window.press("Enter")
        self.assertEqual(set(window.run(shown)), {"cooperative", "denial"})
        window.press("Enter")
        window.focus(".filter button:nth-of-type(2)")
        window.press("Space")
        self.assertEqual(window.run(shown), before)

    def test_focus_shows_the_words(self):
        for width in (DESKTOP, PHONE):
            window = self.windows[width, False]
            window.open(self.report)
            line = ("return getComputedStyle(document.querySelectorAll('.passage:has(mark)')[1]"
                    ".querySelector('mark')).textDecorationLine")
            why = ("return document.querySelectorAll('.passage:has(mark)')[1]"
                   ".querySelector('.why').checkVisibility()")
            self.assertEqual((window.run(line), window.run(why)), ("none", False))
            window.run("document.querySelectorAll('.passage:has(mark)')[0]"
                       ".querySelector('.tag').focus()")
            for _ in range(20):
                window.press("Tab")
                if window.run(why):
                    break
            self.assertEqual((window.run(line), window.run(why)), ("underline", True))
            described = window.run("return document.getElementById("
                                   "document.activeElement.getAttribute('aria-describedby'))"
                                   ".textContent")
            self.assertRegex(described, r"for \w+\s+\+\d")
            # Held by a key, until Escape.
            window.press("Enter")
            window.run("document.activeElement.blur()")
            self.assertTrue(window.run(why))
            window.press("Escape")
            self.assertFalse(window.run(why))

    def test_pointer_shows_the_words(self):
        window = self.desk()
        x, y = window.run("const p = document.querySelectorAll('.passage:has(mark) .text')[1];"
                          "p.scrollIntoView({block: 'center'});"
                          "const r = p.getBoundingClientRect(); return [r.x + 9, r.y + 9]")
        window.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.assertTrue(window.run("return document.querySelectorAll('.passage:has(mark)')[1]"
                                   ".querySelector('.why').checkVisibility()"))

    def test_the_keyboard_reaches_all_and_shows_where_it_is(self):
        window = self.desk()
        wanted = window.run("return document.querySelectorAll("
                            "'a, button, summary').length")
        seen = set()
        for _ in range(wanted + 5):
            window.press("Tab")
            seen.add(window.run("return [...document.querySelectorAll('a, button, summary')]"
                                ".indexOf(document.activeElement)"))
            if window.run("return document.activeElement !== document.body"):
                self.assertNotEqual(window.run("return getComputedStyle(document.activeElement)"
                                               ".outlineStyle"), "none")
        self.assertEqual(seen - {-1}, set(range(wanted)))

    @in_each_window
    def test_what_a_screen_reader_is_told(self, window):
        nodes = window.command("Accessibility.getFullAXTree")["nodes"]
        roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
        for role in ("main", "banner", "contentinfo", "navigation"):
            self.assertEqual(roles.count(role), 1, role)
        unnamed = [node["role"]["value"] for node in nodes if not node["ignored"] and
                   node["role"]["value"] in ("button", "link", "image", "region", "heading",
                                             "group", "article") and
                   not node.get("name", {}).get("value") and
                   (node["role"]["value"] not in ("group", "article"))]
        self.assertEqual(unnamed, [])
        levels = window.run("return [...document.querySelectorAll('h1,h2,h3')]"
                            ".map(h => +h.tagName[1])")
        self.assertEqual(levels.count(1), 1)
        self.assertTrue(all(b <= a + 1 for a, b in zip(levels, levels[1:])), levels)
        self.assertEqual(window.run("return document.documentElement.lang"), "en")
        self.assertEqual(window.run("const ids = [...document.querySelectorAll('[id]')]"
                                    ".map(e => e.id); return ids.length - new Set(ids).size"),
                         0)

    def test_print(self):
        label = "return getComputedStyle(document.querySelector('.passage.l0 .tag')).color"
        color = self.desk().run(label)
        window = self.windows[DESKTOP, True]
        window.open(self.report)
        self.assertNotEqual(window.run(label), color)
        window.command("Emulation.setEmulatedMedia", media="print", features=[
            {"name": "prefers-color-scheme", "value": "dark"}])
        try:
            self.assertEqual(window.run(label), color) # paper is white in the dark, too
            self.assertFalse(window.run("return document.querySelector('.filter')"
                                        ".checkVisibility()"))
            self.assertEqual(window.run("return getComputedStyle(document.querySelector('mark'))"
                                        ".textDecorationLine"), "underline")
        finally:
            window.dress(dark=True)


if __name__ == "__main__":
    unittest.main()
