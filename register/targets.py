"""What a person names on a command line: a message by the start of its key, an obligation, a unit."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from models.errors import DubanError
from models.tables.notices import notice
from models.tables.obligations import obligation
from models.words import Phrase, phrase
from register.campaigns import Campaign
from schedule.directory import Party

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
    """No unit or body has that key, nor one alone that name."""

    exit_code = 2

    def __init__(self, name: str, parties: Mapping[str, Party]) -> None:
        """Say what could be meant.

        Args:
            name: what a person wrote.
            parties: every unit and body by its key.
        """
        names = _names(parties)
        if meant := names.get(_bare(name)):
            why = phrase("several units are called {name}; write a key: {keys}", name=name, keys=meant)
        elif close := close_to(name, parties):
            why = phrase("no unit is called {name}; did you mean {close}?", name=name, close=close)
        elif close := close_to(_bare(name), names):
            keys = tuple(dict.fromkeys(key for one in close for key in names[one]))
            why = phrase("no unit is called {name}; write its key: {keys}", name=name, keys=keys)
        else:
            why = phrase("no unit is called {name}", name=name)
        super().__init__(why)


def unit_named(parties: Mapping[str, Party], name: str) -> str:
    """The key of the unit or body that its key means, or its name or alias where it alone is called so.

    Raises:
        UnknownUnitError: none is meant, or several are.
    """
    if (key := unit_called(parties, name)) is None:
        raise UnknownUnitError(name, parties)
    return key


def unit_called(parties: Mapping[str, Party], name: str) -> str | None:
    """The same, None where none is meant, or several are."""
    if name in parties:
        return name
    called = _names(parties).get(_bare(name), ())
    return called[0] if len(called) == 1 else None


def obligation_named(running: Campaign, name: str) -> str:
    """The id that a person means who writes a unit's name instead of its key; anything else as it is."""
    deliverable, slash, rest = name.partition("/")
    unit, at, period = rest.partition("@")
    key = unit_called(running.plan.directory.parties, unit) if slash else None
    return f"{deliverable}/{key}{at}{period}" if key else name


def _names(parties: Mapping[str, Party]) -> Mapping[str, tuple[str, ...]]:
    """Keys by the names and aliases of those who take part."""
    found: dict[str, dict[str, None]] = {}
    for key, party in parties.items():
        for name in (party.name, *party.aliases):
            if name and not party.gone:
                found.setdefault(_bare(name), {})[key] = None
    return {name: tuple(keys) for name, keys in found.items()}


def _bare(name: str) -> str:
    """A name without what people write differently."""
    return " ".join(name.casefold().split())
