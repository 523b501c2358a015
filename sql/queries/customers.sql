-- name: customer-exists
select 1 from customer where shard = @shard and customer_id = @customer_id;

-- name: add-customer
insert into customer (
  shard, customer_id, key_kind, key, first_name, last_name, email, phone, address1, address2, city,
  region, postcode, country, birthday, source, first_seen_at, version, said_at,
  key_said_at, began_at, known_at, place_languages, place_zones)
values (
  @shard, @customer_id, @key_kind, @key, @first_name, @last_name, @email, @phone, @address1,
  @address2, @city, @region, @postcode, @country, @birthday, @source, @first_seen_at, @version,
  @said_at, @key_said_at, @began_at, @known_at, @place_languages, @place_zones);

-- name: put-customer
insert into customer (
  shard, customer_id, key_kind, key, first_name, last_name, email, phone, address1, address2, city,
  region, postcode, country, birthday, source, first_seen_at, version, said_at,
  key_said_at, began_at, known_at, place_languages, place_zones)
values (
  @shard, @customer_id, @key_kind, @key, @first_name, @last_name, @email, @phone, @address1,
  @address2, @city, @region, @postcode, @country, @birthday, @source, @first_seen_at, @version,
  @said_at, @key_said_at, @began_at, @known_at, @place_languages, @place_zones)
on conflict (shard, customer_id) do update
set key_kind = excluded.key_kind, key = excluded.key, key_said_at = excluded.key_said_at,
    first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
    phone = excluded.phone, address1 = excluded.address1, address2 = excluded.address2,
    city = excluded.city, region = excluded.region, postcode = excluded.postcode,
    country = excluded.country, birthday = excluded.birthday, version = excluded.version,
    said_at = excluded.said_at, began_at = excluded.began_at, known_at = excluded.known_at,
    first_seen_at = excluded.first_seen_at,
    place_languages = excluded.place_languages, place_zones = excluded.place_zones;

-- name: known-customers
select customer_id, key_kind, key, first_name, last_name, email, phone, address1, address2, city,
  region, postcode, country, birthday, source, first_seen_at, said_at,
  key_said_at, began_at, known_at
from customer
where shard = @shard and customer_id = @customer_id;

-- name: customers-known
select customer_id, key_kind, key, first_name, last_name, email, phone, address1, address2, city,
  region, postcode, country, birthday, source, first_seen_at, said_at,
  key_said_at, began_at, known_at
from customer
where shard = @shard
order by customer_id;

-- name: customers-with-dated-details
-- Of the others all that is known was said at once, by a file.
select customer_id, key_kind, key, first_name, last_name, email, phone, address1, address2, city,
  region, postcode, country, birthday, source, first_seen_at, said_at,
  key_said_at, began_at, known_at
from customer
where shard = @shard and (
  known_at is not null
  or exists (
    select 1 from customer_detail d
    where d.shard = customer.shard and d.customer_id = customer.customer_id))
order by customer_id;

-- name: not-begun
-- Whoever was not there yet at an instant: named later, and without a fact before.
select c.customer_id
from customer c
where c.shard = @shard and c.customer_id >= @first_id and c.customer_id <= @last_id
  and (coalesce(c.began_at, c.first_seen_at) > @at or c.first_seen_at > @known_by)
  and not exists (
    select 1 from customer_order o
    where o.shard = c.shard and o.customer_id = c.customer_id and o.placed_at <= @at
      and coalesce(o.known_at, o.placed_at) <= @known_by)
  and not exists (
    select 1 from activity a
    where a.shard = c.shard and a.customer_id = c.customer_id and a.happened_at <= @at
      and coalesce(a.known_at, a.happened_at) <= @known_by)
  and not exists (
    select 1 from contact k
    where k.shard = c.shard and k.customer_id = c.customer_id and k.sent_at <= @at
      and coalesce(k.known_at, k.sent_at) <= @known_by)
  and not exists (
    select 1 from response r
    where r.shard = c.shard and r.customer_id = c.customer_id and r.responded_at <= @at
      and coalesce(r.known_at, r.responded_at) <= @known_by);

-- name: add-customer-detail
insert into customer_detail (shard, customer_id, detail, said_at, value, known_at)
values (@shard, @customer_id, @detail, @said_at, @value, @known_at)
on conflict do nothing;

-- name: customer-details-before
select customer_id, detail, said_at, value, known_at
from customer_detail
where shard = @shard and customer_id = @customer_id
order by detail, said_at, value;

-- name: all-details-before
select customer_id, detail, said_at, value, known_at
from customer_detail
where shard = @shard
order by customer_id, detail, said_at, value;

-- name: put-identity
insert into identity (shard, customer_id, kind, value)
values (@shard, @customer_id, @kind, @value)
on conflict do nothing;

-- name: find-identity
select customer_id from identity where kind = @kind and value = @value order by shard, customer_id;

-- name: customer
select key_kind, key, first_name, last_name, email, phone, address1, address2, city, region,
  postcode, country, birthday, source, first_seen_at
from customer
where shard = @shard and customer_id = @customer_id;

-- name: customer-key
select customer_id, key from customer where shard = @shard and customer_id = @customer_id;

-- name: customer-keys
select customer_id, key from customer where shard = @shard order by customer_id;

-- name: addresses-known
select customer_id, key_kind,
  case when coalesce(email, '') <> '' then 1 else 0 end,
  case when coalesce(phone, '') <> '' then 1 else 0 end,
  case when coalesce(address1, '') <> '' or coalesce(address2, '') <> '' then 1 else 0 end
from customer
where shard = @shard
order by customer_id;

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
select customer_id from changed_profile where shard = @shard and version > @version
order by customer_id;

-- name: any-customer
-- Facts may also wait for their customer under another key. Each part names the shard by itself, as
-- in shard-holds.
select 1 from shard
where shard = @shard
  and (exists (select 1 from customer c where c.shard = @shard)
    or exists (select 1 from alias a where a.shard = @shard));

-- name: customers-with-detail-said
-- By the instants of their details, which stand in one text.
select customer_id from customer
where shard = @shard and customer_id > @after and said_at like @said
order by customer_id
limit @most;

-- name: forget-detail-said
-- Without a date of its own, as files say it.
delete from customer_detail where shard = @shard and said_at = @said_at and known_at = said_at;

-- name: places-after
select customer_id, country, phone, key_kind, key, place_languages, place_zones
from customer
where shard = @shard and customer_id > @customer_id
order by customer_id
limit @most;

-- name: set-place
update customer
set place_languages = @place_languages, place_zones = @place_zones, version = @version
where shard = @shard and customer_id = @customer_id;
