"""A rule and all names in, every mistake that only the whole pack set shows noted."""

from __future__ import annotations

from extract.rules.compile import join_readings, split_readings
from extract.rules.expand import MOST_WAYS, Names, check_cost, count_ways, expand, kinds_of
from extract.rules.fields import Rule, Shape
from extract.rules.kinds import KINDS, WORD_HOLES
from extract.rules.pattern import Element, Hole, PatternError, holes
from extract.rules.positions import Problems, Text, suggest
from extract.rules.reach import claimed_slots
from extract.rules.slots import figure_slots, slots_of


def check_names(pattern: Element, node: Text, names: Names, problems: Problems) -> bool:
    """Note every hole with a name that is no kind, lexicon or shape."""
    known = names.all()
    sound = True
    for hole in holes(pattern):
        for name in hole.names:
            if name not in known:
                sound = False
                message = f"{name!r} is no kind, lexicon or shape"
                problems.at(
                    "R111", node, message, hint=suggest_name(name, names), offset=hole.at, width=hole.width
                )
            elif name in names.lexicons and not names.lexicons[name].words:
                sound = False
                message = f"lexicon {name!r} is empty"
                problems.at("R111", node, message, hint="add a word", offset=hole.at, width=hole.width)
    return sound


def suggest_name(name: str, names: Names) -> str:
    """Advice for an unknown name: the nearest, else where to define it."""
    advice = suggest(name, names.all())
    return (
        advice.split(" (or")[0]
        if advice.startswith("write '")
        else f"write lexicons/{name}.txt or a shape {name!r}"
    )


def check_shape(shape: Shape, names: Names, problems: Problems) -> None:
    """Note what is wrong with a shape by itself."""
    if check_names(shape.pattern, shape.pattern_node, names, problems):
        try:
            expand(shape.pattern, names)
        except PatternError as error:
            problems.at(
                error.code,
                shape.pattern_node,
                error.message,
                hint=error.hint,
                offset=error.at,
                width=error.width,
            )


def check_rule(rule: Rule, names: Names, problems: Problems) -> Element | None:
    """A rule in, its expanded pattern out, or None where its mistakes leave none."""
    node = rule.pattern_node
    if not check_names(rule.pattern, node, names, problems):
        return None
    try:
        expanded = expand(rule.pattern, names)
        check_cost(expanded, names)
    except PatternError as error:
        problems.at(error.code, node, error.message, hint=error.hint, offset=error.at, width=error.width)
        return None
    checked = [_check_hole(hole, rule, names, problems) for hole in holes(expanded)]
    return expanded if _check_claims(rule, expanded, names, problems) and all(checked) else None


def _check_hole(hole: Hole, rule: Rule, names: Names, problems: Problems) -> bool:
    slot, known = hole.full_slot, slots_of(rule.record)
    if slot is None:
        return True
    node = rule.pattern_node
    if slot not in known:
        message = f"slot {slot!r} is not a slot of record {rule.record!r}"
        hint = suggest(slot, known)
        deeper = [name for name in known if name.startswith(slot + ".")]
        if deeper:
            hint = f"write one of: {', '.join(deeper)}"
        problems.at("R104", node, message, hint=hint, offset=hole.at + 1, width=len(hole.slot or "") or 1)
        return False
    given = set(kinds_of(hole))
    given |= {name for name in hole.names if name in WORD_HOLES}
    given |= {"lexicon" for name in hole.names if name in names.lexicons and name not in KINDS}
    wrong = sorted(given - known[slot])
    if "quantity" in wrong:
        wrong = ["quantity"]
    if wrong:
        message = f"slot {slot!r} cannot hold {', '.join(wrong)}"
        problems.at(
            "R117",
            node,
            message,
            hint=f"it takes: {', '.join(sorted(known[slot]))}",
            offset=hole.at,
            width=hole.width,
        )
        return False
    return True


def _check_claims(rule: Rule, expanded: Element, names: Names, problems: Problems) -> bool:
    claims = effective_claims(rule)
    filled = claimed_slots(expanded, ())
    for text in _claim_texts(rule):
        claim = text.value.strip()
        if not any(slot == claim or slot.startswith(claim + ".") for slot in filled):
            hint = f"write one of: {', '.join(sorted(filled))}" if filled else "give a figure hole a slot"
            problems.at("R116", text, f"no figure fills {claim!r}", hint=hint)
            return False
    try:
        readings = split_readings(expanded, claims)
    except PatternError as error:
        problems.at(error.code, rule.pattern_node, error.message, hint=error.hint)
        return False
    if any(pivot is None for _, pivot, _ in readings):
        slots = sorted(figure_slots(rule.record))
        hint = (
            f"make sure that every reading has one, like <{slots[0]}:quantity>"
            if slots
            else "write <quantity>"
        )
        problems.at("R115", rule.pattern_node, "the pattern can be read without a claimed figure", hint=hint)
        return False
    for left, row in join_readings(expanded, claims):
        if count_ways(left, names) + count_ways(row, names) > MOST_WAYS:
            hint = "split the rule, or drop some x?"
            problems.at("R119", rule.pattern_node, "there are too many ways to read one text", hint=hint)
            return False
    return True


def effective_claims(rule: Rule) -> tuple[str, ...]:
    """A rule in, what it uses up out: a veto every figure in it, others what they say."""
    return ("*",) if rule.record == "none" else rule.claims


def _claim_texts(rule: Rule) -> list[Text]:
    node = rule.fields.get("claims")
    values = getattr(node, "values", [node])
    return [value for value in values if isinstance(value, Text)]
