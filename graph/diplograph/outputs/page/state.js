// What is looked at: kept in the address, so that a link shows another reader the same view.
const VIEWS = ["relations", "timeline", "events", "table"];
const GROUPS = ["type", "status", "tone", "kind", "side", "doc"];
const OFF_AT_FIRST = { status: ["denied"] };
const firstView = documents.length > 1 ? "relations" : "timeline";
const groupKey = {
  type: (event) => event.class,
  status: (event) => event.status,
  tone: (event) => event.tone,
};

function freshState() {
  const off = {};
  for (const group of GROUPS) off[group] = new Set(OFF_AT_FIRST[group] || []);
  return {
    view: firstView,
    off,
    q: "",
    from: "",
    to: "",
    undated: true,
    min: 1,
    level: "actors",
    selected: null,
    focus: null,
    page: 0,
    sort: "date",
    theme: "",
  };
}
let state = freshState();

const sameAsFirst = (group) => {
  const first = OFF_AT_FIRST[group] || [];
  return state.off[group].size === first.length && first.every((name) => state.off[group].has(name));
};

function stateToHash() {
  const words = new URLSearchParams();
  if (state.view !== firstView) words.set("view", state.view);
  for (const group of GROUPS)
    if (!sameAsFirst(group)) words.set("off-" + group, JSON.stringify([...state.off[group]].sort()));
  for (const name of ["q", "from", "to", "theme"]) if (state[name]) words.set(name, state[name]);
  if (!state.undated) words.set("undated", "no");
  if (state.min > 1) words.set("min", state.min);
  if (state.level !== "actors") words.set("level", state.level);
  if (state.page) words.set("page", state.page + 1);
  if (state.sort !== "date") words.set("sort", state.sort);
  if (state.focus) words.set("focus", JSON.stringify(state.focus));
  if (state.selected) words.set("selected", JSON.stringify(state.selected));
  return words.toString();
}

function listOf(text) {
  try {
    const found = JSON.parse(text);
    return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

// Kinds: event KEY, actor KEY, pair KEY KEY, sides CODE CODE. Whatever this build does not know is dropped.
function knownThing(thing) {
  const [kind, first, second] = thing;
  if (kind === "event") return eventByKey.has(first) ? [kind, first] : null;
  if (kind === "actor") return actorByKey.has(first) ? [kind, first] : null;
  if (kind === "pair") return actorByKey.has(first) && actorByKey.has(second) ? [kind, first, second] : null;
  if (kind === "sides") return sideByCode.has(first) && sideByCode.has(second) ? [kind, first, second] : null;
  return null;
}

const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

function hashToState(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const found = freshState();
  if (VIEWS.includes(words.get("view"))) found.view = words.get("view");
  for (const group of GROUPS)
    if (words.has("off-" + group)) found.off[group] = new Set(listOf(words.get("off-" + group)));
  found.q = (words.get("q") || "").slice(0, 200);
  for (const name of ["from", "to"]) if (isDay(words.get(name) || "")) found[name] = words.get(name);
  found.undated = words.get("undated") !== "no";
  found.min = Math.max(1, parseInt(words.get("min"), 10) || 1);
  if (words.get("level") === "states") found.level = "states";
  found.page = Math.max(0, (parseInt(words.get("page"), 10) || 1) - 1);
  if (["type", "status"].includes(words.get("sort"))) found.sort = words.get("sort");
  found.focus = knownThing(listOf(words.get("focus") || "[]"));
  found.selected = knownThing(listOf(words.get("selected") || "[]"));
  if (["dark", "light"].includes(words.get("theme"))) found.theme = words.get("theme");
  return found;
}

function writeHash() {
  const text = stateToHash();
  try {
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search + "#");
  } catch (error) {
    // A sandboxed frame without an address of its own may not; the view works all the same.
    if (!(error instanceof DOMException)) throw error;
  }
}

const isPicked = (kind, ...keys) =>
  Boolean(state.selected) &&
  state.selected[0] === kind &&
  keys.every((key, at) => state.selected[at + 1] === key);
const pickedEvent = () =>
  state.selected && state.selected[0] === "event" ? eventByKey.get(state.selected[1]) : null;
