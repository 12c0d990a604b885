"""What `-o 通报.docx` asks of a board: its bulletin, signed, as a template has it; and the proof of a printed one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker import words

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.commands.desk import Desk
    from tracker.result import Result
    from tracker.rules.printouts import Mismatch
    from tracker.services.boards import Wanted
    from tracker.store.boards import Issue
    from tracker.store.reading import Reader
    from tracker.words import Lang

LANGUAGES: Final[tuple[Lang, ...]] = ("zh", "en")


def bulletin(
    desk: Desk,
    reader: Reader,
    period: str | None,
    wanted: Wanted,
    issue: int | None,
    template: Path | None,
    *,
    published: bool,
) -> Result:
    """The board with its bulletin; refused where the library for documents or the template is missing."""
    from tracker.render.word import refuse_unless_drawn

    refuse_unless_drawn(template)
    from tracker.services import bulletin as service

    today = desk.settings.today
    if published or issue is not None:
        result = service.issued(reader, period, today, wanted, number=issue)
    else:
        result = service.live(reader, period, today, wanted)
    assert result.bulletin is not None
    return result._replace(bulletin=result.bulletin._replace(issuer=desk.settings.issuer, template=template))


def written_form(desk: Desk, path: Path, *, force: bool) -> Result:
    """Write the customary form of a bulletin, for an office to make it its own; what may stand in it."""
    from tracker.render.word import customary, placeholders, refuse_unless_drawn
    from tracker.result import Result
    from tracker.sheets.files import new_file

    refuse_unless_drawn(None)
    with new_file(path, force=force) as file:
        customary(desk.settings.lang).save(file)
    names = placeholders(desk.settings.lang)
    lines = (words.BULLETIN_FORM_DONE(file=path.name), words.TEMPLATE_KNOWN(names=names))
    return Result(("template",), data={"file": path.name, "placeholders": list(names)}, lines=lines)


def strange_sentences(reader: Reader, issue: Issue, path: Path) -> list[Mismatch]:
    """The sentences of a printed bulletin that are not as they follow from the published board."""
    from tracker.render.word import sentence
    from tracker.rules.printouts import strange_lines
    from tracker.services.bulletin import sentences
    from tracker.sheets.printouts import read_lines

    lines = read_lines(path)
    if not lines:
        return []
    told = sentences(reader, issue)
    return strange_lines(lines, [sentence(each, lang) for lang in LANGUAGES for each in told])
