-- Who lives at one address.

-- name: put-household
insert into household (shard, customer_id, household_id)
values (@shard, @customer_id, @household_id)
on conflict (shard, customer_id) do update set household_id = excluded.household_id;

-- name: leave-household
delete from household where shard = @shard and customer_id = @customer_id;

-- name: household-of
select household_id from household where shard = @shard and customer_id = @customer_id;

-- name: members-of-household
select customer_id from household where household_id = @household_id order by shard, customer_id;

-- name: addresses-after
select customer_id, address1, address2, postcode, city
from customer
where shard = @shard and customer_id > @customer_id and address1 is not null
order by customer_id
limit @most;
