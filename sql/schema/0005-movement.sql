-- Where each customer stood at each scoring run: the movie of which a profile is one frame.

-- A row stands only for the runs at which something differed from the run before: most customers
-- stand still on most nights. What held at a run is the last row up to it.
create table score_history (
  shard integer not null,
  customer_id bytea not null,
  scoring_run_id bigint not null,
  r smallint,
  f smallint,
  m smallint,
  rfm_segment text,
  lifecycle text,
  cycle_status text,
  primary key (shard, customer_id, scoring_run_id)
) without rowid;
