"""The verbs by which people act on an obligation; each is one transaction and refused with what is possible."""

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.deeds import ReasonOption, WhoOption, acting, told
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of, read_day
from cli.output import print_json
from cli.speech import _, spoken
from models.words import Form

if TYPE_CHECKING:
    from register.acts import Done, HandIn
    from schedule.transitions import Act, Step

ObligationArgument = Annotated[
    str, typer.Argument(metavar="OBLIGATION", help=_("deliverable/unit, as `duban status --all` lists it."))
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=_("A remark for the record."))]
UntilOption = Annotated[
    date | None,
    typer.Option("--until", parser=read_day, metavar="DAY", help=_("A later day, inclusive.")),
]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command(help=_("Record a hand-in; paper and electronic are two facts."))(submit)
    app.command(help=_("Record that the unit has received it."))(ack)
    app.command(help=_("Accept what was handed in."))(accept)
    app.command("return", help=_("Return what was handed in, with a reason and a term."))(return_)
    app.command(help=_("Take back what was accepted, for another round."))(reopen)
    app.command(help=_("Ask for, grant or refuse a later day; without one of these the office grants it."))(extend)
    app.command(help=_("Ask, grant or refuse that it is not the unit's; granted, it is cancelled."))(dispute)
    app.command(help=_("Excuse the unit from it."))(waive)


def submit(
    obligation: ObligationArgument,
    by: WhoOption,
    as_of: AsOfOption = None,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="paper|electronic", help=_("What came; else everything.")),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", exists=True, dir_okay=False, help=_("The file handed in."))
    ] = None,
    value: Annotated[str | None, typer.Option("--value", metavar="VALUE", help=_("The value handed in."))] = None,
    reason: ReasonOption = None,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Record a hand-in."""
    from register.acts import HandIn
    from schedule.transitions import Act

    if form not in {None, *Form}:
        raise typer.BadParameter(_("must be paper or electronic"), param_hint="--form")
    forms = frozenset({Form(form)}) if form else None
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest() if file else None
    hand_in = HandIn(value, file.name if file else None, sha256, note)
    _act(Act.SUBMIT, obligation, by, day_of(as_of), json=json, reason=reason, forms=forms, hand_in=hand_in)


def ack(
    target: Annotated[
        str, typer.Argument(metavar="OBLIGATION|KEY", help=_("An obligation, or a message's key or its start."))
    ],
    by: WhoOption,
    as_of: AsOfOption = None,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Record an acknowledgement."""
    from register.acknowledging import acknowledge
    from register.acts import HandIn

    with acting(by, day_of(as_of)) as here:
        done = acknowledge(here.connection, here.running, target, here.deal, HandIn(note=note) if note else None)
    if len(done.done) == 1 and done.notice is None:
        _tell(done.done[0], json=json)
        return
    face: dict[str, object] = {
        "event": done.done[-1].event if done.done else None,
        "notice": done.notice,
        "obligations": [one.obligation.id for one in done.done],
        "liaison": done.liaison and done.liaison.name,
    }
    text = _("acknowledged: {count}")
    if done.liaison:
        text = _("acknowledged: {count}; {liaison} is confirmed as liaison")
    told(text.format(count=len(done.done), liaison=done.liaison.name if done.liaison else ""), face, json=json)


def accept(
    obligation: ObligationArgument,
    by: WhoOption,
    as_of: AsOfOption = None,
    reason: ReasonOption = None,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Accept a hand-in."""
    from schedule.transitions import Act

    _act(Act.ACCEPT, obligation, by, day_of(as_of), json=json, note=note, reason=reason)


def return_(
    obligation: ObligationArgument,
    by: WhoOption,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("What is missing; the unit reads it."))],
    as_of: AsOfOption = None,
    until: UntilOption = None,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Return a hand-in."""
    from schedule.transitions import Act

    _act(Act.RETURN, obligation, by, day_of(as_of), json=json, note=note, reason=reason, until=until)


def reopen(
    obligation: ObligationArgument,
    by: WhoOption,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("What is missing; the unit reads it."))],
    as_of: AsOfOption = None,
    until: UntilOption = None,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Reopen what was accepted."""
    from schedule.transitions import Act

    _act(Act.REOPEN, obligation, by, day_of(as_of), json=json, note=note, reason=reason, until=until)


def extend(
    obligation: ObligationArgument,
    by: WhoOption,
    as_of: AsOfOption = None,
    until: UntilOption = None,
    reason: ReasonOption = None,
    ask: Annotated[bool, typer.Option("--ask", help=_("The unit asks."))] = False,
    grant: Annotated[bool, typer.Option("--grant", help=_("The office grants."))] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help=_("The office refuses."))] = False,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Ask for or decide an extension."""
    from schedule.transitions import Act

    step = _step(ask=ask, grant=grant, refuse=refuse)
    _act(Act.EXTEND, obligation, by, day_of(as_of), json=json, note=note, reason=reason, until=until, step=step)


def dispute(
    obligation: ObligationArgument,
    by: WhoOption,
    as_of: AsOfOption = None,
    reason: ReasonOption = None,
    ask: Annotated[bool, typer.Option("--ask", help=_("The unit asks."))] = False,
    grant: Annotated[bool, typer.Option("--grant", help=_("The office grants."))] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help=_("The office refuses."))] = False,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Ask for or decide a dispute."""
    from schedule.transitions import Act

    step = _step(ask=ask, grant=grant, refuse=refuse)
    _act(Act.DISPUTE, obligation, by, day_of(as_of), json=json, note=note, reason=reason, step=step)


def waive(
    obligation: ObligationArgument,
    by: WhoOption,
    as_of: AsOfOption = None,
    reason: ReasonOption = None,
    note: NoteOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Excuse a unit."""
    from schedule.transitions import Act

    _act(Act.WAIVE, obligation, by, day_of(as_of), json=json, note=note, reason=reason)


def _step(*, ask: bool, grant: bool, refuse: bool) -> "Step":
    from schedule.transitions import Step

    if ask + grant + refuse > 1:
        raise typer.BadParameter(_("say one of --ask, --grant and --refuse"))
    return Step.ASK if ask else Step.REFUSE if refuse else Step.GRANT


def _act(
    act: "Act",
    obligation: str,
    by: str,
    as_of: date | None,
    *,
    json: bool,
    reason: str | None = None,
    note: str | None = None,
    until: date | None = None,
    step: "Step | None" = None,
    forms: frozenset[Form] | None = None,
    hand_in: "HandIn | None" = None,
) -> None:
    from register.acts import HandIn
    from register.acts import act as perform
    from schedule.transitions import Deed, Step

    with acting(by, as_of) as here:
        deed = Deed(act, here.deal.on, step or Step.GRANT, forms, until, reason)
        brought = hand_in or HandIn(note=note)
        done = perform(here.connection, here.running, obligation, deed, here.deal, brought)
    _tell(done, json=json)


def _tell(done: "Done", *, json: bool) -> None:
    facts = done.after
    if json:
        print_json(
            {
                "schema": "duban.act/1",
                "event": done.event,
                "obligation": done.obligation.id,
                "status": facts.status.value,
                "late": facts.late,
                "round": facts.round,
                "effective_due_on": facts.effective_due_on and facts.effective_due_on.isoformat(),
                "received": sorted(form.value for form in facts.received),
                "notices": list(done.told),
            }
        )
        return
    from cli.act_words import consequences

    text = _("{obligation}: {status}, event {number}")
    typer.echo(text.format(obligation=done.obligation.id, status=spoken().render(facts.status), number=done.event))
    for sentence in consequences(done):
        typer.echo(spoken().render(sentence))
