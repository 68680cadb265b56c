"""`mentorbot`: what an operator types. Each command imports what it needs when it runs, so that help is quick."""

import sys
from collections.abc import Sequence

import typer

from bot.cli import config, discord, doctor, exporting, migrating, serving, simulating, slack, stats
from bot.errors import MentorbotError

app = typer.Typer(
    name="mentorbot",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "A community bot through which school occupational therapists find mentors and keep meeting them.\n\n"
        "To see what it does, type: mentorbot playground. It opens a chat in your browser with a sample community, "
        "and needs no account anywhere.\n\n"
        "Settings come from the environment and from a file named .env; mentorbot config shows all of them. Every "
        "command tells more with --help. Exit code 0: done; 1: not done, and the last line says why; "
        "2: the command was not understood."
    ),
)
COMMANDS = (
    ("playground", serving.playground, "Try everything in your browser, with a sample community"),
    ("run", serving.serve, "Serve the bot on the platforms of your group"),
    ("migrate", migrating.migrate, "Bring the database to this version"),
    ("export", exporting.export, "Write a community's records to files"),
    ("stats", stats.stats, "Show how the program is doing"),
    ("simulate", simulating.simulate, "Play a community of invented people, and see how matching does"),
    ("config", config.config, "Show every setting"),
    ("doctor", doctor.doctor, "Say what needs a hand, and what to do about it"),
)
for name, command, in_short in COMMANDS:
    app.command(name, short_help=in_short)(command)
app.add_typer(slack.app, name="slack", short_help="Set the bot up in Slack: the app's manifest, keys")
app.add_typer(discord.app, name="discord", short_help="Set the bot up in Discord: the invite link, commands")


@app.command(
    "import",
    short_help="Bring in the sign-up sheets that your group has",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
def bring_in(context: typer.Context) -> None:
    """Bring in the sign-up sheets that your group has: mentors, mentees, or pairs that meet already.

    Example: mentorbot import mentors signups.csv --dry-run
    """
    from bot.cli import imports

    imports.app(args=context.args, prog_name="mentorbot import")


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code; what an operator can mend is said in a sentence, without a trace."""
    try:
        app(args=arguments, prog_name="mentorbot")
    except MentorbotError as error:
        print(error, file=sys.stderr)
        return 1
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0
