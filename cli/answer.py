"""`duban answer`: what the plan left open, settled by a named person; without a question the open ones."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.deeds import acting, looking, told
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of
from cli.output import print_json, say
from cli.speech import _, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schedule.plan import Question


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Answer an open question of the plan; without one, list them."))(answer)


def answer(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help=_("Its id, as listed."))] = None,
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help=_("A day, a unit, a seat, a word."))] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="WHO", help=_("Who answers; stands in the record."))] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Answer a question."""
    from register.answering import open_questions, settle_question

    if question is None:
        with looking(day_of(as_of)) as here:
            found = open_questions(here.connection, here.running)
        _list(found, json=json)
        return
    if value is None:
        raise typer.BadParameter(_("a question needs an answer; `duban answer` lists them"), param_hint="VALUE")
    if by is None:
        raise typer.BadParameter(_("say who answers"), param_hint="--by")
    with acting(by, day_of(as_of)) as here:
        done = settle_question(here.connection, here.running, question, value, here.deal)
    doubts = [spoken().render(one) for one in done.doubts]
    for doubt in doubts:
        say(_("recorded all the same: {doubt}").format(doubt=doubt))
    text = _("{question}: {value}, event {number}; obligations changed: {count}")
    face: dict[str, object] = {
        "event": done.event,
        "question": question,
        "value": done.value,
        "obligations": list(done.changed),
        "warnings": doubts,
    }
    values = {"question": question, "value": done.value, "number": done.event, "count": len(done.changed)}
    told(text.format(**values), face, json=json)


def _list(questions: "Sequence[Question]", *, json: bool) -> None:
    if json:
        faces = [
            {
                "id": one.id,
                "kind": one.kind.value,
                "text": spoken().render(one.text),
                "clause": one.clause,
                "candidates": list(one.candidates),
                "obligations": list(one.obligations),
            }
            for one in questions
        ]
        print_json({"schema": "duban.questions/1", "questions": faces})
        return
    from cli.output import console, table

    made = table(_("Question"), _("Text"), _("Candidates"))
    for one in questions:
        made.add_row(one.id, spoken().render(one.text), spoken().render(one.candidates))
    console().print(made)
    typer.echo(spoken().ngettext("{number} open question", "{number} open questions", len(questions)))
