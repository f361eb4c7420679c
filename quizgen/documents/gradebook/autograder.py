"""The zip that Gradescope runs as an autograder: setup.sh, run_autograder and the wheel, all at its top."""

from __future__ import annotations

import io
import shlex
import zipfile
from collections.abc import Sequence

from quizgen import content
from quizgen.documents.own_wheel import DATE, own_wheel


def autograder(options: Sequence[str]) -> bytes:
    """The zip; `options` are those of `quizgen grade` that every submission is graded with."""
    from jinja2 import Template

    folder = content("templates")
    run = Template((folder / "gradescope-run.sh.j2").read_text(encoding="utf-8"), keep_trailing_newline=True)
    more = "".join(f" {shlex.quote(option)}" for option in options)
    wheel, packed = own_wheel()
    members = {
        "setup.sh": (folder / "gradescope-setup.sh").read_bytes(),
        "run_autograder": run.render(options=more).encode(),
        wheel: packed,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, DATE)
            member.external_attr = (0o100644 if name == wheel else 0o100755) << 16
            archive.writestr(member, data, zipfile.ZIP_STORED if name == wheel else zipfile.ZIP_DEFLATED)
    return made.getvalue()
