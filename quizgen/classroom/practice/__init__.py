"""Practice: what a learner knows, by the answers that are stored, and which question comes next."""
