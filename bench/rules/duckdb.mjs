// The questions of `bench rules` asked of DuckDB: node duckdb.mjs COLUMNS.csv [threads]
// Columns have the smallest types that hold them and names are enumerations, as DuckDB would be used by who cares.
import { DuckDBInstance } from '@duckdb/node-api';

const [input, threads = '2'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run(`create table raw as from read_csv('${input.replaceAll("'", "''")}', header = true)`);
await connection.run('create type cycle as enum (select distinct cycle_status from raw)');
await connection.run('create type pressure as enum (select distinct pressure_status from raw)');
await connection.run(`
  create table customers as select recency_days::integer as recency_days, orders::integer as orders,
    (revenue * 100)::bigint as revenue_cents, r::utinyint as r, fxm::utinyint as fxm,
    cycle_status::cycle as cycle_status, pressure_status::pressure as pressure_status, p_buy_30d::double as p_buy_30d
  from raw`);
await connection.run('drop table raw');

const rules = [
  'r in (1, 2) and fxm >= 4',
  "cycle_status in ('late', 'very late') and pressure_status != 'over'",
  'recency_days between 30 and 120 and revenue_cents > 10000 and orders >= 2 and p_buy_30d < 0.2 and fxm >= 3',
];
for (const rule of rules) {
  const prepared = await connection.prepare(`select count(*) from customers where ${rule}`);
  const times = [];
  let found;
  for (let run = -3; run < 21; run++) {
    const started = process.hrtime.bigint();
    const result = await prepared.runAndReadAll();
    found = result.getRows()[0][0];
    if (run >= 0) times.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  times.sort((a, b) => a - b);
  console.log(`${times[10].toFixed(2)}\t${times[0].toFixed(2)}\t${found}\t${rule}`);
}
