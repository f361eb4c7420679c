"""What authors write, parsed once: Markdown with $LaTeX$ formulas and [[blanks]]. Every medium walks the same tree."""
