"""The `duban` command: picks the language before anything is said, then hands over to the verbs."""

import os
import sys
from collections.abc import Sequence

from models.words import LANGUAGES

USAGE = 2


def main() -> None:
    """Run the command; every ending has a documented exit code and none is a traceback."""
    from cli.speech import speak

    words = sys.argv[1:]
    asked, default = _option(words), os.environ.get("DUBAN_LANG") or LANGUAGES[0]
    speak(asked or default)
    if asked and asked not in LANGUAGES:
        _say_which("--lang", asked)
        sys.exit(USAGE)
    if not asked and default not in LANGUAGES:
        _say_which("DUBAN_LANG", default)
    from cli.start import run

    sys.exit(run(words))


def _say_which(where: str, asked: str) -> None:
    """Say on stderr which languages there are, in English as well: who asked may not read the first of them."""
    from cli.speech import _

    template = "{where}: no texts in {asked}; there are {known}"
    told = dict.fromkeys((_("{where}: no texts in {asked}; there are {known}"), template))
    known = ", ".join(LANGUAGES)
    print(" / ".join(one.format(where=where, asked=asked, known=known) for one in told), file=sys.stderr)


def _option(words: Sequence[str]) -> str | None:
    """`--lang X` wherever it stands."""
    for i, word in enumerate(words):
        if word == "--lang" and i + 1 < len(words):
            return words[i + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


if __name__ == "__main__":
    main()
