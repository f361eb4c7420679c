"""The preview in a real browser: what is saved is what is shown, without a hand on the page."""

import threading
import time
from pathlib import Path

import pytest

from quizgen.authoring.bank import Bank
from quizgen.authoring.skeleton import write_skeleton
from quizgen.cli.preview import server

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path):
    path = write_skeleton("forward-pass/two-steps", tmp_path / "bank", Bank.load())[0]
    serving = server(path, 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield path, f"http://127.0.0.1:{serving.server_port}/"
    serving.shutdown()
    serving.server_close()


def shown(browser, script: str, wanted: object) -> None:
    """Wait until an expression gives what is wanted."""
    for _ in range(100):
        try:
            if browser.run(script) == wanted:
                return
        except AssertionError as error:
            if "navigated or closed" not in str(error):  # a page that is being loaded again does not answer
                raise
        time.sleep(0.1)
    raise AssertionError(browser.run(script))


def test_a_save_is_shown_at_once(browser, served):
    path, address = served
    browser.open(address)
    shown(browser, "document.querySelector('h1')?.textContent", "Two steps")
    within = "document.querySelector('iframe')?.contentDocument.querySelector('h2')?.textContent.includes('Both')"
    time.sleep(0.7)  # the page has asked for the state once
    path.write_text(Path(path).read_text().replace('title="Two steps"', 'title="Both steps"'))
    shown(browser, "document.querySelector('h1')?.textContent", "Both steps")
    shown(browser, within, True)
    path.write_text("x = (")
    shown(browser, "document.querySelector('strong')?.textContent", f"{path} cannot be shown.")
    path.write_text(Bank.load().get("forward-h2").source)
    shown(browser, "document.querySelector('h1')?.textContent", "Two steps of a vanilla RNN")
    shown(browser, "document.querySelectorAll('.row iframe').length", 10)
    assert all(request.startswith((address, "data:")) for request in browser.requests)
