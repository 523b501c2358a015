-- What was bought together, kept in step with the facts, and what follows for single products.
-- What is recommended to customers stands in their profiles.

-- One row per product that anybody bought, and all pairs with products of lower numbers. Counting
-- one customer's new product rewrites one row for each product the customer has; a table of pairs
-- would be written a little less and read, every night and whole, many times slower
-- (docs/decisions/0016-what-was-bought-together.md).
create table bought_product (
  shard integer not null,
  product_number integer not null,
  product_id text not null,
  -- Customers who have it.
  customers integer not null,
  -- Eight bytes a pair, little-endian: product_number of the other, customers who have both.
  pairs bytea not null,
  primary key (shard, product_number)
) without rowid;

create unique index bought_product_by_id on bought_product (shard, product_id);

-- The products a customer was counted with: what has to be taken away again when facts change or
-- the customer is erased. Four bytes each, little-endian product_numbers, ascending.
create table counted_customer (
  shard integer not null,
  customer_id bytea not null,
  products bytea not null,
  primary key (shard, customer_id)
) without rowid;

-- Up to which version of the shard customers are counted.
create table counted_shard (
  shard integer not null primary key,
  version bigint not null
);

-- For each product, those that belong to it. Not sharded; made anew every night.
create table similar_product (
  product_id text not null,
  -- 1 bought together, by Jaccard; 2 speaks for product_id when a customer has it, by EASE
  relation smallint not null,
  place integer not null,
  other_id text not null,
  customers integer not null,
  jaccard double precision not null,
  log_likelihood double precision not null,
  primary key (product_id, relation, place)
) without rowid;
