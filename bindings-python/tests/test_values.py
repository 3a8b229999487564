"""What a Python value says in a record: exactly that, or it is refused."""

import json
from collections import ChainMap, OrderedDict, UserDict, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import stepcare
from conftest import AS_OF, ZONE, Record

Answer = Callable[..., stepcare.Evaluation]


def with_systolic(record: Record, value: Any) -> Record:
    record["series"]["home_bp"]["rows"][0]["systolic"] = value
    return record


def with_weight(record: Record, value: Any) -> Record:
    record["facts"]["weight"]["value"] = value
    return record


def mean(evaluation: stepcare.Evaluation) -> Any:
    return json.loads(evaluation.to_json(), parse_float=Decimal)["averages"]["home_average"]["report"][0]["value"]


def refused(answer: Answer, record: Any, pointer: str) -> stepcare.UsageError:
    with pytest.raises(stepcare.UsageError) as caught:
        answer(record)
    assert (caught.value.code, caught.value.pointer) == ("care::H0201", pointer)
    assert caught.value.help
    return caught.value


SYSTOLIC = "/series/home_bp/rows/0/systolic"


def test_a_mapping_answers_as_its_json_text_does_byte_for_byte(answer: Answer, record: Record) -> None:
    text = json.dumps(record)
    assert answer(record).to_json() == answer(text).to_json() == answer(text.encode()).to_json()
    assert answer(bytearray(text.encode())).to_json() == answer(text).to_json()


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (129, "129"),
        (130, "130"),
        (131, "131"),
        (129.9, "129.9"),
        (133.75, "133.75"),
        (0.1 + 129.2, "129.29999999999998"),
        (Decimal("129.95"), "129.95"),
        (Decimal("1.30E+2"), "130"),
        (np.float64(133.7), "133.7"),
        (np.float32(133.7), "133.7"),
        (np.float16(130), "130"),
        (np.int16(131), "131"),
        (np.uint8(131), "131"),
        (IntEnum("Level", {"HIGH": 131}).HIGH, "131"),  # type: ignore[attr-defined]
    ],
)
def test_a_number_is_taken_digit_for_digit(answer: Answer, record: Record, value: Any, exact: str) -> None:
    found = mean(answer(with_systolic(record, value)))
    text = with_systolic(record, 0)
    written = json.dumps(text).replace('"systolic": 0', f'"systolic": {exact}')
    assert found == mean(answer(written))
    if not isinstance(found, dict):
        assert Decimal(found) == Decimal(exact)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        float("-inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        np.float64("nan"),
        np.float32("inf"),
    ],
)
def test_nan_and_infinity_are_no_readings(answer: Answer, record: Record, value: Any) -> None:
    assert "finite" in str(refused(answer, with_systolic(record, value), SYSTOLIC))


def test_an_integer_of_five_thousand_digits_is_refused(answer: Answer, record: Record) -> None:
    refused(answer, with_systolic(record, 10**5000), SYSTOLIC)


@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_a_truth_value_is_no_number(answer: Answer, record: Record, value: Any) -> None:
    written = answer(json.dumps(with_weight(record, bool(value)))).to_json()
    assert answer(with_weight(record, value)).to_json() == written
    problems = json.loads(written)["problems"]
    assert [problem["pointer"] for problem in problems] == ["/facts/weight/value"]


class Shown(float):
    """Shows itself otherwise than it counts."""

    def __repr__(self) -> str:
        return "999"


def test_a_subclass_counts_by_its_value_and_not_by_how_it_shows_itself(answer: Answer, record: Record) -> None:
    assert mean(answer(with_systolic(record, Shown(129.5)))) == Decimal("129.5")


class Answered(str, Enum):
    NO = "no"


def test_an_enumeration_of_text_is_its_text(answer: Answer, record: Record) -> None:
    plain = answer(record).to_json()
    record["facts"]["pregnant"]["value"] = Answered.NO
    assert answer(record).to_json() == plain
    record["facts"]["pregnant"]["value"] = np.str_("no")
    assert answer(record).to_json() == plain


def test_text_of_any_script_passes_unchanged(answer: Answer, record: Record) -> None:
    record["patient"] = 'José "ñ" \\ 李\n\t\x01🩺'
    assert answer(record).to_dict()["patient"] == record["patient"]
    assert answer(record).to_json() == answer(json.dumps(record)).to_json()


def test_half_a_character_is_refused(answer: Answer, record: Record) -> None:
    record["facts"]["pregnant"]["value"] = "no\ud800"
    refused(answer, record, "/facts/pregnant/value")


# ---- times ----------------------------------------------------------------------------------------------


def test_an_aware_datetime_is_its_instant(answer: Answer, record: Record) -> None:
    plain = answer(record).to_json()
    row = record["series"]["home_bp"]["rows"][0]
    row["at"] = datetime(2026, 3, 1, 19, 12, tzinfo=ZoneInfo(ZONE))
    assert answer(record).to_json() == plain
    row["at"] = datetime(2026, 3, 2, 0, 12, tzinfo=UTC)
    assert answer(record).to_json() == plain
    row["at"] = datetime(2026, 3, 1, 19, 12, tzinfo=timezone(timedelta(hours=-5)))
    assert answer(record).to_json() == plain


def test_a_date_is_its_day(answer: Answer, record: Record) -> None:
    plain = answer(record).to_json()
    for day in (date(1961, 4, 1), np.datetime64("1961-04-01")):
        record["facts"]["birth_date"] = day
        assert answer(record).to_json() == plain


def test_a_naive_datetime_is_refused(answer: Answer, record: Record) -> None:
    record["series"]["home_bp"]["rows"][0]["at"] = datetime(2026, 3, 1, 19, 12)
    assert "tzinfo" in refused(answer, record, "/series/home_bp/rows/0/at").help


@pytest.mark.parametrize("unit", ["s", "ns", "h", "M", "Y"])
def test_numpy_s_times_have_no_offset_and_are_refused(answer: Answer, record: Record, unit: str) -> None:
    record["series"]["home_bp"]["rows"][0]["at"] = np.datetime64("2026-03-01", unit)  # type: ignore[call-overload]
    assert f"datetime64[{unit}]" in refused(answer, record, "/series/home_bp/rows/0/at").help


@pytest.mark.parametrize("value", [np.datetime64("NaT"), np.datetime64("NaT", "D")])
def test_no_time_is_not_a_missing_one(answer: Answer, record: Record, value: Any) -> None:
    record["facts"]["birth_date"] = value
    assert "NaT" in refused(answer, record, "/facts/birth_date").help


# ---- what JSON does not have -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        {1, 2},
        b"147",
        object(),
        147 + 2j,
        Fraction(147, 2),
        time(9, 0),
        timedelta(days=1),
        np.timedelta64(1, "D"),
        np.complex128(147),
        np.array([147]),
        np.array(147),
        iter([147]),
        range(3),
        Ellipsis,
        int,
    ],
)
def test_what_json_does_not_have_is_refused_and_of_it_only_its_kind_is_told(
    answer: Answer, record: Record, value: Any
) -> None:
    error = refused(answer, with_systolic(record, value), SYSTOLIC)
    assert "147" not in str(error)


@pytest.mark.parametrize("key", [1, None, ("a",), True])
def test_a_key_is_text(answer: Answer, record: Record, key: Any) -> None:
    record["facts"][key] = 1
    refused(answer, record, "/facts")


def test_a_pointer_escapes_what_it_is_made_of(answer: Answer, record: Record) -> None:
    record["facts"]["a/b~c"] = [1, {2}]
    refused(answer, record, "/facts/a~1b~0c/1")


# ---- containers ------------------------------------------------------------------------------------------


class Reading(NamedTuple):
    first: int
    second: int


def test_mappings_of_every_kind_are_objects(answer: Answer, record: Record) -> None:
    plain = answer(record).to_json()
    for kind in (OrderedDict, UserDict, MappingProxyType, ChainMap, lambda m: defaultdict(int, m)):
        assert answer(kind(record)).to_json() == plain
        assert answer({**record, "facts": kind(record["facts"])}).to_json() == plain


def test_tuples_are_lists(answer: Answer, record: Record) -> None:
    plain = answer(record).to_json()
    record["series"]["home_bp"]["rows"] = tuple(record["series"]["home_bp"]["rows"])
    assert answer(record).to_json() == plain
    record["facts"]["shoe"] = Reading(1, 2)
    as_tuple = answer(record).to_json()
    record["facts"]["shoe"] = [1, 2]
    assert answer(record).to_json() == as_tuple


def test_a_list_that_holds_itself_is_refused_at_once(answer: Answer, record: Record) -> None:
    ring: list[Any] = [1]
    ring += [ring, ring]
    record["facts"]["ring"] = ring
    assert "holds itself" in refused(answer, record, "/facts/ring/1").help


def test_a_mapping_that_holds_itself_is_refused_at_once(answer: Answer, record: Record) -> None:
    record["facts"]["again"] = record
    refused(answer, record, "/facts/again")


def test_the_same_value_twice_is_no_ring(answer: Answer, record: Record) -> None:
    weight = record["facts"]["weight"]
    record["facts"]["weight"] = [weight, weight]
    assert answer(record).to_json() == answer(json.dumps(record)).to_json()


def test_a_hundred_thousand_levels_are_refused_without_a_crash(answer: Answer, record: Record) -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    record["facts"]["deep"] = deep
    with pytest.raises(stepcare.EvaluateError) as from_dict:
        answer(record)
    with pytest.raises(stepcare.EvaluateError) as from_text:
        answer("[" * 100_000 + "]" * 100_000)
    assert (from_dict.value.code, from_dict.value.help) == (from_text.value.code, from_text.value.help)
    assert from_dict.value.code == "care::H0107"


def test_a_small_value_that_is_large_when_written_out_is_refused(answer: Answer, record: Record) -> None:
    doubled: list[Any] = ["x" * 1000]
    for _ in range(40):
        doubled = [doubled, doubled]
    record["facts"]["doubled"] = doubled
    with pytest.raises(stepcare.EvaluateError) as caught:
        answer(record)
    assert caught.value.code == "care::H0101"


class Moody(dict[str, Any]):
    """Fails while it is read."""

    def items(self) -> Any:
        raise RuntimeError("not now")


def test_an_error_of_a_mapping_of_yours_is_passed_on(answer: Answer, record: Record) -> None:
    record["facts"] = Moody(record["facts"])
    with pytest.raises(RuntimeError, match="not now"):
        answer(record)


@pytest.mark.parametrize("record", [None, 5, [], "[]"])
def test_what_is_no_object_is_no_record(answer: Answer, record: Any) -> None:
    with pytest.raises(stepcare.EvaluateError) as caught:
        answer(record)
    assert caught.value.code == "care::H0108"


def test_as_of_and_zone_may_be_a_datetime_and_a_zoneinfo(answer: Answer, record: Record) -> None:
    plain = answer(record, AS_OF, ZONE).to_json()
    zone = ZoneInfo(ZONE)
    assert answer(record, datetime(2026, 3, 2, 9, tzinfo=zone), zone).to_json() == plain
