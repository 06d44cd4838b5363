"""Mistakes of syntax, each with its place and what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import yaml

from models.words import Mark, Path, Phrase, phrase

# no control characters; no line breaks but LF and CR, which every editor counts alike; no byte order mark inside
_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]",
)
_BREAK = re.compile("\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake of syntax, before any field is known."""

    code: str
    message: Phrase
    path: Path
    mark: Mark


class StopReadingError(Exception):
    """The text cannot be read any further; the fault says why."""

    def __init__(self, code: str, message: Phrase, mark: Mark, path: Path = ()) -> None:
        super().__init__(code)
        self.fault = Fault(code, message, path, mark)


def refuse_unreadable(text: str, name: str) -> None:
    """Stop at the first character that no text holds."""
    if found := _UNREADABLE.search(text):
        message = phrase("a control character ({code}) stands here; delete it", code=f"U+{ord(found[0]):04X}")
        raise StopReadingError("yaml", message, position(text, found.start(), name))


def position(text: str, index: int, name: str) -> Mark:
    """Line and column of the character at `index`."""
    line, start = 1, 0
    for found in _BREAK.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return Mark(name, line, index - start + 1)


_PLAIN: Mapping[str, Phrase] = MappingProxyType(
    {
        "found character that cannot start any token": phrase(
            "a value cannot begin with this character: put the value in quotes (where it is a tab: use spaces)"
        ),
        "found a tab character that violates indentation": phrase("a tab stands here: indent with spaces"),
        "mapping values are not allowed in this context": phrase(
            "a second `: ` on this line, or a line indented too far: put the value in quotes, or mend the indentation"
        ),
        "did not find expected key": phrase(
            "this line does not fit the mapping it stands in: mend its indentation, or quote the value before it"
        ),
        "did not find expected '-' indicator": phrase(
            "this line does not fit the list it stands in: mend its indentation, or begin it with `- `"
        ),
        "block sequence entries are not allowed in this context": phrase(
            "a list cannot begin here: begin it on a line of its own, or put the value in quotes"
        ),
    }
)
_FROM: Mapping[str, Phrase] = MappingProxyType(
    {
        "could not find expected ':'": phrase("a key without its `: `, or a line indented too little"),
        "found unexpected end of stream": phrase("the text in quotes that begins here does not end"),
        "did not find expected ',' or ']'": phrase("the list that begins here with `[` lacks a `,` or its `]`"),
        "did not find expected ',' or '}'": phrase("the mapping that begins here with `{{` lacks a `,` or its `}}`"),
    }
)
"""Mistakes that libyaml notices behind the place where they begin."""


def syntax_fault(wrong: yaml.YAMLError, text: str, name: str) -> Fault:
    """What libyaml could not read of a text, in words that say what to do."""
    problem = str(getattr(wrong, "problem", None) or getattr(wrong, "context", None) or wrong)
    end, start = getattr(wrong, "problem_mark", None), getattr(wrong, "context_mark", None)
    at = (start or end) if problem in _FROM else (end or start)
    message = _FROM.get(problem) or _PLAIN.get(problem) or phrase("not valid YAML: {problem}", problem=problem)
    # where the last line has no line break, libyaml takes the end for a line of its own
    end = position(text, len(text), name)
    where = Mark(name, at.line + 1, at.column + 1) if at else Mark(name, 1, 1)
    return Fault("yaml", message, (), end if where.line > end.line else where)
