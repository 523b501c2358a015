-- Many processes on one store share long work shard by shard.

-- What the last shared recomputation of profiles is, and whether it is done: a process that joins,
-- or that goes on where another was killed, needs to know no more.
create table refold_job (
  job_id bigint not null primary key,
  as_of_at bigint not null,
  started_at bigint not null,
  finished smallint not null
);

-- The last such job that this shard was done for. Claimed, worked and set in one transaction: a
-- process that is killed leaves the shard as if it had never been claimed.
alter table shard add column refold_job_id bigint not null default 0;

-- Who is in a segment is asked of all shards at once.
drop index segment_member_by_segment;
create index segment_member_by_segment on segment_member (segment, left_at);
