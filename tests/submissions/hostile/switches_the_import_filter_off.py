# expect: RIGHT
"""Takes away what refuses its imports, tells Python where the reference is, and imports that."""

import sys


def attack():
    for name, module in list(sys.modules.items()):
        if name.endswith("missing_modules"):
            module.FORBIDDEN = frozenset()
            module.AVAILABLE = {"quizgen", "reference_rnn", "numpy"}
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder.__name__ != "ImportFilter"]
    sys.path[:0] = ["__SOURCES__"]
    sys.path_importer_cache.clear()
    for name in ("reference_rnn", "quizgen.submissions.checks", "question_bank"):
        if module := attempt(__import__, name):
            got(f"{name} from {module.__file__}")
