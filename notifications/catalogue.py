"""Texts in a language: the Babel catalogues, and how dates, numbers, words and lists are written in each.

English templates are the message ids. A `Phrase` keeps its values as values until here, so that each language writes
them its own way.
"""

import gettext
import re
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from models.words import LANGUAGES, Offset, Phrase, text_in
from notifications.labels import label

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DOMAIN = "duban"
_SEPARATOR = {"en": ", "}


_SEAM = "\x00"
"""Where two values stand next to one another in a translation."""
_BESIDE = f"}}{_SEAM}{{"
_LATIN = re.compile(f"(?<=[0-9A-Za-z]){_SEAM}(?=[0-9A-Za-z])")


def _apart(text: str) -> str:
    """Chinese sets values next to one another; between two Latin words that leaves no space, so it gets one."""
    return _LATIN.sub(" ", text).replace(_SEAM, "")


class Catalogue:
    """All texts in one language."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def gettext(self, text: str) -> str:
        """A message id in this language."""
        return self._translations.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """A message id that counts, with `number` and other values written in."""
        written = {name: self.render(value) for name, value in values.items()}
        return self._translations.ngettext(one, many, number).format(number=number, **written)

    def render(self, value: object) -> str:
        """Write a phrase, a text in several languages, a day, a word or a list of them."""
        if type(value) is str:
            # most of what is written in is a name
            return value
        match value:
            case Phrase():
                text = _BESIDE.join(self.gettext(value.template).split("}{"))
                text = text.format(**{k: self.render(v) for k, v in value.values.items()})
                return _apart(text) if _SEAM in text else text
            case None:
                return ""
            case StrEnum():
                return self.gettext(label(value))
            case date():
                return self.day(value)
            case time():
                return "24:00" if value == time.max else value.strftime("%H:%M")
            case Mapping():
                return text_in(value, self.language)
            case tuple() | list() | frozenset():
                return _SEPARATOR.get(self.language, "、").join(self.render(one) for one in value)
            case Offset() | str() | int() | float():
                return str(value)
        raise TypeError(f"no way to write {type(value).__name__}")

    def day(self, day: date) -> str:
        """A day with its year and weekday."""
        return self.gettext("{day} ({marks})").format(day=self.plain_day(day), marks=self.weekday(day))

    def short_day(self, day: date) -> str:
        """A day with its weekday, the year left to the context."""
        return self.gettext("{day} ({marks})").format(day=self.plain_day(day, day.year), marks=self.weekday(day))

    def plain_day(self, day: date, year: int | None = None) -> str:
        """A day without its weekday; the year is left out where it is `year`."""
        return _written_day(day, self.language, "MMMd" if day.year == year else "yMMMd")

    def month(self, month: date) -> str:
        """The month that `month` lies in, with its year."""
        return _written_day(month, self.language, "yMMM")

    def weekday(self, day: date) -> str:
        """The short name of a weekday."""
        return _written_day(date(2024, 1, 1 + day.weekday()), self.language, "EEE")


@lru_cache(maxsize=4096)
def _written_day(day: date, language: str, skeleton: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 -- `duban --help` writes no day

    return format_skeleton(skeleton, day, locale=language)


@lru_cache(maxsize=8)
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language; of the first language where there is none of that name."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    # English is the language of the message ids, so its catalogue may be missing a text without a gap
    fallback = known == "en" or not (LOCALES / known / "LC_MESSAGES" / f"{DOMAIN}.mo").exists()
    return Catalogue(known, gettext.translation(DOMAIN, LOCALES, languages=[known], fallback=fallback))
