"""The student-information guard: finds what looks like a student's identity in free text, before it is kept.

A reminder, not proof of safety: it misses things and sometimes warns in vain, so people may edit or confirm what they
wrote. Only the kind of a finding is ever logged, never the text. The patterns are linear in the length of the text:
every repetition has a bound.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    SSN = "ssn"
    BIRTH_DATE = "birth-date"
    ID_NUMBER = "id-number"
    STUDENT_NAME = "student-name"
    CONTACT = "contact"
    DOCUMENT = "document"

    @property
    def words(self) -> str:
        """As part of a sentence: "it seems to hold …"."""
        return _WORDS[self]


_WORDS = {
    Kind.SSN: "a Social Security number",
    Kind.BIRTH_DATE: "a date of birth",
    Kind.ID_NUMBER: "an ID number of a student",
    Kind.STUDENT_NAME: "a student's name",
    Kind.CONTACT: "an e-mail address or phone number of a student or family",
    Kind.DOCUMENT: "a link to or the name of a student's document",
}


@dataclass(frozen=True, order=True)
class Finding:
    """Where in the text, as indexes; `end` is not included."""

    start: int
    end: int
    kind: Kind


MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = (
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}(?!\d)"
    rf"|{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH}|{MONTH}\s\d{{4}})"
)
BIRTH = r"\b(?:dob|d\.\s?o\.\s?b|date of birth|birth\s?date|birthday|born)\b"

SSN = re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])|\b(?:ssn|social security)\b\D{0,20}\d{9}(?!\d)", re.I)
BORN = re.compile(rf"{BIRTH}.{{0,30}}?{DATE}|{DATE}\s{{0,2}}\(?\s?{BIRTH}", re.I)
BEFORE_BIRTH = re.compile(r"(?:[^\W\d_][\w'’-]{0,30}\s[^\W\d_]\.?|[^\W\d_]\.\s?[^\W\d_]\.?)[\s,;:(-]{0,4}$")
NUMBERED = re.compile(
    r"\b(?:students?|pupil|state|medicaid|iep|ssid|sasid)\b(?P<between>.{0,40}?)(?:\b(?:id|number|no)\b|#)"
    r"[\s:.#]{0,6}(?:(?:number|no|is|id)\b[\s:.#]{0,6}){0,2}(?=[A-Z-]{0,20}\d)[A-Z0-9][A-Z0-9-]{3,30}",
    re.I,
)
LICENSED = re.compile(r"licen[cs]|certif|\bnpi\b|member", re.I)
OWN = re.compile(
    r"\b(?:(?:my|our|this|a|the|one|new|her|his)\s{1,3}(?:student|kid|kiddo|child|pupil|client)s?"
    r"(?:\s{1,3}(?:named|called|is named|is called))?|(?:student|kid|kiddo|child|pupil)s?\s{1,3}(?:named|called))"
    r"[\s,:(]{1,4}(?P<name>[^\W\d_][\w'’.-]{0,30})",
    re.I,
)
INITIALS = re.compile(r"[A-Z]\.[A-Z]?\.?$")
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE = re.compile(r"(?<![\d-])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]?\d{4}(?![\d-])")
FAMILY = re.compile(r"\b(?:student|parent|guardian|mother|father|mom|dad|grandm|grandp|family|kid|kiddo|child)", re.I)
SENTENCE_END = re.compile(r"[.!?]\s|\n")
LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.I)
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|csv|txt|rtf|odt|pages|gdoc|jpe?g|png|heic|zip)\b", re.I)
SENSITIVE = re.compile(
    r"(?<![a-z])(?:iep|ifsp)(?![a-z])|IEP|IFSP|(?<![a-z])eval(?![a-z])|(?i:(?<![a-z])eval(?:uation)?s?(?![a-z]))"
    r"|(?i:progress(?:[\s_+-]|%20)?report)"
)
MOST_FILE_NAME = 60

# Words that stand capitalized after "my student" without being anybody's name.
NOT_NAMES = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "beery",
        "peabody",
        "bruininks",
        "bot",
        "vmi",
        "pdms",
        "sfa",
        "school",
        "sensory",
        "spm",
        "mfun",
        "dash",
        "wold",
        "print",
        "handwriting",
        "zones",
        "i",
        "iep",
        "ieps",
        "ifsp",
        "ot",
        "ota",
        "pt",
        "slp",
        "ssn",
        "dob",
        "adhd",
        "asd",
        "autism",
        "autistic",
        "down",
        "cerebral",
        "english",
        "spanish",
        "title",
        "part",
        "section",
        "medicaid",
        "idea",
        "mtss",
        "rti",
        "aac",
        "ipad",
        "chromebook",
        "google",
        "zoom",
        "braille",
        "deaf",
        "grade",
        "kindergarten",
        "prek",
        "has",
        "is",
        "was",
        "who",
        "with",
        "needs",
        "in",
        "and",
        "or",
        "the",
        "teachers",
        "teacher",
        "caseload",
        "population",
        "loan",
        "loans",
        "council",
        "government",
        "services",
        "who's",
        "hub",
        "information",
        "data",
        "records",
        "level",
        "fieldwork",
        "placement",
        "center",
        "centers",
        "led",
        "success",
        "support",
        "work",
        "body",
        "outcomes",
        "goals",
        "ed",
        "ii",
        "iii",
        "iv",
    ]
)


def findings(text: str) -> tuple[Finding, ...]:
    """What looks like student information, in the order of the text. Empty for most texts."""
    found = {finding for search in SEARCHES for finding in search(text)}
    return tuple(sorted(found))


def kinds(text: str) -> tuple[Kind, ...]:
    """The kinds of the findings, each once: all that may be logged or repeated."""
    return tuple(dict.fromkeys(finding.kind for finding in findings(text)))


def _numbers(text: str) -> Iterator[Finding]:
    yield from (Finding(*m.span(), Kind.SSN) for m in SSN.finditer(text))
    for m in NUMBERED.finditer(text):
        if not LICENSED.search(m["between"]):
            yield Finding(*m.span(), Kind.ID_NUMBER)


def _births(text: str) -> Iterator[Finding]:
    """A date of birth, and the name or initials right before it ("Jordan P. (DOB 3/4/2015)")."""
    for m in BORN.finditer(text):
        yield Finding(*m.span(), Kind.BIRTH_DATE)
        name = BEFORE_BIRTH.search(text, max(0, m.start() - 40), m.start())
        if name and name.group()[0].isupper():
            yield Finding(name.start(), name.end(), Kind.STUDENT_NAME)


def _names(text: str) -> Iterator[Finding]:
    for m in OWN.finditer(text):
        name = m["name"]
        if name[0].isupper() and (INITIALS.match(name) or _looks_like_a_name(name)):
            yield Finding(*m.span("name"), Kind.STUDENT_NAME)


def _looks_like_a_name(word: str) -> bool:
    bare = re.sub(r"(?:'s|’s)?[.'’-]*$", "", word)
    acronym = bare.isupper() and len(bare) <= 5
    return len(bare) > 1 and not acronym and bare.casefold() not in NOT_NAMES


def _contacts(text: str) -> Iterator[Finding]:
    for start, end in _sentences(text):
        if FAMILY.search(text, start, end):
            for pattern in (ADDRESS, PHONE):
                yield from (Finding(*m.span(), Kind.CONTACT) for m in pattern.finditer(text, start, end))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for m in SENTENCE_END.finditer(text):
        yield start, m.end()
        start = m.end()
    yield start, len(text)


def _documents(text: str) -> Iterator[Finding]:
    for m in LINK.finditer(text):
        if SENSITIVE.search(m.group()):
            yield Finding(*m.span(), Kind.DOCUMENT)
    for m in FILE.finditer(text):
        start = _file_name(text, m.start())
        if SENSITIVE.search(text, start, m.start()):
            yield Finding(start, m.end(), Kind.DOCUMENT)


def _file_name(text: str, end: int) -> int:
    """Where the name of a file begins: at most four words before its extension, on the same line."""
    earliest = max(0, end - MOST_FILE_NAME)
    line = text[earliest:end].rpartition("\n")[2]
    words = re.split(r"(\s+)", line)
    return end - len("".join(words[-7:]))


SEARCHES: tuple[Callable[[str], Iterator[Finding]], ...] = (_numbers, _births, _names, _contacts, _documents)
