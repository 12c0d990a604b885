"""The verbs that every noun has, made from the declaration of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.bare_words import GIVEN, named
from tracker.commands.desk import Desk, argument, group, option, reads, terminal_limit, writes
from tracker.rules.fields import ChoiceKind, ChoicesKind, DateKind, FlagKind, MoneyKind, RefKind
from tracker.rules.nouns import NOUNS, Noun
from tracker.words import Say, t

if TYPE_CHECKING:
    import inspect

    from tracker.commands.desk import Asks
    from tracker.result import Result
    from tracker.rules.fields import Field
    from tracker.services.card import View
    from tracker.store.engine import Work
    from tracker.store.reading import Reader

Words = Annotated[list[str] | None, typer.Argument(help=t(words.HELP_WORDS), metavar="[WORDS]...", show_default=False)]
Columns = Annotated[str | None, typer.Option("--columns", "-c", help=t(words.HELP_COLUMNS), show_default=False)]
Sort = Annotated[str | None, typer.Option("--sort", "-s", help=t(words.HELP_SORT), show_default=False)]
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=1, help=t(words.HELP_LIMIT), show_default=False)]
All = Annotated[bool, typer.Option("--all", "-a", help=t(words.HELP_ALL))]
Which = Annotated[str, typer.Argument(help=t(words.HELP_WHICH), metavar="WHICH", show_default=False)]
WhichOnes = Annotated[list[str], typer.Argument(help=t(words.HELP_WHICH), metavar="WHICH...", show_default=False)]
Clear = Annotated[list[str] | None, typer.Option("--clear", help=t(words.HELP_CLEAR), show_default=False)]

MOST_OF_PART = 20


def build(key: str) -> typer.Typer:
    """The app of a noun that has no verbs of its own."""
    app = group()
    noun = NOUNS[key]
    add_command(app, noun)
    list_command(app, noun)
    show_command(app, noun)
    edit_command(app, noun)
    remove_command(app, noun)
    return app


def field_parameters(noun: Noun, *, positional: bool) -> tuple[inspect.Parameter, ...]:
    """One option a field, after the positional arguments that stand for some of them."""
    given = [noun.field(key) for key in noun.positional] if positional else []
    arguments = [argument(field.key + GIVEN, _help(field), t(field.label)) for field in given]
    return (*arguments, *(option(field.key, field.options, _help(field)) for field in noun.fields))


def _help(field: Field) -> Say:
    """What an option is for: its label, and the values or the form that it takes."""
    kind, label = field.kind, field.label
    hint = Say("", "")
    if isinstance(kind, (ChoiceKind, ChoicesKind)):
        keys = " ".join(kind.choices.keys)
        hint = Say(f"：{'、'.join(say.zh for say in kind.choices.labels.values())}（{keys}）", f": {keys}")
    elif isinstance(kind, DateKind):
        hint = Say("：2024-03-05、2024-03、昨天", ": 2024-03-05, 2024-03, yesterday")
    elif isinstance(kind, MoneyKind):
        hint = Say("：3.5亿、3500万、1000万美元", ": 350m, 3500万, 10m USD")
    elif isinstance(kind, FlagKind):
        hint = Say("：是、否", ": yes or no")
    elif isinstance(kind, RefKind):
        hint = Say("：编号或名称", ": number or name")
    return Say(label.zh + hint.zh, label.en + hint.en)


def add_command(app: typer.Typer, noun: Noun) -> None:
    """`tracker NOUN add`."""

    parameters = field_parameters(noun, positional=True)

    def asks() -> Asks:
        from tracker.commands.plans import adding

        return adding(noun)

    @writes(app, "add", words.HELP_ADD(noun=noun.label), parameters, asks)
    def add(desk: Desk, work: Work, texts: dict[str, str]) -> Result:
        from tracker.services import records

        return records.add(work, noun, named(desk, work.reader, noun, texts), desk.entry, sure=desk.sure)


def set_command(app: typer.Typer, noun: Noun) -> None:
    """`tracker NOUN set`: the value of the equal record is changed, else one is added."""

    parameters = field_parameters(noun, positional=True)

    def asks() -> Asks:
        from tracker.commands.plans import setting

        return setting(noun)

    @writes(app, "set", words.HELP_SET(noun=noun.label), parameters, asks)
    def set_(desk: Desk, work: Work, texts: dict[str, str]) -> Result:
        from tracker.services import targets

        return targets.set_(work, noun, named(desk, work.reader, noun, texts, city=True), desk.entry)


def list_command(app: typer.Typer, noun: Noun) -> None:
    """`tracker NOUN list`, which `tracker NOUN` alone is too."""

    @reads(app, "list", words.HELP_LIST(noun=noun.label))
    def listed(
        desk: Desk,
        reader: Reader,
        words_: Words = None,
        columns: Columns = None,
        sort: Sort = None,
        limit: Limit = None,
        everything: All = False,
    ) -> Result:
        from tracker.services.lists import View, list_

        shown = terminal_limit(desk, limit, everything=everything)
        view = View(columns, sort, shown, everything, wide=desk.terminal.is_terminal)
        return list_(reader, noun, words_ or [], desk.entry, view)


def show_command(app: typer.Typer, noun: Noun) -> None:
    """`tracker NOUN show`."""

    @reads(app, "show", words.HELP_SHOW(noun=noun.label))
    def show(desk: Desk, reader: Reader, which: Which) -> Result:
        from tracker.services import card

        return card.show(reader, noun, which, desk_view(desk))


def desk_view(desk: Desk) -> View:
    """What a card is made with at this desk: on a terminal a screenful or two of every part."""
    from tracker.services.card import View

    return View(desk.settings.today, desk.settings.limits, MOST_OF_PART if desk.terminal.is_terminal else None)


def edit_command(app: typer.Typer, noun: Noun) -> None:
    """`tracker NOUN edit`."""

    parameters = field_parameters(noun, positional=False)

    def asks() -> Asks:
        from tracker.commands.editing import editing

        return editing(noun)

    @writes(app, "edit", words.HELP_EDIT(noun=noun.label), parameters, asks)
    def edit(desk: Desk, work: Work, texts: dict[str, str], which: WhichOnes, clear: Clear = None) -> Result:
        from tracker.services import records, selection

        ids = selection.chosen(work.reader, noun, which, desk.entry, owners=False)
        desk.confirm_many(ids, noun, selection.sums(work.reader, noun, which, ids))
        return records.edit(work, noun, ids, texts, clear or [], desk.entry)


def remove_command(app: typer.Typer, noun: Noun) -> None:
    """`tracker NOUN remove`."""

    @writes(app, "remove", words.HELP_REMOVE(noun=noun.label))
    def remove(desk: Desk, work: Work, which: WhichOnes) -> Result:
        from tracker.services import records, selection

        ids = selection.chosen(work.reader, noun, which, desk.entry)
        added_up = selection.sums(work.reader, noun, which, ids)
        if not desk.confirm_many(ids, noun, added_up, words.CONFIRM_REMOVE_MANY):
            desk.confirm(words.CONFIRM_REMOVE(records=records.called(work.reader, noun, ids), noun=noun.label))
        return records.remove(work, noun, ids)
