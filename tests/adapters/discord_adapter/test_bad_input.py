"""What nobody should send: a clear answer, never a trace, never a change."""

from typing import Any

import pytest

from adapters.discord.custom_ids import Mark
from bot.commands import UNKNOWN, AddModerator, MentorAdmin, SetUp, WithdrawRequest, encode
from bot.texts import common, pages
from bot.texts import setting_up as setup_texts
from tests.adapters.discord_adapter.attended import BUTTON, COMMAND, COMPONENT, MODAL, Attended
from tests.simulators.simulated_discord import Answer, DiscordMessage, DiscordPerson, Permission

WISH = {"state": "Ohio", "setting?": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}
TABLES = ("members", "requests", "offers", "proposals", "matches", "events", "outbox", "drafts", "spaces")


async def kept(place: Attended) -> dict[str, int]:
    return {table: await place.rows(table) for table in TABLES}


async def forged(
    place: Attended, person: DiscordPerson, custom_id: Any, on: DiscordMessage, kind: Any = BUTTON
) -> Answer:
    data = {"custom_id": custom_id, "component_type": kind, "id": 1}
    answer = await person.forges(data, kind=COMPONENT, where=on.channel, on=on)
    await place.settled()
    return answer


def said(person: DiscordPerson) -> str:
    words = person.seen[-1].words
    assert "code:" not in words, "no defect"
    return words


# Custom ids

OLDER = [
    "no-such-command:1",
    "",
    ":",
    "accept",
    "accept:%00",
    "accept:" + "x" * 93,
    "💥",
    "a#2",
    "~accept:1",
    "zzzzzzzzzzzzz~accept:1",
    "+1~accept:1",
    "#9~find-mentor",
    "begun:find-mentor:1",
    "begun:find-mentor:99999:ab",
    "begun:no-such-form:1:ab",
    "in:1:accept:1",
    "in::accept:1",
    "in:99999999999999999999999:accept:1",
    "from:1:",
    "from:x:open-find-mentor",
    "begun:find-mentor:1:0000000000",
    "accept:a:b:c:d",
    "set-up:::::::::",
]


@pytest.mark.parametrize("custom_id", OLDER)
async def test_a_button_of_another_version_is_answered_clearly(place: Attended, custom_id: str) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await place.person("Ruth").types("/mentor-help", place.mentoring)
    before, post = await kept(place), place.mentoring.messages[-2]
    ruth = place.guild.people[-1]
    seen = len(ruth.seen)
    answer = await forged(place, ruth, custom_id, post)
    assert answer.ok
    assert answer.kind == "message", custom_id
    assert len(ruth.seen) == seen + 1
    assert said(ruth)
    after = await kept(place)
    assert {**after, "members": 0, "drafts": 0} == {**before, "members": 0, "drafts": 0}, "but that Ruth is known"


@pytest.mark.parametrize("custom_id", [None, 7])
async def test_a_button_without_words_is_answered_clearly(place: Attended, custom_id: Any) -> None:
    maya = place.person("Maya")
    await maya.types("/mentor-help", place.mentoring)
    await forged(place, maya, custom_id, maya.ephemerals[-1])
    assert UNKNOWN in said(maya)


async def test_a_form_of_another_version_is_answered_clearly(place: Attended) -> None:
    maya = place.person("Maya")
    before = await kept(place)
    for custom_id in [*OLDER, "find-mentor:1:2:3:4:5:6:7", "+9~find-mentor"]:
        data = {"custom_id": custom_id, "components": []}
        answer = await maya.forges(data, kind=MODAL, where=place.mentoring)
        await place.settled()
        assert answer.ok, custom_id
        assert said(maya), custom_id
    after = await kept(place)
    assert {**after, "members": 0, "drafts": 0} == {**before, "members": 0, "drafts": 0}


async def test_the_server_in_a_mark_is_not_believed_where_discord_says_another(place: Attended) -> None:
    """Was: whoever forged it acted in a server where they are not."""
    maya, there = place.person("Maya"), await place.another_guild("Rural OTs")
    await maya.types("/mentor-help", place.mentoring)
    handled = len(place.front.handled)
    for custom_id in (Mark("my-mentoring", str(there.id)).text, f"in:{there.id}:my-mentoring"):
        await forged(place, maya, custom_id, maya.ephemerals[-1])
        assert UNKNOWN in said(maya), custom_id
    assert len(place.front.handled) == handled


async def test_a_server_of_strangers_is_closed_to_forged_marks_in_direct_messages(place: Attended) -> None:
    """Was: whoever forged it became a member there."""
    maya, there = place.person("Maya"), await place.another_guild("Rural OTs")
    await place.asks(maya)
    card = maya.direct[-1]
    before = await kept(place)
    for custom_id in (Mark("withdraw-request:1", str(there.id)).text, f"in:{there.id}:open-find-mentor"):
        await forged(place, maya, custom_id, card)
        assert pages.YOU_LEFT in said(maya)
    data = {"custom_id": Mark("find-mentor", str(there.id)).text, "components": []}
    await maya.forges(data, kind=MODAL, where=maya.dm, on=card)
    await place.settled()
    assert pages.YOU_LEFT in said(maya)
    assert await kept(place) == before


# Somebody else's


async def test_somebody_elses_button_changes_nothing(place: Attended) -> None:
    _, _, card = await place.proposed()
    eve = place.person("Eve")
    await place.asks(eve)
    before = await kept(place)
    accept = Mark.read(card.element("Yes, I will").custom_id).action
    await forged(place, eve, accept, place.mentoring.messages[-1])
    assert said(eve)
    assert await place.rows("matches") == before["matches"] == 0
    assert "Yes, I will" in card.buttons


async def test_a_command_of_moderators_on_a_forged_button_is_refused(place: Attended) -> None:
    eve = place.person("Eve")
    await place.asks(place.person("Maya"))
    await forged(place, eve, encode(MentorAdmin()), place.mentoring.messages[-1])
    assert common.MODERATORS_ONLY in said(eve)


@pytest.mark.parametrize("command", [AddModerator(), SetUp()])
async def test_a_form_of_moderators_that_is_forged_is_refused(place: Attended, command: SetUp) -> None:
    eve = place.person("Eve")
    inputs = [{"type": 18, "component": {"type": 5, "custom_id": "member", "values": [str(eve.id)]}}]
    data = {"custom_id": encode(command), "components": inputs}
    await eve.forges(data, kind=MODAL, where=place.mentoring)
    await place.settled()
    assert common.MODERATORS_ONLY in said(eve)
    assert not (await place.bot.reader(place.account(eve))).moderator


async def test_a_card_of_somebody_else_is_not_changed_by_a_forged_return(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    words = (post := place.mentoring.messages[-1]).words
    opener = Mark.read(card.element("No, sorry").custom_id).action
    await ruth.types("/mentor-help", place.mentoring)
    await forged(place, ruth, f"from:{post.id}:{opener}", ruth.ephemerals[-1])
    assert ruth.modal is not None
    await ruth.submits()
    await place.adapter.settled()
    assert post.words == words


# What is typed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "Atlantis"),
        ("state", "x" * 4000),
        ("state", "\x00\u202e"),
        ("setting?", "x" * 4000),
        ("setting?", "moon"),
        ("topics", ["gossip"]),
        ("topics", ["scheduling"] * 40),
        ("free_times", "x" * 4000),
        ("free_times", "🦉" * 2000),
        ("note", "x" * 4000),
        ("note", "@everyone <@&1> **a** [x](https://x.test) ```" * 60),
    ],
)
async def test_values_that_were_never_offered_are_refused_in_words(place: Attended, field: str, value: Any) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH)
    answer = await maya.submits(forged_values={field: value})
    await place.settled()
    assert answer.ok
    assert said(maya)
    if "Fix it" in maya.ephemerals[-1].buttons:
        assert await place.rows("requests") == 0
        assert (await maya.presses("Fix it")).kind == "modal"
    else:
        assert "Your request is in" in "".join(m.words for m in maya.seen)


@pytest.mark.parametrize(
    "components",
    [
        None,
        "x",
        [None],
        [{"type": 18}],
        [{"type": 18, "component": None}],
        [{"type": 18, "component": {"type": 4}}],
        [{"type": 18, "component": {"type": 3, "custom_id": "state", "values": [{"value": "OH"}]}}],
        [{"type": 18, "component": {"type": 4, "custom_id": "setting?", "value": ["x"]}}],
        [{"type": 18, "component": {"type": 4, "custom_id": "no-field?", "value": "x"}}],
        [{"type": 1, "components": [{"type": 4, "custom_id": "state", "value": "Ohio"}]}],
    ],
)
async def test_a_form_of_another_shape_is_refused_in_words(place: Attended, components: Any) -> None:
    maya = place.person("Maya")
    data = {"custom_id": "find-mentor", "components": components}
    answer = await maya.forges(data, kind=MODAL, where=place.mentoring)
    await place.settled()
    assert answer.ok
    assert said(maya)
    assert await place.rows("requests") == 0


@pytest.mark.parametrize("value", ["Atlantis", "x" * 6000, "🦉" * 1500, "<@1> @everyone", "  ", "\x00"])
async def test_options_that_were_never_suggested_open_the_form_to_be_mended(place: Attended, value: str) -> None:
    maya = place.person("Maya")
    for option in ("state", "setting", "topic"):
        answer = await maya.types("/find-mentor", place.mentoring, **{option: value})
        await place.adapter.settled()
        assert answer.kind == "modal", option
        maya.closes()


@pytest.mark.parametrize(
    "data",
    [
        {"name": "no-such-command"},
        {"name": "find-mentors"},
        {"name": ""},
        {"name": "find-mentor", "options": [{"name": "planet", "type": 3, "value": "Mars"}]},
        {"name": "find-mentor", "options": [{"name": "state", "type": 4, "value": 7}]},
        {"name": "find-mentor", "options": "x"},
        {"name": "my-mentoring", "options": [{"name": "deep", "type": 1, "options": []}]},
    ],
)
async def test_a_command_of_another_version_is_answered_clearly(place: Attended, data: dict[str, Any]) -> None:
    maya = place.person("Maya")
    before = await kept(place)
    answer = await maya.forges({"id": "1", "type": 1, **data}, kind=COMMAND, where=place.mentoring)
    await place.settled()
    assert answer.ok
    assert answer.kind in ("message", "modal")
    if answer.kind == "message":
        assert said(maya)
    assert await kept(place) == before


async def test_suggestions_for_what_is_not_there_are_none(place: Attended) -> None:
    maya = place.person("Maya")
    for name, option in (("find-mentor", "planet"), ("no-such-command", "x"), ("my-mentoring", "")):
        options = [{"name": option, "type": 3, "value": "o", "focused": True}]
        data = {"id": "1", "type": 1, "name": name, "options": options}
        answer = await maya.forges(data, kind=4, where=place.mentoring)
        assert answer.kind == "choices"
        assert answer.choices == []


# What has changed meanwhile


async def test_a_form_that_is_sent_after_the_thing_changed_is_answered_clearly(place: Attended) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await maya.types("/find-mentor", place.mentoring)
    assert maya.modal is not None
    request = Mark.read(maya.modal.custom_id).action.split(":")[1]
    await place.does(maya, WithdrawRequest(request))
    before = await kept(place)
    await maya.submits()
    await place.settled()
    assert said(maya)
    assert "Fix it" not in maya.ephemerals[-1].buttons
    assert await kept(place) == before


async def test_an_old_card_says_what_has_become_of_it(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    accept = card.element("Yes, I will").custom_id
    await ruth.presses("Yes, I will", on=card)
    await place.settled()
    before = await kept(place)
    await forged(place, ruth, accept, card)
    assert said(ruth)
    assert await kept(place) == before


async def moderator(place: Attended) -> DiscordPerson:
    return place.person("Ines", roles=[place.guild.role("Mods", permissions=Permission.MANAGE_GUILD)])


async def test_a_channel_that_was_deleted_while_the_form_was_open_is_not_chosen(place: Attended) -> None:
    """Was: chosen all the same, and nothing was ever posted."""
    ines, other = await moderator(place), place.guild.channel("other")
    await ines.types("/mentor-setup", place.mentoring)
    await ines.fills({"channel": other})
    await place.guild.deletes(other)
    await ines.submits()
    await place.settled()
    assert setup_texts.CHOOSE_CHANNEL in said(ines)
    space = await place.bot.connections.known(place.account(ines).space)
    assert space is not None
    assert space.channel == str(place.mentoring.id)


async def test_a_role_that_was_deleted_while_the_form_was_open_is_not_chosen(place: Attended) -> None:
    ines, helpers = await moderator(place), place.guild.role("Helpers")
    await place.guild.changes_role(helpers, permissions=helpers.permissions)
    await ines.types("/mentor-setup", place.mentoring)
    await ines.fills({"moderator_roles": [helpers]})
    await place.guild.deletes_role(helpers)
    await ines.submits()
    await place.settled()
    space = await place.bot.connections.known(place.account(ines).space)
    assert space is not None
    assert space.moderator_roles == ()


async def test_a_server_that_never_finished_set_up_answers_everything(place: Attended) -> None:
    guild = place.discord.guild(name="New OTs", bot=False)
    channel = guild.channel("general")
    await guild.adds_bot()
    await place.settled()
    maya, owner = guild.person("Maya"), guild.owner
    for person in (maya, owner):
        for command in ("/my-mentoring", "/mentor-stats", "/mentor-admin", "/mentor-help", "/mentor-setup"):
            answer = await person.types(command, channel)
            await place.settled()
            assert answer.ok, command
            if person.modal is not None:
                person.closes()
            else:
                assert said(person), command
    await maya.types("/find-mentor", channel)
    await maya.fills(WISH)
    await maya.submits()
    await place.settled()
    assert "Your request is in" in "".join(message.words for message in maya.ephemerals)


async def test_a_channel_that_is_gone_is_no_defect(place: Attended) -> None:
    maya = place.person("Maya")
    await place.guild.deletes(place.mentoring)
    other = place.guild.channel("other")
    await place.guild.opens(other)
    await maya.types("/find-mentor", other)
    await maya.fills(WISH)
    await maya.submits()
    await place.settled()
    assert await place.rows("requests") == 1
    assert said(maya)


async def test_a_thread_that_is_gone_is_no_defect(place: Attended) -> None:
    maya, ruth = await place.matched()
    (thread,) = ruth.threads
    await place.guild.deletes_thread(thread)
    await maya.types("/my-mentoring", place.mentoring)
    await place.settled()
    assert said(maya)
