-- What is said of customers beyond who they are.

-- name: put-attribute
insert into customer_attribute (
  shard, customer_id, name, value, said_at, last_said_at, known_at, source, holds, number, key_id,
  next_key_id)
values (
  @shard, @customer_id, @name, @value, @said_at, @last_said_at, @known_at, @source, @holds, @number,
  @key_id, @next_key_id)
on conflict (shard, customer_id, name, said_at, value)
do update set last_said_at = excluded.last_said_at, holds = excluded.holds;

-- name: attributes-of
select customer_id, name, value, said_at, last_said_at, known_at, source, holds, key_id,
  next_key_id
from customer_attribute
where shard = @shard and customer_id = @customer_id
order by name, said_at, value;

-- name: delete-attribute
delete from customer_attribute
where shard = @shard and customer_id = @customer_id and name = @name and said_at = @said_at
  and value = @value;

-- name: held-attributes
select customer_id, name, value
from customer_attribute
where shard = @shard and holds = 1 and value <> ''
order by customer_id;

-- name: held-attributes-of
select customer_id, name, value
from customer_attribute
where shard = @shard and customer_id = @customer_id and holds = 1 and value <> '';

-- name: attributes
select customer_id, name, value, said_at, last_said_at, known_at, source, holds, key_id,
  next_key_id
from customer_attribute
where shard = @shard
order by customer_id, name, said_at, value;
