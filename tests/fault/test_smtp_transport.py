import ssl
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from traceback import format_exception

import pytest

from notifications.mail import mail_of
from notifications.outbox import LEASE
from notifications.outcomes import Letter, Outcome, Sent
from notifications.transports.relay import Relay, relay_of
from notifications.transports.smtp import TIMEOUT, TRY, Smtp
from tests.fault.smtp_server import (
    CERTIFICATE,
    DROP,
    ENDLESS,
    HANG,
    STARTTLS_OFFERED,
    TRICKLE,
    smtp_server,
)
from tests.letter import LETTER, write

BRIEF = 0.2
"""Seconds of patience with a relay that does not answer."""


def to(mailbox: str) -> Letter:
    return replace(LETTER, address=f"mailto:{mailbox}")


def sent(answers=None, letter=LETTER, timeout=5.0):
    """What became of one letter, and what the relay saw."""
    with smtp_server(answers) as server:
        way = Smtp(relay_of(server.url), write, timeout=timeout)
        outcome = way.send(letter)
        way.close()
    return outcome, server


def test_what_a_relay_takes_is_accepted_with_its_words():
    outcome, server = sent()
    assert outcome == Outcome(Sent.ACCEPTED, "queued as 4711", 250)
    (taken,) = server.taken
    assert (taken.sender, taken.reader) == ("duban@qingxi.example", "su@edu.example")
    mail = message_from_bytes(taken.data, policy=default)
    assert mail["Message-ID"] == "<5f3a9c@qingxi.example>"
    assert mail.get_body(("plain",)).get_content().strip() == "年度报告4月9日到期。"
    assert server.verbs() == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert server.told[1].startswith("mail FROM:<duban@qingxi.example> SIZE=")


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("MAIL", "451 local error", Sent.TRANSIENT),
        ("MAIL", "552 larger than we take", Sent.PERMANENT),
        ("RCPT", "450 greylisted, come back in five minutes", Sent.TRANSIENT),
        ("RCPT", "451 local error", Sent.TRANSIENT),
        ("RCPT", "452 mailbox full", Sent.TRANSIENT),
        ("RCPT", "550 no such user", Sent.PERMANENT),
        ("RCPT", "550 Ip frequency limited", Sent.TRANSIENT),
        ("RCPT", "550 Domain frequency limited", Sent.TRANSIENT),
        ("RCPT", "550 发送频率过快", Sent.TRANSIENT),
        ("RCPT", "553 too many messages from you", Sent.TRANSIENT),
        ("RCPT", "251 forwarded", Sent.ACCEPTED),
        ("DATA", "451 not now", Sent.TRANSIENT),
        ("DATA", "554 no valid recipients", Sent.PERMANENT),
        ("DATA", "250 what?", Sent.TRANSIENT),
        (".", "250 ok", Sent.ACCEPTED),
        (".", "451 out of disk", Sent.TRANSIENT),
        (".", "550 5.4.5 Daily user sending limit exceeded", Sent.TRANSIENT),
        (".", "550 rejected as spam", Sent.PERMANENT),
        (".", "552 5.2.2 mailbox size limit exceeded", Sent.PERMANENT),
        (".", "554 rejected", Sent.PERMANENT),
        (".", "354 what?", Sent.UNKNOWN),
        (".", "what?", Sent.UNKNOWN),
        ("RCPT", "what?", Sent.TRANSIENT),
        ("MAIL", "421 closing", Sent.TRANSIENT),
        ("RCPT", "421 closing", Sent.TRANSIENT),
        (".", "421 closing", Sent.TRANSIENT),
        ("MAIL", DROP, Sent.TRANSIENT),
        ("RCPT", DROP, Sent.TRANSIENT),
        ("DATA", DROP, Sent.TRANSIENT),
        (".", DROP, Sent.UNKNOWN),
    ],
)
def test_each_answer_has_its_meaning(step, answer, state):
    outcome, server = sent({step: [answer]})
    assert (outcome.sent, outcome.is_channels) == (state, False)
    assert len(server.taken) == (step == "." or state is Sent.ACCEPTED)


@pytest.mark.parametrize(
    ("step", "state", "is_channels"),
    [
        ("connect", Sent.TRANSIENT, True),
        ("EHLO", Sent.TRANSIENT, True),
        ("MAIL", Sent.TRANSIENT, False),
        ("RCPT", Sent.TRANSIENT, False),
        ("DATA", Sent.TRANSIENT, False),
        (".", Sent.UNKNOWN, False),
    ],
)
@pytest.mark.parametrize("silence", [HANG, TRICKLE])
def test_a_relay_that_never_answers_is_left_in_time(silence, step, state, is_channels):
    outcome, _ = sent({step: [silence] * 2}, timeout=BRIEF)
    assert (outcome.sent, outcome.is_channels) == (state, is_channels)


@pytest.mark.parametrize("step", ["connect", "RCPT", "."])
def test_an_answer_without_end_is_no_answer(step):
    outcome, _ = sent({step: [ENDLESS]})
    assert outcome.sent is (Sent.UNKNOWN if step == "." else Sent.TRANSIENT)


def test_a_relay_that_hangs_while_it_says_goodbye_changes_nothing():
    outcome, _ = sent({"QUIT": [HANG]}, timeout=BRIEF)
    assert outcome.sent is Sent.ACCEPTED


def test_a_try_ends_before_its_lease_does():
    assert LEASE.total_seconds() > TRY * TIMEOUT


def test_one_connection_serves_many_and_a_refusal_does_not_end_it():
    with smtp_server({"RCPT": ["250 ok", "550 no such user"]}) as server:
        way = Smtp(relay_of(server.url), write)
        states = [way.send(to(f"{name}@edu.example")).sent for name in ("a", "b", "c")]
        way.close()
    assert states == [Sent.ACCEPTED, Sent.PERMANENT, Sent.ACCEPTED]
    assert server.connections == 1
    assert [taken.reader for taken in server.taken] == ["a@edu.example", "c@edu.example"]
    assert server.verbs().count("RSET") == 1


def test_a_connection_carries_a_hundred_messages():
    with smtp_server() as server:
        way = Smtp(relay_of(server.url), write)
        assert {way.send(LETTER).sent for _ in range(101)} == {Sent.ACCEPTED}
        way.close()
    assert (server.connections, len(server.taken)) == (2, 101)


@pytest.mark.parametrize("end", [DROP, "421 idle for too long"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_kept_connection_that_ended_meanwhile_costs_no_try(step, end):
    usual = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on"}[step]
    with smtp_server({step: [usual, end]}) as server:
        way = Smtp(relay_of(server.url), write)
        assert [way.send(LETTER).sent, way.send(LETTER).sent] == [Sent.ACCEPTED, Sent.ACCEPTED]
        way.close()
    assert (server.connections, len(server.taken)) == (2, 2)


def test_what_may_have_arrived_is_never_sent_again_by_the_way_out():
    with smtp_server({".": ["250 ok", DROP]}) as server:
        way = Smtp(relay_of(server.url), write)
        assert [way.send(LETTER).sent for _ in range(2)] == [Sent.ACCEPTED, Sent.UNKNOWN]
        way.close()
    assert len(server.taken) == 2


@pytest.mark.parametrize(
    ("answers", "says", "code"),
    [
        ({"connect": ["554 go away"]}, "go away", 554),
        ({"connect": ["421 too many connections"]}, "too many connections", 421),
        ({"connect": [DROP]}, "the relay does not answer", None),
        ({"connect": ["what?"]}, "?", -1),
        ({"EHLO": ["502 what?"], "HELO": ["502 what?"]}, "what?", 502),
        ({"EHLO": [STARTTLS_OFFERED], "STARTTLS": ["454 no TLS now"]}, "no TLS now", 454),
    ],
)
def test_a_relay_that_cannot_be_opened_is_no_messages_fault(answers, says, code):
    outcome, _ = sent(answers)
    assert outcome == Outcome(Sent.TRANSIENT, says, code, is_channels=True)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("MAIL", "530 5.7.0 authentication required"),
        ("MAIL", "553 not your sender"),
        ("MAIL", "550 who are you"),
        ("RCPT", "530 5.7.0 authentication required"),
        ("DATA", "538 5.7.11 encryption required"),
    ],
)
def test_a_relay_that_will_not_send_for_us_is_no_messages_fault(step, answer):
    outcome, _ = sent({step: [answer]})
    assert (outcome.sent, outcome.is_channels) == (Sent.TRANSIENT, True)


def test_nobody_there_is_no_messages_fault():
    with smtp_server() as server:
        port = server.port
    outcome = Smtp(Relay("127.0.0.1", port), write).send(LETTER)
    assert outcome == Outcome(Sent.TRANSIENT, "the relay refuses the connection", is_channels=True)


def test_a_relay_that_knows_helo_only_takes_mail_too():
    outcome, server = sent({"EHLO": ["502 what?"]})
    assert outcome.sent is Sent.ACCEPTED
    assert server.verbs()[:2] == ["EHLO", "HELO"]
    assert server.told[2] == "mail FROM:<duban@qingxi.example>"


def test_after_two_failed_connections_the_relay_is_left_alone_until_closed():
    with smtp_server({"connect": ["421 busy"] * 2}) as server:
        way = Smtp(relay_of(server.url), write)
        outcomes = {way.send(LETTER) for _ in range(5)}
        assert outcomes == {Outcome(Sent.TRANSIENT, "busy", 421, is_channels=True)}
        assert server.connections == 2
        way.close()
        assert way.send(LETTER).sent is Sent.ACCEPTED
        way.close()


def test_one_failed_connection_does_not_hold_up_the_next_letter():
    with smtp_server({"connect": ["421 busy"]}) as server:
        way = Smtp(relay_of(server.url), write)
        assert [way.send(LETTER).sent for _ in range(2)] == [Sent.TRANSIENT, Sent.ACCEPTED]
        way.close()


def test_failed_connections_count_only_in_a_row():
    connects = ["421 busy", "220 welcome", "421 busy"]
    with smtp_server({"connect": connects, "MAIL": ["250 ok", DROP]}) as server:
        way = Smtp(relay_of(server.url), write)
        states = [way.send(LETTER).sent for _ in range(4)]
        way.close()
    assert states == [Sent.TRANSIENT, Sent.ACCEPTED, Sent.TRANSIENT, Sent.ACCEPTED]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "."])
def test_a_relay_that_talks_nonsense_is_met_on_a_new_connection(step):
    with smtp_server({step: ["what?"]}) as server:
        way = Smtp(relay_of(server.url), write)
        way.send(LETTER)
        assert way.send(LETTER).sent is Sent.ACCEPTED
        way.close()
    assert server.connections == 2


def test_the_login_is_tried_once_and_its_secret_told_to_nobody():
    with smtp_server({"AUTH": ["535 hunter2 is wrong for office"]}) as server:
        way = Smtp(Relay("127.0.0.1", server.port, user="office", password="hunter2"), write)
        outcomes = [way.send(LETTER) for _ in range(3)]
        way.close()
    assert set(outcomes) == {Outcome(Sent.TRANSIENT, "the relay refuses the login", 535, is_channels=True)}
    assert server.verbs().count("AUTH") == 1
    assert "hunter2" not in repr(outcomes)
    assert "hunter2" not in repr(way._relay)


def test_a_login_that_is_taken_comes_before_the_mail():
    with smtp_server() as server:
        way = Smtp(Relay("127.0.0.1", server.port, user="office", password="hunter2"), write)
        assert way.send(LETTER).sent is Sent.ACCEPTED
        way.close()
    assert server.verbs()[:3] == ["EHLO", "AUTH", "MAIL"]


def test_a_relay_without_logins_is_no_messages_fault():
    with smtp_server({"EHLO": ["250 relay.example"]}) as server:
        way = Smtp(Relay("127.0.0.1", server.port, user="office", password="hunter2"), write)
        outcome = way.send(LETTER)
    assert (outcome.sent, outcome.is_channels) == (Sent.TRANSIENT, True)
    assert outcome.text == "the relay offers no login that this program knows"


def trusting_the_test() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


@pytest.mark.parametrize("context", [None, trusting_the_test()])
def test_tls_is_used_where_it_is_offered(context):
    with smtp_server({"EHLO": [STARTTLS_OFFERED]}) as server:
        way = Smtp(relay_of(server.url), write, context=context)
        assert way.send(LETTER).sent is Sent.ACCEPTED
        way.close()
    assert server.verbs() == ["EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


def test_tls_from_the_first_byte():
    with smtp_server(is_wrapped=True) as server:
        way = Smtp(relay_of(server.url), write, context=trusting_the_test())
        assert way.send(LETTER).sent is Sent.ACCEPTED
        way.close()
    assert len(server.taken) == 1


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_certificate_that_nobody_trusts_is_no_messages_fault(is_wrapped):
    with smtp_server({"EHLO": [STARTTLS_OFFERED]}, is_wrapped=is_wrapped) as server:
        way = Smtp(relay_of(server.url), write, context=ssl.create_default_context())
        outcomes = [way.send(LETTER) for _ in range(3)]
    assert {outcome.text for outcome in outcomes} == {
        "no TLS with the relay: its certificate is not trusted, or it speaks another protocol"
    }
    assert outcomes[0].is_channels
    assert (server.connections, server.taken) == (1, [])


def test_tls_asked_of_a_relay_that_speaks_plainly_is_no_messages_fault():
    with smtp_server() as server:
        outcome = Smtp(Relay("127.0.0.1", server.port, is_wrapped=True), write).send(LETTER)
    assert outcome.is_channels
    assert outcome.text.startswith("no TLS with the relay")


def test_words_slipped_in_before_tls_count_for_nothing():
    with smtp_server({"EHLO": [STARTTLS_OFFERED], "STARTTLS": ["220 go ahead\r\n250-evil\r\n250 SIZE 1"]}) as server:
        way = Smtp(relay_of(server.url), write)
        assert way.send(LETTER).sent is Sent.ACCEPTED
        way.close()


class Elsewhere(Relay):
    """A relay as it looks from another machine."""

    @property
    def is_loopback(self) -> bool:
        return False


def test_a_password_goes_in_clear_to_this_machine_only():
    with smtp_server() as server:
        way = Smtp(Elsewhere("127.0.0.1", server.port, user="office", password="hunter2"), write)
        outcome = way.send(LETTER)
    assert outcome.text == "the relay offers no TLS, and the password is not sent in clear"
    assert server.verbs() == ["EHLO"]


def test_whom_the_system_does_not_trust_is_trusted_on_this_machine_only():
    with smtp_server(is_wrapped=True) as server:
        way = Smtp(Elsewhere("127.0.0.1", server.port, is_wrapped=True), write)
        assert way.send(LETTER).text.startswith("no TLS with the relay")


def test_the_readers_mailbox_is_not_kept_with_the_relays_words():
    outcome, _ = sent({"RCPT": ["550 <SU@edu.example>: no such user\x07"]})
    assert outcome.text == "<…>: no such user"


def test_lines_of_an_answer_are_joined():
    outcome, _ = sent({".": ["550-first\r\n550-second\r\n550 third"]})
    assert outcome == Outcome(Sent.PERMANENT, "first second third", 550)


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("su@教育.example", "su@xn--wcvs22d.example"),
        ("su%2Bplan@edu.example", "su+plan@edu.example"),
        ("su@edu.example?subject=x", "su@edu.example"),
    ],
)
def test_an_address_is_read_as_the_mailbox_it_stands_for(written, mailbox):
    outcome, server = sent(letter=to(written))
    assert outcome.sent is Sent.ACCEPTED
    assert [taken.reader for taken in server.taken] == [mailbox]
    assert f"<{mailbox}>".encode() in server.taken[0].data


@pytest.mark.parametrize("mailbox", ["苏@edu.example", "su", "yuntai.liaison@unknown.invalid", ""])
def test_what_is_no_mailbox_gets_no_mail(mailbox):
    outcome, server = sent(letter=to(mailbox))
    assert outcome.sent is Sent.PERMANENT
    assert server.told == []


def test_a_letter_that_cannot_be_written_stops_nobody_else():
    def fails(letter: Letter) -> EmailMessage:
        raise ValueError("a header must be one line")

    with smtp_server() as server:
        assert Smtp(relay_of(server.url), fails).send(LETTER).sent is Sent.PERMANENT
        assert server.connections == 0


def test_a_sender_that_is_none_is_no_messages_fault():
    with smtp_server() as server:
        outcome = Smtp(relay_of(server.url), partial(mail_of, sender="督办")).send(LETTER)
    assert (outcome.sent, outcome.is_channels) == (Sent.TRANSIENT, True)


def test_a_line_that_begins_with_a_dot_arrives_as_it_was_written():
    def plain(letter: Letter) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"] = "a@qingxi.example", "b@edu.example"
        mail.set_content(".\n..two\nthree.\n")
        return mail

    with smtp_server() as server:
        way = Smtp(relay_of(server.url), plain)
        assert way.send(LETTER).sent is Sent.ACCEPTED
        assert way.send(LETTER).sent is Sent.ACCEPTED
        way.close()
    assert server.taken[0].data.endswith(b"\r\n\r\n..\r\n...two\r\nthree.\r\n")
    assert server.taken[0] == server.taken[1]


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://relay.example", Relay("relay.example", 25)),
        ("smtps://relay.example", Relay("relay.example", 465, is_wrapped=True)),
        ("smtp://127.0.0.1:2525/", Relay("127.0.0.1", 2525)),
        ("smtp://[::1]:2525", Relay("::1", 2525)),
        (
            "smtp://office%40qu.example:p%2Fw%3A%40@relay.example:587",
            Relay("relay.example", 587, user="office@qu.example", password="p/w:@"),
        ),
    ],
)
def test_a_relays_address_is_read(url, relay):
    assert relay_of(url) == relay


@pytest.mark.parametrize(
    ("host", "is_here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("mx.example", False)]
)
def test_this_machine_is_known_by_its_loopback_names(host, is_here):
    assert Relay(host, 25).is_loopback is is_here


@pytest.mark.parametrize(
    "url",
    [
        "relay.example:25",
        "http://office:hunter2@relay.example",
        "smtp://",
        "smtp://office:hunter2@relay.example:port",
        "smtp://office:hunter2@relay.example:99999",
        "smtp://office:a/hunter2@relay.example",
        "smtp://office:hunter2/a@relay.example",
        "smtp://office:hunter2?@relay.example",
        "smtp://office:hunter2#@relay.example",
        "smtp://office@relay.example",
        "smtp://:hunter2@relay.example",
        "smtp://office:hunter2密@relay.example",
        "smtp://[office:hunter2@relay.example",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_secret(url):
    with pytest.raises(Exception, match="DUBAN_SMTP_URL") as refused:
        relay_of(url)
    assert refused.value.exit_code == 2
    assert "hunter2" not in "".join(format_exception(refused.value))
