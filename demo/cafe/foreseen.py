"""What is foreseen of a café's end, week by week, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from demo.cafe.judged import OPEN_WEEKS, Seen, evidence_of
from measure_engine.estimate import unique
from measure_engine.forecast import Drift, Forecast, forecast, forecast_of_estimate

KINDS = ("new", "rule", "guests", "visits")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A forecast beside the end it told of, and what there was already."""

    told: Forecast
    so_far: float
    final: float

    @property
    def within95(self) -> bool:
        return self.told.low95 <= self.final <= self.told.high95

    @property
    def within80(self) -> bool:
        return self.told.low80 <= self.final <= self.told.high80

    @property
    def too_many(self) -> float:
        """By how many of what was still to come the forecast was too high."""
        return self.told.mean - self.final

    @property
    def to_come(self) -> float:
        return self.final - self.so_far


def foresee(seen: Seen, week: int, target: float | None = None) -> dict[str, Foreseen]:
    """The forecasts made when so many weeks had gone; none when it was too early. Without a target: of the end itself.

    `new` are taps on "new" by our forecast and `rule` by the published one, `guests` the estimated guests against the
    true ones, `visits` the visits tapped.
    """
    sessions = seen.count.sessions
    past = sum(open_week < week for open_week in OPEN_WEEKS)
    found, left = {}, len(sessions) - past
    for kind, name, drift in (
        ("new", "new_guests", Drift.NEW_PEOPLE), ("rule", "new_guests", Drift.NEW_PEOPLE),
        ("visits", "visits", Drift.VISITS),
    ):  # fmt: skip
        weekly = [session.sums[name] for session in sessions]
        so_far, final = sum(weekly[:past]), sum(weekly)
        told = forecast(
            weekly[:past], so_far=so_far, weeks_left=left, target=final if target is None else target, drift=drift,
            follows_trend=kind == "new",
        )  # fmt: skip
        if told is not None:
            found[kind] = Foreseen(told, so_far, final)
    guests = _guests(seen, past, float(seen.truth.unique) if target is None else target)
    return found | ({"guests": guests} if guests else {})


def _guests(seen: Seen, past: int, target: float) -> Foreseen | None:
    """As the compass tells it: guests estimated so far, and new ones forecast from the taps."""
    evidence = evidence_of(seen.count, past)
    everybody = unique(evidence)
    weekly = [session.sums["new_guests"] for session in seen.count.sessions[:past]]
    if everybody is None:
        return None
    told = forecast_of_estimate(
        weekly, mean=everybody.mean, sd=everybody.sd, tapped=sum(weekly), weeks_left=len(OPEN_WEEKS) - past,
        target=target,
    )  # fmt: skip
    return Foreseen(told, everybody.mean, float(seen.truth.unique)) if told else None
