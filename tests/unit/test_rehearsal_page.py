from datetime import date
from html.parser import HTMLParser

import pytest

from cli.rehearsal_page import write_page
from cli.speech import speak
from tests.lantern_campaign import CAMPAIGN, view_of

VOID = {"meta", "rect", "line", "path"}
"""Elements that the page opens and need not close (HTML's, and SVG's that it closes in the tag)."""


class Reader(HTMLParser):
    """What a browser makes of the page: its elements, their attributes, its text."""

    def __init__(self, page):
        super().__init__()
        self.open, self.found, self.words = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag, css_class=None):
        return [a for name, a in self.found if name == tag and (css_class or a.get("class")) == a.get("class")]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(autouse=True)
def english():
    speak("en")


@pytest.fixture
def page(tmp_path):
    def write(view, today=date(2030, 1, 1), language="en"):
        speak(language)
        write_page(view, tmp_path / "pages" / "page.html", today)
        return (tmp_path / "pages" / "page.html").read_text()

    return write


def test_the_page_is_well_formed_and_says_its_language(page):
    for language in ("en", "zh_Hans", "zh_Hant"):
        read = Reader(page(view_of(), language=language))
        assert read.open == []
        assert read.all("html") == [{"lang": language.replace("_", "-")}]
        assert len(read.all("h1")) == 1


def test_the_page_needs_nothing_from_elsewhere(page):
    text = page(view_of())
    read = Reader(text)
    assert not {tag for tag, _ in read.found} & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not [a for _, a in read.found if {"src", "srcset", "action"} & set(a) or any(n.startswith("on") for n in a)]
    assert all(a["href"].startswith("#") for a in read.all("a"))
    css = text[text.index("<style>") : text.index("</style>")]
    assert "@import" not in css
    assert css.count("url(") == css.count("url(#")


def test_names_that_look_like_html_are_text(page):
    read = Reader(page(view_of()))
    assert "Lamps <b>" in read.text
    assert not read.all("b")


def test_every_message_is_there_with_its_text(page):
    view = view_of()
    read = Reader(page(view))
    assert len(read.all("pre")) == len(view.played.notices)
    for one in view.played.notices:
        assert " ".join(view.message(one).text.split()) in read.text
        assert " ".join(view.message(one).subject.split()) in read.text


def test_the_picture_has_a_title_and_the_same_figures_in_a_table(page):
    read = Reader(page(view_of()))
    assert "Phases, milestones and messages" in read.text
    (svg,) = read.all("svg")
    assert svg["role"] == "img"
    ids = {a.get("id") for _, a in read.found}
    assert set(svg["aria-labelledby"].split()) <= ids
    assert len(read.all("rect", "bar reminders")) == 2  # 9 and 12 April
    assert len(read.all("rect", "bar escalations")) == 3  # 15, 17 and 19 April
    assert len(read.all("rect", "bar others")) == 4  # the office's weekly list
    assert len(read.all("rect", "bar held")) == 1
    assert len(read.all("rect", "made-up")) == 2  # 7 and 28 April


def test_the_line_stands_on_today_or_else_on_the_last_day_shown(page):
    assert "today, " in Reader(page(view_of(), date(2024, 4, 10))).text
    outside = Reader(page(view_of(), date(2030, 1, 1))).text
    assert "shown to " in outside
    assert "today, " not in outside


def test_every_link_leads_to_a_month(page):
    read = Reader(page(view_of()))
    ids = {a.get("id") for _, a in read.found}
    links = [a["href"].removeprefix("#") for a in read.all("a")]
    assert links == ["m2024-04"]
    assert set(links) <= ids


def test_why_a_message_is_held_stands_beside_it(page):
    read = Reader(page(view_of()))
    assert len(read.all("p", "why")) == 1
    assert "Held messages: 1" in read.text


def test_a_long_list_is_folded_behind_its_first_lines(page):
    extra = "".join(f"  more-{n}: {{name: More {n}, kind: bureau}}\n" for n in range(10))
    text = CAMPAIGN.replace("people:", f"{extra}people:").replace("owed_by: [docks, lamps]", "owed_by: all")
    read = Reader(page(view_of(text=text)))
    assert "all lines: 27" in read.text  # 12 units with two seats, staff, director, deputy


def test_a_campaign_without_a_message_has_a_page_all_the_same(page):
    quiet = CAMPAIGN.replace("due: 2024-04-12", "due: {continuous: true}").replace(
        "due: {unknown: [2024-04-22, 2024-04-23]}", "due: {continuous: true}"
    )
    read = Reader(page(view_of(text=quiet)))
    assert read.open == []
    assert read.all("pre") == []
