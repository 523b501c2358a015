-- What every write goes by: settings, scoring run, watched segments, destinations.

-- Counts their changes, the same in every shard: whoever locks the shard sees whether what was read
-- of them before still holds.
alter table shard add column moment bigint not null default 0;

-- 1 while other segments are watched than everybody of the shard was looked at for.
alter table shard add column stays_due smallint not null default 0;

-- Segments that somebody asked to be told of who comes and goes; those of the shop's own and those
-- that destinations are told of are watched without being listed. Not sharded.
create table watched_segment (
  name text not null primary key,
  since_at bigint not null,
  watched_by text not null
) without rowid;

insert into watched_segment (name, since_at, watched_by)
select segment, min(entered_at), '' from segment_member where left_at is null group by segment;
