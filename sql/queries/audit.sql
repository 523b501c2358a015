-- Who changed what.

-- name: add-audit
insert into audit (
  audit_id, at, actor_kind, actor_id, actor_name, what, subject, before, after)
values (
  @audit_id, @at, @actor_kind, @actor_id, @actor_name, @what, @subject, @before, @after);

-- name: audit
-- The last first, from one entry backwards.
select audit_id, at, actor_kind, actor_id, actor_name, what, subject, before, after
from audit
where audit_id < @before_id
order by audit_id desc
limit @most;
