"""The base of every error that a person should read instead of a traceback."""

from models.words import Phrase


class DubanError(Exception):
    """Something a person must act on; `exit_code` is what the command ends with (contracts: exit codes)."""

    exit_code = 1

    def __init__(self, message: Phrase) -> None:
        super().__init__(message.template.format(**message.values))
        self.message = message
