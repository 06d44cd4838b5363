import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, Row, insert, select, update

from models.codec import load
from models.database import reading, writing
from models.tables.campaigns import campaign
from models.tables.notices import attempt, notice
from models.words import NoticeState, Phrase, phrase
from notifications.outbox import CHANNEL_WAIT, LEASE, WAITS, Claim, claim, mark_sending, put_off, settle, suppress
from notifications.outcomes import Outcome, Sent

MORNING = datetime(2024, 4, 9, 0, 30, tzinfo=UTC)
SOON = timedelta(seconds=1)
ACCEPTED = Outcome(Sent.ACCEPTED, "queued", 250)
NOT_NOW = Outcome(Sent.TRANSIENT, "greylisted", 450)


class Outbox:
    """One campaign's outbox, as its senders see it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        values = {
            "key": "jieneng",
            "known_on": date(2024, 3, 1),
            "loaded_at": MORNING,
            "file_name": "jieneng.yaml",
            "source": "",
            "definition": {},
            "people": [],
            "events": 0,
            "head": "0" * 64,
        }
        with writing(engine) as connection:
            made = insert(campaign).returning(campaign.c.id)
            self.campaign = connection.execute(made.values(values)).scalar_one()
            self.other = connection.execute(made.values(values | {"key": "other"})).scalar_one()

    def plan(self, *keys: str, at: datetime = MORNING, channel: str = "mailto", **more: object) -> None:
        values = {
            "campaign_id": self.campaign,
            "kind": "digest",
            "on": date(2024, 4, 9),
            "at": at,
            "state": "planned",
            "identity": "苏禾",
            "seat": "education/liaison",
            "channel": channel,
            "language": "zh_Hans",
            "subject": "催办",
            "text": "年度报告4月9日到期。",
            "html": "<p>年度报告4月9日到期。</p>",
            "headers": {},
            "also_owed": [],
            "not_before": at,
        }
        rows = [{**values, "key": key, "message_id": f"<{key}@qingxi.example>", **more} for key in keys]
        with writing(self.engine) as connection:
            connection.execute(insert(notice), rows)

    def claim(
        self,
        owner: str,
        now: datetime = MORNING,
        limit: int = 20,
        seats: Sequence[str] | None = None,
        goes_by: datetime | None = None,
    ) -> list[str]:
        wanted = Claim(self.campaign, owner, limit, None if seats is None else frozenset(seats), goes_by)
        with writing(self.engine) as connection:
            return [row.key for row in claim(connection, wanted, now)]

    def begins(self, key: str, owner: str, now: datetime = MORNING) -> bool:
        with writing(self.engine) as connection:
            return mark_sending(connection, key, owner, now)

    def settle(self, key: str, owner: str, outcome: Outcome, now: datetime = MORNING) -> None:
        with writing(self.engine) as connection:
            settle(connection, key, owner, outcome, now, None)

    def send(self, key: str, owner: str, outcome: Outcome, now: datetime = MORNING) -> None:
        assert self.begins(key, owner, now)
        self.settle(key, owner, outcome, now)

    def row(self, key: str) -> Row:
        with reading(self.engine) as connection:
            return connection.execute(select(notice).where(notice.c.key == key)).one()

    def state(self, key: str) -> NoticeState:
        return NoticeState(self.row(key).state)

    def tries(self, key: str) -> list[tuple[str, str, int | None]]:
        told = select(attempt.c.outcome, attempt.c.text, attempt.c.code).where(attempt.c.notice == key)
        with reading(self.engine) as connection:
            return [tuple(row) for row in connection.execute(told.order_by(attempt.c.id))]


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    return Outbox(engine)


def test_what_is_claimed_first_waited_longest(outbox):
    outbox.plan("late", at=MORNING - timedelta(minutes=1))
    outbox.plan("b", "a", at=MORNING - timedelta(hours=1))
    outbox.plan("early", at=MORNING - timedelta(hours=2))
    assert outbox.claim("one", limit=3) == ["early", "a", "b"]
    assert outbox.claim("one", limit=3) == ["late"]


def test_nothing_is_claimed_before_its_time(outbox):
    outbox.plan("a")
    assert outbox.claim("one", MORNING - SOON) == []
    assert outbox.claim("one", MORNING) == ["a"]


def test_a_run_pinned_to_a_day_goes_by_that_days_clock(outbox):
    outbox.plan("a", "b")
    yesterday, years_later = MORNING - timedelta(days=1), MORNING + timedelta(days=4000)
    assert outbox.claim("one", years_later, goes_by=yesterday) == []
    assert outbox.claim("one", yesterday, limit=1, goes_by=MORNING) == ["a"]
    assert outbox.claim("one", years_later, limit=1, goes_by=MORNING) == ["a"]


def test_a_run_pinned_to_a_day_repeats_by_the_real_clock(outbox):
    outbox.plan("a")
    years_later = MORNING + timedelta(days=4000)
    assert outbox.claim("one", years_later, goes_by=MORNING) == ["a"]
    outbox.send("a", "one", NOT_NOW, years_later)
    assert outbox.claim("two", years_later, goes_by=MORNING) == []
    assert outbox.claim("two", years_later + WAITS[0], goes_by=MORNING) == ["a"]


def test_a_crash_of_a_run_pinned_to_a_day_to_come_brings_its_mail_back_now(outbox):
    outbox.plan("a")
    yesterday = MORNING - timedelta(days=1)
    assert outbox.claim("one", yesterday, goes_by=MORNING) == ["a"]
    outbox.begins("a", "one", yesterday)
    assert outbox.claim("two", yesterday + LEASE) == ["a"]


def test_a_campaigns_sender_leaves_others_alone(outbox):
    outbox.plan("a")
    outbox.plan("b", campaign_id=outbox.other)
    assert outbox.claim("one") == ["a"]


def test_only_the_seats_asked_for_are_sent_to(outbox):
    outbox.plan("a")
    outbox.plan("b", seat="transport/head")
    assert outbox.claim("one", seats=["transport/head"]) == ["b"]
    assert outbox.claim("one", seats=[]) == []
    assert outbox.claim("one") == ["a"]


@pytest.mark.parametrize("state", sorted(set(NoticeState) - {"planned", "retry", "deferred", "leased", "sending"}))
def test_what_has_come_to_its_end_is_never_claimed(outbox, state):
    outbox.plan("a", state=state)
    assert outbox.claim("one", MORNING + timedelta(days=30)) == []


@pytest.mark.parametrize("state", ["planned", "retry", "deferred"])
def test_what_waits_is_claimed_with_its_texts_and_a_lease(outbox, state):
    outbox.plan("a", state=state)
    with writing(outbox.engine) as connection:
        (row,) = claim(connection, Claim(outbox.campaign, "one"), MORNING)
    assert (row.state, row.lease_by, row.lease_until) == ("leased", "one", MORNING + LEASE)
    assert (row.subject, row.message_id) == ("催办", "<a@qingxi.example>")


def test_what_is_accepted_is_sent_and_its_try_recorded(outbox):
    outbox.plan("a")
    outbox.claim("one")
    outbox.send("a", "one", ACCEPTED)
    row = outbox.row("a")
    assert (row.state, row.tries, row.lease_by, row.lease_until) == ("sent", 1, None, None)
    assert outbox.tries("a") == [("accepted", "queued", 250)]
    assert outbox.claim("two", MORNING + timedelta(days=30)) == []


def test_a_failed_try_is_repeated_after_one_five_fifteen_sixty_and_240_minutes_then_dead(outbox):
    outbox.plan("a")
    now, waits = MORNING, []
    while outbox.claim("one", now):
        outbox.send("a", "one", NOT_NOW, now)
        if outbox.state("a") is NoticeState.RETRY:
            due = outbox.row("a").not_before
            assert outbox.claim("one", due - SOON) == []
            waits.append((due - now).total_seconds() / 60)
            now = due
    assert waits == [1, 5, 15, 60, 240]
    assert outbox.state("a") is NoticeState.DEAD
    assert outbox.tries("a") == [("transient", "greylisted", 450)] * 6
    assert outbox.claim("one", now + timedelta(days=30)) == []


@pytest.mark.parametrize(
    ("sent", "state"),
    [(Sent.PERMANENT, NoticeState.DEAD), (Sent.UNKNOWN, NoticeState.UNKNOWN), (Sent.HANDED_ON, NoticeState.HELD)],
)
def test_other_outcomes_end_the_message(outbox, sent, state):
    outbox.plan("a")
    outbox.claim("one")
    outbox.send("a", "one", Outcome(sent, "said"))
    assert outbox.state("a") is state
    assert outbox.claim("two", MORNING + timedelta(days=30)) == []


def test_what_is_printed_says_that_it_waits_for_who_carries_it(outbox):
    outbox.plan("a", channel="by-hand")
    outbox.claim("one")
    outbox.send("a", "one", Outcome(Sent.HANDED_ON, "a.html"))
    assert load(outbox.row("a").why, Phrase).template.startswith("printed")


def test_a_fault_of_the_way_out_is_nobodys_try(outbox):
    outbox.plan("a")
    now = MORNING
    for _ in range(20):
        assert outbox.claim("one", now) == ["a"]
        outbox.send("a", "one", Outcome(Sent.TRANSIENT, "the relay refuses the login", 535, is_channels=True), now)
        assert outbox.row("a").not_before == now + CHANNEL_WAIT
        now += CHANNEL_WAIT
    assert (outbox.state("a"), outbox.row("a").tries) == (NoticeState.RETRY, 0)
    assert len(outbox.tries("a")) == 20


def test_a_claim_holds_until_its_lease_ends(outbox):
    outbox.plan("a")
    assert outbox.claim("one") == ["a"]
    assert outbox.claim("two", MORNING + LEASE - SOON) == []
    assert outbox.claim("two", MORNING + LEASE) == ["a"]


def test_beginning_to_send_makes_the_lease_new(outbox):
    outbox.plan("a")
    outbox.claim("one")
    assert outbox.begins("a", "one", MORNING + LEASE - SOON)
    assert outbox.claim("two", MORNING + LEASE) == []


def test_who_lost_the_claim_must_not_send(outbox):
    outbox.plan("a")
    outbox.claim("one")
    outbox.claim("two", MORNING + LEASE)
    assert not outbox.begins("a", "one", MORNING + LEASE)
    assert outbox.begins("a", "two", MORNING + LEASE)


def test_one_owner_does_not_send_twice_under_one_claim(outbox):
    outbox.plan("a")
    outbox.claim("one")
    assert outbox.begins("a", "one")
    assert not outbox.begins("a", "one")


@pytest.mark.parametrize("outcome", [ACCEPTED, NOT_NOW, Outcome(Sent.PERMANENT, "no such user", 550)])
@pytest.mark.parametrize("is_sending", [True, False])
def test_who_lost_the_claim_settles_nothing_but_his_try_is_kept(outbox, outcome, is_sending):
    outbox.plan("a")
    outbox.claim("one")
    outbox.begins("a", "one")
    later = MORNING + LEASE
    outbox.claim("two", later)
    if is_sending:
        outbox.begins("a", "two", later)
    before = outbox.row("a")
    outbox.settle("a", "one", outcome, later)
    assert outbox.row("a") == before
    assert (outcome.sent.value, outcome.text, outcome.code) in outbox.tries("a")
    outbox.settle("a", "two", ACCEPTED, later)
    assert (outbox.state("a"), outbox.row("a").lease_by) == (NoticeState.SENT, None)


def test_a_settled_message_is_not_settled_again(outbox):
    outbox.plan("a")
    outbox.claim("one")
    outbox.send("a", "one", ACCEPTED)
    outbox.settle("a", "one", NOT_NOW)
    assert outbox.state("a") is NoticeState.SENT


def test_who_lost_the_claim_neither_puts_off_nor_suppresses(outbox):
    outbox.plan("a")
    outbox.claim("one")
    outbox.claim("two", MORNING + LEASE)
    before = outbox.row("a")
    with writing(outbox.engine) as connection:
        put_off(connection, "a", "one", MORNING + timedelta(days=1), phrase("outside the office's hours"))
        suppress(connection, "a", "one", phrase("nothing in it is owed any more"))
    assert outbox.row("a") == before


@pytest.mark.parametrize("channel", ["mailto", "by-hand"])
def test_a_crash_in_mid_sending_brings_a_mail_back_once_under_the_same_message_id(outbox, channel):
    outbox.plan("a", channel=channel)
    outbox.claim("one")
    outbox.begins("a", "one")
    # "one" is gone: nobody settles
    assert outbox.claim("two", MORNING + LEASE - SOON) == []
    assert outbox.claim("two", MORNING + LEASE) == ["a"]
    assert outbox.claim("three", MORNING + LEASE) == []
    assert outbox.row("a").message_id == "<a@qingxi.example>"
    outbox.send("a", "two", ACCEPTED, MORNING + LEASE)
    assert outbox.claim("three", MORNING + timedelta(days=30)) == []
    assert [sent for sent, _, _ in outbox.tries("a")] == ["unknown", "accepted"]
    assert outbox.row("a").tries == 2


@pytest.mark.parametrize("channel", ["wecombot", "feishu", "anything"])
def test_a_crash_in_mid_sending_leaves_a_chat_message_to_a_person(outbox, channel):
    outbox.plan("a", channel=channel)
    outbox.claim("one")
    outbox.begins("a", "one")
    assert outbox.claim("two", MORNING + LEASE - SOON) == []
    assert outbox.state("a") is NoticeState.SENDING
    assert outbox.claim("two", MORNING + LEASE) == []
    assert (outbox.state("a"), outbox.row("a").lease_by) == (NoticeState.UNKNOWN, None)
    assert [sent for sent, _, _ in outbox.tries("a")] == ["unknown"]


@pytest.mark.parametrize("channel", ["mailto", "wecombot"])
def test_a_crash_before_anything_left_costs_nothing(outbox, channel):
    outbox.plan("a", channel=channel)
    outbox.claim("one")
    assert outbox.claim("two", MORNING + LEASE) == ["a"]
    assert (outbox.row("a").tries, outbox.tries("a")) == (0, [])


def test_a_message_that_ends_every_run_does_not_do_so_for_ever(outbox):
    outbox.plan("a")
    now, runs = MORNING, 0
    while outbox.claim(f"run-{runs}", now):
        assert outbox.begins("a", f"run-{runs}", now)
        runs, now = runs + 1, now + LEASE
    assert runs == len(WAITS) + 1
    assert outbox.state("a") is NoticeState.UNKNOWN


def test_a_deferred_message_comes_back_in_its_time_and_forgets_why_it_waited(outbox):
    outbox.plan("a")
    outbox.claim("one")
    tomorrow = MORNING + timedelta(days=1)
    why = phrase("not before {day}", day=date(2024, 4, 10))
    with writing(outbox.engine) as connection:
        put_off(connection, "a", "one", tomorrow, why)
    row = outbox.row("a")
    assert (row.state, row.not_before, row.lease_by, row.tries) == ("deferred", tomorrow, None, 0)
    assert load(row.why, Phrase) == why
    assert outbox.claim("two", tomorrow - SOON) == []
    assert outbox.claim("two", tomorrow) == ["a"]
    outbox.send("a", "two", ACCEPTED, tomorrow)
    assert outbox.row("a").why is None


def test_a_suppressed_message_says_why_and_never_goes(outbox):
    outbox.plan("a")
    outbox.claim("one")
    why = phrase("nothing in it is owed any more")
    with writing(outbox.engine) as connection:
        suppress(connection, "a", "one", why)
    assert (outbox.state("a"), load(outbox.row("a").why, Phrase)) == (NoticeState.SUPPRESSED, why)
    assert outbox.claim("two", MORNING + timedelta(days=30)) == []


@pytest.mark.parametrize("said", ["a\x00b\nc\ud800", "x" * 5000])
def test_whatever_the_other_side_says_can_be_kept(outbox, said):
    outbox.plan("a")
    outbox.claim("one")
    outbox.send("a", "one", Outcome(Sent.ACCEPTED, said, 250))
    ((_, text, _),) = outbox.tries("a")
    assert text == ("a b c " if "\x00" in said else "x" * 1000)


def test_a_claim_that_is_not_committed_is_none(outbox):
    outbox.plan("a")
    with outbox.engine.connect() as connection:
        claim(connection, Claim(outbox.campaign, "one"), MORNING)
        connection.rollback()
    assert outbox.claim("two") == ["a"]


def in_threads(count: int, work) -> None:
    """Begin at the same moment, each in a thread of its own; what breaks in one breaks the test."""
    start, broke = threading.Barrier(count), []

    def one(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as wrong:
            broke.append(wrong)
            raise

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broke == []


def test_two_owners_at_once_never_get_the_same_message(outbox):
    keys = [f"{number:03}" for number in range(60)]
    outbox.plan(*keys)
    got: dict[int, list[str]] = {0: [], 1: []}

    def take(number: int) -> None:
        while claimed := outbox.claim(f"owner-{number}", limit=3):
            got[number] += claimed

    in_threads(2, take)
    assert sorted([*got[0], *got[1]]) == keys


def test_two_senders_at_once_send_everything_once(outbox):
    keys = [f"{number:03}" for number in range(40)]
    outbox.plan(*keys)
    went: list[str] = []

    def send(number: int) -> None:
        owner = f"owner-{number}"
        while claimed := outbox.claim(owner, limit=3):
            for key in claimed:
                assert outbox.begins(key, owner)
                went.append(key)
                outbox.settle(key, owner, ACCEPTED)

    in_threads(2, send)
    assert sorted(went) == keys
    assert {outbox.state(key) for key in keys} == {NoticeState.SENT}


def test_two_at_once_take_back_what_a_third_left_behind_once(outbox):
    keys = [f"{number:02}" for number in range(20)]
    outbox.plan(*keys)
    assert outbox.claim("gone") == keys
    for key in keys:
        outbox.begins(key, "gone")
    got: list[str] = []
    in_threads(2, lambda number: got.extend(outbox.claim(f"owner-{number}", MORNING + LEASE)))
    # on PostgreSQL each passes over what the other is just looking at
    got += outbox.claim("owner-2", MORNING + LEASE)
    assert sorted(got) == keys
    assert {len(outbox.tries(key)) for key in keys} == {1}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_where_many_may_write_one_holds_up_only_the_messages_he_holds(outbox):
    outbox.plan("a", "b")
    with writing(outbox.engine) as held:
        held.execute(update(notice).where(notice.c.key == "a").values(tries=3))
        assert outbox.claim("one") == ["b"]
    assert outbox.claim("one") == ["a"]
