"""Grading a whole class: trusted workers, each behind one wall, and a parent that keeps every grade as it comes."""
