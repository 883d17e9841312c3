// Which events are shown. The filters are the legend: each choice carries its sign and its count.
let shown = [];
const visibleActor = (actor) => !state.off.kind.has(actor.kind) && !state.off.side.has(actor.sideCode);

function inPeriod(event) {
  if (!dated(event)) return state.undated;
  return (!state.from || lastDay(event) >= state.from) && (!state.to || firstDay(event) <= state.to);
}
const tests = {
  type: (event) => !state.off.type.has(event.class),
  status: (event) => !state.off.status.has(event.status),
  tone: (event) => !state.off.tone.has(event.tone),
  doc: (event) =>
    !event.docs.length || event.docs.some((at) => at < 0 || !state.off.doc.has(documents[at].key)),
  people: (event) => !event.parts.length || event.parts.some((part) => visibleActor(part.actor)),
  period: inPeriod,
  q: (event) =>
    !state.q ||
    fold(state.q)
      .split(/\s+/)
      .every((word) => haystack(event).includes(word)),
};
const passes = (event, except) => Object.keys(tests).every((name) => name === except || tests[name](event));
const refilter = () => {
  shown = events.filter((event) => passes(event));
  forgetPairs();
};

function tally(list, keysOf) {
  const counts = new Map();
  for (const item of list) for (const key of keysOf(item)) counts.set(key, (counts.get(key) || 0) + 1);
  return counts;
}
const tallyEvents = (group, keysOf) =>
  tally(
    events.filter((event) => passes(event, group)),
    keysOf,
  );
function tallyActors(keyOf) {
  const seen = new Set(
    events
      .filter((event) => passes(event, "people"))
      .flatMap((event) => event.parts.map((part) => part.actor)),
  );
  return tally([...seen], (actor) => [keyOf(actor)]);
}

const LONG = 12;
const groups = [
  {
    key: "status",
    title: "Status",
    choices: data.statuses.map((name) => [name, name]),
    sign: statusSign,
    count: () => tallyEvents("status", (event) => [event.status]),
    all: () => tally(events, (event) => [event.status]),
  },
  {
    key: "tone",
    title: "Tone",
    choices: ["co-operative", "conflictual", "neutral"].map((name) => [name, name]),
    sign: toneSign,
    count: () => tallyEvents("tone", (event) => [event.tone]),
    all: () => tally(events, (event) => [event.tone]),
  },
  {
    key: "type",
    title: "Type of event",
    choices: Object.entries(data.classes),
    count: () => tallyEvents("type", (event) => [event.class]),
    all: () => tally(events, (event) => [event.class]),
  },
  {
    key: "side",
    title: "Side",
    choices: sides.map((side) => [side.code, side.name]),
    sign: (code) => sideSign(sideByCode.get(code)),
    count: () => tallyActors((actor) => actor.sideCode),
    all: () => tally(actors, (actor) => [actor.sideCode]),
    what: "actors",
  },
  {
    key: "kind",
    title: "Kind of actor",
    choices: data.kinds.map((name) => [name, name]),
    sign: kindSign,
    count: () => tallyActors((actor) => actor.kind),
    all: () => tally(actors, (actor) => [actor.kind]),
    what: "actors",
  },
  {
    key: "doc",
    title: "Document",
    choices: documents.map((doc) => [doc.key, doc.title]),
    count: () =>
      tallyEvents("doc", (event) => event.docs.filter((at) => at >= 0).map((at) => documents[at].key)),
    all: () => tally(events, (event) => event.docs.filter((at) => at >= 0).map((at) => documents[at].key)),
  },
];

function toggle(group, key, on) {
  if (on) state.off[group].delete(key);
  else state.off[group].add(key);
  state.page = 0;
  refresh();
}

function choice(group, key, name) {
  const box = h("input", {
    type: "checkbox",
    "data-group": group.key,
    "data-key": key,
    onchange: () => toggle(group.key, key, box.checked),
  });
  const number = h("span", { class: "number" });
  const label = h(
    "label",
    { class: group.sign ? "choice" : "choice bare" },
    box,
    group.sign ? group.sign(key) : null,
    h("span", { class: "name" }, bdi(clip(name, 60))),
    number,
  );
  return { key, name, box, number, label };
}

function setAll(group) {
  const keys = group.rows.map((row) => row.key);
  const off = state.off[group.key];
  const allOn = keys.every((key) => !off.has(key));
  keys.forEach((key) => (allOn ? off.add(key) : off.delete(key)));
  state.page = 0;
  refresh();
}

function buildGroup(group) {
  const sizes = group.all();
  const rows = group.choices.filter(([key]) => sizes.has(key));
  if (group.key === "type" || group.key === "doc")
    rows.sort((a, b) => sizes.get(b[0]) - sizes.get(a[0]) || (a[1] < b[1] ? -1 : 1));
  group.rows = rows.map(([key, name]) => choice(group, key, name));
  if (group.rows.length < 2) return null;
  group.every = button("none", () => setAll(group), { class: "plain", "aria-label": `${group.title}: none` });
  const title = h(
    "legend",
    {},
    h("span", {}, group.title, group.what ? h("span", { class: "soft small" }, ` (${group.what})`) : null),
    group.every,
  );
  const first = group.rows.slice(0, LONG).map((row) => row.label);
  const rest = group.rows.slice(LONG).map((row) => row.label);
  const more = rest.length
    ? h("details", {}, h("summary", { class: "small" }, `${rest.length} more`), rest)
    : null;
  return h("fieldset", {}, title, first, more);
}

function dateFields() {
  const day = (name, text) => {
    const field = h("input", {
      type: "date",
      id: "day-" + name,
      onchange: () => {
        state[name] = isDay(field.value) ? field.value : "";
        state.page = 0;
        refresh();
      },
    });
    return [h("label", { for: "day-" + name }, text), field];
  };
  const none = events.filter((event) => !dated(event)).length;
  const box = h("input", {
    type: "checkbox",
    id: "undated",
    onchange: () => {
      state.undated = box.checked;
      refresh();
    },
  });
  const undated = none
    ? h(
        "label",
        { class: "choice bare" },
        box,
        h("span", { class: "name" }, "undated events"),
        h("span", { class: "number" }, none.toLocaleString("en")),
      )
    : null;
  return h(
    "fieldset",
    {},
    h("legend", {}, "Dates"),
    h("div", { class: "dates" }, day("from", "From"), day("to", "To")),
    undated,
  );
}

function searchField() {
  let waiting = 0;
  const field = h("input", {
    type: "search",
    id: "search",
    placeholder: "actor, event or word",
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        state.q = field.value;
        state.page = 0;
        refresh();
      }, 120);
    },
  });
  return [
    h("label", { for: "search" }, "Search ", h("span", { class: "soft small" }, "(press / to come here)")),
    field,
    h("ul", { class: "found", id: "found" }),
  ];
}

function minimumField() {
  const field = h("input", {
    type: "number",
    id: "minimum",
    min: 1,
    max: 999,
    onchange: () => {
      state.min = Math.max(1, parseInt(field.value, 10) || 1);
      refresh();
    },
  });
  return h(
    "fieldset",
    {},
    h("legend", {}, h("label", { for: "minimum" }, "At least this many events a pair")),
    field,
  );
}

function buildFilters() {
  const nav = byId("filters");
  nav.append(
    ...searchField(),
    ...groups.slice(0, 2).map(buildGroup).filter(Boolean),
    dateFields(),
    ...groups.slice(2).map(buildGroup).filter(Boolean),
    minimumField(),
    button("Reset all filters", resetFilters),
  );
}

function resetFilters() {
  const fresh = freshState();
  Object.assign(state, { off: fresh.off, q: "", from: "", to: "", undated: true, min: 1, page: 0 });
  refresh();
}

function showFound() {
  const list = byId("found");
  list.replaceChildren();
  if (!state.q) return;
  const words = fold(state.q);
  const found = actors
    .filter((actor) => fold(actor.label).includes(words))
    .sort((a, b) => b.events.length - a.events.length)
    .slice(0, 6);
  list.append(
    ...found.map((actor) =>
      h(
        "li",
        {},
        plainButton(actor.label, () => select(["actor", actor.key])),
        h("span", { class: "soft" }, ` ${many(actor.events.length, "event")}`),
      ),
    ),
  );
}

// What the filters leave out, in words, for the screen and for paper.
function narrowing() {
  const left = groups.flatMap((group) => {
    const off = group.rows.filter((row) => state.off[group.key].has(row.key));
    if (!off.length) return [];
    return [off.length < 3 ? `without ${off.map((row) => row.name).join(", ")}` : `without ${off.length} of ${group.title.toLowerCase()}`];
  });
  return [
    state.q && `“${clip(state.q, 30)}”`,
    (state.from || state.to) && `${state.from ? dayText(state.from) : "…"} to ${state.to ? dayText(state.to) : "…"}`,
    ...left,
    !state.undated && "without undated",
    state.min > 1 && `pairs of ${state.min} events or more`,
  ].filter(Boolean);
}

function showFilters() {
  for (const group of groups) {
    const counts = group.count();
    for (const row of group.rows) {
      row.box.checked = !state.off[group.key].has(row.key);
      row.number.textContent = (counts.get(row.key) || 0).toLocaleString("en");
      row.label.classList.toggle("none", !counts.get(row.key));
    }
    if (group.every) {
      const allOn = group.rows.every((row) => !state.off[group.key].has(row.key));
      group.every.textContent = allOn ? "none" : "all";
      group.every.setAttribute("aria-label", `${group.title}: ${allOn ? "none" : "all"}`);
    }
  }
  for (const [id, name] of [
    ["search", "q"],
    ["day-from", "from"],
    ["day-to", "to"],
    ["minimum", "min"],
  ]) {
    if (document.activeElement !== byId(id)) byId(id).value = state[name];
  }
  if (byId("undated")) byId("undated").checked = state.undated;
  showFound();
  byId("narrowed").textContent = narrowing().join(" · ");
  byId("count").textContent =
    shown.length === events.length
      ? `all ${many(events.length, "event")}`
      : `${shown.length.toLocaleString("en")} of ${many(events.length, "event")}`;
}
