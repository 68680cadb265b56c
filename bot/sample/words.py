"""What the people of the sample community type: as people do, short and about their work."""

NOTES = (
    "I start with two buildings and no handover.",
    "First year in schools after five years in outpatient.",
    "I inherited a caseload of 62 and don't know where to begin.",
    "My evaluations take far too long. How do others write them?",
    "I would love to see how somebody else plans a week.",
    "Push-in is new to me and the teachers are skeptical.",
    "My supervisor is a principal, so nobody can look over my shoulder.",
    "I feel unsure in meetings, mostly about what to say no to.",
    "Coming back after a long break; a lot has changed.",
    "I drive between five buildings and eat lunch in the car.",
    "Goals that teachers can share are hard for me.",
    "Nobody before me kept data that I can use.",
)
AFTERNOONS = (
    "weekdays after 3pm",
    "Mon Wed 4-6pm",
    "Tue and Thu 3:30-5pm",
    "weekdays after 4pm",
    "Mon-Thu 3-5pm",
    "weekdays 3-6pm",
    "Tue Thu 4-8pm",
)
QUESTIONS = {
    "How many buildings do you cover, and how far apart are they?": (
        "Three buildings, about twenty minutes apart. The middle one worries me most."
    ),
    "Are you the only OT, or is there a team you can turn to?": "I am the only one; the last OT left in the spring.",
    "What would you most like to be different by winter break?": "I would like to go home on Fridays without reports.",
}
"""What mentors ask before they answer, and what mentees say to it."""

GOALS = (
    "A weekly schedule that holds\nOne shared goal with a teacher",
    "Shorter evaluation reports",
    "Feel ready for annual reviews\nA simple way to keep data",
    "Say no to pull-out by default",
)
HELLOS = (
    "Hi {other}, thank you so much for doing this. I have a list of questions as long as my arm.",
    "Hello {other}. I am so glad that somebody said yes. I picked a time below.",
    "Hi {other}, nice to meet you. To the question above: the quiet ten minutes before the buses come.",
    "Good to meet you, {other}. I was beginning to think I was the only one who finds this hard.",
)
WELCOMES = (
    "Welcome, {other}. Bring the list, we take it one by one.",
    "Happy to. My first year was a blur, so nothing you ask will surprise me.",
    "Hi {other}. Let us start with your week: what does a Tuesday look like?",
    "Nice to meet you too. Shall we begin with what keeps you up at night?",
)
THANKS = (
    "Thank you for today. I tried the new layout of the week right away.",
    "That helped a lot. The meeting on Thursday went fine.",
    "I told my principal about the time study. She wants to see it.",
    "I used your sentence in the meeting, and it worked.",
)
REPLIES = (
    "Great to hear. Next time we look at the numbers together.",
    "Glad it helped. Keep the draft, we can go through it next time.",
    "You did that yourself. See you next time.",
    "Good. And do take the lunch break.",
)
COMMENTS = (
    "",
    "I stopped feeling alone with it.",
    "Practical from the first minute.",
    "Short, friendly, on time.",
    "We had a good start; then my caseload ate the time.",
)
DISTRICTS = ("Maple Creek", "Three Rivers", "Lakeshore Unified", "Prairie View", "Red Mesa", "Harbor Point", "")
AGENCIES = ("", "", "", "Bright Path Therapy", "School Side Services")
PROGRAMMES = ("", "", "Lakeview State", "Northern Plains", "Bayfront College", "Cascade Health Sciences")
