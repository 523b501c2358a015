-- What concerns everybody is written some customers at a time, each time a transaction of a shard.

-- What a scoring run gave customers and what their profiles do not say yet. A row goes in the
-- transaction that writes it into the profiles: what is left is what is still to be done.
create table scored_chunk (
  shard integer not null,
  scoring_run_id bigint not null,
  -- From 1, in the order of customers.
  chunk integer not null,
  -- Whom it concerns: everybody from the one to the other, whoever has come in since among them.
  first_id bytea not null,
  last_id bytea not null,
  -- The version of the shard that was compared: whoever has changed since is folded anew.
  seen_version bigint not null,
  -- Whether who comes into segments and leaves them is written down by it.
  keeps_stays smallint not null,
  -- Run columns of those who were compared, as ScoredBytes writes them.
  body bytea not null,
  primary key (shard, scoring_run_id, chunk)
);

-- With whom the recomputation that is going on has to go on; null from the first.
alter table shard add column refold_next bytea;

-- With whom looking for who is in segments has to go on, where stays are due; null from the first.
alter table shard add column stays_next bytea;

-- Of which moment of the shop it is: one that was left is not gone on with after settings changed.
alter table refold_job add column moment bigint not null default -1;

-- 0 whole, 1 under way, 2 taken back.
alter table file_import add column state smallint not null default 0;
-- Of what the file says, so that the same file is known again while its import is under way.
alter table file_import add column content_hash text;

-- How far an import under way is: everybody of the shard before this customer is written, by the
-- ids that follow from the file's own keys.
create table import_place (
  shard integer not null,
  import_id bigint not null,
  next_id bytea not null,
  primary key (shard, import_id)
) without rowid;

-- What an import under way has added, so that it can be taken back: facts, and customers (kind 0).
create table import_fact (
  shard integer not null,
  customer_id bytea not null,
  import_id bigint not null,
  kind smallint not null,
  fact_id bytea not null,
  primary key (shard, import_id, customer_id, kind, fact_id)
) without rowid;
