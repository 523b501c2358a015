-- name: setting
select value from setting where name = @name;

-- name: settings
select name, value from setting order by name;

-- name: put-setting
insert into setting (name, value) values (@name, @value)
on conflict (name) do update set value = excluded.value;

-- name: delete-setting
delete from setting where name = @name;

-- name: keep-setting-version
insert into setting_version (what, name, until_at, body) values (@what, @name, @until_at, @body)
on conflict do nothing;

-- name: setting-versions
select until_at, body from setting_version where what = @what and name = @name order by until_at;

-- name: setting-versions-at
-- Of each name the first that ended later.
select v.name, v.body
from setting_version v
where v.what = @what and v.until_at = (
  select min(l.until_at)
  from setting_version l
  where l.what = v.what and l.name = v.name and l.until_at > @at);
