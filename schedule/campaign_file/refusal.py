"""Turning down a value: why, and how the value is shown."""

import re
from dataclasses import dataclass
from typing import NoReturn

from pydantic_core import PydanticCustomError

from models.words import Phrase, phrase

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e]")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a value was turned down, inside pydantic's errors."""

    message: Phrase
    about: tuple[str, ...] = ()
    """Keys of a mapping that the mistake is between; none: the whole value is wrong."""

    def __str__(self) -> str:
        """Pydantic asks for the text of all it is given, a thousand times where a file has a thousand mistakes."""
        return self.message.template


def refusal(code: str, message: Phrase, *about: str) -> PydanticCustomError:
    """The error of a value that is turned down."""
    return PydanticCustomError(code, "refused", {"refused": Refused(message, about)})


def refuse(code: str, message: Phrase, *about: str) -> NoReturn:
    """Turn down a value inside a pydantic validator; the reader gives it its place."""
    raise refusal(code, message, *about)


def shown(value: object) -> str | Phrase:
    """A value as the file writes it, short, and nothing in it that a terminal would obey; a list by its name."""
    if isinstance(value, list):
        return phrase("a list")
    if isinstance(value, dict):
        return phrase("a mapping")
    text = {None: "null", True: "true", False: "false"}[value] if isinstance(value, bool | None) else str(value)
    text = text if len(text) <= 60 else text[:57] + "..."
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
