"""The slash commands as Discord takes them, and when they have to be registered again."""

import copy
import re
from collections.abc import Callable
from typing import Any, cast

import discord
import pytest

from adapters.discord.commands import Json, changes, same, wanted
from bot.commands import COMMANDS, SLASH, Role
from bot.texts import localized
from tests.simulators.simulated_discord.contract import needs_contract, problems_of
from tests.simulators.simulated_discord.limits import commands_problems

NAME = re.compile(r"[-_'\w]{1,32}")
Command = dict[str, Any]


def as_discord_tells(commands: list[Json]) -> list[Command]:
    """What Discord answers when it is asked for its commands: with what it adds, in an order of its own."""
    told = []
    for number, command in enumerate(copy.deepcopy(commands)):
        added: Command = {"id": str(900 + number), "application_id": "42", "version": "77", "dm_permission": True}
        added |= {"nsfw": False, "name_localizations": None, "description_localizations": None}
        options: list[Any] = list(command["options"])  # type: ignore[call-overload]
        for option in options:
            del option["required"]
        told.append({**added, **command, "contexts": list(reversed(command["contexts"]))})  # type: ignore[call-overload]
        if not options:
            del told[-1]["options"]
    return told[::-1]


# What is sent


def test_every_command_of_the_core_is_there_once_in_its_order() -> None:
    assert [command["name"] for command in wanted()] == [slash.name for slash in SLASH]
    assert [command["description"] for command in wanted()] == [slash.description for slash in SLASH]


@needs_contract
def test_discord_s_own_document_takes_them() -> None:
    assert problems_of("PUT", "/applications/42/commands", wanted()) == []


def test_they_keep_discord_s_limits() -> None:
    assert list(commands_problems(wanted())) == []


def test_moderators_commands_are_not_hidden_from_those_who_moderate_by_a_role() -> None:
    moderating = {slash.name for slash in SLASH if slash.command.role is Role.MODERATOR}
    assert len(moderating) == 3
    assert all(each["default_member_permissions"] is None for each in wanted() if each["name"] in moderating)


def test_all_but_the_set_up_of_a_server_can_be_typed_to_the_bot_itself() -> None:
    contexts = {str(command["name"]): command["contexts"] for command in wanted()}
    assert contexts.pop("mentor-setup") == [0]
    assert set(map(str, contexts.values())) == {"[0, 1]"}


def test_what_the_core_can_suggest_is_suggested_and_nothing_has_to_be_given() -> None:
    (command,) = (each for each in wanted() if each["name"] == "find-mentor")
    options: Any = command["options"]
    assert [option["name"] for option in options][:2] == ["state", "setting"]
    assert all((o["type"], o["required"], o["autocomplete"]) == (3, False, True) for o in options)


def test_an_option_prefills_a_field_of_its_command() -> None:
    for slash in SLASH:
        fields = COMMANDS[slash.command.slug].__dataclass_fields__
        assert {option.name for option in slash.options} <= set(fields)


# Other languages


def test_readers_of_another_language_get_their_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    (stats,) = (each for each in wanted() if each["name"] == "mentor-stats")
    assert stats["description_localizations"] == {"en-GB": "For moderators: how the programme is doing"}
    assert "name_localizations" not in stats, "messages tell people to type the usual name"
    state = localized.Localized("bundesland", "In welchem Bundesland?")
    monkeypatch.setitem(localized.COMMANDS, "find-mentor state", {"de": state})
    (find,) = (each for each in wanted() if each["name"] == "find-mentor")
    option = cast("list[dict[str, object]]", find["options"])[0]
    assert option["name_localizations"] == {"de": state.name}
    assert option["description_localizations"] == {"de": state.description}


def test_localizations_are_for_commands_that_exist_in_languages_that_discord_has() -> None:
    known = {slash.name for slash in SLASH} | {f"{s.name} {o.name}" for s in SLASH for o in s.options}
    locales = {locale.value for locale in discord.Locale}
    assert set(localized.COMMANDS) <= known
    for by_locale in localized.COMMANDS.values():
        assert set(by_locale) <= locales
        for words in by_locale.values():
            assert words.name or words.description
            assert not words.name or (NAME.fullmatch(words.name) and words.name == words.name.lower())
            assert len(words.description) <= 100


# What has to be registered again


def test_nothing_is_registered_again_without_a_change() -> None:
    told = as_discord_tells(wanted())
    assert same(told, wanted())
    assert changes(told, wanted()) == ()


def changed(name: str, **fields: object) -> Callable[[list[Command]], list[Command]]:
    def change(commands: list[Command]) -> list[Command]:
        return [{**command, **fields} if command["name"] == name else command for command in commands]

    return change


STATE = {"type": 3, "name": "state", "description": "The state you work in", "autocomplete": True}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (changed("my-mentoring", description="Other words"), "/my-mentoring has changed: description."),
        (changed("find-mentor", options=[STATE]), "/find-mentor has changed: options."),
        (changed("find-mentor", options=None), "/find-mentor has changed: options."),
        (changed("mentor-setup", contexts=[0, 1]), "/mentor-setup has changed: where it can be typed."),
        (changed("mentor-help", contexts=None), "/mentor-help has changed: where it can be typed."),
        (
            changed("mentor-admin", default_member_permissions="32"),
            "/mentor-admin has changed: permissions it asks of members.",
        ),
        (changed("mentor-help", integration_types=[0, 1]), "/mentor-help has changed: what the app is installed to."),
        (changed("mentor-help", nsfw=True), "/mentor-help has changed: age restriction."),
        (
            changed("mentor-stats", description_localizations=None),
            "/mentor-stats has changed: description in other languages.",
        ),
        (
            changed("mentor-stats", name_localizations={"de": "zahlen"}, nsfw=True),
            "/mentor-stats has changed: name in other languages, age restriction.",
        ),
        (lambda commands: [c for c in commands if c["name"] != "find-mentor"], "/find-mentor is new."),
        (
            lambda commands: [*commands, {"type": 1, "name": "mentor", "description": "Old"}],
            "/mentor is no longer one of the bot's.",
        ),
        (
            lambda commands: [*commands, {"type": 2, "name": "Ask this person", "description": ""}],
            "Ask this person is no longer one of the bot's.",
        ),
    ],
)
def test_a_change_is_seen_and_told(change: Callable[[list[Command]], list[Command]], sentence: str) -> None:
    there = change(as_discord_tells(wanted()))
    assert not same(there, wanted())
    assert changes(there, wanted()) == (sentence,)


def test_options_in_another_order_are_another_command() -> None:
    there = as_discord_tells(wanted())
    (find,) = (command for command in there if command["name"] == "find-mentor")
    find["options"].reverse()
    assert changes(there, wanted()) == ("/find-mentor has changed: options.",)


def test_where_nothing_is_registered_everything_is_new() -> None:
    assert changes([], wanted()) == tuple(f"/{slash.name} is new." for slash in SLASH)
