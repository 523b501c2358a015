-- What a process watches, and what it finds out where it saw something.

-- name: pulse
-- All of it in one question a second. Every part is found by an index, and each of them names the
-- shard, so that a cluster answers where the shard is. What concerns the shop stands in every row.
select s.shard, s.version,
  case when s.stays_due = 1
    or exists (select 1 from profile p where p.shard = s.shard and p.next_change_at <= @now)
    or exists (select 1 from scored_chunk k where k.shard = s.shard)
    or exists (select 1 from refold_job j where j.finished = 0)
    or exists (select 1 from customer_strategy t where t.shard = s.shard and t.due_at <= @now)
    or exists (select 1 from waiting_entry m where m.shard = s.shard)
    or exists (select 1 from decision u where u.shard = s.shard and u.waits_for is not null)
    or exists (select 1 from capacity_grant g where g.granted_at < @now - 60000)
    or exists (select 1 from strategy_version v where v.published_at > s.strategies_asked_at)
    or exists (select 1 from strategy y where y.asked_from_at > s.strategies_asked_at)
  then 1 else 0 end,
  case when exists (
    select 1 from alias a where a.shard = s.shard and a.pending = 1)
  then 1 else 0 end,
  case when exists (
    select 1
    from destination_cursor c
    join destination d on d.name = c.destination
    where c.shard = s.shard and d.disabled is null and c.next_try_at <= @now
      and (c.first_sync = 1
        or exists (select 1 from outbox o where o.shard = c.shard and o.sequence > c.sequence)
        or exists (
          select 1 from delivery w
          where w.shard = c.shard and w.destination = c.destination and w.state = 0
            and w.next_attempt_at <= @now)))
  then 1 else 0 end,
  (select coalesce(max(scoring_run_id), 0) from scoring_run),
  (select coalesce(max(import_id), 0) from file_import),
  s.moment,
  -- below 0 for never
  (select coalesce(minute, -1) from shop_time where work = 'scoring')
from shard s
order by s.shard;

-- name: any-unfinished
select 1
where exists (select 1 from scored_chunk) or exists (select 1 from refold_job where finished = 0);

-- name: try-writing
-- Another value than before: one that stays the same need not reach the disk.
update shard set tried = tried + 1 where shard = @shard;

-- name: somebody-is-erased
insert into erasure_mark (mark) values (1) on conflict do nothing;

-- name: any-erased
-- Whether anybody was ever erased, asked of a table that every node of a cluster has whole.
select 1 from erasure_mark;

-- name: shards-to-trim
-- Where the outbox holds what every destination in use is past.
select s.shard
from shard s
where exists (
  select 1 from outbox o
  where o.shard = s.shard
    and o.sequence <= coalesce(
      (select min(c.sequence)
        from destination_cursor c
        join destination d on d.name = c.destination and d.disabled is null
        where c.shard = s.shard), @otherwise))
order by s.shard;

-- name: count-dead
select destination, count(*) from delivery where state = 1 group by destination;
