"""What the plan leaves unsaid, as questions with an address: each is answered by a named person on a day."""

from collections.abc import Iterable, Iterator, Mapping

from models.words import LEADING_GROUP, Actor, DueKind, Role, phrase
from schedule.campaign_file.shapes import CampaignFile
from schedule.directory import Directory
from schedule.file_ladders import up_to
from schedule.plan import Obligation, Question, QuestionKind


def open_questions(file: CampaignFile, obligations: Iterable[Obligation], directory: Directory) -> Iterator[Question]:
    """Every open question, those of the plan's dates and owners first."""
    everything = tuple(obligations)
    yield from _days(everything)
    yield from _owners(everything)
    owed = _owed(everything)
    yield from _names(file, owed)
    yield from _in_charge(file, owed, directory)
    yield from _readings(file, everything)
    for i, asked in enumerate(file.questions):
        about = tuple(one.id for one in everything if one.deliverable.partition(".")[0] in asked.deliverables)
        yield Question(
            asked.key,
            QuestionKind.OTHER,
            file.text(asked.text),
            asked.clause,
            asked.candidates,
            about,
            ("questions", i),
        )


def _days(obligations: tuple[Obligation, ...]) -> Iterator[Question]:
    asked: dict[tuple[str, DueKind], list[Obligation]] = {}
    for one in obligations:
        if one.readiness_for is None and (
            one.dated.kind in {DueKind.UNKNOWN, DueKind.ON_NOTICE}
            or (one.dated.kind is DueKind.WINDOW and one.actor is Actor.EXTERNAL)
        ):
            asked.setdefault((one.deliverable, one.dated.kind), []).append(one)
    for (key, kind), group in asked.items():
        first = group[0]
        candidates = tuple(day.isoformat() for day in first.dated.candidates)
        about = tuple(one.id for one in group)
        if kind is DueKind.UNKNOWN:
            text = phrase("By which day is {title} due? The plan does not say.", title=first.title)
            yield Question(f"{key}-due", QuestionKind.DUE, text, first.clause, candidates, about, first.path)
        else:
            text = phrase("On which day does {title} take place? It is not announced yet.", title=first.title)
            yield Question(f"{key}-day", QuestionKind.DAY, text, first.clause, candidates, about, first.path)


def _owners(obligations: tuple[Obligation, ...]) -> Iterator[Question]:
    for one in obligations:
        if one.slot is not None:
            text = phrase("Who owes {title}, no. {number}? The plan names nobody.", title=one.title, number=one.slot)
            yield Question(one.id.replace("/", "-"), QuestionKind.OWNER, text, one.clause, (), (one.id,), one.path)


def _owed(obligations: Iterable[Obligation]) -> Mapping[str | None, tuple[str, ...]]:
    groups: dict[str | None, list[str]] = {}
    for one in obligations:
        groups.setdefault(one.unit, []).append(one.id)
    return {unit: tuple(group) for unit, group in groups.items()}


def _names(file: CampaignFile, owed: Mapping[str | None, tuple[str, ...]]) -> Iterator[Question]:
    for key, unit in file.units.items():
        if unit.name is None:
            text = phrase("What is the unit {key} called? Its name is missing in the plan.", key=key)
            yield Question(f"{key}-name", QuestionKind.NAME, text, None, (), owed.get(key, ()), ("units", key))


def _in_charge(
    file: CampaignFile, owed: Mapping[str | None, tuple[str, ...]], directory: Directory
) -> Iterator[Question]:
    deputies = directory.with_role(LEADING_GROUP, Role.DEPUTY_LEADER)
    asked = any(Role.DEPUTY_LEADER in rung.tell for rungs in file.ladders.values() for rung in rungs)
    if not asked or not deputies:
        return
    highest = dict(up_to(file))
    for key in file.units:
        told = highest.get(key, Role.DEPUTY_LEADER).rank >= Role.DEPUTY_LEADER.rank
        if key in owed and told and not directory.in_charge_of(key):
            text = phrase("Which deputy leader is in charge of {unit}? The plan does not say.", unit=_name(file, key))
            path = ("bodies", LEADING_GROUP, "seats", directory.seats[deputies[0]].post)
            yield Question(f"in-charge-{key}", QuestionKind.IN_CHARGE, text, None, deputies, owed[key], path)


def _name(file: CampaignFile, key: str) -> str:
    return file.units[key].name or key


def _readings(file: CampaignFile, obligations: tuple[Obligation, ...]) -> Iterator[Question]:
    for i, veto in enumerate(file.vetoes):
        if veto.readings and veto.reading is None:
            about = tuple(one.id for one in obligations if one.deliverable.partition(".")[0] in veto.deliverables)
            text = phrase(
                "Which reading of {title} holds? The strictest is used until somebody says.",
                title=file.text(veto.title),
            )
            candidates = tuple(reading.key for reading in veto.readings)
            yield Question(
                f"{veto.key}-reading", QuestionKind.READING, text, veto.clause, candidates, about, ("vetoes", i)
            )
