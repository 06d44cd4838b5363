"""What every mapping of the file has in common: it is frozen, and every key is known."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from models.words import Phrase, phrase
from schedule.campaign_file.refusal import refusal, refuse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """A key that nothing reads, inside pydantic's errors."""

    key: str
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        """Pydantic asks for the text of all it is given."""
        return self.key


class Shape(BaseModel):
    """Base of every mapping of the file: frozen, and every key known."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, json_schema_extra={"additionalProperties": False}
    )

    @model_validator(mode="wrap")
    @classmethod
    def _know_every_key(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401 -- any YAML
        """Unknown keys are mistakes beside those of the known ones; neither hides the other."""
        if isinstance(data, cls):
            return data
        if not isinstance(data, dict):
            refuse("wrong-type", phrase("must be a mapping with the keys {allowed}", allowed=cls.allowed()))
        allowed = cls.allowed()
        unknown = [key for key in data if key not in allowed]
        if not unknown:
            return handler(data)
        errors = [InitErrorDetails(type=unknown_key(key, allowed), loc=(key,), input=None) for key in unknown]
        try:
            handler({key: value for key, value in data.items() if key in allowed})
        except ValidationError as wrong:
            errors += [_again(error) for error in wrong.errors(include_url=False)]
        raise ValidationError.from_exception_data(cls.__name__, errors)

    @classmethod
    @cache
    def allowed(cls) -> tuple[str, ...]:
        """The keys a person may write, in the order of the documentation."""
        return tuple(info.alias or name for name, info in cls.model_fields.items())


def refuse_at(key: str, code: str, message: Phrase) -> NoReturn:
    """Turn down one value of a mapping inside a validator of the whole."""
    raise _at(key, refusal(code, message, key))


def read_at(key: str, read: Callable[[str], T], text: str) -> T:
    """Read one value of a mapping inside a validator of the whole; a mistake is placed at the value."""
    try:
        return read(text)
    except PydanticCustomError as wrong:
        raise _at(key, wrong) from None


def _at(key: str, wrong: PydanticCustomError) -> ValidationError:
    return ValidationError.from_exception_data("mapping", [InitErrorDetails(type=wrong, loc=(key,), input=None)])


def unknown_key(key: str, allowed: tuple[str, ...]) -> PydanticCustomError:
    """A key that nothing reads; the reader says which was likely meant."""
    return PydanticCustomError("unknown-key", "refused", {"unknown": UnknownKey(key, allowed)})


def _again(error: ErrorDetails) -> InitErrorDetails:
    """A mistake that was found, for the list it is to be reported in."""
    kind, context = error["type"], error.get("ctx", {})
    if "refused" in context or "unknown" in context:
        wrong = PydanticCustomError(kind, "refused", context)
        return InitErrorDetails(type=wrong, loc=error["loc"], input=None)
    return InitErrorDetails(type=kind, loc=error["loc"], input=error.get("input"), ctx=context)
