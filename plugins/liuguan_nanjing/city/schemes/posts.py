"""A standard by post and by task, beside those by post alone: all schemes may stand on it."""

from __future__ import annotations

from liuguan import DUTY_PERIOD, Fen, Flag, Post, Table, rule


@rule(
    entity=DUTY_PERIOD,
    cites=("II.2", "II.6", "II.11"),
    zh="按岗位定标准，录入另加，采集并录入者少加",
    reading_of="standard_wage",
)
def by_post_and_task(
    post: Post,
    counts_as_data_entry: Flag,
    collects_and_enters: Flag,
    standard_by_post: Table[Post, Fen],
    data_entry_uplift: Fen,
    collecting_uplift: Fen,
) -> Fen:
    """Wage standard by post, with an uplift for data entry, and one for whoever collects and enters.

    Reading: it holds whichever way "data entry" is read, as a post or as what somebody does; nobody has both.
    """
    entering = counts_as_data_entry or collects_and_enters
    uplift = data_entry_uplift if counts_as_data_entry else collecting_uplift
    return standard_by_post[post] + (uplift if entering else 0)
