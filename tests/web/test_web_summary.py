"""What the inbox's list is told of a record: never who, always what about."""

import orjson

from assistant.record.contents import Child, example_record
from assistant.web.guide.handover import build_summary


def test_the_list_is_told_initials_age_or_its_band_and_the_reasons() -> None:
    child = Child(name="Alma Eksempel", age_band="6-12 år")
    record = example_record().model_copy(
        update={"child": child, "reasons": ("abuse_by_parents",), "signs": ()}
    )

    assert orjson.loads(build_summary(record)) == {
        "initials": "AE",
        "age": None,
        "age_band": "6-12 år",
        "unborn": False,
        "from": record.notifier.category,
        "urgency": record.urgency,
        "reasons": ["abuse_by_parents"],
        "signs": 0,
    }
