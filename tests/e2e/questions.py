"""Answering a question on screen, whatever its kind and whether or not scripts run."""

from playwright.sync_api import Locator, Page

from tests.e2e.library import item_of, plain


def current_item(page: Page) -> dict:
    return item_of(page.locator("fieldset.question .question__legend").first.inner_text())


def answer(page: Page, *, right: bool = True) -> dict:
    """Answer the question on screen: rightly, or as wrongly as its kind allows. Returns the question."""
    item = current_item(page)
    question = page.locator("fieldset.question")
    {
        "single_choice": _choose,
        "multiple_choice": _choose,
        "true_false_table": _judge,
        "short_text": _write,
        "ordering": _order,
        "matching": _match,
    }[item["kind"]](question, item, right)
    return item


def _choose(question: Locator, item: dict, right: bool) -> None:
    wanted = {plain(choice["text"]): bool(choice.get("correct")) is right for choice in item["choices"]}
    single = item["kind"] == "single_choice"
    for option in question.locator("label.option").all():
        if wanted[plain(option.inner_text())]:
            option.locator("input").check()
            if single:
                return
        elif not single:
            option.locator("input").uncheck()


def _judge(question: Locator, item: dict, right: bool) -> None:
    truths = {plain(row["text"]): row["answer"] is right for row in item["rows"]}
    for row in question.locator("fieldset.statement").all():
        true = truths[plain(row.locator("legend").inner_text())]
        row.get_by_label("Vrai" if true else "Faux", exact=True).check()


def _write(question: Locator, item: dict, right: bool) -> None:
    question.locator("input").fill(str(item["answers"][0]) if right else "0")


def _order(question: Locator, item: dict, right: bool) -> None:
    wanted = [plain(entry["text"]) for entry in item["entries"]]
    if not right:
        wanted.reverse()
    rows = question.locator(".order__item")
    if not question.locator("button.btn-square").count():
        for row in rows.all():
            place = wanted.index(plain(row.locator(".order__text").inner_text())) + 1
            row.locator("select").select_option(str(place))
        return
    for place, text in enumerate(wanted):
        shown = [plain(words) for words in rows.locator(".order__text").all_inner_texts()]
        for at in range(shown.index(text), place, -1):
            rows.nth(at).locator("button[data-step='-1']").click()
    # Touched even where the draw had it right already: only an order somebody made is an answer.
    rows.first.locator("button[data-step='1']").click()
    rows.nth(1).locator("button[data-step='-1']").click()


def _match(question: Locator, item: dict, right: bool) -> None:
    texts = {option["id"]: plain(option["text"]) for option in item["options"]}
    matches = {plain(row["text"]): texts[row["match"]] for row in item["rows"]}
    for pair in question.locator(".pair").all():
        wanted = matches[plain(pair.locator("label").inner_text())]
        select = pair.locator("select")
        labels = [label for label in select.locator("option").all_inner_texts() if label]
        found = [label for label in labels[1:] if (plain(label) == wanted) is right]
        select.select_option(label=found[0])
