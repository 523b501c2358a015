-- What customers were promised, and the codes that go with it.

-- name: promises-of
select customer_id, contact_id, channel, made_at, last_day, is_phantom, strategy, occurrence, code,
  terms, closed_at
from promise
where shard = @shard and customer_id = @customer_id
order by customer_id, made_at, contact_id;

-- name: add-promise
insert into promise (shard, customer_id, contact_id, offer, applies_to, price_cents, channel,
  made_at, last_day, is_phantom, strategy, occurrence, code, terms, closed_at)
values (@shard, @customer_id, @contact_id, @offer, @applies_to, @price_cents, @channel, @made_at,
  @last_day, @is_phantom, @strategy, @occurrence, @code, @terms, @closed_at)
on conflict do nothing;

-- name: close-promise
update promise set closed_at = @closed_at
where shard = @shard and customer_id = @customer_id and contact_id = @contact_id
  and closed_at is null;

-- name: promises-of-customer
-- Whose contact is planned nobody has heard of yet.
select p.customer_id, p.contact_id, p.channel, p.made_at, p.last_day, p.is_phantom, p.strategy,
  p.occurrence, p.code, p.terms, p.closed_at
from promise p
left join planned_contact c on c.shard = p.shard and c.customer_id = p.customer_id
  and c.contact_id = p.contact_id
where p.shard = @shard and p.customer_id = @customer_id and p.is_phantom = 0
  and p.closed_at is null and c.contact_id is null
order by p.made_at, p.contact_id;

-- name: rename-promises
update promise set strategy = @strategy where shard = @shard and strategy = @was;

-- name: all-promises-of
-- In the order of contacts, for whoever joins customers.
select customer_id, contact_id, channel, made_at, last_day, is_phantom, strategy, occurrence, code,
  terms, closed_at
from promise
where shard = @shard and customer_id = @customer_id
order by customer_id, contact_id;

-- name: forget-promises
delete from promise where shard = @shard and made_at < @before and last_day < @day;

-- name: add-offer-code
insert into offer_code (offer, code, is_settled) values (@offer, @code, 0) on conflict do nothing;

-- name: code-of-contact
select code from offer_code where offer = @offer and contact_id = @contact_id;

-- name: give-code
-- Two who take at once: one finds nothing at the code that the other has taken, and asks again.
update offer_code
set contact_id = @contact_id, given_in = @given_in, given_at = @given_at
where offer = @offer and contact_id is null and code = (
  select code from offer_code where offer = @offer and contact_id is null order by code limit 1)
returning code;

-- name: any-code-left
select 1 from offer_code where offer = @offer and contact_id is null limit 1;

-- name: codes-left
select offer, count(*), sum(case when contact_id is null then 1 else 0 end)
from offer_code
group by offer
order by offer;

-- name: unsettled-codes
select offer, code, contact_id, given_in
from offer_code
where is_settled = 0 and contact_id is not null and given_at < @before
order by given_in, offer, code
limit @most;

-- name: has-code-promised
select 1 from promise where shard = @shard and code = @code and offer = @offer limit 1;

-- name: settle-code
update offer_code set is_settled = 1 where offer = @offer and code = @code;

-- name: take-code-back
update offer_code set contact_id = null, given_in = null, given_at = null
where offer = @offer and code = @code and contact_id = @contact_id and is_settled = 0;
