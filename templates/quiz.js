"use strict";
// Lets a quiz be answered on its page: keeps what is typed in this browser, shows how it was understood, counts
// the open answers, and saves answers.toml for `quizgen grade`. It has no right answers and uses no network.

// ---------------------------------------------------------------- numbers as people type them

const NUMBER = /^[+-]?(?:\d+(?:[.,](\d*))?|[.,](\d+))(?:e([+-]?\d+))?$/i;
const FRACTION = /^[+-]?(?:\d+\s*\/\s*\d+|\d*[¼-¾⅐-⅞])$/;
const ABOUT = /^[≈≃≅∼~]\s*/;
const COMPUTED = /^(?:e|pi|π|sqrt|exp|ln|log2|log10|tanh|sigmoid|sigma|σ)$/;  // what `quizgen grade` computes of an expression
const WHOLE = /^[1-9]\d{0,2}(?:[., '’]\d{3})+$/;  // 55,169 where a whole number is asked
const SHAPE = /^\(?\s*\d+(\s*[x×]\s*\d+)+\s*\)?$/;
const NAME = /\p{L}[\p{L}\p{M}\d_]*/gu;

const plain = text => text.replace(/[−–—‐‑]/g, "-").replace(/[^\S\n\t]+/g, " ").trim();
const several = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

// The decimals of a number, or null for what is none.
function decimals(text) {
  const found = NUMBER.exec(text.replace(ABOUT, ""));
  return found && Math.max(0, (found[1] ?? found[2] ?? "").length - Number(found[3] ?? 0));
}

// The ways to cut one row of text into numbers: at tabs or semicolons, else at spaces, at ", ", or at every comma and space.
function cuts(row) {
  const ways = /[\t;]/.test(row) ? [/[\t;]/] : [/\s+/, /\s*,\s+|\s+,\s*/, /\s*,\s*|\s+/];
  const cut = ways.map(way => row.split(way).map(piece => piece.trim().replace(/,$/, "")).filter(piece => piece));
  return cut.filter((pieces, at) => pieces.every(piece => decimals(piece) !== null || FRACTION.test(piece))
    && cut.findIndex(other => other.join("|") === pieces.join("|")) === at);
}

// A matrix without what other programs write around it: LaTeX, array([...]), tensor([...], dtype=...), "h_1 = "; of a vector
// also without a transpose: its field decides whether it is a row or a column.
function bare(text, vector) {
  return text.replace(/\$|\\(?:begin|end)\{\w+\}/g, "").replace(/\\\\/g, "\n").replace(/\s*&\s*/g, "\t").trim()
    .replace(vector ? /(?:\^\{?(?:T|\\top)\}?|ᵀ)$/ : "", "")
    .replace(/(?!dtype)(?<![^\s,;([{])[^\s,;=()[\]{}]+\s*=\s*/g, "")
    .replace(/^[\w.]*\((\[.*\])[^\]]*\)$/s, "$1");
}

// A pasted matrix, "[[1, 2], [3, 4]]", "1, 2; 3, 4", or lines of numbers, as its rows of texts. Null when it does not have
// `height` rows of `width` numbers (or as many in one row, or in one column for a vector), or when it has in two ways.
function matrix(text, height, width) {
  const inside = plain(bare(text, height === 1 || width === 1));
  const groups = [...inside.matchAll(/[[({]([^[\](){}]*)[\])}]/g)].map(group => group[1]);
  if (groups.length && /[^\s,;[\](){}]/.test(inside.replace(/[[({][^[\](){}]*[\])}]/g, ""))) return null;
  const one = groups[0] ?? inside;
  const lines = (groups.length > 1 ? groups : one.split(one.trim().includes("\n") ? "\n" : ";"))
    .map(line => line.replace(/[\s,;]+$/, "")).filter(line => line.trim());
  const fitting = new Map();
  for (const rows of [lines, [lines.join(" ; ")]]) {  // as it is, and as one row
    const ways = rows.map(cuts);
    const shaped = (wanted, count) => rows.length === count && ways.every(way => way.some(cut => cut.length === wanted));
    const [wanted, count] = shaped(width, height) ? [width, height] : [height * width, 1];
    if (!shaped(wanted, count) || (count === 1 && lines.length > 1 && height > 1)) continue;
    const choices = ways.map(way => way.filter(cut => cut.length === wanted));
    if (choices.some(cut => cut.length > 1)) return null;
    const flat = choices.flatMap(cut => cut[0]);
    fitting.set(flat.join("|"), Array.from({length: height}, (_, row) => flat.slice(row * width, (row + 1) * width)));
  }
  return fitting.size === 1 ? [...fitting.values()][0] : null;
}

// What a text is that is no decimal number.
function notation(text, sort) {
  if (sort === "shape" && SHAPE.test(text)) return `a shape, ${text.match(/\d+/g).join(" × ")}`;
  if (FRACTION.test(text)) return "a fraction";
  if (/%$/.test(text) && decimals(text.slice(0, -1).trim()) !== null) return "a number in percent";
  if (!/[\p{L}\d]/u.test(text)) return "no number";
  const letters = text.replace(/\\[a-z]+/gi, " ").replace(/(\d)\s*x\s*10\b/i, "$1 10").match(NAME) ?? [];
  const names = [...new Set(letters)].filter(name => !COMPUTED.test(name));
  return names.length ? `an expression in ${names.join(", ")}` : "an expression";
}

// What was understood of some texts of which each should be a number: "2 numbers, 4 decimals", "1 number; 1/2: a fraction".
function understood(cells, sort = "number") {
  if (sort === "text") return cells.join(", ");
  const filled = cells.filter(cell => cell);
  const texts = filled.map(cell => plain(bare(cell, true)));
  const found = texts.map(decimals);
  const other = texts.flatMap((text, at) => found[at] === null ? [[filled[at], notation(text, sort)]] : []);
  if (cells.length === 1 && other.length) return other[0][1];
  const places = found.filter(one => one !== null);
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const exact = most === 0 ? "" : `, ${least === most ? "" : `${least} to `}${several(most, "decimal")}`;
  const parts = places.length ? [several(places.length, most === 0 ? "whole number" : "number") + exact] : [];
  parts.push(...other.map(pair => pair.join(": ")));
  if (filled.length < cells.length) parts.push(`${cells.length - filled.length} of ${cells.length} still open`);
  return parts.join("; ");
}

// ---------------------------------------------------------------- the ways to answer

const values = field => [...field.querySelectorAll("input, select, textarea")].map(control => control.value.trim());
const keyed = (field, between) => [...field.querySelectorAll("[data-key]:is(input, select)")]
  .filter(control => control.value.trim()).map(control => control.dataset.key + between + control.value.trim());
const parts = field => [...field.querySelectorAll("[data-way]")];  // of an answer in several parts, else none
const size = field => [Number(field.dataset.rows), Number(field.dataset.columns)];

// Each way to answer gives, for a field, the line that is graded, how it was understood, and whether it is complete.
const WAYS = {
  entry(field) {
    const cells = values(field).map(plain);
    const [, width] = size(field);
    const point = cell => decimals(cell) !== null ? cell.replace(",", ".") : cell;  // a comma divides the cells of a line
    const rows = cells.flatMap((_, at) => at % width ? [] : [cells.slice(at, at + width).map(point).join(", ")]);
    const typed = cells.length === 1 ? values(field)[0] : cells.some(cell => cell) ? rows.join("; ") : "";
    const {sort} = field.dataset;
    const whole = sort === "whole number" && cells.length === 1 && WHOLE.test(cells[0]);
    const note = whole ? `1 whole number, ${cells[0].replace(/\D/g, "")}` : typed && understood(cells, sort);
    return {typed, note, done: cells.every(cell => cell)};
  },
  line(field) {
    const [typed] = values(field);
    const [height, width] = size(field);
    if (height * width === 1 || !typed) return {typed, note: typed && understood([plain(typed)], field.dataset.sort), done: typed !== ""};
    const cells = matrix(typed, height, width)?.flat();
    return {typed, note: cells ? understood(cells) : `${several(height * width, "number")} wanted`, done: Boolean(cells)};
  },
  pick(field) {
    const chosen = [...field.querySelectorAll("input:checked, option:checked")].map(one => one.value).filter(one => one);
    return {typed: chosen.join(", "), note: chosen.join(", "), done: chosen.length > 0};
  },
  pair(field) {
    const pairs = keyed(field, "-");
    const all = values(field).length;
    return {typed: pairs.join(", "), note: `${pairs.length} of ${all} chosen`, done: pairs.length === all};
  },
  gaps(field) {
    const filled = keyed(field, ": ").map(gap => gap.replaceAll(";", ","));  // a semicolon divides the gaps of a line
    const all = values(field).length;
    return {typed: filled.join("; "), note: `${filled.length} of ${all} filled`, done: filled.length === all};
  },
  arrange(field) {
    const order = [...field.querySelectorAll("li")].map(item => item.dataset.key).join(", ");
    const typed = "arranged" in field.dataset ? order : "";
    return {typed, note: typed, done: typed !== ""};
  },
  write(field) {
    const typed = field.querySelector("textarea").value.trim();
    return {typed, note: typed && several(typed.split(/\s+/).length, "word"), done: typed !== ""};
  },
  parts(field) {
    const found = parts(field).map(part => [part.dataset.name.split(".").pop(), WAYS[part.dataset.way](part)]);
    const filled = found.filter(([, part]) => part.typed).map(([name, part]) => `${name}: ${part.typed}`);
    const done = found.every(([, part]) => part.done);
    return {typed: filled.join("; "), note: `${filled.length} of ${found.length} parts answered`, done};
  },
};
WAYS.place = WAYS.pair;

// ---------------------------------------------------------------- what is kept in this browser

// The values of the controls of a field, and how they are restored.
function state(field) {
  if (field.dataset.way === "parts") return parts(field).map(state);
  const order = "arranged" in field.dataset ? [...field.querySelectorAll("li")].map(item => item.dataset.key) : [];
  const controls = [...field.querySelectorAll("input, select, textarea")];
  return [...order, ...controls.map(one => "checked" in one && one.type !== "text" ? one.checked : one.value)];
}

function restore(field, kept) {
  if (field.dataset.way === "parts") return parts(field).forEach((part, at) => Array.isArray(kept[at]) && restore(part, kept[at]));
  if (field.dataset.way === "arrange") return arrange(field, kept);
  field.querySelectorAll("input, select, textarea").forEach((control, at) => {
    if (typeof kept[at] === "boolean") control.checked = kept[at];
    else if (typeof kept[at] === "string") control.value = kept[at];
  });
}

// A browser may refuse to store anything; the page works without it.
function keep(key, kept) {
  try {
    if (kept) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
    return true;
  } catch { return false; }
}

function recall(key) {
  try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
}

// ---------------------------------------------------------------- moving the items of an order

// The items in the order of `keys`; without keys the field is as at the beginning.
function arrange(field, keys) {
  const list = field.querySelector("ol");
  for (const key of keys) list.append(...[...list.children].filter(item => item.dataset.key === key));
  if (keys.length) field.dataset.arranged = "";
  else delete field.dataset.arranged;
}

function move(field, item, down) {
  const other = down ? item.nextElementSibling : item.previousElementSibling;
  if (other) other[down ? "after" : "before"](item);
  field.dataset.arranged = "";
  const [up, below] = item.querySelectorAll("button");
  const [first, last] = [!item.previousElementSibling, !item.nextElementSibling];
  (down ? (last ? up : below) : (first ? below : up)).focus();  // the focus goes with the item
}

// ---------------------------------------------------------------- answers.toml

const quoted = text => JSON.stringify(text.replace(/\p{Cs}/gu, "\ufffd")).replaceAll("\x7f", "\\u007f");
const key = name => /^[\w-]+$/.test(name) ? name : quoted(name);

function toml(quiz, student, fields, token) {
  const lines = ["# Saved from quiz.html. Grade it:  quizgen grade answers.toml", `quiz = ${quoted(quiz)}`,
    `student = ${quoted(student)}`];
  let question = "";
  for (const field of fields) {
    if (field.dataset.question !== question) lines.push("", `[${question = field.dataset.question}]`);
    lines.push(`${key(field.dataset.name)} = ${quoted(WAYS[field.dataset.way](field).typed)}`);
  }
  if (token) lines.push("", "# What this quiz is made of, to grade it on any machine. Leave it as it is.", "# made_of:",
    ...token.match(/.{1,76}/g).map(line => `# ${line}`));
  return lines.join("\n") + "\n";
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "application/toml"}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// ---------------------------------------------------------------- one quiz

function work(form) {
  const fields = [...form.querySelectorAll("[data-way]")].filter(field => !field.parentElement.closest("[data-way]"));
  if (!fields.length) return;  // all of it is answered in a file
  const student = form.querySelector("[data-student]");
  const status = form.querySelector("[data-status]");
  const storage = `quizgen ${form.dataset.quiz} ${form.dataset.digest}`;
  const answer = place => place.closest('[data-way="parts"]') ?? place.closest("[data-way]");  // the one a place belongs to
  const note = field => [...field.querySelectorAll("output")].pop();  // after those of its parts
  const rules = new Map(parts(form).map(field => [field, note(field).textContent]));
  const open = of => of.filter(field => !WAYS[field.dataset.way](field).done);
  const say = text => { if (status.textContent !== text) status.textContent = text; };

  function show(field) {
    const {typed, note: said, done} = WAYS[field.dataset.way](field);
    const output = note(field);
    parts(field).forEach(show);
    if (output.textContent !== (typed ? said : rules.get(field))) output.textContent = typed ? said : rules.get(field);
    field.classList.toggle("done", done);
    const order = field.querySelector("[data-order]");
    if (order && field.dataset.way === "arrange") order.textContent = typed;
  }

  function count() {
    const left = open(fields).length;
    say(left ? `${left} of ${fields.length} open` : `All ${fields.length} answered`);
    form.querySelector("[data-next]").disabled = !left;
  }

  function changed(field) {
    if (field) show(field);
    count();
    const kept = Object.fromEntries(fields.map(one => [`${one.dataset.question}.${one.dataset.name}`, state(one)]));
    if (!keep(storage, {student: student.value, ...kept}))
      say(`${status.textContent}. This browser keeps nothing: save before you close the page`);
  }

  const kept = recall(storage);
  if (typeof kept.student === "string") student.value = kept.student;
  for (const field of fields) {
    const before = kept[`${field.dataset.question}.${field.dataset.name}`];
    if (Array.isArray(before)) restore(field, before);
    show(field);
  }
  count();

  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", event => changed(answer(event.target)));
  form.addEventListener("paste", event => {
    const field = event.target.closest('[data-way="entry"]');
    const text = event.clipboardData.getData("text/plain");
    if (!field || NUMBER.test(plain(text))) return;  // one number goes where it is pasted, also 0,41
    const rows = matrix(text, ...size(field));
    if (!rows || rows.flat().length === 1) return;
    event.preventDefault();
    restore(field, rows.flat());
    changed(answer(field));
  });
  form.addEventListener("click", event => {
    const button = event.target.closest("button");
    const field = event.target.closest('[data-way="arrange"]');
    if (!button || !field) return;
    if ("keep" in button.dataset) arrange(field, [...field.querySelectorAll("li")].map(item => item.dataset.key));
    else move(field, button.closest("li"), "down" in button.dataset);
    changed(answer(field));
  });
  form.querySelector("[data-next]").addEventListener("click", () => {
    const [whole] = open(fields);
    const [field = whole] = open(parts(whole));
    const empty = [...field.querySelectorAll("input, select, textarea")].find(control => !control.value.trim());
    (empty ?? field.querySelector("input, select, textarea, button")).focus();
    field.scrollIntoView({block: "center"});
  });
  form.querySelector("[data-save]").addEventListener("click", () => {
    download("answers.toml", toml(form.dataset.quiz, student.value.trim(), fields, form.dataset.madeOf));
    count();
    say(`Saved answers.toml. ${status.textContent}`);
  });
  form.querySelector("[data-clear]").addEventListener("click", () => {
    if (!confirm("Clear all answers on this page?")) return;
    keep(storage, null);
    location.reload();
  });
  form.querySelector("[data-bar]").hidden = false;
}

// What scrolls sideways in a box of its own can be reached by keyboard.
function scrollers() {
  for (const box of document.querySelectorAll(".wide, .display, .cells, pre, math"))
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
}

addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-quiz]").forEach(work);
  scrollers();
});
addEventListener("resize", scrollers);
