"""How things look: `page` for the web, `screen` for the terminal, `paper` for Typst, which `press` turns into PDF.

`maths`, `markup`, `sentences`, `values` and `key` serve them all.
"""
