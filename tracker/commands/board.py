"""`tracker board [PERIOD]`, and what is done with a board: explained, published, compared, verified."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tracker import words
from tracker.commands.desk import Desk, acts, group, reads, terminal_limit, writes
from tracker.errors import BadUsage, Problem, Refused
from tracker.rules.choices import folded
from tracker.rules.nouns import CITY
from tracker.settings import instant
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Message, Result, Table
    from tracker.result import Paper as PaperOf
    from tracker.rules.curves import Basis as BasisOf
    from tracker.rules.printouts import Comparison
    from tracker.services.boards import Wanted
    from tracker.services.variants import Variant
    from tracker.store.engine import Work
    from tracker.store.reading import Reader

PeriodText = Annotated[str | None, typer.Argument(help=t(words.HELP_PERIOD), metavar="[PERIOD]", show_default=False)]
YearText = Annotated[str | None, typer.Argument(help=t(words.HELP_YEAR), metavar="[YEAR]", show_default=False)]
PeriodNeeded = Annotated[str, typer.Argument(help=t(words.HELP_PERIOD), metavar="PERIOD", show_default=False)]
UnitText = Annotated[str, typer.Argument(help=t(words.HELP_EXPLAIN_UNIT), metavar="UNIT", show_default=False)]
MetricText = Annotated[str | None, typer.Argument(help=t(words.HELP_METRIC), metavar="[METRIC]", show_default=False)]
Metric = Annotated[str | None, typer.Option("--metric", "-m", help=t(words.HELP_METRIC), show_default=False)]
Group = Annotated[str | None, typer.Option("--group", "-g", help=t(words.HELP_GROUP), show_default=False)]
Scheme = Annotated[str | None, typer.Option("--scheme", help=t(words.HELP_SCHEME), show_default=False)]
Which = Annotated[str, typer.Argument(help=t(words.HELP_WHY_NOT_WHICH), metavar="WHICH", show_default=False)]
IfRecognise = Annotated[list[str] | None, typer.Option("--recognise", help=t(words.HELP_IF_RECOGNISE))]
IfRefuse = Annotated[list[str] | None, typer.Option("--refuse", help=t(words.HELP_IF_REFUSE))]
IfTarget = Annotated[list[str] | None, typer.Option("--target", help=t(words.HELP_IF_TARGET))]
IfAdvance = Annotated[list[str] | None, typer.Option("--advance", help=t(words.HELP_IF_ADVANCE))]
AsPublished = Annotated[bool, typer.Option("--published", help=t(words.HELP_PUBLISHED))]
IssueNumber = Annotated[int | None, typer.Option("--issue", min=1, help=t(words.HELP_ISSUE), show_default=False)]
Template = Annotated[Path | None, typer.Option("--template", help=t(words.HELP_TEMPLATE_DOCX), show_default=False)]
PaperSize = Annotated[
    str | None, typer.Option("--paper", metavar="[A4|A3]", help=t(words.HELP_PAPER), show_default=False)
]
Verified = Annotated[
    str | None, typer.Argument(help=t(words.HELP_VERIFY_WHAT), metavar="[FILE|HEAD]", show_default=False)
]
Corrects = Annotated[bool, typer.Option("--corrects", help=t(words.HELP_CORRECTS))]
Chain = Annotated[str | None, typer.Option("--chain", help=t(words.HELP_CHAIN), show_default=False)]
Basis = Annotated[
    str | None, typer.Option("--basis", metavar="[period|cumulative]", help=t(words.HELP_BASIS), show_default=False)
]
# Taken by `publish` to say why not.
NoChain = Annotated[str | None, typer.Option("--chain", hidden=True)]
NoBasis = Annotated[str | None, typer.Option("--basis", hidden=True)]
Singles = Annotated[bool, typer.Option("--singles", help=t(words.HELP_SINGLES))]
Together = Annotated[bool, typer.Option("--together", help=t(words.HELP_TOGETHER))]
Top = Annotated[int | None, typer.Option("--top", min=1, help=t(words.HELP_TOP), show_default=False)]
Bottom = Annotated[int | None, typer.Option("--bottom", min=1, help=t(words.HELP_BOTTOM), show_default=False)]
Columns = Annotated[str | None, typer.Option("--columns", "-c", help=t(words.HELP_BOARD_COLUMNS), show_default=False)]


def _variant(chain: str | None, basis: str | None) -> Variant:
    """The kind of board that the options ask for; BadUsage for a basis that is none."""
    from tracker.services.variants import Variant

    if basis not in (None, "period", "cumulative"):
        hint = words.CHOICE_HINT(valid=("period", "cumulative"))
        raise BadUsage(words.CHOICE_UNKNOWN(value=basis), code="basis_unknown", place="--basis", value=basis, hint=hint)
    return Variant(chain, cast("BasisOf | None", basis))


def app() -> typer.Typer:
    """The board's commands."""
    made = group("show", open_ended=True)
    _show(made)
    _trend(made)
    _explain(made)
    _why_not(made)
    _what_if(made)
    _publish(made)
    _compare(made)
    _verify(made)
    return made


def _show(made: typer.Typer) -> None:
    @reads(made, "show", words.SUMMARY_BOARD)
    def show(
        desk: Desk,
        reader: Reader,
        period: PeriodText = None,
        metric: Metric = None,
        group: Group = None,
        scheme: Scheme = None,
        chain: Chain = None,
        basis: Basis = None,
        singles: Singles = False,
        together: Together = False,
        top: Top = None,
        bottom: Bottom = None,
        columns: Columns = None,
        published: AsPublished = False,
        issue: IssueNumber = None,
        template: Template = None,
        paper: PaperSize = None,
    ) -> Result:
        from tracker.services import boards

        chosen = tuple(part.strip() for part in columns.split(",")) if columns else ()
        view = boards.View(together, singles, top, bottom, chosen)
        wanted = boards.Wanted(scheme, group, metric, _variant(chain, basis), view)
        size = _paper(desk, paper)
        if desk.printed == "docx":
            from tracker.commands.bulletins import bulletin

            return bulletin(desk, reader, period, wanted, issue, template, published=published)
        _refuse_template(template)
        return _shown(desk, reader, period, wanted, issue, published=published, paper=size)


def _shown(
    desk: Desk,
    reader: Reader,
    period: str | None,
    wanted: Wanted,
    issue: int | None,
    *,
    published: bool,
    paper: PaperOf,
) -> Result:
    """A board of today, or as it was published; with all that a page or workbook shows where it becomes one."""
    today, of_today = desk.settings.today, issue is None and not published
    if desk.printed:
        from tracker.services import printouts

        form = printouts.Form(desk.printed == "xlsx", paper, instant())
        if of_today:
            return printouts.live(reader, period, today, wanted, form)
        return printouts.issued(reader, period, today, wanted, form, number=issue)
    if of_today:
        from tracker.services import todays

        return todays.board(reader, period, today, wanted)
    from tracker.services import publishing

    return publishing.show(reader, period, today, wanted, number=issue)


def _refuse_template(template: Path | None) -> None:
    if template is not None:
        hint = words.ONLY_WITH_DOCX_HINT
        raise BadUsage(words.ONLY_WITH_DOCX, code="template_unused", value=str(template), hint=hint)


def _trend(made: typer.Typer) -> None:
    @reads(made, "trend", words.HELP_TREND)
    def trend(
        desk: Desk,
        reader: Reader,
        year: YearText = None,
        metric: Metric = None,
        group: Group = None,
        scheme: Scheme = None,
    ) -> Result:
        from tracker.services import trend as service

        return service.trend(reader, year, desk.settings.today, metric=metric, group=group, scheme=scheme)


def _paper(desk: Desk, text: str | None) -> PaperOf:
    """The paper asked for, A4 unless told; BadUsage for one that is not known, or without anything to print."""
    if text is None:
        return "A4"
    size = text.strip().upper()
    if size not in ("A4", "A3"):
        what, hint = words.PAPER_UNKNOWN(value=text), words.CHOICE_HINT(valid=("A4", "A3"))
        raise BadUsage(what, code="paper_unknown", place="--paper", value=text, hint=hint)
    if desk.printed not in ("html", "xlsx"):
        raise BadUsage(words.PAPER_ALONE, code="paper_alone", place="--paper", hint=words.PAPER_ALONE_HINT)
    return cast("PaperOf", size)


def _explain(made: typer.Typer) -> None:
    @reads(made, "explain", words.HELP_EXPLAIN)
    def explain(
        desk: Desk,
        reader: Reader,
        period: PeriodNeeded,
        unit: UnitText,
        metric: MetricText = None,
        scheme: Scheme = None,
        chain: Chain = None,
        basis: Basis = None,
    ) -> Result:
        from tracker.services import explain as service

        variant = _variant(chain, basis)
        if folded(unit) in CITY:
            from tracker.services.city_line import explain_city

            limit, today = terminal_limit(desk, None), desk.settings.today
            return explain_city(reader, period, today, metric=metric, scheme=scheme, variant=variant, limit=limit)
        return service.explain(reader, period, unit, desk.settings.today, metric=metric, scheme=scheme, variant=variant)


def _why_not(made: typer.Typer) -> None:
    @reads(made, "why-not", words.HELP_WHY_NOT)
    def why_not(
        desk: Desk,
        reader: Reader,
        period: PeriodNeeded,
        which: Which,
        scheme: Scheme = None,
        chain: Chain = None,
        basis: Basis = None,
    ) -> Result:
        from tracker.services import why_not as service

        variant = _variant(chain, basis)
        return service.why_not(reader, period, which, desk.settings.today, scheme=scheme, variant=variant)


def _what_if(made: typer.Typer) -> None:
    @acts(made, "what-if", words.HELP_WHAT_IF)
    def what_if(
        desk: Desk,
        period: PeriodNeeded,
        recognise: IfRecognise = None,
        refuse: IfRefuse = None,
        target: IfTarget = None,
        advance: IfAdvance = None,
        scheme: Scheme = None,
        chain: Chain = None,
        basis: Basis = None,
    ) -> Result:
        from tracker.services import what_if as service
        from tracker.services.boards import Wanted

        supposed = service.Acts(recognise or (), refuse or (), target or (), advance or ())
        with desk.working(dry=True) as work:
            wanted = Wanted(scheme, variant=_variant(chain, basis))
            return service.what_if(work, period, desk.settings.today, supposed, desk.entry, wanted)


def _publish(made: typer.Typer) -> None:
    @writes(made, "publish", words.HELP_PUBLISH)
    def publish(
        desk: Desk,
        work: Work,
        period: PeriodNeeded,
        scheme: Scheme = None,
        corrects: Corrects = False,
        chain: NoChain = None,
        basis: NoBasis = None,
    ) -> Result:
        from tracker.services import publishing

        today, limits, variant = desk.settings.today, desk.settings.limits, _variant(chain, basis)
        plan = publishing.plan(
            work.reader, period, today, scheme=scheme, corrects=corrects, variant=variant, limits=limits
        )
        asked = _ask(desk, plan.concerns)
        result = publishing.publish(work, plan)
        return result._replace(messages=()) if asked else result

    @reads(made, "list", words.HELP_ISSUES)
    def list_(desk: Desk, reader: Reader) -> Result:
        from tracker.services import publishing

        return publishing.list_(reader)


def _compare(made: typer.Typer) -> None:
    @reads(made, "compare", words.HELP_COMPARE)
    def compare(
        desk: Desk, reader: Reader, period: PeriodText = None, scheme: Scheme = None, issue: IssueNumber = None
    ) -> Result:
        from tracker.services import comparing

        limit = terminal_limit(desk, None)
        return comparing.compare(reader, period, desk.settings.today, scheme=scheme, number=issue, limit=limit)


def _verify(made: typer.Typer) -> None:
    @reads(made, "verify", words.HELP_VERIFY)
    def verify(desk: Desk, reader: Reader, what: Verified = None) -> Result:
        from tracker.services import verifying

        if what is None:
            return verifying.verify(reader)
        if re.fullmatch("[0-9A-Fa-f]{16,64}", what) and not Path(what).exists():
            return verifying.verify_head(reader, what)
        from tracker.commands.bulletins import strange_sentences
        from tracker.render.expected import expected
        from tracker.rules.printouts import compare, texts
        from tracker.sheets.printouts import read_printout

        heads, pages = read_printout(Path(what))
        issue = verifying.issue_of(reader, heads)

        def against(tables: list[Table]) -> Comparison:
            found = compare(pages, expected(tables, texts(pages)))
            return found._replace(mismatches=(*found.mismatches, *strange_sentences(reader, issue, Path(what))))

        return verifying.verify_printout(reader, issue, what, against)


def _ask(desk: Desk, concerns: tuple[Message, ...]) -> bool:
    """Go on with a board that something speaks against only when the person says yes to it; whether it was asked."""
    if not concerns or desk.agreed:
        return False
    if not desk.terminal.can_ask:
        problems = [Problem(each.code, each.what, hint=words.NOT_CONFIRMED_HINT) for each in concerns]
        raise Refused.of(problems, words.PUBLISH_CONCERNS(n=len(problems)))
    for each in concerns:
        desk.terminal.say(words.WARNING_LINE(line=each.what))
    desk.confirm(words.CONFIRM_PUBLISH)
    return True


APPS = {"board": app}
