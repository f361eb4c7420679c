"""Exercises that are answered in parts: what is judged holds, and neither place nor form of an option gives it away."""

import re
import tomllib
from collections import Counter, defaultdict

import numpy as np
import pytest
from fact_rules import CATALOGUE, CONCEPTS, COVERAGE, NOTES, plain
from nightly import NIGHTLY

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.markup.formula_text import formula_text

BANK = Bank.load()


def data(name, file):
    return tomllib.loads(BANK.get(name).data(file))


MISTAKES = data("mistake-judge", "mistakes.toml")
CARDS = data("app-needs-order", "order_cards.toml")
SCENARIOS = data("choose-model", "scenarios.toml")
MODELS = ("average", "rnn", "gated", "transformer")
ENTRIES = {
    "mistake-judge": MISTAKES["mistake"],
    "app-needs-order": CARDS["card"],
    "choose-model": SCENARIOS["scenario"],
}
FILES = {"mistake-judge": MISTAKES, "app-needs-order": CARDS, "choose-model": SCENARIOS}
JUDGED = [*ENTRIES, "shape-error-hunt", "find-the-slip"]
WRONG = {  # of each entry the wrong reasons, as (misconception, text)
    "mistake-judge": lambda one: one["wrong"],
    "app-needs-order": lambda one: [given for given in (*one["yes"], *one["no"]) if isinstance(given, list)],
    "choose-model": lambda one: [one[model] for model in MODELS if model not in one["models"]],
}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


@pytest.mark.parametrize("name", ENTRIES)
def test_entries_name_what_exists(name):
    used = set()
    for entry in ENTRIES[name]:
        assert entry["covers"] and set(entry["covers"]) <= set(COVERAGE)
        assert set(entry.get("note", "N1").split(", ")) <= NOTES
        assert len(WRONG[name](entry)) >= 2
        used |= {misconception for misconception, _ in WRONG[name](entry)}
    assert used <= {*CONCEPTS, *CATALOGUE} and used == set(FILES[name].get("truths", used))
    assert set(BANK.get(name).covers) == {one for entry in ENTRIES[name] for one in entry["covers"]}


@pytest.mark.parametrize("name", FILES)
def test_every_formula_can_be_shown(name):
    for text in strings(FILES[name]):
        assert text.count("$") % 2 == 0, text
        assert all(formula_text(tex) for tex in re.findall(r"\$([^$]+)\$", text))


def test_there_are_enough_entries_and_none_twice():
    statements = [text for one in MISTAKES["mistake"] for verdict in ("true", "false") for text in one[verdict]]
    tasks, scenarios = [one["task"] for one in CARDS["card"]], [one["says"] for one in SCENARIOS["scenario"]]
    assert len(statements) >= 18 and len(tasks) >= 20 and len(scenarios) >= 14
    assert {one["covers"][0] for one in MISTAKES["mistake"]} == {f"mist.{n}" for n in range(1, 7)}
    for texts in (
        statements,
        tasks,
        scenarios,
        [text for name in WRONG for e in ENTRIES[name] for _, text in WRONG[name](e)],
    ):
        assert max(Counter(map(plain, texts)).values()) == 1


def test_a_contested_entry_has_a_reason_for_each_answer():
    for card in CARDS["card"]:
        accepted = [one for one in ("yes", "no") if card["needs"] in (one, "either")]
        assert all(isinstance(card[one][0], str) for one in accepted)
        assert len(WRONG["app-needs-order"](card)) == 4 - len(accepted)
        assert (card["needs"] == "either") <= ("note" in card)
    for scenario in SCENARIOS["scenario"]:
        assert all(isinstance(scenario[model], str) == (model in scenario["models"]) for model in MODELS)


def test_no_rule_of_thumb_is_asked_and_no_length_decides():
    """N28: neither 10 to 20 steps nor 100 tokens; N30: both a short and a long text have each kind of model."""
    texts = " ".join(strings([MISTAKES, CARDS, SCENARIOS]))
    assert not re.search(r"10[-–]20|100 tokens|100 steps", texts)
    of_long = {
        model for one in SCENARIOS["scenario"] if re.search("long|page|word", one["says"]) for model in one["models"]
    }
    assert {"average", "gated", "transformer"} <= of_long


# ------------------------------------------------------------ what gives nothing away

GUESSES = {
    "longest": len,
    "shortest": lambda text: -len(text),
    "most formulas": lambda text: text.count("$"),
    "fewest formulas": lambda text: -text.count("$"),
    "most qualified": lambda text: len(re.findall(r"\b(?:can|may|might|usually|often|mostly|some|in general)\b", text)),
    "without always and never": lambda text: -len(re.findall(r"\b(?:always|never|only|all|every|each|no)\b", text)),
}
SEEDS = 800 if NIGHTLY else 300
MOST = (
    0.03 + 0.05 * (800 / SEEDS) ** 0.5
)  # above chance: three percentage points, and three standard deviations of so many


@pytest.mark.parametrize("name", JUDGED)
def test_who_knows_nothing_gains_nothing(name):
    gained, by_place = defaultdict(float), defaultdict(Counter)
    for variant in variants(BANK.get(name), range(SEEDS)):
        (ask,) = variant.asks
        for part, pick, accepted in ask.picks():
            chance, right = len(accepted) / len(pick.items), [item.key in accepted for item in pick.items]
            by_place[part, len(pick.items)].update(item.key for item in pick.items if item.key in accepted)
            for guess, measure in GUESSES.items():
                values = [measure(item.text) for item in pick.items]
                best = [r for r, value in zip(right, values, strict=True) if value == max(values)]
                gained[part, guess] += (sum(best) / len(best) - chance) / SEEDS
    if name == "shape-error-hunt":  # whether a line is long or short is a matter of code
        gained = {key: gain for key, gain in gained.items() if key[0] == "error.kind"}
    assert {key: round(gain, 3) for key, gain in gained.items() if gain > MOST} == {}
    for (_, places), counted in by_place.items():
        assert len(counted) == places
        assert max(counted.values()) - min(counted.values()) < 0.12 * counted.total()


# ------------------------------------------------------------ answers, against another route


def test_the_first_failing_line_fails_in_numpy_itself():
    lines, faults = Counter(), Counter()
    for variant in variants(BANK.get("shape-error-hunt"), range(150)):
        rows = re.findall(r"^\| `(\w+)` \| `\((.*?),?\)` \|$", variant.text, re.M)
        known = {name: np.zeros([int(size) for size in shape.split(", ")]) for name, shape in rows}
        known |= {"np": np, "t": int(variant.problem["t"])}
        (ask,) = variant.asks
        (wrong,) = (option for option in ask.lines if option.accepted)
        for option in ask.lines:
            if option is wrong:
                with pytest.raises((ValueError, IndexError)):
                    exec(option.text.strip("`"), known)
                break
            exec(option.text.strip("`"), known)
        lines[wrong.letter] += 1
        faults[variant.problem["fault"]] += 1
        (array,) = (option.text.strip("`") for option in ask.kinds if option.accepted)
        assert f"`{array}` is the wrong one" in variant.solution
    assert min(lines.values()) >= 15 and len(lines) == len(faults) == 5


def test_a_repaired_line_makes_the_code_of_a_shape_error_run():
    for variant in variants(BANK.get("shape-error-hunt"), range(60)):
        rows = dict(re.findall(r"^\| `(\w+)` \| `\((.*?),?\)` \|$", variant.text, re.M))
        name, shape = re.search(
            r"^`(\w+)` is the wrong one.*Its shape should be `\((.*?),?\)`", variant.solution
        ).groups()
        assert rows[name] != shape
        known = {n: np.zeros([int(size) for size in s.split(", ")]) for n, s in {**rows, name: shape}.items()}
        known |= {"np": np, "t": int(variant.problem["t"])}
        for option in variant.asks[0].lines:
            exec(option.text.strip("`"), known)


def test_a_right_reason_with_a_wrong_verdict_earns_the_share_of_the_reason():
    for name, share in (
        ("mistake-judge", 0.6),
        ("app-needs-order", 0.4),
        ("choose-model", 0.4),
        ("statement-judge", 0.6),
    ):
        for variant in variants(BANK.get(name), range(25)):
            (ask,) = variant.asks
            wrong = next((option.letter for option in ask.verdicts if not option.accepted), None)
            key = next(iter(variant.key.values()))
            if wrong:
                found = ask.judge(ask.read(f"verdict: {wrong}; reason: {key['reason']}"))
                assert found.share == pytest.approx(share) and found.feedback
                alone = ask.judge(ask.read(f"verdict: {key['verdict']}"))
                assert alone.share == pytest.approx(1 - share)


def test_a_wrong_reason_names_its_misconception():
    for name in ENTRIES:
        for variant in variants(BANK.get(name), range(25)):
            (ask,) = variant.asks
            for option in ask.reasons:
                if not option.accepted:
                    found = ask.judge(ask.read(f"reason: {option.letter}"))
                    assert found.misconceptions == option.misconceptions != () and option.feedback in found.feedback
