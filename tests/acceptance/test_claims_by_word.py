"""Claims by a moderator's word, and the pairs of a sheet that come along with a claim."""

import asyncio

import pytest
from sqlalchemy import text

from bot.commands import (
    AskModerator,
    Claim,
    MentorAdmin,
    MyMentoring,
    OpenVouch,
    PostCard,
    Vouch,
)
from bot.journey.import_rows import Kind
from bot.views import Form, Message, Rejected, SearchField
from tests.acceptance.cast import matched, offers
from tests.acceptance.reading import plainly
from tests.acceptance.sheets import brings, claims, offer_of, request_of, rows, signed_up, unclaimed
from tests.acceptance.stage import COMMUNITY, Stage


async def test_a_moderators_word_counts_as_much_as_a_code(stage: Stage) -> None:
    await signed_up(stage)
    await signed_up(stage, handle="@bea", name="Bea Quinn")
    mo, ana = stage.person("Mo", moderator=True), stage.person("Ana I.")
    await mo.does(PostCard("sheet"))
    await ana.presses("I have no code", on=stage.channel[-1])
    assert "One of them will look" in ana.answer
    await mo.does(MentorAdmin())
    assert "1 person says they were on the sign-up sheet" in mo.answer
    assert "2 people on the sign-up sheets" in mo.answer
    form = await mo.presses("Who is Ana I.?")
    assert isinstance(form.view, Form)
    (field,) = form.view.fields
    assert isinstance(field, SearchField)
    assert [option.label for option in field.options] == [
        "Ana Ito @ana.ito (mentee)",
        "Bea Quinn @bea (mentee)",
    ], "the most similar name comes first, and nothing is chosen yet"
    assert not field.values
    await mo.fills(form, imported=(field.options[0].value,))
    assert "Ana Ito" in mo.answer
    assert "You asked for a mentor on the sheet" in ana.inbox[-1].text
    await ana.presses("Correct, go ahead")
    assert await request_of(stage, ana) is not None
    await mo.does(MentorAdmin())
    assert "says they were on the sign-up sheet" not in mo.answer


async def test_moderators_with_a_grant_hear_of_it_once(stage: Stage) -> None:
    mo, ana = stage.person("Mo"), stage.person("Ana")
    await mo.does(AskModerator())
    async with stage.database.writer.begin() as connection:
        await connection.execute(text("UPDATE members SET moderator = true WHERE name = 'Mo'"))
    await ana.does(AskModerator())
    await ana.does(AskModerator())
    assert "know already" in ana.answer
    assert len(mo.inbox) == 1
    assert isinstance((await mo.presses("Who is Ana?")).view, Rejected), "nobody is on a sheet"
    await signed_up(stage)
    assert isinstance((await mo.presses("Who is Ana?")).view, Form)


async def test_a_word_for_somebody_who_was_claimed_meanwhile_changes_nothing(stage: Stage) -> None:
    code = await signed_up(stage)
    mo, ana, eve = stage.person("Mo", moderator=True), stage.person("Ana"), stage.person("Eve")
    await eve.does(AskModerator())
    form = await mo.does(OpenVouch(await eve.id()))
    await claims(ana, code)
    assert isinstance(form.view, Form)
    (field,) = form.view.fields
    assert isinstance(field, SearchField)
    await mo.fills(form, imported=(field.options[0].value,))
    assert isinstance(mo.last, Rejected)
    assert "in the meantime" in mo.last.problems["imported"]
    assert not eve.inbox


async def test_a_code_and_a_word_at_the_same_time_have_one_winner(stage: Stage) -> None:
    code = await signed_up(stage)
    mo, ana, eve = stage.person("Mo", moderator=True), stage.person("Ana"), stage.person("Eve")
    for person in (mo, ana, eve):
        await person.does(AskModerator())
    (imported,) = await unclaimed(stage)
    await asyncio.gather(ana.does(Claim(code)), mo.does(Vouch(await eve.id(), imported.id)))
    assert isinstance(ana.last, Message) is not isinstance(mo.last, Message)
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.signups.all()) == 1


@pytest.mark.memory
async def test_the_word_of_somebody_who_is_no_moderator_any_more_counts_nothing(stage: Stage) -> None:
    await signed_up(stage)
    mo, eve = stage.person("Mo", moderator=True), stage.person("Eve")
    await eve.does(AskModerator())
    form = await mo.does(OpenVouch(await eve.id()))
    stage.platform.moderators.clear()
    (imported,) = await unclaimed(stage)
    await mo.fills(form, imported=(imported.id,))
    assert "for the moderators" in mo.answer
    assert len(await unclaimed(stage)) == 1


async def test_vouching_for_nobody_or_with_nobody_is_said_clearly(stage: Stage) -> None:
    await signed_up(stage)
    mo = stage.person("Mo", moderator=True)
    await mo.does(OpenVouch("unknown"))
    assert "not a member" in mo.answer
    await mo.does(AskModerator())
    await mo.does(Vouch(await mo.id(), ""))
    assert isinstance(mo.last, Rejected)
    assert "choose a person" in mo.last.problems["imported"]
    (imported,) = await unclaimed(stage)
    await mo.does(OpenVouch(imported.id))
    assert "not a member" in mo.answer, "an imported person can't be given another one's row"


# Pairs of a sheet


PAIR = {"mentor": "@Zoe.Munoz", "mentee": "ana.ito", "since": "9/1/2026", "rhythm": "monthly"}


async def test_a_mentor_who_claims_brings_the_pairs_of_the_sheet(stage: Stage) -> None:
    code = await signed_up(stage, mentor=True)
    await brings(stage, Kind.PAIRS, rows(PAIR))
    zoe = stage.person("Zoe")
    await claims(zoe, code)
    await zoe.presses("Correct, go ahead")
    offer = await offer_of(stage, zoe)
    assert offer is not None
    assert (offer.taken, offer.capacity) == (1, 2)
    await zoe.does(MyMentoring())
    assert "1 of 2 free" in zoe.answer
    assert "ana.ito" not in zoe.answer, "the partner has not claimed yet"


async def test_a_mentor_with_an_offer_who_claims_pairs_looks_busy_at_once(stage: Stage) -> None:
    report = await brings(stage, Kind.PAIRS, rows(PAIR))
    codes = {person.handle: person.code for person in report.people}
    zoe, ana = stage.person("Zoe"), stage.person("Ana")
    await offers(zoe)
    assert "Your pair is on record" in await claims(zoe, codes["zoe.munoz"])
    offer = await offer_of(stage, zoe)
    assert offer is not None
    assert (offer.taken, offer.capacity) == (1, 1)
    await claims(ana, codes["ana.ito"])
    await zoe.does(MyMentoring())
    assert "You mentor Ana" in plainly(zoe.last)
    assert not zoe.inbox, "nobody was introduced or written to"
    assert not ana.inbox


async def test_nobody_can_claim_both_halves_of_a_pair(stage: Stage) -> None:
    report = await brings(stage, Kind.PAIRS, rows(PAIR))
    first, second = (person.code for person in report.people)
    zoe, ana = stage.person("Zoe"), stage.person("Ana")
    await claims(zoe, first)
    await zoe.does(Claim(second))
    assert isinstance(zoe.last, Rejected)
    assert "your own partner" in zoe.answer
    assert "Your pair is on record" in await claims(ana, second), "the code is not spent"


async def test_a_pair_of_the_sheet_that_the_bot_matched_too_is_one_pair(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    report = await brings(stage, Kind.PAIRS, rows({**PAIR, "mentor": "ruth.b", "mentee": "maya.c"}))
    codes = {person.handle: person.code for person in report.people}
    await claims(ruth, codes["ruth.b"])
    await claims(maya, codes["maya.c"])
    async with stage.storage.read(COMMUNITY) as uow:
        (match,) = await uow.matches.live_of(await maya.id())
    assert match.request is not None, "the one that the bot made goes on"
    offer = await offer_of(stage, ruth)
    assert offer is not None
    assert offer.taken == 1, "and takes one place"
