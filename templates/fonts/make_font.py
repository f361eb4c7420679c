"""Make maths.woff2, the part of STIX Two Math that formulas of quizzes need, from the font in the PyPI package ziamath.

    pip install fonttools==4.68.0 brotli==1.2.1 ziamath==0.13
    python templates/fonts/make_font.py

The font is under the SIL Open Font License (OFL.txt); its subset has a name of its own, which no installed font has.
"""

from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

NAME = "Quizgen Maths"
HERE = Path(__file__).parent
LETTERS = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xA0), (0xAC, 0xAC), (0xAF, 0xB4), (0xB7, 0xB7), (0xD7, 0xD7), (0xF7, 0xF7),  # signs of Latin-1
    (0x391, 0x3A9), (0x3B1, 0x3C9), (0x3D1, 0x3D1), (0x3D5, 0x3D6), (0x3F0, 0x3F1), (0x3F5, 0x3F5),  # Greek
    (0x1D400, 0x1D467),  # bold and italic Latin letters: W, b
    (0x2112, 0x2112), (0x2130, 0x2131), (0x1D4A9, 0x1D4AA),  # script: a loss, an order
    (0x1D6E2, 0x1D71B),  # italic Greek
    (0x2102, 0x2102), (0x210E, 0x210F), (0x2113, 0x2113), (0x2115, 0x2115), (0x211D, 0x211D), (0x2124, 0x2124),  # ℝ, ℕ
]  # fmt: skip
SIGNS = [
    (0x2C6, 0x2C7), (0x2D8, 0x2DC), (0x300, 0x304), (0x306, 0x308), (0x30C, 0x30C), (0x338, 0x338), (0x20D7, 0x20D7),  # accents
    (0x2010, 0x2014), (0x2016, 0x2016), (0x2018, 0x201D), (0x2020, 0x2022), (0x2026, 0x2026), (0x2032, 0x2034),
    (0x2061, 0x2064), (0x203E, 0x203E), (0x2190, 0x2199), (0x21A6, 0x21A6), (0x21D0, 0x21D4), (0x27F5, 0x27FA),
    (0x2200, 0x220F), (0x2211, 0x221E), (0x2223, 0x2223), (0x2225, 0x222C), (0x2234, 0x2237), (0x223C, 0x223C),
    (0x2243, 0x2243), (0x2245, 0x2245), (0x2248, 0x2248), (0x2254, 0x2254), (0x225C, 0x225F), (0x2260, 0x2261),
    (0x2264, 0x2265), (0x226A, 0x226B), (0x221D, 0x221D), (0x2282, 0x2287), (0x2295, 0x2299), (0x22A4, 0x22A5),
    (0x22C0, 0x22C6), (0x22EE, 0x22F1), (0x2308, 0x230B), (0x23B4, 0x23B5), (0x23DC, 0x23DF), (0x25A0, 0x25A1),
    (0x27E8, 0x27E9), (0x2A7D, 0x2A7E),
]  # fmt: skip


def options() -> subset.Options:
    """What is kept beside the letters: the MATH table, which stretches brackets, and the shapes for small sizes."""
    made = subset.Options()
    made.flavor = "woff2"
    made.hinting = False
    made.layout_features = ["ssty", "dtls", "flac", "ccmp", "mark", "mkmk", "kern"]
    made.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    made.drop_tables += ["DSIG"]
    return made


def rename(font: TTFont) -> None:
    """The subset under its own name."""
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = NAME.replace(" ", "") if record.nameID == 6 else NAME


def main() -> None:
    """Write maths.woff2 beside this file."""
    with files("ziamath").joinpath("fonts/STIXTwoMath-Regular.ttf").open("rb") as source:
        font = TTFont(source, recalcTimestamp=False)
        subsetter = subset.Subsetter(options())
        subsetter.populate(unicodes=[code for first, last in LETTERS + SIGNS for code in range(first, last + 1)])
        subsetter.subset(font)
        rename(font)
        font.flavor = "woff2"
        font.save(HERE / "maths.woff2")


if __name__ == "__main__":
    main()
