"""The language commands speak, chosen once when the program starts."""

from notifications.catalogue import Catalogue, catalogue

_spoken: list[Catalogue] = []


def speak(language: str) -> None:
    """Choose the language of every text from here on."""
    _spoken[:] = [catalogue(language)]


def spoken() -> Catalogue:
    """The catalogue in use."""
    if not _spoken:
        speak("zh_Hans")
    return _spoken[0]


def _(text: str) -> str:
    """A text of the commands in the language in use."""
    return spoken().gettext(text)
