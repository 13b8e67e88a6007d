"""What the figures say: counted by route, status and flow, with durations up to each bound."""

from __future__ import annotations

from assistant.web.observability.metrics import Metrics


def figures(metrics: Metrics, name: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in metrics.render_text().decode().splitlines())
    return {what: float(number) for what, _, number in lines if what.startswith(name)}


def test_requests_are_counted_by_method_route_and_status() -> None:
    metrics = Metrics()
    for status in (200, 200, 409):
        metrics.count_request("POST", "/v1/conversations/current/turns", status, 0.001)

    of = 'assistant_requests_total{method="POST",route="/v1/conversations/current/turns",status='
    assert figures(metrics, "assistant_requests") == {of + '"200"}': 2, of + '"409"}': 1}


def test_durations_are_counted_up_to_each_bound() -> None:
    metrics = Metrics()
    for seconds in (0.005, 0.02, 0.02, 30):
        metrics.count_request("GET", "/", 200, seconds)

    found = figures(metrics, "assistant_request_seconds")
    upto = {
        bound: found[f'assistant_request_seconds_bucket{{le="{bound}",route="/"}}']
        for bound in ("0.005", "0.01", "0.025", "10.0", "+Inf")
    }
    assert upto == {"0.005": 1, "0.01": 1, "0.025": 3, "10.0": 3, "+Inf": 4}
    assert found['assistant_request_seconds_count{route="/"}'] == 4
    assert found['assistant_request_seconds_sum{route="/"}'] == 30.045


def test_turns_notifications_and_lost_lines_are_counted() -> None:
    metrics = Metrics()
    metrics.count_turn("concern", refused=False)
    metrics.count_turn("concern", refused=True)
    metrics.count_submission("concern")

    assert figures(metrics, "assistant_turns") == {
        'assistant_turns_total{flow="concern",refused="no"}': 1,
        'assistant_turns_total{flow="concern",refused="yes"}': 1,
    }
    assert figures(metrics, "assistant_submissions") == {
        'assistant_submissions_total{flow="concern"}': 1
    }
    assert figures(metrics, "assistant_log_lines_lost") == {"assistant_log_lines_lost_total": 0}
