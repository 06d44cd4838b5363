"""Texts for people: one for all languages, or one for each."""

from typing import Annotated

from pydantic import BeforeValidator

from models.words import LANGUAGES, phrase
from schedule.campaign_file.hints import schema
from schedule.campaign_file.refusal import refuse
from schedule.campaign_file.shape import unknown_key
from schedule.campaign_file.values import LONGEST_TEXT, TEXT_TYPES, Line, Prose


def _read_texts(value: object) -> object:
    if isinstance(value, str):
        return {"": value}
    if not isinstance(value, dict) or not value:
        refuse("wrong-type", phrase("must be text, or a text for each language: {allowed}", allowed=LANGUAGES))
    return value


def _read_language(value: str) -> str:
    if value and value not in LANGUAGES:
        raise unknown_key(value, LANGUAGES)
    return value


_LanguageKey = Annotated[str, BeforeValidator(_read_language)]
_TEXT = {"type": TEXT_TYPES, "maxLength": LONGEST_TEXT}
_SCHEMA = schema(
    anyOf=[
        _TEXT,
        {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": dict.fromkeys(LANGUAGES, _TEXT),
        },
    ]
)
Localised = Annotated[dict[_LanguageKey, Line], BeforeValidator(_read_texts), _SCHEMA]
"""One line; a bare text stands under the empty language."""
LocalisedProse = Annotated[dict[_LanguageKey, Prose], BeforeValidator(_read_texts), _SCHEMA]
"""Likewise, with line breaks where somebody wrote them."""
