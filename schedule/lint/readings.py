"""Rules about what can be understood in several ways, and what the file itself asks."""

from collections.abc import Iterator

from models.words import phrase
from schedule.campaign_file.references import Finding
from schedule.lint.case import Case, some


def reading_open(case: Case) -> Iterator[Finding]:
    """A reading is chosen by a named person, never in passing (law 9; G03, G04)."""
    for i, veto in enumerate(case.file.vetoes):
        if veto.readings and veto.reading is None:
            ways = tuple(phrase("{key}: “{text}”", key=one.key, text=case.file.text(one.text)) for one in veto.readings)
            message = phrase(
                "{title}: nobody has said which reading of the clause holds ({ways}); "
                "the strictest is used until somebody does, so ask, and write its key as `reading`",
                title=case.file.text(veto.title), ways=some(ways),
            )  # fmt: skip
            yield "reading-open", message, ("vetoes", i, "readings")


def open_question(case: Case) -> Iterator[Finding]:
    """What the file's author left to be asked."""
    for i, asked in enumerate(case.file.questions):
        text = case.file.text(asked.text)
        message = (
            phrase("{question} Possible answers: {candidates}", question=text, candidates=asked.candidates)
            if asked.candidates
            else phrase("{question}", question=text)
        )
        yield "open-question", message, ("questions", i)


RULES = (reading_open, open_question)
