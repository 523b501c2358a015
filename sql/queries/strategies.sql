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

-- name: impact-of-strategy-set
select impact from strategy_set where set_id = @set_id;

-- name: put-strategy-set-impact
update strategy_set set impact = @impact where set_id = @set_id;

-- name: files-of-strategy-set
select path, body from strategy_file where set_id = @set_id order by path;

-- name: strategy-versions
select strategy, version, set_id, path, published_at, published_by, expected
from strategy_version
order by strategy, version;

-- name: add-strategy-version
insert into strategy_version (strategy, version, set_id, path, published_at, published_by,
  expected)
values (@strategy, @version, @set_id, @path, @published_at, @published_by, @expected);

-- name: strategies
select strategy, version, state, reason, changed_at, changed_by, asked_from_at, holds_contacts
from strategy
order by strategy;

-- name: put-strategy
insert into strategy (strategy, version, state, reason, changed_at, changed_by, asked_from_at,
  holds_contacts)
values (@strategy, @version, @state, @reason, @changed_at, @changed_by, @asked_from_at,
  @holds_contacts)
on conflict (strategy) do update set version = excluded.version, state = excluded.state,
  reason = excluded.reason, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
  asked_from_at = excluded.asked_from_at, holds_contacts = excluded.holds_contacts;

-- name: strategies-asked
select strategies_asked_at, strategies_next from shard where shard = @shard;

-- name: shards-to-ask
select shard from shard where strategies_asked_at < @at order by shard;

-- name: put-next-asked
update shard set strategies_next = @next_id where shard = @shard;

-- name: set-asked
update shard set strategies_asked_at = @published_at, strategies_next = null where shard = @shard;

-- name: strategies-of
select customer_id, due_at, pasts, hears
from customer_strategy
where shard = @shard and customer_id = @customer_id;

-- name: enrollments-of
-- Of those that have ended what they were, and the keys of what was forgotten for its age: all that
-- nothing may be decided against, in one reading.
select customer_id, case when ended_as is null then body end, strategy, occurrence,
  cast(null as bytea)
from enrollment
where shard = @shard and customer_id = @customer_id
union all
select customer_id, null, null, null, candidate_key
from decided
where shard = @shard and customer_id = @customer_id;

-- name: planned-contacts-of
select customer_id, contact_id, is_phantom, planned_at, kind, topic, is_service
from planned_contact
where shard = @shard and customer_id = @customer_id;

-- name: waiting-decisions-of
-- Those that are not final, and so are counted as waiting.
select customer_id, strategy, step, occurrence, touch
from decision
where shard = @shard and customer_id = @customer_id and outcome in (2, 8);

-- name: strategy-details-of
select customer_id, country, region, city, postcode, source,
  coalesce(nullif(email, ''), case when key_kind = 'email' then key end),
  coalesce(nullif(phone, ''), case when key_kind = 'phone' then key end),
  cast(birthday as text), coalesce(nullif(address1, ''), address2), first_seen_at
from customer
where shard = @shard and customer_id = @customer_id;

-- name: put-customer-strategy
insert into customer_strategy (shard, customer_id, due_at, pasts, hears)
values (@shard, @customer_id, @due_at, @pasts, @hears)
on conflict (shard, customer_id) do update set due_at = excluded.due_at, pasts = excluded.pasts,
  hears = excluded.hears;

-- name: put-enrollment
insert into enrollment (shard, customer_id, strategy, occurrence, version, entered_at, held_out_by,
  position, due_at, ended_as, ended_at, body)
values (@shard, @customer_id, @strategy, @occurrence, @version, @entered_at, @held_out_by,
  @position, @due_at, @ended_as, @ended_at, @body)
on conflict (shard, customer_id, strategy, occurrence) do update set version = excluded.version,
  position = excluded.position, due_at = excluded.due_at, ended_as = excluded.ended_as,
  ended_at = excluded.ended_at, body = excluded.body;

-- name: refused-entries-of
select customer_id, strategy, step, occurrence, touch
from decision
where shard = @shard and customer_id = @customer_id and outcome = 0
order by customer_id;

-- name: put-decision
insert into decision (shard, customer_id, strategy, step, occurrence, touch, version, kind, topic,
  arm, offer, template, outcome, gate, rule, value, source, would_help, due_at, expires_at,
  until_at, decided_at, offer_left_out, carries, offer_last_day, waits_for, is_shadow, priority)
values (@shard, @customer_id, @strategy, @step, @occurrence, @touch, @version, @kind, @topic, @arm,
  @offer, @template, @outcome, @gate, @rule, @value, @source, @would_help, @due_at, @expires_at,
  @until_at, @decided_at, @offer_left_out, @carries, @offer_last_day, @waits_for, @is_shadow,
  @priority)
on conflict (shard, customer_id, strategy, step, occurrence, touch) do update set
  version = excluded.version, topic = excluded.topic, arm = excluded.arm, offer = excluded.offer,
  template = excluded.template, outcome = excluded.outcome, gate = excluded.gate,
  rule = excluded.rule, value = excluded.value, source = excluded.source,
  would_help = excluded.would_help, due_at = excluded.due_at, expires_at = excluded.expires_at,
  until_at = excluded.until_at, decided_at = excluded.decided_at,
  offer_left_out = excluded.offer_left_out, carries = excluded.carries,
  offer_last_day = excluded.offer_last_day, waits_for = excluded.waits_for,
  is_shadow = excluded.is_shadow, priority = excluded.priority
where decision.outcome in (2, 8);

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
select p.shard, p.customer_id, p.contact_id, p.planned_at, p.body
from planned_contact p
left join strategy s on s.strategy = p.strategy
where p.is_phantom = 0 and p.planned_at <= @planned_at and coalesce(s.holds_contacts, 0) = 0
order by p.shard, p.planned_at, p.customer_id, p.contact_id
limit @most;

-- name: planned-calls
-- Calls and tasks.
select customer_id, contact_id, planned_at, body
from planned_contact
where is_phantom = 0 and kind in (3, 6)
order by shard, planned_at, customer_id, contact_id;

-- name: contacts-sent
-- Of each strategy what was decided to go, handed over or not.
select strategy, sum(number) from strategy_sum where what = 11 group by strategy;

-- name: contacts-planned
select strategy, count(*) from planned_contact where is_phantom = 0 group by strategy;

-- name: add-waiting-entry
insert into waiting_entry (shard, customer_id, strategy, occurrence, at, waits_for, day, order_by,
  since_at)
values (@shard, @customer_id, @strategy, @occurrence, @at, @waits_for, @day, @order_by, @since_at)
on conflict do nothing;

-- name: first-seen-of
select customer_id, first_seen_at from customer where shard = @shard and customer_id = @customer_id;

-- name: first-scored-at
select created_at from scoring_run order by scoring_run_id limit 1;

-- name: previous-scoring-run
select created_at
from scoring_run
where scoring_run_id < @scoring_run_id
order by scoring_run_id desc
limit 1;

-- name: waiting-entries
-- Of them those who wait since somebody last said yes are counted against the limit.
select w.strategy, count(*),
  sum(case when w.since_at >= coalesce(s.asked_from_at, 0) then 1 else 0 end),
  sum(case when w.since_at >= coalesce(s.asked_from_at, 0) and w.occurrence like 'existing:%'
    then 1 else 0 end)
from waiting_entry w
left join strategy s on s.strategy = w.strategy
where w.at < @before
group by w.strategy
order by w.strategy;

-- name: any-entries-to-come
-- Whether it is not known yet how many wait: somebody is to be asked, or a file is being read.
select 1
where exists (select 1 from shard where strategies_asked_at < @published_at or stays_due = 1)
  or exists (select 1 from file_import where state = 1 and imported_at > @since);

-- name: strategies-overdue
select due_at from customer_strategy where due_at <= @now order by due_at limit 1;

-- name: shards-with-entries
select distinct shard from waiting_entry where strategy = @strategy and at < @before order by shard;

-- name: next-entries
select customer_id, occurrence, at, waits_for, day, order_by, since_at
from waiting_entry
where shard = @shard and strategy = @strategy and at < @before
order by at, customer_id, occurrence
limit @most;

-- name: first-entries
-- In the order of calls, over the whole shop.
select w.shard, w.customer_id, w.occurrence, w.at, w.waits_for, w.day, w.order_by, w.since_at
from waiting_entry w
left join profile p on p.shard = w.shard and p.customer_id = w.customer_id
where w.strategy = @strategy and w.at < @before
order by case when p.priority_rank is null then 1 else 0 end, p.priority_rank, w.at, w.customer_id,
  w.occurrence
limit @most;

-- name: take-entry
delete from waiting_entry
where shard = @shard and customer_id = @customer_id and strategy = @strategy
  and occurrence = @occurrence;

-- name: forget-entries
delete from waiting_entry where strategy = @strategy;

-- name: add-entries-ahead
insert into entries_ahead (shard, strategy, day, number) values (@shard, @strategy, @day, @number)
on conflict (shard, strategy, day) do update set number = entries_ahead.number + excluded.number;

-- name: entries-ahead
select strategy, day, sum(number)
from entries_ahead
where day >= @day
group by strategy, day
order by strategy, day;

-- name: forget-entries-ahead
delete from entries_ahead where shard = @shard and day < @day;

-- name: entry-days
select strategy, body from entry_day order by strategy;

-- name: lock-entry-day
-- Whoever writes it next waits until this is over.
insert into entry_day (strategy, body) values (@strategy, @body)
on conflict (strategy) do update set strategy = excluded.strategy
returning body;

-- name: put-entry-day
update entry_day set body = @body where strategy = @strategy;

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
-- A look at the index a shard, however many are due in it.
select s.shard
from shard s
where exists (select 1 from customer_strategy c where c.shard = s.shard and c.due_at <= @at)
order by s.shard;

-- name: strategies-due
-- Whose columns time has changed has a turn once they are computed: another process may be at them.
select c.customer_id
from customer_strategy c
where c.shard = @shard and c.due_at <= @as_of
  and not exists (select 1 from profile p
    where p.shard = c.shard and p.customer_id = c.customer_id and p.next_change_at <= @as_of)
order by c.due_at, c.customer_id
limit @most;

-- name: next-due-of-strategies
select strategy, min(due_at), sum(case when due_at <= @now then 1 else 0 end)
from enrollment
where ended_as is null and due_at is not null
group by strategy;

-- name: decisions-of-customer
select strategy, step, occurrence, touch, version, kind, topic, arm, offer, template, outcome, gate,
  rule, value, source, would_help, due_at, expires_at, until_at, decided_at, offer_left_out,
  carries, offer_last_day, waits_for, is_shadow, priority, customer_id
from decision
where shard = @shard and customer_id = @customer_id
order by decided_at desc, strategy, step, touch
limit @most;

-- name: decisions-of-strategy
select strategy, step, occurrence, touch, version, kind, topic, arm, offer, template, outcome, gate,
  rule, value, source, would_help, due_at, expires_at, until_at, decided_at, offer_left_out,
  carries, offer_last_day, waits_for, is_shadow, priority, customer_id
from decision
where strategy = @strategy
order by decided_at desc, customer_id, step, touch
limit @most;

-- name: decisions-of-step
-- An empty step stands for all of them, and -1 for whatever became of it; 2 is all that waits.
select strategy, step, occurrence, touch, version, kind, topic, arm, offer, template, outcome, gate,
  rule, value, source, would_help, due_at, expires_at, until_at, decided_at, offer_left_out,
  carries, offer_last_day, waits_for, is_shadow, priority, customer_id
from decision
where strategy = @strategy and (@step = '' or step = @step)
  and (@outcome = -1 or outcome = @outcome or (@outcome = 2 and outcome = 8))
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

-- name: decisions-to-forget
select strategy, version, step, arm, outcome, count(*)
from decision
where shard = @shard and customer_id = @customer_id
group by strategy, version, step, arm, outcome;

-- name: enrollments-to-forget
select strategy, version, case when ended_as is null then 0 else 1 end, count(*)
from enrollment
where shard = @shard and customer_id = @customer_id
group by strategy, version, case when ended_as is null then 0 else 1 end;

-- name: open-at-steps
-- By the index of those who are in a strategy now: of one strategy, for its own page.
select version, position, count(*)
from enrollment
where strategy = @strategy and ended_as is null
group by version, position
order by version, position;

-- name: old-decisions
select customer_id, strategy, step, occurrence, touch, outcome, version, arm
from decision
where shard = @shard and decided_at < @before and outcome not in (2, 8)
order by decided_at
limit @most;

-- name: forget-decision
delete from decision
where shard = @shard and customer_id = @customer_id and strategy = @strategy and step = @step
  and occurrence = @occurrence and touch = @touch;

-- name: add-decided
insert into decided (shard, customer_id, candidate_key)
values (@shard, @customer_id, @candidate_key)
on conflict do nothing;

-- name: forget-phantoms
delete from planned_contact where shard = @shard and is_phantom = 1 and planned_at < @before;

-- name: old-enrollments
select customer_id, strategy, occurrence, version
from enrollment
where shard = @shard and ended_as is not null and ended_at < @before
order by ended_at
limit @most;

-- name: forget-enrollment
delete from enrollment
where shard = @shard and customer_id = @customer_id and strategy = @strategy
  and occurrence = @occurrence;

-- name: all-enrollments-of
select customer_id, body
from enrollment
where shard = @shard and customer_id = @customer_id
order by strategy, occurrence;

-- name: all-decisions-of
select customer_id, strategy, step, occurrence, touch, version, kind, topic, arm, offer, template,
  outcome, gate, rule, value, source, would_help, due_at, expires_at, until_at, decided_at,
  offer_left_out, carries, offer_last_day, waits_for, is_shadow, priority
from decision
where shard = @shard and customer_id = @customer_id
order by strategy, step, occurrence, touch;

-- name: all-planned-of
select customer_id, contact_id, is_phantom, planned_at, kind, topic, is_service, strategy, body
from planned_contact
where shard = @shard and customer_id = @customer_id
order by contact_id;

-- name: decided-of
select customer_id, candidate_key
from decided
where shard = @shard and customer_id = @customer_id
order by candidate_key;

-- name: end-waiting-decisions
update decision
set outcome = 3, gate = 6, rule = @rule, value = 'the enrollment has ended', source = null,
  would_help = null, until_at = null, decided_at = @decided_at, waits_for = null
where shard = @shard and customer_id = @customer_id and strategy = @strategy
  and occurrence = @occurrence and outcome in (2, 8)
returning step, arm;
