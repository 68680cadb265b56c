"""Asking for a mentor, as a mentee lives through it."""

import pytest

from bot.commands import (
    FindMentor,
    MatchByHand,
    MyMentoring,
    OpenFindMentor,
    OpenPauseRequest,
    WithdrawRequest,
    decode,
    picked,
)
from bot.domain.member import Member
from bot.handlers.asking import MOST_PEOPLE_LISTED
from bot.ids import MemberId, new_id
from bot.ports.storage import UnitOfWork
from bot.views import Form, MemberField, Message, Rejected, TextField
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import COMMUNITY, Stage


async def test_a_request_is_five_fields_and_two_presses(stage: Stage) -> None:
    maya = stage.person("Maya")
    form = await maya.does(OpenFindMentor())
    assert isinstance(form.view, Form)
    assert len(form.view.fields) <= 5
    assert [f.name for f in form.view.fields if f.required] == ["state", "setting"]
    assert len(form.view.foot) == 4, "the consent sentences stand above the button"
    await maya.fills(form, state="ohio", setting="elementary")
    assert "Your request is in" in maya.answer


async def test_the_answer_says_at_once_what_happens_next(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    assert "1 free place" in maya.answer
    assert "3 working days" in maya.answer
    assert "Eastern" in maya.answer


async def test_where_nobody_is_the_estimate_says_so_and_looks_further(stage: Stage) -> None:
    maya, ana = stage.person("Maya"), stage.person("Ana")
    await offers(ana, states="Colorado")
    await asks(maya, state="Wyoming")
    assert "No mentor in Wyoming" in maya.answer
    assert "1 free place in neighboring states or within one hour" in maya.answer
    assert "Could you mentor" in ana.inbox[-1].text, "nobody is nearer, so the neighbor is asked without waiting"


async def test_those_ahead_in_line_are_counted(stage: Stage) -> None:
    await offers(stage.person("Ruth"), free_times="flexible")
    await asks(stage.person("First"))
    await stage.later(hours=1)
    maya = stage.person("Maya")
    await asks(maya)
    assert "All places are spoken for right now" in maya.answer
    assert "one person is waiting before you" in maya.answer


async def test_the_channel_sees_state_setting_and_topics_only(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya, note="I start in August and feel lost")
    post = stage.channel[-1].text
    assert "Ohio" in post
    assert "Elementary" in post
    assert "Building a schedule" in post
    assert "Maya" not in post
    assert "lost" not in post


async def test_a_fourth_request_of_the_day_waits_for_the_round_up(stage: Stage) -> None:
    for name in ("Ana", "Bea", "Cole", "Dan", "Eve"):
        await asks(stage.person(name))
        await stage.later(minutes=5)
    assert len(stage.channel) == 3
    await stage.later(hours=8)
    assert len(stage.channel) == 4
    assert "2 colleagues looking" in stage.channel[-1].text
    dan = stage.person("Dan")
    await dan.does(MyMentoring())
    request = await _request_of(stage, "Dan")
    await dan.does(WithdrawRequest(request))
    assert "1 colleague looking" in stage.channel[-1].text, "the round-up is edited as people leave it"
    assert "1 request on this list no longer needs help." in stage.channel[-1].text
    assert len(stage.channel) == 4


async def _request_of(stage: Stage, name: str) -> str:
    person = stage.person(name)
    async with stage.storage.read((await stage.storage.communities())[0]) as uow:
        request = await uow.requests.live_of(await person.id())
    assert request is not None
    return request.id


async def test_one_open_request_for_each_mentee(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await maya.does(FindMentor(state="Texas", setting="schools"))
    assert isinstance(maya.last, Rejected)
    assert "already have an open request" in maya.answer


async def test_a_second_look_at_the_form_changes_the_request(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    form = await maya.does(OpenFindMentor())
    await maya.fills(form, state="Kentucky", topics=("goals", "lre"))
    assert "Kentucky" in maya.answer
    assert "Kentucky" in stage.channel[-1].text
    assert len(stage.channel) == 1


async def test_problems_stand_beside_their_fields_and_what_was_typed_comes_back(stage: Stage) -> None:
    maya = stage.person("Maya")
    await maya.does(FindMentor(state="Ontario", setting="castle", topics=("a", "b"), note="n" * 501))
    assert isinstance(maya.last, Rejected)
    assert set(maya.last.problems) == {"state", "setting", "topics", "note"}
    assert "Ontario" in maya.last.problems["state"]
    form = await maya.does(OpenFindMentor())
    assert isinstance(form.view, Form)
    values = {f.name: getattr(f, "value", None) for f in form.view.fields}
    assert values["state"] == "Ontario", "the draft kept it"
    assert values["note"] == "n" * 501


@pytest.mark.parametrize(("given", "shown"), [("OH", "Ohio"), ("ohio", "Ohio"), ("Ontario", "Ontario")])
async def test_a_state_given_beforehand_stands_there_by_its_name(stage: Stage, given: str, shown: str) -> None:
    form = (await stage.person("Maya").does(OpenFindMentor(state=given))).view
    assert isinstance(form, Form)
    field = form.fields[0]
    assert isinstance(field, TextField)
    assert (field.value, field.picks) == (shown, 1)
    assert (shown in field.suggestions) == (shown == "Ohio"), "a list can preselect it, what is unknown stays as typed"


async def test_a_draft_is_forgotten_after_a_day(stage: Stage) -> None:
    maya = stage.person("Maya")
    await maya.does(FindMentor(state="Ontario"))
    await stage.later(hours=26)
    form = await maya.does(OpenFindMentor())
    assert isinstance(form.view, Form)
    assert getattr(form.view.fields[0], "value", None) == ""


async def test_student_information_is_spoken_about_before_it_is_kept(stage: Stage) -> None:
    maya = stage.person("Maya")
    note = "My student Marcus Bell, id # A-204417, needs a sensory plan"
    first = await maya.does(FindMentor(state="OH", setting="elementary", note=note))
    assert isinstance(first.view, Rejected)
    assert "Marcus" in first.view.problems["note"]
    assert not stage.channel
    await maya.does(FindMentor(state="OH", setting="elementary", note="A sensory plan"))
    assert "Your request is in" in maya.answer


async def test_a_false_alarm_of_the_guard_passes_when_sent_again_unchanged(stage: Stage) -> None:
    maya = stage.person("Maya")
    wish = FindMentor(state="OH", setting="elementary", note="my student Kingsbury helps me")
    assert isinstance((await maya.does(wish)).view, Rejected)
    assert isinstance((await maya.does(wish)).view, Message)


async def test_a_mentee_who_waits_is_told_on_day_3_and_7_and_asked_on_day_30(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=14)
    assert ["Day 3" in maya.inbox[0].text, "Day 7" in maya.inbox[1].text] == [True, True]
    assert len(maya.inbox) <= 3, "at most three unasked messages in two weeks of waiting"
    await stage.later(days=20)
    assert "still looking" in maya.inbox[-1].text
    before = len(maya.inbox)
    await maya.presses("Yes, keep looking")
    await stage.later(days=20)
    assert len(maya.inbox) == before, "an answer is enough"


async def test_silence_to_the_question_pauses_after_14_days_with_a_way_back(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=50)
    assert "I paused your request" in maya.inbox[-1].text
    await maya.presses("I am still looking")
    assert "open again" in maya.answer


async def test_widening_asks_allied_professions_in_the_end(stage: Stage) -> None:
    maya, sam = stage.person("Maya"), stage.person("Sam")
    await offers(sam, profession="slp", states="OH", settings=("elementary",))
    await asks(maya, topics=("iep-process",))
    assert not sam.inbox, "first the occupational therapists"
    await stage.later(days=11)
    assert "for process, not for treatment" in sam.inbox[0].text


async def test_an_allied_mentor_is_never_asked_about_treatment(stage: Stage) -> None:
    maya, sam = stage.person("Maya"), stage.person("Sam")
    await offers(sam, profession="slp")
    await asks(maya, topics=("intervention-planning",))
    await stage.later(days=20)
    assert not sam.inbox


async def test_a_pause_ends_by_itself_and_takes_the_proposal_back(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    request = await _request_of(stage, "Maya")
    form = await maya.does(OpenPauseRequest(request))
    await maya.fills(form, until="2026-10-20")
    assert "paused until" in maya.answer
    assert "no longer" not in maya.answer
    assert "no longer needs an answer" in ruth.inbox[-1].text
    await stage.later(days=16)
    assert any("Your pause is over" in card.text for card in maya.inbox)


async def test_a_pause_needs_a_day_to_come(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    form = await maya.does(OpenPauseRequest(await _request_of(stage, "Maya")))
    for wrong in ("2020-01-01", "soonish", "", "2099-01-01"):
        await maya.fills(form, until=wrong)
        assert isinstance(maya.last, Rejected), wrong


async def test_nobody_touches_somebody_elses_request(stage: Stage) -> None:
    maya, mallory = stage.person("Maya"), stage.person("Mallory")
    await asks(maya)
    request = await _request_of(stage, "Maya")
    for action in ("withdraw-request", "widen-request", "open-pause-request", "open-not-with", "still-looking"):
        await mallory.does(decode(f"{action}:{request}"))
        assert isinstance(mallory.last, Rejected), action
        assert "belongs to somebody else" in mallory.answer


async def test_not_with_a_person_means_never_and_takes_a_proposal_back(stage: Stage) -> None:
    maya, boss, ruth = stage.person("Maya"), stage.person("Boss"), stage.person("Ruth")
    await offers(boss)
    await asks(maya)
    assert "Could you mentor" in boss.inbox[-1].text
    await offers(ruth)
    reply = await maya.presses("Not with …")
    await maya.fills(reply, member=await boss.id())
    assert "nobody is told" in maya.answer.lower()
    assert "no longer needs an answer" in boss.inbox[-1].text
    assert "Could you mentor" in ruth.inbox[-1].text


@pytest.mark.memory
async def test_where_too_many_are_known_to_be_listed_anybody_can_be_chosen_all_the_same(stage: Stage) -> None:
    maya, boss = stage.person("Maya"), stage.person("Zelda")
    await offers(boss)
    await asks(maya)

    async def crowd(uow: UnitOfWork) -> None:
        for n in range(MOST_PEOPLE_LISTED):
            await uow.members.add(Member(COMMUNITY, MemberId(new_id()), f"Colleague {n}", stage.clock.now()))

    await stage.storage.write(COMMUNITY, crowd)
    form = await maya.presses("Not with …")
    await maya.fills(form, member=picked(boss.account.user))
    assert "nobody is told" in maya.answer.lower()
    assert isinstance(form.view, Form)
    assert not [field.options for field in form.view.fields if isinstance(field, MemberField) and field.options]
    assert "no longer needs an answer" in boss.inbox[-1].text


async def test_a_boss_is_kept_out_by_district_once_its_name_is_known(stage: Stage) -> None:
    maya, boss = stage.person("Maya"), stage.person("Boss")
    await offers(boss)
    form = await boss.presses("Add details")
    await boss.fills(form, district="Dayton City Schools")
    await asks(maya)
    assert "Could you mentor" in boss.inbox[-1].text
    await maya.fills(await maya.presses("Not with …"), employers=("district",))
    assert "I don't know the name of your district yet" in maya.answer
    await maya.fills(await maya.presses("Add details"), district="dayton city schools")
    assert "no longer needs an answer" in boss.inbox[-1].text
    await boss.presses("I can help with this")
    assert "needs somebody else" in boss.answer, "and stepping forward in the channel is no way around it"
    await stage.later(days=12)
    assert "no longer needs an answer" in boss.inbox[-1].text, "nobody asks again"


async def test_a_boss_who_names_the_agency_later_is_kept_out_from_then_on(stage: Stage) -> None:
    """Also where just this mentor is asked, or has stepped forward; and by a moderator's hand."""
    maya, boss, head = stage.person("Maya"), stage.person("Boss"), stage.person("Head")
    await offers(head, settings=("ltc-snf",))
    await offers(boss)
    await asks(maya)
    await maya.fills(await maya.presses("Not with …"), employers=("agency",))
    await maya.fills(await maya.presses("Add details"), agency="Therapy Partners")
    await head.presses("I can help with this", on=stage.channel[0])
    for person in (boss, head):
        await person.does(MyMentoring())
        await person.fills(await person.presses("Places and details"), agency="THERAPY PARTNERS")
    assert "no longer needs an answer" in boss.inbox[-1].text
    assert "it did not fit" in head.inbox[-1].text
    assert "can no longer take it on" in maya.inbox[-1].text
    await stage.later(days=12)
    assert not any("Yes, I will" in card.buttons for card in boss.inbox)
    async with stage.storage.read(COMMUNITY) as uow:
        (request,), (offer, _) = await uow.requests.open(), await uow.offers.live()
    mo = stage.person("Mo", moderator=True)
    await mo.does(MatchByHand(request.id, offer.id))
    assert "asked not to be matched" in mo.answer


async def test_details_are_optional_and_asked_later(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    form = await ruth.presses("Add details")
    await ruth.fills(form, ways=("phone",), capacity="2")
    assert "Saved" in ruth.answer
    await asks(maya)
    form = await maya.presses("Add details")
    assert isinstance(form.view, Form)
    assert [len(page.fields) for page in form.view.pages] == [5, 1]
    await maya.fills(form, ways=("teleport",))
    assert isinstance(maya.last, Rejected)
    await maya.fills(form, ways=("phone",), rhythm="monthly", sole_ot="yes")
    assert "Saved" in maya.answer
    async with stage.storage.read((await stage.storage.communities())[0]) as uow:
        request = await uow.requests.live_of(await maya.id())
    assert request is not None
    assert (request.ways, request.rhythm, request.sole_ot) == (("phone",), "monthly", True)
