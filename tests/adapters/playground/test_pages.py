"""The pages without script: what a person sees and what their presses do."""

from datetime import timedelta

import httpx
import pytest

from adapters.playground.app import SPACE
from adapters.playground.chatlog import ChatLog
from adapters.playground.messenger import PlaygroundMessenger
from bot.commands import FindMentor, MatchByHand, OpenFindMentor
from bot.ids import MatchId
from bot.ports.platforms import Channel, DirectMessage, OutboxKey, PairConversation, Place, UserId
from bot.views import Message, Text, line
from tests.adapters.playground.cards import START, calendar_card, card, chart_card
from tests.adapters.playground.conftest import account
from tests.adapters.playground.pages import Page, look, press, send
from tests.adapters.playground.rehearsal import Drawer, Rehearsal

CHANNEL = "/as/maya/channel"
DIRECT = "/as/maya/dm-maya"
KEY = OutboxKey("k1")


async def test_the_first_page_offers_suggested_people_moderators_and_everyone(client: httpx.AsyncClient) -> None:
    text = (await look(client, "/")).text
    order = ["Good people to start with", "Maya Chen", "New to schools in Ohio", "Moderators", "Sam Okafor", "Everyone"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


async def test_people_are_found_by_name(client: httpx.AsyncClient) -> None:
    page = await look(client, "/?search=PARK")
    assert "Lee Park" in page.text
    assert "Maya Chen" not in page.text
    assert "Nobody here is called “zz”" in (await look(client, "/?search=zz")).text


async def test_a_new_person_joins_and_reads_the_channel(client: httpx.AsyncClient, chat: ChatLog) -> None:
    page = await press(client, await look(client, "/"), "Join", name="<i>Ada</i>")
    assert "You are <i>Ada</i>" in page.text.replace("You are  ", "You are ")
    assert "<i>Ada</i>" in [p.name for p in chat.people()]


async def test_a_new_person_needs_a_name(client: httpx.AsyncClient, chat: ChatLog) -> None:
    response = await send(client, await look(client, "/"), "Join", name="  ")
    assert response.status_code == 422
    assert "Please type a name." in Page(response.text).text
    assert len(chat.people()) == 4


async def test_one_starts_where_something_waits(client: httpx.AsyncClient, messenger: PlaygroundMessenger) -> None:
    assert (await client.get("/as/maya")).headers["location"] == CHANNEL
    await messenger.send(DirectMessage(account("maya")), card(), KEY)
    assert (await client.get("/as/maya")).headers["location"] == DIRECT


async def test_the_list_of_conversations_counts_what_is_unread(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger
) -> None:
    await messenger.send(DirectMessage(account("maya")), card(), KEY)
    assert ", 1 unread message" in (await look(client, CHANNEL)).text
    await look(client, DIRECT)
    assert "unread" not in (await look(client, CHANNEL)).text


async def test_days_and_news_are_marked(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger, rehearsal: Rehearsal
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card("First"), OutboxKey("1"))
    assert "New messages" not in (await look(client, CHANNEL)).text
    rehearsal.clock.at += timedelta(days=1)
    await messenger.send(Channel(SPACE, "channel"), card("Second"), OutboxKey("2"))
    text = (await look(client, CHANNEL)).text
    order = ["Tuesday, October 6, 2026", "First", "Wednesday, October 7, 2026", "New messages", "Second"]
    assert [text.index(w) for w in order] == sorted(text.index(w) for w in order)


async def test_a_long_conversation_is_read_in_pages(client: httpx.AsyncClient, chat: ChatLog) -> None:
    for number in range(90):
        chat.post("channel", UserId("lee"), Message(f"n{number}", (Text(line(f"talk {number:03}")),)), START)
    page = await client.get(CHANNEL)
    assert "talk 009" not in page.text
    assert "talk 010" in page.text
    earlier = await client.get(f"{CHANNEL}?before=11")
    assert "talk 009" in earlier.text
    assert "talk 010" not in earlier.text


async def test_a_form_that_is_sent_becomes_an_answer_that_only_the_sender_sees(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger, rehearsal: Rehearsal
) -> None:
    place = await messenger.send(Channel(SPACE, "channel"), card(), KEY)
    form = await press(client, await look(client, CHANNEL), "Find a mentor")
    assert "State you work in" in form.text
    topics = ["caseload", "meetings"]
    typed = {"field__state": "Ohio", "field__setting": "hospital", "field__note": "Hello <b>you</b>"}
    page = await press(client, form, "Send", field__topics=topics, **typed)
    assert "Your request is in line" in page.text
    assert "Hello <b>you</b>" in page.text
    assert "Only you can see this" in page.text
    assert "Your request is in line" not in (await look(client, "/as/jo/channel")).text
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital", ("caseload", "meetings"), note="Hello <b>you</b>")
    envelope = rehearsal.envelopes[-1]
    assert (envelope.actor, envelope.name, envelope.place) == (account("maya"), "Maya Chen", place)


async def test_a_rejected_form_comes_back_with_everything_that_was_typed(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger, chat: ChatLog
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), KEY)
    form = await press(client, await look(client, CHANNEL), "Find a mentor")
    page = await press(client, form, "Send", field__state="", field__topics="caseload", field__note="n" * 250)
    assert "Please tell us your state." in page.text
    assert "The note has 250 characters; at most 200 fit." in page.text
    assert "n" * 250 in page.text
    sent = dict(page.form("Send")[0].values)
    assert sent["field.topics"] == "caseload"
    assert len(chat.messages("channel", UserId("maya"), 10)) == 1
    again = await press(client, page, "Send", field__state="Ohio", field__setting="hospital", field__note="short")
    assert "Your request is in line" in again.text


@pytest.mark.parametrize("script", [True, False])
async def test_a_form_that_cannot_be_opened_again_is_refused_without_losing_it(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger, script: bool
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), KEY)
    form = await press(client, await look(client, CHANNEL), "Find a mentor")
    client.headers["Accept"] = "application/json" if script else "text/html"
    response = await send(client, form, "Send", opener="mentor-admin", text="")
    if script:
        assert (response.status_code, response.json()["problem"]) == (422, "Please look at these fields again.")
        assert response.json()["token"] != dict(form.form("Send")[0].values)["token"]
    else:
        page = await look(client, response.headers["location"])
        assert "Please look at these fields again." in page.text


async def test_a_card_is_updated_by_its_own_button(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger, chat: ChatLog
) -> None:
    place = await messenger.send(DirectMessage(account("maya")), card(), KEY)
    page = await press(client, await look(client, DIRECT), "Accept")
    assert "Accepted 1 time." in page.text
    assert "A new request" not in page.text
    assert [str(m.id) for m in chat.messages("dm-maya", UserId("maya"), 10)] == [place.message]


async def test_a_form_from_a_card_updates_that_card(client: httpx.AsyncClient, messenger: PlaygroundMessenger) -> None:
    await messenger.send(DirectMessage(account("maya")), card(), KEY)
    form = await press(client, await look(client, DIRECT), "Propose a schedule")
    page = await press(client, form, "Propose", field__rhythm="Monthly")
    assert "Proposed: 2026-10-13 15:30, Monthly, 45 minutes, video" in page.text
    assert "A new request" not in page.text


async def test_a_button_pressed_twice_acts_and_answers_once(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger, rehearsal: Rehearsal, chat: ChatLog
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), KEY)
    page = await look(client, CHANNEL)
    first, second = await send(client, page, "Details"), await send(client, page, "Details")
    assert first.headers["location"] == second.headers["location"]
    assert rehearsal.acted == {"match-details": 1}
    assert len(chat.messages("channel", UserId("maya"), 10)) == 2


async def test_a_button_of_an_older_version_is_answered_kindly(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger
) -> None:
    await messenger.send(DirectMessage(account("maya")), card(), KEY)
    page = await look(client, DIRECT)
    form, _ = page.form("Accept")
    response = await client.post(
        form.action, data={**dict(form.values), "press": "make-coffee:1"}, follow_redirects=True
    )
    assert "This button belongs to an older version of the bot." in response.text


async def test_a_card_of_another_conversation_is_never_replaced(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger
) -> None:
    other = await messenger.send(DirectMessage(account("jo")), card("For Jo"), OutboxKey("1"))
    await messenger.send(DirectMessage(account("maya")), card("For Maya"), OutboxKey("2"))
    await press(client, await look(client, DIRECT), "Accept", card=other.message)
    assert "For Jo" in (await look(client, "/as/jo/dm-jo")).text


async def test_people_talk_to_each_other(client: httpx.AsyncClient, rehearsal: Rehearsal) -> None:
    page = await press(client, await look(client, CHANNEL), "Send", text="Hello <script>x</script> @everyone")
    assert "Hello <script>x</script> @everyone" in page.text
    assert "Hello <script>x</script> @everyone" in (await look(client, "/as/jo/channel")).text
    assert rehearsal.commands == []


async def test_the_bot_points_those_who_talk_to_it_to_its_commands(client: httpx.AsyncClient) -> None:
    page = await press(client, await look(client, DIRECT), "Send", text="hi there")
    assert "hi there" in page.text
    assert "I understand commands and buttons." in page.text


async def test_a_typed_command_opens_its_form_with_its_options(client: httpx.AsyncClient, rehearsal: Rehearsal) -> None:
    page = await press(client, await look(client, CHANNEL), "Send", text="/find-mentor state:New York setting:hospital")
    sent = dict(page.form("Send")[0].values)
    assert sent["field.state"] == "New York"
    assert sent["opener"] == "open-find-mentor:New%20York:hospital"
    assert rehearsal.commands == [OpenFindMentor("New York", "hospital")]


async def test_a_mistyped_command_says_so_and_keeps_the_line(client: httpx.AsyncClient, rehearsal: Rehearsal) -> None:
    response = await send(client, await look(client, CHANNEL), "Send", text="/find-mentr state:Ohio")
    assert response.status_code == 422
    assert "Did you mean /find-mentor?" in response.text
    assert 'value="/find-mentr state:Ohio"' in response.text
    assert rehearsal.commands == []


async def test_a_command_for_moderators_is_refused_in_private(client: httpx.AsyncClient) -> None:
    page = await press(client, await look(client, CHANNEL), "Send", text="/mentor-admin")
    assert "This command is for moderators." in page.text
    assert "This command is for moderators." not in (await look(client, "/as/jo/channel")).text


async def test_a_member_is_chosen_from_the_community(client: httpx.AsyncClient, rehearsal: Rehearsal) -> None:
    await press(client, await look(client, DIRECT), "Send", text="/mentor-help")
    form = await press(client, await look(client, DIRECT), "Match by hand")
    assert "Jo Alvarez" in form.text
    await press(client, form, "Match", field__mentor="m-jo")
    assert rehearsal.commands[-1] == MatchByHand("r1", "m-jo")


async def test_a_picture_is_drawn_once_and_only_for_those_who_see_it(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger, drawer: Drawer
) -> None:
    place = await messenger.send(DirectMessage(account("maya")), chart_card(), KEY)
    address = f"/as/maya/picture/{place.message}/1"
    first, second = await client.get(address), await client.get(address)
    assert first.headers["content-type"] == "image/png"
    assert first.content == second.content
    assert first.content.startswith(b"\x89PNG")
    assert drawer.drawn == 1
    for hidden in (f"/as/jo/picture/{place.message}/1", f"/as/maya/picture/{place.message}/0", "/as/maya/picture/99/1"):
        assert (await client.get(hidden)).status_code == 404


async def test_a_calendar_file_is_downloaded_under_its_name(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger
) -> None:
    place = await messenger.send(DirectMessage(account("maya")), calendar_card(), KEY)
    response = await client.get(f"/as/maya/file/{place.message}/1")
    assert response.headers["content-type"].startswith("text/calendar")
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''mentoring.ics"
    assert response.text.startswith("BEGIN:VCALENDAR")
    assert (await client.get(f"/as/jo/file/{place.message}/1")).status_code == 404


async def test_nobody_reads_a_pair_conversation_of_others(
    client: httpx.AsyncClient, messenger: PlaygroundMessenger
) -> None:
    pair = PairConversation(SPACE, MatchId("m1"), (account("maya"), account("jo")))
    place: Place = await messenger.send(pair, card("Hello you two"), KEY)
    assert "Hello you two" in (await look(client, f"/as/jo/{place.conversation}")).text
    assert (await client.get(f"/as/lee/{place.conversation}")).status_code == 404


async def test_a_page_that_is_not_there_says_so_with_a_way_back(client: httpx.AsyncClient) -> None:
    for path in ("/nowhere", "/as/nobody/channel", "/as/maya/dm-jo", "/static/../app.py", "/static/nothing.js"):
        response = await client.get(path)
        assert response.status_code == 404
        assert "Go back" in response.text


async def test_the_page_offers_other_people_to_be(client: httpx.AsyncClient) -> None:
    text = (await look(client, CHANNEL)).text
    assert "Be somebody else" in text
    assert "Has mentored before and has room for one more" in text
