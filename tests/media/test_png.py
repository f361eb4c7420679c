"""Grey pictures survive being written as PNG."""

import numpy as np
import pytest
from exam_papers import read_png
from hypothesis import given
from hypothesis import strategies as st

from quizgen.media.png import png


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32))
def test_a_picture_is_read_back_as_it_was(height, width, seed):
    picture = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.uint8)
    assert (read_png(png(picture)) == picture).all()


@pytest.mark.parametrize("value", [0, 255])
def test_another_reader_agrees(value):
    image = pytest.importorskip("PIL.Image")
    import io

    picture = np.full((30, 50), value, np.uint8)
    picture[10:20, 5:40] = 128
    with image.open(io.BytesIO(png(picture))) as read:
        assert read.mode == "L" and (np.asarray(read) == picture).all()
