-- name: aliases-of
select alias_id, customer_id, kind, indirect, said_at
from alias
where shard = @shard and alias_id = @customer_id;

-- name: any-alias
select 1 from alias where shard = @shard limit 1;

-- name: add-alias
insert into alias (
  shard, alias_id, customer_id, said_at, pending, external, kind, known, key, known_at, indirect)
values (
  @shard, @alias_id, @customer_id, @said_at, @pending, @external, @kind, @known, @key, @known_at,
  @indirect)
on conflict do nothing;

-- name: alias-was-earlier
-- Of two instants as of which a key is said to be another's the earlier counts.
update alias set said_at = @said_at
where shard = @shard and alias_id = @alias_id and customer_id = @customer_id and said_at > @said_at;

-- name: add-key-pair
insert into key_pair (shard, alias_id, with_id, kind, with_kind, said_at)
values (@shard, @alias_id, @with_id, @kind, @with_kind, @said_at)
on conflict do nothing;

-- name: key-pairs-of
select alias_id, with_id, kind, with_kind, said_at
from key_pair
where shard = @shard and alias_id = @customer_id
order by with_id;

-- name: delete-key-pair
delete from key_pair where shard = @shard and alias_id = @alias_id and with_id = @with_id;

-- name: delete-key-pairs-of
delete from key_pair where shard = @shard and alias_id = @alias_id;

-- name: alias-leads-to
update alias set customer_id = @customer_id, kind = @kind, indirect = 1
where shard = @shard and alias_id = @alias_id;

-- name: shards-with-pending
-- Found by the index of those alone.
select distinct shard from alias where pending = 1 order by shard;

-- name: pending-aliases
select alias_id, customer_id, known
from alias
where shard = @shard and pending = 1
order by alias_id
limit @most;

-- name: alias-moved
-- What was known of the customer stays: a look back asks for it.
update alias set pending = 0 where shard = @shard and alias_id = @alias_id;

-- name: moved-activities
select customer_id, activity_id, happened_at, kind, product_id, duration_seconds, source, name,
  key_id, next_key_id, known_at, value_hundredths, scale, thread, written, properties
from activity
where shard = @shard and customer_id = @customer_id
order by activity_id;

-- name: moved-contacts
select customer_id, contact_id, sent_at, channel, strategy, source, key_id, next_key_id,
  known_at, version, step, arm, topic, offer, cost_cents, touch, tool
from contact
where shard = @shard and customer_id = @customer_id
order by contact_id;

-- name: moved-responses
select customer_id, response_id, responded_at, kind, channel, contact_id, disposition, source,
  topic, key_id, next_key_id, known_at, written
from response
where shard = @shard and customer_id = @customer_id
order by response_id;

-- name: alias-key
select key from alias where shard = @shard and alias_id = @alias_id;

-- name: forget-identity
delete from identity
where shard = @shard and customer_id = @customer_id and kind = @kind and value = @value;

-- name: forget-email
update customer set email = null, version = @version
where shard = @shard and customer_id = @customer_id and lower(email) = @value;

-- name: phones-after
select customer_id, key_kind, key, phone, country
from customer
where shard = @shard and customer_id > @customer_id and (phone is not null or key_kind = 'phone')
order by customer_id
limit @most;

-- name: phone-identities-of
select customer_id, value
from identity
where shard = @shard and customer_id = @customer_id and kind = 'phone';

-- name: phone-aliases-after
select alias_id, key
from alias
where shard = @shard and alias_id > @alias_id and key like 'phone:%'
order by alias_id
limit @most;

-- name: reread-phone
update customer
set key = @key, phone = @phone, place_languages = @place_languages, place_zones = @place_zones,
    version = @version
where shard = @shard and customer_id = @customer_id;

-- name: joined-after
-- What was joined after an instant, or by what was learned after another. A file does not say since
-- when a key is somebody's, as it does not say it of a name: known_at is null.
select alias_id, customer_id, kind, key, known
from alias
where shard = @shard
  and ((known_at is not null and said_at > @at) or coalesce(known_at, said_at) > @known_by)
order by alias_id;

-- name: orders-by-key
select customer_id, key_id, min(placed_at)
from customer_order
where shard = @shard and customer_id = @customer_id and key_id is not null
group by customer_id, key_id;

-- name: activities-by-key
select customer_id, key_id, min(happened_at)
from activity
where shard = @shard and customer_id = @customer_id and key_id is not null
group by customer_id, key_id;

-- name: contacts-by-key
select customer_id, key_id, min(sent_at)
from contact
where shard = @shard and customer_id = @customer_id and key_id is not null
group by customer_id, key_id;

-- name: responses-by-key
select customer_id, key_id, min(responded_at)
from response
where shard = @shard and customer_id = @customer_id and key_id is not null
group by customer_id, key_id;
