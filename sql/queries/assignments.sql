-- Who is in which arm of which experiment.

-- name: assignments-of-customer
select customer_id, experiment, version, assigned_id, arm, stratum, assigned_at
from assignment
where shard = @shard and customer_id = @customer_id;

-- name: add-assignment
-- Whoever was drawn stays where they are.
insert into assignment (shard, customer_id, experiment, version, assigned_id, arm, stratum,
  assigned_at)
values (@shard, @customer_id, @experiment, @version, @assigned_id, @arm, @stratum, @assigned_at)
on conflict do nothing;
