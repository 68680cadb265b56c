"""What Slack shows of the app, and what `mentorbot slack` says about setting it up."""

# The app's own page in Slack

DESCRIPTION = "Finds a mentor for school occupational therapists, and helps both keep meeting."
LONG_DESCRIPTION = (
    "Occupational therapists who are new to schools are often the only OT in their district. This app finds them a "
    "mentor in this community: ask with /find-mentor, offer with /offer-mentoring. It introduces the two, helps them "
    "agree on a meeting schedule, sends reminders and weekly check-ins, and offers a new match when one does not work "
    "out.\n\n"
    "What it reads: the forms you fill in, your display name and time zone, and what you type to the app itself. It "
    "can't read what a mentor and a mentee write to each other, nor what is said in channels."
)

SHORTCUT_FIND = ("Find a mentor", "Ask for a mentor, or change what you asked for")
SHORTCUT_OFFER = ("Offer mentoring", "Offer to mentor a colleague, or change your offer")
SHORTCUT_ASK_WITH_THIS = ("Find a mentor for this", "Ask for a mentor, with this message as your note")
SHORTCUT_OFFER_ON_MESSAGE = ("Offer to mentor", "Offer to mentor colleagues who ask such things")

# What `mentorbot slack` says

PASTE = "Open https://api.slack.com/apps, press Create New App, choose From a manifest, and paste what stands above."
KEEP = (
    "Set SECRET_KEYS to it in .env; where there is a key already, put the new one in front, with a comma between them. "
    "Keep a copy apart from the database's backups."
)
NO_ADDRESS = (
    "Many workspaces add the bot on a page of its own, so Slack must know its address. Set PUBLIC_URL (it keeps "
    "Socket Mode) or give it with --http (Slack then sends everything there). Example: "
    "mentorbot slack manifest --many --http https://mentors.example.org"
)


def bad_name(name: str, most: int) -> str:
    return f"The app's name must have 1 to {most} characters, not {len(name)}. Example: --name mentorbot"


def bad_address(url: str, problem: str) -> str:
    return f"{url or 'Nothing'} is no address that Slack can reach: {problem}. Example: https://mentors.example.org"


NOT_HTTPS = "it must begin with https://"
NO_HOST = "the name of the server is missing"
NOT_PUBLIC = "it leads to this machine or a private network; without a public address, use Socket Mode"
MORE_THAN_AN_ADDRESS = "leave out what follows the server's address; the bot adds /slack/events itself"


def rotated(count: int) -> str:
    tokens = "1 token is" if count == 1 else f"{count:,} tokens are"
    return f"{tokens} encrypted with the first key of SECRET_KEYS now. The other keys can be removed."
