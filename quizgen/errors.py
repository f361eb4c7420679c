"""The exceptions that are the user's: everything else that is raised is ours."""


class UserError(Exception):
    """A user's mistake: one sentence with a next step, status 2, no traceback."""


class Hopeless(UserError):
    """A user's mistake that stands in the way of whatever else there is to do, so that there is no use in going on."""
