-- grain: one row per customer whose lifecycle stage will change, but who does not say when
-- why: what falls due by time alone is found by next_change_at; nothing else would notice
-- remedy: compute all profiles again: perennial rescore --all
select shard, customer_id, lifecycle
from profile
where next_change_at is null and lifecycle in ('active', 'recent', 'older')
