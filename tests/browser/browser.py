"""A headless Chromium on a page of the disk. Debian's packages alone: nothing is fetched."""
import base64
import pathlib

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service


class Browser:
    """A window of `width` pixels, in the light or the dark theme."""

    def __init__(self, width, height=900, dark=False):
        options = Options()
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                         "--disable-dev-shm-usage", "--disable-background-networking"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=width < 600)
        self.dress(dark)

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.driver.quit()

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def dress(self, dark):
        """Sets the theme, for the screen."""
        self.command("Emulation.setEmulatedMedia", media="", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def open(self, path):
        self.driver.get(pathlib.Path(path).resolve().as_uri())

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def focus(self, selector):
        self.run("document.querySelector(arguments[0]).focus()", selector)

    def press(self, key):
        """A key as a keyboard sends it: "Tab", "Enter", "Escape" or "Space"."""
        code = {"Tab": 9, "Enter": 13, "Escape": 27, "Space": 32}[key]
        text = {"Enter": "\r", "Space": " "}.get(key)
        event = {"key": text if key == "Space" else key, "code": key,
                 "windowsVirtualKeyCode": code}
        self.command("Input.dispatchKeyEvent", type="keyDown", **event,
                     **({"text": text} if text else {}))
        self.command("Input.dispatchKeyEvent", type="keyUp", **event)

    def complaints(self):
        """What the console has been told since it was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def shoot(self, path, whole=True):
        """A picture of the whole page, or of what the window shows."""
        picture = self.command("Page.captureScreenshot", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(picture["data"]))
