# expect: RIGHT
"""Names its cells three times, once with those of another format, and each of their parts twice."""

import json


def made(honest):
    cell = f'{{"cell_type": "raw", "source": "x", "cell_type": "code", "source": {json.dumps(honest)}}}'
    wrong = '{"cell_type": "code", "source": "def rnn_step(*args): return 0"}'
    parts = f'"cells": [{wrong}], "worksheets": [{{"cells": [{wrong}]}}], "cells": {{}}, "cells": [{cell}]'
    return f"{{{parts}}}".encode()
