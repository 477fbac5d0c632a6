// Runs the table of dmn.py on dmn-eval-js: work as JSON on standard input, values and time out.
const { decisionTable } = require("@hbtgmbh/dmn-eval-js");

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function model({ inputs, rules }) {
  const columns = inputs.map(
    ([name, kind], number) =>
      `<input id="i${number}" label="${name}"><inputExpression id="e${number}" typeRef="${kind}">` +
      `<text>${name}</text></inputExpression></input>`,
  );
  const rows = rules.map((cells, number) => {
    const entries = cells.map(
      (cell, place) =>
        `<inputEntry id="r${number}c${place}"><text>${escaped(cell)}</text></inputEntry>`,
    );
    return (
      `<rule id="r${number}">${entries.join("")}` +
      `<outputEntry id="r${number}o"><text>${number}</text></outputEntry></rule>`
    );
  });
  return (
    '<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" id="m" name="m" ' +
    'namespace="benchmark"><decision id="d" name="d"><decisionTable id="t" hitPolicy="FIRST">' +
    `${columns.join("")}<output id="o" name="rule" typeRef="number"/>${rows.join("")}` +
    "</decisionTable></decision></definitions>"
  );
}

async function main(text) {
  const work = JSON.parse(text);
  const decisions = await decisionTable.parseDmnXml(model(work));
  const evaluate = (context) => {
    const found = decisionTable.evaluateDecision("d", decisions, { ...context });
    return found === undefined || found.rule === undefined ? null : found.rule;
  };
  evaluate(work.contexts[0]);
  const values = [];
  const begin = process.hrtime.bigint();
  let seconds = 0;
  while (seconds < work.seconds && values.length < work.contexts.length) {
    values.push(evaluate(work.contexts[values.length]));
    seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  }
  console.log(JSON.stringify({ evaluations: values.length, seconds, values }));
}

let text = "";
process.stdin.on("data", (chunk) => (text += chunk));
process.stdin.on("end", () => main(text));
