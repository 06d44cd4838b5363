"""What was likely meant by a name that nothing has."""

import difflib
from collections.abc import Collection

_COMPARISONS = 4_000
_LONGEST = 80


class Advice:
    """Finds names close to wrong ones, as long as that stays cheap: thousands of wrong names get no more advice."""

    def __init__(self) -> None:
        self._left = _COMPARISONS

    def closest(self, name: str, known: Collection[str]) -> str | None:
        """The known name that was likely meant."""
        if len(name) > _LONGEST or self._left < len(known):
            return None
        self._left -= len(known)
        return next(iter(difflib.get_close_matches(name, known, 1)), None)
