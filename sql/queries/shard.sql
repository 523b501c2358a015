-- name: lock-shard
-- The first statement of every write. An update that changes nothing takes the row's lock on both
-- engines, and tells the version.
update shard set version = version where shard = @shard returning version;

-- name: shard-holds
-- What need not be looked for where there is none of it. Each part names the shard by itself: where
-- one follows from another, a cluster asks all its nodes.
select
  case when exists (select 1 from customer c where c.shard = @shard) then 1 else 0 end,
  case when exists (select 1 from alias a where a.shard = @shard) then 1 else 0 end,
  case when exists (select 1 from suppression s where s.shard = @shard) then 1 else 0 end,
  (select max(scoring_run_id) from scoring_run)
from shard
where shard = @shard;

-- name: set-shard-version
update shard set version = @version where shard = @shard;

-- name: set-rescored-version
update shard set version = @version, rescored_version = @version where shard = @shard;

-- name: shard-versions
select shard, version, rescored_version from shard order by shard;

-- name: add-shard
insert into shard (shard, version, rescored_version) values (@shard, 0, 0) on conflict do nothing;
