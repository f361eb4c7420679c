"""The process that compiles some documents: jobs come in by stdin, PDFs and errors go out by stdout, each one pickled."""

from __future__ import annotations

import pickle
import signal
import sys

from quizgen.media.pdf_pool import FULL, Compiled, Job, compiled


def main() -> None:
    """Compiles the jobs, in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    try:
        for job in pickle.load(sys.stdin.buffer):
            pickle.dump(result(job), sys.stdout.buffer)
            sys.stdout.buffer.flush()
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
