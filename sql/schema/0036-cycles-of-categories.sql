-- Where customers stand in the purchase cycle of each category of products that they bought of, by
-- the scoring run in force and their own orders. The days at which the status changes are written
-- down, so that no row has to be written anew because a day has passed.
create table category_cycle (
  shard integer not null,
  customer_id bytea not null,
  category text not null,
  -- days since 1970-01-01 in the shop's time zone
  last_day integer not null,
  -- null after one purchase, as the days of soon, late and very late
  cycle_days double precision,
  cycle_days_low double precision,
  cycle_days_high double precision,
  expected_at bigint,
  soon_day integer,
  late_day integer,
  very_late_day integer,
  inactive_day integer not null,
  -- as of the scoring run, or of the last purchase where that was later
  p_buy_30d double precision,
  p_buy_90d double precision,
  primary key (shard, customer_id, category)
) without rowid;
