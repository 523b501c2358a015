-- name: add-possible-duplicate
insert into possible_duplicate (shard, customer_id, other_id, said_at, settled)
values (@shard, @customer_id, @other_id, @said_at, 0)
on conflict do nothing;

-- name: possible-duplicates
-- Each pair once.
select customer_id, other_id, said_at
from possible_duplicate
where settled = 0 and customer_id < other_id
order by said_at desc, customer_id, other_id
limit @most;

-- name: settle-duplicate
update possible_duplicate set settled = 1
where shard = @shard and customer_id = @customer_id and other_id = @other_id;

-- name: addresses-of
select customer_id, value
from identity
where shard = @shard and customer_id = @customer_id and kind = 'email';

-- name: shared-identities
select kind, value, count(*)
from identity
group by kind, value
having count(*) > 1
order by count(*) desc, kind, value;
