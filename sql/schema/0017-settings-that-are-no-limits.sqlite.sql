-- Cuts up the JSON and texts of settings in SQLite's words.

insert into source (kind, name, place, facts_source, orders, customer_prefix)
select json_extract(s.value, '$.kind'), json_extract(s.value, '$.name'), s.key,
  json_extract(s.value, '$.source'), coalesce(json_extract(s.value, '$.orders'), 'id'),
  coalesce(json_extract(s.value, '$.customer_prefix'), '')
from setting, json_each(setting.value, '$.sources') s
where setting.name = 'sources';

insert into source_permit (kind, name, permit, place, value)
select json_extract(s.value, '$.kind'), json_extract(s.value, '$.name'), 'secret', p.key, p.value
from setting, json_each(setting.value, '$.sources') s, json_each(s.value, '$.secrets') p
where setting.name = 'sources';

insert into source_permit (kind, name, permit, place, value)
select json_extract(s.value, '$.kind'), json_extract(s.value, '$.name'), 'topic', p.key, p.value
from setting, json_each(setting.value, '$.sources') s, json_each(s.value, '$.topics') p
where setting.name = 'sources';

insert into server_address (address)
select json_extract(value, '$.address') from setting
where name = 'sources' and json_extract(value, '$.address') <> '';

insert into promotion_month (
  month, category, purchases_millionths, value_millionths, depth_millionths)
select json_extract(m.value, '$.Month'), coalesce(json_extract(m.value, '$.Category'), ''),
  json_extract(m.value, '$.PurchasesMillionths'), json_extract(m.value, '$.ValueMillionths'),
  json_extract(m.value, '$.DepthMillionths')
from setting, json_each(setting.value) m
where setting.name = 'promotion_months';

update profile_state set folded_as_of_day = (
  select cast(julianday(value) - 2440587.5 as integer) from setting where name = 'folded_as_of');

insert into copied_table (name, version, row_count)
select substr(name, 11), cast(substr(value, 1, instr(value, ':') - 1) as integer),
  cast(substr(value, instr(value, ':') + 1) as integer)
from setting where name like 'copy.done.%';

delete from setting
where name in (
    'sources', 'scoring_time', 'promotion_months', 'folded_as_of', 'store.refold_needed',
    'copy.from')
  or name like 'copy.done.%';
