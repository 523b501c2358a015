-- Labels that are called otherwise now, where profiles still hold the former name.

-- name: labels-are-due
select labels_due from profile_state;

-- name: tell-of-active
-- Tools that were told the former word hear the new one, after all that they wait for.
insert into outbox (shard, sequence, customer_id, at, change)
select p.shard,
  s.outbox_sequence + row_number() over (partition by p.shard order by p.customer_id),
  p.customer_id, p.folded_at, '{"columns":{"lifecycle":"active"}}'
from profile p
join shard s on s.shard = p.shard
where p.lifecycle = 'new' and exists (select 1 from destination);

-- name: number-what-is-told
update shard
set outbox_sequence = (select max(o.sequence) from outbox o where o.shard = shard.shard)
where exists (
  select 1 from outbox o where o.shard = shard.shard and o.sequence > shard.outbox_sequence);

-- name: call-them-active
update profile set lifecycle = 'active' where lifecycle = 'new';

-- name: labels-are-done
update profile_state set labels_due = 0;
