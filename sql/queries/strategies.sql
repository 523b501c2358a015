-- Strategies as they were published, and who stands where in them.

-- name: strategy-sets
select set_id, state, written_at, written_by
from strategy_set
order by set_id desc;

-- name: last-strategy-set
select max(set_id) from strategy_set;

-- name: add-strategy-set
insert into strategy_set (set_id, state, written_at, written_by)
values (@set_id, @state, @written_at, @written_by);

-- name: forget-strategy-drafts
delete from strategy_set where state = 1;

-- name: forget-draft-files
delete from strategy_file
where set_id in (select set_id from strategy_set where state = 1);

-- name: add-strategy-file
insert into strategy_file (set_id, path, body) values (@set_id, @path, @body);

-- name: files-of-strategy-set
select path, body from strategy_file where set_id = @set_id order by path;

-- name: files-in-force
-- Of the last set that was published, and of every set that an open enrollment may go by.
select f.set_id, f.path, f.body
from strategy_file f
where f.set_id in (select max(set_id) from strategy_set where state = 2)
  or f.set_id in (select set_id from strategy_version)
order by f.set_id, f.path;

-- name: strategy-versions
select strategy, version, set_id, path, published_at, published_by
from strategy_version
order by strategy, version;

-- name: add-strategy-version
insert into strategy_version (strategy, version, set_id, path, published_at, published_by)
values (@strategy, @version, @set_id, @path, @published_at, @published_by);

-- name: strategies
select strategy, version, state, reason, changed_at, changed_by, asked_from_at
from strategy
order by strategy;

-- name: put-strategy
insert into strategy (strategy, version, state, reason, changed_at, changed_by, asked_from_at)
values (@strategy, @version, @state, @reason, @changed_at, @changed_by, @asked_from_at)
on conflict (strategy) do update set version = excluded.version, state = excluded.state,
  reason = excluded.reason, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
  asked_from_at = excluded.asked_from_at;

-- name: strategies-asked
select strategies_asked_at, strategies_next from shard where shard = @shard;

-- name: shards-to-ask
select shard from shard where strategies_asked_at < @at order by shard;

-- name: put-next-asked
update shard set strategies_next = @next_id where shard = @shard;

-- name: set-asked
update shard set strategies_asked_at = @published_at, strategies_next = null where shard = @shard;

-- name: strategies-of
select customer_id, due_at, pasts
from customer_strategy
where shard = @shard and customer_id = @customer_id;

-- name: open-enrollments-of
select customer_id, body
from enrollment
where shard = @shard and customer_id = @customer_id and ended_as is null;

-- name: planned-contacts-of
select customer_id, contact_id, is_phantom, planned_at, kind, topic, is_service
from planned_contact
where shard = @shard and customer_id = @customer_id;

-- name: waiting-decisions-of
-- Those that are not final, and so are counted as waiting.
select customer_id, strategy, step, occurrence, touch
from decision
where shard = @shard and customer_id = @customer_id and outcome = 2;

-- name: strategy-details-of
select customer_id, country, region, city, postcode, source,
  coalesce(nullif(email, ''), case when key_kind = 'email' then key end),
  coalesce(nullif(phone, ''), case when key_kind = 'phone' then key end),
  cast(birthday as text), coalesce(nullif(address1, ''), address2), first_seen_at
from customer
where shard = @shard and customer_id = @customer_id;

-- name: put-customer-strategy
insert into customer_strategy (shard, customer_id, due_at, pasts)
values (@shard, @customer_id, @due_at, @pasts)
on conflict (shard, customer_id) do update set due_at = excluded.due_at, pasts = excluded.pasts;

-- name: put-enrollment
insert into enrollment (shard, customer_id, strategy, occurrence, version, entered_at, held_out_by,
  position, due_at, ended_as, ended_at, body)
values (@shard, @customer_id, @strategy, @occurrence, @version, @entered_at, @held_out_by,
  @position, @due_at, @ended_as, @ended_at, @body)
on conflict (shard, customer_id, strategy, occurrence) do update set version = excluded.version,
  position = excluded.position, due_at = excluded.due_at, ended_as = excluded.ended_as,
  ended_at = excluded.ended_at, body = excluded.body;

-- name: put-decision
insert into decision (shard, customer_id, strategy, step, occurrence, touch, version, kind, topic,
  arm, offer, template, outcome, gate, rule, value, source, would_help, due_at, expires_at,
  until_at, decided_at)
values (@shard, @customer_id, @strategy, @step, @occurrence, @touch, @version, @kind, @topic, @arm,
  @offer, @template, @outcome, @gate, @rule, @value, @source, @would_help, @due_at, @expires_at,
  @until_at, @decided_at)
on conflict (shard, customer_id, strategy, step, occurrence, touch) do update set
  version = excluded.version, topic = excluded.topic, arm = excluded.arm, offer = excluded.offer,
  template = excluded.template, outcome = excluded.outcome, gate = excluded.gate,
  rule = excluded.rule, value = excluded.value, source = excluded.source,
  would_help = excluded.would_help, due_at = excluded.due_at, expires_at = excluded.expires_at,
  until_at = excluded.until_at, decided_at = excluded.decided_at
where decision.outcome = 2;

-- name: add-planned-contact
insert into planned_contact (shard, customer_id, contact_id, is_phantom, planned_at, kind, topic,
  is_service, strategy, body)
values (@shard, @customer_id, @contact_id, @is_phantom, @planned_at, @kind, @topic, @is_service,
  @strategy, @body)
on conflict do nothing;

-- name: handed-over
delete from planned_contact
where shard = @shard and customer_id = @customer_id and contact_id = @contact_id
  and is_phantom = 0;

-- name: contacts-to-hand-over
select shard, customer_id, contact_id, planned_at, body
from planned_contact
where is_phantom = 0 and planned_at <= @planned_at
order by shard, planned_at, customer_id, contact_id
limit @most;

-- name: add-strategy-move
insert into strategy_move (shard, customer_id, strategy, moved_at, segment, leaves)
values (@shard, @customer_id, @strategy, @moved_at, @segment, @leaves)
on conflict do nothing;

-- name: waiting-moves
-- Of them those who moved since somebody last said yes are counted against the limit.
select m.strategy, sum(case when m.moved_at > coalesce(s.asked_from_at, 0) then 1 else 0 end)
from strategy_move m
left join strategy s on s.strategy = m.strategy
group by m.strategy
order by m.strategy;

-- name: shards-with-moves
select distinct shard from strategy_move where strategy = @strategy order by shard;

-- name: next-moves
select customer_id, moved_at, segment, leaves
from strategy_move
where shard = @shard and strategy = @strategy
order by customer_id, moved_at
limit @most;

-- name: take-move
delete from strategy_move
where shard = @shard and customer_id = @customer_id and strategy = @strategy
  and moved_at = @moved_at;

-- name: forget-moves
delete from strategy_move where strategy = @strategy;

-- name: count-customers
select count(*) from customer;

-- name: add-to-strategy-sum
insert into strategy_sum (shard, strategy, version, step, arm, what, reason, day, number)
values (@shard, @strategy, @version, @step, @arm, @what, @reason, @day, @number)
on conflict (shard, strategy, version, step, arm, what, reason, day) do update set
  number = strategy_sum.number + excluded.number;

-- name: strategy-sums
select strategy, version, step, arm, what, reason, sum(number)
from strategy_sum
group by strategy, version, step, arm, what, reason
order by strategy, version, step, arm, what, reason;

-- name: entered-on
select strategy, sum(number)
from strategy_sum
where day = @day and what = 1
group by strategy;

-- name: sent-on
select strategy, sum(number)
from strategy_sum
where day = @day and what = 11
group by strategy;

-- name: strategies-due-shards
select distinct shard from customer_strategy where due_at <= @at order by shard;

-- name: strategies-due
select customer_id
from customer_strategy
where shard = @shard and due_at <= @as_of
order by due_at, customer_id
limit @most;

-- name: next-due-of-strategies
select strategy, min(due_at), sum(case when due_at <= @now then 1 else 0 end)
from enrollment
where ended_as is null and due_at is not null
group by strategy;

-- name: decisions-of-customer
select strategy, step, occurrence, touch, version, kind, topic, arm, offer, template, outcome, gate,
  rule, value, source, would_help, due_at, expires_at, until_at, decided_at, customer_id
from decision
where shard = @shard and customer_id = @customer_id
order by decided_at desc, strategy, step, touch
limit @most;

-- name: decisions-of-strategy
select strategy, step, occurrence, touch, version, kind, topic, arm, offer, template, outcome, gate,
  rule, value, source, would_help, due_at, expires_at, until_at, decided_at, customer_id
from decision
where strategy = @strategy
order by decided_at desc, customer_id, step, touch
limit @most;

-- name: decisions-of-step
-- An empty step stands for all of them, and -1 for whatever became of it.
select strategy, step, occurrence, touch, version, kind, topic, arm, offer, template, outcome, gate,
  rule, value, source, would_help, due_at, expires_at, until_at, decided_at, customer_id
from decision
where strategy = @strategy and (@step = '' or step = @step)
  and (@outcome = -1 or outcome = @outcome)
order by decided_at desc, customer_id, step, touch
limit @most;

-- name: enrollments-of-customer
select strategy, occurrence, version, entered_at, held_out_by, position, due_at, ended_as, ended_at,
  body
from enrollment
where shard = @shard and customer_id = @customer_id
order by entered_at desc, strategy, occurrence;

-- name: enrolled-in
select customer_id, position, entered_at, held_out_by, due_at
from enrollment
where strategy = @strategy and ended_as is null
order by due_at, customer_id
limit @most;

-- name: open-at-steps
-- By the index of those who are in a strategy now: of one strategy, for its own page.
select version, position, count(*)
from enrollment
where strategy = @strategy and ended_as is null
group by version, position
order by version, position;

-- name: old-decisions
select customer_id, strategy, step, occurrence, touch, outcome
from decision
where shard = @shard and decided_at < @before and outcome <> 2
order by decided_at
limit @most;

-- name: forget-decision
delete from decision
where shard = @shard and customer_id = @customer_id and strategy = @strategy and step = @step
  and occurrence = @occurrence and touch = @touch;

-- name: add-decided
insert into decided (shard, customer_id, contact_id) values (@shard, @customer_id, @contact_id)
on conflict do nothing;

-- name: forget-phantoms
delete from planned_contact where shard = @shard and is_phantom = 1 and planned_at < @before;

-- name: forget-enrollments
delete from enrollment where shard = @shard and ended_as is not null and ended_at < @before;

-- name: all-enrollments-of
select customer_id, body
from enrollment
where shard = @shard and customer_id = @customer_id
order by strategy, occurrence;

-- name: all-decisions-of
select customer_id, strategy, step, occurrence, touch, version, kind, topic, arm, offer, template,
  outcome, gate, rule, value, source, would_help, due_at, expires_at, until_at, decided_at
from decision
where shard = @shard and customer_id = @customer_id
order by strategy, step, occurrence, touch;

-- name: all-planned-of
select customer_id, contact_id, is_phantom, planned_at, kind, topic, is_service, strategy, body
from planned_contact
where shard = @shard and customer_id = @customer_id
order by contact_id;

-- name: decided-of
select customer_id, contact_id
from decided
where shard = @shard and customer_id = @customer_id
order by contact_id;

-- name: end-waiting-decisions
update decision
set outcome = 3, gate = 6, rule = @rule, value = 'the enrollment has ended', until_at = null,
  decided_at = @decided_at
where shard = @shard and customer_id = @customer_id and strategy = @strategy
  and occurrence = @occurrence and outcome = 2
returning step, arm;
