"""One act of a person: the transaction, the campaign, and who does it when; and how an act is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import print_json
from cli.speech import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.store import Store
    from register.campaigns import Campaign
    from register.events import Deal

WhoOption = Annotated[str, typer.Option("--by", metavar="WHO", help=_("Who does it; stands in the record."))]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("Why."))]


@dataclass(frozen=True, slots=True)
class Acting:
    """What an act works with."""

    connection: "Connection"
    running: "Campaign"
    deal: "Deal"


@contextmanager
def acting(by: str, as_of: date | None) -> Iterator[Acting]:
    """One writer's transaction: all of the act, or nothing."""
    from cli.store import opened
    from models.database import writing

    with opened() as store, writing(store.engine) as connection:
        yield _acting(store, connection, by, as_of)


@contextmanager
def looking(as_of: date | None, by: str = "") -> Iterator[Acting]:
    """The same for who only looks: nobody else waits meanwhile."""
    from cli.store import opened
    from models.database import reading

    with opened() as store, reading(store.engine) as connection:
        yield _acting(store, connection, by, as_of)


def _acting(store: "Store", connection: "Connection", by: str, as_of: date | None) -> Acting:
    from cli.store import CHOSEN, pinned
    from register.campaigns import find_campaign
    from register.events import Deal

    running = find_campaign(connection, CHOSEN.campaign)
    on, at = pinned(running, as_of)
    return Acting(connection, running, Deal(by, at, on, store.settings.mail_domain))


def told(text: str, face: dict[str, object], *, json: bool) -> None:
    """Say what was done, to a person or to a program."""
    if json:
        print_json({"schema": "duban.act/1", **face})
    else:
        typer.echo(text)
