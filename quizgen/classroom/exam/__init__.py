"""Answers that come back from paper: typed in one by one, or in a table."""
