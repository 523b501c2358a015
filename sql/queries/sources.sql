-- Who may call, and how the world reaches this server.

-- name: sources
select kind, name, facts_source, orders, customer_prefix from source order by place;

-- name: source-permits
select kind, name, permit, value from source_permit order by kind, name, permit, place;

-- name: server-address
select address from server_address;

-- name: delete-sources
delete from source;

-- name: delete-source-permits
delete from source_permit;

-- name: delete-server-address
delete from server_address;

-- name: add-source
insert into source (kind, name, place, facts_source, orders, customer_prefix)
values (@kind, @name, @place, @facts_source, @orders, @customer_prefix);

-- name: add-source-permit
insert into source_permit (kind, name, permit, place, value)
values (@kind, @name, @permit, @place, @value);

-- name: add-server-address
insert into server_address (address) values (@address);
