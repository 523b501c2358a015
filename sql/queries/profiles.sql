-- What reads and writes the columns of the catalogue is composed in ProfileSql, which follows it.

-- name: due-shards
select s.shard
from shard s
where exists (select 1 from profile p where p.shard = s.shard and p.next_change_at <= @as_of)
order by s.shard;

-- name: due-profiles
-- Found by the index on next_change_at: the cost follows what is due, not how many there are.
select customer_id
from profile
where shard = @shard and next_change_at <= @as_of
order by next_change_at
limit @most;

-- name: add-changed-profile
insert into changed_profile (shard, version, customer_id)
values (@shard, @version, @customer_id)
on conflict do nothing;

-- name: forget-changed-profiles
-- Whoever keeps a copy reads everything anew after a scoring run; what was bought together is
-- counted up to a version of its own.
delete from changed_profile
where shard = @shard
  and version <= (select c.version from counted_shard c where c.shard = changed_profile.shard);

-- name: bring-forward
update profile set next_change_at = @next_change_at
where shard = @shard and customer_id = @customer_id;
