import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from notifications.outcomes import Sent
from notifications.transports.apprise_channel import SERVICES, AppriseChannel
from notifications.transports.by_hand import ByHand
from notifications.transports.choice import CHANNELS, WaysOut
from notifications.transports.maildir import Maildir
from notifications.transports.relay import Relay
from notifications.transports.smtp import Smtp
from tests.fault.smtp_server import smtp_server
from tests.letter import LETTER, write


@pytest.fixture
def ways(tmp_path: Path) -> WaysOut:
    return WaysOut(tmp_path, None, write)


def test_mail_goes_to_the_relay_where_one_is_set(tmp_path):
    with smtp_server() as server, WaysOut(tmp_path, Relay("127.0.0.1", server.port), write, "qingxi.example") as ways:
        assert isinstance(ways.transport_for("mailto"), Smtp)
        assert ways.transport_for("mailto").send(LETTER).sent is Sent.ACCEPTED
    assert server.told[0] == "ehlo qingxi.example"
    # left with a goodbye
    assert server.verbs()[-1] == "QUIT"
    assert list(tmp_path.iterdir()) == []


def test_mail_goes_to_a_maildir_where_no_relay_is_set(ways, tmp_path):
    assert isinstance(ways.transport_for("mailto"), Maildir)
    assert ways.transport_for("mailto").send(LETTER).sent is Sent.ACCEPTED
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1


def test_paper_lies_in_a_folder_to_print(ways, tmp_path):
    assert isinstance(ways.transport_for("by-hand"), ByHand)
    assert ways.transport_for("by-hand").send(LETTER).sent is Sent.HANDED_ON
    assert [path.name for path in (tmp_path / "print").iterdir()] == ["5f3a9c.html"]


@pytest.mark.parametrize("channel", sorted(SERVICES))
def test_chat_goes_through_apprise(ways, channel):
    assert isinstance(ways.transport_for(channel), AppriseChannel)


@pytest.mark.parametrize("channel", ["none", "file", "json", "syslog", "https", ""])
def test_any_other_channel_is_refused_with_the_names_of_those_there_are(ways, channel):
    outcome = ways.transport_for(channel).send(replace(LETTER, channel=channel))
    assert outcome.sent is Sent.PERMANENT
    assert all(name in outcome.text for name in CHANNELS)


def test_a_channel_has_one_way_out_for_the_whole_run(ways):
    assert ways.transport_for("mailto") is ways.transport_for("mailto")


def test_a_run_into_a_maildir_loads_neither_smtplib_nor_apprise():
    script = (
        "import sys, pathlib; from notifications.transports.choice import WaysOut;"
        "[WaysOut(pathlib.Path('.'), None, print).transport_for(c) for c in ('mailto', 'by-hand', 'wecombot', 'x')];"
        "print(sorted({'smtplib', 'ssl', 'apprise', 'requests'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
