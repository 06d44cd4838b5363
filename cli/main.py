"""The `duban` command: picks the language before anything is said, then hands over to the verbs."""

import os
import sys
from collections.abc import Sequence


def main() -> None:
    """Run the command; every ending has a documented exit code and none is a traceback."""
    from cli.speech import speak

    speak(_language(sys.argv[1:]))
    from cli.start import run

    sys.exit(run(sys.argv[1:]))


def _language(arguments: Sequence[str]) -> str:
    """`--lang X` wherever it stands, else `DUBAN_LANG`, else the first language."""
    for i, word in enumerate(arguments):
        if word == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return os.environ.get("DUBAN_LANG", "zh_Hans")


if __name__ == "__main__":
    main()
