-- name: try-lock-shard
-- No row where another process works on the shard: there are others.
select version, moment, strategies_asked_at
from shard
where shard = @shard
for update skip locked;

-- name: try-turn
-- Held by the connection: the server gives it to the next when the process dies.
select case when pg_try_advisory_lock(737366425, @turn::integer) then 1 else 0 end;

-- name: end-turn
select case when pg_advisory_unlock(737366425, @turn::integer) then 1 else 0 end;

-- name: other-sessions
select count(*)
from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
  and application_name like 'perennial%';

-- name: raise-sign
-- Held by a connection that does nothing else, for as long as the process lives.
select case when pg_try_advisory_lock(737366426, @number::integer) then 1 else 0 end;

-- name: signs
-- The processes that live: asked of this server alone, not of a cluster's nodes.
select objid::bigint
from pg_locks
where locktype = 'advisory' and classid = 737366426 and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database());
