-- Keys of programs.

-- name: api-keys
select key_id, key_hash, source, scope, created_at, used_at, revoked_at
from api_key
order by created_at, key_id;

-- name: api-key
select key_id, key_hash, source, scope, created_at, used_at, revoked_at
from api_key
where key_hash = @key_hash;

-- name: add-api-key
insert into api_key (key_id, key_hash, source, scope, created_at)
values (@key_id, @key_hash, @source, @scope, @created_at);

-- name: note-api-key-use
update api_key set used_at = @used_at
where key_hash = @key_hash and (used_at is null or used_at < @not_since);

-- name: revoke-api-key
update api_key set revoked_at = @revoked_at where key_id = @key_id and revoked_at is null;
