-- name: try-lock-shard
-- No row where another process works on the shard: there are others.
select version, moment from shard where shard = @shard for update skip locked;

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
