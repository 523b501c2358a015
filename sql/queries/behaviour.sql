-- name: add-activity
-- A fact never changes: one whose id is known is not written again.
insert into activity (
  shard, customer_id, activity_id, happened_at, kind, product_id, duration_seconds, source, name,
  key_id, next_key_id, known_at, value_hundredths, scale, thread, written, properties)
values (
  @shard, @customer_id, @activity_id, @happened_at, @kind, @product_id, @duration_seconds, @source,
  @name, @key_id, @next_key_id, @known_at, @value_hundredths, @scale, @thread, @written,
  @properties);

-- name: known-activity-ids
select customer_id, activity_id, happened_at
from activity
where shard = @shard and customer_id = @customer_id
order by activity_id;

-- name: activities-of-customer
select customer_id, activity_id, happened_at, kind, product_id, duration_seconds,
  value_hundredths, scale, thread, known_at, name, properties, written
from activity
where shard = @shard and customer_id = @customer_id
order by activity_id;

-- name: activities-with-keys
select customer_id, activity_id, happened_at, kind, product_id, duration_seconds,
  value_hundredths, scale, thread, known_at, name, properties, written, key_id
from activity
where shard = @shard and customer_id = @customer_id
order by activity_id;

-- name: activities
-- In the order of the primary key: customer by customer. Without what was written: whoever asks
-- about everybody reads nobody's words.
select customer_id, activity_id, happened_at, kind, product_id, duration_seconds,
  value_hundredths, scale, thread, known_at
from activity
where shard = @shard
order by customer_id, activity_id;

-- name: named-activities
-- The same with what each is called, and what else was said of it: for rules that ask.
select customer_id, activity_id, happened_at, kind, product_id, duration_seconds,
  value_hundredths, scale, thread, known_at, name, properties
from activity
where shard = @shard
order by customer_id, activity_id;

-- name: add-contact
-- Several events may tell of one contact: what is written is what they say together.
insert into contact (
  shard, customer_id, contact_id, sent_at, channel, strategy, source, key_id, next_key_id,
  known_at, version, step, arm, topic, offer, cost_cents, touch, tool)
values (
  @shard, @customer_id, @contact_id, @sent_at, @channel, @strategy, @source, @key_id, @next_key_id,
  @known_at, @version, @step, @arm, @topic, @offer, @cost_cents, @touch, @tool)
on conflict (shard, customer_id, contact_id) do update set
  sent_at = excluded.sent_at, channel = excluded.channel, strategy = excluded.strategy,
  known_at = excluded.known_at,
  version = excluded.version, step = excluded.step, arm = excluded.arm, topic = excluded.topic,
  offer = excluded.offer, cost_cents = excluded.cost_cents, touch = excluded.touch,
  tool = excluded.tool;

-- name: known-contact-ids
select customer_id, contact_id, sent_at, strategy, known_at, version, step, arm, topic, offer,
  cost_cents, touch, tool, channel
from contact
where shard = @shard and customer_id = @customer_id
order by contact_id;

-- name: contacts-of-customer
select customer_id, contact_id, sent_at, channel, strategy, known_at, version, step, arm, topic,
  offer, cost_cents, touch, tool
from contact
where shard = @shard and customer_id = @customer_id
order by contact_id;

-- name: contacts-with-keys
select customer_id, contact_id, sent_at, channel, strategy, known_at, version, step, arm, topic,
  offer, cost_cents, touch, tool, key_id
from contact
where shard = @shard and customer_id = @customer_id
order by contact_id;

-- name: contacts
-- In the order of the primary key: customer by customer.
select customer_id, contact_id, sent_at, channel, strategy, known_at, version, step, arm, topic,
  offer, cost_cents, touch, tool
from contact
where shard = @shard
order by customer_id, contact_id;

-- name: add-response
insert into response (
  shard, customer_id, response_id, responded_at, kind, channel, contact_id, disposition, source,
  topic, key_id, next_key_id, known_at, written)
values (
  @shard, @customer_id, @response_id, @responded_at, @kind, @channel, @contact_id,
  @disposition, @source, @topic, @key_id, @next_key_id, @known_at, @written);

-- name: known-response-ids
select customer_id, response_id, responded_at
from response
where shard = @shard and customer_id = @customer_id
order by response_id;

-- name: responses-of-customer
select customer_id, response_id, responded_at, kind, channel, contact_id, disposition, known_at,
  written
from response
where shard = @shard and customer_id = @customer_id
order by response_id;

-- name: responses-with-keys
select customer_id, response_id, responded_at, kind, channel, contact_id, disposition, known_at,
  written, key_id
from response
where shard = @shard and customer_id = @customer_id
order by response_id;

-- name: responses
-- In the order of the primary key: customer by customer.
select customer_id, response_id, responded_at, kind, channel, contact_id, disposition, known_at
from response
where shard = @shard
order by customer_id, response_id;

-- name: first-fact
select min(at)
from (
  select min(placed_at) as at from customer_order
  union all
  select min(happened_at) from activity
  union all
  select min(sent_at) from contact
) firsts;

-- name: delete-activity
delete from activity
where shard = @shard and customer_id = @customer_id and activity_id = @fact_id;

-- name: delete-contact
delete from contact
where shard = @shard and customer_id = @customer_id and contact_id = @fact_id;

-- name: delete-response
delete from response
where shard = @shard and customer_id = @customer_id and response_id = @fact_id;
