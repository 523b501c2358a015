// Solves a linear program with HiGHS: node highs.mjs PROGRAM.lp. Prints seconds and the optimum.
import { readFileSync } from 'node:fs';
import loader from 'highs';

const program = readFileSync(process.argv[2], 'utf8');
const highs = await loader();
// What compiles it is not counted.
highs.solve('Maximize\n obj: x\nSubject To\n c: x <= 1\nEnd');
const started = performance.now();
const solution = highs.solve(program);
const seconds = (performance.now() - started) / 1000;
if (solution.Status !== 'Optimal') throw new Error(`HiGHS says ${solution.Status}.`);
console.log(`${seconds.toFixed(3)}\t${solution.ObjectiveValue}`);
