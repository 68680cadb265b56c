"""From the sign-up sheet to a request or an offer: a single-use code or a moderator's word, then one tap."""

import asyncio
import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.commands import (
    AskModerator,
    Claim,
    ConfirmClaimed,
    MyMentoring,
    OnTheSheet,
    encode,
)
from bot.domain.schedule import Rhythm
from bot.journey.claiming import GROUP, SYMBOLS, new_code
from bot.journey.import_rows import Kind
from bot.texts.claiming import NOT_A_CODE, TOO_MANY
from bot.views import Form, Message, Rejected
from storage.types import database_now
from tests.acceptance.cast import asks, offers
from tests.acceptance.reading import plainly
from tests.acceptance.sheets import MENTEE, brings, claims, offer_of, request_of, rows, signed_up, unclaimed
from tests.acceptance.stage import COMMUNITY, Stage, standing

# By code


async def test_a_code_and_one_tap_make_the_request_of_the_sheet(stage: Stage) -> None:
    code = await signed_up(stage)
    ana = stage.person("Ana")
    said = await claims(ana, code)
    assert "State: Ohio" in said
    assert "Setting: Elementary school" in said
    assert "How often: Every two weeks" in said
    assert "without your name" in said, "consent stands above the button"
    assert await request_of(stage, ana) is None, "nothing is made before the owner confirms"
    await ana.presses("Correct, go ahead")
    assert "Your request is in" in ana.answer
    request = await request_of(stage, ana)
    assert request is not None
    assert (request.state, request.setting, request.topics) == ("OH", "elementary", ("section-504", "mtss-rti"))
    assert (request.rhythm, request.sole_ot) == (Rhythm.EVERY_TWO_WEEKS, True)
    assert request.note == "First IEP meeting next week"
    assert request.ways == ("in-person", "phone", "video")
    assert request.free_times is not None
    assert not await unclaimed(stage)


async def test_a_mentors_code_makes_the_offer_with_its_places(stage: Stage) -> None:
    code = await signed_up(stage, mentor=True)
    zoe = stage.person("Zoe")
    said = await claims(zoe, code)
    assert "States: Ohio, Kentucky" in said
    assert "Years in schools: 6" in said
    await zoe.presses("Correct, go ahead")
    offer = await offer_of(stage, zoe)
    assert offer is not None
    assert (offer.states, offer.settings, offer.capacity) == (("OH", "KY"), ("elementary",), 2)
    assert offer.topics == ("iep-process", "evaluation-eligibility")
    assert offer.ways == ("video",)
    async with stage.storage.read(COMMUNITY) as uow:
        member = await uow.members.get(await zoe.id())
    assert member is not None
    assert member.zone == "America/New_York"
    assert member.consented_at is not None
    assert not member.zone_confirmed


async def test_the_two_of_a_sheet_are_matched_like_everybody_else(stage: Stage) -> None:
    ana, zoe = stage.person("Ana"), stage.person("Zoe")
    for person, code in ((zoe, await signed_up(stage, mentor=True)), (ana, await signed_up(stage))):
        await claims(person, code)
        await person.presses("Correct, go ahead")
    await stage.later(hours=1)
    await zoe.presses("Yes, I will")
    await ana.does(MyMentoring())
    assert "Your mentor is Zoe" in plainly(ana.last)


async def test_change_something_opens_the_form_as_the_sheet_says(stage: Stage) -> None:
    code = await signed_up(stage)
    ana = stage.person("Ana")
    await claims(ana, code)
    form = await ana.presses("Change something")
    assert isinstance(form.view, Form)
    values = standing(form.view)
    assert values["state"] == "Ohio"
    assert values["setting"] == ("elementary",)
    assert values["note"] == "First IEP meeting next week"
    await ana.fills(form, state="Kentucky")
    request = await request_of(stage, ana)
    assert request is not None
    assert request.state == "KY"


async def test_what_the_sheet_did_not_say_is_asked_and_not_invented(stage: Stage) -> None:
    code = await signed_up(stage, mentor=True, years_in_schools="")
    zoe = stage.person("Zoe")
    said = await claims(zoe, code)
    assert "Not on the sheet, and needed: Years in schools." in said
    form = await zoe.presses("Complete it")
    assert isinstance(form.view, Form)
    assert standing(form.view)["states"] == "Ohio, Kentucky"
    await zoe.fills(form, years="4")
    offer = await offer_of(stage, zoe)
    assert offer is not None
    assert offer.years == 4
    await zoe.does(ConfirmClaimed("mentor"))
    assert "kept that one" in zoe.answer
    await zoe.does(MyMentoring())
    assert "sign-up sheet" not in zoe.answer


async def test_who_was_on_both_sheets_confirms_each_half_by_itself(stage: Stage) -> None:
    code = await signed_up(stage, mentor=True)
    report = await brings(stage, Kind.MENTEES, rows({**MENTEE, "handle": "zoe.munoz"}))
    assert not report.people, "the same handle is the same person, who has a code already"
    zoe = stage.person("Zoe")
    said = await claims(zoe, code)
    assert "You asked for a mentor on the sheet" in said
    assert "You offered to mentor on the sheet" in zoe.inbox[-1].text
    await zoe.presses("Correct, go ahead")
    assert (await request_of(stage, zoe), await offer_of(stage, zoe)) != (None, None)
    assert await offer_of(stage, zoe) is None, "one tap confirms what was seen, no more"
    await zoe.presses("Correct, go ahead", on=zoe.inbox[-1])
    assert await offer_of(stage, zoe) is not None


async def test_confirming_twice_makes_one_request(stage: Stage) -> None:
    code = await signed_up(stage)
    ana = stage.person("Ana")
    await claims(ana, code)
    first = await ana.does(ConfirmClaimed("mentee"), event="the-same")
    assert await ana.does(ConfirmClaimed("mentee"), event="the-same") == first
    await ana.does(ConfirmClaimed("mentee"))
    assert "nothing from the sign-up sheet left" in ana.answer


async def test_a_request_made_in_the_meantime_is_kept(stage: Stage) -> None:
    code = await signed_up(stage)
    ana = stage.person("Ana")
    await asks(ana, state="Wyoming")
    await claims(ana, code)
    await ana.presses("Correct, go ahead")
    assert "kept that one" in ana.answer
    request = await request_of(stage, ana)
    assert request is not None
    assert request.state == "WY"


async def test_what_is_not_confirmed_yet_stands_on_my_card(stage: Stage) -> None:
    code = await signed_up(stage)
    ana = stage.person("Ana")
    await claims(ana, code)
    await stage.later(days=3)
    await ana.does(MyMentoring())
    assert "You asked for a mentor on the sheet" in ana.answer
    await ana.presses("Correct, go ahead")
    assert await request_of(stage, ana) is not None


async def test_the_guard_speaks_before_a_note_of_the_sheet_goes_out(stage: Stage) -> None:
    """The import leaves such notes out; one that came in before the guard knew the pattern is caught here."""
    code = await signed_up(stage)
    ana = stage.person("Ana")
    await claims(ana, code)
    table = 'UPDATE signups SET "values" = replace("values", :old, :new)'
    async with stage.database.writer.begin() as connection:
        swap = {"old": "First IEP meeting next week", "new": "My student Marcus Bell, DOB 3/4/2015"}
        await connection.execute(text(table), swap)
    await ana.does(ConfirmClaimed("mentee"))
    assert isinstance(ana.last, Rejected)
    assert "student" in ana.last.sentence
    assert "Change something" in ana.last.sentence
    assert await request_of(stage, ana) is None


# What a code is worth


def test_codes_are_two_groups_of_an_alphabet_without_twins() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("01ILOU") & set(SYMBOLS)
    for code in codes:
        first, second = code.split("-")
        assert len(first) == len(second) == GROUP
        assert set(first + second) <= set(SYMBOLS)


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c[:2]} {c[2:]} "])
async def test_case_dashes_and_spaces_do_not_matter(stage: Stage, typed: object) -> None:
    code = await signed_up(stage)
    assert callable(typed)
    assert "You asked for a mentor" in await claims(stage.person("Ana"), typed(code))


async def test_only_the_hash_of_a_code_is_kept(stage: Stage) -> None:
    code = await signed_up(stage)
    async with stage.database.reader.begin() as connection:
        kept = (await connection.execute(text("SELECT code_hash FROM claims"))).scalar_one()
    assert kept == hashlib.sha256(code.replace("-", "").encode()).hexdigest()


async def test_wrong_used_and_expired_codes_get_the_same_sentence(stage: Stage) -> None:
    used, expired = await signed_up(stage), await signed_up(stage, handle="@other", name="Other One")
    await claims(stage.person("Ana"), used)
    async with stage.database.writer.begin() as connection:
        table = text("UPDATE claims SET expires_at = :then").bindparams()
        then = (await connection.execute(database_now(timedelta(seconds=-1)).select())).scalar_one()
        dialect = connection.dialect.name
        value = then if dialect == "postgresql" else then.isoformat(timespec="microseconds")[:-6] + "Z"
        await connection.execute(table, {"then": value})
    eve = stage.person("Eve")
    for code in ("7KQM-X2RD", used, expired, "", "x" * 100_000, "' OR 1=1 --"):
        await eve.does(Claim(code))
        assert isinstance(eve.last, Rejected)
        assert eve.last.problems == {"code": NOT_A_CODE if code != "' OR 1=1 --" else TOO_MANY}
    assert "Other" not in eve.answer


async def test_after_five_wrong_codes_even_the_right_one_waits_an_hour(stage: Stage) -> None:
    code = await signed_up(stage)
    eve = stage.person("Eve")
    for _ in range(5):
        await eve.does(Claim("WRON-GCDE"))
        assert eve.answer.startswith(NOT_A_CODE)
    stage.bot = stage.new_bot()
    await eve.does(Claim(code))
    assert eve.answer.startswith(TOO_MANY), "the count survives a restart"
    assert "You asked for a mentor" in await claims(stage.person("Ana"), code), "others are not held up"
    await stage.later(minutes=61)
    await eve.does(Claim(code))
    assert eve.answer.startswith(NOT_A_CODE)


@pytest.mark.memory
async def test_wrong_codes_at_the_same_time_are_all_counted(stage: Stage) -> None:
    eve = stage.person("Eve")
    await eve.does(MyMentoring())
    await eve.does(AskModerator())
    await asyncio.gather(*(eve.does(Claim(f"WRON-GCD{n}")) for n in range(8)))
    refused = [reply.view.sentence for reply in eve.replies if isinstance(reply.view, Rejected)]
    assert sorted(refused) == sorted([NOT_A_CODE] * 5 + [TOO_MANY] * 3)


async def test_of_two_who_claim_one_code_at_the_same_time_one_wins(stage: Stage) -> None:
    code = await signed_up(stage)
    people = [stage.person(name) for name in ("Ana", "Eve", "Mallory")]
    for person in people:
        await person.does(AskModerator())
    await asyncio.gather(*(person.does(Claim(code)) for person in people))
    winners = [person for person in people if isinstance(person.last, Message)]
    assert len(winners) == 1
    assert all(person.answer.startswith(NOT_A_CODE) for person in people if person not in winners)
    assert not await unclaimed(stage)
    async with stage.storage.read(COMMUNITY) as uow:
        (signup,) = await uow.signups.all()
    assert signup.member == await winners[0].id()


async def test_the_same_press_twice_claims_once_and_says_the_same(stage: Stage) -> None:
    code = await signed_up(stage)
    ana = stage.person("Ana")
    first = await ana.does(Claim(code), event="the-same")
    assert await ana.does(Claim(code), event="the-same") == first


async def test_a_name_or_handle_alone_claims_nothing(stage: Stage) -> None:
    await signed_up(stage, handle="@impostor", name="Impostor")
    impostor = stage.person("Impostor")
    await impostor.does(MyMentoring())
    assert "have not asked for a mentor" in impostor.answer
    await impostor.does(ConfirmClaimed("mentee"))
    assert "nothing from the sign-up sheet" in impostor.answer
    assert len(await unclaimed(stage)) == 1


# Nobody sees them


async def test_imported_people_are_invisible_until_they_claim(stage: Stage) -> None:
    await signed_up(stage, mentor=True)
    await signed_up(stage)
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=4)
    assert "place free" not in maya.answer
    assert not any("Zo" in card.text or "Ana" in card.text for card in stage.platform.cards)
    for command in (MyMentoring(), OnTheSheet(), AskModerator()):
        await maya.does(command)
        assert "Zo" not in maya.answer, encode(command)
    await offers(stage.person("Ruth"), states="Texas")
    async with stage.storage.read(COMMUNITY) as uow:
        everyone = await uow.members.everyone()
    assert sorted(member.name for member in everyone) == ["Maya", "Ruth"]
