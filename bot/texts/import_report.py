"""What `mentorbot import` prints."""

from bot.journey.import_outcome import Fate, Report
from bot.journey.import_rows import Kind
from bot.texts.statistics import counted

COLUMNS = "Columns"
BECOMES = "What each row becomes"
COMPLAINTS = "Not understood, or not taken as it was written"
CODES = "Codes: each works once, for 60 days. Give each person theirs by a message that only they see"
UNCLAIMED = "Not claimed yet"

NOT_USED = "not used"
ONLY_CHECKED = "read, but not kept"
ROW = "(row)"
LEFT_OUT = "left out"
TAKEN = "taken"
WITHHELD = "(not shown)"

DRY_RUN = "This was a dry run: nothing was written."
REFUSED = (
    "Nothing was written. Mend the rows marked “left out” in the sheet, or repeat the command with --skip-bad "
    "to bring in the others."
)
WOULD_REFUSE = "Without --skip-bad nothing would be written, because of the rows marked “left out”."
NOTHING_NEW = "Everything was on record already. Nothing was changed."
HOW_TO_GO_ON = (
    "Next: a moderator types /mentor-admin in the community and presses “Post the sign-up-sheet card”. "
    "People press “I was on the sheet” there and give their code, or press “I have no code” and a moderator looks. "
    "Until then nobody but moderators sees them."
)
PAIRS_GO_ON = (
    "Nobody was written to. These mentors now count as busy. People who are new here can claim their place with the "
    "code, or by a moderator's word."
)

NO_COMMUNITY = "There is no community in this database yet. Start the bot once, then import."
NOTHING_IN_IT = "This sheet has a header and nothing below it."

FATES: dict[Fate, str] = {
    Fate.NEW: "new",
    Fate.CHANGED: "changed",
    Fate.UNCHANGED: "unchanged",
    Fate.CLAIMED: "claimed by its owner already, left as it is",
    Fate.REPLACED: "replaced by a newer row",
    Fate.BAD: "left out",
}


def which_community(known: list[str]) -> str:
    return f"There are several communities here. Choose one with --community: {', '.join(known)}."


def no_such_community(name: str, known: list[str]) -> str:
    return f"There is no community “{name}” here. There is: {', '.join(known)}."


def no_column(kind: Kind, fields: tuple[str, ...]) -> str:
    names = ", ".join(fields)
    one = fields[0]
    return (
        f"A sheet of {kind} needs a column for: {names}. If there is one under another name, say so, "
        f'for example --column "Your header={one}".'
    )


def codes_exist(path: str) -> str:
    return f"The file {path} exists already. Choose another one for the codes, so that no codes are lost."


def codes_refused(path: str, why: str) -> str:
    return f"The file {path} can't be written ({why}). Nothing was written to the database either."


def codes_lost(path: str, why: str) -> str:
    return f"The rows are written, but the file {path} is not ({why}). Here are the codes; they are shown only now."


def codes_kept(number: int, path: str) -> str:
    return f"{counted(number, 'code')} written to {path}, for you alone to read. They are shown only once."


def replaced(line: int) -> str:
    return f"{FATES[Fate.REPLACED]}, line {line}"


def read_from(path: str, rows: int, blank: int) -> str:
    empty = f", {counted(blank, 'blank row')} passed over" if blank else ""
    return f"{path}: {counted(rows, 'row')}{empty}."


def summary(report: Report) -> str:
    """How many rows are, or would be, what."""
    verb = "Written" if report.written else "Would be written"
    others = (Fate.UNCHANGED, Fate.CLAIMED, Fate.REPLACED, Fate.BAD)
    rest = [f"{report.count(fate):,} {FATES[fate]}" for fate in others if report.count(fate)]
    new = f"{verb}: {report.count(Fate.NEW):,} new, {report.count(Fate.CHANGED):,} changed."
    return f"{new} Not written: {'; '.join(rest)}." if rest else new


def everyone_claimed() -> str:
    return "Everyone on the sheets has claimed their row."
