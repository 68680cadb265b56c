"""People can do what Discord's client lets them do, and what they send is what Discord sends."""

from typing import Any

import discord
import pytest

from tests.simulators.simulated_discord import (
    DiscordPerson,
    Guild,
    GuildChannel,
    Impossible,
    Kind,
)
from tests.simulators.simulated_discord.tiny_bot import (
    Carrier,
    Form,
    TinyBot,
    button,
    label,
    options,
    row,
    select,
    text,
    typed,
)

Got = discord.Interaction[Any]
EVERYTHING = (
    label("Name", typed("name", min_length=2, max_length=10)),
    label("State", select("state", "Ohio", "Texas", required=True)),
    label("Topics", select("topics", "A", "B", "C", max_values=2, min_values=0, required=False)),
    label("Setting", {"type": 21, "custom_id": "setting", "options": options("Home", "School")}),
    label("Days", {"type": 22, "custom_id": "days", "options": options("Mon", "Tue"), "required": False}),
)
PICKERS = (
    label("Person", {"type": 5, "custom_id": "person"}),
    label("Channel", {"type": 8, "custom_id": "channel", "channel_types": [0, 5]}),
    label("Roles", {"type": 6, "custom_id": "roles", "max_values": 5, "min_values": 0, "required": False}),
    label("Agreed", {"type": 23, "custom_id": "agreed"}),
)
TYPED = {"Name": "Maya", "State": "Ohio", "Setting": "School"}


async def shown(bot: TinyBot, person: DiscordPerson, *components: dict[str, Any]) -> None:
    async def form(interaction: Got) -> None:
        await interaction.response.send_modal(Form("f", *components))

    before, bot.responds = bot.responds, form
    assert (await person.types("/hello")).kind == "modal"
    bot.responds = before


def values_of(bot: TinyBot) -> dict[str, Any]:
    data: Any = bot.got[-1].data
    inner = [c["component"] for c in data["components"]]
    return {c["custom_id"]: c.get("values", c.get("value")) for c in inner}


async def test_each_kind_of_input_holds_its_value(bot: TinyBot, maya: DiscordPerson) -> None:
    await shown(bot, maya, *EVERYTHING)
    await maya.fills(TYPED | {"Topics": ["A", "c"], "Days": "Mon"})
    await maya.submits()
    wanted = {"name": "Maya", "state": ["ohio"], "topics": ["a", "c"], "setting": "school", "days": ["mon"]}
    assert values_of(bot) == wanted


async def test_what_was_not_touched_goes_as_it_stands(bot: TinyBot, maya: DiscordPerson) -> None:
    chosen = [{**o, "default": o["value"] == "ohio"} for o in options("Ohio", "Texas")]
    await shown(
        bot,
        maya,
        text("Read this first"),
        label("Name", typed("name", value="Maya")),
        label("State", {"type": 3, "custom_id": "state", "options": chosen}),
        label("Setting", {"type": 21, "custom_id": "setting", "options": options("Home", "School"), "required": False}),
        label("Note", typed("note", required=False)),
    )
    assert maya.modal is not None
    assert "Read this first" in maya.modal.words
    assert maya.modal.shown == {"Name": "Maya", "State": ["ohio"], "Setting": None, "Note": ""}
    await maya.submits()
    data: Any = bot.got[-1].data
    assert data["components"][0] == {"type": 10, "id": 1}
    assert data["components"][3]["component"] == {"type": 21, "id": 7, "custom_id": "setting", "value": None}
    assert data["components"][4]["component"]["value"] == ""


async def test_people_channels_and_roles_travel_with_what_they_are(
    bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    sam, role = guild.person("Sam", nick="Sammy"), guild.role("Moderators")
    await shown(bot, maya, *PICKERS)
    await maya.fills({"Person": sam, "Channel": mentoring, "Roles": [role], "Agreed": True})
    await maya.submits()
    wanted = {"person": [str(sam.id)], "channel": [str(mentoring.id)], "roles": [str(role.id)], "agreed": True}
    assert values_of(bot) == wanted
    data: Any = bot.got[-1].data
    resolved = data["resolved"]
    assert resolved["users"][str(sam.id)]["global_name"] == "Sam"
    assert resolved["members"][str(sam.id)]["nick"] == "Sammy"
    assert "user" not in resolved["members"][str(sam.id)]
    assert resolved["roles"][str(role.id)]["name"] == "Moderators"
    assert resolved["channels"][str(mentoring.id)]["name"] == "mentoring"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "required"),
        ({"Name": "M"}, "2 to 10 characters, has 1"),
        ({"Name": "M" * 11}, "2 to 10 characters, has 11"),
        ({"State": None}, "required"),
        ({"Setting": None}, "required"),
        ({"Topics": ["A", "B", "C"]}, "0 to 2 choices, has 3"),
    ],
)
async def test_the_client_does_not_send_a_form_that_is_not_right(
    bot: TinyBot, maya: DiscordPerson, values: dict[str, Any], says: str
) -> None:
    await shown(bot, maya, *EVERYTHING)
    await maya.fills(TYPED | values if values else {})
    before = len(bot.got)
    with pytest.raises(Impossible, match=says):
        await maya.submits()
    assert len(bot.got) == before


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("State", "Utah", "does not offer 'Utah'"),
        ("Topics", ["A", "a"], "once"),
        ("Name", "two\nlines", "one line"),
        ("Name", 5, "takes text"),
        ("Nowhere", "x", "0 of 'Nowhere'"),
    ],
)
async def test_only_what_is_offered_can_be_entered(
    bot: TinyBot, maya: DiscordPerson, name: str, value: Any, says: str
) -> None:
    await shown(bot, maya, *EVERYTHING)
    with pytest.raises(Impossible, match=says):
        await maya.fills({name: value})


async def test_only_who_and_what_is_there_can_be_picked(bot: TinyBot, guild: Guild, maya: DiscordPerson) -> None:
    gone, secret = guild.person("Gone"), guild.channel("secret", private=True)
    category = guild.channel("All", kind=Kind.CATEGORY)
    await gone.leaves()
    await shown(bot, maya, *PICKERS)
    for name, value in (("Person", gone), ("Channel", secret), ("Channel", category), ("Roles", 12345)):
        with pytest.raises(Impossible):
            await maya.fills({name: value})


async def test_a_tampered_client_sends_anything(bot: TinyBot, maya: DiscordPerson) -> None:
    await shown(bot, maya, *EVERYTHING)
    await maya.submits(forged_values={"name": "x" * 4000, "state": ["atlantis"]})
    assert (values_of(bot)["name"], values_of(bot)["state"]) == ("x" * 4000, ["atlantis"])


async def test_a_modal_covers_everything_until_it_is_closed(bot: TinyBot, maya: DiscordPerson) -> None:
    async def card(interaction: Got) -> None:
        await interaction.response.send_message(view=Carrier(row(button("Yes", "yes"))))

    bot.responds = card
    await maya.types("/hello")
    await shown(bot, maya, *EVERYTHING)
    with pytest.raises(Impossible, match="covers everything"):
        await maya.presses("Yes")
    maya.closes()
    assert (await maya.presses("Yes")).ok
    with pytest.raises(Impossible, match="no modal open"):
        await maya.submits()


async def test_nobody_presses_what_she_does_not_see_or_may_not(bot: TinyBot, guild: Guild, maya: DiscordPerson) -> None:
    async def card(interaction: Got) -> None:
        link = {"type": 2, "style": 5, "label": "Site", "url": "https://example.org"}
        buttons = row(button("Yes", "yes"), button("No", "no", disabled=True), link)
        await interaction.response.send_message(view=Carrier(buttons), ephemeral=True)

    bot.responds, sam = card, guild.person("Sam")
    message = (await maya.types("/hello")).message
    assert message is not None
    assert message.buttons == ["Yes", "Site"]
    with pytest.raises(Impossible, match="does not see"):
        await sam.presses("Yes", message)
    with pytest.raises(Impossible, match="disabled"):
        await maya.presses("No")
    with pytest.raises(Impossible, match="tells the bot"):
        await maya.presses("Site")
    assert (await maya.presses("yes")).payload["message"]["flags"] & 64
