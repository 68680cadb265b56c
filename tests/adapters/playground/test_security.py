"""The playground stays on this machine, and only its own pages can act."""

import httpx
import pytest

from adapters.playground.security import MOST_BODY
from tests.adapters.playground.pages import look, press, send
from tests.adapters.playground.rehearsal import Rehearsal

CHANNEL = "/as/maya/channel"
SCRIPT = {"Accept": "application/json"}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "0.0.0.0:8000"])
async def test_a_strange_host_name_is_refused(client: httpx.AsyncClient, host: str) -> None:
    response = await client.get("/", headers={"Host": host})
    assert response.status_code == 421
    assert "Maya" not in response.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
async def test_the_names_of_this_machine_are_served(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    ],
)
async def test_another_site_cannot_act(
    client: httpx.AsyncClient, rehearsal: Rehearsal, headers: dict[str, str]
) -> None:
    page = await look(client, CHANNEL)
    client.headers.update(headers)
    response = await send(client, page, "Send", text="/mentor-help")
    assert response.status_code == 403
    assert rehearsal.commands == []


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://127.0.0.1:8000", 303), ("http://127.0.0.1:9999", 403), ("http://evil.example", 403), ("null", 403)],
)
async def test_a_browser_that_sends_only_an_origin_is_judged_by_it(
    client: httpx.AsyncClient, origin: str, status: int
) -> None:
    page = await look(client, CHANNEL)
    del client.headers["Sec-Fetch-Site"]
    client.headers["Origin"] = origin
    assert (await send(client, page, "Send", text="/mentor-help")).status_code == status


async def test_a_request_that_says_nothing_of_its_origin_cannot_act(client: httpx.AsyncClient) -> None:
    page = await look(client, CHANNEL)
    del client.headers["Sec-Fetch-Site"]
    assert (await send(client, page, "Send", text="/mentor-help")).status_code == 403


@pytest.mark.parametrize("secret", ["", "wrong", "ü"])
@pytest.mark.parametrize("button", ["Send", "+1 hour"])
async def test_a_form_without_the_pages_secret_cannot_act(
    client: httpx.AsyncClient, rehearsal: Rehearsal, secret: str, button: str
) -> None:
    before = rehearsal.clock.now()
    response = await send(client, await look(client, CHANNEL), button, text="/mentor-help", secret=secret)
    assert response.status_code == 403
    assert "Please reload it" in response.text
    assert (rehearsal.commands, rehearsal.clock.now()) == ([], before)


async def test_a_body_of_more_than_256_kb_is_refused_clearly(client: httpx.AsyncClient, rehearsal: Rehearsal) -> None:
    page = await look(client, CHANNEL)
    client.headers.update(SCRIPT)
    response = await send(client, page, "Send", text="x" * MOST_BODY)
    assert response.status_code == 413
    assert "256 kB" in response.json()["problem"]
    assert rehearsal.commands == []


async def test_a_paste_of_100_kb_is_refused_in_words(client: httpx.AsyncClient) -> None:
    page = await look(client, CHANNEL)
    client.headers.update(SCRIPT)
    response = await send(client, page, "Send", text="x" * 100_000)
    assert (response.status_code, response.json()["problem"]) == (
        422,
        "A message has at most 1,900 characters; this one has 100,000.",
    )


async def test_a_note_of_100_kb_comes_back_whole(client: httpx.AsyncClient) -> None:
    form = await press(client, await look(client, CHANNEL), "Send", text="/find-mentor")
    page = await press(client, form, "Send", field__note="x" * 100_000, text="")
    assert "The note has 100000 characters" in page.text
    assert "x" * 100_000 in page.text


async def test_pages_forbid_foreign_and_inline_script(client: httpx.AsyncClient) -> None:
    for path in ("/", CHANNEL, "/nowhere"):
        response = await client.get(path)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert " style=" not in response.text
        assert " onclick" not in response.text
        assert "<style" not in response.text


async def test_an_unexpected_error_is_told_by_its_number(client: httpx.AsyncClient) -> None:
    page = await look(client, CHANNEL)
    client.headers.update(SCRIPT)
    form = page.forms[-1]
    response = await client.post(
        form.action.replace("/say", "/act"), data={**dict(form.values), "press": "not-for-me:m1"}
    )
    assert response.status_code == 500
    assert "The log explains it under the number" in response.json()["problem"]
    assert "on purpose" not in response.text
