-- Destinations, how far each has come in each shard, and what waits to be sent again.

-- name: destinations
select name, kind, settings, loaded_at, disabled from destination order by name;

-- name: put-destination
-- Loading it again takes it back into use.
insert into destination (name, kind, settings, loaded_at, disabled)
values (@name, @kind, @settings, @loaded_at, null)
on conflict (name) do update
set kind = excluded.kind, settings = excluded.settings, loaded_at = excluded.loaded_at,
  disabled = null;

-- name: delete-destination
delete from destination where name = @name;

-- name: disable-destination
update destination set disabled = @reason where name = @name and disabled is null;

-- name: shards-to-sync
select shard from shard order by shard;

-- name: delete-cursor
delete from destination_cursor where shard = @shard and destination = @destination;

-- name: delete-deliveries
delete from delivery where shard = @shard and destination = @destination;

-- name: delete-unsent
delete from unsent where shard = @shard and destination = @destination;

-- name: add-unsent
insert into unsent (shard, destination, reason, changes, last_at)
values (@shard, @destination, @reason, @changes, @last_at)
on conflict (shard, destination, reason) do update
set changes = unsent.changes + excluded.changes, last_at = excluded.last_at;

-- name: count-unsent
select destination, reason, sum(changes) from unsent group by destination, reason;

-- name: last-sequence
select outbox_sequence from shard where shard = @shard;

-- name: add-cursor
insert into destination_cursor (shard, destination, sequence, first_sync, first_from, leased_by,
  leased_until, failures, problem, next_try_at, delivered, delivered_at)
values (@shard, @destination, @sequence, 1, null, null, 0, 0, null, 0, 0, null)
on conflict do nothing;

-- name: restart-cursor
-- Everybody once more: from where the outbox stands now.
update destination_cursor
set sequence = @sequence, first_sync = 1, first_from = null
where shard = @shard and destination = @destination;

-- name: reopen-cursor
update destination_cursor set next_try_at = 0
where shard = @shard and destination = @destination;

-- name: lease-cursor
-- From nobody, from whoever is gone, or from whoever kept it too long.
update destination_cursor
set leased_by = @holder, leased_until = @until
where shard = @shard and destination = @destination
  and (leased_by is null or leased_by = @gone or leased_until < @now)
returning sequence, first_sync, first_from, failures, next_try_at, problem;

-- name: renew-lease
update destination_cursor
set leased_until = @until
where shard = @shard and destination = @destination and leased_by = @holder;

-- name: leased-by
select leased_by from destination_cursor where shard = @shard and destination = @destination;

-- name: cursor
select sequence, first_sync, first_from, failures, next_try_at, problem
from destination_cursor
where shard = @shard and destination = @destination;

-- name: note-problem
-- Why it cannot even be called; what it answered itself stays.
update destination_cursor set problem = @problem
where shard = @shard and destination = @destination and failures = 0;

-- name: release-cursor
update destination_cursor set leased_by = null, leased_until = 0
where shard = @shard and destination = @destination and leased_by = @holder;

-- name: move-cursor
-- Nothing where somebody else holds the lease by now.
update destination_cursor
set sequence = @sequence, first_sync = @first_sync, first_from = @first_from,
  failures = @failures, problem = @problem, next_try_at = @next_try_at,
  delivered = delivered + @delivered,
  delivered_at = case when @any_delivered = 1 then @now else delivered_at end
where shard = @shard and destination = @destination and leased_by = @holder;

-- name: cursors
select destination, shard, sequence, first_sync, failures, problem, next_try_at, delivered,
  delivered_at
from destination_cursor
where shard = @shard;

-- name: shards-with-work
-- Rows to read, deliveries that are due, or a first sync to go on with, and who is at it.
select c.shard, case when c.leased_until >= @now then c.leased_by end
from destination_cursor c
where c.destination = @destination and c.next_try_at <= @now
  and (c.first_sync = 1
    or exists (select 1 from outbox o where o.shard = c.shard and o.sequence > c.sequence)
    or exists (
      select 1 from delivery d
      where d.shard = c.shard and d.destination = c.destination and d.state = 0
        and d.next_attempt_at <= @now))
order by c.shard;

-- name: outbox-after
select sequence, customer_id, at, change
from outbox
where shard = @shard and sequence > @sequence
order by sequence
limit @most;

-- name: count-outbox-after
select count(*), min(at) from outbox where shard = @shard and sequence > @sequence;

-- name: trim-outbox
-- What every destination in use is past: numbers go on from the shard's own.
delete from outbox
where shard = @shard
  and sequence <= coalesce(
    (select min(c.sequence)
      from destination_cursor c
      join destination d on d.name = c.destination and d.disabled is null
      where c.shard = @shard), @otherwise);

-- name: put-delivery
insert into delivery (shard, destination, sequence, customer_id, changed_at, change, state,
  attempts, next_attempt_at, error)
values (@shard, @destination, @sequence, @customer_id, @changed_at, @change, @state, @attempts,
  @next_attempt_at, @error)
on conflict (shard, destination, sequence, customer_id) do update
set state = excluded.state, attempts = excluded.attempts,
  next_attempt_at = excluded.next_attempt_at, error = excluded.error;

-- name: nothing-before
update delivery set next_attempt_at = @now
where shard = @shard and destination = @destination and state = 0
  and next_attempt_at = @behind
  and not exists (
    select 1 from delivery d
    where d.shard = delivery.shard and d.destination = delivery.destination
      and d.customer_id = delivery.customer_id and d.state = 0
      and d.sequence < delivery.sequence);

-- name: delete-delivery
delete from delivery
where shard = @shard and destination = @destination and sequence = @sequence
  and customer_id = @customer_id;

-- name: due-deliveries
select sequence, customer_id, changed_at, change, state, attempts, next_attempt_at, error
from delivery
where shard = @shard and destination = @destination and state = 0 and next_attempt_at <= @now
order by sequence, customer_id
limit @most;

-- name: deliveries-of-customer
select sequence, customer_id, changed_at, change, state, attempts, next_attempt_at, error
from delivery
where shard = @shard and destination = @destination and customer_id = @customer_id and state = 0
order by sequence;

-- name: waiting-customers
select distinct customer_id
from delivery
where shard = @shard and destination = @destination and state = 0;

-- name: count-deliveries
select destination, state, count(*), min(changed_at), min(next_attempt_at)
from delivery
where shard = @shard
group by destination, state;

-- name: dead-letters
select destination, sequence, customer_id, changed_at, change, state, attempts, next_attempt_at,
  error
from delivery
where shard = @shard and state = 1
order by destination, sequence, customer_id
limit @most;

-- name: revive-deliveries
update delivery set state = 0, attempts = 0, next_attempt_at = @now
where shard = @shard and destination = @destination and state = 1;

-- name: customers-after
-- A page of customers for the first sync.
select customer_id
from customer
where shard = @shard and customer_id > @customer_id
order by customer_id
limit @most;

-- name: outgoing-customer
select customer_id, key_kind, key, first_name, last_name, email, phone, address1, address2, city,
  region, postcode, country, birthday
from customer
where shard = @shard and customer_id = @customer_id;

-- name: outgoing-identities
select customer_id, kind, value
from identity
where shard = @shard and customer_id = @customer_id
order by kind, value;

-- name: outgoing-segments
select customer_id, segment
from segment_member
where shard = @shard and customer_id = @customer_id and left_at is null
order by segment;
