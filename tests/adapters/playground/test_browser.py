"""The playground in a real browser: forms, buttons, talk and the clock, by mouse and by keyboard."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.playground.app import SPACE
from adapters.playground.chatlog import ChatLog
from adapters.playground.messenger import PlaygroundMessenger
from bot.commands import FindMentor
from bot.ports.platforms import Channel, DirectMessage, OutboxKey, UserId
from tests.adapters.playground.cards import START, card
from tests.adapters.playground.conftest import account
from tests.adapters.playground.rehearsal import Planned, Rehearsal
from tests.adapters.playground.windows import enter, focus, window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
MAYA = UserId("maya")


async def test_a_request_is_sent_by_mouse(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    await page.goto(url)
    await page.get_by_role("link", name="Maya Chen").click()
    await page.get_by_role("button", name="Find a mentor").click()
    dialog = page.get_by_role("dialog", name="Find a mentor")
    await dialog.get_by_label("State you work in").fill("Ohio")
    await dialog.get_by_label("Setting").select_option("hospital")
    await dialog.get_by_label("Filter the list: Topics").fill("case")
    await dialog.get_by_label("Caseload").check()
    await dialog.get_by_role("button", name="Send").click()
    answer = page.get_by_role("article").last
    await expect(answer).to_contain_text("Your request is in line")
    await expect(answer).to_contain_text("Only you can see this")
    await expect(dialog).to_be_hidden()
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital", ("caseload",))


async def test_a_request_is_sent_by_keyboard_alone(page: Page, url: str, rehearsal: Rehearsal) -> None:
    await page.goto(url)
    for _ in range(30):
        await page.keyboard.press("Tab")
        if "Maya Chen" in await focus(page):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("body")).to_have_attribute("data-connected", "")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await focus(page) == "say"
    await page.keyboard.type("/fi")
    box = page.get_by_role("combobox", name="Message, or / for a command")
    await expect(box).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/find-mentor")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Ohio")
    await expect(box).to_have_value("/find-mentor state:Ohio")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await focus(page) == "field-state"
    await expect(page.get_by_label("State you work in")).to_have_value("Ohio")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Hosp")
    while await focus(page) != "Send":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article").last).to_contain_text("Your request is in line")
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital")
    assert await focus(page) == "say"


async def test_a_rejected_form_keeps_everything_and_leads_to_what_is_wrong(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Find a mentor").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Caseload").check()
    await dialog.get_by_label("Note").fill("n" * 205)
    await expect(dialog.get_by_text("5 characters too many.")).to_be_visible()
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("alert")).to_be_focused()
    await expect(dialog.get_by_role("alert")).to_contain_text("Note: The note has 205 characters")
    await expect(dialog.get_by_label("Note")).to_have_value("n" * 205)
    await expect(dialog.get_by_role("checkbox", name="Caseload")).to_be_checked()
    state = dialog.get_by_label("State you work in")
    await expect(state).to_have_attribute("aria-invalid", "true")
    await expect(state).to_have_accessible_description(re.compile("Please tell us your state."))
    await dialog.get_by_role("link", name="State you work in").click()
    await expect(state).to_be_focused()
    await state.fill("Ohio")
    await dialog.get_by_label("Setting").select_option("hospital")
    await dialog.get_by_label("Note").fill("short")
    await dialog.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("article").last).to_contain_text("You wrote: short")
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital", ("caseload",), note="short")


@pytest.mark.parametrize("way", ["Escape", "Cancel", "Close without sending"])
async def test_a_dialog_closes_without_sending_and_returns_the_focus(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal, way: str
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Find a mentor").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("State you work in")).to_be_focused()
    if way == "Escape":
        await page.keyboard.press("Escape")
    else:
        await dialog.get_by_label(way).or_(dialog.get_by_role("button", name=way, exact=True)).click()
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="Find a mentor")).to_be_focused()
    assert rehearsal.acted == {"open-find-mentor": 1}


async def test_a_double_click_acts_once(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal, chat: ChatLog
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Details").dblclick()
    await expect(page.get_by_text("Details of m1, shown 1×.")).to_be_visible()
    await page.get_by_role("button", name="Accept").dblclick()
    await expect(page.get_by_text("Accepted 1 time.")).to_be_visible()
    assert rehearsal.acted == {"match-details": 1, "accept": 1}
    assert len(chat.messages("channel", MAYA, 10)) == 2


async def test_the_focus_stays_with_a_card_that_changes(page: Page, url: str, messenger: PlaygroundMessenger) -> None:
    place = await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Accept").press("Enter")
    await expect(page.get_by_text("Accepted 1 time.")).to_be_visible()
    assert await focus(page) == f"message-{place.message}"


async def test_messages_arrive_live_with_unread_marks(
    page: Page, url: str, messenger: PlaygroundMessenger, chat: ChatLog
) -> None:
    await enter(page, url)
    place = await messenger.send(Channel(SPACE, "channel"), card("Fresh from the channel"), OutboxKey("1"))
    await expect(page.get_by_role("log")).to_contain_text("Fresh from the channel")
    await messenger.update(Channel(SPACE, "channel"), place, card("Changed in the channel"))
    await expect(page.get_by_role("log")).to_contain_text("Changed in the channel")
    await messenger.send(DirectMessage(account("maya")), card("For Maya"), OutboxKey("2"))
    link = page.get_by_role("navigation", name="Conversations").get_by_role("link", name="mentorbot")
    await expect(link).to_have_accessible_name(re.compile("1 unread message"))
    await expect(page.get_by_role("status").filter(has_text="New messages in mentorbot.")).to_have_count(1)
    await expect(page).to_have_title(re.compile(r"^\(1\) "))
    await link.click()
    await expect(page.get_by_role("log")).to_contain_text("For Maya")
    await expect(link).to_have_accessible_name(re.compile("^mentorbot$"))
    assert (chat.unread(MAYA, "channel"), chat.unread(MAYA, "dm-maya")) == (0, 0)


async def test_two_people_talk(browser: Browser, page: Page, url: str) -> None:
    async with window(browser) as context:
        other = await context.new_page()
        await enter(other, url, "/as/jo/channel")
        await enter(page, url)
        await page.get_by_role("combobox").fill("<img src=x onerror=alert(1)> @everyone")
        await page.keyboard.press("Enter")
        await expect(other.get_by_role("article")).to_contain_text("<img src=x onerror=alert(1)> @everyone")
        await expect(page.get_by_role("combobox")).to_have_value("")


async def test_a_mistyped_command_is_explained_and_kept(page: Page, url: str) -> None:
    await enter(page, url)
    box = page.get_by_role("combobox")
    await box.fill("/find-mentr")
    await box.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Did you mean /find-mentor?")
    await expect(box).to_have_value("/find-mentr")
    await expect(box).to_have_accessible_description(re.compile("Did you mean"))


async def test_no_more_than_the_most_can_be_ticked_and_chips_remove(
    page: Page, url: str, messenger: PlaygroundMessenger
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Find a mentor").click()
    topics = page.get_by_role("group", name="Topics")
    for topic in ("Caseload", "Meetings", "Families"):
        await topics.get_by_label(topic, exact=True).check()
    await expect(topics.get_by_label("Handwriting")).to_be_disabled()
    await expect(topics.get_by_text("Choose up to 3; 3 chosen.")).to_be_visible()
    await topics.get_by_role("button", name="Remove Meetings").click()
    await expect(topics.get_by_label("Meetings", exact=True)).not_to_be_checked()
    await expect(topics.get_by_label("Handwriting")).to_be_enabled()
    await topics.get_by_label("Filter the list: Topics").fill("zebra")
    await expect(topics.get_by_text("Nothing in the list fits.")).to_be_visible()


async def test_the_clock_moves_until_the_next_message(page: Page, url: str, rehearsal: Rehearsal) -> None:
    due = START + timedelta(days=2)
    rehearsal.planned.append(Planned(due, DirectMessage(account("maya")), card("A reminder"), OutboxKey("1")))
    await enter(page, url, "/as/maya/dm-maya")
    clock = page.get_by_role("form", name="Playground clock")
    await clock.get_by_role("button", name="+1 hour").click()
    await expect(clock).to_contain_text("Tue, Oct 6, 2026, 4:30 PM EDT")
    await clock.get_by_role("button", name="To the next message").click()
    await expect(page.get_by_role("log")).to_contain_text("A reminder")
    await expect(clock).to_contain_text("Thu, Oct 8, 2026, 3:30 PM EDT")
    await clock.get_by_role("button", name="To the next message").click()
    await expect(page.get_by_role("alert")).to_contain_text("No message is planned")
