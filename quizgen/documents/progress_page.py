"""Progress as a page, of a learner or of a class: it opens offline, prints, and runs no script."""

from __future__ import annotations

from quizgen.documents import progress_chart as chart
from quizgen.documents import progress_words as words
from quizgen.documents.class_summary import practice
from quizgen.documents.feedback import formulas
from quizgen.documents.progress import MisconceptionRow, Phase, Progress, State
from quizgen.documents.progress_class import ClassProgress
from quizgen.documents.static_page import static_page
from quizgen.model import topic_name
from reference_rnn import title


def page(found: Progress) -> str:
    """The page of one learner."""
    columns = found.timeline.columns
    return static_page(
        "progress.html.j2",
        found=found,
        heading=words.heading(found),
        words=words,
        chart=chart,
        formulas=formulas,
        topic_name=topic_name,
        title=title,
        known=State.KNOWN,
        closed=State.CLOSED,
        practice=practise,
        ends=(words.short_date(columns[0].first), words.short_date(columns[-1].last)) if columns else ("", ""),
    )


def practise(row: MisconceptionRow) -> str:
    """The command that practises a misconception; "" for one that is cleared."""
    return "" if row.phase is Phase.CLEARED else practice([row.standing.id])


def class_page(found: ClassProgress) -> str:
    """The page of a class. It names learners."""
    return static_page(
        "progress_class.html.j2",
        found=found,
        asked=[one for one in found.topics if one.known or one.begun],
        never=[topic_name(one.topic) for one in found.topics if not (one.known or one.begun)],
        words=words,
        chart=chart,
        formulas=formulas,
        topic_name=topic_name,
        title=title,
        practice=practice,
    )
