"""Values of the core to JSON columns and back: days as ISO text, words by their spelling, phrases with typed values."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from cattrs.preconf.json import JsonConverter, make_converter

from models.words import Form, ItemKind, Offset, PhaseKind, Phrase, Role, Severity, Standing, Status

T = TypeVar("T")
_WORDS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {kind.__name__: kind for kind in (Form, ItemKind, PhaseKind, Role, Severity, Standing, Status)}
)


def dump(value: object) -> Any:  # noqa: ANN401 -- JSON
    """A value of the core as JSON data."""
    return _converter().unstructure(value)


def load(data: object, kind: type[T]) -> T:
    """The value of a kind that `dump` wrote.

    Raises:
        Exception: data that `dump` did not write; a database that was tampered with.
    """
    return _converter().structure(data, kind)


@lru_cache(maxsize=1)
def _converter() -> JsonConverter:
    converter = make_converter()
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    converter.register_unstructure_hook(Offset, str)
    converter.register_structure_hook(Offset, lambda text, _: Offset.parse(text))
    converter.register_unstructure_hook(Phrase, _phrase_data)
    converter.register_structure_hook(Phrase, lambda data, _: _phrase(data))
    return converter


def _phrase_data(phrase: Phrase) -> dict[str, object]:
    return {"template": phrase.template, "values": {key: _tagged(value) for key, value in phrase.values.items()}}


def _phrase(data: Mapping[str, Any]) -> Phrase:
    return Phrase(data["template"], MappingProxyType({k: _untagged(v) for k, v in data["values"].items()}))


def _tagged(value: object) -> object:
    match value:
        case Phrase():
            return {"phrase": _phrase_data(value)}
        case StrEnum():
            return {"word": [type(value).__name__, value.value]}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case Offset():
            return {"offset": str(value)}
        case tuple() | list() | frozenset():
            return [_tagged(one) for one in value]
        case Mapping():
            return {"text": dict(value)}
        case None | bool() | int() | float() | str():
            return value
    raise TypeError(f"a phrase cannot carry {type(value).__name__}")


def _untagged(value: Any) -> object:  # noqa: ANN401 -- JSON
    if isinstance(value, list):
        return tuple(_untagged(one) for one in value)
    if not isinstance(value, dict):
        return value
    ((tag, data),) = value.items()
    read: Mapping[str, Any] = {
        "phrase": _phrase,
        "word": lambda pair: _WORDS[pair[0]](pair[1]) if pair[0] in _WORDS else pair[1],
        "day": date.fromisoformat,
        "time": time.fromisoformat,
        "offset": Offset.parse,
        "text": dict,
    }
    return read[tag](data)
