"""What a person names on a command line: a message by the start of its key, an obligation, a unit."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from models.errors import DubanError
from models.tables.notices import notice
from models.tables.obligations import obligation
from models.words import Phrase, phrase
from register.campaigns import Campaign

SHORTEST = 4
"""Characters of a message's key that name it at the least."""


class UnknownTargetError(DubanError):
    """Nothing is called so, or more than one."""

    exit_code = 2


def close_to(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three names that look like a mistyped one."""
    import difflib  # noqa: PLC0415 -- only a mistake needs it

    return tuple(difflib.get_close_matches(name, list(known), 3))


def named_notice(connection: Connection, running: Campaign, name: str) -> str | None:
    """The key of the message that a key or the start of one names; None where no key begins so.

    Raises:
        UnknownTargetError: several do.
    """
    if len(name) < SHORTEST or not set(name) <= set("0123456789abcdef"):
        return None
    begins = notice.c.key.startswith(name, autoescape=True)
    keys = select(notice.c.key).where(notice.c.campaign_id == running.id, begins).order_by(notice.c.key).limit(4)
    found = tuple(connection.scalars(keys))
    if len(found) > 1 and name not in found:
        raise UnknownTargetError(phrase("{name} is the start of several messages: {keys}", name=name, keys=found))
    return name if name in found else next(iter(found), None)


def is_obligation(connection: Connection, running: Campaign, name: str) -> bool:
    """Whether an obligation has that id."""
    here = (obligation.c.campaign_id == running.id, obligation.c.key == name)
    return connection.execute(select(obligation.c.id).where(*here)).first() is not None


def unknown_target(connection: Connection, running: Campaign, name: str) -> UnknownTargetError:
    """What to say of a name that is no message's, obligation's or unit's."""
    keys = connection.scalars(select(obligation.c.key).where(obligation.c.campaign_id == running.id).limit(5000))
    close = close_to(name, (*running.plan.directory.parties, *keys))
    why: Phrase = phrase("no message, obligation or unit is called {name}", name=name)
    if close:
        why = phrase("{why}; did you mean {close}?", why=why, close=close)
    return UnknownTargetError(why)


class UnknownUnitError(DubanError):
    """No unit or body has that key."""

    exit_code = 2

    def __init__(self, key: str, known: Iterable[str]) -> None:
        close = close_to(key, known)
        if close:
            super().__init__(phrase("no unit is called {name}; did you mean {close}?", name=key, close=close))
        else:
            super().__init__(phrase("no unit is called {name}", name=key))
