"""A web server on loopback that shows an exercise while it is being written."""

from __future__ import annotations

from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from quizgen.documents.preview import Preview

HOST = "127.0.0.1"
LOCAL = (HOST, "localhost")  # the names under which a page may be asked for: another name is another site's


def server(path: Path, port: int) -> ThreadingHTTPServer:
    """A server of the pages of one exercise file, on loopback; port 0 is any free one. OSError: the port is taken."""
    preview = Preview(path)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            named = (self.headers.get("Host") or "").rpartition(":")[0] in LOCAL
            page = preview.page(asked.path, dict(parse_qsl(asked.query))) if named else None
            body = (page or "There is no such page.").encode()
            self.send_response(404 if page is None else 200)
            kind = "plain" if page is None or asked.path == "/state" else "html"
            self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            with suppress(ConnectionError):  # a page that is reloaded no longer waits for its parts
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is printed for a page."""

    return ThreadingHTTPServer((HOST, port), Handler)
