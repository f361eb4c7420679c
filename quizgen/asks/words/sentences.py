"""What a learner reads about an answer in words: what was said, what is missing, what is contradicted."""

from __future__ import annotations

from quizgen.asks.words.assessment import Assessment


def feedback(found: Assessment) -> str:
    """Markup; never a percentage."""
    sentences = [f"Said: {one.point.text}" for one in found.found]
    sentences += [f"Missing: {point.text}" for point in found.missing]
    sentences += [f"Not so: {one.claim.text}" for one in found.contradicted]
    return " ".join(sentences)
