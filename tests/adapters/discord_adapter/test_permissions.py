"""The permissions are the ones that Discord knows by these names, and as few as can be."""

from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from adapters.discord.permissions import (
    ADMINISTRATOR,
    EVENTS,
    FOR_MEMBERS,
    NEEDED,
    Permission,
    integer,
    invite_url,
    missing,
    wanted,
)

TOO_MUCH = ("ADMINISTRATOR", "MANAGE_GUILD", "MANAGE_ROLES", "MANAGE_CHANNELS", "MANAGE_MESSAGES", "MANAGE_THREADS")
TOO_MUCH_TOO = ("MENTION_EVERYONE", "KICK_MEMBERS", "BAN_MEMBERS", "CREATE_INSTANT_INVITE", "MANAGE_EVENTS")


@pytest.mark.parametrize("permission", [*NEEDED, EVENTS], ids=lambda permission: permission.name)
def test_each_bit_is_the_one_that_the_library_knows_by_this_name(permission: Permission) -> None:
    assert discord.Permissions(**{permission.name.lower(): True}).value == permission.bit


def test_nothing_is_asked_for_that_could_do_harm() -> None:
    assert {permission.name for permission in wanted(events=True)}.isdisjoint(TOO_MUCH + TOO_MUCH_TOO)
    assert all(permission.why.endswith(".") for permission in wanted(events=True))


def test_events_are_asked_for_only_where_they_are_wanted() -> None:
    assert integer(events=True) - integer() == EVENTS.bit
    assert EVENTS not in wanted()


def test_what_is_missing_is_named_in_the_order_of_the_table() -> None:
    assert missing(integer()) == ()
    assert missing(0) == NEEDED
    given = integer() & ~NEEDED[2].bit & ~NEEDED[4].bit
    assert missing(given) == (NEEDED[2], NEEDED[4])
    assert missing(integer(), wanted(events=True)) == (EVENTS,)


def test_an_administrator_misses_nothing() -> None:
    assert missing(ADMINISTRATOR, wanted(events=True)) == ()


def test_members_need_to_see_the_channel_and_to_write_in_threads() -> None:
    assert {permission.label for permission in FOR_MEMBERS} == {"View Channel", "Send Messages in Threads"}


def test_the_link_says_what_the_library_s_own_would() -> None:
    permissions = discord.Permissions(integer())
    guild = discord.Object(1234567890123456789)
    theirs = discord.utils.oauth_url(
        42, permissions=permissions, guild=guild, scopes=("bot", "applications.commands"), disable_guild_select=True
    )
    ours = urlsplit(invite_url(42, guild="1234567890123456789"))
    assert (ours.scheme, ours.netloc, ours.path) == ("https", "discord.com", "/oauth2/authorize")
    query = parse_qs(ours.query)
    assert query.pop("integration_type") == ["0"]
    assert query == parse_qs(urlsplit(theirs).query)


def test_without_a_server_everybody_chooses_their_own() -> None:
    query = parse_qs(urlsplit(invite_url("42", events=True)).query)
    assert set(query) == {"client_id", "scope", "permissions", "integration_type"}
    assert query["permissions"] == [str(integer(events=True))]
    assert query["scope"] == ["bot applications.commands"]
