-- What is scarce: who waits for it, and what is taken of it.

-- name: next-demand
-- A look at the index a shard.
select s.shard, (
  select min(d.waits_for) from decision d where d.shard = s.shard and d.waits_for > @after)
from shard s
order by s.shard;

-- name: shadows-waiting
select count(*)
from shard s
join decision d on d.shard = s.shard
where d.waits_for = @demand and d.is_shadow = 1;

-- name: waiting-kinds
-- Those of one kind are worth the same.
select coalesce(p.rfm_segment, ''), d.kind, coalesce(d.offer, ''), sum(d.is_shadow)
from shard x
join decision d on d.shard = x.shard
left join profile p on p.shard = d.shard and p.customer_id = d.customer_id
where d.waits_for = @demand
group by coalesce(p.rfm_segment, ''), d.kind, coalesce(d.offer, '')
order by coalesce(p.rfm_segment, ''), d.kind, coalesce(d.offer, '');

-- name: waiting-for
-- Of one kind of contact, segment and offer, or with kind 0 of all.
-- In the order of calls over the whole shop, as Core's WaitingOrder, and prospects as its
-- ProspectPlace has them. Whose columns time has changed
-- has a turn once they are computed.
select d.shard, d.customer_id, d.strategy, d.step, d.occurrence, d.touch, d.priority, d.is_shadow,
  p.priority_rank, p.priority_tier, p.prospect_tier
from shard x
join decision d on d.shard = x.shard
join strategy s on s.strategy = d.strategy
left join profile p on p.shard = d.shard and p.customer_id = d.customer_id
where d.waits_for = @demand and s.state <> 2
  and (@kind = 0 or d.kind = @kind and coalesce(p.rfm_segment, '') = @segment
    and coalesce(d.offer, '') = @offer)
  and (p.next_change_at is null or p.next_change_at > @now)
order by d.priority desc,
  case @prospects
    when 0 then case when p.prospect_tier > 0 then 1 else 0 end
    when 2 then case when p.prospect_tier > 0 then 0 else 1 end
    else case when p.priority_tier > 0 then p.priority_tier
      when p.prospect_tier > 0 then p.prospect_tier else 9 end
  end,
  case when p.priority_rank > 0 then 0 else 1 end, p.priority_rank, d.customer_id,
  d.strategy, d.step, d.occurrence, d.touch
limit @most;

-- name: waiting-by-demand
select d.waits_for, d.strategy, d.step, count(*), sum(d.is_shadow)
from decision d
where d.waits_for is not null
group by d.waits_for, d.strategy, d.step
order by d.waits_for, d.strategy, d.step;

-- name: capacity-taken
select taken from capacity where resource = @resource and period = @period;

-- name: lock-capacity
-- Whoever reserves of it next waits until this is over.
insert into capacity (resource, period, taken) values (@resource, @period, 0)
on conflict (resource, period) do update set resource = excluded.resource
returning taken;

-- name: add-capacity-taken
update capacity set taken = taken + @amount where resource = @resource and period = @period;

-- name: add-capacity-grant
insert into capacity_grant (grant_id, resource, period, for_shard, amount, granted_at)
values (@grant_id, @resource, @period, @for_shard, @amount, @granted_at);

-- name: old-capacity-grants
select grant_id, for_shard, resource, period
from capacity_grant
where granted_at < @before
order by grant_id, resource;

-- name: take-capacity-grant
delete from capacity_grant
where grant_id = @grant_id and resource = @resource
returning period, amount;

-- name: capacity-used-by
select resource, amount from capacity_use where shard = @shard and grant_id = @grant_id;

-- name: add-capacity-use
insert into capacity_use (shard, grant_id, resource, period, amount)
values (@shard, @grant_id, @resource, @period, @amount)
on conflict do nothing;

-- name: forget-capacity
delete from capacity where period < @period;

-- name: forget-capacity-use
delete from capacity_use where shard = @shard and period < @period;
