# expect: RIGHT
"""Fetches a page, as half of the web's example code does."""


def attack():
    request = attempt(__import__, "urllib.request", fromlist=["urlopen"])
    if request and attempt(request.urlopen, "http://127.0.0.1:__TCP__/", timeout=0.5):
        got("a page")
