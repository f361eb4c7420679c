"""The smallest repair of a wrong function: a change of one or two lines with which it passes all its checks."""

from quizgen.submissions.repair.edit import Repair
from quizgen.submissions.repair.search import repairs

__all__ = ["Repair", "repairs"]
