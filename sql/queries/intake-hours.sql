-- What came in by the hour, and other facts about how the shop runs.

-- name: add-intake
insert into intake_count (
  source, hour, reason, problem, remedy, events, timed, lag_ms, last_event_at, last_received_at)
values (@source, @hour, @reason, @problem, @remedy, @events, @timed, @lag_ms, @last_event_at,
  @last_received_at)
on conflict (source, hour, reason, problem) do update
set events = intake_count.events + excluded.events,
  timed = intake_count.timed + excluded.timed,
  lag_ms = intake_count.lag_ms + excluded.lag_ms,
  last_event_at = case
    when intake_count.last_event_at is null or excluded.last_event_at > intake_count.last_event_at
    then excluded.last_event_at else intake_count.last_event_at end,
  last_received_at = case
    when excluded.last_received_at > intake_count.last_received_at
    then excluded.last_received_at else intake_count.last_received_at end;

-- name: intake-since
-- Sums are of the hours after @hour; the instants are of whenever they were.
select source, reason, problem, max(remedy),
  cast(sum(case when hour > @hour then events else 0 end) as bigint),
  cast(sum(case when hour > @hour then timed else 0 end) as bigint),
  cast(sum(case when hour > @hour then lag_ms else 0 end) as bigint), max(last_event_at),
  max(last_received_at)
from intake_count
group by source, reason, problem
order by source, reason, problem;

-- name: trim-intake
-- The last hour of a source stays however old it is: it says when it was last heard of.
delete from intake_count
where hour < @hour and exists (
  select 1 from intake_count later
  where later.source = intake_count.source and later.hour > intake_count.hour);

-- name: count-due
select count(*), min(next_change_at) from profile where next_change_at <= @as_of;

-- name: count-pending-aliases
select count(*), min(said_at) from alias where pending = 1;

-- name: put-scoring-run-duration
update scoring_run set duration_ms = @duration_ms where scoring_run_id = @scoring_run_id;
