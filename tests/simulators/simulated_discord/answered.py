"""What a simulation answers, against Discord's official OpenAPI document."""

from tests.simulators.simulated_discord.contract import VERSION, _document, _schemas, _template


def answer_problems_of(method: str, path: str, status: int, answer: object) -> list[str]:
    """What is wrong with an answer of this status and JSON (None is no body); the document must be there."""
    steps = tuple(path.partition("?")[0].removeprefix(VERSION).strip("/").split("/"))
    template = _template(steps)
    assert template is not None, path
    answers = _document()["paths"][template][method.lower()]["responses"]
    told = answers.get(str(status)) or answers.get(f"{status // 100}XX")
    if told is None:
        return [f"{method} {template}: never answers with {status}, but {sorted(answers)}"]
    if "content" not in told and status >= 400:
        refused = isinstance(answer, dict) and {"code", "message"} <= set(answer)
        return [] if refused else [f"{method} {template}: {status} without an error: {answer}"]
    if "content" not in told:
        return [] if answer is None else [f"{method} {template}: {status} has no body"]
    check = _schemas().check(told["content"]["application/json"]["schema"])
    return [f"{method} {template} {status}: {problem}" for problem in check(answer, "")]
