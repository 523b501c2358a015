-- What contacts add, as it was measured, and what became of days on which there was too little for
-- all who waited.

-- What one contact adds beyond none, and how sure that is. Not sharded, as the table after it. All
-- amounts in thousandths of a cent: what a message adds is less than a cent.
create table measured_value (
  -- The customer's RFM segment; '' for all.
  band text not null,
  channel smallint not null,
  -- '' for whatever is offered
  offer text not null,
  value_thousandths bigint not null,
  low_thousandths bigint not null,
  high_thousandths bigint not null,
  -- Since 1970, in the shop's time zone.
  measured_on integer not null,
  -- Who says so, in words.
  source text not null,
  primary key (band, channel, offer)
) without rowid;

-- What became of a resource on a day: the last look at it, and sums over all looks of the day.
create table planning_run (
  resource text not null,
  -- Since 1970, in the shop's time zone.
  day integer not null,
  planned_at bigint not null,
  -- 1 where all who waited have measured values; else it went by priority and the order of calls.
  is_by_value smallint not null,
  -- 1 where one of it is a cent.
  is_money smallint not null,
  -- What was left when the day began, as far as this table knows.
  capacity bigint not null,
  wanted bigint not null,
  taken bigint not null,
  -- What one more would have added when it was last looked at.
  price_thousandths bigint not null,
  value_thousandths bigint not null,
  -- What no other choice of the same looks would exceed.
  bound_thousandths bigint not null,
  primary key (resource, day)
) without rowid;
