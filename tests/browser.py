"""Drives a headless Chromium by the DevTools protocol: no driver program, only a WebSocket."""

import base64
import itertools
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import websocket

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--disable-sync"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-extensions"),
    *("--remote-debugging-port=0", "--hide-scrollbars", "--force-color-profile=srgb", "--no-startup-window"),
    *("--disable-site-isolation-trials", "--disable-features=SpareRendererForSitePerProcess"),  # half the processes
]
WAIT = 30  # seconds for anything the browser is asked for
KEYS = {"Tab": 9, "Enter": 13, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "PageDown": 34}
TEXTS = {"Enter": "\r"}
MIDDLE = """(() => { const element = document.querySelector(%s); element.scrollIntoView({block: "center"});
  const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"""


class BrowserError(Exception):
    """The browser refused a command, or the page's script failed, or something waited for did not come."""


class Channel:
    """One DevTools connection: commands out, answers and events in."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=WAIT, suppress_origin=True)
        self.numbers = itertools.count(1)
        self.requests = []

    def send(self, method, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (message := json.loads(self.socket.recv())).get("id") != number:
            if message.get("method") == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
        if "error" in message:
            raise BrowserError(f"{method}: {message['error']['message']}")
        return message["result"]


class Tab(Channel):
    """A page in a browser context of its own: nothing is shared with other tabs. ``requests`` is its network log."""

    def open(self, url):
        self.send("Page.navigate", url=url)
        return self.wait("location.href != 'about:blank' && document.readyState == 'complete'")

    def evaluate(self, script):
        """The value of a script, awaited when it is a promise."""
        reply = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in reply:
            raise BrowserError(reply["exceptionDetails"].get("exception", {}).get("description", script))
        return reply["result"].get("value")

    def wait(self, script):
        """Waits until a script is true; a page in the middle of changing is not."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                if self.evaluate(script):
                    return self
            except BrowserError as error:
                if "context" not in str(error) and "navigated" not in str(error):
                    raise
            time.sleep(0.02)
        raise BrowserError(f"waited in vain for: {script}")

    def follow(self, action, *arguments):
        """Does something that leads to another page, and waits for that page."""
        self.evaluate("window.left = true")
        action(*arguments)
        return self.wait("!window.left && document.readyState == 'complete'")

    def click(self, selector):
        """A real click in the middle of an element, scrolled into view first."""
        with self.pressing(selector):
            pass
        return self

    @contextmanager
    def pressing(self, selector):
        """The mouse button goes down in the middle of an element, and up at the same place when the ``with`` ends."""
        x, y = self.evaluate(MIDDLE % json.dumps(selector))
        about = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.send("Input.dispatchMouseEvent", type="mousePressed", **about)
        yield
        self.send("Input.dispatchMouseEvent", type="mouseReleased", **about)

    def press(self, key):
        """One key by its name (Tab, Enter, ArrowDown …) or its character."""
        code = {"key": key, "windowsVirtualKeyCode": KEYS.get(key) or ord(key)}
        text = {"text": TEXTS.get(key, key)} if len(TEXTS.get(key, key)) == 1 else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", **code, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", **code)
        return self

    def press_shifted(self, digit):
        """A digit of the row of digits while Shift is held down: the browser is told the sign above it."""
        code = {"key": "!@#$%^&*("[int(digit) - 1], "code": f"Digit{digit}", "modifiers": 8}
        for kind in ("rawKeyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, **code)
        return self

    def click_shifted(self, selector):
        """A click while Shift is held down."""
        x, y = self.evaluate(MIDDLE % json.dumps(selector))
        about = {"x": x, "y": y, "button": "left", "clickCount": 1, "modifiers": 8}
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, **about)
        return self

    def write(self, text):
        """Text into whatever has the focus."""
        self.send("Input.insertText", text=text)
        return self

    def width(self, pixels, height=720):
        """A screen of this width; up to 500 px it is a phone."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=pixels, height=height, deviceScaleFactor=1, mobile=pixels < 500
        )
        return self

    def scripts(self, allowed):
        self.send("Emulation.setScriptExecutionDisabled", value=not allowed)
        return self

    def crash(self):
        """Kills the page's process, as when memory runs out."""
        self.socket.send(json.dumps({"id": 0, "method": "Page.crash"}))  # never answered
        while json.loads(self.socket.recv()).get("method") != "Inspector.targetCrashed":
            pass

    def rest(self):
        """Leaves nothing of its pages: no storage, no history; what was emulated ends with the connection."""
        self.wait("(() => { try { sessionStorage.clear(); localStorage.clear(); } catch { } return true; })()")
        self.send("Page.navigate", url="about:blank")
        self.wait("location.href == 'about:blank'")
        self.send("Page.resetNavigationHistory")

    def offline(self, lost=True):
        conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.send("Network.emulateNetworkConditions", offline=lost, **conditions)
        return self

    def media(self, **features):
        """Emulates what the person has set: ``prefers_color_scheme="dark"`` …"""
        chosen = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", features=chosen)
        return self

    def screenshot(self, path):
        picture = self.send("Page.captureScreenshot", captureBeyondViewport=True, clip=self._whole())["data"]
        Path(path).write_bytes(base64.b64decode(picture))

    def _whole(self):
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}


@contextmanager
def chromium(folder):
    """A running browser with its profile in a folder; yields a function that makes a context manager of a fresh tab."""
    with subprocess.Popen([PROGRAM, *FLAGS, f"--user-data-dir={folder}"], stderr=subprocess.DEVNULL) as process:
        try:
            port, path = _address(Path(folder) / "DevToolsActivePort")
            with _opened(Channel(f"ws://127.0.0.1:{port}{path}")) as browser:
                free = []
                yield lambda: _tab(browser, port, free)
                browser.send("Browser.close")
            process.wait(WAIT)
        finally:
            process.kill()


@contextmanager
def _tab(browser, port, free):
    """``free``: tabs at rest, each in a context of its own; making one takes longer than most tests."""
    context, target = free.pop() if free else _made(browser)
    with _opened(Tab(f"ws://127.0.0.1:{port}/devtools/page/{target}")) as tab:
        for domain in ("Page", "Network", "Runtime", "Inspector"):
            tab.send(f"{domain}.enable")
        yield tab
        tab.rest()
    browser.send("Storage.clearCookies", browserContextId=context)
    free.append((context, target))


def _made(browser):
    context = browser.send("Target.createBrowserContext")["browserContextId"]
    return context, browser.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]


@contextmanager
def _opened(channel):
    try:
        yield channel
    finally:
        channel.socket.close()


def _address(file):
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        lines = file.read_text().split() if file.exists() else []
        if len(lines) == 2:
            return lines
        time.sleep(0.05)
    raise BrowserError(f"{PROGRAM} opened no DevTools port within {WAIT} seconds")
