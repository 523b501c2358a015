-- name: lock-shard
-- The first statement of every write. An update that changes nothing takes the row's lock on both
-- engines, and tells the version and the moment, and up to what everybody was asked for strategies.
update shard set version = version where shard = @shard
returning version, moment, strategies_asked_at;

-- name: shard-holds
-- What need not be looked for where there is none of it. Each part names the shard by itself: where
-- one follows from another, a cluster asks all its nodes.
select
  case when exists (select 1 from customer c where c.shard = @shard) then 1 else 0 end,
  case when exists (select 1 from alias a where a.shard = @shard) then 1 else 0 end,
  case when exists (select 1 from erased_key e where e.shard = @shard) then 1 else 0 end
from shard
where shard = @shard;

-- name: set-shard-version
update shard set version = @version where shard = @shard;

-- name: set-rescored-version
update shard set version = @version, rescored_version = @version where shard = @shard;

-- name: rescored-version
select rescored_version from shard where shard = @shard;

-- name: shard-versions
select shard, version, rescored_version from shard order by shard;

-- name: add-shard
insert into shard (shard, version, rescored_version) values (@shard, 0, 0) on conflict do nothing;

-- name: moment
select min(moment) from shard;

-- name: next-moment
-- Before whatever it announces is written: locks are taken in this order everywhere.
update shard set moment = moment + 1;

-- name: next-moment-and-stays
update shard set moment = moment + 1, stays_due = 1, stays_next = null;

-- name: stays-due
-- While a run is being saved its chunks look at everybody, and while profiles are recomputed what
-- they say is half one thing and half another.
select s.shard
from shard s
where s.stays_due = 1
  and not exists (select 1 from scored_chunk c where c.shard = s.shard)
  and not exists (select 1 from refold_job j where j.finished = 0)
order by s.shard;

-- name: stays-put-off
update shard set stays_due = 1, stays_next = null where shard = @shard;

-- name: stays-of-all
update shard set stays_due = @stays_due, stays_next = null;

-- name: next-stays
-- Asked once the shard is locked: another process may just have done it.
select stays_next from shard where shard = @shard and stays_due = 1;

-- name: put-next-stays
update shard set stays_next = @next_id where shard = @shard;

-- name: stays-done
update shard set stays_due = 0, stays_next = null where shard = @shard;
