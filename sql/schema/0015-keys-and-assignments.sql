-- When a customer's key was written as it is.

-- null where the key can be written in one way only, or was stored before this was kept
alter table customer add column key_said_at bigint;
