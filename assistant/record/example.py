"""A made-up record with something in most fields: for the schema's readers, for tests, for practice.

The child, the notifier and the municipality don't exist; the phone numbers belong to nobody.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from assistant.record.model import (
    Behind,
    Caregiver,
    Child,
    ChildVoice,
    Course,
    Due,
    Explanation,
    FollowUp,
    Header,
    ImmediateSafety,
    Injury,
    Leader,
    Measure,
    Notifier,
    Observation,
    ParentsInformed,
    ParentsOpinion,
    PhoneCall,
    Receiver,
    Record,
    Reply,
    Setting,
    Sibling,
    Sign,
)


def example() -> Record:
    """Return a made-up record: a teacher, marks, and a child who said something."""
    return Record(
        reference="EKS-2026-0001",
        created_at=datetime(2026, 3, 2, 9, 40, tzinfo=UTC),
        submitted_at=datetime(2026, 3, 2, 9, 52, tzinfo=UTC),
        language="da",
        flow=Course(id="concern", version=1, logic_hash="0" * 64),
        header=Header(
            acute=False,
            municipality="Eksempelby Kommune",
            receiver=Receiver(name="Familieteam Nord", phone="00 00 00 10"),
        ),
        first_worry_on=date(2026, 1, 19),
        child=_CHILD,
        caregivers=(
            Caregiver(
                name="Eva Eksempel",
                relation="Mor",
                phone="00 00 00 21",
                address="Prøvevej 4, 0000 Eksempelby",
            ),
            Caregiver(name="Erik Eksempel", relation="Far", phone="00 00 00 22"),
        ),
        custody="shared",
        siblings=(Sibling(name="Lillebror", age=4, note="Går i Børnehuset Solsikken"),),
        notifier=_NOTIFIER,
        setting=Setting(institution="Eksempelskolen", group="3.b"),
        legal_basis=("enhanced_abuse",),
        reasons=("abuse_by_parents", "conflict_or_violence_at_home"),
        knowledge_level="suspicion",
        urgency="today",
        suspected="parent",
        observations=_OBSERVATIONS,
        injuries=(
            Injury(
                where="Højre overarm, udvendig side",
                looks="Tre ovale mærker på række, blålige, hver som en fingerspids",
                explanation="Faldet på trappen",
                explained_by="Barnet",
            ),
        ),
        child_voice=(
            ChildVoice(
                words="Jeg må ikke sige det. Far bliver så gal.",
                situation="I frikvarteret, alene med læreren ved skabene",
                asked_before="Du ser ked ud af det i dag.",
                when=date(2026, 3, 2),
            ),
        ),
        child_knows=True,
        functioning="Glad for matematik. Er siden jul blevet stille i timerne og leger mindre med de andre.",
        strengths="Møder hver dag. Har en tæt ven i klassen. Mormor henter om torsdagen og er en tryg voksen.",
        measures=_MEASURES,
        parents_informed=ParentsInformed(informed="no", reason="abuse_by_carer"),
        parents_view=ParentsOpinion(view="not_heard"),
        assessment="Flere ting peger samme vej, og barnet er tydeligt bange for at gå hjem i dag.",
        why_now="Nye mærker i dag, og barnet har for første gang selv sagt noget.",
        immediate_safety=ImmediateSafety(
            where_now="I SFO’en på Eksempelskolen",
            next_hours="Far henter kl. 16 i dag. Mor er på arbejde til kl. 20.",
        ),
        network="Sundhedsplejerske Pia Prøve. Ingen tandlæge kendt.",
        leader=Leader(informed=True, name="Skoleleder Lis Lund"),
        phone_log=(
            PhoneCall(
                when="I dag kl. 10.45",
                receiver="Familieteam Nord, Kim",
                agreed="De ringer tilbage inden kl. 12",
            ),
        ),
        plan=_PLAN,
        follow_up=FollowUp(
            assess_by=datetime(2026, 3, 3, 9, 52, tzinfo=UTC),
            receipt_by=datetime(2026, 3, 10, 22, 59, tzinfo=UTC),
        ),
        signs=_SIGNS,
        explanation=_EXPLANATION,
        answers=_ANSWERS,
        empty={"child.interpreter": "not_asked", "notifier.hours": "skipped"},
    )


_CHILD = Child(
    name="Alma Eksempel",
    cpr="120416-9996",
    birth_date=date(2016, 4, 12),
    age=9,
    gender="Pige",
    address="Prøvevej 4, 0000 Eksempelby",
    address_protected=False,
    whereabouts="Hjemme hos begge forældre",
    special_needs="Ingen kendte",
)
_NOTIFIER = Notifier(
    name="Nanna Nielsen",
    title="Lærer",
    workplace="Eksempelskolen",
    phone="00 00 00 31",
    email="nanna@example.org",
    category="school",
    relation="Klasselærer, ser Alma hver dag",
    known_since="August 2023",
)
_OBSERVATIONS = (
    Observation(
        what="Tre blå mærker på højre overarm, da hun trak ærmet op i håndarbejde.",
        when=date(2026, 3, 2),
        where="Håndarbejdslokalet",
        origin="seen",
        how_often="Første gang",
    ),
    Observation(
        what="Ville ikke hjem, holdt fast i bordet, da de andre gik.",
        when=date(2026, 2, 24),
        where="Klassen",
        origin="seen",
        how_often="Tre gange på to uger",
    ),
    Observation(
        what="Råb og noget, der blev kastet, hørt i telefonen, da mor meldte syg.",
        when=date(2026, 1, 19),
        origin="heard",
    ),
)
_MEASURES = (
    Measure(
        what="Samtale med mor om trivsel",
        when=date(2026, 1, 26),
        effect="Bedre i en uge, så som før",
    ),
    Measure(what="Sparring med skolens ressourceteam", when=date(2026, 2, 25)),
)
_PLAN = (
    Due(
        id="call_family_team",
        words="Ring til familieteamet, før barnet går hjem.",
        who="you",
        unit="today",
        due=datetime(2026, 3, 2, 14, 0, tzinfo=UTC),
    ),
    Due(
        id="tell_leader",
        words="Fortæl din leder, at du har sendt underretningen.",
        who="you",
        unit="today",
        due=datetime(2026, 3, 2, 14, 0, tzinfo=UTC),
    ),
    Due(
        id="ask_receipt",
        words="Har du ingen kvittering fået, så ring og spørg.",
        who="you",
        unit="working_days",
        amount=6,
        due=datetime(2026, 3, 10, 22, 59, tzinfo=UTC),
    ),
)
_SIGNS = (
    Sign(
        id="marks_shape",
        label="Mærker med form som en hånd, fingre eller en ting",
        domain="body",
        heading="Krop og skader",
        urgency="today",
        list="general",
        question="signs_body",
    ),
    Sign(
        id="afraid_home",
        label="Er bange for at gå hjem",
        domain="behaviour",
        heading="Adfærd og følelser",
        urgency="today",
        list="general",
        question="signs_behaviour",
    ),
)
_EXPLANATION = (
    Explanation(
        kind="decision",
        id="urgency",
        value="today",
        path="urgency",
        because=("Du har markeret tegn på vold.", "Barnet skal hjem til den, mistanken gælder."),
        answers=(
            Behind(
                fact="signs_body",
                label="Tegn på kroppen",
                answer="Mærker med form som en hånd, fingre eller en ting",
            ),
            Behind(
                fact="suspected",
                label="Hvem mistanken gælder",
                answer="Forælder eller omsorgsperson",
            ),
        ),
    ),
)
_ANSWERS = (
    Reply(
        step="role",
        fact="role",
        label="Arbejdssted",
        question="Hvor arbejder du?",
        answer="Skole",
        value="school",
    ),
    Reply(
        step="age",
        fact="age",
        label="Alder",
        question="Hvor gammelt er barnet?",
        answer="9 år",
        value=9,
    ),
    Reply(
        step="signs_body",
        fact="signs_body",
        label="Tegn på kroppen",
        question="Hvad har du set på kroppen?",
        answer="Mærker med form som en hånd, fingre eller en ting",
        value=["marks_shape"],
    ),
    Reply(
        step="suspected",
        fact="suspected",
        label="Hvem mistanken gælder",
        question="Hvem kan mistanken gælde?",
        answer="Forælder eller omsorgsperson",
        value="parent",
    ),
)
