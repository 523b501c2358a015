-- What came in by the hour, and other facts about how the shop runs.

-- name: add-to-intake-hour
insert into intake_hour (source, hour, reason, events, lag_ms, last_event_at, last_received_at)
values (@source, @hour, @reason, @events, @lag_ms, @last_event_at, @last_received_at)
on conflict (source, hour, reason) do update
set events = intake_hour.events + excluded.events,
  lag_ms = intake_hour.lag_ms + excluded.lag_ms,
  last_event_at = case
    when intake_hour.last_event_at is null or excluded.last_event_at > intake_hour.last_event_at
    then excluded.last_event_at else intake_hour.last_event_at end,
  last_received_at = case
    when excluded.last_received_at > intake_hour.last_received_at
    then excluded.last_received_at else intake_hour.last_received_at end;

-- name: intake-since
select source, reason, cast(sum(case when hour > @hour then events else 0 end) as bigint),
  cast(sum(case when hour > @hour2 then lag_ms else 0 end) as bigint), max(last_event_at),
  max(last_received_at)
from intake_hour
group by source, reason
order by source, reason;

-- name: trim-intake-hours
-- The last hour of a source stays however old it is: it says when it was last heard of.
delete from intake_hour
where hour < @hour and exists (
  select 1 from intake_hour later
  where later.source = intake_hour.source and later.reason = intake_hour.reason
    and later.hour > intake_hour.hour);

-- name: count-due
select count(*), min(next_change_at) from profile where next_change_at <= @as_of;

-- name: count-pending-aliases
select count(*), min(said_at) from alias where pending = 1;

-- name: put-run-duration
update scoring_run set duration_ms = @duration_ms where scoring_run_id = @scoring_run_id;
