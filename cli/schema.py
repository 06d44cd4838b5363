"""`duban schema`: the campaign file's JSON Schema, so that editors complete it."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer

from cli.files import LanguageOption
from cli.output import print_json
from cli.speech import _

if TYPE_CHECKING:
    from schedule.campaign_file.shape import Shape

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Print the campaign file's JSON Schema."))(schema)


def schema(lang: LanguageOption = None) -> None:  # noqa: ARG001 -- read before the program speaks
    """Print the JSON Schema."""
    print_json(campaign_schema())


def campaign_schema() -> dict[str, Any]:
    """The JSON Schema of a campaign file, every key described."""
    from schedule.campaign_file.shapes import CampaignFile

    made = CampaignFile.model_json_schema()
    described = {shape.__name__: _descriptions(shape) for shape in _shapes()}
    for name, shape in (("CampaignFile", made), *made["$defs"].items()):
        for key, value in shape.get("properties", {}).items():
            value |= {"description": described[name][key]}
    return {"$schema": DRAFT, **_tidy(made), "title": "Duban campaign file"}


def _tidy(value: Any) -> Any:  # noqa: ANN401 -- JSON
    """Without what says nothing (titles made of keys, empty defaults), and closed to keys of a wrong form."""
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    if not isinstance(value, dict):
        return value
    tidy = {key: _tidy(one) for key, one in value.items() if not _noise(key, one)}
    return {**tidy, "additionalProperties": False} if "patternProperties" in tidy else tidy


def _noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], {}))


def _shapes() -> Iterator[type["Shape"]]:
    """Every kind of mapping of the file."""
    from schedule.campaign_file.shape import Shape

    waiting = [Shape]
    while waiting:
        inner = waiting.pop().__subclasses__()
        waiting += inner
        yield from inner


def _descriptions(shape: type["Shape"]) -> Mapping[str, str]:
    """The texts beneath a shape's fields, by the key a person writes."""
    (made,) = ast.parse(inspect.getsource(shape)).body
    written = {name: info.alias or name for name, info in shape.model_fields.items()}
    body = made.body if isinstance(made, ast.ClassDef) else []
    return {
        written[field.target.id]: str(text.value.value)
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }
