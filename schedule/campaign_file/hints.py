"""Short ways to write a value, for the reader and for the JSON Schema that editors complete from."""

from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_before_validator_function


def schema(**described: object) -> WithJsonSchema:
    """What the JSON Schema says of a value, instead of its type."""
    return WithJsonSchema(described)


@dataclass(frozen=True, eq=False)
class InShort:
    """Marks a value that has another form, shorter than the full one; a validator reads it."""

    form: JsonSchemaValue

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The short form, or the full one."""
        return {"anyOf": [self.form, handler(core)]}


@dataclass(frozen=True)
class OneOrMany:
    """Marks a list that may be written as its only entry."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """One entry stands for a list of one."""
        return no_info_before_validator_function(as_list, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """One entry, or a list of them."""
        many = handler(core)
        return {"anyOf": [many["items"], many]}


def as_list(value: object) -> object:
    """One word or mapping as a list of one."""
    return [value] if isinstance(value, str | dict) else value
