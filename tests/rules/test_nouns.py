from __future__ import annotations

import pytest

from tracker.rules.nouns import NOUNS

SHARED = {"--format", "--output", "--force", "--dry-run", "--yes", "--clear", "--help"}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_option_means_one_field(noun: str) -> None:
    options = [option for field in NOUNS[noun].fields for option in field.options]
    assert len(options) == len(set(options))
    assert SHARED.isdisjoint(options)


def test_converting_a_lead_takes_every_option_of_a_project_and_its_own_date() -> None:
    assert "--on" not in {option for field in NOUNS["project"].fields for option in field.options}


@pytest.mark.parametrize("noun", NOUNS)
def test_the_option_people_are_told_is_the_shortest(noun: str) -> None:
    for field in NOUNS[noun].fields:
        assert field.option == min(field.options, key=len)
        assert field.options[-1] == "--" + field.key.replace("_", "-")


@pytest.mark.parametrize("noun", NOUNS)
def test_what_needs_no_option_is_declared(noun: str) -> None:
    assert {NOUNS[noun].field(key).key for key in NOUNS[noun].positional} <= {f.key for f in NOUNS[noun].fields}
