"""People and openings that many stories share."""

from bot.commands import FindMentor, OfferMentoring
from tests.acceptance.stage import Person, Stage


async def asks(person: Person, **wishes: str | tuple[str, ...]) -> None:
    """Maya asks from Ohio, elementary, unless the story says otherwise."""
    wish = {"state": "Ohio", "setting": "elementary", "topics": ("scheduling",), "free_times": "weekdays after 3pm"}
    reply = await person.does(FindMentor(**{**wish, **wishes}))  # type: ignore[arg-type]  # by name
    assert "Your request is in" in person.answer, reply


async def offers(person: Person, **gifts: str | tuple[str, ...]) -> None:
    """An OT who knows Ohio's elementary schools, unless the story says otherwise."""
    gift = {
        "profession": "otr",
        "years": "6",
        "states": "OH",
        "settings": ("elementary",),
        "free_times": "weekdays after 3pm",
    }
    reply = await person.does(OfferMentoring(**{**gift, **gifts}))  # type: ignore[arg-type]  # by name
    assert "Thank you for offering" in person.answer, reply


async def matched(stage: Stage) -> tuple[Person, Person]:
    """Maya asked, Ruth accepted: they are a pair."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    await ruth.presses("Yes, I will")
    return maya, ruth
