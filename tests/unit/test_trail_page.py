"""The trail's page: whole by itself, everything in it escaped, the chain's head at its foot."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from documents.trail_page import FrozenText, ReaderRow, TrailPage, TrailRow, render_trail

VOID = {"meta"}
HEAD = "5f" * 32

PAGE = TrailPage(
    language="en",
    campaign="Harbour <days>",
    title="Docks & sons: Report",
    standing="✕ overdue by 6 working days",
    overdue=True,
    facts=(("Due by the plan", "Apr 12 (Fri)"), ("Number", "report/docks")),
    findings=("Nobody has acknowledged it.",),
    kinds=("Reminded", "Did not go"),
    readers=(
        ReaderRow(
            "head of Docks", "Ben <b>", "mail b***@docks.example", (("Apr 9,", "Apr 12"), ()), "none", silent=True
        ),
    ),
    rows=(
        TrailRow("act", "Apr 8 (Mon)", "10:00", "acknowledged", "Ada", "", (), 2),
        TrailRow(
            "escalation", "Apr 15 (Mon)", "08:30", "escalation (+1wd)", "Ben", "Report <late>", ("no answer",), None
        ),
    ),
    texts=(FrozenText("Apr 15, to Ben", "Report <late>", "Dear Ben,\n  <please>", "<k@harbour.example>", "en"),),
    year=2024,
    events=23,
    head=HEAD,
    first_bad=None,
)


class Reader(HTMLParser):
    """What a browser makes of the page."""

    def __init__(self, page):
        super().__init__()
        self.open, self.found, self.words = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def page(**changed):
    return render_trail(replace(PAGE, **changed), lambda text: text)


def test_names_of_people_and_campaigns_are_text_and_no_markup():
    shown = Reader(page())

    for words in ("Harbour <days>", "Docks & sons: Report", "Ben <b>", "Report <late>", "<please>"):
        assert words in shown.text
    assert not shown.all("b")
    assert not shown.all("please")


def test_the_page_needs_nothing_from_elsewhere():
    text = page()

    assert not re.search(r"https?:|url\(|@import|<script|<link|<img|\son\w+=", text)
    assert Reader(text).all("html") == [{"lang": "en"}]


def test_what_it_comes_to_stands_before_the_entries_and_the_chain_at_the_foot():
    text = Reader(page()).text

    places = [
        text.index(words)
        for words in ("overdue by 6", "Nobody has acknowledged", "Who was told", "Everything in order", HEAD)
    ]

    assert places == sorted(places)
    assert "The record is whole: 23 events" in text


def test_a_record_that_does_not_hold_says_so_at_the_foot():
    text = Reader(page(first_bad=7)).text

    assert "The record does not hold: event 7" in text
    assert "is whole" not in text


def test_silence_is_marked_by_more_than_colour():
    cells = [attrs for attrs in Reader(page()).all("td") if attrs.get("class") == "none"]

    assert len(cells) == 1
    assert ">none</td>" in page()


def test_an_entry_of_the_record_carries_its_number_and_a_message_none():
    text = page()

    assert text.count("#2") == 1
    assert 'class="escalation"' in text


def test_without_messages_there_is_neither_a_list_of_readers_nor_of_texts():
    shown = Reader(page(readers=(), texts=()))

    assert "Who was told" not in shown.text
    assert not shown.all("details")


def test_a_text_keeps_its_lines():
    assert "Dear Ben,\n  &lt;please&gt;</pre>" in page()


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_page_says_which_language_it_speaks(language):
    assert Reader(page(language=language)).all("html") == [{"lang": language}]
