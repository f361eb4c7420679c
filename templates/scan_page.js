"use strict";
// The boxes of one blank at a time; what is typed is sent at once, and the next box has the focus.
const address = location.pathname.replace(/\/$/, "");
const byId = id => document.getElementById(id);
let groups = [], at = 0;

const element = (name, fields = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...inside);
  return made;
};

function say(text, refused = false) {
  byId("last").textContent = text;
  byId("last").className = refused ? "refused" : "";
}

function left(group) { return group.cards.filter(card => card.state === undefined).length; }

function heading() {
  const group = groups[at], waits = groups.reduce((sum, one) => sum + left(one), 0);
  byId("title").textContent = group.title;
  byId("asked").textContent = `${group.asked} · ${left(group)} of ${group.cards.length} here, ${waits} in all`;
}

function show(place, number) {
  at = place;
  const group = groups[at], main = byId("cards");
  main.className = group.wide ? "wide" : "";
  heading();
  byId("plain").hidden = !group.numbers;
  byId("scheme").hidden = group.scheme.length === 0;
  byId("scheme").replaceChildren(...group.scheme.map(([worth, html]) => {
    const line = element("li", {innerHTML: html}); // of our own templates: it is escaped there
    line.prepend(`${worth}: `);
    return line;
  }));
  main.replaceChildren(...group.cards.map(card));
  focus(number === undefined ? group.cards.find(one => one.state === undefined) : group.cards.find(one => one.number === number));
}

function card(one) {
  const group = groups[at], id = `box-${one.number}`;
  const pictures = Array.from({length: one.pictures}, (_, place) => element("img", {
    src: `${address}/picture/${one.number}/${place}`, alt: `What is written on paper ${one.code}`}));
  const input = element("input", {id, value: one.text ?? "", autocomplete: "off", spellcheck: false});
  if (group.numbers) input.inputMode = "decimal";
  const made = element("article", {id: `card-${one.number}`, className: one.state === undefined ? "" : "done"},
    element("label", {htmlFor: id, textContent: `paper ${one.code}`}), ...pictures, input, element("p", {textContent: one.state ?? one.why}));
  input.addEventListener("keydown", event => pressed(event, one, input));
  return made;
}

function focus(one) {
  if (!one) return;
  const input = byId(`box-${one.number}`);
  input.focus();
  input.select();
  byId(`card-${one.number}`).scrollIntoView({block: "nearest"});
}

function pressed(event, one, input) {
  const key = event.altKey ? event.code : "", cards = groups[at].cards, place = cards.indexOf(one);
  const empty = input.selectionStart === 0 && input.selectionEnd === input.value.length; // or what is typed would replace it
  const plain = groups[at].numbers && empty && !event.altKey && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : "";
  let act = null;
  if (event.key === "Enter") act = () => input.value.trim() ? send(one, {do: "give", text: input.value}) : next(one);
  else if (key === "KeyB" || plain === "b") act = () => send(one, {do: "blank"});
  else if (key === "KeyX" || plain === "x") act = () => send(one, {do: "illegible"});
  else if (key === "KeyZ" || plain === "z") act = undo;
  else if (key === "KeyN") act = () => { say(""); show((at + 1) % groups.length); };
  else if (event.key === "ArrowDown") act = () => focus(cards[place + 1]);
  else if (event.key === "ArrowUp") act = () => focus(cards[place - 1]);
  if (!act) return;
  event.preventDefault();
  act();
}

async function told(what) {
  try {
    const answer = await fetch(`${address}/told`, {method: "POST", body: JSON.stringify(what)});
    if (!answer.ok) throw new Error(answer.status);
    return await answer.json();
  } catch {
    return {refused: "quizgen does not answer. Was it ended? Start it again, then load this page anew."};
  }
}

let busy = Promise.resolve(); // one after the other, in the order of typing
function send(one, what) { busy = busy.then(() => sent(one, what)); return busy; }

async function sent(one, what) {
  if (one.state !== undefined) return next(one);
  const answer = await told({...what, number: one.number});
  if (answer.refused && !answer.gone) return say(`${one.code}: ${answer.refused}`, true);
  one.text = what.text ?? "";
  one.state = answer.verdict || (answer.gone && answer.refused) || {give: "kept", blank: "nothing written", illegible: "nobody can read it"}[what.do];
  const shown = byId(`card-${one.number}`);
  if (shown) {
    shown.className = "done";
    shown.querySelector("p").textContent = one.state;
  }
  say(`${one.code}: ${one.state}${answer.complete ? " · this paper is complete, and graded" : ""}`);
  heading();
  next(one);
}

function next(one) {
  const cards = groups[at].cards, place = cards.indexOf(one);
  const here = cards.slice(place + 1).find(other => other.state === undefined);
  if (here) return focus(here);
  const later = groups.findIndex((group, other) => other > at && left(group) > 0);
  if (later >= 0) return show(later);
  const before = groups.findIndex(group => left(group) > 0);
  if (before < 0) return finished();
  say("These were left for later.");
  show(before);
}

function undo() {
  busy = busy.then(async () => {
    const answer = await told({do: "undo"});
    if (answer.refused) return say(answer.refused, true);
    if (answer.number === null) return say("Nothing was typed here yet.");
    const place = groups.findIndex(group => group.cards.some(one => one.number === answer.number));
    const one = groups[place]?.cards.find(other => other.number === answer.number);
    if (!one) return load();
    delete one.state;
    show(place, one.number);
    say(`${one.code}: taken back.`);
  });
}

function finished() {
  byId("title").textContent = "Nothing waits any more.";
  byId("asked").textContent = "End quizgen in the terminal with Ctrl-C: it says what comes next. Alt+Z takes back the last.";
  byId("scheme").hidden = true;
  byId("cards").replaceChildren();
}

async function load() {
  groups = await (await fetch(`${address}/boxes`)).json();
  if (groups.length) show(0);
  else finished();
}

document.addEventListener("keydown", event => {
  if (event.altKey && event.code === "KeyZ" && document.activeElement?.tagName !== "INPUT") {
    event.preventDefault();
    undo();
  }
});
load();
