"""A course in one store: assignments, what people decide, corrected questions, and what all of it comes to."""
