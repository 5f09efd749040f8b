"""The rule reference: one page for each language, written from the rules themselves.

The city's layer comes first, area by area: every node and check, every reading that it offers. What districts bring of
their own follows. `liuguan rules document` writes the pages; a test holds the committed ones to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from liuguan.district import City
from liuguan.language import words
from liuguan.language.kinds import TableKind
from liuguan.language.words import Language
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.definitions import (
    Aggregate,
    Check,
    Computed,
    Declaration,
    Definition,
    Fold,
    GroupCheck,
    Question,
    Severity,
)
from liuguan.rulebook.labels import aggregate_label, known_term, label, member, plain, status_label, window_label
from liuguan.rulebook.layer import Layer, values_read_as
from liuguan.services.rules import written
from liuguan.vocabulary import ENTITIES, LINKS, VOCABULARY

PAGES: Mapping[Language, str] = {"en": "rules.md", "zh": "rules.zh.md"}

_AREAS: Mapping[str, tuple[str, str]] = {
    "staffing_rules": ("配备(第一部分)", "Staffing (part I)"),
    "employment_rules": ("聘用与使用(第二、三部分)", "Employment and duties (parts II and III)"),
    "pay_rules": ("待遇与保险(第二部分)", "Pay and insurance (part II)"),
    "eligibility_rules": ("聘用条件(第四部分第一节)", "Eligibility (part IV, section 1)"),
    "assessment_rules": ("考核(第四部分第三节)", "Assessment (part IV, section 3)"),
    "filing_checks": ("备案检查(第五部分)", "Checks on a filed standard (part V)"),
}
_SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.VIOLATION: ("违反", "violation"),
    Severity.WARNING: ("警告", "warning"),
    Severity.UNKNOWN: ("未知", "unknown"),
    Severity.INFO: ("提示", "info"),
}
_MAY: Mapping[Declaration, tuple[str, str]] = {
    Declaration.AT_LEAST: ("区县可另答,取较高者", "a district may answer beside it; the higher counts"),
    Declaration.AT_MOST: ("区县可另答,取较低者", "a district may answer beside it; the lower counts"),
}


def rule_pages(city: City) -> dict[str, str]:
    """The pages by file name."""
    return {name: "\n".join(_Page(city, language).lines()) + "\n" for language, name in PAGES.items()}


@dataclass(frozen=True, slots=True)
class _Owned:
    """Definitions of one node by one author, in the order written; the first describes it."""

    node: str
    all: tuple[Definition, ...]

    @property
    def first(self) -> Definition:
        described = [d for d in self.all if not isinstance(d, Computed) or d.node == d.reading]
        return described[0] if described else self.all[0]

    @property
    def readings(self) -> tuple[Computed, ...]:
        return tuple(d for d in self.all if isinstance(d, Computed))


class _Page:
    def __init__(self, city: City, language: Language) -> None:
        self.city, self.language = city, language
        self.districts = {d: city.district(d) for d in city.config.ids()}
        self.settled: dict[str, tuple[tuple[str, ...], Rulebook, Aggregate]] = {}
        for book in (city.book, *(d.book for d in self.districts.values())):
            for node in book.nodes.values():
                if isinstance(node.definition, Aggregate):
                    self.settled.setdefault(node.name, ((node.entity,), book, node.definition))

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def lines(self) -> Iterator[str]:
        other = PAGES["en" if self.language == "zh" else "zh"]
        yield f"# {self.say('规则手册', 'Rule reference')}"
        yield ""
        yield self.say(
            f"由 `liuguan rules document` 从规则写出,请勿手改。[English]({other})",
            f"Written from the rules by `liuguan rules document`; do not edit it. [中文]({other})",
        )
        yield ""
        yield self.say(
            "每条:标题是名称(检查为代码),其后是含义、条款、对象、算法(用文字)、读法、参数(自何时起、来源、状态)和处理办法。"
            "金额为元,`local` 指区县自定。",
            "Each entry: the heading is the name (a check's code first), then what it is, its clauses, what a row is, "
            "the formula in words, readings, parameters (since when, source, status) and what to do. Money is in yuan; "
            "`local` is a district's own.",
        )
        for area, title in _AREAS.items():
            yield from ["", f"## {self.say(*title)}"]
            of_area = [d for d in self.city.layer.definitions if d.area == area]
            for owned in _by_node(of_area):
                yield from self.entry(self.city.book, self.city.layer, owned)
        yield from ["", f"## {self.say('区县自有的规则', 'Rules of districts')}"]
        for district, found in self.districts.items():
            if found.layer is not None and found.layer.definitions:
                yield from ["", self.say(f"{found.name_zh} (`{district}`):", f"{found.name_en} (`{district}`):")]
                for owned in _by_node(found.layer.definitions):
                    yield from self.entry(found.book, found.layer, owned)

    def entry(self, book: Rulebook, layer: Layer, owned: _Owned) -> Iterator[str]:
        d = owned.first
        code = d.code if isinstance(d, Check | GroupCheck) else ""
        yield from ["", f"### {code + ' ' if code else ''}`{owned.node}`", ""]
        yield f"{self.sentence(d)}"
        yield ""
        yield f"- {self.say('条款', 'clauses')}: {', '.join(d.cites)}"
        entities = dict.fromkeys(e for one in owned.all for e in self.rows(one))
        if entities:
            yield f"- {self.say('对象', 'a row is')}: {self.say('、', ', ').join(self.entity(e) for e in entities)}"
        if isinstance(d, Check | GroupCheck):
            yield f"- {self.say('程度', 'severity')}: {self.say(*_SEVERITIES[d.severity])}"
        yield from (f"- {line}" for line in self.role(d))
        yield from self.formulas(book, layer, owned)
        if isinstance(d, Check | GroupCheck):
            yield f"- {self.say('处理', 'what to do')}: {self.say(d.fix_zh, d.fix_en)}"
        yield from self.parameters(book, layer, owned)

    def sentence(self, d: Definition) -> str:
        """What the entry is; a note on the reading is written in English only."""
        if self.language == "zh":
            return f"{d.zh}。"
        return f"{d.en.rstrip('.')}. {' '.join(str(getattr(d, 'note', '')).split())}".rstrip()

    def rows(self, d: Definition) -> tuple[str, ...]:
        """What rows have a node; of a figure, merging finds it where a standard takes it up."""
        if isinstance(d, Aggregate):
            return self.settled[d.node][0] if d.node in self.settled else ()
        return d.entities

    def entity(self, name: str) -> str:
        found = ENTITIES[name]
        return f"{self.say(found.zh, found.en)} (`{name}`)"

    def role(self, d: Definition) -> Iterator[str]:
        """How a node stands to the districts."""
        if isinstance(d, Question):
            said = words.amount(d.default, d.kind, self.language)
            default = "" if d.default is None else self.say(f",未作答时为 {said}", f"; without an answer {said}")
            yield self.say("由区县标准作答", "answered by each district's standard") + default
        if isinstance(d, Fold):
            yield self.say("由各条规则合成", "composed of what several rules give")
        if isinstance(d, Computed) and d.into:
            yield self.say(f"计入 `{d.into}`", f"goes into `{d.into}`")
        if getattr(d, "offered", False):
            yield self.say("标准采用时才生效", "takes part where a standard takes it up")
        if isinstance(d, Computed) and d.declaration in _MAY:
            yield self.say(*_MAY[d.declaration])
        if isinstance(d, Computed) and d.status:
            yield f"{self.say('读法状态', 'status of the reading')}: {status_label(d.status, self.language)}"

    def formulas(self, book: Rulebook, layer: Layer, owned: _Owned) -> Iterator[str]:
        d = owned.first
        if isinstance(d, Aggregate):
            yield f"- {self.say('算法', 'formula')}: {self.aggregate(book, layer, d)}"
        if isinstance(d, GroupCheck):
            yield f"- {self.say('算法', 'formula')}: {self.margin(book, layer, d)}"
        for one in owned.readings:
            said = self.formula(book, layer, one)
            if one.reading == one.node:
                yield f"- {self.say('算法', 'formula')}: {said}"
            else:
                yield f"- {self.say('读法', 'reading')} `{one.reading}`: {self.sentence(one)}"
                yield f"  - {self.say('算法', 'formula')}: {said}"

    def formula(self, book: Rulebook, layer: Layer, d: Computed) -> str:
        return words.formula(
            d.formula.tree,
            lambda name: self.called(book, layer, d.entities[0], name),
            self.language,
            lambda value: member(book, value, self.language),
        )

    def aggregate(self, book: Rulebook, layer: Layer, d: Aggregate) -> str:
        """A figure in words; where no standard takes it up, by what it is over alone."""
        if d.node in self.settled:
            _, settled_in, found = self.settled[d.node]
            return aggregate_label(settled_in, found, self.language)
        of = self.anywhere(book, layer, d.of)
        over = window_label(d.over, self.language) if d.over else LINKS[d.along or ""][self.language == "en"]
        return self.say(f"{of}({over})", f"{d.how.value} of {of} ({over})")

    def margin(self, book: Rulebook, layer: Layer, d: GroupCheck) -> str:
        of, link = self.anywhere(book, layer, d.margin), LINKS[d.along][self.language == "en"]
        window = window_label(d.over, self.language) if d.over else ""
        only = self.anywhere(book, layer, d.where) if d.where else ""
        said = self.say(f"{window}{of}按{link}合计 < 0", f"total of {of} by {link} {window and 'over ' + window} < 0")
        return " ".join(said.split()) + (self.say(f"(仅限{only})", f" ({only} only)") if only else "")

    def called(self, book: Rulebook, layer: Layer, entity: str, name: str) -> str:
        """What an argument stands for: a node or input of the row or of what it is linked to, or a parameter."""
        for at in [entity, *_linked(entity)]:
            if (at, name) in book.nodes:
                return label(book, at, name, self.language)
            for d in (*layer.definitions, *book.city.definitions):
                if d.node == name and at in d.entities and not _is_reading(d):
                    return self.say(d.zh or name, plain(name))
            declared = VOCABULARY.find(at, name)
            if declared is not None:
                return self.say(declared.zh, declared.en)
        return known_term(book, name, self.language) or self.anywhere(book, layer, name)

    def anywhere(self, book: Rulebook, layer: Layer, name: str) -> str:
        """What a name is called wherever it stands."""
        for d in sorted((*layer.definitions, *book.city.definitions), key=_is_reading):
            if d.node == name:
                return self.say(d.zh or name, plain(name))
        found = [i for e in ENTITIES for i in VOCABULARY.of(e) if i.name == name]
        return self.say(found[0].zh, found[0].en) if found else plain(name)

    def parameters(self, book: Rulebook, layer: Layer, owned: _Owned) -> Iterator[str]:
        """A table of the layer's own sections for the node."""
        sections = sorted((s for s in layer.sections if s.node == owned.node), key=lambda s: s.first_day)
        if not any(s.values or s.reading for s in sections):
            return
        head = self.say("| 自 | 读法 | 参数 | 来源 | 状态 |", "| from | reading | parameters | source | status |")
        yield from ["", head, "|---|---|---|---|---|"]
        for s in sections:
            kinds = {n: k for one in owned.readings for n, k in one.formula.arguments}
            values = values_read_as(s.values, kinds)
            given = "<br>".join(self.parameter(book, n, v, kinds[n]) for n, v in values.items() if n in kinds)
            note = self.say(s.note_zh, s.note_en)
            source = "<br>".join(p for p in (s.source, note) if p)
            since = s.effective_from.isoformat() if s.effective_from else self.say("始终", "always")
            until = f" – {s.effective_to}" if s.effective_to else ""
            cells = (
                since + until,
                f"`{s.reading}`" if s.reading else "",
                given,
                source,
                status_label(s.status, self.language),
            )
            yield f"| {' | '.join(c.replace('|', '/') for c in cells)} |"

    def parameter(self, book: Rulebook, name: str, value: object, kind: object) -> str:
        text = written(value, kind)
        if isinstance(text, dict) and isinstance(kind, TableKind):
            text = "; ".join(f"{k}: {self.say('未知', 'unknown') if v is None else v}" for k, v in text.items())
        said = self.say("未知", "unknown") if text is None else text
        return f"{known_term(book, name, self.language) or plain(name)} (`{name}`): {said}"


def _is_reading(d: Definition) -> bool:
    return isinstance(d, Computed) and d.reading != d.node


def _by_node(definitions: Sequence[Definition]) -> list[_Owned]:
    """Definitions that give one node, together; a node of two entities by two formulas stands once for each."""
    found: dict[tuple[str, str], list[Definition]] = {}
    for d in definitions:
        beside = next((k for k in found if k[0] == d.node and _is_same_node(found[k], d)), None)
        found.setdefault(beside or (d.node, ",".join(d.entities)), []).append(d)
    return [_Owned(node, tuple(ds)) for (node, _), ds in found.items()]


def _is_same_node(there: Sequence[Definition], d: Definition) -> bool:
    return any(set(o.entities) & set(d.entities) for o in there) and (_is_reading(d) or any(map(_is_reading, there)))


def _linked(entity: str) -> list[str]:
    found: list[str] = []
    for target in ENTITIES[entity].links.values():
        found += [target, *_linked(target)]
    return list(dict.fromkeys(found))
