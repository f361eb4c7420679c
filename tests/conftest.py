"""A suite started in the background inherits an ignored Ctrl-C, and so would every program that the tests press it on."""

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
