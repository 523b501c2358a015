-- One count of what came in and what was refused, by source, in place of two tables that each knew
-- half.

-- By source and the hour in which it came. Not sharded; any number of processes add to a row.
create table intake_count (
  -- A tracker's key's, a webhook's vendor and name, a file's format; empty where nobody is known to
  -- send it.
  source text not null,
  -- Hours since 1970 in UTC.
  hour bigint not null,
  -- Why it was refused; empty for what was taken.
  reason text not null,
  -- The few problems of an hour that are told apart stand in words, without personal data; all
  -- others of a reason are counted under the empty text.
  problem text not null,
  remedy text not null,
  events bigint not null,
  -- Of how many it is known when they happened, and from then until they came, all of them
  -- together.
  timed bigint not null,
  lag_ms bigint not null,
  -- The latest that anything of it happened, null where that is not known, and when the last came.
  last_event_at bigint,
  last_received_at bigint not null,
  primary key (source, hour, reason, problem)
) without rowid;

insert into intake_count
select source, hour, '', '', '', events, events, lag_ms, last_event_at, last_received_at
from intake_hour
where reason = '';

insert into intake_count
select source, hour_at / 3600000, reason, problem, remedy, times, 0, 0, null, hour_at
from intake_refusal;

-- What webhooks refused was counted without its words.
insert into intake_count
select source, hour, reason, '', '', events, 0, 0, null, last_received_at
from intake_hour
where reason <> '' and not exists (
  select 1 from intake_refusal
  where intake_refusal.source = intake_hour.source and intake_refusal.reason = intake_hour.reason
    and intake_refusal.hour_at = intake_hour.hour * 3600000);

drop table intake_hour;
drop table intake_refusal;
