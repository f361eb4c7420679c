"""Grades a whole class: submissions are collected, graded by worker processes in parallel, and stored one by one."""
