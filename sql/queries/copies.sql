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

-- name: put-backup-stamp
insert into backup_stamp (taken_at, place) values (@taken_at, @place);

-- name: backup-stamp
select taken_at, place from backup_stamp;

-- name: delete-backup-stamp
delete from backup_stamp;

-- name: forget-sign-ins
delete from sign_in;

-- name: outbox-goes-on-from
-- Above every number that was given since the copy was made: none is given twice.
update shard set outbox_sequence = @sequence
where shard = @shard and outbox_sequence < @sequence;

-- name: forget-leases
update destination_cursor set leased_by = null, leased_until = 0 where shard = @shard;
