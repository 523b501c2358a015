-- Rules themselves are composed in RuleSql, which follows the catalogue of columns.

-- name: segments
select name, version, set_name, rule, description, created_at, active, ended_at
from segment
where active = 1
order by set_name, name;

-- name: segment-versions
select name, version, set_name, rule, description, created_at, active, ended_at
from segment
where name = @name
order by version desc;

-- name: segments-at
-- In force at an instant: the last that was saved by then, unless it had been taken out of force.
select name, version, set_name, rule, description, created_at, active, ended_at
from segment
where created_at <= @at and (active = 1 or ended_at > @at)
  and version = (
    select max(n.version) from segment n where n.name = segment.name and n.created_at <= @at)
order by set_name, name;

-- name: deactivate-segment
update segment set active = 0, ended_at = @now where name = @name and active = 1;

-- name: add-segment
insert into segment (name, version, set_name, rule, description, created_at, active)
values (@name, @version, @set_name, @rule, @description, @created_at, 1);

-- name: describe-segment
-- What a segment is called for people may change without a new version.
update segment set set_name = @set_name, description = @description
where name = @name and version = @version;

-- name: stays-of
select customer_id, segment, entered_at, left_at
from segment_member
where shard = @shard and customer_id = @customer_id
order by segment, entered_at;

-- name: stays-of-customer
select segment, entered_at, left_at
from segment_member
where shard = @shard and customer_id = @customer_id
order by entered_at, segment;

-- name: segment-members
select customer_id
from segment_member
where segment = @segment and left_at is null
order by customer_id;

-- name: segment-members-at
-- As it was recorded: who had entered by then and had not left.
select distinct customer_id
from segment_member
where segment = @segment and entered_at <= @as_of
  and (left_at is null or left_at > @still_in_at)
order by customer_id;

-- name: customer-attributes
select customer_id, country, region, city, postcode, source,
  coalesce(nullif(email, ''), case when key_kind = 'email' then key end),
  coalesce(nullif(phone, ''), case when key_kind = 'phone' then key end),
  cast(birthday as text), coalesce(nullif(address1, ''), address2), place_languages, place_zones
from customer
where shard = @shard
order by customer_id;

-- name: attributes-of-customer
select customer_id, country, region, city, postcode, source,
  coalesce(nullif(email, ''), case when key_kind = 'email' then key end),
  coalesce(nullif(phone, ''), case when key_kind = 'phone' then key end),
  cast(birthday as text), coalesce(nullif(address1, ''), address2), place_languages, place_zones
from customer
where shard = @shard and customer_id = @customer_id;

-- name: segment-moves
-- How many came and went at each recording, the last first.
select at, sum(entered), sum(gone)
from (
  select entered_at as at, 1 as entered, 0 as gone
  from segment_member
  where segment = @segment
  union all
  select left_at as at, 0 as entered, 1 as gone
  from segment_member
  where segment = @left_segment and left_at is not null
) moves
group by at
order by at desc
limit @most;

-- name: segment-came
select customer_id, entered_at
from segment_member
where segment = @segment and left_at is null
order by entered_at desc, customer_id
limit @most;

-- name: segment-went
-- Who is back in is not gone.
select m.customer_id, max(m.left_at)
from segment_member m
where m.segment = @segment and m.left_at is not null
  and not exists (
    select 1 from segment_member n
    where n.shard = m.shard and n.customer_id = m.customer_id and n.segment = m.segment
      and n.left_at is null)
group by m.customer_id
order by max(m.left_at) desc, m.customer_id
limit @most;

-- name: any-open-stay
select 1 from segment_member where shard = @shard and left_at is null limit 1;

-- name: put-stay
-- Whoever left and came back at the same instant never left.
insert into segment_member (shard, customer_id, segment, entered_at, left_at)
values (@shard, @customer_id, @segment, @entered_at, @left_at)
on conflict (shard, customer_id, segment, entered_at) do update set left_at = excluded.left_at;

-- name: watched-segments
select name from watched_segment order by name;

-- name: watch-segment
insert into watched_segment (name, since_at, watched_by) values (@name, @since_at, @watched_by)
on conflict (name) do nothing;

-- name: unwatch-segment
delete from watched_segment where name = @name;
