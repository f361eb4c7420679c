"""Reads what students answered on a platform of a course, from the table of responses that it exports."""
