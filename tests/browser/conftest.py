"""One browser for all tests of a run, a tab with a storage of its own for each."""

import pytest
from chromium import Page, chromium


@pytest.fixture(scope="session")
def _process(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as pipe:
        yield pipe


@pytest.fixture
def browser(_process, tmp_path):
    """A tab of Chromium; what it downloads is in tmp_path."""
    page = Page(_process)
    page.downloads_to(tmp_path)
    yield page
    page.close()
