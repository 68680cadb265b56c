"""What a person reads is what Discord's client shows."""

import pytest

from tests.simulators.simulated_discord import Guild, SimulatedDiscord
from tests.simulators.simulated_discord.reading import Reader


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("plain words", "plain words"),
        ("**bold** and *slanted* and __under__ and ~~gone~~", "bold and slanted and under and gone"),
        (r"\*not bold\* \<@1\> \\ \#", r"*not bold* <@1> \ #"),
        ("2 * 3 and snake_case_name", "2 * 3 and snake_case_name"),
        ("# Heading\n-# small\n> quoted", "Heading\nsmall\nquoted"),
        ("- one\n- two", "• one\n• two"),
        ("[the site](https://example.org/a_b)", "the site"),
        ("<https://example.org>", "https://example.org"),
        ("`a*b` ```py\nc```", "a*b c"),
        ("<t:1767225600:D> <t:1767225600:t> <t:1767225600>", "December 31, 2025 7:00 PM December 31, 2025 7:00 PM"),
        ("<t:1767225600:F>", "Wednesday, December 31, 2025 7:00 PM"),
        ("<@12345> <#12345> <@&12345>", "@unknown-user #unknown @unknown-role"),
    ],
)
def test_markdown_is_read(guild: Guild, world: SimulatedDiscord, markdown: str, read: str) -> None:
    assert Reader(world, guild, "America/New_York").text(markdown) == read


def test_names_stand_for_mentions(guild: Guild, world: SimulatedDiscord) -> None:
    maya, sam = guild.person("Maya Ortiz"), guild.person("Sam", nick="Sammy")
    role, channel = guild.role("Moderators"), guild.channel("mentoring")
    text = f"{maya.mention} {sam.mention} {role.mention} {channel.mention}"
    assert Reader(world, guild, "UTC").text(text) == "@Maya Ortiz @Sammy @Moderators #mentoring"
    assert Reader(world, None, "UTC").text(sam.mention) == "@Sam"
    in_two_hours = int(world.clock.now.timestamp()) + 7200
    assert Reader(world, guild, "UTC").text(f"<t:{in_two_hours}:R>") == "in 2 hours"
