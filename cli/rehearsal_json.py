"""A rehearsal for other programs: `duban.rehearsal/1`."""

from typing import TYPE_CHECKING

from cli.notice_face import Face, NoticeFace, OwedFace, notice_face
from cli.rehearsal_view import View
from register.rehearsal_summary import Reader, collapsed, difference, readers_of, summary_of

if TYPE_CHECKING:
    from register.rehearsal import Played
    from schedule.drafts import Owed
    from schedule.facts import Told
    from schedule.scenario import Event


def as_json(view: View, other: View | None = None) -> dict[str, object]:
    """The whole rehearsal; with another one, also how the two differ."""
    played = view.played
    face: dict[str, object] = {
        "schema": "duban.rehearsal/1",
        "campaign": played.plan.key,
        "scenario": view.scenario,
        "from": played.since.isoformat(),
        "to": played.to.isoformat(),
        "notices": [notice(view, one) for one in view.notices],
        "summary": _summary(view),
    }
    return face if other is None else face | {"diff": _diff(view, other)}


def notice(view: View, one: "Played") -> dict[str, object]:
    """One NOTICE."""
    draft, person = one.draft, one.draft.recipient.person
    face = NoticeFace(
        key=draft.key,
        kind=draft.kind,
        on=draft.on,
        at=one.at,
        state=one.state,
        why=draft.why,
        seat=draft.recipient.seat,
        name=person.name if person else None,
        address=view.address(one),
        channel=view.channel(one),
        language=view.language_of(one),
        subject=view.message(one).subject,
        message_id=view.message_id(one),
        items=draft.items,
        also_owed=[_owed(one, owed) for owed in draft.also_owed],
    )
    return notice_face(one.book.plan, face)


def _owed(one: "Played", owed: "Owed") -> OwedFace:
    facts = one.book.facts[owed.obligation]
    return OwedFace(
        obligation=owed.obligation,
        unit=facts.unit,
        deliverable=one.book.plan.by_id[owed.obligation].deliverable,
        effective_due_on=facts.effective_due_on,
        standing=owed.standing,
        weekly=owed.weekly,
    )


# -- what it comes to ------------------------------------------------------------------------------------------------


def _summary(view: View) -> Face:
    played = view.played
    return summary_of(played) | {
        "readers": [_reader(view, one) for one in readers_of(played)],
        "superseded_rungs": [
            _rung(view, obligation, told) for group in collapsed(played) for obligation, told in group.rungs
        ],
        "refused": [_event(event) | {"reason": view.said(why)} for event, why in played.refused],
        "unplayed": [_event(event) for event in played.unplayed],
        "outages": [day.isoformat() for day in played.outages if day >= played.since],
    }


def _reader(view: View, one: Reader) -> Face:
    return {
        "seat": one.seat,
        "title": view.seat(one.seat),
        "messages": one.messages,
        "held": one.held,
        "busiest_on": one.busiest_on.isoformat(),
        "most_items": one.most_items,
    }


def _rung(view: View, obligation: str, told: "Told") -> Face:
    return {
        "obligation": obligation,
        "deliverable": told.about,
        "round": told.round,
        "effective_due_on": told.due_on.isoformat(),
        "seat": told.seat,
        "offset": told.offset,
        "planned_on": told.planned_on.isoformat(),
        "on": told.on.isoformat(),
        "reason": told.reason and view.said(told.reason),
    }


def _event(event: "Event") -> dict[str, object]:
    return {
        "day": event.day.isoformat(),
        "act": event.act,
        "obligation": event.obligation,
        "unit": event.unit,
        "deliverable": event.deliverable,
        "period": event.period,
        "question": event.question,
    }


# -- how two differ --------------------------------------------------------------------------------------------------


def _diff(view: View, other: View) -> Face:
    found = difference(view.played, other.played)
    return {
        "campaign": other.played.plan.key,
        "scenario": other.scenario,
        "only_here": [notice(view, one) for one in found.only_first],
        "only_there": [notice(other, one) for one in found.only_second],
        "changed": [{"here": notice(view, ours), "there": notice(other, theirs)} for ours, theirs in found.changed],
    }
