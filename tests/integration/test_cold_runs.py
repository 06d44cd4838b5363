"""The proof that a rehearsal is the truth: the reference campaign by the real command, and mail beside mail."""

import email
import email.policy
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from models.database import open_database, sqlite_url, writing
from notifications.mail import mail_of
from notifications.transports.choice import WaysOut
from register.campaigns import find_campaign
from register.hours import opening
from register.running import Wish, run_day

CAMPAIGNS = Path(__file__).parent.parent.parent / "campaigns"
FILE = [str(CAMPAIGNS / "kjj-2012.yaml"), "--with", str(CAMPAIGNS / "kjj-2012-demo.yaml")]
FIRST, LAST = date(2012, 2, 15), date(2012, 9, 14)
COLD = [(date(2012, 3, 28), date(2012, 4, 9)), (date(2012, 4, 26), date(2012, 5, 4))]
SENDER, DOMAIN = "office@duban.example", "duban.example"
TEXTS = ("subject", "items", "also_owed", "recipient", "on", "at", "kind", "message_id", "language")


def duban(folder: Path, *arguments: str) -> str:
    """The command as cron starts it: a process of its own, no terminal."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    environment = {**known, "DUBAN_DATA": str(folder), "DUBAN_MAIL_FROM": SENDER, "DUBAN_LANG": "en"}
    command = [str(Path(sys.executable).parent / "duban"), *arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.fixture(scope="module")
def memory(tmp_path_factory):
    """A folder in memory where there is one: a thousand commits and mails forced to a disk measure the disk."""
    memory = Path("/dev/shm")  # noqa: S108 -- the folder in it is private
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**29
    with tempfile.TemporaryDirectory(dir=memory if roomy else tmp_path_factory.getbasetemp()) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def folder(memory) -> Path:
    """The whole campaign run, once: some weeks by cold processes, the rest in this one."""
    data = memory / "cold"
    duban(data, "init", *FILE, "--as-of", FIRST.isoformat())
    engine = open_database(sqlite_url(data))
    with writing(engine) as connection:
        running = find_campaign(connection, None)
    cold = {day for first, last in COLD for day in days(first, last)}
    with WaysOut(data, None, partial(mail_of, sender=SENDER)) as ways:
        for day in days(FIRST, LAST):
            at = opening(running.plan, day)
            if day in cold:
                duban(data, "run", "--as-of", day.isoformat(), "--yes")
            else:
                run_day(engine, None, Wish(day, at, DOMAIN), lambda at=at: at, ways.transport_for)
    engine.dispose()
    return data


@pytest.fixture(scope="module")
def rehearsed(memory) -> Path:
    """The same campaign rehearsed: its JSON and its mails."""
    data = memory / "rehearsed"
    data.mkdir()
    told = duban(data, "rehearse", *FILE, "--reachability", "real", "--json", "--mail", str(data / "mail"))
    (data / "rehearsal.json").write_text(told)
    return data


def test_every_notice_of_the_run_is_the_rehearsals(folder, rehearsed):
    wanted = json.loads((rehearsed / "rehearsal.json").read_text())["notices"]
    found = json.loads(duban(folder, "notices", "--json"))["notices"]

    assert len(wanted) > 300
    assert {one["key"] for one in found} == {one["key"] for one in wanted}
    by_key = {one["key"]: one for one in found}
    for one in wanted:
        same = by_key[one["key"]]
        assert {name: same[name] for name in TEXTS} == {name: one[name] for name in TEXTS}
        assert same["state"] == one["state"]


def test_every_mail_of_the_run_is_the_rehearsals_to_the_letter(folder, rehearsed):
    sent = {_key(path): path.read_bytes() for path in (folder / "mail" / "new").iterdir()}
    wanted = {_key(path): path.read_bytes() for path in (rehearsed / "mail").glob("*.eml")}

    assert len(sent) > 300
    assert sent.keys() == wanted.keys()
    for key, mail in sent.items():
        assert _parts(mail) == _parts(wanted[key])


def test_a_day_run_again_in_a_process_of_its_own_sends_nothing(folder):
    before = sorted(path.name for path in (folder / "mail" / "new").iterdir())
    again = json.loads(duban(folder, "run", "--as-of", "2012-04-09", "--yes", "--json"))

    assert (again["planned"], again["sent"], again["notices"]) == (0, 0, [])
    assert sorted(path.name for path in (folder / "mail" / "new").iterdir()) == before


def test_the_record_of_the_whole_campaign_holds(folder):
    found = json.loads(duban(folder, "audit", "verify", "--json"))

    assert found["ok"] is True
    assert found["events"] > len(days(FIRST, LAST))


def _key(path: Path) -> str:
    return str(email.message_from_bytes(path.read_bytes())["X-Duban-Notice"])


def _parts(raw: bytes) -> tuple[dict[str, str], list[str]]:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    return dict(mail.items()), [part.get_content() for part in mail.walk() if not part.is_multipart()]
