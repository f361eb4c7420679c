"""Reads scanned pages of printed exams: which paper and page each is, what is marked on it, and what is written in its boxes."""
