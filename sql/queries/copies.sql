-- Which store this one is a copy of, and how far the copy is.

-- name: copy-origin
select path from copy_origin;

-- name: put-copy-origin
insert into copy_origin (path) values (@path) on conflict do nothing;

-- name: copied-table
select 1 from copied_table where name = @name and version = @version and row_count = @row_count;

-- name: put-copied-table
insert into copied_table (name, version, row_count) values (@name, @version, @row_count)
on conflict (name) do update set version = excluded.version, row_count = excluded.row_count;
