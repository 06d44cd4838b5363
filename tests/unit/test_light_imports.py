"""The day's run starts cold on small machines: it loads what it needs and no more."""

import os
import subprocess
import sys

HEAVY = {"prefect", "fastapi", "alembic", "apprise", "pydantic", "rich", "holidays", "schedule.campaign_file.reader"}
LISTS_MODULES = """
import sys
from cli.main import main
sys.argv = ["duban", *sys.argv[1:]]
try:
    main()
finally:
    print("\\n".join(sorted(sys.modules)), file=sys.stderr)
"""
CAMPAIGN = """
duban: 1
campaign: {key: tide, title: Tide, timezone: Europe/London, calendar: {country: GB}, opens_on: 2024-03-01,
           closes_on: 2024-06-28, languages: [en]}
bodies:
  office: {name: Office, seats: {director: {role: office_director}, staff: {role: liaison}}}
units:
  quay: {name: Quay}
people:
  - {name: Ben, holds: [{seat: quay/liaison}], addresses: "mailto:ben@quay.example"}
ladders:
  standard: [{at: -3wd, tell: liaison}, {at: 0, tell: [liaison, head]}, {at: +1wd, tell: head}]
phases:
  - {key: spring, kind: collection, opens_on: 2024-03-01, closes_on: 2024-04-30, milestones: [
      {key: papers, title: Papers, due: 2024-03-13, deliverables: [
        {key: table, title: Table, owed_by: quay, submit_to: office}]}]}
"""


def modules_of(folder, *arguments: str) -> set[str]:
    """What a command had loaded when it ended."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    environment = {**known, "DUBAN_DATA": str(folder / "data"), "DUBAN_LANG": "en"}
    command = [sys.executable, "-c", LISTS_MODULES, *arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_a_run_that_sends_a_mail_loads_nothing_heavy(tmp_path):
    (tmp_path / "tide.yaml").write_text(CAMPAIGN)
    modules_of(tmp_path, "init", str(tmp_path / "tide.yaml"), "--as-of", "2024-03-01")

    loaded = modules_of(tmp_path, "run", "--as-of", "2024-03-08", "--yes")

    assert len(list((tmp_path / "data" / "mail" / "new").iterdir())) == 1
    assert "register.running" in loaded
    assert loaded & HEAVY == set()


def test_help_loads_neither_a_database_nor_a_template(tmp_path):
    loaded = modules_of(tmp_path, "--help")

    assert loaded & {"sqlalchemy", "jinja2", "pydantic", "holidays", "babel"} <= {"pydantic"}
