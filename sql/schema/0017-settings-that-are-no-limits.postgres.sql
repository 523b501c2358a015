-- Cuts up the JSON and texts of settings in PostgreSQL's words.

insert into source (kind, name, place, facts_source, orders, customer_prefix)
select s.value ->> 'kind', s.value ->> 'name', s.key - 1, s.value ->> 'source',
  coalesce(s.value ->> 'orders', 'id'), coalesce(s.value ->> 'customer_prefix', '')
from setting,
  jsonb_array_elements(cast(setting.value as jsonb) -> 'sources') with ordinality s (value, key)
where setting.name = 'sources';

insert into source_permit (kind, name, permit, place, value)
select s.value ->> 'kind', s.value ->> 'name', 'secret', p.key - 1, p.value
from setting, jsonb_array_elements(cast(setting.value as jsonb) -> 'sources') s,
  jsonb_array_elements_text(s.value -> 'secrets') with ordinality p (value, key)
where setting.name = 'sources';

insert into source_permit (kind, name, permit, place, value)
select s.value ->> 'kind', s.value ->> 'name', 'topic', p.key - 1, p.value
from setting, jsonb_array_elements(cast(setting.value as jsonb) -> 'sources') s,
  jsonb_array_elements_text(s.value -> 'topics') with ordinality p (value, key)
where setting.name = 'sources';

insert into server_address (address)
select said.address
from (
  select case when name = 'sources' then cast(value as jsonb) ->> 'address' end as address
  from setting
) said
where said.address <> '';

insert into promotion_month (
  month, category, purchases_millionths, value_millionths, depth_millionths)
select cast(m.value ->> 'Month' as integer), coalesce(m.value ->> 'Category', ''),
  cast(m.value ->> 'PurchasesMillionths' as integer),
  cast(m.value ->> 'ValueMillionths' as integer),
  cast(m.value ->> 'DepthMillionths' as integer)
from setting, jsonb_array_elements(cast(setting.value as jsonb)) m
where setting.name = 'promotion_months';

update profile_state set folded_as_of_day = (
  select cast(value as date) - date '1970-01-01' from setting where name = 'folded_as_of');

insert into copied_table (name, version, row_count)
select substr(name, 11), cast(split_part(value, ':', 1) as bigint),
  cast(split_part(value, ':', 2) as bigint)
from setting where name like 'copy.done.%';

delete from setting
where name in (
    'sources', 'scoring_time', 'promotion_months', 'folded_as_of', 'store.refold_needed',
    'copy.from')
  or name like 'copy.done.%';
