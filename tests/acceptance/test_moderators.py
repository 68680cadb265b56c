"""What moderators can do, and that nobody else can."""

from dataclasses import MISSING, fields

import pytest

from bot.commands import (
    COMMANDS,
    ApproveMentor,
    Command,
    EditRequest,
    HoldMentor,
    MatchByHand,
    MentorAdmin,
    NotWith,
    OpenMatchByHand,
    OpenMentor,
    OpenSettings,
    Role,
    ShowMentor,
    submitted,
)
from bot.domain.member import Rules
from bot.domain.status import OfferStatus
from bot.views import Actions, Form, Message, Rejected, SearchField
from tests.acceptance.cast import asks, matched, offers
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, Person, Stage, standing


def options(form: object, field: str) -> dict[str, str]:
    """Label and value of the field's options."""
    assert isinstance(form, Form), form
    found = next(f for f in form.fields if f.name == field)
    assert isinstance(found, SearchField)
    return {option.label: option.value for option in found.options}


async def by_hand(moderator: Person, mentee: str, mentor: str) -> None:
    form = (await moderator.does(OpenMatchByHand())).view
    request = next(v for label, v in options(form, "request").items() if label.startswith(f"{mentee}:"))
    offer = next(v for label, v in options(form, "mentor").items() if label.startswith(f"{mentor}:"))
    await moderator.does(MatchByHand(request, offer))


# Who may


def moderators_only() -> list[type[Command]]:
    return [command for command in COMMANDS.values() if command.role is Role.MODERATOR]


async def test_every_moderator_command_is_refused_to_others(stage: Stage) -> None:
    mallory = stage.person("Mallory")
    assert len(moderators_only()) >= 13
    for command in moderators_only():
        ids = ["x" for field in fields(command) if field.default is MISSING]
        reply = await mallory.does(submitted(":".join([command.slug, *ids]), {}))
        assert isinstance(reply.view, Rejected), command
        assert "for the moderators" in reply.view.sentence, command
    assert not await history(stage, "settings-saved", "card-posted", "mentor-held", "mentor-approved")


@pytest.mark.memory
async def test_a_role_that_was_taken_away_counts_at_once(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    form = await mo.does(OpenSettings())
    assert isinstance(form.view, Form)
    stage.platform.moderators.discard(mo.account.user)
    await mo.fills(form, most_mentees="1")
    assert "for the moderators" in mo.answer
    async with stage.storage.read(COMMUNITY) as uow:
        assert (await uow.communities.get()).rules == Rules()


# Administration


async def test_the_card_leads_to_everything(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await offers(stage.person("Ruth"), states="Texas")
    await asks(stage.person("Maya"))
    for label in ("Match by hand", "Mentors"):
        await mo.does(MentorAdmin())
        assert isinstance((await mo.presses(label)).view, Form), label
    for label in ("Change the settings", "Change what counts"):
        await mo.does(MentorAdmin())
        await mo.presses("Settings")
        assert isinstance((await mo.presses(label)).view, Form), label
    await mo.does(MentorAdmin())
    await mo.presses("Numbers")
    assert "How the program is doing" in mo.answer


# Matching by hand


async def test_a_match_by_hand_introduces_the_two_and_is_on_record(stage: Stage) -> None:
    mo, maya, zoe = stage.person("Mo", moderator=True), stage.person("Maya"), stage.person("Zoe")
    await asks(maya)
    await offers(zoe, states="Alaska", settings=("hospital",), free_times="Sat 8-9am")
    await by_hand(mo, "Maya", "Zoe")
    assert "Zoe now mentors Maya" in plainly(mo.last)
    pair = [card for card in maya.inbox if card in zoe.inbox]
    assert pair, "both are introduced in a conversation of their own"
    kinds = [event.kind for event in await history(stage, "matched", "matched-by-hand")]
    assert sorted(kinds) == ["matched", "matched-by-hand"]


async def test_the_same_press_twice_makes_one_match(stage: Stage) -> None:
    mo, maya, zoe = stage.person("Mo", moderator=True), stage.person("Maya"), stage.person("Zoe")
    await asks(maya)
    await offers(zoe, states="Alaska", settings=("hospital",), free_times="Sat 8-9am")
    form = (await mo.does(OpenMatchByHand())).view
    (request,), (offer,) = options(form, "request").values(), options(form, "mentor").values()
    first = await mo.does(MatchByHand(request, offer), event="the-same")
    again = await mo.does(MatchByHand(request, offer), event="the-same")
    assert first == again
    await mo.does(MatchByHand(request, offer))
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {"request", "mentor"}, "matched already, and the place is taken"
    assert len(await history(stage, "matched")) == 1


async def test_the_mentor_who_was_being_asked_is_answered_by_the_moderator(stage: Stage) -> None:
    mo, maya, ruth = stage.person("Mo", moderator=True), stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    card = ruth.inbox[-1]
    assert "Yes, I will" in card.buttons
    await by_hand(mo, "Maya", "Ruth")
    assert "You are now mentoring Maya" in plainly(card.message)
    assert not card.buttons


async def test_the_form_says_beside_the_field_what_does_not_go(stage: Stage) -> None:
    mo, maya, zoe = stage.person("Mo", moderator=True), stage.person("Maya"), stage.person("Zoe")
    await asks(maya)
    await offers(maya, states="Texas")
    await offers(zoe, states="Alaska", settings=("hospital",), free_times="Sat 8-9am")
    await by_hand(mo, "Maya", "Maya")
    assert isinstance(mo.last, Rejected)
    assert "same person" in mo.last.problems["mentor"]
    async with stage.storage.read(COMMUNITY) as uow:
        (request,) = await uow.requests.open()
    await maya.does(NotWith(request.id, member=await zoe.id()))
    await by_hand(mo, "Maya", "Zoe")
    assert isinstance(mo.last, Rejected)
    assert "asked not to be matched" in mo.last.problems["mentor"]
    assert "Maya" not in mo.last.sentence, "who asked for it is not said"
    await offers(stage.person("Sam"), profession="slp")
    async with stage.storage.read(COMMUNITY) as uow:
        (request,) = await uow.requests.open()
    await maya.does(EditRequest(request.id, "OH", "elementary", ("intervention-planning",)))
    await by_hand(mo, "Maya", "Sam")
    assert isinstance(mo.last, Rejected)
    assert "helps with questions about process" in mo.last.problems["mentor"]
    await mo.does(MatchByHand("nothing", "nobody"))
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {"request", "mentor"}
    assert not await history(stage, "matched")


async def test_a_pair_is_not_matched_twice(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    maya, ruth = await matched(stage)
    await asks(maya)
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await ruth.id())
        (request,) = await uow.requests.open()
    assert offer is not None
    await mo.does(submitted(f"offer-details:{offer.id}", {"capacity": "2"}))
    await ruth.does(submitted(f"offer-details:{offer.id}", {"capacity": "2"}))
    await mo.does(MatchByHand(request.id, offer.id))
    assert isinstance(mo.last, Rejected)
    assert "pair already" in mo.last.problems["mentor"]


async def test_where_nobody_waits_or_nobody_is_free_the_moderator_is_told(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.does(OpenMatchByHand())
    assert "Nobody is waiting" in mo.answer
    await asks(stage.person("Maya"))
    await mo.does(OpenMatchByHand())
    assert "No mentor has a free place" in mo.answer


async def test_the_request_whose_button_was_pressed_is_chosen(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await offers(stage.person("Zoe"), states="Alaska", settings=("hospital",), free_times="Sat 8-9am")
    for name in ("Ana", "Bea"):
        await asks(stage.person(name))
    async with stage.storage.read(COMMUNITY) as uow:
        request = (await uow.requests.open())[1]
    form = (await mo.does(OpenMatchByHand(request.id))).view
    assert isinstance(form, Form)
    assert standing(form)["request"] == (request.id,)


# Mentors


async def shown(moderator: Person, mentor: Person) -> str:
    form = await moderator.does(OpenMentor())
    await moderator.fills(form, mentor=await mentor.id())
    return plainly(moderator.last)


async def test_a_mentors_card_holds_numbers_and_no_notes(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    _, ruth = await matched(stage)
    said = await shown(mo, ruth)
    assert "1 time: 1 accepted, 0 unanswered" in said
    assert "0 of 1 free" in said
    assert "1 now, 0 ended" in said
    assert "weekdays" not in said.lower(), "free times are for those who are matched"


async def test_somebody_without_an_offer_is_no_mentor(stage: Stage) -> None:
    mo, nia = stage.person("Mo", moderator=True), stage.person("Nia")
    await asks(nia)
    await offers(stage.person("Ruth"), states="Texas")
    assert "no mentoring offer" in await shown(mo, nia)
    assert isinstance(mo.last, Rejected)
    assert "mentor" in mo.last.problems


async def test_a_mentor_set_aside_is_not_asked_and_keeps_the_pairs(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    maya, ruth = await matched(stage)
    await shown(mo, ruth)
    await mo.presses("Set aside")
    assert "1 pair goes on as before" in plainly(mo.last)
    assert "set your mentoring offer aside" in ruth.inbox[-1].text
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.matches.live_of(await maya.id())) == 1
    assert [e.kind for e in await history(stage, "mentor-held")] == ["mentor-held"]
    await mo.does(MentorAdmin())
    assert "1 mentor waits for approval or was set aside" in mo.answer
    await mo.presses("Look at Ruth")
    await mo.presses("Approve")
    assert "can be asked from now on" in plainly(mo.last)
    assert "approved your mentoring offer" in ruth.inbox[-1].text


async def test_a_proposal_with_a_mentor_who_is_set_aside_goes_on_to_the_next(stage: Stage) -> None:
    mo, ruth, vera, maya = stage.person("Mo", moderator=True), *map(stage.person, ("Ruth", "Vera", "Maya"))
    await offers(ruth)
    await asks(maya)
    await offers(vera)
    assert "Could you mentor" in ruth.inbox[-1].text
    await shown(mo, ruth)
    await mo.presses("Set aside")
    await stage.later(minutes=1)
    assert any("Could you mentor" in card.text for card in vera.inbox)


async def test_new_mentors_wait_where_a_moderator_approves_first(stage: Stage) -> None:
    mo, ruth, maya = stage.person("Mo", moderator=True), stage.person("Ruth"), stage.person("Maya")
    await mo.fills(await mo.does(OpenSettings()), approve_mentors="yes")
    await offers(ruth)
    await asks(maya)
    await stage.later(hours=1)
    assert not ruth.inbox, "nobody is asked before a moderator has looked"
    await mo.does(MentorAdmin())
    await mo.presses("Look at Ruth")
    await mo.presses("Approve")
    await stage.later(hours=13)
    assert any("Could you mentor" in card.text for card in ruth.inbox)


async def test_pressing_approve_or_set_aside_twice_or_late_changes_nothing(stage: Stage) -> None:
    mo, ruth = stage.person("Mo", moderator=True), stage.person("Ruth")
    await offers(ruth)
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await ruth.id())
    assert offer is not None
    await mo.does(ApproveMentor(offer.id))
    assert "approved already" in mo.answer
    await mo.does(HoldMentor(offer.id))
    await mo.does(HoldMentor(offer.id))
    assert "set aside already" in mo.answer
    await mo.does(HoldMentor("unknown"))
    assert "withdrawn" in mo.answer
    await mo.does(ShowMentor("unknown"))
    assert "no mentoring offer" in mo.answer
    async with stage.storage.read(COMMUNITY) as uow:
        kept = await uow.offers.get(offer.id)
    assert kept is not None
    assert kept.status is OfferStatus.HELD


async def test_a_long_queue_still_fits_its_card(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.fills(await mo.does(OpenSettings()), approve_mentors="yes")
    for number in range(12):
        mentor = stage.person(f"mentor-{number}")
        mentor.name = f"Mentor {number:02} " + "x" * 85
        await offers(mentor)
    await mo.does(MentorAdmin())
    assert "12 mentors wait for approval" in mo.answer
    assert isinstance(mo.last, Message)
    assert all(len(part.buttons) <= 5 for part in mo.last.parts if isinstance(part, Actions))
