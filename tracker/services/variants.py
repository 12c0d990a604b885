"""Boards that depart from the scheme as written: of one industry chain, or on the other basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import Refused
from tracker.result import Message
from tracker.rules.nouns import NOUNS
from tracker.store.names import name_of, resolve
from tracker.words import (
    BASIS_CUMULATIVE,
    BASIS_PERIOD,
    CHAIN_LEAVES_OUT,
    CHAIN_NAME,
    CHAIN_NO_METRIC,
    CHAIN_NO_METRIC_HINT,
    CHAIN_NO_TARGETS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.rules.curves import Basis
    from tracker.rules.schemes import Metric, Scheme
    from tracker.store.reading import Reader
    from tracker.words import Words

OF_PROJECTS: Final = ("funds", "milestones", "projects")  # the sources whose rows belong to a chain


class Variant(NamedTuple):
    """How a board departs from its scheme: only the projects of one chain, another basis."""

    chain: str | None = None
    basis: Basis | None = None

    @property
    def described(self) -> tuple[Words, ...]:
        """What it is beside the scheme's own board, for people."""
        chain = (CHAIN_NAME(name=self.chain),) if self.chain else ()
        names = {"cumulative": BASIS_CUMULATIVE, "period": BASIS_PERIOD}
        return (*chain, *([names[self.basis]] if self.basis else []))


AS_WRITTEN: Final = Variant()


def varied(reader: Reader, scheme: Scheme, variant: Variant) -> tuple[Scheme, Variant, tuple[Message, ...]]:
    """The scheme as it counts on such a board, the variant by its official name, and what is to be said about it."""
    basis = variant.basis if variant.basis != scheme.basis else None
    scheme = scheme._replace(basis=basis or scheme.basis)
    if variant.chain is None:
        return scheme, Variant(None, basis), ()
    noun = NOUNS["chain"]
    chain = name_of(reader, noun, resolve(reader, noun, variant.chain))
    kept = {metric.key: _of_chain(metric, chain) for metric in scheme.metrics.values() if _has_chain(metric, chain)}
    if not kept:
        raise Refused(CHAIN_NO_METRIC(chain=chain), code="chain_without_metric", value=chain, hint=CHAIN_NO_METRIC_HINT)
    left = [metric for metric in scheme.metrics.values() if metric.key not in kept]
    return scheme._replace(metrics=kept, indicators=()), Variant(chain, basis), tuple(_told(left))


def _has_chain(metric: Metric, chain: str) -> bool:
    """Whether a metric counts rows of that chain."""
    return metric.source in OF_PROJECTS and chain in (metric.only("chain") or (chain,))


def _of_chain(metric: Metric, chain: str) -> Metric:
    """The metric over one chain's projects; without targets it ranks by what was reached."""
    return metric._replace(where={**metric.where, "chain": (chain,)}, single=None)


def _told(left: Iterable[Metric]) -> Iterable[Message]:
    yield Message("chain_targets", CHAIN_NO_TARGETS)
    if labels := tuple(metric.label for metric in left):
        yield Message("chain_left_out", CHAIN_LEAVES_OUT(metrics=labels), "warning")
