// The side of feelin in benchmarks/feel.py: reads the work as JSON, writes the measures as JSON.
import { readFileSync, writeFileSync } from 'node:fs';

const dist = './node_modules/feelin/dist/';
// feelin builds its execution tree anew for each evaluation and keeps the builder to itself; a copy
// with one more line of exports lets the tree be built once
const inner = readFileSync(dist + 'index.js', 'utf8');
writeFileSync(dist + 'inner.js', inner + '\nexport { interpreter, InterpreterContext, coerceContext };\n');
const { evaluate, interpreter, InterpreterContext, coerceContext } = await import(dist + 'inner.js');

const { cases, seconds, rounds } = JSON.parse(readFileSync(0, 'utf8'));

function timed(work, passes) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < passes; i++) work();
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

function best(work) {
  let passes = 1;
  while (timed(work, passes) < seconds) passes *= 2;
  let found = Infinity;
  for (let i = 0; i < rounds; i++) found = Math.min(found, timed(work, passes));
  return found / passes;
}

function text(value) {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return '[' + value.map(text).join(', ') + ']';
  return String(value);
}

const rows = cases.map(({ source, data }) => {
  const context = coerceContext(data);
  const { root } = interpreter.evaluate(source, context, undefined, new InterpreterContext());
  return {
    parseAndEvaluate: best(() => evaluate(source, data)),
    evaluate: best(() => root(context)),
    value: text(evaluate(source, data).value),
  };
});
writeFileSync(1, JSON.stringify(rows));
