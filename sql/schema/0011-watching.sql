-- What it takes to watch the shop run: what came in by the hour, and how long scoring took.

-- Events by source, the hour in which they came and what became of them. Not sharded; any number
-- of processes add to a row.
create table intake_hour (
  source text not null,
  -- Hours since 1970 in UTC.
  hour bigint not null,
  -- Why they were refused; empty for those that were taken.
  reason text not null,
  events bigint not null,
  -- From when they happened until they came, all of them together.
  lag_ms bigint not null,
  -- The latest that anything of it happened, null where that is not known, and when the last came.
  last_event_at bigint,
  last_received_at bigint not null,
  primary key (source, hour, reason)
) without rowid;

alter table scoring_run add column duration_ms bigint;
