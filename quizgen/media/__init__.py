"""The ways out, one file a medium: terminal, HTML, Typst (with its PDF) and JSON. None of them knows a kind of ask."""
