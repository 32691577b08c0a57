"""shoot.py PAGE NAME - pictures of a page: NAME-desktop.png and NAME-phone.png, the first in the
light theme and in the dark one too (NAME-dark.png)."""
import sys

from browser import Browser

page, name = sys.argv[1:]
for what, width, dark in (("desktop", 1280, False), ("phone", 390, False), ("dark", 1280, True)):
    with Browser(width, dark=dark) as browser:
        browser.open(page)
        browser.run("document.querySelectorAll('.passage:has(mark) .tag')[1]?.click()")
        browser.shoot(f"{name}-{what}.png")
        print(f"{name}-{what}.png")
