"""A real Chromium, driven over its pipe: pages, keys, reloads, downloads, prints. No library, no network, no port."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)
SECONDS = 60
KEYS = {"Tab": 9, "Enter": 13, " ": 32, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}


class Pipe:
    """The connection to a browser: commands out, answers and events in. NUL ends each message."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers, self._number, self._rest = commands, answers, 0, b""

    def send(self, method: str, session: str, parameters: dict[str, Any]) -> int:
        """Send a command; its number, by which its answer is known."""
        self._number += 1
        request = {"id": self._number, "method": method, "params": parameters}
        os.write(self._commands, json.dumps(request | ({"sessionId": session} if session else {})).encode() + b"\0")
        return self._number

    def next(self) -> dict[str, Any]:
        """The next message."""
        until = time.monotonic() + SECONDS
        while b"\0" not in self._rest:
            assert select.select([self._answers], [], [], max(0, until - time.monotonic()))[0], "the browser is silent"
            piece = os.read(self._answers, 1 << 20)
            assert piece, "the browser has gone"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message


class Page:
    """One tab with a storage of its own. Every method waits until the browser has done it.

    `events` are what it reported since the last page was opened, `requests` all addresses it asked for.
    """

    def __init__(self, pipe: Pipe) -> None:
        self._pipe, self._session = pipe, ""
        self.requests: list[str] = []
        self.events: list[dict[str, Any]] = []
        self._context = self("Target.createBrowserContext")["browserContextId"]
        target = self("Target.createTarget", url="about:blank", browserContextId=self._context)["targetId"]
        self._session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self(f"{domain}.enable")

    def close(self) -> None:
        """Close the tab and forget all that it kept."""
        self._session = ""
        self("Target.disposeBrowserContext", browserContextId=self._context)

    def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the DevTools protocol and its result."""
        wanted = self._pipe.send(method, self._session, parameters)
        while (message := self._next()).get("id") != wanted:
            pass
        assert "error" not in message, f"{method}: {message['error']}"
        return dict(message.get("result", {}))

    def _next(self) -> dict[str, Any]:
        """The next message; events are kept."""
        message = self._pipe.next()
        if "method" in message:
            self.events.append(message)
            if message["method"] == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
        return message

    def wait_for(self, event: str) -> dict[str, Any]:
        """The parameters of the next event of that name that has not been waited for."""
        while True:
            for place, message in enumerate(self.events):
                if message["method"] == event:
                    del self.events[: place + 1]
                    return dict(message["params"])
            self._next()

    def open(self, path: Path | str) -> None:
        """Show a file, from file://, or an address."""
        self.events.clear()
        self("Page.navigate", url=path if isinstance(path, str) else path.as_uri())
        self.wait_for("Page.loadEventFired")

    def reload(self) -> None:
        """Load the page again."""
        self.events.clear()
        self("Page.reload")
        self.wait_for("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of an expression; a promise is waited for."""
        reply = self("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True)
        assert "exceptionDetails" not in reply, reply["exceptionDetails"]
        return reply["result"].get("value")

    def focus(self, selector: str) -> None:
        """Focus the element that a selector finds."""
        assert self.run(f"(e => e && (e.focus(), document.activeElement === e))(document.querySelector({selector!r}))")

    def click(self, selector: str) -> None:
        """Click the middle of an element, scrolled to."""
        x, y = self.run(
            f"""(e => {{ e.scrollIntoView({{block: "center"}}); const b = e.getBoundingClientRect();
            return [b.left + b.width / 2, b.top + b.height / 2]; }})(document.querySelector({selector!r}))"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Type text where the focus is."""
        self("Input.insertText", text=text)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release one key."""
        code = {" ": "Space"}.get(key, key)
        number = KEYS.get(key) or ord(key.upper())
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        fields = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": 8 * shift}
        self("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **fields)
        self("Input.dispatchKeyEvent", type="keyUp", **fields)

    def paste(self, text: str) -> None:
        """Paste text where the focus is, as the clipboard would."""
        self.run(
            f"""(text => {{ const data = new DataTransfer(); data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {{clipboardData: data, bubbles: true, cancelable: true}});
            if (document.activeElement.dispatchEvent(event)) document.execCommand("insertText", false, text); }})
            ({json.dumps(text)})"""
        )

    def screen(self, width: int, height: int = 900, *, dark: bool = False, media: str = "") -> None:
        """Set the size of the screen in pixels, light or dark, and the medium ("print", or "" for the screen)."""
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self("Emulation.setEmulatedMedia", media=media, features=scheme)

    def picture(self, *, whole: bool = True) -> bytes:
        """What the page looks like, as PNG."""
        return base64.b64decode(self("Page.captureScreenshot", captureBeyondViewport=whole)["data"])

    def pdf(self) -> bytes:
        """The page as it prints."""
        return base64.b64decode(self("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])

    def downloads_to(self, folder: Path) -> None:
        """Keep what is downloaded in a folder."""
        where = {"browserContextId": self._context, "downloadPath": str(folder)}
        self("Browser.setDownloadBehavior", behavior="allow", eventsEnabled=True, **where)

    def fonts(self, selector: str) -> set[str]:
        """The names of the fonts that draw the elements a selector finds."""
        self("DOM.enable")
        self("CSS.enable")
        root = self("DOM.getDocument", depth=0)["root"]["nodeId"]
        nodes = self("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
        return {
            font["familyName"] for node in nodes for font in self("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
        }


@contextlib.contextmanager
def chromium(profile: Path) -> Iterator[Pipe]:
    """A browser with a profile of its own, closed at the end."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "chromium is not installed: a page that no browser has shown is not proven"
    to_browser, commands = os.pipe()
    answers, from_browser = os.pipe()

    def connect() -> None:
        """In the new process: the pipe on the descriptors where Chromium looks for it."""
        source, sink = os.dup(to_browser), os.dup(from_browser)
        os.dup2(source, 3)
        os.dup2(sink, 4)

    process = subprocess.Popen(
        [found, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        preexec_fn=connect,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        yield Pipe(commands, answers)
    finally:
        process.terminate()
        process.wait(30)
        os.close(commands)
        os.close(answers)
