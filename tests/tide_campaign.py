"""A small campaign that the office runs from its command line, in a data folder of its own.

March 2024 in England: the 1st is a Friday; Good Friday is the 29th, far behind the days used here.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.start import run

TIDE = """
duban: 1
campaign: {key: tide, title: Tide tables, timezone: Europe/London, calendar: {country: GB, subdivision: ENG},
           opens_on: 2024-03-01, closes_on: 2024-06-28, languages: [en]}
bodies:
  office: {name: Office, seats: {director: {role: office_director}, staff: {role: liaison}}}
  leading-group: {name: Board, seats: {chair: {role: leader}, deputy: {role: deputy_leader, in_charge: [quay]}}}
  city: {name: The city, outside: true}
units:
  quay: {name: Quay, aliases: [The old quay]}
  pier: {name: Pier}
people:
  - {name: Ada, holds: [{seat: office/director}, {seat: office/staff}], addresses: "mailto:ada@office.example"}
  - {name: Ben, holds: [{seat: quay/liaison}], addresses: "mailto:ben@quay.example"}
  - {name: Cy, holds: [{seat: quay/head}], addresses: "mailto:cy@quay.example"}
  - {name: Di, holds: [{seat: pier/liaison}, {seat: pier/head}], addresses: "mailto:di@pier.example"}
  - {name: Ed, holds: [{seat: leading-group/deputy}], addresses: "mailto:ed@board.example"}
ladders:
  standard: [{at: -3wd, tell: liaison}, {at: 0, tell: [liaison, head]}, {at: +1wd, tell: head},
             {at: +2wd, tell: [head, deputy_leader]}]
phases:
  - key: spring
    kind: collection
    opens_on: 2024-03-01
    closes_on: 2024-04-30
    milestones:
      - key: papers
        title: Papers are in
        due: 2024-03-13
        deliverables:
          - {key: table, title: Tide table, owed_by: [quay, pier], submit_to: office, forms: [paper, electronic]}
          - {key: log, title: Log book, owed_by: quay, submit_to: office, due: {unknown: [2024-03-20, 2024-03-21]}}
          - {key: buoy, title: Buoy list, owed_by: {open: 2}, submit_to: office, due: 2024-04-10}
          - {key: visit, title: Visit by the city, owed_by: city, due: {window: [2024-04-15, 2024-04-19]}}
"""


def call(*arguments: str) -> int:
    """One command; Typer ends a program, also a well-behaved one."""
    try:
        return run(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


@dataclass
class Desk:
    """The office at its terminal, the campaign loaded."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def load(self, text: str = TIDE, day: str = "2024-03-01", *words: str) -> str:
        """Load a file as it is or as it has become; what is said of it, without line breaks made by width."""
        file = self.folder / "tide.yaml"
        file.write_text(text)
        return self.says("init", str(file), "--as-of", day, *words)

    def says(self, *arguments: str, code: int = 0) -> str:
        """What a command says on both ways out; it must end with `code`."""
        self.capsys.readouterr()
        ended = call(*arguments)
        out, err = self.capsys.readouterr()
        assert ended == code, out + err
        return err + out

    def face(self, *arguments: str) -> dict:
        """What a command prints for programs."""
        self.capsys.readouterr()
        assert call(*arguments, "--json") == 0, self.capsys.readouterr().err
        return json.loads(self.capsys.readouterr().out)

    def warned(self, *arguments: str) -> str:
        """What a command that is done says on stderr."""
        self.capsys.readouterr()
        assert call(*arguments) == 0, self.capsys.readouterr().err
        return self.capsys.readouterr().err

    def run(self, *days: str) -> None:
        """The runs of some days."""
        for day in days:
            self.says("run", "--as-of", day, "--yes")
