#!/usr/bin/env python3
"""Score extraction output against gold: score.py GOLD_DIR [--cmd 'python -m extract'] [--json] [--errors N].

Runs CMD once per NAME.txt that has a NAME.gold.json, reads its JSON (see
docs/output.md) and prints precision, recall and slot accuracy. Standard library only.

A slot has two figures: `accuracy`, how often the answer (or leaving it empty) is acceptable, and
`filled`, for how many of the figures where gold names a value a right value was given: an empty
slot that gold would excuse counts against `filled`, a wrong value against both.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

SLOTS = ("subject", "place", "time", "action", "actor")


def nth_span(raw: str, text: str, nth: int) -> tuple[int, int] | None:
    """Span of the nth occurrence (from 1, each search one past the last hit) of text in raw."""
    at = -1
    for _ in range(nth):
        at = raw.find(text, at + 1 if at >= 0 else 0)
        if at < 0:
            return None
    return at, at + len(text)


def number(value) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def same_number(got: Decimal | None, want: Decimal | None) -> bool:
    """Equal; a gold value with four or more decimals (a rounded fraction) allows for its rounding."""
    if got is None or want is None:
        return got is want
    if -want.as_tuple().exponent >= 4:
        return abs(got - want) <= Decimal("0.00006")
    return got == want


SEASONS = {
    "33": ("01", "03"),
    "34": ("04", "06"),
    "35": ("07", "09"),
    "36": ("10", "12"),
    "40": ("01", "06"),
    "41": ("07", "12"),
}


def edtf(value):
    """Clock times cut off; quarter and half-year codes written as month intervals."""
    if isinstance(value, str):
        value = re.sub(r"T[\d:]+(Z|[+-]\d\d:\d\d)?", "", value)
    if isinstance(value, str) and len(value) == 7 and value[5:] in SEASONS:
        first, last = SEASONS[value[5:]]
        return f"{value[:4]}-{first}/{value[:4]}-{last}"
    return value


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def leaves(record: dict):
    """Every Quantity in a record as (role, field, quantity, time override)."""
    for role in ("before", "after", "delta"):
        part = record.get(role)
        if isinstance(part, dict):
            for field in ("households", "people", "quantity"):
                if isinstance(part.get(field), dict):
                    yield role, field, part[field], part.get("time")
    for field in ("households", "people", "quantity"):
        if isinstance(record.get(field), dict):
            yield "level", field, record[field], None


def flatten(output: dict) -> tuple[dict, set, set, dict]:
    """Predicted quantities by span, (before, after) pairs, (households, people) pairs, part_of spans."""
    found, moves, couples, parts = {}, set(), set(), {}
    spans_of = {}
    for record in output.get("records", []):
        by_role: dict[str, dict[str, tuple[int, int]]] = {}
        for role, field, q, when in leaves(record):
            if not q.get("span"):
                continue
            span = tuple(q["span"])
            by_role.setdefault(role, {})[field] = span
            place = record.get("place")
            found.setdefault(
                span,
                {
                    "value": number(q.get("value")),
                    "low": number(q.get("low")),
                    "high": number(q.get("high")),
                    "unit": q.get("unit"),
                    "modifier": q.get("modifier"),
                    "role": role,
                    "subject": record.get("subject"),
                    "place": place.get("name") if isinstance(place, dict) else place,
                    "time": edtf(when if role == "before" else when or record.get("time")),
                    "action": record.get("action"),
                    "actor": record.get("actor"),
                    "part_of": record.get("part_of"),
                    "rule": record.get("rule"),
                },
            )
            spans_of.setdefault(record.get("id"), []).append(span)
        for field, before in by_role.get("before", {}).items():
            if field in by_role.get("after", {}):
                moves.add((before, by_role["after"][field]))
        for fields in by_role.values():
            if "households" in fields and "people" in fields:
                couples.add((fields["households"], fields["people"]))
    for span, q in found.items():
        if q["part_of"] is not None:
            parts[span] = set(spans_of.get(q["part_of"], []))
    return found, moves, couples, parts


def accepted(answer, allowed: list) -> bool:
    return answer in [edtf(a) for a in allowed] or (answer in ("", None) and None in allowed)


def alternatives(entry) -> set[str]:
    """The acceptable surfaces of a gold name: a string, a list of them, or an object with name/names."""
    if isinstance(entry, dict):
        return set(entry.get("names") or []) | ({entry["name"]} if entry.get("name") else set())
    return set(entry) if isinstance(entry, list) else {entry}


def optional(entry) -> bool:
    return isinstance(entry, dict) and bool(entry.get("optional"))


class Tally:
    def __init__(self) -> None:
        self.hit, self.miss, self.extra = Counter(), Counter(), Counter()
        self.errors: list[str] = []

    def sets(
        self,
        name: str,
        gold: list[set],
        predicted: list[set],
        where: str,
        may: list[set] = (),
        inside: str = "",
    ) -> None:
        """One-to-one matching of alternatives: a gold item is hit by any overlapping prediction.

        Predictions in may (optional gold), or wholly inside the text `inside` of longer
        gold names, count neither way.
        """
        left = list(predicted)
        for g in gold:
            match = next((p for p in left if p & g), None)
            if match is not None:
                left.remove(match)
                self.hit[name] += 1
            else:
                self.miss[name] += 1
                self.errors.append(f"{where}: {name} missed {sorted(map(str, g))}")
        left = [
            p
            for p in left
            if not any(p & m for m in may)
            and not (inside and any(n and n in inside for n in p if isinstance(n, str)))
        ]
        self.extra[name] += len(left)
        self.errors += [f"{where}: {name} extra {sorted(map(str, p))}" for p in left]

    def f1(self, name: str) -> tuple[float, float, float]:
        h, m, e = self.hit[name], self.miss[name], self.extra[name]
        p = h / (h + e) if h + e else 1.0
        r = h / (h + m) if h + m else 1.0
        return p, r, (2 * p * r / (p + r) if p + r else 0.0)


def score_one(raw: str, gold: dict, output: dict, tally: Tally, where: str) -> None:
    found, moves, couples, parts = flatten(output)
    # Contract: every span must reproduce its text.
    for record in output.get("records", []):
        for _, _, q, _ in leaves(record):
            s, e = q.get("span", (0, 0))
            name = "offsets"
            if raw[s:e] == q.get("text"):
                tally.hit[name] += 1
            else:
                tally.miss[name] += 1
                tally.errors.append(f"{where}: offsets {raw[s:e]!r} != {q.get('text')!r}")
    by_text, pair, hp = {}, {}, {}
    matched = set()
    for g in gold.get("quantities", []):
        span = nth_span(raw, g["text"], g.get("nth", 1))
        if span is None:
            tally.errors.append(f"{where}: gold text not found {g['text']!r} #{g.get('nth', 1)}")
            continue
        by_text.setdefault(g["text"], span)
        if g.get("pair"):
            pair.setdefault(g["pair"], {}).setdefault(listed(g["role"])[0], []).append(
                (str(g.get("unit")), span)
            )
        if g.get("hp"):
            hp.setdefault(g["hp"], []).append((str(g.get("unit")), span))
        p = found.get(span)
        if p is None and g.get("optional"):
            continue
        label = f"{where}: {g['text']}#{g.get('nth', 1)}"
        if p is None:
            tally.miss["quantity span"] += 1
            tally.miss["quantity"] += 1
            tally.errors.append(f"{label} not found")
            continue
        matched.add(span)
        if g.get("optional"):
            continue
        tally.hit["quantity span"] += 1
        same = (
            same_number(p["value"], number(g.get("value")))
            and p["unit"] in listed(g.get("unit"))
            and p["modifier"] in listed(g.get("modifier"))
            and ("low" not in g or same_number(p["low"], number(g["low"])))
            and ("high" not in g or same_number(p["high"], number(g["high"])))
        )
        if same:
            tally.hit["quantity"] += 1
        else:
            tally.miss["quantity"] += 1
            tally.extra["quantity"] += 1
            tally.errors.append(
                f"{label} value {p['value']}|{p['unit']}|{p['modifier']} want "
                f"{g.get('value')}|{g.get('unit')}|{g.get('modifier')}"
            )
        for slot, allowed in [("role", listed(g.get("role", "level")))] + [
            (s, g.get(s, [None])) for s in SLOTS
        ]:
            name = f"slot {slot}"
            if any(allowed):  # gold names a value: was one given, and right?
                right = p[slot] not in ("", None) and accepted(p[slot], allowed)
                (tally.hit if right else tally.miss)[f"filled {slot}"] += 1
            if accepted(p[slot], allowed):
                tally.hit[name] += 1
            else:
                tally.miss[name] += 1
                tally.errors.append(f"{label} {slot} {p[slot]!r} want {allowed} [{p['rule']}]")
    extra = [s for s in found if s not in matched]
    for s in extra:
        tally.extra["quantity span"] += 1
        tally.extra["quantity"] += 1
        tally.errors.append(f"{where}: extra quantity {raw[s[0] : s[1]]!r} at {s[0]} [{found[s]['rule']}]")

    gold_moves = {
        (b, a)
        for roles in pair.values()
        for ub, b in roles.get("before", [])
        for ua, a in roles.get("after", [])
        if ub == ua or len(roles["before"]) == len(roles["after"]) == 1
    }  # 由3小时缩短至50分钟
    gold_hp = {
        (h, p)
        for members in hp.values()
        for uh, h in members
        if uh == "户"
        for up, p in members
        if up != "户"
    }
    loose = {
        nth_span(raw, g["text"], g.get("nth", 1))
        for g in gold.get("quantities", [])
        if g.get("optional")
        or {"before", "after"} <= set(listed(g.get("role", "level")))
        or ("level" in listed(g.get("role")) and len(listed(g.get("role"))) > 1)
    }
    tally.sets(
        "change pairs",
        [{m} for m in gold_moves if not set(m) & loose],
        [{m} for m in moves if not set(m) & loose],
        where,
    )
    tally.sets("household-people pairs", [{c} for c in gold_hp], [{c} for c in couples], where)
    for g in gold.get("quantities", []):
        if g.get("part_of"):
            span = nth_span(raw, g["text"], g.get("nth", 1))
            whole = (
                nth_span(raw, g["part_of"], g["part_of_nth"])
                if g.get("part_of_nth")
                else by_text.get(g["part_of"])
            )
            ok = span in parts and whole in parts[span]
            (tally.hit if ok else tally.miss)["part_of"] += 1
            if not ok:
                tally.errors.append(f"{where}: {g['text']} part_of {g['part_of']} not linked")

    def names(kind: str) -> list[set]:
        return [
            {r.get("name"), *(r.get("aliases") or [])}
            for r in output.get("records", [])
            if r.get("type") == kind
        ]

    def split(entries: list) -> tuple[list[set], list[set]]:
        return (
            [alternatives(e) for e in entries if not optional(e)],
            [alternatives(e) for e in entries if optional(e)],
        )

    people = {r.get("name"): r for r in output.get("records", []) if r.get("type") == "person"}
    must, may = split(gold.get("persons", []))
    tally.sets("person", must, [{n} for n in people], where, may)
    for p in gold.get("persons", []):
        got = next((people[n] for n in alternatives(p) if n in people), None)
        if got is not None:
            must, may = split(p.get("titles", []))
            tally.sets("title", must, [{t} for t in got.get("titles", [])], f"{where}: {p['name']}", may)
    orgs = gold.get("organizations", [])
    longer = "\n".join(n for e in orgs for n in alternatives(e))
    titles = "\n".join(
        n for p in gold.get("persons", []) for t in p.get("titles", []) for n in alternatives(t)
    )
    must, may = split(orgs)
    tally.sets("organization", must, names("organization"), where, may, longer + "\n" + titles)
    must, may = split(gold.get("places", []))
    places = {r.get("name"): r.get("code") for r in output.get("records", []) if r.get("type") == "place"}
    tally.sets("place", must, names("place"), where, may, longer + "\n" + titles)
    for p in gold.get("places", []):
        for n in alternatives(p):
            if n in places and p.get("code"):
                # Two official schemes number towns differently: compare to county level.
                ok = str(places[n] or "")[:6].ljust(6, "0") == str(p["code"])[:6].ljust(6, "0")
                (tally.hit if ok else tally.miss)["place code"] += 1
                if not ok:
                    tally.errors.append(f"{where}: place code {n} {places[n]} want {p['code']}")
    for field in ("title", "publisher", "published_at", "editor"):
        if gold.get("document", {}).get(field):
            got = output.get("document", {}).get(field)
            want = str(gold["document"][field])
            ok = str(got) in (want, want.removesuffix("T00:00:00+08:00")) or str(got) in listed(
                gold["document"][field]
            )
            (tally.hit if ok else tally.miss)["document"] += 1
            if not ok:
                tally.errors.append(f"{where}: document {field} {got!r} want {gold['document'][field]!r}")


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", type=Path, nargs="+", help="folders of NAME.txt + NAME.gold.json")
    ap.add_argument("--cmd", default=f"{sys.executable} -m extract", help="command given one file path")
    ap.add_argument("--json", action="store_true", help="print figures as JSON")
    ap.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors")
    ap.add_argument("--check", action="store_true", help="only check that every gold text is found")
    args = ap.parse_args()

    tally, files = Tally(), 0
    for folder in args.gold:
        for gold_file in sorted(folder.glob("*.gold.json")):
            text_file = gold_file.with_name(gold_file.name.removesuffix(".gold.json") + ".txt")
            gold = json.loads(gold_file.read_text("utf-8"))
            with text_file.open(encoding="utf-8", newline="") as f:
                raw = f.read()
            if args.check:
                for g in gold.get("quantities", []):
                    if nth_span(raw, g["text"], g.get("nth", 1)) is None:
                        print(f"{gold_file.name}: not found {g['text']!r} #{g.get('nth', 1)}")
                files += 1
                continue
            run = subprocess.run([*shlex.split(args.cmd), str(text_file)], capture_output=True, text=True)
            files += 1
            if run.returncode:
                print(
                    f"{text_file.name}: exit {run.returncode}: {run.stderr.strip()[-300:]}", file=sys.stderr
                )
                output = {}
            else:
                output = json.loads(run.stdout)
            score_one(raw, gold, output, tally, text_file.stem)
    if args.check:
        print(f"{files} gold files checked")
        return 0

    rows = {}
    for name in (
        "quantity",
        "quantity span",
        "change pairs",
        "household-people pairs",
        "person",
        "title",
        "organization",
        "place",
    ):
        p, r, f = tally.f1(name)
        rows[name] = {
            "precision": round(p, 4),
            "recall": round(r, 4),
            "f1": round(f, 4),
            "gold": tally.hit[name] + tally.miss[name],
        }
    for name in (
        ["slot role"] + [f"slot {s}" for s in SLOTS] + ["part_of", "place code", "document", "offsets"]
    ):
        n = tally.hit[name] + tally.miss[name]
        rows[name] = {"accuracy": round(tally.hit[name] / n, 4) if n else None, "gold": n}
        if name.removeprefix("slot ") in SLOTS:
            f = name.replace("slot", "filled")
            n = tally.hit[f] + tally.miss[f]
            rows[name]["filled"] = round(tally.hit[f] / n, 4) if n else None
    if args.json:
        print(json.dumps({"files": files, "scores": rows}, ensure_ascii=False, indent=1))
    else:
        print(f"{files} bulletins")
        for name, row in rows.items():
            print(f"{name:24}", "  ".join(f"{k} {v}" for k, v in row.items()))
    for e in tally.errors[: args.errors]:
        print("  -", e)
    return 0


if __name__ == "__main__":
    sys.exit(main())
