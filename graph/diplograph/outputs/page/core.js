// Data, elements and words. Text from documents only ever becomes a text node or an attribute value.
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("payload").textContent);
const narrowPage = matchMedia("(max-width: 899px)");
const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name === "onclick" || name === "onchange" || name === "oninput")
      element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  element.append(
    ...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}
const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const s = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
const bdi = (text) => h("bdi", {}, text);
const button = (text, act, attributes) => h("button", { type: "button", onclick: act, ...attributes }, text);
const plainButton = (text, act, attributes) => button(bdi(text), act, { class: "plain", ...attributes });
const many = (number, word, plural) =>
  `${number.toLocaleString("en")} ${number === 1 ? word : plural || word + "s"}`;
const clip = (text, length) =>
  Array.from(text).length > length
    ? Array.from(text)
        .slice(0, length - 1)
        .join("") + "…"
    : text;
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

// As much of a text as fits into so many pixels of a letter size.
const ruler = document.createElement("canvas").getContext("2d");
const FACE = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif';
function fitted(text, room, size, bold) {
  ruler.font = `${bold ? 600 : 400} ${size}px ${FACE}`;
  if (ruler.measureText(text).width <= room) return text;
  const letters = Array.from(text);
  while (letters.length && ruler.measureText(letters.join("") + "…").width > room) letters.pop();
  return letters.join("").trimEnd() + "…";
}

// A text on at most so many lines of this width.
function wrapped(text, room, size, most = 2) {
  const lines = [""];
  ruler.font = `400 ${size}px ${FACE}`;
  for (const word of text.split(" ")) {
    const longer = (lines[lines.length - 1] + " " + word).trim();
    if (lines.length < most && lines[lines.length - 1] && ruler.measureText(longer).width > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => fitted(line, room, size));
}
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function wrap(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && (last + " " + word).length > width) lines.push(word);
    else lines[lines.length - 1] = last ? last + " " + word : word;
  }
  const kept = lines.slice(0, 3).map((line) => clip(line, width + 4));
  if (lines.length > 3) kept[2] = clip(kept[2] + " …", width + 4);
  return kept.join("\n");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const dayText = (iso) => `${+iso.slice(8, 10)} ${MONTHS[+iso.slice(5, 7) - 1]} ${+iso.slice(0, 4)}`;

function announce(text) {
  byId("announce").textContent = "";
  requestAnimationFrame(() => {
    byId("announce").textContent = text;
  });
}

const actors = data.nodes.filter((node) => node.kind);
const events = data.nodes.filter((node) => node.class);
const documents = data.documents;
const sides = data.sides;
const nodeById = new Map(data.nodes.map((node) => [node.id, node]));
const MAIN_SIDES = 6;
const NOT_FACT = new Set(data.statuses.filter((status) => status !== "asserted"));
const VOID = new Set(["denied", "cancelled"]);
const toneClass = {
  "co-operative": "cooperative",
  conflictual: "conflictual",
  neutral: "neutral",
  mixed: "neutral",
};
const sideClass = (side) => (side < MAIN_SIDES && sides[side] && sides[side].code ? `s${side}` : "sx");

actors.forEach((actor, at) => {
  actor.at = at;
  actor.events = [];
  actor.sideCode = sides[actor.side].code;
});
events.forEach((event, at) => {
  event.at = at;
  event.parts = [];
  event.type = data.classes[event.class];
  event.docs = [...new Set(event.claims.map((claim) => data.sentences[claim.s][0]))];
});
data.edges.forEach((edge) => {
  const event = nodeById.get(edge.from),
    actor = nodeById.get(edge.to);
  event.parts.push({ actor, role: edge.role, for: edge.for, office: edge.office });
  if (actor.events[actor.events.length - 1] !== event) actor.events.push(event);
});
const actorByKey = new Map(actors.map((actor) => [actor.key, actor]));
const eventByKey = new Map(events.map((event) => [event.key, event]));
const sideByCode = new Map(sides.map((side, at) => [side.code, at]));

function haystack(event) {
  if (event.text === undefined) {
    const said = event.claims.map((claim) => data.sentences[claim.s][2]);
    const names = event.parts.map((part) => part.actor.label);
    event.text = fold([event.label, event.place || "", ...names, ...said].join(" "));
  }
  return event.text;
}

// [first day, last day]; an open side reaches as far as need be, an undated event has none.
const firstDay = (event) => event.date.earliest || (event.date.latest ? "0000" : null);
const lastDay = (event) => event.date.latest || (event.date.earliest ? "9999" : null);
const dated = (event) => Boolean(event.date.earliest || event.date.latest);
const busyRank = (id) => (id.startsWith("side:") ? sideByCode.get(id.slice(5)) : nodeById.get(id).rank);
const rankOf = (id) => (id.startsWith("side:") ? sideByCode.get(id.slice(5)) : nodeById.get(id).at);
const describe = (event) => `${event.date.when}, ${event.status}: ${event.label}`;
