-- name: setting
select value from setting where name = @name;

-- name: settings
select name, value from setting order by name;

-- name: put-setting
insert into setting (name, value) values (@name, @value)
on conflict (name) do update set value = excluded.value;

-- name: delete-setting
delete from setting where name = @name;
