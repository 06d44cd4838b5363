"""Acknowledgement 签收 by message: who has it has all it asks for; that of an assignment confirms the liaison."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from models.errors import DubanError
from models.tables.notices import item, notice
from models.tables.obligations import obligation
from models.words import NoticeKind, NoticeState, Status, phrase
from register.acts import Done, HandIn, act
from register.campaigns import Campaign
from register.events import Deal
from register.people import confirm_liaison
from register.targets import is_obligation, named_notice, obligation_named
from schedule.directory import PersonFacts
from schedule.transitions import Act, Deed

_LISTS = frozenset({NoticeKind.ASSIGN.value, NoticeKind.RETURNED.value})
"""Kinds that ask for what they list, without a rung."""
_ENDED = frozenset({NoticeState.SUPPRESSED, NoticeState.SUPERSEDED, NoticeState.DEAD})


class NothingToAcknowledgeError(DubanError):
    """The message never went, or everything in it is acknowledged already."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What was acknowledged."""

    done: tuple[Done, ...]
    notice: str | None = None
    """The message, where one was named."""
    liaison: PersonFacts | None = None
    """Who is confirmed as the liaison."""


def acknowledge(
    connection: Connection, running: Campaign, target: str, deal: Deal, hand_in: HandIn | None = None
) -> Acknowledged:
    """Record that the unit has received an obligation, or everything that a message asks for.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        target: an obligation's id, or a message's key or its start.
        deal: who says so, and the day.
        hand_in: a remark.

    Raises:
        UnknownObligationError: neither an obligation nor a message.
        UnknownTargetError: the start of several messages.
        RefusedError: the obligation cannot be acknowledged.
        NothingToAcknowledgeError: nothing in the message can.
    """
    deed, target = Deed(Act.ACK, deal.on), obligation_named(running, target)
    key = None if is_obligation(connection, running, target) else named_notice(connection, running, target)
    if key is None:
        return Acknowledged((act(connection, running, target, deed, deal, hand_in),))
    row = connection.execute(select(notice).where(notice.c.key == key)).one()
    if (state := NoticeState(row.state)) in _ENDED:
        raise NothingToAcknowledgeError(phrase("the message never went; its state is {state}", state=state))
    keys = _asked(connection, running, row)
    assigned = row.kind == NoticeKind.ASSIGN.value
    if not keys and not assigned:
        raise NothingToAcknowledgeError(
            phrase("everything in the message is acknowledged already, or asks for nothing")
        )
    done = tuple(act(connection, running, each, deed, deal, hand_in) for each in keys)
    liaison = confirm_liaison(connection, running, _unit(running, row), deal) if assigned else None
    return Acknowledged(done, key, liaison)


def _asked(connection: Connection, running: Campaign, row: Row[Any]) -> tuple[str, ...]:
    """What a message asks for and nobody has acknowledged, in the plan's order."""
    keys = set(connection.scalars(select(item.c.obligation).where(item.c.notice == row.key)))
    if row.kind in _LISTS:
        keys |= {owed["obligation"] for owed in row.also_owed}
    chosen = select(obligation.c.key).where(
        obligation.c.campaign_id == running.id,
        obligation.c.key.in_(keys),
        obligation.c.acknowledged_on.is_(None),
        obligation.c.status != Status.CANCELLED.value,
    )
    return tuple(connection.scalars(chosen.order_by(obligation.c.position)))


def _unit(running: Campaign, row: Row[Any]) -> str:
    return running.plan.directory.seats[row.seat].party
