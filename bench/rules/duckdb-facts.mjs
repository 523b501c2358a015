// The questions of `bench facts` asked of DuckDB: node duckdb-facts.mjs FOLDER [threads]
// Facts lie in the order of their customers, with the smallest types that hold them.
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, threads = '2'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const table = (name, columns) => connection.run(`create table ${name} as select ${columns}
  from read_csv('${folder.replaceAll("'", "''")}/${name}.csv', header = true)`);
await table('orders',
  'customer::integer as customer, number::integer as number, ago::integer as ago, net_cents::integer as net_cents');
await table('lines', 'number::integer as number, product::smallint as product');
await table('activities', 'customer::integer as customer, kind::utinyint as kind, ago::integer as ago');

// Days are those of the calendar, and the present is the end of one: today and so many before it.
const days = (number) => (number + 1) * 86400;
const rules = [
  `select count(*) from (select customer from activities where kind = 2 and ago < ${days(90)}
     group by customer having count(*) >= 2)`,
  `select count(distinct customer) from orders where net_cents > 10000 and ago < ${days(180)}`,
  `select count(*) from (select customer from orders semi join (select number from lines where product = 3) using (number)
     group by customer having count(*) >= 2)`,
  `select count(*) from (select distinct customer from orders where ago < ${days(365)})
     anti join (select customer from activities where ago < ${days(60)}) using (customer)`,
];
for (const rule of rules) {
  const prepared = await connection.prepare(rule);
  const times = [];
  let found;
  for (let run = -1; run < 9; run++) {
    const started = process.hrtime.bigint();
    const result = await prepared.runAndReadAll();
    found = result.getRows()[0][0];
    if (run >= 0) times.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  times.sort((a, b) => a - b);
  console.log(`${times[4].toFixed(1)}\t${times[0].toFixed(1)}\t${found}`);
}
