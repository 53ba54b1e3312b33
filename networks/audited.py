"""Which models of this app the audit trail follows, and what it must not hold."""

from audit.registry import keep_track_of
from networks.models import (
    Assignment,
    DutyPeriod,
    Goal,
    Membership,
    Network,
    NetworkDesign,
    Reflection,
    SuccessCriterion,
)


def register() -> None:
    keep_track_of(Network, exclude=["sort_key"])
    keep_track_of(NetworkDesign, exclude=["missing"])
    keep_track_of(Goal, exclude=["lineage", "revision"])
    keep_track_of(SuccessCriterion, exclude=["lineage", "revision"])
    keep_track_of(Membership)
    keep_track_of(DutyPeriod)
    keep_track_of(Assignment)
    keep_track_of(
        Reflection,
        exclude=[*Reflection.SEALED_FIELDS, "kind", "network", "try_by", "key_id", "revision"],
        private=True,
    )
