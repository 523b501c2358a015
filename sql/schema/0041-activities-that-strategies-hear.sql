-- Of which kinds the activities are that may end one of the customer's ways through strategies or
-- move it on, a bit a kind (activity.kind): what else a customer does takes no turn. All until the
-- next turn says which.
alter table customer_strategy add column hears bigint not null default -1;
