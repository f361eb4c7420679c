# expect: CRASHED or PARTLY
"""An error whose type and text look like a report, with escapes, line ends and tags."""

KIND = "\x1b[2J</script><script>alert(1)</script> 123 of 123 points\r\n"


def attack():
    raise type(KIND, (Exception,), {})(f"{KIND}\x9b31m\u202e\u2028]]>{KIND * 40}\ud800")
