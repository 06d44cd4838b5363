"""What words of the vocabulary are called in texts for people: message ids of the catalogues."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from models.words import (
    Actor,
    DueKind,
    Form,
    ItemKind,
    NoticeKind,
    NoticeState,
    PhaseKind,
    RestDay,
    Role,
    Severity,
    Standing,
    Status,
)


def N_(text: str) -> str:  # noqa: N802 -- gettext's own name for a text that is only marked
    """Mark a text for the catalogues."""
    return text


LABELS: Mapping[type[StrEnum], Mapping[str, str]] = MappingProxyType(
    {
        PhaseKind: {
            PhaseKind.PREPARATION: N_("preparation"),
            PhaseKind.COLLECTION: N_("collection"),
            PhaseKind.ACCEPTANCE: N_("acceptance"),
        },
        Role: {
            Role.LIAISON: N_("liaison"),
            Role.HEAD: N_("head of unit"),
            Role.ALTERNATE: N_("alternate"),
            Role.OFFICE_DEPUTY: N_("deputy office director"),
            Role.OFFICE_MANAGER: N_("office manager"),
            Role.OFFICE_DIRECTOR: N_("office director"),
            Role.MEMBER: N_("member"),
            Role.DEPUTY_LEADER: N_("deputy leader"),
            Role.LEADER: N_("leader"),
        },
        RestDay: {
            RestDay.LITERAL: N_("as written"),
            RestDay.PREVIOUS: N_("the working day before"),
            RestDay.NEXT: N_("the next working day"),
        },
        DueKind: {
            DueKind.BY: N_("by a day"),
            DueKind.MONTH_END: N_("by the end of a month"),
            DueKind.WINDOW: N_("in a window"),
            DueKind.HALF_YEAR: N_("within a half-year"),
            DueKind.PHASE: N_("within the phase"),
            DueKind.RECURRING: N_("again and again"),
            DueKind.RELATIVE: N_("counted from another day"),
            DueKind.ON_NOTICE: N_("once announced"),
            DueKind.CONTINUOUS: N_("all the time"),
            DueKind.UNKNOWN: N_("day unknown"),
        },
        Form: {
            Form.PAPER: N_("on paper"),
            Form.ELECTRONIC: N_("electronic"),
        },
        Actor: {
            Actor.OWNER: N_("the owner"),
            Actor.EXTERNAL: N_("somebody outside"),
        },
        Status: {
            Status.OPEN: N_("open"),
            Status.SUBMITTED: N_("submitted"),
            Status.RETURNED: N_("returned"),
            Status.ACCEPTED: N_("accepted"),
            Status.WAIVED: N_("waived"),
            Status.CANCELLED: N_("cancelled"),
        },
        Standing: {
            Standing.NOT_DUE: N_("not due"),
            Standing.DUE_SOON: N_("due soon"),
            Standing.DUE_TODAY: N_("due today"),
            Standing.OVERDUE: N_("overdue"),
            Standing.IN_REVIEW: N_("in review"),
            Standing.RETURNED: N_("returned"),
            Standing.DONE: N_("done"),
            Standing.DONE_LATE: N_("done late"),
            Standing.WAIVED: N_("waived"),
            Standing.CANCELLED: N_("cancelled"),
            Standing.EXTERNAL: N_("with others"),
            Standing.BLOCKED: N_("blocked"),
            Standing.DATE_UNKNOWN: N_("day unknown"),
        },
        ItemKind: {
            ItemKind.REMINDER: N_("reminder"),
            ItemKind.ESCALATION: N_("escalation"),
        },
        NoticeKind: {
            NoticeKind.DIGEST: N_("digest"),
            NoticeKind.ASSIGN: N_("assignment"),
            NoticeKind.RETURNED: N_("returned"),
            NoticeKind.RECEIPT: N_("receipt"),
            NoticeKind.LINK: N_("link"),
            NoticeKind.OFFICE: N_("office's weekly list"),
            NoticeKind.TEST: N_("test"),
        },
        NoticeState: {
            NoticeState.PLANNED: N_("planned"),
            NoticeState.LEASED: N_("claimed"),
            NoticeState.SENDING: N_("sending"),
            NoticeState.SENT: N_("sent"),
            NoticeState.RETRY: N_("to be retried"),
            NoticeState.HELD: N_("held"),
            NoticeState.DEFERRED: N_("deferred"),
            NoticeState.SUPPRESSED: N_("suppressed"),
            NoticeState.SUPERSEDED: N_("superseded"),
            NoticeState.DEAD: N_("dead"),
            NoticeState.UNKNOWN: N_("unknown"),
        },
        Severity: {
            Severity.ERROR: N_("error"),
            Severity.WARNING: N_("warning"),
            Severity.QUESTION: N_("open question"),
        },
    }
)
"""By class: members of two classes with one spelling are equal, and may be called differently."""


def label(word: StrEnum) -> str:
    """The message id of a word."""
    return LABELS.get(type(word), {}).get(word, word.value)
