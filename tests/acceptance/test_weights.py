"""What counts among mentors who are equally near: shown on those who wait, then kept exactly so."""

from dataclasses import replace

import pytest

from bot.commands import MentorAdmin, OfferDetails, OpenWeights, PreviewWeights, SaveWeights, decode, submitted
from bot.domain.weights import USUAL, Weight, Weights
from bot.ports.storage import UnitOfWork
from bot.views import Form, Message, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import events, kept
from tests.acceptance.stage import Person, Stage, standing


async def line(stage: Stage, *mentees: str, **years: str) -> Person:
    """People who came when nobody could be asked this week and wait since, and mentors with their years in schools."""
    await stage.rule(proposals_a_week=0)
    for name, each in years.items():
        await offers(stage.person(name), years=each)
        if name == "Tess":
            await knows_the_topic(stage, stage.person(name))
    for name in mentees:
        await asks(stage.person(name), topics=("scheduling",))
        await stage.later(minutes=1)
    await stage.rule(proposals_a_week=2)
    return stage.person("Mo", moderator=True)


async def knows_the_topic(stage: Stage, mentor: Person) -> None:
    member = await mentor.id()
    offer = await kept(stage, lambda uow: uow.offers.live_of(member))
    assert offer is not None
    await mentor.does(OfferDetails(offer.id, "1", ("scheduling",)))


async def weights_of(stage: Stage) -> Weights:
    async def read(uow: UnitOfWork) -> Weights:
        return (await uow.communities.get()).rules.weights

    return await kept(stage, read)


async def test_weights_are_shown_on_those_who_wait_and_kept_exactly_so(stage: Stage) -> None:
    mo = await line(stage, "Maya", "Ana", "Bea", Tess="1", Vera="10")
    await mo.does(MentorAdmin())
    await mo.presses("Settings")
    assert "Everything as usual" in mo.answer
    form = await mo.presses("Change what counts")
    await mo.fills(form, topics="0", experience="4")
    assert "Years in schools\nMost (now: as usual)" in mo.answer
    assert "Of the first 3 in line, 2 people would get somebody else." in mo.answer
    assert "Maya\n: \nVera\n (more years in schools)\n instead of \nTess" in mo.answer
    assert "Ana\n: \nTess\n instead of \nVera\n, who would go to somebody before them." in mo.answer
    assert "nobody. 2 mentors fit, and go to others who come first, as now." in mo.answer
    assert await weights_of(stage) == USUAL, "nothing counts before it is saved"
    await mo.presses("Save these weights")
    assert "From now on this counts" in mo.answer
    assert await weights_of(stage) == replace(USUAL, topics=Weight.NOT_AT_ALL, experience=Weight.MOST)
    assert await events(stage, "weights-saved") == ["weights-saved"]
    await stage.later(days=2)
    assert any("Maya" in card.text for card in stage.person("Vera").inbox), "and they do count"
    assert not any("Maya" in card.text for card in stage.person("Tess").inbox)


async def test_change_goes_on_from_what_was_shown(stage: Stage) -> None:
    mo = await line(stage, "Maya", Tess="1", Vera="10")
    await mo.fills(await mo.does(OpenWeights()), load="0", turn="3")
    assert "For the one person who waits nothing would change." in mo.answer
    assert "as now. Topics that fit" in mo.answer
    form = await mo.presses("Change")
    assert isinstance(form.view, Form)
    assert (standing(form.view)["load"], standing(form.view)["turn"]) == ("0", "3")
    await mo.fills(form, load="2", turn="2", topics="")
    assert "These are the weights that count already." in mo.answer
    assert isinstance(mo.last, Message)
    assert "Save these weights" not in str(mo.last.parts)
    await mo.presses("Leave it as it is")
    assert "Everything as usual" in mo.answer


@pytest.mark.memory
async def test_saving_twice_says_the_same_and_records_it_once(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    command = SaveWeights("2232222", USUAL.code)
    for _ in range(2):
        await mo.does(command)
        assert "From now on this counts" in mo.answer
    assert await events(stage, "weights-saved") == ["weights-saved"]


@pytest.mark.memory
async def test_what_another_moderator_changed_meanwhile_is_not_overwritten_unseen(stage: Stage) -> None:
    mo, ines = stage.person("Mo", moderator=True), stage.person("Ines", moderator=True)
    await mo.fills(await mo.does(OpenWeights()), ways="3")
    await ines.does(SaveWeights("0222222", USUAL.code))
    await mo.presses("Save these weights")
    assert "changed by somebody else meanwhile, so nothing was saved" in mo.answer
    assert "As usual (now: not at all)" in mo.answer
    assert (await weights_of(stage)).code == "0222222"
    await mo.presses("Save these weights")
    assert "From now on this counts" in mo.answer
    assert (await weights_of(stage)).code == "2223222"


async def test_where_nobody_waits_or_nobody_could_be_asked_that_is_said(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.fills(await mo.does(OpenWeights()), topics="4")
    assert "Nobody waits for a mentor right now" in mo.answer
    await asks(stage.person("Maya"))
    await mo.fills(await mo.does(OpenWeights()), topics="4")
    assert "No mentor with a free place fits anybody who waits" in mo.answer
    await mo.presses("Save these weights")
    assert (await weights_of(stage)).topics is Weight.MOST


@pytest.mark.memory
@pytest.mark.parametrize("wrong", ["5", "-1", "²", "22", "a lot"])
async def test_a_weight_that_is_none_is_refused_beside_its_field(stage: Stage, wrong: str) -> None:
    mo = stage.person("Mo", moderator=True)
    form = await mo.does(OpenWeights())
    await mo.fills(form, overlap=wrong)
    assert isinstance(mo.last, Rejected)
    assert mo.last.problems == {"overlap": "Please choose one of the five."}


@pytest.mark.memory
@pytest.mark.parametrize("action", ["save-weights:9999999:2222222", "save-weights:2222222:x", "open-weights:22"])
async def test_a_button_with_damaged_weights_changes_nothing(stage: Stage, action: str) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.does(decode(action))
    assert isinstance(mo.last, Rejected)
    assert await weights_of(stage) == USUAL


@pytest.mark.memory
async def test_only_moderators_see_or_change_what_counts(stage: Stage) -> None:
    await asks(stage.person("Maya"))
    mallory = stage.person("Mallory")
    for command in (OpenWeights(), PreviewWeights("2222222", *"2222222"), SaveWeights("0222222", "2222222")):
        await mallory.does(command)
        assert "for the moderators" in mallory.answer
    await mallory.does(submitted("show-settings", {}))
    assert "for the moderators" in mallory.answer
    assert await weights_of(stage) == USUAL
