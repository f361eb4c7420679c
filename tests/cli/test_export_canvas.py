"""quizgen export --format canvas: what is one question for all, and of what Canvas draws one for each student."""

from __future__ import annotations

from pathlib import Path

import pytest
from canvas_reader import Group, read_package
from cli_program import empty_workspace, output_of

TWICE = ("export", "--format", "canvas", "--exercise", "forward-h2", "--seed", "4")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def exported(*words: str):
    """The entries of the only quiz that is written."""
    output_of(*words)
    (path,) = Path("exam").glob("*.canvas.zip")
    return read_package(path.read_bytes()).entries


def test_questions_on_one_exercise_are_asked_all():
    assert [entry.ident[-3:] for entry in exported(*TWICE, "--count", "2")] == [".q1", ".q2"]


def test_variants_of_each_question_are_a_group_of_which_one_is_drawn():
    groups = exported(*TWICE, "--count", "2", "--variants", "3")
    assert all(isinstance(group, Group) and group.pick == 1 for group in groups)
    assert [len(group.questions) for group in groups] == [3, 3]
    texts = {question.text for group in groups for question in group.questions}
    assert len(texts) == 6, "no two variants are the same, in whichever group"


def test_more_variants_than_a_quiz_holds_are_one_group():
    (group,) = exported(*TWICE, "--count", "1", "--variants", "201")
    assert len(group.questions) == 201
