// Every event with its sentence, a hundred to a page.
const PER_PAGE = 100;
const SORTS = {
  date: () => 0,
  type: (a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0),
  status: (a, b) => data.statuses.indexOf(a.status) - data.statuses.indexOf(b.status),
};

function headCell(key, text) {
  if (!key) return h("th", { scope: "col" }, text);
  const sorted = state.sort === key;
  return h(
    "th",
    { scope: "col", "aria-sort": sorted ? "ascending" : "none" },
    button(
      text + (sorted ? " ▲" : ""),
      () => {
        state.sort = key;
        state.page = 0;
        refresh();
      },
      { title: `Sort by ${text.toLowerCase()}` },
    ),
  );
}

const rowOf = new Map();

// A row never changes but for being picked, so it is made once.
function tableRow(event) {
  if (!rowOf.has(event)) rowOf.set(event, newRow(event));
  const row = rowOf.get(event),
    picked = isPicked("event", event.key);
  row.classList.toggle("picked", picked);
  row.querySelector("button").setAttribute("aria-pressed", picked);
  return row;
}

function newRow(event) {
  const claim = event.claims[0],
    [doc, , said] = claim ? data.sentences[claim.s] : [-1, 0, ""];
  const source = doc >= 0 && documents.length > 1 ? h("cite", {}, bdi(clip(documents[doc].title, 40))) : null;
  const more = event.claims.length > 1 ? ` and ${many(event.claims.length - 1, "more report")}` : "";
  const pick = plainButton(
    event.label,
    () => select(isPicked("event", event.key) ? null : ["event", event.key]),
    { "data-event": event.id },
  );
  return h(
    "tr",
    { class: VOID.has(event.status) ? "off" : null },
    h("td", { class: "when" }, event.date.when),
    h("td", {}, h("div", { class: "signed" }, toneSign(event.tone), pick)),
    h(
      "td",
      {},
      h("span", { class: `chip ${isFact(event) ? "" : "not-fact"} ${event.status}` }, event.status),
    ),
    h("td", { class: "said" }, bdi(said), " ", source, more),
  );
}

function showTable(view) {
  const list = state.sort === "date" ? shown : [...shown].sort(SORTS[state.sort]);
  const turned = windowOf(list, PER_PAGE),
    rows = turned.list;
  if (!rows.length) {
    view.replaceChildren(nothing("No event passes the filters."));
    return;
  }
  const head = h(
    "thead",
    {},
    h(
      "tr",
      {},
      headCell("date", "Date"),
      headCell("type", "Event"),
      headCell("status", "Status"),
      headCell(null, "Sentence"),
    ),
  );
  const table = h(
    "table",
    { class: "events" },
    h("caption", { class: "unseen" }, "Events"),
    head,
    h("tbody", {}, rows.map(tableRow)),
  );
  const top = view.scrollTop;
  view.replaceChildren(...[pager(turned), table].filter(Boolean));
  view.scrollTop = top;
}
