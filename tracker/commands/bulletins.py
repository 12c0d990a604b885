"""What `-o 通报.docx` asks of a board: its bulletin, signed, in the form of a template."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path

    from tracker.commands.desk import Desk
    from tracker.result import Result
    from tracker.services.boards import Wanted
    from tracker.store.reading import Reader


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
    return replace(result, bulletin=result.bulletin._replace(issuer=desk.settings.issuer, template=template))
