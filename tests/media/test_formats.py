"""Files to hand out: the built-in formats, and one that a plug-in adds."""

import importlib.metadata

import pytest
from rendered import PAPER

from quizgen import media
from quizgen.media import formats


def names_of(quizzes, key, token):
    """A medium of a plug-in: the ids of the quizzes."""
    return f"{[(quiz.id, token(quiz)) for quiz in quizzes]} {key}".encode()


@pytest.fixture
def plugged(monkeypatch):
    entry = importlib.metadata.EntryPoint("names", f"{__name__}:names_of", media.GROUP)
    monkeypatch.setattr(type(entry), "load", lambda self: names_of)
    monkeypatch.setattr(media, "entry_points", lambda group: [entry] if group == media.GROUP else [])
    formats.cache_clear()
    yield
    formats.cache_clear()


def test_the_built_in_formats_make_files_of_their_sort():
    assert set(formats()) == {"html", "ipynb", "latex", "md", "pdf"}
    assert formats()["pdf"].make([PAPER], False, str).startswith(b"%PDF")
    assert formats()["html"].make([PAPER, PAPER], True, str).startswith(b"<!DOCTYPE html>")
    assert formats()["md"].make([PAPER, PAPER], True, str).count(b"\n# Forward pass") == 1
    assert (
        formats()["latex"].make([PAPER, PAPER], True, str).count(rb"\newpaper") == 2
    )  # its definition, and between them


def test_a_plug_in_adds_a_format_that_export_writes(plugged, tmp_path):
    from quizgen.documents.papers import export

    files = export([PAPER], tmp_path, "names", token=lambda quiz: "signed")
    assert [file.name for file in files] == ["forward-pass-5.names", "key.names"]
    assert files[1].read_text() == "[('forward-pass-5', 'signed')] True"
