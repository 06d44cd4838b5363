"""Into Prefect's UI: artifacts, and events to hang automations on. Nothing here is the record; that is Duban's own.

Keys of artifacts: `milestones`, `overdue`, `messages`, and of each phase `KEY-progress` and `KEY-findings`. Where the
database holds several campaigns, a campaign's key stands before them, as the UI shows the latest of a key.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, acreate_table_artifact
from prefect.events import emit_event

from flows import pages
from flows.pages import artifact_key
from models.words import NoticeState, Standing, phrase
from notifications.catalogue import Catalogue
from notifications.labels import N_
from notifications.wording import deliverable_name, unit_name
from register.notice_list import Head
from register.phases import Check, PhaseView
from register.status import Line, Status
from register.status_words import overdue_by
from schedule.plan import Plan


async def publish_phase(view: PhaseView, checks: Iterable[Check], speech: Catalogue, *, several: bool) -> None:
    """A progress bar of what is finished, and the phase's questions with what is open."""
    plan, key = view.status.plan, view.phase.key
    found = view.verdict()
    values = {"day": view.as_of, "title": pages.phase_title(view, speech), "done": found.finished, "all": found.all}
    await acreate_progress_artifact(
        100 * found.finished / found.all if found.all else 0.0,
        key=artifact_key(f"{key}-progress", plan.key, several=several),
        description=pages.plain(speech.render(phrase("{day}, {title}: done {done} of {all}", **values))),
    )
    await acreate_markdown_artifact(
        pages.phase_page(view, checks, speech),
        key=artifact_key(f"{key}-findings", plan.key, several=several),
        description=pages.plain(speech.render(phrase("{day}, {title}", day=view.as_of, title=values["title"]))),
    )


async def publish_day(found: Status, heads: Sequence[Head], speech: Catalogue, *, several: bool) -> None:
    """The milestones as a table, what is overdue, and the day's messages."""
    plan = found.plan

    def described(what: str) -> str:
        return speech.render(phrase("{day}, {title}", day=found.as_of, title=speech.gettext(what)))

    await acreate_table_artifact(
        pages.milestone_rows(found, speech),
        key=artifact_key("milestones", plan.key, several=several),
        description=described(N_("Milestones")),
    )
    await acreate_markdown_artifact(
        pages.overdue_page(found, speech),
        key=artifact_key("overdue", plan.key, several=several),
        description=described(N_("Overdue")),
    )
    await acreate_markdown_artifact(
        pages.messages_page(plan, found.as_of, heads, speech),
        key=artifact_key("messages", plan.key, several=several),
        description=described(N_("Messages")),
    )


# -- events ----------------------------------------------------------------------------------------------------------


def announce_run(plan: Plan, as_of: date, counts: Mapping[str, int]) -> None:
    """`duban.run.finished`: the day's run came to its end."""
    _announce(plan, "duban.run.finished", f"run.{as_of}", str(as_of), {"as_of": str(as_of), **counts})


def announce_overdue(found: Status, since: date | None, speech: Catalogue) -> int:
    """`duban.obligation.overdue`, once for each obligation that has become so since an earlier day.

    Args:
        found: where everything stands.
        since: the day of the last run before; None: there was none, everything overdue is new.
        speech: the language of the names.

    Returns:
        How many were announced.
    """
    new = [line for line in found.of(Standing.OVERDUE) if _became(line, since)]
    for line in new:
        _announce(
            found.plan,
            "duban.obligation.overdue",
            f"obligation.{line.one.id}",
            deliverable_name(line.one, speech),
            {
                "obligation": line.one.id,
                "unit": line.facts.unit,
                "unit_name": unit_name(found.plan, line.facts.unit, speech),
                "late_after": str(line.days.late_after) if line.days else None,
                "round": line.facts.round,
                "overdue_working_days": overdue_by(found, line),
            },
        )
    return len(new)


def _became(line: Line, since: date | None) -> bool:
    return since is None or line.days is None or line.days.late_after >= since


def announce_undelivered(plan: Plan, as_of: date, heads: Iterable[Head]) -> None:
    """`duban.notice.dead` and `duban.notice.unknown`: a message of the day that will not arrive, or may not have."""
    for one in heads:
        if one.state in {NoticeState.DEAD, NoticeState.UNKNOWN}:
            told = {"seat": one.seat, "subject": one.subject, "as_of": str(as_of)}
            _announce(plan, f"duban.notice.{one.state}", f"seat.{one.seat}", one.seat, told)


def _announce(plan: Plan, event: str, resource: str, name: str, payload: Mapping[str, object]) -> None:
    """Emit an event; its id is made of what it says, so that saying it again makes no second row."""
    about = f"duban.{plan.key}.{resource}"
    campaign = {"prefect.resource.id": f"duban.campaign.{plan.key}", "prefect.resource.role": "campaign"}
    emit_event(
        event,
        {"prefect.resource.id": about, "prefect.resource.name": name},
        related=[campaign],
        payload=dict(payload),
        id=uuid5(NAMESPACE_URL, f"{event} {about} {sorted(payload.items())}"),
    )
