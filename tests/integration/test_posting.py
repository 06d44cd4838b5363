"""Between two runs: what waits in the outbox goes in the office's hours, each message once; on both databases."""

import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.database import writing
from notifications.outbox import LEASE, Claim, claim, mark_sending
from notifications.outcomes import Letter, Outcome, Sent
from register.acts import act
from register.campaigns import find_campaign
from register.posting import post_waiting
from register.running import Wish, run_day
from schedule.transitions import Act, Deed
from tests.ledger import DOMAIN, deal_of, found, load_plan, messages_in
from tests.register_rows import assert_sound, attempts, everything, notices, why
from tests.running_campaign import TAKEN, Harbour, day_of, harbour

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOT_NOW = Outcome(Sent.TRANSIENT, "451 later", 451)
LATER = "04-18"
"""The term of a return."""


@dataclass
class Postman:
    """Looks into the outbox when he is told to, and keeps what he sent."""

    running: Harbour
    name: str = "post-1"
    answer: Outcome = TAKEN
    letters: list[Letter] = field(default_factory=list)
    meeting: threading.Barrier | None = None
    """Where he waits for another before the first message goes."""

    def looks(self, day: str, at: str) -> dict[str, int]:
        """At a moment of the campaign's zone; how many messages came to what."""
        moment = moment_of(day, at)
        return post_waiting(self.running.engine, self.name, lambda: moment, lambda _channel: self).counts

    def send(self, letter: Letter) -> Outcome:
        if self.meeting and not self.letters:
            self.meeting.wait(20)
        self.letters.append(letter)
        return self.answer

    def close(self) -> None:
        """Nothing to let go of."""

    @property
    def told(self) -> list[tuple[str, str]]:
        """Mailbox and Message-ID of everything sent."""
        return sorted((letter.address, letter.message_id) for letter in self.letters)


def moment_of(day: str, at: str) -> datetime:
    return datetime.combine(day_of(day), time.fromisoformat(at), SHANGHAI)


@pytest.fixture
def running(engine) -> Harbour:
    return Harbour(engine)


@pytest.fixture
def postman(running) -> Postman:
    return Postman(running)


def returned(running: Harbour, day: str = "04-11", at: str = "10:00") -> None:
    """The report of the docks came in and goes back, which its liaison and head hear at once."""
    running.do(day, Act.SUBMIT, at="09:00")
    running.do(day, Act.RETURN, by="Otto", at=at, reason="page 3 missing", until=day_of(LATER))


def states(running: Harbour, kind: str = "returned") -> set[str]:
    return {row.state for row in notices(running.engine, kind=kind)}


def run_at(running: Harbour, day: str, at: str, way: Postman) -> None:
    """The day's run, at a moment of the day itself."""
    moment = moment_of(day, at)
    run_day(running.engine, None, Wish(day_of(day), moment, DOMAIN), lambda: moment, lambda _channel: way)


# -- at once ---------------------------------------------------------------------------------------------------------


def test_a_return_is_told_at_once_on_its_day_and_not_twice(running, postman):
    returned(running)

    assert postman.looks("04-11", "10:01") == {"sent": 2}
    assert [address for address, _ in postman.told] == ["mailto:ada@docks.example", "mailto:ben@docks.example"]
    assert {letter.subject for letter in postman.letters} == {"【退回补正·4月18日前】Docks：Report"}
    assert postman.looks("04-11", "10:02") == {}
    assert postman.looks("04-12", "10:00") == {}
    assert len(postman.letters) == 2
    assert_sound(running.engine)


def test_a_message_carries_the_number_it_was_planned_under(running, postman):
    returned(running)
    planned = {message["message_id"] for message in messages_in(running.engine).values()}

    postman.looks("04-11", "10:01")

    assert {letter.message_id for letter in postman.letters} == planned


def test_a_return_that_was_handed_in_again_is_not_told_any_more(running, postman):
    returned(running)
    running.do("04-11", Act.SUBMIT, at="10:00")

    assert postman.looks("04-11", "10:01") == {"suppressed": 2}
    assert postman.letters == []
    assert {why(row) for row in notices(running.engine, kind="returned")} == {"nothing in it is owed any more"}


def test_every_campaign_of_the_database_is_looked_after(running, postman):
    load_plan(running.engine, replace(harbour(), key="river"))
    for key in ("harbour", "river"):
        with writing(running.engine) as connection:
            here, deal = find_campaign(connection, key), deal_of(running.plan, day_of("04-11"), time(10), "Otto")
            act(connection, here, "report/docks", Deed(Act.SUBMIT, deal.on), deal)
            act(connection, here, "report/docks", Deed(Act.RETURN, deal.on, reason="page 3 missing"), deal)

    assert postman.looks("04-11", "10:01") == {"sent": 4}
    assert Counter(letter.campaign for letter in postman.letters) == {"harbour": 2, "river": 2}


def test_nothing_is_planned_between_two_runs(running, postman):
    before = everything(running.engine)

    # the first reminders have their day, and no run has come
    assert postman.looks("04-09", "10:00") == {}
    assert postman.looks("04-22", "10:00") == {}
    assert everything(running.engine) == before


# -- not now ---------------------------------------------------------------------------------------------------------


def test_what_is_planned_after_hours_waits_for_the_next_working_day(running, postman):
    # Wednesday 3 April; 4 to 6 April are off, Sunday the 7th is worked
    returned(running, "04-03", at="17:31")

    for day, at in (("04-03", "17:32"), ("04-04", "10:00"), ("04-07", "08:29")):
        assert postman.looks(day, at) == {}
    assert postman.looks("04-07", "08:30") == {"sent": 2}


def test_what_nobody_sent_within_hours_is_put_off_to_the_next_ones_and_says_why(running, postman):
    returned(running, "04-11", at="17:20")

    assert postman.looks("04-11", "17:31") == {"deferred": 2}
    assert postman.looks("04-11", "17:32") == {}
    assert {why(row) for row in notices(running.engine, kind="returned")} == {"outside the office's hours"}
    assert postman.looks("04-12", "08:29") == {}
    assert postman.looks("04-12", "08:30") == {"sent": 2}


def test_what_did_not_go_is_tried_again_after_its_wait(running, postman):
    returned(running)
    postman.answer = NOT_NOW
    assert postman.looks("04-11", "10:00") == {"failed": 2}

    assert postman.looks("04-11", "10:00:59") == {}
    postman.answer = TAKEN
    assert postman.looks("04-11", "10:01") == {"sent": 2}
    assert len({letter.message_id for letter in postman.letters}) == 2


def test_a_digest_put_off_past_its_day_is_left_to_that_days_run(running, postman):
    running.run("04-09", answers={"ada@docks.example": NOT_NOW})
    assert postman.looks("04-09", "20:00")["deferred"] == 1
    assert postman.looks("04-10", "08:30") == {"deferred": 1}
    assert postman.looks("04-10", "08:31") == {}

    run_at(running, "04-10", "08:35", postman)

    # one message on the 10th, with that day's words
    assert [letter.subject for letter in postman.letters] == ["【还剩2个工作日·4月12日前】Docks：Report"]
    assert_sound(running.engine)


# -- killed, and two at once -----------------------------------------------------------------------------------------


def killed_while_sending(running: Harbour, owner: str, at: datetime) -> list[str]:
    """A sender claimed what waits and began to send, and was seen no more; Message-IDs."""
    with writing(running.engine) as connection:
        rows = claim(connection, Claim(found(running.engine).id, owner), at)
        assert all(mark_sending(connection, row.key, owner, at) for row in rows)
    return sorted(row.message_id for row in rows)


def test_what_a_killed_sender_was_sending_goes_again_under_the_same_number_when_its_lease_has_ended(running, postman):
    returned(running)
    lost = killed_while_sending(running, "post-0", moment_of("04-11", "10:00"))
    assert len(lost) == 2
    assert states(running) == {"sending"}
    ends = moment_of("04-11", "10:00") + LEASE

    assert postman.looks("04-11", f"{ends - timedelta(seconds=1):%T}") == {}
    assert postman.looks("04-11", f"{ends:%T}") == {"sent": 2}
    assert sorted(letter.message_id for letter in postman.letters) == lost
    for row in notices(running.engine, kind="returned"):
        assert [outcome for outcome, _ in attempts(running.engine, row.key)] == ["unknown", "accepted"]


def test_what_a_killed_sender_had_only_claimed_goes_again_too(running, postman):
    returned(running)
    with writing(running.engine) as connection:
        claim(connection, Claim(found(running.engine).id, "post-0"), moment_of("04-11", "10:00"))

    assert postman.looks("04-11", "10:01") == {}
    assert postman.looks("04-11", "10:02") == {"sent": 2}


def test_two_at_once_send_each_message_once(running):
    for number in range(20):
        returned(running, at=f"10:{number:02}")
    # each time one to the liaison, one to the head
    planned = {row.message_id for row in notices(running.engine, kind="returned")}
    assert len(planned) == 40
    meeting = threading.Barrier(2)
    postmen = [Postman(running, f"post-{number}", meeting=meeting) for number in (1, 2)]
    threads = [threading.Thread(target=one.looks, args=("04-11", "10:30")) for one in postmen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    went = [letter.message_id for one in postmen for letter in one.letters]
    assert sorted(went) == sorted(planned)
    assert states(running) == {"sent"}
