-- What came in through a door and was not taken, by the hour.

-- The few problems of an hour that are told apart stand in words, without personal data; all others
-- of a reason are counted under the empty text.
create table intake_refusal (
  hour_at bigint not null,
  -- '' where it is not known whose it was
  source text not null,
  reason text not null,
  problem text not null,
  remedy text not null,
  times bigint not null,
  primary key (hour_at, source, reason, problem)
) without rowid;
