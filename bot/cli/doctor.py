"""`mentorbot doctor`."""

import asyncio
from typing import Annotated

import typer

InPlayground = Annotated[bool, typer.Option("--playground", help="The playground's database instead of DATABASE_URL.")]


def doctor(playground: InPlayground = False) -> None:
    """Look at everything the bot needs, and say what is well and what needs a hand, with what to do about it.

    Settings, Python, time zones, the database (version, writable, room on the disk), the clock, messages that are
    stuck, people who can't be reached; where Slack or Discord is served, tokens, permissions, commands and mentoring
    channels there. It changes nothing and works while the bot runs. Exit code 1 when something needs a hand.

    Example: mentorbot doctor
    """
    from bot.checkup import Verdict
    from bot.cli.checks import examined

    found = asyncio.run(examined(playground=playground))
    for finding in found:
        first, *more = [*finding.words.splitlines(), *finding.advice.splitlines()]
        print(f"{finding.verdict.value:<12} {first}")
        for line in more:
            print(f"{'':<12} {line}")
    if any(finding.verdict is Verdict.MEND for finding in found):
        raise typer.Exit(1)
