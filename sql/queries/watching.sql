-- How the shop runs.

-- name: count-due
select count(*), min(next_change_at)
from profile
where shard = @shard and next_change_at <= @as_of;

-- name: count-pending-aliases
select count(*), min(said_at) from alias where shard = @shard and pending = 1;

-- name: put-run-duration
update scoring_run set duration_ms = @duration_ms where scoring_run_id = @scoring_run_id;
