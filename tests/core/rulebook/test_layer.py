"""A layer as data: it outlives its Python, its hashes say what it means and what it says, and no byte may change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rulebook.builders import DISTRICT, book, city, day, frame, standard
from tests.core.rulebook.examples import CITY_RULES, CITY_SECTIONS, DISTRICT_RULES, DISTRICT_SECTIONS, HISTORY

from liuguan.errors import IntegrityError
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge

CITY = city(CITY_RULES, CITY_SECTIONS)
OWN = replace(
    standard(CITY, DISTRICT_SECTIONS, DISTRICT_RULES), manifest={"version": "1", "modes": ["full", None], "n": 2}
)
FACTS = {e: frame(e, rows) for e, rows in HISTORY.items()}


@pytest.mark.parametrize("layer", [CITY, OWN], ids=["city", "district"])
def test_a_layer_reads_back_as_it_was(layer: Layer) -> None:
    again = Layer.loads(layer.dumps())
    assert again.to_json() == layer.to_json()
    assert again.dumps() == layer.dumps()
    assert (again.meaning, again.document) == (layer.meaning, layer.document)


def test_a_layer_that_was_read_gives_the_same_frames() -> None:
    written = evaluate(merge(CITY, OWN, district=DISTRICT), FACTS)
    read = evaluate(merge(Layer.loads(CITY.dumps()), Layer.loads(OWN.dumps()), district=DISTRICT), FACTS)
    assert read.book.hash == written.book.hash
    for entity, frame_ in written.frames.items():
        assert sorted(frame_.columns) == sorted(read.frames[entity].columns)
        assert read.frames[entity].select(frame_.columns).equals(frame_), entity


def test_dates_in_tables_read_back_as_dates() -> None:
    rules = '@rule(cites="I.7")\ndef f(employment_start: Date, since: Date, by_day: Bands[Date, Date]) -> Date:\n    return max(by_day[employment_start], since)\n'
    toml = '[[f]]\nsince = 2010-01-01\nby_day = [["2009-01-01", 2009-06-01], [2011-01-01, 2011-06-01]]\n'
    of = city(rules, toml)
    rows = [
        {"worker": "a", "month": 24_131, "employment_start": day(d)} for d in ("2009-05-05", "2011-05-05", "2008-01-01")
    ]
    for layer in (of, Layer.loads(of.dumps())):
        found = evaluate(merge(layer), {"worker_month": frame("worker_month", rows)})
        assert found.frame("worker_month")["f"].to_list() == [day("2010-01-01"), day("2011-06-01"), None]


# ---- without the Python it came from

REPLAY = """
import json, sys
from pathlib import Path
import polars as pl
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge

folder = Path(sys.argv[1])
layers = [Layer.loads((folder / name).read_bytes()) for name in ("city.json", "own.json")]
book = merge(*layers, district="xuanwu")
facts = {p.stem: pl.read_parquet(p) for p in sorted(folder.glob("*.parquet"))}
found = evaluate(book, facts).frame("worker_month").select(sorted(n.name for n in book.of("worker_month")))
print(json.dumps({
    "meaning": [layer.meaning for layer in layers], "document": [layer.document for layer in layers],
    "sum": found.hash_rows(seed=1).sort().to_list(), "python": sorted(m for m in sys.modules if m.startswith("written")),
}))
"""


@pytest.mark.parametrize("hash_seed", ["0", "1", "4321"])
def test_a_filed_layer_is_replayed_without_its_plugin_and_with_the_same_hashes(tmp_path: Path, hash_seed: str) -> None:
    (tmp_path / "city.json").write_bytes(CITY.dumps())
    (tmp_path / "own.json").write_bytes(OWN.dumps())
    for entity, facts in FACTS.items():
        facts.write_parquet(tmp_path / f"{entity}.parquet")
    ran = subprocess.run(
        [sys.executable, "-c", REPLAY, str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    book_ = merge(CITY, OWN, district=DISTRICT)
    here = evaluate(book_, FACTS).frame("worker_month").select(sorted(n.name for n in book_.of("worker_month")))
    assert json.loads(ran.stdout) == {
        "meaning": [CITY.meaning, OWN.meaning],
        "document": [CITY.document, OWN.document],
        "sum": here.hash_rows(seed=1).sort().to_list(),
        "python": [],
    }


# ---- what the hashes tell apart

RULES = """
{more}@rule(cites="{clause}", zh="{zh}", status="{status}")
def pay(paid_net: Fen, cap: Fen) -> Fen:
    {body}


@check("PAY001", cites="I.7", severity={severity}, fix="{fix}")
def over(pay: Fen) -> Flag:
    \"\"\"Over.\"\"\"
    return pay > 5


before = value("pay", over=last({months}), absent={absent}, cites="I.7", en="{en}", zh="x")
"""
PLAIN = {
    "more": "", "clause": "I.7", "zh": "薪", "status": "", "body": "return min(paid_net, cap) + 1", "severity": "WARNING",
    "fix": "", "months": "2", "absent": "0", "en": "x",
}  # fmt: skip
SECTION = {
    "cap": '"5"', "effective_from": "2011-01-01", "status": '"sourced"', "source": '"a"', "cites": '"I.7"',
    "note_en": '"x"', "announced_on": "2010-12-01", "known_until": "2012-01-31",
}  # fmt: skip


def changed(**changes: str) -> Layer:
    rules = RULES.format(**{**PLAIN, **{k: v for k, v in changes.items() if k in PLAIN}})
    section = {**SECTION, **{k.removeprefix("section_"): v for k, v in changes.items() if k not in PLAIN}}
    return city(rules, "[[pay]]\n" + "".join(f"{k} = {v}\n" for k, v in section.items()))


BEFORE = changed()
WORDS: dict[str, Callable[[], Layer]] = {
    "a label": lambda: changed(zh="工资"),
    "an English label": lambda: changed(en="y"),
    "a clause": lambda: changed(clause="I.8"),
    "a reading's status": lambda: changed(status="unverified"),
    "a way out": lambda: changed(fix="pay less"),
    "a docstring": lambda: changed(body='"""Pay."""\n    return min(paid_net, cap) + 1'),
    "a source": lambda: changed(source='"b"'),
    "a value's status": lambda: changed(section_status='"unverified"'),
    "a value's clause": lambda: changed(cites='"I.8"'),
    "a note": lambda: changed(note_en='"y"'),
    "the day of announcement": lambda: changed(announced_on="2010-12-02"),
    "the manifest": lambda: replace(BEFORE, manifest={"version": "2"}),
    "what it was admitted under": lambda: replace(BEFORE, admitted_under="0" * 64),
}
MEANING: dict[str, Callable[[], Layer]] = {
    "a constant": lambda: changed(body="return min(paid_net, cap) + 2"),
    "a formula": lambda: changed(body="return max(paid_net, cap) + 1"),
    "a severity": lambda: changed(severity="VIOLATION"),
    "a window": lambda: changed(months="3"),
    "what an empty window is worth": lambda: changed(absent="1"),
    "a value": lambda: changed(cap='"6"'),
    "an unknown value": lambda: changed(cap='"unknown"'),
    "a date": lambda: changed(effective_from="2011-01-02"),
    "how long it is known": lambda: changed(known_until="2012-02-29"),
    "one more rule": lambda: changed(
        more='@rule(cites="I.7")\ndef x(paid_net: Fen) -> Fen:\n    return paid_net\n\n\n'
    ),
    "the first month of law": lambda: replace(BEFORE, law_from=BEFORE.law_from + 1),
    "the owner": lambda: replace(BEFORE, owner="other"),
}
NOTHING: dict[str, Callable[[], Layer]] = {
    "another module": changed,
    "layout and local names": lambda: changed(body="least = min((paid_net), cap)  # the cap\n\n    return least + 1"),
}


@pytest.mark.parametrize("change", WORDS.values(), ids=WORDS)
def test_words_change_the_document_and_not_the_meaning(change: Callable[[], Layer]) -> None:
    after = change()
    assert after.meaning == BEFORE.meaning
    assert after.document != BEFORE.document


@pytest.mark.parametrize("change", MEANING.values(), ids=MEANING)
def test_what_decides_results_changes_both_hashes(change: Callable[[], Layer]) -> None:
    after = change()
    assert after.meaning != BEFORE.meaning
    assert after.document != BEFORE.document


@pytest.mark.parametrize("change", NOTHING.values(), ids=NOTHING)
def test_layout_and_place_change_no_meaning(change: Callable[[], Layer]) -> None:
    assert change().meaning == BEFORE.meaning


@pytest.mark.parametrize("name", ["line", "area", "note", "place", "en", "zh", "file", "manifest"])
def test_a_parameter_may_be_called_like_a_key_of_words(name: str) -> None:
    rules = f'@rule(cites="I.7")\ndef pay(paid_net: Fen, {name}: Fen) -> Fen:\n    return min(paid_net, {name})\n'
    one, two = (city(rules, f'[[pay]]\n{name} = "{value}"\n') for value in (1, 2))
    assert one.meaning != two.meaning
    assert Layer.loads(one.dumps()).meaning == one.meaning


# ---- no byte may change


@given(at=st.integers(0, len(OWN.dumps()) - 1), bit=st.integers(0, 7))
def test_no_bit_of_a_layer_may_flip(at: int, bit: int) -> None:
    content = bytearray(OWN.dumps())
    content[at] ^= 1 << bit
    with pytest.raises(IntegrityError):
        Layer.loads(bytes(content))


@given(cut=st.integers(0, len(OWN.dumps()) - 1))
def test_no_part_of_a_layer_may_be_missing(cut: int) -> None:
    with pytest.raises(IntegrityError):
        Layer.loads(OWN.dumps()[:cut])


def forged(change: Callable[[dict[str, Any]], object]) -> bytes:
    """A layer with a change and hashes that fit it, as only a person can make it."""
    data: dict[str, Any] = json.loads(OWN.dumps())
    change(data["layer"])
    try:
        layer = Layer.from_json(data["layer"])
        data |= {"meaning": layer.meaning, "document": layer.document}
    except IntegrityError:
        pass  # no hash fits what cannot be read
    return json.dumps(data).encode()


def tree(layer: dict[str, Any]) -> list[Any]:
    found: list[Any] = next(d for d in layer["definitions"] if d["node"] == "performance_pay")["formula"]["tree"]
    return found


FORGERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another language": lambda d: d.update(language=2),
    "no owner": lambda d: d.pop("owner"),
    "an unknown sort of definition": lambda d: d["definitions"][0].update(type="code"),
    "a key too many": lambda d: d["definitions"][0].update(extra=1),
    "a key of the layer too many": lambda d: d.update(extra=1),
    "an unknown kind": lambda d: d["definitions"][0]["formula"].update(returns="Yuan"),
    "a step that does not exist": lambda d: tree(d).append(["exec", 0, 0]),
    "a step with too few parts": lambda d: tree(d).append(["add", 0]),
    "a step that looks ahead": lambda d: tree(d).insert(0, ["not", 3]),
    "a step that looks outside": lambda d: tree(d).append(["add", 0, 99]),
    "a fraction": lambda d: tree(d).append(["lit", 1.5, "Fen"]),
    "a name that is no argument": lambda d: tree(d).append(["name", "paid_net"]),
    "a call of something else": lambda d: tree(d).append(["call", "eval", [0], None]),
    "no steps": lambda d: tree(d).clear(),
    "a step that is none": lambda d: tree(d).append([]),
    "a date that is none": lambda d: d["sections"][0].update(effective_from="2010-13-01"),
    "a list for a layer": lambda d: d.update(definitions=3),
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_a_layer_outside_the_language_is_refused_whatever_its_hashes_say(
    change: Callable[[dict[str, Any]], object],
) -> None:
    with pytest.raises(IntegrityError):
        Layer.loads(forged(change))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"3", b"null", b"\xff", b'{"layer": 3}', b"[" * 100_000])
def test_what_is_no_layer_is_refused(content: bytes) -> None:
    with pytest.raises(IntegrityError, match="not a layer"):
        Layer.loads(content)


def test_the_rulebooks_hash_names_both_layers() -> None:
    of = merge(CITY, OWN, district=DISTRICT)
    assert of.hash == f"{CITY.meaning[:12]}+{OWN.meaning[:12]}"
    assert book('x = total("paid_net", along="district", cites="I.7", en="x", zh="x")\n').hash.endswith("+-")


def test_random_half_years_replay_alike() -> None:
    from tests.core.rulebook.examples import half_a_year

    of, again = (
        merge(CITY, OWN, district=DISTRICT),
        merge(Layer.loads(CITY.dumps()), Layer.loads(OWN.dumps()), district=DISTRICT),
    )
    for n in range(5):
        facts = {e: frame(e, rows) for e, rows in half_a_year(f"{Random(n).random()}", 6).items()}
        names = [x.name for x in of.of("worker_month")]
        assert (
            evaluate(of, facts)
            .frame("worker_month")
            .select(names)
            .equals(evaluate(again, facts).frame("worker_month").select(names))
        )
