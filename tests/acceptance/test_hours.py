"""The hours log: what both confirmed, cleared up when somebody wants it, signed, and as files that others can read."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from adapters.documents import Drawings
from bot.commands import (
    DidNotTakePlace,
    EndMatch,
    HoursFiles,
    HoursMissing,
    MyMentoring,
    OpenHoursFiles,
    ReviewMeetings,
    ShowHours,
    SignHours,
    TookPlace,
)
from bot.domain.status import SessionStatus
from bot.views import ChoiceField, File, Form, Message, View
from tests.acceptance.pair import about, agree_on, agreed, events, match_of, matched, refused, sessions_of
from tests.acceptance.reading import plainly
from tests.acceptance.stage import Person, Stage

DRAWINGS = Drawings()
GOALS = "Write goals that can be measured"


async def met(stage: Stage, *answers: tuple[str, str], goals: str = GOALS) -> tuple[Person, Person]:
    """A weekly schedule, and after each meeting what Maya and Ruth say of it; an empty answer is none."""
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, weeks="12", goals=goals)
    await stage.later(days=2)
    for of_maya, of_ruth in answers:
        for person, label in ((maya, of_maya), (ruth, of_ruth)):
            if label:
                (asked,) = [card for card in person.inbox if label in card.buttons][-1:]
                await person.presses(label, on=asked)
        await stage.later(days=7)
    return maya, ruth


async def opens(stage: Stage, person: Person) -> str:
    await person.does(ShowHours((await match_of(stage, person)).id))
    return plainly(person.last)


async def files(view: View) -> tuple[PdfReader, list[dict[str, str]]]:
    """The two files of an answer, read by others than who wrote them."""
    assert isinstance(view, Message), view
    paper, sheet = [part for part in view.parts if isinstance(part, File)]
    assert (paper.name, sheet.name) == ("hours-log.pdf", "hours-log.csv")
    table = (await DRAWINGS.file(sheet.document)).decode("utf-8-sig")
    return PdfReader(BytesIO(await DRAWINGS.file(paper.document))), list(csv.DictReader(StringIO(table)))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


async def test_a_meeting_counts_once_both_have_said_so_and_only_they_see_it(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"), ("Met", ""), ("Met", "Not yet"), ("Not yet", "Not yet"))
    for person in (maya, ruth):
        shown = await opens(stage, person)
        assert "Confirmed by both: 1 meeting, 45 minutes" in shown
        assert "Not decided: 3 meetings" in shown  # the last one is over, and nobody has said anything of it
        assert "not been confirmed by both of you" in shown

    nora, match = stage.person("Nora"), await match_of(stage, maya)
    session = (await sessions_of(stage, maya))[0].id
    for command in (
        ShowHours(match.id),
        ReviewMeetings(match.id),
        SignHours(match.id, "1-45"),
        HoursMissing(match.id),
        OpenHoursFiles(match.id),
        HoursFiles(match.id, "none"),
        TookPlace(session),
        DidNotTakePlace(session),
    ):
        await nora.does(command)
        refused(nora, "another pair")
    assert await events(stage, "hours-signed", "hours-files") == []


async def test_clearing_up_asks_one_by_one_and_shows_nobodys_answer(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"), ("Met", "Not yet"), ("Met", "Not yet"), ("Met", "Met"))
    first, second = [s for s in await sessions_of(stage, maya) if s.status is SessionStatus.UNCLEAR]
    before = len(ruth.inbox)
    await opens(stage, maya)
    await maya.presses("Go through 3 meetings")
    asked = plainly(maya.last)
    assert "Did your meeting with Ruth on Tue, Oct 13, 19:00 UTC take place? It was planned for 45 minutes." in asked
    assert "2 more meetings after this one" in asked
    for said in ("Met", "met", "yet", "differ", "said"):
        assert said not in asked.replace("both of you say", ""), said
    await maya.presses("It took place")
    assert "Oct 20" in maya.answer
    await maya.presses("I don't remember")
    await maya.presses("It did not")
    assert "where not, it stays out" in maya.answer
    assert "Confirmed by both: 2 meetings" in plainly(maya.last)

    await opens(stage, ruth)
    await ruth.presses("Go through 3 meetings")
    await ruth.presses("It took place")
    await ruth.presses("It took place")
    await ruth.presses("Back to the log")
    assert "Confirmed by both: 4 meetings, 3 hours" in plainly(ruth.last)
    cleared = {s.id: s.status for s in await sessions_of(stage, maya)}
    assert (cleared[first.id], cleared[second.id]) == (SessionStatus.HELD, SessionStatus.HELD)
    assert len(ruth.inbox) == before


async def test_signing_asks_the_other_once_and_with_one_reminder(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"), ("Met", "Met"))
    await opens(stage, maya)
    await maya.presses("Sign and ask my partner to sign")
    assert "You have signed. Ruth is asked to sign, too" in maya.answer
    assert "You: signed on Wed, Oct 21, 2026 for 2 meetings, up to that of Tue, Oct 13, 2026" in plainly(maya.last)
    assert "Ruth: not signed" in plainly(maya.last)
    (asked,) = about(ruth.inbox, "asks you to sign the log of your hours")
    assert {"Sign", "Something is missing"} <= set(asked.buttons)
    assert "You need not answer" in asked.text

    press = SignHours((await match_of(stage, maya)).id, "2-90")
    for event in ("press", "press", "again"):
        await maya.does(press, event=event)
    assert "Ruth was asked on Wed, Oct 21" in maya.answer
    assert await events(stage, "hours-signed") == ["hours-signed"]
    await stage.later(days=40)
    assert [card.first[:10] for card in about(ruth.inbox, "asks you to sign")] == ["Maya asks ", "A reminder"]
    assert await events(stage, "hours-asked") == ["hours-asked"]

    await ruth.presses("Sign")
    assert "Maya hears that you have signed" in ruth.answer
    (told,) = about(maya.inbox, "Ruth has signed the log of your hours")
    assert "Get the files" in told.buttons
    assert await events(stage, "hours-signed") == ["hours-signed", "hours-signed"]
    await ruth.presses("Sign", on=asked)
    assert len(about(maya.inbox, "Ruth has signed the log of your hours")) == 1
    await maya.does(press)
    refused(maya, "Both of you have signed all of this log already")


async def test_a_sign_off_covers_what_was_seen_and_signed_and_nothing_later(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"), ("Met", "Not yet"))
    await opens(stage, maya)
    await maya.presses("Sign and ask my partner to sign")
    unclear = next(s.id for s in await sessions_of(stage, ruth) if s.status is SessionStatus.UNCLEAR)
    await ruth.does(TookPlace(unclear))
    await ruth.presses("Sign", on=about(ruth.inbox, "asks you to sign")[0])
    assert "The log has changed since you saw it, so nothing was signed" in ruth.answer
    assert "Confirmed by both: 2 meetings" in plainly(ruth.last)
    await ruth.presses("Sign", on=about(ruth.inbox, "The log has changed")[0])
    told = about(maya.inbox, "Ruth has signed the log of your hours")[-1]
    assert "for 1 meeting, up to that of Tue, Oct 6, 2026; 1 meeting confirmed after that" in told.text
    assert len(about(maya.inbox, "asks you to sign")) == 0
    await maya.does(HoursFiles((await match_of(stage, maya)).id, "none"))
    pdf, rows = await files(maya.last)
    assert "1 meeting of this log is not signed by Maya." in words(pdf)
    assert [(row["signed_by_mentee"], row["signed_by_mentor"]) for row in rows] == [
        ("2026-10-21", "2026-10-21"),
        ("", "2026-10-21"),
    ]
    await maya.presses("Sign", on=told)
    assert "Both of you have signed all of it" in maya.answer


async def test_something_is_missing_is_all_that_is_passed_on(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"), ("Met", "Not yet"))
    await opens(stage, maya)
    await maya.presses("Sign and ask my partner to sign")
    await ruth.presses("Something is missing")
    assert "Maya hears that something is missing" in ruth.answer
    assert "Meetings that I did not plan can't be added" in ruth.answer
    (told,) = about(maya.inbox, "says that something is missing in the log of your hours")
    assert "Go through 2 meetings" in told.buttons
    await ruth.does(HoursMissing((await match_of(stage, ruth)).id))
    refused(ruth, "no question to you about this log that is still open")
    await stage.later(days=30)
    assert about(ruth.inbox, "A reminder, the only one") == []
    assert len(about(maya.inbox, "says that something is missing")) == 1


async def test_the_files_tell_all_of_it_and_who_has_not_signed(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"), ("Met", "Met"), ("Met", "Met"))
    await opens(stage, maya)
    await maya.presses("Sign and ask my partner to sign")
    form = await maya.presses("Get the files")
    assert isinstance(form.view, Form)
    (rule,) = form.view.fields
    assert isinstance(rule, ChoiceField)
    assert [option.value for option in rule.options] == ["nbcot-mentee", "or", "ca-mentee", "nc", "none"]
    await maya.fills(form, rule="nbcot-mentee")
    assert "about 1 PDU for 2 hours 15 minutes, rounded down" in maya.answer
    assert "Confidence: low to medium (the row that counts today was not seen" in maya.answer
    assert "No board has approved this log" in maya.answer
    pdf, rows = await files(maya.last)
    text = words(pdf)
    for said in (
        "Mentoring hours log: Maya and Ruth",
        "3 meetings, 2 hours 15 minutes as scheduled",
        "Agreed by both on Mon, Oct 5, 2026",
        "Every week on Tuesday, 45 minutes, for 12 weeks",
        "Write goals that can be measured",
        "Topics Building a schedule",
        "Mentee Maya: signed on Wed, Oct 28, 2026 for 3 meetings, up to that of Tue, Oct 20, 2026",
        "Mentor Ruth: not signed",
        "This log is not signed by Ruth.",
        "1 Tue, Oct 6, 2026 3:00 PM Eastern 45 Video call mentee",
        "1 PDU for every full 2 hours, at most 18 PDUs in 3 years",
        "Date of the rule Not known",
        "No board has approved this log.",
        "Page 1 of",
    ):
        assert said in text, (said, text)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Mentoring hours log: Maya and Ruth"
    assert str(pdf.root_object["/Lang"]) == "en-US"
    assert [row["date"] for row in rows] == ["2026-10-06", "2026-10-13", "2026-10-20"]
    assert rows[0] == {
        "number": "1",
        "date": "2026-10-06",
        "time": "15:00",
        "time_zone": "America/New_York",
        "minutes": "45",
        "way": "Video call",
        "topics": "Building a schedule",
        "goals": "Write goals that can be measured",
        "mentee": "Maya",
        "mentor": "Ruth",
        "signed_by_mentee": "2026-10-28",
        "signed_by_mentor": "",
    }
    assert about(ruth.inbox, "hours-log") == []


async def test_the_log_outlives_the_match(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"))
    await ruth.does(EndMatch((await match_of(stage, ruth)).id))
    for person in (maya, ruth):
        await person.does(MyMentoring())
        await person.presses(f"Hours with {'Ruth' if person is maya else 'Maya'}")
        assert "Confirmed by both: 1 meeting" in plainly(person.last)
    await maya.presses("Sign and ask my partner to sign")
    await ruth.presses("Sign")
    await maya.presses("Get the files")
    await maya.fills(maya.replies[-1], rule="none")
    pdf, _ = await files(maya.last)
    assert "not signed" not in words(pdf)

    form = await ruth.does(OpenHoursFiles((await match_of(stage, ruth)).id))
    await ruth.fills(form, rule="ca-mentor")
    assert "No estimate: what the rule (date not known) gives is not known here" in ruth.answer
    await ruth.does(HoursFiles((await match_of(stage, ruth)).id, "ca-mentee"))
    assert "Please choose a rule from the list" in ruth.answer


async def test_without_a_meeting_there_is_nothing_to_sign_or_to_write(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    assert "Confirmed by both: no meeting yet" in await opens(stage, maya)
    assert "There is nothing to do here yet" in maya.answer
    match = (await match_of(stage, maya)).id
    await maya.does(SignHours(match, "0-0"))
    refused(maya, "nothing to sign yet")
    for command in (OpenHoursFiles(match), HoursFiles(match, "none")):
        await maya.does(command)
        refused(maya, "No meeting is in your hours log yet")
    await maya.does(ReviewMeetings(match))
    assert "There is no meeting left to go through" in maya.answer
    await maya.does(TookPlace((await sessions_of(stage, maya))[0].id))
    refused(maya, "This meeting is not over yet")
    assert about(ruth.inbox, "sign") == []


@pytest.mark.slack
async def test_who_has_left_is_not_asked_and_the_log_says_so(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"))
    await ruth.leaves()
    await opens(stage, maya)
    await maya.presses("Sign and ask my partner to sign")
    assert "Ruth can't be asked" in maya.answer
    assert about(ruth.inbox, "asks you to sign") == []
    await maya.does(HoursFiles((await match_of(stage, maya)).id, "none"))
    assert "This log is not signed by Ruth." in words((await files(maya.last))[0])


@pytest.mark.memory
async def test_who_is_asked_at_night_hears_of_it_in_the_morning_and_not_at_all_once_signed(stage: Stage) -> None:
    maya, ruth = await met(stage, ("Met", "Met"))
    await stage.later(hours=13)
    await opens(stage, maya)
    await maya.presses("Sign and ask my partner to sign")
    assert about(ruth.inbox, "asks you to sign") == []
    await opens(stage, ruth)
    await ruth.presses("Sign")
    await stage.until(stage.clock.now() + timedelta(days=20))
    assert about(ruth.inbox, "asks you to sign") == []
