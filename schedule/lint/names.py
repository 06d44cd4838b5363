"""Rules about names that are missing, and names that are easily taken for each other."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from models.words import Path, phrase
from schedule.campaign_file.references import Finding
from schedule.campaign_file.shapes import CampaignFile
from schedule.lint.case import ONE_BY_ONE, Case, some

_WORDS = frozenset({
    "the", "of", "for", "and", "no", "area", "agency", "authority", "board", "borough", "branch", "bureau", "center",
    "centre", "city", "commission", "committee", "council", "county", "department", "district", "division",
    "municipality", "office", "parish", "province", "region", "service", "state", "subdistrict", "town", "township",
    "village", "ward",
})  # fmt: skip
"""What says of a name only which kind of body it is."""
_ENDS = (
    "街道办事处", "街道办", "办事处", "街道", "办公室", "委员会", "管理局", "分局", "中心", "社区",
    "镇", "乡", "村", "局", "办", "委", "厅", "部", "处", "科", "所", "站", "区", "县", "市",
    "街道辦事處", "街道辦", "辦事處", "辦公室", "委員會", "社區", "鎮", "鄉", "辦", "廳", "處", "站", "區", "縣",
)  # fmt: skip
"""The same at the end of a Chinese name."""
_LEVELS = ("省", "市", "县", "區", "縣", "区", "州", "镇", "鎮")
"""What a Chinese name begins with to say whose body it is."""
_HAN = re.compile("[\u3400-\u9fff]")
_SHORTEST = 2
"""A stem of one sign says too little: a Ward A and a Parish A are not one name."""


def name_unknown(case: Case) -> Iterator[Finding]:
    """A unit without a name has a place, and no letter goes to it (G12)."""
    for section, parties in (("units", case.file.units), ("bodies", case.file.bodies)):
        for key, party in parties.items():
            if party.name is None:
                message = phrase(
                    "the plan leaves out the name of {key}; every list and letter shows its key instead, "
                    "so ask, and write the name here",
                    key=key,
                )  # fmt: skip
                yield "name-unknown", message, (section, key, "name")


def shared_stem(case: Case) -> Iterator[Finding]:
    """Units are matched by their full names only; people shorten them (G13)."""
    pairs = tuple(_alike(case.file))
    if len(pairs) > ONE_BY_ONE:
        names = some([phrase("{name} – {other}", name=name, other=other) for name, other, _ in pairs])
        message = phrase(
            "{count} units have names that differ from another's only in their kind: {names}; "
            "write and call them by their full names",
            count=len(pairs), names=names,
        )  # fmt: skip
        yield "shared-stem", message, pairs[0][2]
        return
    for name, other, path in pairs:
        message = phrase(
            "{name} and {other} are two units whose names differ only in their kind; "
            "write and call both by their full names",
            name=name, other=other,
        )  # fmt: skip
        yield "shared-stem", message, path


def _alike(file: CampaignFile) -> Iterator[tuple[str, str, Path]]:
    """Each unit with a name that says the same as another's before it, the other's name, and where it stands."""
    kinds = {kind: _kind_words(file, kind) for kind in {unit.kind for unit in file.units.values()}}
    by_stem: dict[str, tuple[str, str]] = {}
    told: set[str] = set()
    for key, name, path in _names(file):
        stem = _stem(name, kinds[file.units[key].kind])
        if len(stem) >= _SHORTEST:
            other, its_name = by_stem.setdefault(stem, (key, name))
            if other != key and key not in told:
                told.add(key)
                yield name, its_name, path


def _names(file: CampaignFile) -> Iterator[tuple[str, str, Path]]:
    for key, unit in file.units.items():
        if unit.name is not None:
            yield key, unit.name, ("units", key, "name")
        for i, alias in enumerate(unit.aliases):
            yield key, alias, ("units", key, "aliases", i)


def _kind_words(file: CampaignFile, kind: str | None) -> tuple[str, ...]:
    """What the file itself calls a kind of unit, by its key and titles; the longest first."""
    shape = file.kinds.get(kind or "")
    titles = shape.title.values() if shape and shape.title else ()
    return tuple(sorted({_folded(word) for word in (kind or "", *titles) if word}, key=len, reverse=True))


def _stem(name: str, kind: Sequence[str]) -> str:
    """A name without what says only which kind of body it is; empty where nothing is left."""
    text = _folded(name)
    if _HAN.search(text):
        text = text.removesuffix(max((end for end in (*kind, *_ENDS) if text.endswith(end)), key=len, default=""))
        return text.removeprefix(next((level for level in _LEVELS if text.startswith(level)), ""))
    for words in kind:
        text = re.sub(rf"\b{re.escape(words)}\b", " ", text)
    kept = [word for word in re.findall(r"\w+", text) if word not in _WORDS]
    return "" if all(word.isdigit() for word in kept) else " ".join(kept)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


RULES = (name_unknown, shared_stem)
