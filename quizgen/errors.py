"""The one exception that is the user's: everything else that is raised is ours."""


class UserError(Exception):
    """A user's mistake: one sentence with a next step, status 2, no traceback."""
