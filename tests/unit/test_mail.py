import email
import re
from dataclasses import replace
from datetime import datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from email.utils import parseaddr, quote
from zoneinfo import ZoneInfo

import pytest

from models.words import NoticeState
from notifications.compose import Message
from notifications.headers import PlainHeaders
from notifications.mail import finished_mail
from register.rehearsal import Played, Rehearsal
from tests.notice_campaign import found, played_with, written

AT = datetime(2024, 4, 9, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def mailed(one: Played, message: Message | None = None, sender: str = "duban@qingxi.example") -> EmailMessage:
    """The mail as a reader's program sees it."""
    mail = finished_mail(
        message or written(one),
        one.draft,
        one.book.plan,
        sender=sender,
        domain="qingxi.example",
        at=AT,
        language="zh_Hans",
    )
    raw = bytes(mail)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
    return email.message_from_bytes(raw, policy=default)


@pytest.fixture(scope="module")
def reports() -> Rehearsal:
    return played_with(settings="contact: {name: 何青, mail: he@qingxi.example}")


def test_a_mail_carries_the_notices_key_everywhere(reports):
    one = found(reports, "education/liaison", "04-09")
    mail = mailed(one)
    assert mail["Message-ID"] == f"<{one.draft.key}@qingxi.example>"
    assert mail["X-Duban-Notice"] == one.draft.key
    assert mail["X-Duban-Campaign"] == "jieneng"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Tue, 09 Apr 2024 08:30:00 +0800"
    assert mail["Content-Language"] == "zh-Hans"
    assert mail["X-Duban-State"] is None


def test_subject_and_bodies_come_back_as_they_were_written(reports):
    one = found(reports, "education/liaison", "04-09")
    mail, message = mailed(one), written(one)
    assert mail["Subject"] == message.subject
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    text, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    assert (text, html) == (message.text, message.html)
    assert {part.get_content_charset() for part in mail.iter_parts()} == {"utf-8"}


def test_the_reader_is_addressed_by_name(reports):
    mail = mailed(found(reports, "education/liaison", "04-09"))
    (reader,) = mail["To"].addresses
    assert (reader.display_name, reader.addr_spec) == ("苏禾", "su@edu.example")


def test_a_reader_without_a_mailbox_gets_a_placeholder_that_reaches_nobody(reports):
    (reader,) = mailed(found(reports, "yuntai/liaison", "04-09"))["To"].addresses
    assert (reader.display_name, reader.addr_spec) == (
        "云台镇联络员（联系方式未知）",
        "yuntai.liaison@unknown.invalid",
    )


def test_a_key_in_another_script_still_makes_an_address():
    played = played_with(
        units="  档案局: {name: 区档案局, kind: bureau}",
        deliverables="\n          - {key: r, title: {zh_Hans: 报告}, owed_by: 档案局}\n",
    )
    (reader,) = mailed(found(played, "档案局/liaison", "04-09"))["To"].addresses
    assert re.fullmatch(r"[0-9a-f]{8}\.liaison@unknown\.invalid", reader.addr_spec)


def test_the_first_mailbox_among_the_channels_is_used():
    people = (
        "  - {name: 苏禾, holds: [{seat: education/liaison}], "
        'addresses: ["wecombot://key", "mailto:su%2Bduban@edu.example?subject=x"]}'
    )
    (reader,) = mailed(found(played_with(people=people), "education/liaison", "04-09"))["To"].addresses
    assert reader.addr_spec == "su+duban@edu.example"


@pytest.mark.parametrize(
    "address",
    [
        "mailto:su%0d%0aBcc:all@edu.example",
        "mailto:su@edu.example%0aBcc:all@edu.example",
        "mailto:苏禾@edu.example",
        "mailto:%22a%2Cb%22@edu.example",
    ],
)
def test_an_address_no_relay_takes_is_not_used(address):
    people = f'  - {{name: 苏禾, holds: [{{seat: education/liaison}}], addresses: "{address}"}}'
    mail = mailed(found(played_with(people=people), "education/liaison", "04-09"))
    assert mail["To"].addresses[0].domain == "unknown.invalid"
    assert mail["Bcc"] is None


def test_a_domain_in_another_script_is_written_as_mail_carries_it():
    people = '  - {name: 苏禾, holds: [{seat: education/liaison}], addresses: "mailto:su@青溪.example"}'
    (reader,) = mailed(found(played_with(people=people), "education/liaison", "04-09"))["To"].addresses
    assert reader.domain == "xn--19w508f.example"


def test_the_sender_is_the_office_unless_it_has_a_name_of_its_own(reports):
    one = found(reports, "education/liaison", "04-09")
    (office,) = mailed(one)["From"].addresses
    assert (office.display_name, office.addr_spec) == ("区节能办", "duban@qingxi.example")
    (named,) = mailed(one, sender='"Duban, Qingxi" <duban@qingxi.example>')["From"].addresses
    assert named.display_name == "Duban, Qingxi"


def test_answers_go_to_the_contact_where_the_campaign_gives_one(reports):
    (contact,) = mailed(found(reports, "education/liaison", "04-09"))["Reply-To"].addresses
    assert (contact.display_name, contact.addr_spec) == ("何青", "he@qingxi.example")
    assert mailed(found(played_with(), "education/liaison", "04-09"))["Reply-To"] is None


def test_one_readers_mails_about_one_thing_stand_in_one_thread(reports):
    first, second, third = (
        mailed(found(reports, seat, day))
        for seat, day in (("education/head", "04-12"), ("education/head", "04-15"), ("zhuxi/head", "04-15"))
    )
    assert first["In-Reply-To"] == first["References"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert third["In-Reply-To"] != first["In-Reply-To"]
    assert mailed(found(reports, "education/head", "04-12"))["References"] == first["References"]


def test_a_held_notice_is_marked(reports):
    one = found(reports, "leading-group/deputy", "04-19")
    assert one.draft.state is NoticeState.HELD
    assert mailed(one)["X-Duban-State"] == "held"


def test_the_same_notice_makes_the_same_bytes(reports):
    one = found(reports, "education/liaison", "04-09")
    assert bytes(mailed(one)) == bytes(mailed(one))


HOSTILE = "坏\\r\\nBcc: all@x.example\\n\\n<script>"


def test_no_name_can_begin_another_header():
    played = played_with(
        education=HOSTILE,
        people=f'  - {{name: "{HOSTILE}", holds: [{{seat: education/liaison}}], addresses: "mailto:su@edu.example"}}',
        deliverables=f'\n          - {{key: r, title: {{zh_Hans: "{HOSTILE}"}}, owed_by: education}}\n',
        settings=f'contact: {{name: "{HOSTILE}", mail: "he@qingxi.example"}}',
    )
    one = found(played, "education/liaison", "04-09")
    mail = mailed(one, replace(written(one), subject="a\r\nBcc: all@x.example"), sender="x\r\nBcc: y <d@q.example>")
    assert mail["Bcc"] is None
    assert mail["Subject"] == "a Bcc: all@x.example"
    assert [one.addr_spec for one in mail["To"].addresses] == ["su@edu.example"]
    assert [one.addr_spec for one in mail["Reply-To"].addresses] == ["he@qingxi.example"]


@pytest.mark.parametrize(
    "name", ['O"Neil, the \\ <x@y.z>', "区委副书记、区政府区长" * 5, "Zoë", "a" * 90, "long " * 30]
)
def test_every_name_comes_back_as_it_was(name):
    mail = EmailMessage(policy=PlainHeaders(linesep="\r\n"))
    mail["To"] = f'"{quote(name.strip())}" <su@edu.example>'
    mail["Subject"] = name.strip()
    # not the parser of the standard library's policies: in names it keeps the blank between two encoded words
    back = email.message_from_bytes(bytes(mail), policy=compat32)
    assert decoded(back["Subject"]) == name.strip()
    called, mailbox = parseaddr(back["To"])
    assert (decoded(called), mailbox) == (name.strip(), "su@edu.example")


def decoded(header: str) -> str:
    return str(make_header(decode_header(header.replace("\r\n", "")))).strip()


def test_a_header_of_two_lines_is_refused():
    mail = EmailMessage(policy=PlainHeaders())
    with pytest.raises(ValueError, match="one line: Subject"):
        mail["Subject"] = "a\nBcc: all@x.example"
