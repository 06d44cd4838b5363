"""Values of the core to JSON columns and back: days as ISO text, words by their spelling, phrases with typed values.

Written out here, not taken from a library: a run is a program that starts cold, and what makes converters while it
runs takes longer than all it converts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from models.words import (
    Actor,
    DueKind,
    Form,
    ItemKind,
    Offset,
    PhaseKind,
    Phrase,
    RestDay,
    Role,
    Severity,
    Standing,
    Status,
)

T = TypeVar("T")
_WORDS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {
        kind.__name__: kind
        for kind in (Actor, DueKind, Form, ItemKind, PhaseKind, RestDay, Role, Severity, Standing, Status)
    }
)
_PLAIN = frozenset({str, int, float, bool, NoneType})
"""What JSON has itself."""


def dump(value: object) -> Any:  # noqa: ANN401 -- JSON
    """A value of the core as JSON data; what has no order is sorted.

    Raises:
        TypeError: a value that no column holds.
    """
    kind: type = type(value)
    return value if kind in _PLAIN else _dumper(kind)(value)


def load(data: object, kind: type[T]) -> T:
    """The value of a kind that `dump` wrote; fields that were added since have their defaults.

    Raises:
        Exception: data that `dump` did not write; a database that was tampered with.
    """
    read = _loader(cast("Any", kind))
    return cast("T", data if read is None else read(data))


# -- to JSON -----------------------------------------------------------------------------------------------------------


@cache
def _dumper(kind: type) -> Callable[[Any], Any]:
    if kind in _DUMPERS:
        return _DUMPERS[kind]
    if issubclass(kind, StrEnum):
        return _spelling
    if is_dataclass(kind):
        names = tuple(one.name for one in fields(kind))
        return lambda value: {name: dump(getattr(value, name)) for name in names}
    if issubclass(kind, Mapping):
        return lambda value: {key: dump(one) for key, one in value.items()}
    raise TypeError(f"no column holds {kind.__name__}")


def _spelling(word: StrEnum) -> str:
    return word.value


def _list(values: Iterable[object]) -> list[Any]:
    return [dump(one) for one in values]


def _phrase_data(phrase: Phrase) -> dict[str, object]:
    return {"template": phrase.template, "values": {key: _tagged(value) for key, value in phrase.values.items()}}


_DUMPERS: Mapping[type, Callable[[Any], Any]] = MappingProxyType(
    {
        date: date.isoformat,
        time: time.isoformat,
        Offset: str,
        Phrase: _phrase_data,
        tuple: _list,
        list: _list,
        frozenset: lambda values: sorted(_list(values)),
    }
)


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


# -- from JSON ---------------------------------------------------------------------------------------------------------

_Read = Callable[[Any], Any]


@cache
def _loader(kind: Any) -> _Read | None:  # noqa: ANN401 -- a type, or what typing has in place of one
    """What reads data of a kind; None where they stand for themselves."""
    if kind in _LOADERS:
        return _LOADERS[kind]
    if get_origin(kind) is not None:
        return _container_loader(get_origin(kind), get_args(kind))
    if issubclass(kind, StrEnum):
        return cast("_Read", kind)
    if is_dataclass(kind):
        return _fields_loader(kind)
    raise TypeError(f"no column holds {kind.__name__}")


def _container_loader(origin: object, args: tuple[Any, ...]) -> _Read | None:
    if origin in {Union, UnionType}:
        readers = [read for one in args if (read := _loader(one))]
        if len(readers) > 1:
            raise TypeError(f"JSON does not tell {args} apart")
        return _optional(readers[0]) if readers else None
    if origin is tuple:
        return _tuple_loader(args)
    if origin is frozenset:
        (read,) = (_loader(one) for one in args)
        return frozenset if read is None else lambda data: frozenset(map(read, data))
    keys, values = (_loader(one) for one in args)
    return lambda data: {keys(key) if keys else key: values(one) if values else one for key, one in data.items()}


def _optional(read: _Read) -> _Read:
    return lambda data: None if data is None else read(data)


def _tuple_loader(args: tuple[Any, ...]) -> _Read:
    if args[1:] == (...,):
        read = _loader(args[0])
        return tuple if read is None else lambda data: tuple(map(read, data))
    readers = [_loader(one) for one in args]
    return lambda data: tuple(read(one) if read else one for read, one in zip(readers, data, strict=True))


def _fields_loader(kind: Any) -> _Read:  # noqa: ANN401 -- a dataclass
    hints = get_type_hints(kind)
    readers = {one.name: _loader(hints[one.name]) for one in fields(kind)}

    def read_fields(data: Mapping[str, Any]) -> object:
        return kind(**{name: read(one) if (read := readers[name]) else one for name, one in data.items()})

    return read_fields


def _phrase(data: Mapping[str, Any]) -> Phrase:
    return Phrase(data["template"], MappingProxyType({k: _untagged(v) for k, v in data["values"].items()}))


_LOADERS: Mapping[object, _Read | None] = MappingProxyType(
    {
        **dict.fromkeys(_PLAIN),
        date: date.fromisoformat,
        time: time.fromisoformat,
        Offset: Offset.parse,
        Phrase: _phrase,
    }
)


def _untagged(value: Any) -> object:  # noqa: ANN401 -- JSON
    if isinstance(value, list):
        return tuple(_untagged(one) for one in value)
    if not isinstance(value, dict):
        return value
    ((tag, data),) = value.items()
    return _UNTAGGED[tag](data)


def _word(pair: tuple[str, str]) -> str:
    kind = _WORDS.get(pair[0])
    return kind(pair[1]) if kind else pair[1]


_UNTAGGED: Mapping[str, _Read] = MappingProxyType(
    {
        "phrase": _phrase,
        "word": _word,
        "day": date.fromisoformat,
        "time": time.fromisoformat,
        "offset": Offset.parse,
        "text": dict,
    }
)
