"""A page of Markdown as it is shown."""

from markdown_it import MarkdownIt

KNOWN = {"inline", "paragraph", "heading", "bullet_list", "list_item"}


def read(markdown: str) -> list[str]:
    """A page as it is shown, line by line; nothing in it may be more than text, a heading, a list, bold or a break."""
    shown: list[str] = []
    for token in MarkdownIt().parse(markdown):
        assert token.type in KNOWN or token.type.removesuffix("_open").removesuffix("_close") in KNOWN, token
        if token.type == "inline":
            assert {one.type for one in token.children or ()} <= {"text", "strong_open", "strong_close", "softbreak"}
            shown.append("".join(one.content for one in token.children or ()))
    return shown
