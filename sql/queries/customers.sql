-- name: customer-exists
select 1 from customer where shard = @shard and customer_id = @customer_id;

-- name: add-customer
insert into customer (
  shard, customer_id, key_kind, key, first_name, last_name, email, phone, address1, address2, city,
  region, postcode, country, birthday, source, first_seen_at, version)
values (
  @shard, @customer_id, @key_kind, @key, @first_name, @last_name, @email, @phone, @address1,
  @address2, @city, @region, @postcode, @country, @birthday, @source, @first_seen_at, @version);

-- name: update-customer
-- Null means "not said" and never overwrites; a row that would stay the same is not written.
update customer
set first_name = coalesce(@first_name, first_name),
    last_name = coalesce(@last_name, last_name),
    email = coalesce(@email, email),
    phone = coalesce(@phone, phone),
    address1 = coalesce(@address1, address1),
    address2 = coalesce(@address2, address2),
    city = coalesce(@city, city),
    region = coalesce(@region, region),
    postcode = coalesce(@postcode, postcode),
    country = coalesce(@country, country),
    birthday = coalesce(@birthday, birthday),
    version = @version
where shard = @shard
  and customer_id = @customer_id
  and (coalesce(@first_name, first_name) is distinct from first_name
    or coalesce(@last_name, last_name) is distinct from last_name
    or coalesce(@email, email) is distinct from email
    or coalesce(@phone, phone) is distinct from phone
    or coalesce(@address1, address1) is distinct from address1
    or coalesce(@address2, address2) is distinct from address2
    or coalesce(@city, city) is distinct from city
    or coalesce(@region, region) is distinct from region
    or coalesce(@postcode, postcode) is distinct from postcode
    or coalesce(@country, country) is distinct from country
    or coalesce(@birthday, birthday) is distinct from birthday);

-- name: put-consent
-- Saying the same again keeps when and where it was first said.
insert into consent (shard, customer_id, channel, granted, source, said_at)
values (@shard, @customer_id, @channel, @granted, @source, @said_at)
on conflict (shard, customer_id, channel) do update
set granted = excluded.granted, source = excluded.source, said_at = excluded.said_at
where consent.granted <> excluded.granted;

-- name: withdraw-consent
-- An unsubscription or a complaint, unless something later is known.
insert into consent (shard, customer_id, channel, granted, source, said_at)
values (@shard, @customer_id, @channel, 0, @source, @said_at)
on conflict (shard, customer_id, channel) do update
set granted = 0, source = excluded.source, said_at = excluded.said_at
where consent.granted <> 0 and consent.said_at < excluded.said_at;

-- name: put-identity
insert into identity (shard, customer_id, kind, value)
values (@shard, @customer_id, @kind, @value)
on conflict do nothing;

-- name: find-identity
select customer_id from identity where kind = @kind and value = @value order by shard, customer_id;

-- name: owner-of-identity
-- Of several who share an address or number, the one who was known first: who comes later does not
-- change what it answers.
select i.customer_id
from identity i
join customer c using (shard, customer_id)
where i.kind = @kind and i.value = @value
order by c.first_seen_at, c.customer_id
limit 1;

-- name: customer
select key_kind, key, first_name, last_name, email, phone, address1, address2, city, region,
  postcode, country, birthday, source, first_seen_at
from customer
where shard = @shard and customer_id = @customer_id;

-- name: consents-of-customer
select channel, granted, source, said_at
from consent
where shard = @shard and customer_id = @customer_id
order by channel;

-- name: refusals
select customer_id from consent
where channel = @channel and granted = 0
order by customer_id;

-- name: customer-key
select customer_id, key from customer where shard = @shard and customer_id = @customer_id;

-- name: customer-keys
select customer_id, key from customer where shard = @shard order by customer_id;

-- name: directory
select customer_id, key, first_name, last_name, email, phone, city, country
from customer
where shard = @shard
order by customer_id;

-- name: directory-entry
select customer_id, key, first_name, last_name, email, phone, city, country
from customer
where shard = @shard and customer_id = @customer_id;

-- name: changed-customers
-- Whoever's own data or profile changed after a version.
select customer_id from customer where shard = @shard and version > @version
union
select customer_id from profile where shard = @shard and version > @version
order by customer_id;

-- name: count-customers
select count(*) from customer where shard = @shard;

-- name: any-customer
select 1 from customer where shard = @shard limit 1;
