"""Makes the pictures of docs/scanning.md: the page on which boxes are read (boxes-page.png), and a page of a marked paper
(marked-page.png), of an exam that is answered and scanned as in the tests.

    python docs/pictures/make_scan_pictures.py

Each picture carries a digest of the templates that it shows; tests/docs/test_pictures.py fails when these have changed since: then
run this script again, and look at the pictures.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHOWN = {  # the templates of each picture
    "boxes-page.png": ("scan_page.html.j2", "scan_page.js"),
    "marked-page.png": ("returned.typ",),
}
PLAN = """name = "rnn-quiz"
title = "Recurrent neural networks: quiz"

[layout]
title_page = false

[[section]]
exercises = ["forward-h2", "forward-mcq", "unfold-dependency", "why-sum"]
"""
ROSTER = "id,name\n" + "".join(
    f"s{n},{name}\n" for n, name in enumerate(("Ada Lovelace", "Ben Ito", "Grace Hopper", "Emmy Noether"))
)


def digest(name: str) -> bytes:
    """What a picture carries to say of which templates it is."""
    found = hashlib.sha256()
    for template in SHOWN[name]:
        found.update((ROOT / "templates" / template).read_bytes())
    return found.hexdigest().encode()


def pictures() -> ModuleType:
    """The script of the other pictures."""
    spec = importlib.util.spec_from_file_location("make_pictures", HERE / "make_pictures.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_pictures"] = module
    spec.loader.exec_module(module)
    return module


def write(name: str, image: bytes) -> None:
    """A picture with the digest of its templates."""
    after_head = 8 + 25  # the signature, and the chunk IHDR
    chunk = pictures().text_chunk(b"Page", digest(name))
    (HERE / name).write_bytes(image[:after_head] + chunk + image[after_head:])


def main() -> None:
    """Makes an exam, has it answered and scanned, and takes both pictures."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]
    import numpy as np
    import pypdfium2
    from answered_exam import answered_pages, answers_of, save_pdf, scanned
    from chromium import Page, chromium
    from cli_program import quizgen
    from exam_of_four import make_exam
    from scanned_pages import typed_blanks

    from quizgen.cli.scan_desk import ScanDesk
    from quizgen.cli.scan_exam import Scan
    from quizgen.cli.scan_page import DeskPages, address_of, server
    from quizgen.store import Store

    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        make_exam(PLAN, ROSTER)
        random = np.random.default_rng(16)
        with Store.open("quizgen.db") as store:
            papers = store.papers("rnn-quiz")
        written = {head.student.id: answers_of(head, random) for head in papers}
        for head in papers:  # nothing is left empty
            mine = written[head.student.id]
            mine.update({blank: right for blank, right in typed_blanks(head).items() if not mine[blank]})
        for head in papers:
            pages = answered_pages(head, written[head.student.id], random)
            bad = ("rotated to 5°",) if head.student.id == "s1" else ("folds", "noise", "shadows")
            save_pdf(Path(f"scans/{head.student.id}.pdf"), scanned(pages, random, bad))
        quizgen("scan", "scans")
        with Store.open("quizgen.db") as store, chromium(Path(place, "profile")) as pipe:
            scan = Scan.of(Path("exam"), store, "Eve")
            scan.read()
            desk = ScanDesk(scan.folder, scan.scanned, scan.grades, "Eve")
            shown = DeskPages(desk, "rnn-quiz")
            with server(shown) as running:
                threading.Thread(target=running.serve_forever, daemon=True).start()
                page = Page(pipe)
                page.screen(1280, 560)
                page.open(address_of(running, shown))
                while not page.run("document.activeElement.tagName === 'INPUT'"):
                    time.sleep(0.1)
                for box in desk.boxes[:3]:
                    page.type(written[box.head.student.id][box.blank.target, box.blank.part])
                    page.press("Enter")
                    page.run("new Promise(done => setTimeout(done, 0)).then(() => busy)")
                page.run("Promise.all([...document.images].map(one => one.decode()))")
                write("boxes-page.png", page.picture(whole=False))
                running.shutdown()
            for box in desk.left():
                desk.give(box, written[box.head.student.id][box.blank.target, box.blank.part] or "0")
        quizgen("scan", "scans", "--return", "marked")
        with pypdfium2.PdfDocument(Path("marked/s1 Ben Ito.pdf")) as document:
            stream = io.BytesIO()
            document[0].render(scale=1.25).to_pil().save(stream, "PNG", optimize=True)
        write("marked-page.png", stream.getvalue())
        os.chdir(HERE)


if __name__ == "__main__":
    main()
