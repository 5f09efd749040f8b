"""A look into an .xlsx before anything parses it: how large it is, and what a reader would not tell.

A reader allocates every cell up to the farthest one and copies a shared text into each cell that points at
it, so a small file can ask for any amount of memory. The parts are therefore inflated here first, with a
limit, and the sizes in the file's own directory are not believed. The same pass finds merged ranges, cells
that hold an error (#N/A) and formulas saved without a value, all of which a reader shows as empty.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from liuguan.errors import Text, Words

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MIB = 1 << 20
MOST_FILE_BYTES = 64 * MIB
MOST_INFLATED_BYTES = 512 * MIB
MOST_RATIO = 200
RATIO_COUNTS_FROM = 16 * MIB
MOST_PARTS = 5_000
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_SHEETS = 200
MOST_TEXT_BYTES = 1024 * MIB

# a literal beginning keeps these quick: a city's payroll has two million cells
_FAR = re.compile(rb'r="(?:([A-Z]{3,}|[T-Z][A-Z]|S[G-Z])[0-9]|[A-Z]{0,2}([2-9][0-9]{5}|[0-9]{7,})")')
_MERGE = re.compile(rb'mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb'r="([A-Z]{1,3}[0-9]{1,7})"[^<>]* t="e"|c [^<>]*t="e"[^<>]* r="([A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(
    rb'r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_LONG = re.compile(rb"v(?:\s[^<>]*)?>-?(?:[0-9]{15}|[0-9.]+[eE]\+?(?:1[4-9]|[2-9][0-9]))")
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_ORDINARY = Text("普通的工作簿", "an ordinary workbook")
_AN_XLSX = Text(".xlsx 工作簿", "an .xlsx workbook")
DAMAGED = Text("已损坏的工作簿", "a damaged workbook"), Text("能打开的工作簿", "a workbook that opens")
_AN_ERROR = Text("错误值", "an error value")
_NEVER_SAVED = Text("没有保存结果的公式", "a formula without a saved value")


class Refused(Exception):
    """A file that is not parsed; says what was found and what is expected."""

    def __init__(self, found: Words, expected: Words) -> None:
        super().__init__(f"found {found}; expected {expected}")
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What one sheet's XML says beyond its values.

    `merges` are (first row, first column, last row, last column), from 0; `faults` go from a cell such as
    `C7` to what is wrong with it; `long_numbers` says that some number has 15 digits or more.
    """

    merges: tuple[tuple[int, int, int, int], ...] = ()
    faults: Mapping[str, Text] = field(default_factory=dict)
    long_numbers: bool = False


def examine(data: bytes) -> Mapping[str, Scan]:
    """Check that an .xlsx may be parsed, and scan its sheets.

    Returns:
        The scans by sheet name.

    Raises:
        Refused: not an .xlsx, damaged, or larger inside than any office file is.
    """
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError) as e:
        raise Refused(Text("不是工作簿的文件", "a file that is not a workbook"), _AN_XLSX) from e
    names = {p.filename for p in parts}
    if WORKBOOK not in names or len(parts) > MOST_PARTS or len(names) != len(parts):
        raise Refused(Text("不是工作簿的压缩包", "an archive that is not a workbook"), _AN_XLSX)
    left = MOST_INFLATED_BYTES
    outline: dict[str, bytes] = {}
    scans: dict[str, Scan] = {}
    pointers, longest = 0, 0
    for part in parts:
        xml = _inflate(data, part, left)
        left -= len(xml)
        inflated = MOST_INFLATED_BYTES - left
        if inflated > RATIO_COUNTS_FROM and inflated > MOST_RATIO * len(data):
            many = Text("解压后大得反常的压缩包", "an archive that inflates to many times its size")
            raise Refused(many, _ORDINARY)
        if not part.filename.endswith((".xml", ".rels")):
            continue
        if b"\0" in xml or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
            odd = Text("表格软件不会写出的 XML", "XML that no spreadsheet program writes")
            raise Refused(odd, Text("另存为 .xlsx 的工作簿", "a workbook saved as .xlsx"))
        if part.filename in (WORKBOOK, RELATIONS):
            outline[part.filename] = xml
        elif part.filename == "xl/sharedStrings.xml":
            longest = max((len(m[1]) for m in _TEXT.finditer(xml)), default=0)
        elif part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            scans[part.filename] = _scan(xml)
            pointers += xml.count(b't="s"') + xml.count(b"t='s'")
    if longest * pointers > MOST_TEXT_BYTES:
        raise Refused(Text("文字多得表格放不下", "more text than a sheet can show"), _ORDINARY)
    return _by_sheet_name(outline, scans)


def _inflate(data: bytes, part: zipfile.ZipInfo, most: int) -> bytes:
    header = data[part.header_offset : part.header_offset + 30]
    if part.flag_bits & 1:
        locked = Text("带密码的工作簿", "a workbook with a password")
        raise Refused(locked, Text("没有密码的工作簿", "a workbook without a password"))
    if len(header) < 30 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(*DAMAGED)
    start = part.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        inflated = packed
    else:
        try:
            inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most + 1)
        except zlib.error as e:
            raise Refused(*DAMAGED) from e
    if len(inflated) > most:
        most_mib = MOST_INFLATED_BYTES // MIB
        raise Refused(Text(f"解压后超过 {most_mib} MiB", f"more than {most_mib} MiB when unpacked"), _ORDINARY)
    return inflated


def _scan(xml: bytes) -> Scan:
    if b"r='" in xml:
        xml = xml.replace(b"'", b'"')
    for far in _FAR.finditer(xml):
        if far[1]:
            wide = Text(f"第 {MOST_COLUMNS} 列以外的单元格", f"cells beyond column {MOST_COLUMNS}")
            raise Refused(wide, Text(f"最多 {MOST_COLUMNS} 列", f"at most {MOST_COLUMNS} columns"))
        if int(far[2]) > MOST_ROWS:
            tall = Text(f"第 {MOST_ROWS} 行以外的单元格", f"cells beyond row {MOST_ROWS}")
            raise Refused(tall, Text(f"最多 {MOST_ROWS} 行", f"at most {MOST_ROWS} rows"))
    faults: dict[str, Text] = {}
    if b't="e"' in xml:
        faults |= {(m[1] or m[2]).decode(): _AN_ERROR for m in _ERROR.finditer(xml)}
    if b"<f" in xml or b":f" in xml:
        faults |= {m[1].decode(): _NEVER_SAVED for m in _FORMULA.finditer(xml)}
    start = xml.find(b"mergeCells")
    merges = tuple(
        (int(m[2]) - 1, column_number(m[1].decode()), int(m[4]) - 1, column_number(m[3].decode()))
        for m in (_MERGE.finditer(xml, start) if start >= 0 else ())
    )
    return Scan(merges=merges, faults=faults, long_numbers=_LONG.search(xml) is not None)


def _by_sheet_name(outline: Mapping[str, bytes], scans: Mapping[str, Scan]) -> dict[str, Scan]:
    try:
        workbook = ElementTree.fromstring(outline[WORKBOOK])
        relations = ElementTree.fromstring(outline.get(RELATIONS, b"<none/>"))
    except ElementTree.ParseError as e:
        raise Refused(*DAMAGED) from e
    targets = {r.get("Id"): _part_name(r.get("Target", "")) for r in relations}
    found = {}
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            target = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
            found[sheet.get("name", "")] = scans.get(targets.get(target, ""), Scan())
    if len(found) > MOST_SHEETS:
        many = Text(f"超过 {MOST_SHEETS} 张工作表", f"more than {MOST_SHEETS} sheets")
        raise Refused(many, Text(f"最多 {MOST_SHEETS} 张工作表", f"at most {MOST_SHEETS} sheets"))
    return found


def _part_name(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def column_number(letters: str) -> int:
    """The column's number from 0: `A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """The column's letters: 0 is `A`, 26 is `AA`."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
