"""A hand-built flow that has some of everything, and answers that lead through it."""

from __future__ import annotations

from assistant.dialog.engine import Dialog
from assistant.flow.model import (
    AnyFact,
    AnyStep,
    Ask,
    By,
    Choice,
    Date,
    Decide,
    Decision,
    Do,
    End,
    Form,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Integer,
    Multi,
    Offset,
    Opaque,
    Option,
    PlanItem,
    RecordEntry,
    Repeat,
    Return,
    Score,
    Tell,
    YesNo,
)
from assistant.flow.model import expression as ex
from tests.examples.builders import (
    by_id,
    condition,
    decision_is,
    fact_is,
    flow,
    go,
    has_tag,
    options,
    row,
    text,
    when,
)

BODY, HOME = text("Krop"), text("Hjem")

SIGNS = Multi(
    id="signs",
    label=text("Tegn"),
    none=text("Ingen af disse"),
    unknown=True,
    options=(
        Option(
            "bruises",
            text("Blå mærker"),
            tags=frozenset({"violence"}),
            weight=5,
            group=BODY,
            catalogue="signs",
        ),
        Option("caries", text("Huller i tænderne"), weight=1, group=BODY, catalogue="signs"),
        Option(
            "truancy",
            text("Fravær"),
            text("Mere end 15 %"),
            visible=when(fact_is("age", "school")),
            weight=2,
            group=HOME,
            catalogue="signs",
        ),
    ),
)

FACTS: tuple[AnyFact, ...] = (
    Choice(id="role", label=text("Hvem er du?"), options=options("teacher", "dental")),
    Choice(id="age", label=text("Barnets alder"), options=options("baby", "school")),
    SIGNS,
    YesNo(id="danger", label=text("Er der fare nu?"), unknown=True),
    Date(
        id="first_seen",
        label=text("Første gang"),
        earliest=Offset(-1, "y"),
        latest=Offset(0, "d"),
        optional=True,
    ),
    Opaque(id="child_name", label=text("Navn"), kind="name", limit=120),
    Opaque(id="child_cpr", label=text("Cpr"), kind="cpr", limit=11, optional=True),
    Integer(
        id="siblings", label=text("Søskende"), low=0, high=20, unit=text("søskende"), optional=True
    ),
    Opaque(id="what", label=text("Hvad"), kind="text", limit=50),
    Date(
        id="when_seen",
        label=text("Hvornår"),
        earliest=Offset(-1, "y"),
        latest=Offset(0, "d"),
        unknown=True,
    ),
    Choice(id="who", label=text("Hvem?"), options=options("parent", "other"), unknown=True),
)

CHILD, WORRY, NEXT = text("Barnet"), text("Bekymringen"), text("Hvad nu")

STEPS: tuple[AnyStep, ...] = (
    Ask(id="role", fact="role", routes=go("age"), section=CHILD),
    Ask(
        id="age",
        fact="age",
        say=text("Hvor gammelt er **barnet**?"),
        help=text("Cirka"),
        routes=go("signs"),
        section=CHILD,
    ),
    Ask(
        id="signs",
        fact="signs",
        routes=go((ex.Named("violence"), "danger"), "child"),
        section=WORRY,
    ),
    Ask(
        id="danger",
        fact="danger",
        routes=go((fact_is("danger", "yes"), "call"), "who"),
        section=WORRY,
    ),
    Tell(
        id="call",
        say=text("Ring **112** eller {contact.team}."),
        level="danger",
        pin=True,
        routes=go("who"),
        section=WORRY,
    ),
    Ask(id="who", fact="who", routes=go("child"), section=WORRY),
    Do(id="child", runs="child", routes=go("name"), section=WORRY),
    Form(
        id="name",
        say=text("Om barnet"),
        facts=("child_name", "child_cpr", "siblings"),
        routes=go("seen"),
        part="child",
        section=CHILD,
    ),
    Repeat(
        id="seen",
        label=text("Det har jeg set"),
        each=("what", "when_seen"),
        at_least=0,
        at_most=3,
        routes=go("child.done"),
        part="child",
        section=CHILD,
    ),
    Return(id="child.done", part="child", routes=go((ex.Named("violence"), "duty"), "first_seen")),
    Ask(id="first_seen", fact="first_seen", routes=go("fork"), section=WORRY),
    Tell(
        id="duty",
        say=text("Du **skal** underrette om {child_name}, se {law.duty}.\n\n- i dag\n- skriftligt"),
        level="duty",
        pin=False,
        routes=go("fork"),
        section=NEXT,
    ),
    Decide(id="fork", routes=go((decision_is("urgency", "act_now", "today"), "notify"), "consult")),
    End(id="notify", say=text("Send den nu."), outcome="notify", section=NEXT),
    End(id="consult", say=text("Tal med {contact.team}."), outcome="consult", section=NEXT),
)

WORRY_FLOW = flow(
    FACTS,
    STEPS,
    scores=by_id(Score("weight", ("signs",), 6)),
    conditions=by_id(
        condition("violence", has_tag("signs", "violence"), "Du har markeret tegn på vold."),
        condition("acute", ex.And((ex.Named("violence"), fact_is("danger", "yes")))),
    ),
    decisions=by_id(
        Decision(
            "urgency",
            (
                row("act_now", ex.Named("acute"), "Der er fare nu."),
                row(
                    "today",
                    ex.Or((ex.Named("violence"), ex.Atom("weight", "score", ex.Compare(">=", 3)))),
                ),
                row("watch"),
            ),
        )
    ),
    plan=(
        PlanItem("write", text("Skriv om {child_name}"), None, "you", By("hours", 24)),
        PlanItem("police", text("Ring 114"), when(ex.Named("acute")), "leader", By("now")),
    ),
    record=(
        RecordEntry("child.name", FromFacts(("child_name",))),
        RecordEntry("child.cpr", FromFacts(("child_cpr",))),
        RecordEntry("functioning", FromFacts(("signs", "age"))),
        RecordEntry("first_worry_on", FromFacts(("first_seen",))),
        RecordEntry("urgency", FromConclusion("urgency")),
        RecordEntry(
            "suspected", FromCodes("who", {"parent": "parent", "other": "other_or_unknown"})
        ),
        RecordEntry("observations", FromRepeat("seen", {"what": "what", "when": "when_seen"})),
        RecordEntry("child_knows", FromFacts(("danger",))),
    ),
)

CALM: dict[str, object] = {"role": "dental", "age": "baby", "signs": ["caries"]}
VIOLENCE: dict[str, object] = {
    "role": "teacher",
    "age": "school",
    "signs": ["bruises", "truancy"],
    "danger": "yes",
    "who": "parent",
    "child_name": "Bo Hansen",
    "child_cpr": "0101184321",
    "siblings": 2,
    "seen": [
        {"what": "Et mærke", "when_seen": "2026-03-01"},
        {"what": "To", "when_seen": "unknown"},
    ],
}


def worry() -> Dialog:
    return Dialog(WORRY_FLOW)
