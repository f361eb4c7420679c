"""A web server on loopback on which a person reads boxes of scanned papers; every answer is kept as soon as it is typed."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from quizgen.cli.common import say
from quizgen.cli.preview import HOST, LOCAL
from quizgen.cli.scan_desk import Judged, ScanDesk
from quizgen.errors import UserError

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MOST_BYTES = 20_000  # of what a page sends


@dataclass
class DeskPages:
    """What the server answers. `token` begins every address, so that no other page and no other person can ask."""

    desk: ScanDesk
    exam: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.boxes = list(self.desk.boxes)

    def groups(self) -> list[dict[str, object]]:
        """The boxes that wait, by blank."""
        from quizgen.cli.scan_review import code
        from quizgen.documents.exam.scan_page import Card, group

        found: dict[tuple[object, ...], list[int]] = {}
        for box in self.desk.left():
            found.setdefault(box.group, []).append(self.boxes.index(box))
        made = []
        for numbers in found.values():
            first = self.boxes[numbers[0]]
            cards = [
                Card(
                    number,
                    code(self.boxes[number]),
                    self.boxes[number].finding.said.why,
                    len(self.boxes[number].pictures),
                )
                for number in numbers
            ]
            wide = first.blank.points or bool(first.finding.place.letters)
            made.append(group(first.variant, first.ask, first.blank, cards, wide=wide))
        return made

    def picture(self, address: str) -> bytes | None:
        """The picture at "NUMBER/PLACE" of a box, as PNG."""
        with suppress(ValueError, IndexError, OSError):
            number, place = map(int, address.split("/"))
            if number >= 0 and place >= 0:
                return self.boxes[number].pictures[place].read_bytes()
        return None

    def told(self, said: Any) -> dict[str, object]:
        """What becomes of {"do": "give", "number": 3, "text": "0.5"}; "do" may be "blank", "illegible" or "undo" too."""
        if said["do"] == "undo":
            box = self.desk.undo()
            return {"number": None if box is None else self.boxes.index(box)}
        box = self.boxes[int(said["number"])]
        verbs: dict[str, Callable[[], Judged]] = {
            "give": lambda: self.desk.give(box, str(said["text"]).strip()),
            "blank": lambda: self.desk.blank(box),
            "illegible": lambda: self.desk.illegible(box),
        }
        return asdict(verbs[said["do"]]())


def serve(desk: ScanDesk, exam: str) -> None:
    """Serves the page until Ctrl-C."""
    pages = DeskPages(desk, exam)
    with server(pages) as running:
        say("Open this page in the browser of this machine:  ", (address_of(running, pages), "bold"))
        say("Ctrl-C ends it. Every answer is kept as soon as it is typed.")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            say("\nEnded.")


def address_of(running: ThreadingHTTPServer, pages: DeskPages) -> str:
    """Where the page is."""
    return f"http://{HOST}:{running.server_port}/{pages.token}/"


def server(pages: DeskPages) -> ThreadingHTTPServer:
    """A server of the page on loopback, on any free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.asked()
            if asked == "":
                from quizgen.documents.exam.scan_page import page

                nonce = secrets.token_urlsafe(16)
                self.reply(
                    200, "text/html", page(pages.exam, nonce, f"/{pages.token}").encode(), POLICY.format(nonce=nonce)
                )
            elif asked == "boxes":
                with pages.lock:
                    self.reply(200, "application/json", json.dumps(pages.groups()).encode())
            elif asked and asked.startswith("picture/") and (found := pages.picture(asked.removeprefix("picture/"))):
                self.reply(200, "image/png", found)
            else:
                self.reply(404, "text/plain", b"There is no such page.")

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length") or "0"
            if self.asked() != "told" or not length.isdecimal() or int(length) > MOST_BYTES:
                self.close_connection = True
                self.reply(404, "text/plain", b"There is no such page.")
                return
            try:
                said = json.loads(self.rfile.read(int(length)))
                with pages.lock:
                    answer = pages.told(said)
            except UserError as error:
                answer = {"refused": str(error)}
            except (ValueError, KeyError, IndexError, TypeError):
                self.reply(400, "text/plain", b"That is no answer to a box.")
                return
            self.reply(200, "application/json", json.dumps(answer).encode())

        def asked(self) -> str | None:
            """The address below the token; None: it is asked by somebody who does not know it, or for another site."""
            named = (self.headers.get("Host") or "").rpartition(":")[0] in LOCAL
            begin = f"/{pages.token}/"
            same = secrets.compare_digest(self.path[: len(begin)].encode(), begin.encode())
            return self.path[len(begin) :] if named and same else None

        def reply(self, status: int, kind: str, body: bytes, policy: str = "default-src 'none'") -> None:
            """Sends an answer."""
            self.send_response(status)
            self.send_header("Content-Type", kind if kind == "image/png" else f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cache-Control", "no-store")
            with suppress(ConnectionError):
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is printed for a page."""

    made = ThreadingHTTPServer((HOST, 0), Handler)
    made.daemon_threads = True
    return made
