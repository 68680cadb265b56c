"""Names that people type for their district, agency or OT program: whether two of them mean the same."""


def folded(name: str) -> str:
    """A name without its case, punctuation and extra blanks; empty where nothing is left."""
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def same_name(one: str, other: str) -> bool:
    """False where either is empty."""
    return bool(folded(one)) and folded(one) == folded(other)


def shareable(*, agency: str, programme: str) -> tuple[str, ...]:
    """The names that bring two people together wherever they are, as `kind:folded name`; empty ones are left out."""
    named = {"agency": folded(agency), "programme": folded(programme)}
    return tuple(f"{kind}:{name}" for kind, name in named.items() if name)
