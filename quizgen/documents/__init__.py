"""Whole documents for people and programs: quiz folders, exam papers, grades, feedback pages, class tables, gradebooks."""
