"""Asking further away: by itself after some days, or at once on the mentee's wish; told where it adds a free place."""

from bot.commands import MyMentoring, WidenRequest, decode
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import Person, Stage

FURTHER = "I look further away as well"
NEARBY = "Mentors in neighboring states or within an hour of your time zone"


def told(person: Person) -> list[str]:
    """What was said while waiting, oldest first."""
    return [card.text for card in person.inbox if "still looking for you" in card.first]


async def test_a_step_is_told_on_day_3_where_it_adds_a_free_place(stage: Stage) -> None:
    maya = stage.person("Maya")
    await offers(stage.person("Ruth"))
    await asks(maya)
    await offers(stage.person("Ana"), states="Kentucky")
    await offers(stage.person("Bea"), states="Indiana")
    await stage.later(days=4)
    (third,) = told(maya)
    assert f"{FURTHER}:\n{NEARBY}: 1 free place" in third, "one of the two is asked already"


async def test_a_step_that_adds_nobody_is_not_told(stage: Stage) -> None:
    maya = stage.person("Maya")
    await offers(stage.person("Ruth"))
    await asks(maya)
    await offers(stage.person("Ana"), states="Kentucky", free_times="Sundays 6am to 8am")
    await stage.later(days=9)
    third, seventh = told(maya)
    assert FURTHER not in third, "the neighbor is never free when Maya is"
    assert FURTHER not in seventh


async def test_day_7_tells_what_is_new_since_and_what_will_come(stage: Stage) -> None:
    maya = stage.person("Maya")
    await offers(stage.person("Ruth"))
    await asks(maya, topics=("goals",))
    for name in ("Ana", "Bea"):
        await offers(stage.person(name), states="Kentucky")
    for name in ("Cole", "Dan"):
        await offers(stage.person(name), settings=("high-school",))
    await offers(stage.person("Sam"), profession="slp")
    await stage.later(days=9)
    third, seventh = told(maya)
    assert NEARBY in third
    assert NEARBY not in seventh, "that was told on day 3"
    assert "Mentors from related settings: 2 free places" in seventh
    assert "From Thu, Oct 15 on, other school professionals" in seventh


async def test_a_wish_widens_at_once_and_says_what_it_adds(stage: Stage) -> None:
    maya, ana, bea = stage.person("Maya"), stage.person("Ana"), stage.person("Bea")
    await offers(stage.person("Ruth"), free_times="Sundays 6am to 8am")
    await asks(maya, free_times="flexible")
    await offers(ana, states="Kentucky")
    await offers(bea, states="Kentucky")
    await maya.does(MyMentoring())
    await maya.presses("Ask further away")
    assert "that adds 2 free places" in maya.answer
    assert "First I wait for the answer of the mentor I have asked already" in maya.answer
    await maya.does(MyMentoring())
    assert "I look as far as\nmentors in neighboring states" in maya.answer
    assert "Free places in all\n1 in your state; 2 in neighboring states or within an hour" in maya.answer


async def test_a_wish_that_adds_nobody_says_so_and_leads_on_to_who_would(stage: Stage) -> None:
    maya, cole = stage.person("Maya"), stage.person("Cole")
    await offers(stage.person("Ruth"))
    await asks(maya)
    await offers(cole, settings=("high-school",))
    await maya.does(MyMentoring())
    await maya.presses("Ask further away")
    assert (
        "none of them has a free place right now. Mentors from related settings would add 1 free place" in maya.answer
    )
    await maya.presses("Ask those, too")
    assert "I now also ask mentors from related settings: that adds 1 free place" in maya.answer
    await stage.later(days=3)
    assert "Could you mentor" in cole.inbox[-1].text, "day 3 has not been waited for"


async def test_further_than_everybody_and_back_to_what_is_asked_already(stage: Stage) -> None:
    maya = stage.person("Maya")
    await offers(stage.person("Ruth"))
    await asks(maya)
    await maya.does(MyMentoring())
    await maya.presses("Ask further away")
    assert "Neither they nor anybody further away have a free place right now" in maya.answer
    request = decode_request(maya)
    await maya.does(WidenRequest(request, "1"))
    assert "I already ask mentors in neighboring states" in maya.answer
    await maya.does(WidenRequest(request, "4"))
    await maya.does(WidenRequest(request))
    assert "I already ask everyone who could help" in maya.answer
    for nonsense in ("9", "far", "-1"):
        await maya.does(WidenRequest(request, nonsense))
        assert "I already ask everyone who could help" in maya.answer


def decode_request(person: Person) -> str:
    for reply in reversed(person.replies):
        for part in getattr(reply.view, "parts", ()):
            for button in getattr(part, "buttons", ()):
                command = decode(button.action)
                if isinstance(command, WidenRequest):
                    return command.request
    raise AssertionError("no such button was seen")
