-- Where an address, else a telephone number, says that a customer is.

-- All candidates in lines, in the order of their names; null where neither says anything. What was
-- said of the customer goes before it, the shop's own behind: rules ask for what holds of these.
alter table customer add column place_languages text;
alter table customer add column place_zones text;
