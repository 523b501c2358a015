-- Staff, their sessions and links. Of a secret only its hash is known here.

-- name: staff
select staff_id, name, email, role, password_hash, failures, locked_until_at, created_at
from staff
order by name, email;

-- name: staff-by-id
select staff_id, name, email, role, password_hash, failures, locked_until_at, created_at
from staff
where staff_id = @staff_id;

-- name: staff-by-email
select staff_id, name, email, role, password_hash, failures, locked_until_at, created_at
from staff
where email = @email;

-- name: lock-staff
-- As lock-shard: changes nothing, and whoever else reads the row to change it waits.
update staff set failures = failures where email = @email;

-- name: lock-admins
update staff set role = role where role = 'admin';

-- name: any-staff
select 1 from staff limit 1;

-- name: other-admins
select count(*) from staff where role = 'admin' and staff_id <> @staff_id;

-- name: add-staff
insert into staff (staff_id, name, email, role, password_hash, failures, created_at)
values (@staff_id, @name, @email, @role, @password_hash, 0, @created_at)
on conflict (email) do nothing;

-- name: set-staff-role
update staff set role = @role where staff_id = @staff_id;

-- name: set-staff-password
update staff set password_hash = @password_hash, failures = 0, locked_until_at = null
where staff_id = @staff_id;

-- name: rehash-staff-password
-- The same password in a stronger form; who chose another meanwhile keeps that.
update staff set password_hash = @password_hash
where staff_id = @staff_id and password_hash = @old_hash;

-- name: set-staff-failures
update staff set failures = @failures, locked_until_at = @locked_until_at
where staff_id = @staff_id;

-- name: staff-address
select failures, waits_until_at
from staff_address
where staff_id = @staff_id and address_hash = @address_hash and signed_in_at > @since;

-- name: set-address-failures
update staff_address set failures = @failures, waits_until_at = @waits_until_at
where staff_id = @staff_id and address_hash = @address_hash;

-- name: put-staff-address
insert into staff_address (staff_id, address_hash, signed_in_at, failures, waits_until_at)
values (@staff_id, @address_hash, @signed_in_at, 0, null)
on conflict (staff_id, address_hash) do update
set signed_in_at = excluded.signed_in_at, failures = 0, waits_until_at = null;

-- name: delete-old-addresses
delete from staff_address where signed_in_at <= @since;

-- name: delete-addresses-of-staff
delete from staff_address where staff_id = @staff_id;

-- name: delete-staff
delete from staff where staff_id = @staff_id;

-- name: add-sign-in
insert into sign_in (secret_hash, kind, staff_id, created_at, expires_at)
values (@secret_hash, @kind, @staff_id, @created_at, @expires_at);

-- name: sign-in
select kind, staff_id, created_at, expires_at from sign_in where secret_hash = @secret_hash;

-- name: take-link
-- Of two who follow one link at once, one gets the row.
delete from sign_in
where secret_hash = @secret_hash and kind in ('link', 'first') and expires_at > @now
returning kind, staff_id;

-- name: extend-sign-in
update sign_in set expires_at = @expires_at
where secret_hash = @secret_hash and expires_at < @not_beyond;

-- name: end-sign-in
delete from sign_in where secret_hash = @secret_hash;

-- name: end-sign-ins-of-staff
delete from sign_in where staff_id = @staff_id;

-- name: end-first-links
delete from sign_in where kind = 'first';

-- name: end-expired-sign-ins
delete from sign_in where expires_at <= @now;
