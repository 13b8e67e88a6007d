"""The record's fields and codes in words: Danish, the words that translations start from.

Tables only; `Ui.say` translates them. Extraction finds the texts here by this file's path.
"""

from __future__ import annotations

from collections.abc import Mapping

MASKED = "beskyttet adresse"

URGENCY: Mapping[str, str] = {
    "act_now": "Akut: handl nu",
    "today": "I dag",
    "soon": "Snarest",
    "watch": "Følg op",
}
KNOWLEDGE_LEVEL: Mapping[str, str] = {
    "concern": "Bekymring",
    "suspicion": "Mistanke",
    "knowledge": "Konkret viden",
}
SUSPECTED: Mapping[str, str] = {
    "parent": "Forælder, stedforælder eller anden omsorgsperson",
    "other_or_unknown": "Anden voksen, eller det vides ikke hvem",
    "child": "Et andet barn",
    "employee": "En ansat",
    "honour": "Familie eller netværk: negativ social kontrol",
}
LEGAL_BASIS: Mapping[str, str] = {
    "enhanced_support": "Skærpet pligt: behov for særlig støtte",
    "enhanced_unborn": "Skærpet pligt: ufødt barn",
    "enhanced_absence": "Skærpet pligt: ulovligt skolefravær",
    "enhanced_abuse": "Skærpet pligt: overgreb",
    "school_absence": "Skolelederens pligt ved højt ulovligt fravær",
    "general": "Enhvers underretningspligt",
}
INFORMED: Mapping[str, str] = {
    "both": "Ja, begge",
    "one": "Ja, den ene",
    "no": "Nej",
}
NOT_INFORMED: Mapping[str, str] = {
    "abuse_by_carer": "Mistanke om overgreb fra en forælder eller omsorgsperson",
    "honour": "Mistanke om negativ social kontrol eller udrejse",
    "safety_or_evidence": "Det kan skade barnets sikkerhed eller beviser",
    "asked_to_wait": "Kommunen har bedt os vente",
    "not_reached": "Vi har forgæves prøvet at få kontakt",
    "child_asked": "Barnet eller den unge har bedt om det",
    "other": "Andet",
}
PARENTS_VIEW: Mapping[str, str] = {
    "agree": "Enige",
    "partly": "Delvis enige",
    "disagree": "Uenige",
    "not_heard": "Ikke hørt",
}
ORIGIN: Mapping[str, str] = {
    "seen": "selv set",
    "heard": "selv hørt",
    "child_said": "fortalt af barnet",
    "parent_said": "fortalt af en forælder",
    "colleague_said": "fortalt af en kollega",
    "other": "anden kilde",
}
REASON: Mapping[str, str] = {
    "child_substance_use": "Misbrug hos barnet eller den unge",
    "child_crime": "Kriminalitet hos barnet eller den unge",
    "school_problems": "Problemer i skolen, for eksempel fravær",
    "child_other_behaviour": "Anden bekymrende adfærd hos barnet eller den unge",
    "child_disability": "Barnets funktionsnedsættelse",
    "child_health": "Barnets helbred",
    "abuse_by_others": "Overgreb fra andre end forældre",
    "other_neglect": "Anden omsorgssvigt",
    "parent_substance_use": "Misbrug hos forældre",
    "parent_crime": "Kriminalitet hos forældre",
    "parent_other_behaviour": "Anden bekymrende adfærd hos forældre",
    "parent_disability": "Forældres funktionsnedsættelse",
    "conflict_or_violence_at_home": "Højt konfliktniveau eller vold mellem voksne i hjemmet",
    "insufficient_care": "Utilstrækkelig omsorg",
    "homelessness": "Hjemløshed eller udsættelse",
    "parent_health": "Forældres helbred",
    "abuse_by_parents": "Overgreb fra forældre",
    "honour_control": "Negativ social kontrol eller æresrelateret konflikt",
    "dental_neglect": "Omsorgssvigt af tænderne",
    "other": "Andet",
}
NOTIFIER_CATEGORY: Mapping[str, str] = {
    "municipality": "Kommunal forvaltning",
    "school": "Skole eller andet uddannelsessted",
    "day_care": "Dagpleje, daginstitution, SFO eller klub",
    "health_care": "Sundhedsvæsenet",
    "health_visitor_or_dental": "Sundhedspleje eller tandpleje",
    "other": "Andre",
}
CUSTODY: Mapping[str, str] = {
    "shared": "Fælles",
    "one": "Den ene forælder",
    "other": "En anden",
    "unknown": "Ved ikke",
}
YES, NO = "Ja", "Nej"
WHO: Mapping[str, str] = {
    "you": "Underretter",
    "leader": "Leder",
    "family_team": "Familieteamet",
}
UNIT_WORDS: Mapping[str, str] = {"now": "nu", "today": "i dag"}
EMPTY_REASONS: Mapping[str, str] = {
    "not_asked": "Ikke spurgt om",
    "unknown": "Ved ikke",
    "skipped": "Sprunget over",
    "none": "Ingen",
}

# Every code table by the paths whose codes it words; a list's entries are written `list.field`.
CODE_LABELS: Mapping[str, Mapping[str, str]] = {
    "urgency": URGENCY,
    "knowledge_level": KNOWLEDGE_LEVEL,
    "suspected": SUSPECTED,
    "legal_basis": LEGAL_BASIS,
    "reasons": REASON,
    "custody": CUSTODY,
    "notifier.category": NOTIFIER_CATEGORY,
    "observations.origin": ORIGIN,
    "parents_informed.informed": INFORMED,
    "parents_informed.reason": NOT_INFORMED,
    "parents_view.view": PARENTS_VIEW,
}

# The heading of each field; a list's entries are written `list.field`.
FIELD_LABELS: Mapping[str, str] = {
    "first_worry_on": "Første bekymring",
    "child": "Barnet",
    "child.name": "Navn",
    "child.cpr": "CPR-nummer",
    "child.birth_date": "Fødselsdato",
    "child.age": "Alder",
    "child.age_band": "Aldersgruppe",
    "child.gender": "Køn",
    "child.address": "Adresse",
    "child.address_protected": "Beskyttet adresse",
    "child.whereabouts": "Opholder sig nu",
    "child.interpreter": "Sprog og tolk",
    "child.special_needs": "Særlige hensyn",
    "unborn": "Det ufødte barn",
    "unborn.mother_name": "Morens navn",
    "unborn.mother_cpr": "Morens CPR-nummer",
    "unborn.mother_address": "Morens adresse",
    "unborn.address_protected": "Morens adresse er beskyttet",
    "unborn.due_date": "Termin",
    "caregivers": "Forældre og omsorgspersoner",
    "caregivers.name": "Navn",
    "caregivers.relation": "Relation",
    "caregivers.phone": "Telefon",
    "caregivers.address": "Adresse",
    "custody": "Forældremyndighed",
    "siblings": "Søskende og andre børn i hjemmet",
    "siblings.name": "Navn",
    "siblings.age": "Alder",
    "siblings.note": "Bemærkning",
    "notifier": "Den, der underretter",
    "notifier.name": "Navn",
    "notifier.title": "Stilling",
    "notifier.workplace": "Arbejdssted",
    "notifier.phone": "Telefon",
    "notifier.email": "E-mail",
    "notifier.hours": "Træffes",
    "notifier.category": "Kategori",
    "notifier.relation": "Kendskab til barnet",
    "notifier.known_since": "Har kendt barnet",
    "setting.institution": "Skole, institution eller klinik",
    "setting.group": "Klasse eller stue",
    "legal_basis": "Pligt",
    "reasons": "Hvad bekymringen handler om",
    "knowledge_level": "Videnniveau",
    "urgency": "Hastegrad",
    "suspected": "Mistanken retter sig mod",
    "observations": "Iagttagelser",
    "observations.what": "Hvad",
    "observations.when": "Hvornår",
    "observations.where": "Hvor",
    "observations.origin": "Kilde",
    "observations.how_often": "Hvor ofte",
    "injuries": "Skader og mærker",
    "injuries.where": "Hvor på kroppen",
    "injuries.looks": "Udseende",
    "injuries.explanation": "Forklaring",
    "injuries.explained_by": "Forklaret af",
    "child_voice": "Barnets egne ord",
    "child_voice.words": "Ord",
    "child_voice.situation": "Situation",
    "child_voice.asked_before": "Sagt eller spurgt lige før",
    "child_voice.when": "Hvornår",
    "child_knows": "Barnet ved, at vi underretter",
    "functioning": "Trivsel og udvikling i øvrigt",
    "strengths": "Det, der går godt",
    "caregiver_picture": "Forældrenes situation og samspil",
    "measures": "Det, der er prøvet",
    "measures.what": "Hvad",
    "measures.when": "Hvornår",
    "measures.effect": "Virkning",
    "parents_informed.informed": "Forældre orienteret",
    "parents_informed.reason": "Hvorfor forældre ikke er orienteret",
    "parents_view.view": "Forældrenes syn",
    "parents_view.words": "Forældrenes ord",
    "assessment": "Vores faglige vurdering",
    "why_now": "Hvorfor nu",
    "immediate_safety.danger": "Faren",
    "immediate_safety.safe_now": "Barnet er i sikkerhed i dag og i nat",
    "immediate_safety.where_now": "Hvor barnet er nu",
    "immediate_safety.next_hours": "De næste timer",
    "network": "Andre fagpersoner og netværk",
    "leader.informed": "Leder orienteret",
    "leader.name": "Leders navn",
    "attachments": "Bilag",
    "phone_log": "Telefonisk underretning",
    "phone_log.when": "Hvornår",
    "phone_log.receiver": "Talte med",
    "phone_log.agreed": "Aftalt",
    "signs": "Tegn",
    "plan": "Det aftalte",
}
