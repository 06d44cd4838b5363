"""What people wrote, in pages that are Markdown."""

import pytest

from flows.pages import plain
from tests.markdown_page import read


@pytest.mark.parametrize(
    "text",
    [
        "**[x](http://evil.example)** <b>",
        "1. Report",
        "12) Report",
        "- Report",
        "+ Report",
        "===",
        "# Report",
        "> Report",
        "`a` ~~b~~ _c_ | d",
        "back\\slash \\* \\\\",
        "&lt;b&gt; &#42;",
        "<script>alert(1)</script>",
        "![x](//evil.example)",
        "清溪区（开发区）*",
    ],
)
def test_markdown_in_what_people_wrote_is_shown_as_it_stands(text):
    assert read(f"- {plain(text)}") == [text]
    assert read(f"**{plain(text)}**") == [text]


@pytest.mark.parametrize(
    "text", ["http://evil.example", "HTTPS://evil.example", "WWW.evil.example", "ada@docks.example"]
)
def test_nothing_that_people_wrote_becomes_a_link(text):
    # Prefect's page makes links of bare addresses too; an escaped sign in the middle leaves none
    assert text not in plain(text)
    assert read(plain(text)) == [text]


def test_line_breaks_in_what_people_wrote_begin_nothing_new():
    assert plain("Report\n\n# of\tthe  docks") == "Report \\# of the docks"
