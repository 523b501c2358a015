-- What is done to whoever is under way when strategies change.

-- name: strategy-renames
select set_id, was, strategy from strategy_rename order by set_id, was;

-- name: add-strategy-rename
insert into strategy_rename (set_id, was, strategy) values (@set_id, @was, @strategy);

-- name: rename-strategy
update strategy set strategy = @strategy where strategy = @was;

-- name: rename-strategy-versions
update strategy_version set strategy = @strategy where strategy = @was;

-- name: rename-entry-day
update entry_day set strategy = @strategy, body = replace(body, @was_json, @strategy_json)
where strategy = @was;

-- name: renamed-up-to
select strategies_renamed from shard where shard = @shard;

-- name: set-renamed-up-to
update shard set strategies_renamed = @set_id where shard = @shard;

-- name: rename-enrollments
update enrollment set strategy = @strategy, body = replace(body, @was_json, @strategy_json)
where shard = @shard and strategy = @was;

-- name: rename-pasts
update customer_strategy set pasts = replace(pasts, @was_json, @strategy_json)
where shard = @shard and replace(pasts, @was_json, '') <> pasts;

-- name: rename-decisions
update decision set strategy = @strategy where shard = @shard and strategy = @was;

-- name: rename-planned-contacts
update planned_contact set strategy = @strategy, body = replace(body, @was_json, @strategy_json)
where shard = @shard and strategy = @was;

-- name: rename-waiting-entries
update waiting_entry
set strategy = @strategy, waits_for = replace(waits_for, @was_watched, @watched)
where shard = @shard and strategy = @was;

-- name: rename-entries-ahead
update entries_ahead set strategy = @strategy where shard = @shard and strategy = @was;

-- name: rename-sums
update strategy_sum set strategy = @strategy where shard = @shard and strategy = @was;

-- name: rename-stays
update segment_member set segment = @watched where shard = @shard and segment = @was_watched;

-- name: rename-assignments
-- Of the holdout, of arms and of steps: NAME/holdout, NAME/step.
update assignment set experiment = replace(experiment, @was_slash, @strategy_slash)
where shard = @shard and substr(experiment, 1, length(@was_slash)) = @was_slash;

-- name: rename-contacts
-- Facts of this program's own: rules ask by which strategy somebody was contacted.
update contact set strategy = @strategy
where shard = @shard and strategy = @was and source = @source;

-- name: in-former-versions
select customer_id, body
from enrollment
where shard = @shard and strategy = @strategy and ended_as is null and version <> @version
  and customer_id > @after
order by customer_id
limit @most;

-- name: hear-everything
update customer_strategy set hears = -1 where shard = @shard and customer_id = @customer_id;

-- name: hasten-strategies
update customer_strategy set due_at = @due_at
where shard = @shard and customer_id = @customer_id and (due_at is null or due_at > @due_at);
