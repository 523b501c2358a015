// The job of `perennial score` in DuckDB: node duckdb.mjs ORDERS.csv SCORED.csv [threads]
// Recency, frequency and monetary per customer as of the last order's day; quintiles with ties together (type-7
// quantiles, right-closed); code, a named segment by CASE; the scored customers as CSV in the order of the call list.
import { DuckDBInstance } from '@duckdb/node-api';

const [input, output, threads = '2'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const quoted = (path) => `'${path.replaceAll("'", "''")}'`;

await connection.run('set preserve_insertion_order = false');
await connection.run(`
  create table customers as
  select customer_id, max(ordered_at) as last_order, count(*) as frequency, sum(amount) as monetary
  from read_csv(${quoted(input)}, header = true, delim = ',', quote = '"', columns = {
    'customer_id': 'varchar', 'ordered_at': 'date', 'amount': 'decimal(18, 2)' })
  group by customer_id`);
await connection.run(`
  create table limits as
  select max(last_order) as as_of,
    quantile_cont(epoch(last_order) / 86400, [0.2, 0.4, 0.6, 0.8]) as r,
    quantile_cont(frequency::double, [0.2, 0.4, 0.6, 0.8]) as f,
    quantile_cont(monetary::double, [0.2, 0.4, 0.6, 0.8]) as m
  from customers`);
const score = (value, limits, comparison) =>
  [1, 2, 3, 4].map((i) => `(${value} ${comparison} ${limits}[${i}])::int`).join(' + ') + ' + 1';
await connection.run(`
  copy (
    with scored as (
      select customer_id, date_diff('day', last_order, as_of) as recency_days, frequency, monetary,
        ${score('epoch(last_order) / 86400', 'limits.r', '>=')} as r,
        ${score('frequency', 'limits.f', '>')} as f,
        ${score('monetary::double', 'limits.m', '>')} as m
      from customers, limits)
    select *, r * 100 + f * 10 + m as rfm, (f + m + 1) // 2 as fxm,
      case
        when r >= 4 and f >= 4 and m >= 4 then 'Champions'
        when r >= 2 and f >= 3 and m >= 3 then 'Loyal customers'
        when r >= 3 and f <= 3 and m <= 3 then 'Potential loyalists'
        when r >= 4 and f <= 1 then 'New customers'
        when r >= 3 then 'Promising'
        when r = 2 and f >= 2 then 'Need attention'
        when r <= 2 and f >= 4 and m >= 4 then 'At risk'
        when r <= 2 and f >= 2 then 'Hibernating'
        else 'Lost'
      end as segment
    from scored
    order by recency_days, customer_id
  ) to ${quoted(output)} (header, delimiter ',')`);
connection.closeSync();
