# expect: FORBIDDEN or CRASHED
"""Has files named as the grader and as the reference, and imports the function from there."""

from quizgen.sandbox.bundle import bundle

FAKE = b"import numpy as np\n\n\ndef rnn_step(x, h, W, W_h, b):\n    return np.tanh(x @ W.T + h @ W_h.T + b)\n"


def made(honest):
    text = b"from quizgen.sandbox import child\nfrom reference_rnn import rnn_step\n"
    files = {"quizgen/sandbox/child.py": FAKE, "quizgen.py": FAKE, "reference_rnn.py": FAKE}
    return bundle(
        "rnn.py",
        text + b"\n\ndef rnn_step(*a):\n    from reference_rnn import rnn_step as f\n\n    return f(*a)\n",
        files,
    )
