"""What an exam prints: papers, the file for the printer, keys, marking schemes and tables to fill in."""
