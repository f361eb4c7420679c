"""The page for boxes of scanned papers in a real browser, by keyboard alone. `pytest -m browser`."""

from __future__ import annotations

import shutil
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from accessibility import violations
from cli_program import empty_workspace, output_of
from scanned_pages import heads, keep_paper, make_scanned_exam, typed_blanks

from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.exam.entered_grade import EnteredGrades
from quizgen.cli.scan_desk import ScanDesk
from quizgen.cli.scan_exam import Scan
from quizgen.cli.scan_page import DeskPages, address_of, server
from quizgen.generate.exam.seeds import written_code
from quizgen.store import Store

pytestmark = pytest.mark.browser
ALT = 1


@contextmanager
def served(store):
    """The address of the page of all boxes that wait, and the desk behind it."""
    scan = Scan(
        Path("exam"), "midterm", store, store.papers("midterm"), EnteredGrades(store, CourseRules.of(store), ""), "Mia"
    )
    scan.read()
    desk = ScanDesk(scan.folder, scan.scanned, scan.grades, scan.by)
    pages = DeskPages(desk, "midterm")
    with server(pages) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        try:
            yield address_of(running, pages), desk
        finally:
            running.shutdown()
            thread.join()


@pytest.fixture
def exam(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    make_scanned_exam()
    made = heads()
    for id in ("ada", "bob"):
        keep_paper(made[id], typed_blanks(made[id]))
    return made


def alt(browser, code: str) -> None:
    """Presses Alt and a letter."""
    fields = {"key": code[-1].lower(), "code": code, "windowsVirtualKeyCode": ord(code[-1]), "modifiers": ALT}
    browser("Input.dispatchKeyEvent", type="rawKeyDown", **fields)
    browser("Input.dispatchKeyEvent", type="keyUp", **fields)


def wait_until(browser, condition: str) -> None:
    """Waits until a condition holds on the page."""
    assert browser.run(
        f"""new Promise(done => {{ const began = Date.now(); const look = () => {condition} ? done(true)
        : Date.now() - began > 10000 ? done(false) : setTimeout(look, 20); look(); }})"""
    ), (condition, browser.run("document.body.innerText"))


def settled(browser) -> None:
    """Waits until all that was typed is kept."""
    browser.run("new Promise(done => setTimeout(done, 0)).then(() => busy)")


def open_page(browser, address: str) -> None:
    browser.open(address)
    wait_until(browser, "document.activeElement.tagName === 'INPUT'")


def focused(browser) -> str:
    """The paper whose box has the focus."""
    return browser.run("document.querySelector('article:focus-within label')?.textContent ?? ''")


def typed(browser, text: str) -> None:
    browser.type(text)
    browser.press("Enter")
    settled(browser)


def title(browser) -> str:
    return browser.run("document.getElementById('title').textContent")


def status(browser) -> str:
    return browser.run("document.getElementById('last').textContent")


def grades(student: str, db: str = "quizgen.db"):
    with Store.open(db) as store:
        return [record.grade for record in store.grades(student, latest=True)]


def test_all_is_read_by_keyboard_alone_and_graded_as_if_it_had_been_typed(browser, exam):
    answers = {head.code: typed_blanks(head) for head in exam.values()}
    shutil.copy("quizgen.db", "typed.db")
    shutil.copytree("exam", "typed")
    with Store.open("quizgen.db") as store, served(store) as (address, desk):
        open_page(browser, address)
        for box in desk.boxes:
            assert focused(browser) == f"paper {written_code(box.head.code)}"
            typed(browser, answers[box.head.code][box.blank.target, box.blank.part])
        assert title(browser) == "Nothing waits any more."
        assert all(one.startswith(address.rpartition("/")[0].rpartition("/")[0]) for one in browser.requests)
    for id in ("ada", "bob"):
        (mine,) = grades(id)
        assert mine.points == sum(mark.max_points for mark in mine.marks[:-1]) + 2, (
            "all right, and 2 points for the words"
        )
        lines = [exam[id].code, *answers[exam[id].code].values()]
        output_of("--db", "typed.db", "enter", "typed", "--by", "Mia", typed="\n".join([*lines, "q", ""]))
        (other,) = grades(id, "typed.db")
        assert grade_key(mine) == grade_key(other)


def grade_key(grade):
    return tuple((mark.ask, mark.verdict, mark.points, mark.feedback, mark.typed) for mark in grade.marks)


def test_undo_blank_unreadable_and_what_is_no_answer(browser, exam):
    with Store.open("quizgen.db") as store, served(store) as (address, desk):
        open_page(browser, address)
        first, second = desk.boxes[:2]
        typed(browser, "0.5x")
        assert "cannot be read as a number" in status(browser) and focused(browser).endswith(
            written_code(first.head.code)
        )
        browser.run("document.activeElement.select()")
        typed(browser, "0.5")
        assert focused(browser).endswith(written_code(second.head.code))
        alt(browser, "KeyZ")
        settled(browser)
        assert focused(browser).endswith(written_code(first.head.code)) and desk.waits(first)
        browser.press("b")
        settled(browser)
        browser.press("x")
        settled(browser)
        assert [desk.opened(box.head).entry.given[box.blank].text for box in (first, second)] == ["", "?"]
        group = title(browser), browser.run("document.getElementById('asked').textContent")
        browser.press("Enter")
        assert (title(browser), browser.run("document.getElementById('asked').textContent")) == group, (
            "the next box of it"
        )
        alt(browser, "KeyN")
        assert browser.run("document.getElementById('asked').textContent") != group[1]
        while title(browser) != desk.boxes[-1].variant.title:
            alt(browser, "KeyN")
        typed(browser, "99")
        assert "It can get 0 to" in status(browser)
        assert browser.run("document.querySelectorAll('#scheme li').length") > 1, (
            "what to look for in an answer in words"
        )


def test_nothing_on_the_page_is_run_or_asked_for_from_elsewhere(browser, exam):
    with Store.open("quizgen.db") as store, served(store) as (address, _):
        open_page(browser, address)
        browser.events.clear()
        browser.run(
            "document.body.append(Object.assign(document.createElement('img'), {src: 'http://127.0.0.1:1/x.png'}))"
        )
        assert browser.wait_for("Network.loadingFailed")["blockedReason"] == "csp"
        browser.run(
            "{ const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); }"
        )
        assert browser.run("window.ran") is None
        for wrong in (address.replace("127.0.0.1", "localhost").rstrip("/")[:-3] + "abc/", address.split("/")[2]):
            wrong = wrong if wrong.startswith("http") else f"http://{wrong}/boxes"
            assert requested(wrong)[0] == 404
        assert requested(address, Host="evil.example")[0] == 404
        assert requested(f"{address}picture/0/../../pages.jsonl")[0] == 404
        assert requested(f"{address}picture/-1/0")[0] == requested(f"{address}picture/999/0")[0] == 404
        assert requested(f"{address}told", data=b"[]")[0] == requested(f"{address}told", data=b"{")[0] == 400
        status, headers = requested(address)
        assert status == 200 and "default-src 'none'" in headers["Content-Security-Policy"]


def requested(address: str, data: bytes | None = None, **headers: str):
    """The status and the headers of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data, headers)) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [700, 1280])
def test_everybody_can_use_it(browser, exam, width, dark):
    with Store.open("quizgen.db") as store, served(store) as (address, _):
        browser.screen(width, dark=dark)
        open_page(browser, address)
        assert violations(browser) == []
        assert browser.run("document.documentElement.scrollWidth") <= width
