"""Pages of files: each once and in order, at their own resolution; what cannot be read is one sentence with a next step."""

import io
import zipfile

import numpy as np
import pypdf
import pypdfium2
import pytest
from PIL import Image
from scanned_papers import paper

from quizgen.classroom.scan import page_images as module
from quizgen.classroom.scan.page_images import page_images
from quizgen.errors import UserError

GREY = np.tile(np.linspace(0, 255, 240).astype(np.uint8), (300, 1))


def pages(path):
    return list(page_images(path))


def refused(path):
    with pytest.raises(UserError) as caught:
        pages(path)
    sentence = str(caught.value)
    assert path.name in sentence and sentence.endswith(".") and "\n" not in sentence
    return sentence


def saved(path, grey=GREY, **how):
    Image.fromarray(grey).save(path, **how)
    return path


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.bmp", "without an ending"])
def test_a_picture_is_one_page_of_its_own_pixels(tmp_path, name):
    path = tmp_path / name
    saved(path, format=None if "." in name else "PNG")
    (page,) = pages(path)
    assert (page.source, page.number) == (name, 1) and (page.grey == GREY).all() and page.grey.dtype == np.uint8


def test_a_jpeg_is_turned_as_the_camera_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    path = saved(tmp_path / "photo.jpg", exif=exif)
    (page,) = pages(path)
    assert page.grey.shape == (240, 300) and np.abs(page.grey.astype(int) - np.rot90(GREY, -1)).max() < 12


def test_a_tiff_has_many_pages_and_each_is_read_when_it_is_wanted(tmp_path):
    many = [Image.fromarray(np.full((300, 240), n * 20, np.uint8)) for n in range(5)]
    path = tmp_path / "many.tiff"
    many[0].save(path, save_all=True, append_images=many[1:])
    coming = page_images(path)
    assert next(coming).grey[0, 0] == 0
    assert [(page.number, int(page.grey[0, 0])) for page in coming] == [(n + 1, n * 20) for n in range(1, 5)]


@pytest.mark.parametrize("mode", ["1", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_picture_becomes_grey(tmp_path, mode):
    light = Image.fromarray(np.full((300, 240), 255, np.uint8))
    made = Image.fromarray(np.full((300, 240), 65535, np.uint16)) if mode == "I;16" else light.convert(mode)
    path = tmp_path / "a.tif"
    made.save(path)
    assert pages(path)[0].grey.min() >= 250


def test_what_is_transparent_is_white(tmp_path):
    Image.new("RGBA", (240, 300), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert pages(tmp_path / "a.png")[0].grey.min() == 255


# ---------------------------------------------------------------- PDF


def scan_as_pdf(path, dpi, count=1):
    grey = np.full((int(11 * dpi), int(8.5 * dpi)), 240, np.uint8)
    first, *rest = [Image.fromarray(grey)] * count
    first.save(path, resolution=dpi, save_all=True, append_images=rest)
    return path


@pytest.mark.parametrize(("dpi", "expected"), [(150, 150), (300, 300), (1200, 400)])
def test_a_scan_is_rendered_at_its_own_resolution_up_to_a_limit(tmp_path, dpi, expected):
    (page,) = pages(scan_as_pdf(tmp_path / "scan.pdf", dpi))
    assert page.grey.shape == pytest.approx((11 * expected, 8.5 * expected), abs=2)


def test_a_printed_pdf_is_rendered_at_200_dpi_page_by_page(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper(0).pdf)
    first = next(page_images(path))
    assert first.number == 1 and first.grey.shape == pytest.approx((2339, 1654), abs=2)
    with pypdfium2.PdfDocument(path) as document:
        assert [page.number for page in page_images(path)] == list(range(1, len(document) + 1))


# ---------------------------------------------------------------- what is no page


def test_an_empty_missing_or_foreign_file(tmp_path):
    assert "empty" in refused(made(tmp_path / "a.pdf", b""))
    assert "no such file" in refused(tmp_path / "missing.png")
    assert "cannot be opened" in refused(folder(tmp_path / "folder.png"))
    assert "no PDF file and no picture" in refused(made(tmp_path / "notes.txt", b"hello"))
    assert "no PDF file and no picture" in refused(made(tmp_path / "a.png", bytes(range(256)) * 9))
    assert "HEIC" in refused(made(tmp_path / "a.heic", b"\0\0\0\x18ftypheic" + bytes(90)))


def made(path, data):
    path.write_bytes(data)
    return path


def folder(path):
    path.mkdir()
    return path


def test_a_zip_file_is_to_be_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.pdf", "w") as archive:
        archive.writestr("x.png", b"")
    assert "unpack" in refused(tmp_path / "a.pdf")


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.bmp"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_a_truncated_picture_is_refused(tmp_path, name, part):
    noise = np.random.default_rng(0).integers(0, 255, (300, 240)).astype(np.uint8)
    whole = saved(tmp_path / name, noise).read_bytes()
    refused(made(tmp_path / name, whole[: int(part * len(whole))]))


@pytest.mark.parametrize("part", [0.01, 0.4])
def test_a_truncated_pdf_is_refused_or_read_in_part(tmp_path, part):
    data = scan_as_pdf(tmp_path / "scan.pdf", 100, 3).read_bytes()
    assert "not a whole PDF file" in refused(made(tmp_path / "scan.pdf", data[: int(part * len(data))]))


def test_an_encrypted_pdf_is_to_be_saved_without_its_password(tmp_path):
    writer = pypdf.PdfWriter(io.BytesIO(paper(0).pdf))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert "password" in refused(tmp_path / "locked.pdf")


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "bomb.png"
    Image.new("1", (30_000, 30_000)).save(path)
    monkeypatch.setattr(module, "sixteen_bits", None)
    assert path.stat().st_size < 1_000_000 and "30000 x 30000 pixels" in refused(path)


def test_a_pdf_page_of_the_size_of_a_wall_is_refused(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(14_000, 14_000)
    writer.write(tmp_path / "wall.pdf")
    assert "no page of an exam" in refused(tmp_path / "wall.pdf")


def test_a_stamp_is_too_small(tmp_path):
    assert "150 dpi" in refused(saved(tmp_path / "stamp.png", np.zeros((60, 60), np.uint8)))


@pytest.mark.parametrize("library", ["pypdfium2", "PIL"])
def test_without_its_libraries_it_says_how_to_get_them(tmp_path, monkeypatch, library):
    import sys

    path = made(tmp_path / "paper.pdf", paper(0).pdf) if library == "pypdfium2" else saved(tmp_path / "a.png")
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UserError, match=r"pip install 'quizgen\[scan\]'"):
        pages(path)
