"""A changed campaign file into the tables, in one transaction: rows that differ, one event a change, one for them all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from models.errors import DubanError
from models.tables.campaigns import campaign, party, person, question, seat, tenure
from models.tables.notices import item
from models.tables.obligations import dispute, need, obligation
from models.words import Phrase, Status, phrase
from register.acts import difference
from register.books import whole_book
from register.campaigns import Campaign, Definition, find_campaign
from register.change.after import book_after
from register.change.kinds import Change, ChangeKind, Loaded, Shown
from register.changes import compare
from register.codec import dump, load
from register.events import Deal, record
from register.loading import (
    party_values,
    person_values,
    question_values,
    seat_values,
    write_obligations,
)
from register.obligation_rows import obligation_values, told_values
from register.saving import save_facts
from schedule.agenda import may_want_a_line, next_on
from schedule.directory import Directory, PersonFacts
from schedule.facts import Book
from schedule.plan import Obligation, Plan
from dataclasses import dataclass, replace
from schedule.transitions import Step


class ChangedMeanwhileError(DubanError):
    """The campaign is not what was looked at any more; nothing was changed."""

    exit_code = 75

    def __init__(self) -> None:
        super().__init__(phrase("the campaign has changed since the differences were shown; look at them again"))
