"""Asks one question at a time at a terminal, on stderr; the only home of prompt_toolkit.

A default stands in the answer, selected as in a spreadsheet's cell: Enter takes it, typing replaces it, an arrow key
lets it be edited. Where the cursor cannot be moved (TERM=dumb) a question is one line, and so is its answer.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadValue, DatabaseError, TrackerError
from tracker.render.shown import said
from tracker.rules.visible import safe
from tracker.rules.widths import cell_width, clip, fold
from tracker.words import (
    ASK_BACK,
    ASK_KEYS,
    ASK_LABEL,
    ASK_MORE,
    ASK_NO,
    ASK_NO_LAST,
    ASK_NOTHING_BEFORE,
    ASK_YES,
    ASK_YES_OR_NO,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from prompt_toolkit.application import Application
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from tracker.render.terminal import Terminal
    from tracker.words import Lang, Words

MOST_ROWS: Final = 7
BACK, REPEAT = "<＜《", "=＝"  # with what a Chinese keyboard makes of these keys
BETWEEN: Final = "、，,；;"


class Option(NamedTuple):
    """One valid answer: the text that it enters, how it is shown, and the key that picks it at once."""

    text: str
    label: Words
    key: str = ""


class Question(NamedTuple):
    """What is asked: `settle` reads an answer and gives it as it will be kept, or raises a TrackerError saying why not.

    `choices` are all the valid answers, `suggest` finds those that fit what has been typed; `several` may be given,
    separated by commas. `last` is the answer to repeat; the `first` question has none before it to go back to.
    """

    label: Words
    settle: Callable[[str], str]
    hint: Words = ""
    default: str = ""
    last: str = ""
    choices: Sequence[Option] = ()
    suggest: Callable[[str], Sequence[Option]] | None = None
    several: bool = False
    first: bool = False


@contextmanager
def at_terminal(terminal: Terminal) -> Iterator[None]:
    """Let every key that is typed ahead, between two questions, answer the next one; none shows or ends anything.

    Ctrl-C too waits for the next question: what happens in between takes no time, and has to happen whole.
    """
    if os.name != "posix" or terminal.in_ is None or _cannot_move():
        yield
        return
    import termios

    number = terminal.in_.fileno()
    before = termios.tcgetattr(number)
    as_typed = before[0] & ~(termios.ICRNL | termios.IXON)
    silent = before[3] & ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    termios.tcsetattr(number, termios.TCSANOW, [as_typed, *before[1:3], silent, *before[4:]])
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSANOW, before)


def _cannot_move() -> bool:
    """Whether the cursor cannot be moved."""
    return os.environ.get("TERM", "dumb" if os.name == "posix" else "") in ("dumb", "unknown")


def ask(question: Question, terminal: Terminal) -> str | None:
    """The answer as `settle` gives it, or None to step back; KeyboardInterrupt for Ctrl-C and Ctrl-D."""
    terminal.out.flush()
    if _cannot_move():
        return _ask_by_line(question, terminal)
    return _Prompt(question, terminal).run()


def agree(question: Words, terminal: Terminal, *, default: bool, first: bool = False) -> str:
    """One key: `y`, `n`, or `<` to step back; Enter is the default, which is said."""
    options = (Option("y", ASK_YES, "y"), Option("n", ASK_NO, "n"))
    ordered = options if default else options[::-1]

    def settle(text: str) -> str:
        known = {"": ordered[0].text, "y": "y", "yes": "y", "是": "y", "n": "n", "no": "n", "否": "n"}
        found = known.get(text.strip().casefold())
        if found is None:
            raise BadValue(ASK_YES_OR_NO, code="answer_bad", value=text)
        return found

    asked = Question(question, settle, choices=(ordered[0]._replace(key=f"Enter/{ordered[0].key}"), ordered[1]))
    return ask(asked._replace(first=first), terminal) or "<"


class _Prompt:
    """One question on a terminal that can move its cursor: the answer's line, and below it what can be answered."""

    def __init__(self, question: Question, terminal: Terminal) -> None:
        from prompt_toolkit.buffer import Buffer

        self._question = question
        self._terminal = terminal
        self._lang: Lang = terminal.lang
        self._fault: tuple[str, ...] = ()
        self._offers: Sequence[Option] = ()
        self._at: int | None = None
        self._stem = ""
        self._moving = False
        self._buffer: Buffer = Buffer(multiline=False, on_text_changed=self._typed)
        self._app: Application[str | None] = self._made()
        self._offer()
        self._select(question.default)

    def run(self) -> str | None:
        """Ask, and give the answer."""
        return self._app.run()

    def _made(self) -> Application[str | None]:
        from prompt_toolkit.application import Application
        from prompt_toolkit.filters import is_done
        from prompt_toolkit.input import create_input
        from prompt_toolkit.layout import (
            BufferControl,
            ConditionalContainer,
            FormattedTextControl,
            HSplit,
            Layout,
            Window,
        )
        from prompt_toolkit.layout.processors import BeforeInput
        from prompt_toolkit.output import ColorDepth, create_output
        from prompt_toolkit.renderer import CPR_Support
        from prompt_toolkit.styles import Style

        label = _label(self._question, self._lang)
        control = BufferControl(self._buffer, input_processors=[BeforeInput(label, style="class:label")])
        answer = Window(control, wrap_lines=True, dont_extend_height=True)
        below = Window(FormattedTextControl(self._below), dont_extend_height=True)
        app: Application[str | None] = Application(
            layout=Layout(HSplit([answer, ConditionalContainer(below, ~is_done)])),
            key_bindings=self._keys(),
            style=Style.from_dict(STYLES),
            color_depth=None if self._terminal.colour else ColorDepth.DEPTH_1_BIT,
            input=create_input(self._terminal.in_),
            output=create_output(self._terminal.err),
        )
        # The cursor's place is not asked for: the answer would come late, or never, and end in what is typed.
        app.renderer.cpr_support = CPR_Support.NOT_SUPPORTED
        return app

    # what stands below the answer

    def _below(self) -> StyleAndTextTuples:
        """What is wrong, then what can be answered, then the keys."""
        width = self._app.output.get_size().columns - 1
        lines = [("class:fault", line) for text in self._fault for line in fold(text, width)]
        lines += self._menu(width)
        hints = (said(words, self._lang) for words in self._hints())
        lines += [("class:hint", line) for text in hints if text for line in fold(text, width)]
        pieces: StyleAndTextTuples = [piece for style, line in lines for piece in ((style, line), ("", "\n"))]
        return pieces[:-1]

    def _hints(self) -> Iterator[Words]:
        yield self._question.hint
        if self._question.last:
            yield ASK_KEYS
        elif not self._question.first:
            yield ASK_BACK

    def _menu(self, width: int) -> list[tuple[str, str]]:
        if self._question.choices:
            shown = (f"{each.key} {said(each.label, self._lang)}" for each in self._question.choices)
            return [("class:choice", line) for line in _packed(shown, width)]
        at = self._at or 0
        start = max(0, min(at - MOST_ROWS + 1, len(self._offers) - MOST_ROWS)) if at >= MOST_ROWS else 0
        rows = [
            ("class:picked" if n == self._at else "class:choice", clip(f"  {said(each.label, self._lang)}", width))
            for n, each in enumerate(self._offers)
        ]
        more = len(rows) - start - MOST_ROWS
        last = [("class:hint", clip(f"  {said(ASK_MORE(n=more), self._lang)}", width))] if more > 0 else []
        return rows[start : start + MOST_ROWS] + last

    # what the keys do

    def _typed(self, _: Buffer) -> None:
        """Look anew for what fits, unless the text was put there by choosing."""
        if self._moving:
            return
        self._fault, self._at = (), None
        with self._guarded():
            self._offer()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Let a failure end the question: from within a key's handler it would end nowhere."""
        try:
            yield
        except Exception as error:
            self._app.exit(exception=error)

    def _offer(self) -> None:
        """Find what fits the text, or of several the last part of it; nothing before a default has been touched."""
        text = self._buffer.text
        head, part = _split(text) if self._question.several else ("", text)
        self._stem = head
        if self._question.choices:
            wanted = part.casefold().strip()
            every = self._question.choices
            self._offers = [c for c in every if wanted in c.text.casefold() or wanted in said(c.label, self._lang)]
        elif self._question.suggest is not None:
            self._offers = self._question.suggest(part.strip())

    def _put(self, text: str) -> None:
        """Put a text into the answer without looking for what fits it."""
        from prompt_toolkit.document import Document

        self._moving = True
        self._buffer.document = Document(text)
        self._moving = False

    def _select(self, text: str) -> None:
        """Put a text into the answer, selected, so that typing replaces it."""
        self._put(text)
        if text:
            self._buffer.cursor_position = 0
            self._buffer.start_selection()
            assert self._buffer.selection_state is not None
            self._buffer.selection_state.enter_shift_mode()
            self._buffer.cursor_position = len(text)

    def _is_fresh(self) -> bool:
        """Whether nothing has been typed: the answer is empty, its default stands selected, or it was just refused."""
        return not self._buffer.text or self._buffer.selection_state is not None or bool(self._fault)

    def _move(self, by: int) -> None:
        """Choose the next or the previous of what fits; beyond either end what was typed stands again."""
        if not self._offers:
            return
        at = by - 1 if self._at is None and by > 0 else (len(self._offers) if self._at is None else self._at) + by
        self._at = at if 0 <= at < len(self._offers) else None
        self._buffer.exit_selection()
        self._put(self._stem + (self._offers[self._at].text if self._at is not None else ""))

    def _accept(self, text: str) -> None:
        """End with this answer, or say why not and leave the text to be corrected."""
        with self._guarded():
            try:
                kept = self._question.settle(text.strip())
            except DatabaseError:
                raise
            except TrackerError as error:
                self._put(text)
                self._buffer.exit_selection()
                self._fault = tuple(_why(error, self._lang))
                return
            self._put(safe(kept))
            self._buffer.exit_selection()
            self._app.exit(result=kept)

    def _repeat(self) -> None:
        if self._question.last:
            self._select(self._question.last)
        else:
            self._fault = (said(ASK_NO_LAST, self._lang),)

    def _back(self) -> None:
        if self._question.first:
            self._fault = (said(ASK_NOTHING_BEFORE, self._lang),)
            return
        self._app.erase_when_done = True
        self._app.exit(result=None)

    def _paste(self, data: str) -> None:
        """A pasted cell gives its value alone; several cells become a list or one text."""
        parts = [part.strip() for part in data.replace("\r", "\n").replace("\t", "\n").split("\n")]
        self._buffer.cut_selection()
        self._buffer.insert_text(("," if self._question.several else " ").join(filter(None, parts)))

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        keys, fresh = KeyBindings(), Condition(self._is_fresh)
        for key in ("down", "tab"):
            keys.add(key)(lambda event: self._move(1))
        keys.add("s-tab")(lambda event: self._move(-1))
        keys.add("up")(lambda event: self._move(-1) if self._at is not None else self._repeat())
        keys.add("enter")(lambda event: self._accept(self._buffer.text))
        keys.add("c-c")(_interrupt)
        keys.add("<sigint>")(_interrupt)
        keys.add("c-d", filter=fresh)(_interrupt)
        keys.add(Keys.BracketedPaste)(lambda event: self._paste(event.data))
        for key in BACK:
            keys.add(key, filter=fresh)(lambda event: self._back())
        for key in REPEAT:
            keys.add(key, filter=fresh)(lambda event: self._repeat())
        for option in self._question.choices if not self._question.several else ():
            if option.key and len(option.key.rpartition("/")[2]) == 1:
                pick = option.key.rpartition("/")[2]
                keys.add(pick, filter=fresh)(lambda event, text=option.text: self._accept(text))
        return keys


STYLES: Final = {"label": "bold", "fault": "ansired", "hint": "ansibrightblack", "picked": "reverse"}


def _interrupt(event: KeyPressEvent) -> None:
    event.app.exit(exception=KeyboardInterrupt)


def _label(question: Question, lang: Lang) -> str:
    """What stands before an answer."""
    label = said(question.label, lang)
    return f"{label} " if label.endswith(("?", "？")) else said(ASK_LABEL(label=label), lang)


def _split(text: str) -> tuple[str, str]:
    """What stands before the last part of a list, and that part.

    >>> _split("昉瑞, 人"), _split("人")
    (('昉瑞,', ' 人'), ('', '人'))
    """
    at = max(text.rfind(mark) for mark in BETWEEN) + 1
    return text[:at], text[at:]


def _packed(pieces: Iterable[str], width: int) -> list[str]:
    """Pieces side by side, two spaces apart, on as many lines as they need; none is broken.

    >>> _packed(["1 境外", "2 省外", "3 市外省内"], 16)
    ['1 境外  2 省外', '3 市外省内']
    """
    lines: list[str] = []
    for piece in pieces:
        if lines and cell_width(f"{lines[-1]}  {piece}") <= width:
            lines[-1] += f"  {piece}"
        else:
            lines.append(piece)
    return [line for whole in lines for line in fold(whole, width)]


def _why(error: TrackerError, lang: Lang) -> Iterator[str]:
    """What is wrong with an answer, each problem with its hint."""
    for problem in error.problems:
        yield said(problem.what, lang)
        if problem.hint is not None:
            yield said(problem.hint, lang)


def _ask_by_line(question: Question, terminal: Terminal) -> str | None:
    """The same question where the cursor cannot be moved: a line each for what can be answered, and the answer."""
    assert terminal.in_ is not None
    lang = terminal.lang
    choices = _packed((f"{each.key} {said(each.label, lang)}" for each in question.choices), terminal.beside.width - 1)
    for words in (*choices, question.hint):
        if words:
            terminal.say(words)
    default = f"[{safe(question.default)}] " if question.default else ""
    while True:
        terminal.err.write(f"{_label(question, lang)}{default}")
        terminal.err.flush()
        line = terminal.in_.readline()
        if not line:
            raise KeyboardInterrupt
        text = _meant(question, line.strip())
        if text in BACK and text and not question.first:
            return None
        try:
            return question.settle(text)
        except TrackerError as error:
            for why in _why(error, lang):
                terminal.say(why)


def _meant(question: Question, line: str) -> str:
    """What a whole line answers: the default where it is empty, a choice by its key, the last answer again."""
    if line and line in REPEAT:
        return question.last
    keys = {option.key.rpartition("/")[2]: option.text for option in question.choices}
    return keys.get(line, line) or question.default
