"""The process that compiles some documents: jobs come in by stdin, PDFs and errors go out by stdout, each one pickled."""

from __future__ import annotations

import pickle
import signal
import sys

from quizgen.media.pdf import forget
from quizgen.media.pdf_pool import FULL, Compiled, Job, compiled

REMEMBERED = 2  # documents whose parts Typst keeps, in case others have the same: it takes 12 MB for each


def main() -> None:
    """Compiles the jobs, in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    try:
        for number, job in enumerate(pickle.load(sys.stdin.buffer), 1):
            pickle.dump(result(job), sys.stdout.buffer)
            sys.stdout.buffer.flush()
            if number % REMEMBERED == 0:
                forget()
    except OSError:
        sys.exit(FULL)


def result(job: Job) -> Compiled | Exception:
    """What a job gives: its PDF, or its error without the cause, which does not pickle."""
    try:
        return compiled(job)
    except OSError:
        raise
    except Exception as error:
        return type(error)(str(error))
