"""The QR code of each page, against a QR code made in full."""

from quizgen.documents.exam.qr import SIZE, modules, page_codes


def test_every_page_of_every_paper_has_its_own_code_as_made_in_full():
    for code in ("ABCDEFGH", "22222222", "Y9X8W7V6"):
        assert page_codes(code, 120) == [f"{modules(code, page):0111x}" for page in range(1, 121)]


def test_a_code_has_the_three_marks_by_which_readers_find_it():
    (digits,) = page_codes("K3M4N5P6", 1)
    bits = bin(int(digits, 16))[2:].zfill(SIZE * SIZE)
    rows = [bits[start : start + SIZE] for start in range(0, SIZE * SIZE, SIZE)]
    edge = "1111111"
    assert rows[0].startswith(edge) and rows[0].endswith(edge) and rows[-1].startswith(edge)
    assert not rows[-1].endswith(edge)
