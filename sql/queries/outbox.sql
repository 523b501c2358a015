-- name: outbox-sequence
select outbox_sequence from shard where shard = @shard;

-- name: set-outbox-sequence
update shard set outbox_sequence = @outbox_sequence where shard = @shard;

-- name: add-change
insert into outbox (shard, sequence, customer_id, at, change)
values (@shard, @sequence, @customer_id, @at, @change);
