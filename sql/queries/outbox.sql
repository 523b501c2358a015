-- name: outbox-sequence
select outbox_sequence from shard where shard = @shard;

-- name: set-outbox-sequence
update shard set outbox_sequence = @outbox_sequence where shard = @shard;

-- name: add-change
insert into outbox (shard, sequence, customer_id, at, change)
values (@shard, @sequence, @customer_id, @at, @change);

-- name: add-gone
insert into outbox (shard, sequence, customer_id, at, change, gone)
values (@shard, @sequence, @customer_id, @at, @change, 1);

-- name: forget-changes
-- What tools still have to be told of somebody's end stays.
delete from outbox where shard = @shard and customer_id = @customer_id and gone = 0;

-- name: forget-deliveries
delete from delivery
where shard = @shard and customer_id = @customer_id and change not like '{"gone":true%';
