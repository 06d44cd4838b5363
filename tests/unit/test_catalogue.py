import re
import subprocess
import sys
from datetime import date, time
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from models import words
from models.words import LANGUAGES, Form, Offset, Phrase, Role, Standing, phrase
from notifications.catalogue import DOMAIN, LOCALES, catalogue
from notifications.labels import LABELS, label

ROOT = Path(__file__).resolve().parents[2]
CHINESE = ("zh_Hans", "zh_Hant")
PLACES = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text that code and templates use, as the translators' tool finds it."""
    found = tmp_path_factory.mktemp("texts") / "duban.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "--mapping", "pyproject.toml"]
    subprocess.run([*command, "--no-location", "--output-file", str(found), "."], cwd=ROOT, check=True)
    with found.open("rb") as file:
        return read_po(file)


def written(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language)


def ids(texts: Catalog) -> dict[str, tuple[str, ...]]:
    """By the first form of each text, its forms."""
    return {forms[0]: forms for forms in map(forms_of, texts) if forms[0]}


def forms_of(message: object) -> tuple[str, ...]:
    text = message.id
    return tuple(text) if isinstance(text, list | tuple) else (text,)


@pytest.mark.parametrize("language", CHINESE)
def test_every_text_is_translated(language, used):
    translations = written(language)
    missing = [first for first in ids(used) if first not in translations or not translations[first].string]
    assert missing == []


@pytest.mark.parametrize("language", CHINESE)
def test_a_translation_fills_the_same_places(language, used):
    wrong = []
    for message in written(language):
        forms = forms_of(message)
        strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
        wanted = set(PLACES.findall(forms[-1]))
        wrong += [forms[0] for text in strings if forms[0] and text and set(PLACES.findall(text)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_text_that_nothing_uses(language, used):
    assert sorted(set(ids(written(language))) - set(ids(used))) == []


@pytest.mark.parametrize("language", CHINESE)
def test_no_translation_is_a_guess(language):
    assert [message.id for message in written(language) if message.id and message.fuzzy] == []


def test_traditional_texts_have_no_simplified_characters():
    mixed = [message.id for message in written("zh_Hant") if SIMPLIFIED & set("".join(message.string))]
    assert mixed == []


SIMPLIFIED = set("单员责领组请应报办还过这为对发时间会关书长门问题实现数据电话联系项随队阅启张层级确认归录详")
"""Common letters that traditional writing has another form for."""


def test_a_word_of_the_vocabulary_always_has_a_label():
    classes = [
        kind
        for kind in vars(words).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    ]
    assert len(classes) > 10
    assert [(kind, word) for kind in classes for word in kind if word not in LABELS.get(kind, {})] == []


def test_labels_of_equal_words_of_two_classes_are_told_apart():
    assert label(Standing.RETURNED) == "returned"
    assert label(Role.HEAD) == "head of unit"


@pytest.mark.parametrize("language", CHINESE)
def test_no_label_is_left_in_english(language):
    speech = catalogue(language)
    labels = {speech.render(word) for kind in LABELS.values() for word in kind}
    assert [text for text in labels if re.search("[a-z]", text)] == []


# -- how values are written --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "chinese", "traditional", "english"),
    [
        (date(2024, 4, 12), "2024年4月12日（周五）", "2024年4月12日（週五）", "Apr 12, 2024 (Fri)"),
        (time(9, 30), "09:30", "09:30", "09:30"),
        (time.max, "24:00", "24:00", "24:00"),
        (Offset.parse("-3wd"), "-3wd", "-3wd", "-3wd"),
        ((Form.PAPER, Form.ELECTRONIC), "纸质、电子版", "紙本、電子檔", "on paper, electronic"),
        ({"zh_Hans": "报告", "en": "Report"}, "报告", "报告", "Report"),
        (phrase("{role} {name}", role=Role.HEAD, name="林远"), "主要负责人林远", "主要負責人林远", "head of unit 林远"),
        (phrase("{day} ({marks})", day=phrase("not due"), marks=3), "未到期（3）", "未到期（3）", "not due (3)"),
        (None, "", "", ""),
    ],
)
def test_a_value_is_written_as_each_language_writes_it(value, chinese, traditional, english):
    assert tuple(catalogue(language).render(value) for language in LANGUAGES) == (chinese, traditional, english)


def test_what_cannot_be_written_is_a_mistake():
    with pytest.raises(TypeError, match="no way to write bytes"):
        catalogue("en").render(b"x")


@pytest.mark.parametrize(("number", "english"), [(1, "1 working day left"), (2, "2 working days left")])
def test_numbers_take_the_form_their_language_asks_for(number, english):
    one, many = "{number} working day left", "{number} working days left"
    assert catalogue("en").ngettext(one, many, number) == english
    assert catalogue("zh_Hans").ngettext(one, many, number) == f"还剩{number}个工作日"


def test_a_year_is_left_out_only_where_it_is_understood():
    speech = catalogue("zh_Hans")
    assert speech.plain_day(date(2024, 4, 12), 2024) == "4月12日"
    assert speech.plain_day(date(2025, 4, 12), 2024) == "2025年4月12日"
    assert speech.short_day(date(2025, 4, 12)) == "4月12日（周六）"


def test_a_language_nobody_wrote_falls_back_to_the_first():
    assert catalogue("fr").language == "zh_Hans"


def test_a_text_without_a_translation_is_shown_in_english():
    assert catalogue("zh_Hans").render(Phrase("no such text {n}", {"n": 1})) == "no such text 1"
