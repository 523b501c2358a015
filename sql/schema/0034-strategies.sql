-- Contact strategies as they were published, where each customer stands in them, and what was
-- decided.

-- What was published or kept together: all files of a folder. Not sharded, as the three tables
-- after it.
create table strategy_set (
  set_id integer not null primary key,
  -- 1 kept to be looked at, 2 published
  state smallint not null,
  written_at bigint not null,
  written_by text not null
);

create table strategy_file (
  set_id integer not null,
  path text not null,
  body text not null,
  primary key (set_id, path)
) without rowid;

-- A version says what its file said in its set.
create table strategy_version (
  strategy text not null,
  version integer not null,
  set_id integer not null,
  path text not null,
  published_at bigint not null,
  published_by text not null,
  primary key (strategy, version)
) without rowid;

-- The strategies that there are, and their states. What was removed is kept: enrollments go by its
-- last version to their ends.
create table strategy (
  strategy text not null primary key,
  -- The version that customers enter.
  version integer not null,
  -- StrategyState
  state smallint not null,
  -- Why it is stopped or paused, in words.
  reason text not null,
  changed_at bigint not null,
  changed_by text not null,
  -- Times before this trigger nothing.
  asked_from_at bigint not null
) without rowid;

-- Of each customer who ever stood in a strategy, or whom time alone may bring into one.
create table customer_strategy (
  shard integer not null,
  customer_id bytea not null,
  -- When to look again though nothing happens; null for never.
  due_at bigint,
  -- What is kept for ever of each strategy, a line of JSON each.
  pasts text not null,
  primary key (shard, customer_id)
) without rowid;

create index customer_strategy_by_due on customer_strategy (shard, due_at)
where due_at is not null;

create table enrollment (
  shard integer not null,
  customer_id bytea not null,
  strategy text not null,
  occurrence text not null,
  version integer not null,
  entered_at bigint not null,
  -- HeldOutBy
  held_out_by smallint not null,
  -- The step it is at; empty behind the last.
  position text not null,
  due_at bigint,
  -- Why it ended; null while it is open.
  ended_as text,
  ended_at bigint,
  -- All of it, as JSON.
  body text not null,
  primary key (shard, customer_id, strategy, occurrence)
) without rowid;

create index enrollment_by_strategy on enrollment (shard, strategy, due_at)
where ended_as is null;
create index enrollment_by_end on enrollment (shard, ended_at)
where ended_as is not null;

-- What was decided of each contact that a strategy proposed; of a step that is empty, that an entry
-- was refused.
create table decision (
  shard integer not null,
  customer_id bytea not null,
  strategy text not null,
  step text not null,
  occurrence text not null,
  touch smallint not null,
  version integer not null,
  -- ContactKind; 0 for a refused entry
  kind smallint not null,
  topic text not null,
  arm text not null,
  offer text,
  template text,
  -- Outcome; 0 for a refused entry
  outcome smallint not null,
  -- Gate
  gate smallint not null,
  rule text not null,
  value text not null,
  source text,
  would_help text,
  due_at bigint not null,
  expires_at bigint not null,
  -- Until when it waits; null where it does not, or nobody can say.
  until_at bigint,
  decided_at bigint not null,
  primary key (shard, customer_id, strategy, step, occurrence, touch)
) without rowid;

create index decision_by_instant on decision (shard, strategy, decided_at);
create index decision_by_age on decision (shard, decided_at);

-- The keys of decisions whose rows were forgotten for their age: nothing is contacted twice.
create table decided (
  shard integer not null,
  customer_id bytea not null,
  contact_id bytea not null,
  primary key (shard, customer_id, contact_id)
) without rowid;

-- Contacts that were decided: not handed over yet, or of somebody who is held out. Both count for
-- caps and gaps and are no facts.
create table planned_contact (
  shard integer not null,
  customer_id bytea not null,
  -- The id that the contact will have.
  contact_id bytea not null,
  -- 1 where it would have gone to somebody who is held out
  is_phantom smallint not null,
  planned_at bigint not null,
  -- ContactKind
  kind smallint not null,
  topic text not null,
  is_service smallint not null,
  strategy text not null,
  -- All that a channel needs, as JSON.
  body text not null,
  primary key (shard, customer_id, contact_id)
) without rowid;

create index planned_contact_to_hand_over on planned_contact (shard, planned_at)
where is_phantom = 0;
create index planned_contact_by_age on planned_contact (shard, planned_at)
where is_phantom = 1;

-- Who came into or left what a strategy watches, though no fact of their own said so: a scoring
-- run, a file, a change of settings or time alone. They enter when it is known how many there are.
create table strategy_move (
  shard integer not null,
  customer_id bytea not null,
  strategy text not null,
  moved_at bigint not null,
  segment text not null,
  leaves smallint not null,
  primary key (shard, customer_id, strategy, moved_at)
) without rowid;

-- Sums that are kept for ever, written with what they count. No page counts rows.
create table strategy_sum (
  shard integer not null,
  strategy text not null,
  version integer not null,
  step text not null,
  arm text not null,
  -- StrategyCount
  what smallint not null,
  -- Of a decision its gate, of an end or a refusal its reason.
  reason text not null,
  -- In the shop's time zone, since 1970.
  day integer not null,
  number bigint not null,
  primary key (shard, strategy, version, step, arm, what, reason, day)
) without rowid;

-- Up to which publishing everybody of the shard was asked whether they stand in an audience
-- already, and the customer with whom to go on; null where everybody was.
alter table shard add column strategies_asked_at bigint not null default 0;
alter table shard add column strategies_next bytea;
