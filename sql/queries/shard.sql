-- name: lock-shard
-- The first statement of every write. An update that changes nothing takes the row's lock on both
-- engines, and tells the version.
update shard set version = version where shard = @shard returning version;

-- name: set-shard-version
update shard set version = @version where shard = @shard;

-- name: set-rescored-version
update shard set version = @version, rescored_version = @version where shard = @shard;

-- name: shard-versions
select shard, version, rescored_version from shard order by shard;

-- name: add-shard
insert into shard (shard, version, rescored_version) values (@shard, 0, 0) on conflict do nothing;
