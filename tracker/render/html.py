"""A result as one page for a browser: it needs no network and no script, and fits a phone, the dark and paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from tracker.render.data import seal_line
from tracker.render.plain import bared, with_columns
from tracker.render.shown import heading, said, shown
from tracker.result import NAMES, Bar, Section, Spark
from tracker.rules.chain import SEAL_PROPERTY
from tracker.rules.nouns import NOUNS
from tracker.rules.widths import cell_width
from tracker.words import PAGE_BARS, PAGE_NOTES, PAGE_UNPUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.result import Column, Paper, Result, Table
    from tracker.words import Lang, Words

LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}

STYLE: Final = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --faint: #59636e; --line: #d1d9e0; --head: #f3f5f8;
  --bar: #4a7fc1; --rail: #e6eaef; --mark: #b3261e; --good: #1a6b34; --bad: #b3261e; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e6e9ed; --faint: #9aa5b1; --line: #353c45;
  --head: #1e2329; --bar: #6ea0dd; --rail: #2a3038; --mark: #ff8a80; --good: #6fd08c;
  --bad: #ff8a80; --warn: #e0b050; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 84rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif; }
h1 { margin: 0 0 .5rem; font-size: 1.7rem; line-height: 1.25; text-align: center; }
h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; border-bottom: 2px solid var(--bar); }
h3 { margin: 1.25rem 0 .5rem; font-size: 1.05rem; }
p { margin: .25rem 0; } .cover { text-align: center; } .faint, footer { color: var(--faint); font-size: .9em; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding: .35rem 0; font-weight: 600; text-align: start; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: middle; }
th { background: var(--head); font-weight: 600; text-wrap: balance; } th.short { white-space: nowrap; }
.n { text-align: end; } td.n, td.name, td.brief { white-space: nowrap; }
td.long { overflow-wrap: anywhere; white-space: normal; }
td.bar { min-width: 6rem; width: 14%; } svg { display: block; width: 100%; height: .7rem; }
.rail { fill: var(--rail); } .full { fill: var(--bar); } .mark { stroke: var(--mark); stroke-width: 2; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .muted { color: var(--faint); }
.strong { font-weight: 700; }
details { margin: .25rem 0; } details > :not(summary) { margin-inline-start: 1rem; }
summary { padding: .3rem 0; cursor: pointer; }
footer { margin-top: 2rem; padding-top: .5rem; border-top: 1px solid var(--line); }
@media screen and (max-width: 640px) {
  body { padding: .75rem; font-size: 14px; } h1 { font-size: 1.3rem; }
  details > :not(summary) { margin-inline-start: .4rem; }
  table, tbody, caption { display: block; } thead { display: none; }
  tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1rem; padding: .5rem 0;
    border-bottom: 1px solid var(--line); }
  td { display: flex; justify-content: space-between; gap: .5rem; padding: .1rem 0; border: 0; }
  td::before { content: attr(data-l); color: var(--faint); min-width: 0; text-align: left; overflow-wrap: anywhere; }
  td.none, td.bar::before, td.name::before, td.long::before { display: none; }
  td.n, td.name, td.brief { white-space: normal; } td.name { grid-column: 1 / -1; order: -1; font-weight: 600; }
  td.bar, td.long { grid-column: 1 / -1; width: auto; } td.bar svg { margin: .2rem 0; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --faint: #444; --line: #999; --head: #eee; --bar: #4a7fc1;
    --rail: #e6eaef; --mark: #b3261e; --good: #1a6b34; --bad: #b3261e; --warn: #8a5a00; }
  body { padding: 0; max-width: none; font-size: 9pt; line-height: 1.35; } .wide { overflow: visible; margin: .3rem 0; }
  h1 { font-size: 16pt; } h2 { margin-top: 1rem; font-size: 12pt; } h3 { font-size: 10.5pt; }
  th, td { padding: .12rem .3rem; } thead { display: table-header-group; }
  tr, svg { break-inside: avoid; } tr:nth-last-child(-n+3) { break-before: avoid; }
  h1, h2, h3, caption, summary { break-after: avoid; }
  details:not([open]), section.folds:not(:has(details[open], > .wide)) { display: none; }
  * { print-color-adjust: exact; }
}
"""


def page(result: Result, lang: Lang) -> str:
    """Give a result as a page of its own; a published board carries its hash in a `meta` and in the footer."""
    title = said(_title(result), lang)
    foot = _foot(result, lang)
    parts = [*_head(result, lang, title, foot), f"<body><h1>{escape(title)}</h1>"]
    parts += [f'<p class="cover">{escape(said(line, lang))}</p>' for line in result.lines]
    if result.sections:
        for section in result.sections:
            parts += _section(section, lang, 2)
    else:
        parts += [_table(table, lang) for table in result.tables]
    parts += [*_notes(result, lang), f"<footer>{escape(foot)}</footer></body></html>"]
    return "\n".join(parts) + "\n"


def _title(result: Result) -> Words:
    """Its own title, else the noun that its command is about."""
    if result.title is not None:
        return result.title
    noun = NOUNS.get(result.command[0])
    return noun.label if noun else " ".join(result.command)


def _head(result: Result, lang: Lang, title: str, foot: str) -> Iterator[str]:
    yield f'<!doctype html>\n<html lang="{LANGUAGES[lang]}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    # Nothing may be fetched and nothing run, whatever a name in the data may hold.
    yield """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
    if result.seal:
        yield f'<meta name="{SEAL_PROPERTY}" content="{result.seal}">'
    yield f"<title>{escape(title)}</title><style>{STYLE}{_paper(foot, result.paper)}</style></head>"


# On larger paper everything is larger.
LARGER: Final = (
    "@media print { body { font-size: 12.7pt; } h1 { font-size: 22pt; } h2 { font-size: 17pt; } "
    "h3 { font-size: 15pt; } }\n"
)


def _paper(foot: str, paper: Paper) -> str:
    """The paper with its page numbers, and on every page what the footer says; its words need no escaping."""
    left = f'@bottom-left {{ content: "{foot}"; font-size: 8pt }} '
    right = '@bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt }'
    larger = "" if paper == "A4" else LARGER
    return f"{larger}@page {{ size: {paper} landscape; margin: 12mm 12mm 14mm; {left}{right} }}\n"


def _foot(result: Result, lang: Lang) -> str:
    """The head of the chain on a published board; that it is none on another board."""
    if result.seal:
        return seal_line(result.seal, lang)
    return said(PAGE_UNPUBLISHED, lang) if result.sections else ""


def _section(section: Section, lang: Lang, level: int) -> Iterator[str]:
    """A part with its heading; a folded one is opened by a click, without any script."""
    title = escape(said(section.title, lang))
    if section.folded:
        yield f"<details><summary>{title}</summary>"
    else:
        yield f"<section{_class('folds' if section.sections else '')}><h{level}>{title}</h{level}>"
    if section.note is not None:
        yield f'<p class="faint">{escape(said(section.note, lang))}</p>'
    yield from (_table(table, lang, titled=table.title == section.title) for table in section.tables)
    for each in section.sections:
        yield from _section(each, lang, min(level + 1, 4))
    yield "</details>" if section.folded else "</section>"


def _table(table: Table, lang: Lang, *, titled: bool = False) -> str:
    """A table under its headings, scrolled where it is too wide; `titled` if its title stands above it already."""
    table = bared(table)
    table = with_columns(table, [index for index, column in enumerate(table.columns) if not column.spare])
    heads = [heading(column.label, column.unit, lang) for column in table.columns]
    caption = "" if titled or table.title is None else f"<caption>{escape(said(table.title, lang))}</caption>"
    head = "".join(_heading(column, text) for column, text in zip(table.columns, heads, strict=True))
    labels = [escape(text) for text in heads]
    rows = "\n".join(_row(table.columns, labels, row, lang) for row in table.rows)
    thead = "" if table.bare else f"<thead><tr>{head}</tr></thead>"
    return f'<div class="wide"><table>{caption}{thead}<tbody>\n{rows}</tbody></table></div>'


def _heading(column: Column, text: str) -> str:
    if column.kind == "bar":
        return '<th class="bar" aria-hidden="true"></th>'
    kind = "n" if column.kind == "number" else ""
    short = "short" if cell_width(text) <= _SHORT else ""
    return f'<th{_class(f"{kind} {short}".strip())} scope="col">{escape(text)}</th>'


def _row(columns: Sequence[Column], labels: Sequence[str], row: Sequence[object], lang: Lang) -> str:
    cells = (_cell(column, label, value, lang) for column, label, value in zip(columns, labels, row, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(column: Column, label: str, value: object, lang: Lang) -> str:
    if column.kind == "bar":
        drawn = _drawn(value)
        return f'<td{_class("bar" if drawn else "bar none")} aria-hidden="true">{drawn}</td>'
    text = shown(value, lang)
    return f'<td{_class(" ".join(_classes(column, value, text)))} data-l="{label}">{escape(text)}</td>'


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


def _classes(column: Column, value: object, text: str) -> Iterator[str]:
    if column.kind == "number":
        yield "n"
    if column.key in NAMES:
        yield "name"
    if len(text) > _LONG:
        yield "long"
    elif column.kind == "text" and cell_width(text) <= _BRIEF:
        yield "brief"
    tone = column.tone(value) if column.tone else None
    if tone:
        yield tone


_LONG: Final = 24  # characters: what is longer may break over lines
_BRIEF: Final = 12  # columns: a text that never breaks
_SHORT: Final = 8  # columns: a heading that never breaks


def _drawn(value: object) -> str:
    """A bar against its pro-rata mark, as long as the whole at most; the number beside it says how far beyond."""
    if isinstance(value, Spark):
        return _spark(value)
    if not isinstance(value, Bar) or value.share is None:
        return ""
    full = f'<rect class="full" width="{100 * min(max(value.share, 0), 1):.2f}" height="10"/>'
    mark = "" if value.mark is None else f'<path class="mark" d="M{100 * min(value.mark, 1):.2f} 0v10" {_THIN}/>'
    return f'<svg viewBox="0 0 100 10" {_STRETCHED}><rect class="rail" width="100" height="10"/>{full}{mark}</svg>'


def _spark(spark: Spark) -> str:
    """Small bars side by side; the lowest is low, a gap is nothing."""
    tall = ((n, 10 + 90 * height) for n, height in enumerate(spark.heights) if height is not None)
    bars = (f'<rect class="full" x="{n}.1" y="{100 - up:.1f}" width=".8" height="{up:.1f}"/>' for n, up in tall)
    return f'<svg viewBox="0 0 {len(spark.heights)} 100" {_STRETCHED}>{"".join(bars)}</svg>'


_STRETCHED: Final = 'preserveAspectRatio="none"'
_THIN: Final = 'vector-effect="non-scaling-stroke"'


def _notes(result: Result, lang: Lang) -> Iterator[str]:
    """What a reader of the figures should know, and what the bars mean."""
    lines = [said(message.what, lang) for message in result.messages]
    if result.sections:
        lines.append(said(PAGE_BARS, lang))
    if lines:
        yield f"<section><h2>{escape(said(PAGE_NOTES, lang))}</h2>"
        yield from (f"<p>{escape(line)}</p>" for line in lines)
        yield "</section>"
