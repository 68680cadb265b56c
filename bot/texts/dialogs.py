"""What a dialog itself says, whatever it shows."""

ANSWER = "Mentoring"  # the title of an answer that has no heading
CANCEL = "Cancel"
CLOSE = "Close"
WAITING_TITLE = "One moment"
WAITING = "One moment, please …"
NOTHING = "There is nothing to show right now. Type /mentor-help to see what you can do."
TOO_LATE = "That took too long, so I could not open the page. Nothing was changed. Please try once more."
CLOSED_EARLY = (
    "You closed the page before I had an answer. Something in it needs another look, and nothing was kept, "
    "so please open it again."
)
