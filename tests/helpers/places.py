"""The paths of the checkout, the tests, the sample submissions and the golden files."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
SUBMISSIONS = TESTS / "submissions"
RIGHT = SUBMISSIONS / "right"
GOLDEN = TESTS / "golden"
DATA = TESTS / "data"
