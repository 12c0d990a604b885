"""What may stand at a spot of a command line: commands, options, values, names of records, conditions."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import ExitStack, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from tracker.commands import REGISTRY
from tracker.commands.bare_words import GIVEN
from tracker.commands.spot import options
from tracker.errors import TrackerError
from tracker.render.door import FORMATS
from tracker.rules.choices import FLAG, GROUP, STAGE, Choices, folded
from tracker.rules.fields import (
    ChoiceKind,
    ChoicesKind,
    DateKind,
    FlagKind,
    GroupKind,
    PolicyKind,
    RefKind,
    RefsKind,
    SchemeKeyKind,
)
from tracker.rules.nouns import NOUNS
from tracker.rules.paths import find
from tracker.rules.shares import POLICY
from tracker.rules.shells import SHELLS, Offer
from tracker.rules.three_way import SIDES
from tracker.settings import SETTINGS
from tracker.store.suggest import MOST, SPELLED, suggest
from tracker.words import Say, t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.commands.spot import Spot
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.settings import Settings
    from tracker.store.reading import Reader
    from tracker.store.suggest import Suggestion

SEPARATORS: Final = re.compile(r"[，,、；;]")
CONDITION: Final = re.compile("[:：]")
LONGEST: Final = 60  # characters of a name that are put on a command line; a longer one goes by its number
EACH: Final = 5  # records of each noun, where any noun will do


class Here:
    """A spot, the settings there, and the database, opened when it is first asked for."""

    def __init__(self, spot: Spot, settings: Settings) -> None:
        self.spot, self.settings = spot, settings
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    @cached_property
    def reader(self) -> Reader | None:
        """The database, or None where there is none that can be read."""
        from tracker.store.reading import reading

        with suppress(TrackerError):
            return self._open.enter_context(reading(self.settings.database))
        return None

    @property
    def noun(self) -> Noun | None:
        """The noun that the command is about."""
        return NOUNS.get(self.spot.path[0]) if self.spot.path else None


def offers(here: Here) -> list[Offer] | None:
    """What may stand here, the likeliest first; None where the shell itself knows best: names of files."""
    spot = here.spot
    if spot.parameter is not None:
        found = of_parameter(here, spot.parameter)
        return found and [offer._replace(value=spot.stem + offer.value) for offer in found]
    if spot.text.startswith("-"):
        return of_options(spot)
    if spot.verbs:
        return of_commands(here)
    return of_options(spot) if not spot.text else []


def of_commands(here: Here) -> list[Offer]:
    """The nouns and reports, or the verbs of a noun; beside them what the default verb takes, if it takes words."""
    spot = here.spot
    if spot.path:
        verbs = {verb: spot.command.get_command(None, verb).help or "" for verb in spot.command.list_commands(None)}
    else:
        verbs = {name: t(place.summary) for name, place in REGISTRY.items()}
    found = [Offer(verb, about) for verb, about in verbs.items() if verb.startswith(spot.text)]
    if getattr(spot.command, "open_ended", False):
        default = spot.command.get_command(None, spot.command.default)
        argument = next((each for each in default.params if each.param_type_name == "argument"), None)
        found += (of_parameter(here, argument) or []) if argument else []
    return found


def of_options(spot: Spot) -> list[Offer]:
    """The options that begin with the text and were not given yet."""
    return [
        Offer(name, each.help or "")
        for each in options(spot.command)
        for name in each.opts
        if name.startswith("--") and name.startswith(spot.text)
        if each.multiple or each.name not in spot.given
    ]


def of_parameter(here: Here, parameter: object) -> list[Offer] | None:
    """The values of a parameter: by its own name, or as those of the field that it stands for."""
    given = str(getattr(parameter, "name", ""))
    name = given.removesuffix(GIVEN)
    if name == "db" or getattr(getattr(parameter, "type", None), "name", "") == "path":
        return None
    own = {field.key: field for field in here.noun.fields} if here.noun else {}
    if name not in own and name in PARAMETERS:
        return PARAMETERS[name](here, here.spot.text)
    field = own.get(name) or _OF_PROJECTS.get(name)  # a lead is converted with the fields of its project
    found = of_field(here, field, here.spot.text) if field else []
    return found + _instead_of_unit(here) if given == f"unit{GIVEN}" and here.settings.unit else found


def _instead_of_unit(here: Here) -> list[Offer]:
    """What may stand in the place of a unit by those who need not type their own."""
    noun = here.noun
    after = noun.positional[noun.positional.index("unit") + 1 :] if noun else ()
    return of_field(here, noun.field(after[0]), here.spot.text) if noun and after else []


def of_field(here: Here, field: Field, text: str) -> list[Offer]:
    """The values that a field may take."""
    kind = field.kind
    if isinstance(kind, RefsKind):
        return listed(text, lambda part: names(here, NOUNS[kind.noun], part))
    if isinstance(kind, RefKind):
        return names(here, NOUNS[kind.noun], text)
    if isinstance(kind, ChoicesKind):
        return listed(text, lambda part: chosen(kind.choices, part))
    if isinstance(kind, SchemeKeyKind):
        return scheme_keys(here, kind.of, text)
    fixed = kind.choices if isinstance(kind, ChoiceKind) else FIXED.get(type(kind))
    return chosen(fixed, text) if fixed else []


def chosen(known: Choices, text: str) -> list[Offer]:
    """The values of a list whose label or key begins with the text, else those that hold it."""
    return labelled(known.labels, text)


def labelled(labels: Mapping[str, Say], text: str) -> list[Offer]:
    """The values, by key and label, that begin with the text, else those that hold it.

    In Chinese the label is offered, in English the key; where the other one was begun, that one.
    """
    wanted = folded(text)
    forms = {key: (t(Say(label.zh, key)), key, label.zh, label.en) for key, label in labels.items()}
    for fits in (str.startswith, str.__contains__):
        found = {key: next((form for form in each if fits(folded(form), wanted)), None) for key, each in forms.items()}
        if any(found.values()):
            break
    return [
        Offer(key if " " in form else form, t(Say(key, labels[key].en)) if form != key else t(labels[key]))
        for key, form in found.items()
        if form
    ]


def listed(text: str, part: Callable[[str], list[Offer]]) -> list[Offer]:
    """Values of a list with commas: those before the last comma stay, and are not offered again."""
    end = max((found.end() for found in SEPARATORS.finditer(text)), default=0)
    before = {folded(each) for each in SEPARATORS.split(text[:end])}
    return [
        offer._replace(value=text[:end] + offer.value)
        for offer in part(text[end:])
        if folded(offer.value) not in before and not SEPARATORS.search(offer.value)
    ]


def names(here: Here, noun: Noun, text: str, limit: int = MOST) -> list[Offer]:
    """The records that a text may mean, by name; by number where the name would not do.

    The whole pinyin or initials of one record alone mean that one, as they would in a command.
    """
    if here.reader is None:
        return []
    found = suggest(here.reader, noun, text, limit)
    if found and found[0].rank == SPELLED and all(each.rank > SPELLED for each in found[1:]):
        found = found[:1]
    often = Counter(folded(each.name) for each in found)
    return [_named(noun, each, alone=often[folded(each.name)] == 1, text=text) for each in found]


def _named(noun: Noun, found: Suggestion, *, alone: bool, text: str) -> Offer:
    """One record: its name, unless it has none of its own, another is called so too, or it is no good to be typed."""
    letter = noun.letter.casefold()
    is_number = re.compile(rf"{letter}\d+").match
    typable = found.name.isprintable() and len(found.name) <= LONGEST and not found.name.startswith(("-", "^"))
    if alone and typable and not is_number(folded(text)) and not is_number(folded(found.name)):
        return Offer(found.name, _about(found.number, found.alias, found.hint))
    return Offer(found.number, _about(found.name if noun.named else None, found.hint))


def _about(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def any_records(here: Here, text: str) -> list[Offer]:
    """Records of whatever noun: of the one that the text's letter stands for, else of all that have names."""
    numbered = re.match(r"\s*([A-Za-z])\d", text)
    if numbered:
        nouns = [noun for noun in NOUNS.values() if noun.letter == numbered[1].upper()]
        return [offer for noun in nouns for offer in names(here, noun, text)]
    return [offer for noun in NOUNS.values() if noun.named for offer in names(here, noun, text, EACH)]


def records(here: Here, text: str) -> list[Offer]:
    """Records of the noun that the command is about; the stages of a project's milestones go by the project's name."""
    noun = here.noun
    if noun is None:
        return any_records(here, text)
    if CONDITION.search(text):
        return conditions(here, text)
    if noun.key != "milestone":
        return names(here, noun, text)
    stages = chosen(STAGE, text) if here.spot.texts("which") else []
    return stages + names(here, noun, text) + names(here, NOUNS["project"], text)


def conditions(here: Here, text: str) -> list[Offer]:
    """Conditions of a list: a field and its colon, then its values; a word may be part of a name too."""
    noun = here.noun
    if noun is None:
        return []
    negation, text = ("^", text[1:]) if text.startswith("^") else ("", text)
    name, colon, value = re.fullmatch(r"([^:：]*)([:：]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    if not colon:
        found = [Offer(f"{offer.value}:", offer.about, open=True) for offer in fields(noun, name)]
        found += names(here, noun, name) if name and noun.named else []
    else:
        field = _meant(noun, name)
        values = listed(value, lambda part: of_condition(here, field, part)) if field else []
        found = [offer._replace(value=name + colon + offer.value) for offer in values]
    return [offer._replace(value=negation + offer.value) for offer in found]


def _meant(noun: Noun, name: str) -> Field | None:
    """The field that a condition names, by any of the ways in which a list would take it."""
    with suppress(TrackerError):
        return find(noun, name).field
    return None


def of_condition(here: Here, field: Field, text: str) -> list[Offer]:
    """The values of a condition's field, also after the sign of a comparison and at the end of a range."""
    sign: str = re.match(r"(.*\.\.|[<>＜＞]?[=＝]?)", text)[0]  # type: ignore[index]
    found = of_field(here, field, text[len(sign) :]) or []
    return [offer._replace(value=sign + offer.value) for offer in found]


def fields(noun: Noun, text: str) -> list[Offer]:
    """The fields of a noun; before anything is typed those that stand in its lists."""
    return named((field for field in (*noun.fields, *noun.derived) if text or field.key in noun.columns), text)


def named(among: Iterable[Field], text: str) -> list[Offer]:
    """Fields by key or label."""
    return labelled({field.key: field.label for field in among}, text)


def columns(here: Here, text: str) -> list[Offer]:
    """Fields, each perhaps after a sign, separated by commas; of a board its columns, without a sign."""
    noun = here.noun
    if noun is None:
        from tracker.services.boards import LABELS

        known = LABELS | _scheme_labels(here, "metric")
        return listed(text, lambda each: labelled(known, each))
    begins = re.compile(r"[+-]?")

    def part(each: str) -> list[Offer]:
        sign = begins.match(each)[0]  # type: ignore[index]
        return [offer._replace(value=sign + offer.value) for offer in fields(noun, each[len(sign) :])]

    return listed(text, part)


def scheme_keys(here: Here, of: str, text: str) -> list[Offer]:
    """The metrics or items of the schemes in force."""
    return labelled(_scheme_labels(here, of), text)


def _scheme_labels(here: Here, of: str) -> dict[str, Say]:
    if here.reader is None:
        return {}
    from tracker.services.schemes import labels

    return labels(here.reader, of)


def periods(here: Here, text: str) -> list[Offer]:
    """The spans that are asked for most, the quarters of this year and the last, and the campaigns."""
    year = here.settings.today.year
    quarters = [f"{each}Q{n}" for each in (year, year - 1) for n in (1, 2, 3, 4)]
    known = labelled(PERIODS, text) + [Offer(each) for each in (*quarters, str(year)) if each.startswith(text.upper())]
    return known + (names(here, NOUNS["campaign"], text) if text else [])


def years(here: Here, text: str) -> list[Offer]:
    """This year, the last, and those that have a scheme."""
    named = labelled({key: label for key, label in PERIODS.items() if key in ("this-year", "last-year")}, text)
    this = here.settings.today.year
    of_schemes: set[int] = set()
    if here.reader is not None:
        from tracker.services.schemes import of_year

        of_schemes = {scheme.year for scheme in of_year(here.reader, None) if scheme.year}
    return named + [
        Offer(str(each)) for each in sorted({this, *of_schemes}, reverse=True) if str(each).startswith(text)
    ]


def keys(here: Here, text: str) -> list[Offer]:
    """The keys of schemes, or of settings."""
    if here.spot.path[:1] == ("scheme",):
        return schemes(here, text)
    return [Offer(each.key, t(each.help)) for each in SETTINGS if each.key.startswith(text)]


def schemes(here: Here, text: str) -> list[Offer]:
    """The schemes in force."""
    if here.reader is None:
        return []
    from tracker.services.schemes import of_year

    found = {scheme.key: scheme.name for scheme in of_year(here.reader, None)}
    return [Offer(key, t(name)) for key, name in found.items() if key.startswith(text)]


def rules(here: Here, text: str) -> list[Offer]:
    """The rules of data quality."""
    from tracker.services.checking import RULES

    return labelled({rule.key: rule.label for rule in RULES}, text)


def fields_of_record(here: Here, text: str) -> list[Offer]:
    """The fields of the record that was named before."""
    from tracker.services.views import any_record

    with suppress(TrackerError):
        if here.reader is not None:
            noun, _ = any_record(here.reader, here.spot.texts("which")[-1])
            return named(noun.fields, text)
    return []


def valid(here: Here, text: str) -> list[Offer]:
    """The values of the setting that was named before."""
    keys = here.spot.texts("key")
    if "unit" in keys:
        return names(here, NOUNS["unit"], text)
    return [Offer(each) for s in SETTINGS if s.key in keys for each in s.valid if each.startswith(text)]


def fixed(*values: str) -> Callable[[Here, str], list[Offer]]:
    """A few values that are the same in both languages."""
    return lambda here, text: [Offer(value) for value in values if value.startswith(text)]


def of_noun(key: str) -> Callable[[Here, str], list[Offer]]:
    """Records of one noun."""
    return lambda here, text: names(here, NOUNS[key], text)


_OF_PROJECTS: Final = {field.key: field for field in NOUNS["project"].fields}
FIXED: Final[Mapping[type, Choices]] = {
    FlagKind: FLAG,
    GroupKind: GROUP,
    PolicyKind: POLICY,
    DateKind: Choices("day", {"today": Say("今天", "today"), "yesterday": Say("昨天", "yesterday")}),
}
PERIODS: Final = {
    "this-quarter": Say("本季度", "this-quarter"),
    "last-quarter": Say("上季度", "last-quarter"),
    "this-year": Say("今年", "this-year"),
    "last-year": Say("去年", "last-year"),
}
# Parameters that are no field of the noun whose command has them.
PARAMETERS: Final[Mapping[str, Callable[[Here, str], list[Offer] | None]]] = {
    "advance": of_noun("project"),
    "basis": fixed("period", "cumulative"),
    "chain": of_noun("chain"),
    "clear": lambda here, text: named(here.noun.fields, text) if here.noun else [],
    "colour": fixed("auto", "always", "never"),
    "columns": columns,
    "create": fixed("companies"),
    "field": fields_of_record,
    "format": fixed(*FORMATS),
    "group": lambda here, text: chosen(GROUP, text),
    "key": keys,
    "lang": fixed("zh", "en"),
    "metric": lambda here, text: scheme_keys(here, "metric", text),
    "noun": lambda here, text: labelled({noun.key: noun.label for noun in NOUNS.values()}, text),
    "on": lambda here, text: chosen(FIXED[DateKind], text),
    "paper": fixed("A4", "A3"),
    "period": periods,
    "prefer": fixed(*SIDES),
    "recognise": of_noun("funds"),
    "record": any_records,
    "refuse": of_noun("funds"),
    "rule": rules,
    "scheme": schemes,
    "shares_by": fixed("last-year", "even"),
    "sheet": lambda here, text: labelled({noun.sheet.en: noun.sheet for noun in NOUNS.values()}, text),
    "shell": fixed(*SHELLS),
    "sort": columns,
    "sought": any_records,
    "stage": lambda here, text: chosen(STAGE, text),
    "today": lambda here, text: chosen(FIXED[DateKind], text),
    "target": of_noun("unit"),
    "unit": of_noun("unit"),
    "value": valid,
    "what": lambda here, text: None,  # a printed board is a file
    "when": periods,
    "which": records,
    "words_": conditions,
    "year": years,
}
