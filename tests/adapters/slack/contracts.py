"""What every payload for Slack must keep to: its limits, the models of its SDK, and its own schemas where they are.

Each function raises an AssertionError that names what is wrong and where.
"""

from collections.abc import Mapping, Sequence

import pytest

from tests.simulators.slack.checks import Surface, check_blocks, check_view, schema_problems
from tests.simulators.slack.checks.schemas import have_schemas
from tests.simulators.slack.jsons import dicts_in

MOST_OPTION_VALUE = 75  # as the official types say; the reference says 150
needs_schemas = pytest.mark.skipif(not have_schemas(), reason="the folder of Slack's schemas is not beside the project")


def fits_a_message(blocks: Sequence[Mapping[str, object]]) -> None:
    assert 1 <= len(blocks) <= 50
    problems = [*check_blocks(list(blocks), Surface.MESSAGE), *_ours(list(blocks))]
    assert not problems, problems


def fits_a_view(view: Mapping[str, object]) -> None:
    """A modal or a home tab, by its type."""
    problems = [*check_view(view, Surface(str(view.get("type")))), *_ours(view)]
    assert not problems, problems


def fits_a_call(method: str, arguments: Mapping[str, object]) -> None:
    """The arguments of a Web API method by its schema, where there is one."""
    problems = schema_problems(method, dict(arguments))
    assert not problems, problems


def _ours(payload: object) -> list[str]:
    """Where we are stricter than Slack: nothing is read as markup or turned into an emoji."""
    found = []
    for each in dicts_in(payload):
        if each.get("type") == "mrkdwn":
            found.append(f"markup in {each}")
        if each.get("type") == "plain_text" and each.get("emoji") is not False:
            found.append(f"emoji in {each}")
        if each.get("type") == "text" and not each.get("text"):
            found.append("an empty text")
        if "action_id" not in each and "text" in each and len(str(each.get("value", ""))) > MOST_OPTION_VALUE:
            found.append(f"the value of {each} is too long")
    return found
