"""Lists that are too long to be shown: what is typed is searched for, and what fits is shown."""

from typing import Any

import pytest

from bot.commands import OpenMatchByHand, OpenMentor, OpenNotWith, OpenZone, encode
from tests.adapters.discord_adapter.attended import BUTTON, COMPONENT, Attended
from tests.simulators.simulated_discord import Answer, DiscordModal, DiscordPerson, Permission

WISH = {"state": "Ohio", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


def front(person: DiscordPerson) -> DiscordModal:
    assert person.modal is not None
    return person.modal


async def searches(place: Attended, person: DiscordPerson, values: dict[str, Any]) -> Answer:
    await person.fills(values)
    answer = await person.submits()
    await place.adapter.settled()
    return answer


async def opens(place: Attended, person: DiscordPerson, action: str) -> DiscordModal:
    """A form whose button stands on a card that she got some time."""
    await person.types("/mentor-help", place.mentoring)
    card = person.ephemerals[-1]
    data = {"custom_id": action, "component_type": BUTTON, "id": 1}
    answer = await person.forges(data, kind=COMPONENT, where=card.channel, on=card)
    assert answer.kind == "modal", card.words
    return front(person)


async def crowd(place: Attended, count: int = 30) -> None:
    for number in range(count):
        await place.offers(place.person(f"Mentor {number:03}"))


async def test_one_hit_is_taken(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await searches(place, maya, WISH | {"setting?": "juvenile"})
    assert "Juvenile justice education" in maya.ephemerals[-1].words
    assert await place.rows("requests") == 1


async def test_several_hits_are_shown_as_a_list_with_all_else_as_it_was(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await searches(place, maya, WISH | {"setting?": "home"})
    assert maya.ephemerals[-1].buttons == ["Fix it"]
    assert await place.rows("requests") == 0
    await maya.presses("Fix it")
    assert front(maya).values["free_times"] == "weekdays after 3pm"
    await searches(place, maya, {"setting": "Home health"})
    assert "Home health" in maya.ephemerals[-1].words
    assert await place.rows("requests") == 1


async def test_what_was_found_can_be_typed_over_while_something_else_is_mended(place: Attended) -> None:
    """Was: a list with the one that was found, so that no other could be chosen any more."""
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await searches(place, maya, WISH | {"state": "Atlantis", "setting?": "juvenile"})
    await maya.presses("Fix it")
    assert front(maya).values["setting?"] == "Juvenile justice education"
    await searches(place, maya, {"state": "Ohio", "setting?": "elementary"})
    assert "Elementary school" in maya.ephemerals[-1].words


async def test_no_hit_is_said_and_can_be_typed_again(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await searches(place, maya, WISH | {"setting?": "moonbase"})
    assert "moonbase" in maya.ephemerals[-1].words
    await maya.presses("Fix it")
    assert front(maya).values["setting?"] == "moonbase"
    await searches(place, maya, {"setting?": "elementary"})
    assert await place.rows("requests") == 1


async def test_several_names_between_commas_are_each_looked_for(place: Attended) -> None:
    """Was: a name with a comma in it was taken apart, and what was clear had to be typed again."""
    ruth = place.person("Ruth")
    await ruth.types("/offer-mentoring", place.mentoring)
    rest = {"profession": "otr", "years": "6", "states": "Ohio", "free_times": "weekdays after 3pm"}
    several = "Itinerant, several buildings, Residential, hospital or homebound, home"
    await searches(place, ruth, rest | {"settings?": several})
    assert ruth.ephemerals[-1].buttons == ["Fix it"]
    await ruth.presses("Fix it")
    assert {"itinerant", "residential-hospital"} <= set(front(ruth).values["settings"])
    await searches(place, ruth, {"settings": ["itinerant", "residential-hospital", "home-health"]})
    assert await place.rows("offers") == 1
    assert "Itinerant" in ruth.ephemerals[-1].words


async def test_a_request_is_matched_by_hand_among_many(place: Attended) -> None:
    ines = place.person("Ines", roles=[place.guild.role("Mods", permissions=Permission.MANAGE_GUILD)])
    await place.asks(place.person("Maya"))
    await crowd(place)
    form = await opens(place, ines, encode(OpenMatchByHand()))
    assert "mentor?" in form.values
    answer = await searches(place, ines, {"request": _first(form, "request"), "mentor?": "Mentor 01"})
    assert answer.message is not None
    assert "10 fit" in answer.message.words
    await ines.presses("Fix it")
    await searches(place, ines, {"mentor": _named(ines, "017")})
    assert "Mentor 017" in ines.ephemerals[-1].words


async def test_a_mentor_is_looked_up_among_many(place: Attended) -> None:
    ines = place.person("Ines", roles=[place.guild.role("Mods", permissions=Permission.MANAGE_GUILD)])
    await crowd(place)
    await opens(place, ines, encode(OpenMentor()))
    await searches(place, ines, {"mentor?": "mentor 005"})
    assert "Mentor 005" in ines.ephemerals[-1].words
    assert "Fix it" not in ines.ephemerals[-1].buttons


async def test_more_than_a_list_can_show_is_said(place: Attended) -> None:
    ines = place.person("Ines", roles=[place.guild.role("Mods", permissions=Permission.MANAGE_GUILD)])
    await crowd(place)
    await opens(place, ines, encode(OpenMentor()))
    await searches(place, ines, {"mentor?": "mentor"})
    assert "More than 25" in ines.ephemerals[-1].words
    await ines.presses("Fix it")
    assert front(ines).labels


async def test_whom_not_to_be_matched_with_is_found_among_many(place: Attended) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await crowd(place)
    await maya.types("/my-mentoring", place.mentoring)
    request = next(p.custom_id for p in maya.ephemerals[-1].elements if "request" in p.custom_id).split(":")[1]
    await opens(place, maya, encode(OpenNotWith(request)))
    await searches(place, maya, {"member?": "Mentor 003"})
    assert "Fix it" not in maya.ephemerals[-1].buttons, maya.ephemerals[-1].words


@pytest.mark.parametrize("typed", ["Denver", "America/Denver", "mountain"])
async def test_a_zone_is_found_by_typing(place: Attended, typed: str) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    form = await opens(place, maya, encode(OpenZone()))
    assert "zone?" in form.values
    await searches(place, maya, {"zone?": typed})
    if maya.ephemerals[-1].buttons == ["Fix it"]:
        await maya.presses("Fix it")
        await searches(place, maya, {"zone": "America/Denver"})
    assert "Fix it" not in maya.ephemerals[-1].buttons


async def test_a_giant_search_is_answered_in_words(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH)
    await maya.submits(forged_values={"setting?": "🦉, <@1> " * 400})
    await place.adapter.settled()
    assert "code:" not in maya.ephemerals[-1].words
    await maya.presses("Fix it")
    assert maya.modal is not None


def _first(form: DiscordModal, name: str) -> str:
    return str(form.input(name).component["options"][0]["value"])


def _named(person: DiscordPerson, part: str) -> str:
    options = front(person).input("mentor").component["options"]
    return str(next(option["value"] for option in options if part in option["label"]))
