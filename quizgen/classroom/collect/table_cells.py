"""The cells of a table as what was typed into them; what a spreadsheet made of it instead is noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from quizgen.model import storable

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(rf"\d{{1,2}}[-. ]({MONTHS})([-. ]\d+)?|({MONTHS})-\d+|\d{{4}}-\d\d-\d\d( 00:00:00)?", re.IGNORECASE)
FAULT = re.compile(r"#(NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|N/A|#+)|Err:\d+")
IS_DATE = "is a date, which the spreadsheet made of what was typed. Make it a text cell, and type the answer again"
IS_FAULT = "holds an error of the spreadsheet. Make it a text cell, and type the answer again"
SAVE_AGAIN = "Save it again as 'CSV UTF-8', or as .xlsx."


def cell_text(cell: Any) -> str:
    """What a cell says; an apostrophe before what a spreadsheet would take for a formula is none of it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    text = str(cell).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return storable(re.sub(r"^'(?=[=+\-@])", "", text))


def trouble(cell: Any) -> str:
    """Why a cell does not hold what was typed; "" if it does."""
    if isinstance(cell, (date, time, timedelta)) or (isinstance(cell, str) and DATE.fullmatch(cell.strip())):
        return IS_DATE
    if isinstance(cell, str) and FAULT.fullmatch(cell.strip()):
        return IS_FAULT
    return str(cell.why) if isinstance(cell, Unusable) else ""


@dataclass(frozen=True)
class Unusable:
    """In place of a cell that cannot be used: why."""

    why: str

    def __str__(self) -> str:
        return "?"
