"""What ends a bundle: a message for the user, with the exit class of palindrome's commands."""

USER, RESOURCES = 2, 4


class Stop(Exception):
    def __init__(self, message, code=USER):
        super().__init__(message)
        self.code = code
