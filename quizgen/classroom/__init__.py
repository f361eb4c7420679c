"""Grading a whole class: what was handed in is collected, graded by workers behind one wall each, and kept as it comes."""
