"""The record's model: the flow's fields, exactly; and a schema that what is sent keeps."""

import types
from collections.abc import Mapping
from datetime import date
from typing import Literal, Union, get_args, get_origin

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.flow.model.record_fields import FIELDS, Field
from assistant.record.contents import EmptyBecause, Record, example_record
from assistant.record.export.json import json_schema, to_json
from assistant.record.labels import CODE_LABELS, EMPTY_REASONS, FIELD_LABELS


def bare(annotation: object) -> object:
    """Return what is left of `X | None` without the None."""
    if get_origin(annotation) in {Union, types.UnionType}:
        (kept,) = (one for one in get_args(annotation) if one is not types.NoneType)
        return bare(kept)
    return annotation


def describe_field(annotation: object) -> Field:
    """Return a field's annotation as `flow.fields` would describe it."""
    of = bare(annotation)
    if get_origin(of) is Literal:
        return Field("code", get_args(of))
    if get_origin(of) is tuple:
        (item, *_) = get_args(of)
        if isinstance(item, type) and issubclass(item, BaseModel):
            return Field("list", entries=entries(item))
        return Field("codes", get_args(item))
    kinds: Mapping[object, Field] = {
        str: Field("text"),
        int: Field("number"),
        date: Field("date"),
        bool: Field("yes_no"),
    }
    return kinds[of]


def entries(group: type[BaseModel]) -> dict[str, Field]:
    return {name: describe_field(info.annotation) for name, info in group.model_fields.items()}


def at(path: str) -> Field:
    group: type[BaseModel] = Record
    *groups, name = path.split(".")
    for step in groups:
        inner = bare(group.model_fields[step].annotation)
        assert isinstance(inner, type)
        assert issubclass(inner, BaseModel)
        group = inner
    return describe_field(group.model_fields[name].annotation)


def test_every_field_that_a_flow_may_fill_is_in_the_record_with_the_same_codes() -> None:
    assert {path: at(path) for path in FIELDS} == dict(FIELDS)


def test_every_field_and_every_code_has_words() -> None:
    listed = {f"{path}.{name}" for path, of in FIELDS.items() for name in of.entries}
    codes = {path: set(of.codes) for path, of in coded_fields().items()}

    assert (FIELDS.keys() | listed) - FIELD_LABELS.keys() == set()
    assert {path: set(CODE_LABELS[path]) for path in codes} == codes
    assert set(EMPTY_REASONS) == set(get_args(EmptyBecause))


def coded_fields() -> dict[str, Field]:
    inner = {f"{path}.{name}": f for path, of in FIELDS.items() for name, f in of.entries.items()}
    return {path: of for path, of in {**FIELDS, **inner}.items() if of.codes}


def test_the_schema_is_json_schema_2020_12_and_the_example_keeps_it() -> None:
    described = json_schema()
    Draft202012Validator.check_schema(described)

    found = TypeAdapter(dict[str, object]).validate_json(to_json(example_record()))

    assert [str(error) for error in Draft202012Validator(described).iter_errors(found)] == []
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_refuses_a_code_that_is_not_on_the_list() -> None:
    sent = TypeAdapter(dict[str, object]).validate_json(to_json(example_record()))
    wrong = {**sent, "urgency": "whenever"}

    messages = [error.message for error in Draft202012Validator(json_schema()).iter_errors(wrong)]

    assert len(messages) == 1


def test_a_record_that_was_sent_is_read_back_as_the_same_record() -> None:
    assert Record.model_validate_json(to_json(example_record())) == example_record()


def test_a_field_that_the_record_does_not_know_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Record.model_validate({**example_record().model_dump(), "score": 7})


def test_times_are_utc_with_offset_and_dates_iso() -> None:
    sent = TypeAdapter(dict[str, object]).validate_json(to_json(example_record()))

    assert (sent["submitted_at"], sent["first_worry_on"]) == ("2026-03-02T09:52:00Z", "2026-01-19")


def test_a_time_in_another_zone_becomes_utc() -> None:
    dumped = {**example_record().model_dump(mode="json"), "created_at": "2026-03-02T10:40:00+01:00"}

    assert Record.model_validate(dumped) == example_record()


def test_an_error_of_the_record_shows_nothing_of_what_was_said() -> None:
    with pytest.raises(ValidationError) as refused:
        Record.model_validate({**example_record().model_dump(), "strengths": ["Alma er glad"]})

    assert "strengths" in str(refused.value)
    assert "Alma" not in str(refused.value)
