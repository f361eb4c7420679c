"""How things look: `page` for the web, `screen` for the terminal, `paper` for Typst; `maths`, `markup`, `values` serve them."""
