// What a script finds besides JavaScript itself: its variables, `execution` and `print`.
// The first call takes the variables, the second runs the script; both speak JSON with tags ($t).
(function () {
  "use strict";
  const evaluate = globalThis.eval;
  const {
    Array, ArrayBuffer, BigInt, Boolean, Date, Map, Number, Object, Promise, RangeError, Set, String, TypeError,
  } = globalThis;
  const { parse, stringify } = JSON;
  const { isFinite } = Number;
  const DEEPEST = 100;
  const MOST_PRINTED = 100;
  const LONGEST_PRINTED = 1000;

  // A number with more digits than JavaScript's have: computes as one, comes back as it was.
  class ExactNumber {
    #text;
    constructor(text) { this.#text = text; Object.freeze(this); }
    static textOf(value) { return #text in value ? value.#text : undefined; }
    valueOf() { return Number(this.#text); }
    toString() { return this.#text; }
    toJSON() { return Number(this.#text); }
  }

  function revive(wire) {
    if (wire === null || typeof wire !== "object") return wire;
    if (Array.isArray(wire)) return wire.map(revive);
    if (wire.$t === "integer") return BigInt(wire.v);
    if (wire.$t === "decimal") return new ExactNumber(wire.v);
    return reviveEntries(wire.$t === "map" ? wire.v : wire);
  }

  function reviveEntries(wire) {
    const value = {};
    for (const key of Object.keys(wire)) define(value, key, revive(wire[key]));
    return value;
  }

  function define(target, key, value) {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  }

  // Written by hand, since JSON.stringify asks prototypes that the script may have changed.
  function encode(value, depth) {
    if (depth > DEEPEST) throw new RangeError("Expected a value of at most " + DEEPEST + " levels");
    switch (typeof value) {
      case "string": return stringify(value);
      case "boolean": return value ? "true" : "false";
      case "bigint": return tagged("integer", stringify(String(value)));
      case "number":
        if (isFinite(value)) return String(value);
        throw new RangeError("Expected a number that can be stored but found " + value);
      case "object": return value === null ? "null" : encodeObject(value, depth + 1);
      default: return "null";
    }
  }

  function tagged(kind, text) {
    return '{"$t":"' + kind + '","v":' + text + "}";
  }

  function encodeObject(value, depth) {
    const exact = ExactNumber.textOf(value);
    if (exact !== undefined) return tagged("decimal", stringify(exact));
    if (value instanceof Date) return tagged("date", stringify(value.toISOString()));
    if (value instanceof Number || value instanceof String || value instanceof Boolean) {
      return encode(value.valueOf(), depth);
    }
    if (value instanceof Promise) throw new TypeError("Expected a value but found a promise");
    if (Array.isArray(value)) return encodeList(value, depth);
    if (ArrayBuffer.isView(value) || value instanceof Set) return encodeList(Array.from(value), depth);
    return encodeEntries(value instanceof Map ? Array.from(value.entries()) : Object.entries(value), depth);
  }

  function encodeList(items, depth) {
    let text = "";
    for (let i = 0; i < items.length; i++) text += (i ? "," : "") + encode(items[i], depth);
    return "[" + text + "]";
  }

  function encodeEntries(entries, depth) {
    let text = "";
    let escape = false;
    for (let i = 0; i < entries.length; i++) {
      const key = String(entries[i][0]);
      if (typeof entries[i][1] === "function") continue;
      escape ||= key === "$t";
      text += (text ? "," : "") + stringify(key) + ":" + encode(entries[i][1], depth);
    }
    return escape ? tagged("map", "{" + text + "}") : "{" + text + "}";
  }

  let known = {};
  let changed = {};
  const printed = [];

  const has = (name) => Object.hasOwn(changed, name) || Object.hasOwn(known, name);
  const get = (name) => {
    if (Object.hasOwn(changed, name)) return changed[name];
    return Object.hasOwn(known, name) ? known[name] : null;
  };
  const set = (name, value) => define(changed, String(name), value === undefined ? null : value);
  const setAll = (values) => {
    const entries = values instanceof Map ? values.entries() : Object.entries(values);
    for (const [name, value] of entries) set(name, value);
  };
  const print = (...values) => {
    if (printed.length < MOST_PRINTED) {
      printed.push(values.map(String).join(" ").slice(0, LONGEST_PRINTED));
    }
  };

  const execution = {
    getVariable: get, getVariableLocal: get, hasVariable: has, hasVariableLocal: has,
    setVariable: set, setVariableLocal: set, removeVariable: (name) => set(name, null),
    setVariables: setAll, getVariables: () => ({ ...known, ...changed }),
    getVariableNames: () => Object.keys({ ...known, ...changed }),
  };

  function load(payload) {
    const { variables, properties } = parse(payload);
    known = reviveEntries(variables);
    for (const [name, value] of Object.entries(reviveEntries(properties))) {
      const getter = "get" + name.charAt(0).toUpperCase() + name.slice(1);
      define(execution, name, value);
      define(execution, getter, () => value);
    }
    const roots = ["execution", "task", "caseExecution", "caseInstance", "planItemInstance"];
    for (const name of roots) define(globalThis, name, execution);
    define(globalThis, "print", print);
    define(globalThis, "console", { log: print, info: print, warn: print, error: print, debug: print });
    for (const name of Object.keys(known)) {
      if (!Object.hasOwn(globalThis, name)) define(globalThis, name, known[name]);
    }
  }

  function run(source) {
    const result = evaluate(source);
    try {
      const value = encode(result, 0);
      const variables = encodeEntries(Object.entries(changed), 0);
      return '{"value":' + value + ',"variables":' + variables + ',"printed":' + encode(printed, 0) + "}";
    } catch (error) {
      return '{"failed":' + stringify(String(error)) + ',"line":null,"limit":false}';
    }
  }

  // Quoted once more: joined strings are ropes inside, which Python's side cannot take.
  return (step, text) => (step === "load" ? load(text) : stringify(run(text)));
})()
