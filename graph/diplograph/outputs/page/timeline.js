// A row for each actor, those of one side together; a vertical line for each event (PAOH: Valdivia et al., TVCG 2021, doi 10.1109/TVCG.2019.2933196).
// As many events as one screen can hold; a window of a larger build stays small, so that its rows are few and full.
const WHOLE = 60,
  WINDOW = 24;
const ROW = 23,
  HEAD = 176,
  WIDE_NAMES = 236,
  NARROW_NAMES = 150,
  STEP_MIN = 36,
  STEP_MAX = 60,
  GAP = 34;

let nameWidth = WIDE_NAMES;

const dayNumber = (iso) => Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10)) / 864e5;
function gapText(days) {
  if (days >= 548) return `${Math.round(days / 365.25)} years`;
  return `${Math.round(days / 30.4)} months`;
}

function columnsOf(list, step) {
  let x = step / 2 + 6,
    before = null,
    undatedSeen = false;
  const columns = [],
    breaks = [];
  for (const event of list) {
    const first = event.date.earliest || event.date.latest;
    if (first && before !== null && dayNumber(first) - before > 300) {
      breaks.push({ x: x - step / 2 + GAP / 2, text: gapText(dayNumber(first) - before) });
      x += GAP;
    }
    if (!first && !undatedSeen) {
      undatedSeen = true;
      if (columns.length) {
        breaks.push({ x: x - step / 2 + GAP / 2, text: "undated", undated: true });
        x += GAP;
      }
    }
    columns.push({ event, x });
    x += step;
    if (first) before = Math.max(before ?? -1e9, dayNumber(event.date.latest || first));
  }
  return { columns, breaks, width: x - step / 2 };
}

// Coarse dates are drawn coarse: a day is a dot, a week, month or year a bar, an open or missing date an open ring.
function precisionMark(event, x, y) {
  const wide = { week: 8, interval: 12, month: 16, year: 26, decade: 30 }[event.date.precision];
  if (wide) return s("rect", { x: x - wide / 2, y: y - 2.5, width: wide, height: 5, rx: 2, class: "filled" });
  if (event.date.precision === "day") return s("circle", { cx: x, cy: y, r: 2.5, class: "filled" });
  return s("circle", { cx: x, cy: y, r: 3, class: "hollow" });
}

function columnLabel(column) {
  const { event, x } = column;
  return s(
    "text",
    {
      transform: `translate(${x - 1} ${HEAD - 34}) rotate(-52)`,
      class: isPicked("event", event.key) ? "strong" : "",
    },
    s("tspan", {}, fitted(event.type, HEAD, 13)),
    s(
      "tspan",
      { class: "soft", x: 0, dy: "1.1em" },
      fitted((isFact(event) ? "" : event.status + ", ") + event.date.when, HEAD, 12),
    ),
  );
}

// A long line is crossed out more than once, so that no part of it passes for a fact.
function strikesAt(top, bottom) {
  const number = Math.max(1, Math.round((bottom - top) / 110));
  return Array.from({ length: number }, (_, at) => top + ((at + 0.5) * (bottom - top)) / number);
}

function eventColumn(column, rowOf, height, step) {
  const { event, x } = column;
  const rows = event.parts
    .filter((part) => rowOf.has(part.actor))
    .map((part) => ({ role: part.role, y: rowOf.get(part.actor) }));
  const ys = rows.map((row) => row.y);
  const top = Math.min(...ys),
    bottom = Math.max(...ys);
  const stem = s("line", {
    x1: x,
    x2: x,
    y1: top,
    y2: bottom,
    class: "stem",
    "stroke-dasharray": DASHES[event.status],
  });
  const marks = rows.map((row) => roleMark(event, row.role, x, row.y, 5.5));
  const strikes = VOID.has(event.status) ? strikesAt(top, bottom).map((y) => cross(x, y, 6)) : null;
  return eventButton(
    event,
    s("rect", { class: "target", x: x - step / 2 + 1, y: 0, width: step - 2, height }),
    stem,
    marks,
    strikes,
  );
}

function rowsOf(list) {
  const taking = new Set(list.flatMap((event) => event.parts.map((part) => part.actor)).filter(visibleActor));
  return [...taking].sort((a, b) => a.at - b.at);
}

function placeRows(rows) {
  const rowOf = new Map();
  let y = ROW / 2,
    side = null;
  for (const actor of rows) {
    const group = actor.kind === "matter" ? "matter" : actor.side;
    if (side !== null && group !== side) y += 8;
    side = group;
    rowOf.set(actor, y);
    y += ROW;
  }
  return { rowOf, height: y - ROW / 2 + 6 };
}

function nameRow(actor, y) {
  const name = s(
    "text",
    {
      x: 16,
      y: y + 4.5,
      class: `link${actor.kind === "state" ? " strong" : ""}`,
      role: "button",
      tabindex: -1,
      "data-actor": actor.key,
    },
    fitted(actor.label, nameWidth - 24, 13, actor.kind === "state"),
  );
  return s(
    "g",
    {},
    s("rect", {
      x: 4,
      y: y - ROW / 2 + 2,
      width: 5,
      height: ROW - 4,
      class: `side-mark ${actor.kind === "matter" ? "sx" : sideClass(actor.side)}`,
    }),
    name,
    s("title", {}, actor.label),
  );
}

function bands(rowOf, width) {
  return [...rowOf.values()]
    .filter((_, at) => at % 2 === 0)
    .map((y) => s("rect", { x: 0, y: y - ROW / 2, width, height: ROW, class: "band" }));
}

function timelineWindow() {
  const list = shown.filter((event) => event.parts.some((part) => visibleActor(part.actor)));
  return windowOf(list, list.length > WHOLE ? WINDOW : WHOLE);
}

function timelineParts(view) {
  const turned = timelineWindow(),
    { list } = turned;
  const rows = rowsOf(list),
    { rowOf, height } = placeRows(rows);
  nameWidth = view.clientWidth < 560 ? NARROW_NAMES : WIDE_NAMES;
  const room = Math.max(view.clientWidth - nameWidth - 90, 200);
  const step = Math.max(STEP_MIN, Math.min(STEP_MAX, Math.floor((room - 20) / Math.max(list.length, 1))));
  const { columns, breaks, width } = columnsOf(list, step);
  const total = Math.max(width + 96, room + 90);
  const breakLines = breaks.map((gap) =>
    s("line", { x1: gap.x, x2: gap.x, y1: 0, y2: height, class: "axis", "stroke-dasharray": "2 4" }),
  );
  const breakTexts = breaks.map((gap) =>
    s(
      "text",
      { class: "soft", transform: `translate(${gap.x + 3} ${HEAD - 34}) rotate(-52)` },
      gap.undated ? "no date:" : `≈ ${gap.text}`,
    ),
  );
  const head = s(
    "svg",
    { width: total, height: HEAD, role: "presentation" },
    breakTexts,
    columns.map((column) =>
      s(
        "g",
        { class: toneClass[column.event.tone] },
        columnLabel(column),
        toneMark(column.event.tone, column.x, HEAD - 23, 6.5, isFact(column.event)),
        precisionMark(column.event, column.x, HEAD - 7),
      ),
    ),
  );
  const names = s(
    "svg",
    { width: nameWidth, height, role: "group", "aria-label": "Actors" },
    bands(rowOf, nameWidth),
    rows.map((actor) => nameRow(actor, rowOf.get(actor))),
  );
  const plot = s(
    "svg",
    {
      width: total,
      height,
      role: "group",
      "aria-label": "Events by date; arrow keys move, Enter shows the evidence",
    },
    bands(rowOf, total),
    breakLines,
    columns.map((column) => eventColumn(column, rowOf, height, step)),
  );
  return { head, names, plot, turned };
}

// The signs of this view: marks of roles, and how exactly a date is known.
function cornerSigns() {
  const dateMark = (unit) => precisionMark({ date: { precision: unit } }, 6, 0);
  const fact = { status: "asserted" };
  const rows = [
    [roleMark(fact, "source", 6, 0, 5), "doer or party"],
    [roleMark(fact, "target", 6, 0, 5), "target"],
    [roleMark(fact, "host", 6, 0, 5), "other role"],
    [s("line", { x1: -2, x2: 14, y1: 0, y2: 0, class: "stem", "stroke-dasharray": "4 3" }), "not (yet) a fact"],
    [dateMark("day"), "day known"],
    [dateMark("month"), "month or longer"],
    [dateMark("open"), "open or undated"],
  ];
  const row = ([mark, text], at) =>
    s(
      "g",
      { transform: `translate(12 ${32 + at * 20})` },
      mark,
      s("text", { x: 22, y: 4.5, class: "soft" }, fitted(text, nameWidth - 42, 12)),
    );
  return s(
    "svg",
    { width: nameWidth, height: HEAD, role: "presentation" },
    s("g", { class: "neutral" }, rows.map(row)),
  );
}

function showTimeline(view) {
  const before = view.querySelector(".quad") ? [view.scrollLeft, view.scrollTop] : null;
  const parts = timelineParts(view);
  if (!parts.turned.list.length) {
    view.replaceChildren(nothing("No event passes the filters."));
    return;
  }
  const corner = h("div", { class: "corner" }, cornerSigns());
  const quad = h(
    "div",
    { class: "quad" },
    corner,
    h("div", { class: "head" }, parts.head),
    h("div", { class: "names" }, parts.names),
    h("div", {}, parts.plot),
  );
  const turns = pager(parts.turned);
  view.replaceChildren(...[turns, quad].filter(Boolean));
  roving(parts.plot, (item) => bringIntoView(view, item.querySelector(".stem"), nameWidth, HEAD));
  rovingNames(parts.names);
  if (before) view.scrollTo(...before);
}

// One tab stop for all events; arrow keys move along them, Enter or space picks.
function roving(svg, bring) {
  const items = [...svg.querySelectorAll(".event")];
  const at = Math.max(
    0,
    items.findIndex((item) => item.classList.contains("picked")),
  );
  if (items[at]) items[at].setAttribute("tabindex", 0);
  const go = (item) => {
    items.forEach((other) => other.setAttribute("tabindex", -1));
    item.setAttribute("tabindex", 0);
    item.focus({ preventScroll: true });
    bring(item);
  };
  const pick = (item) => select(["event", nodeById.get(item.dataset.event).key]);
  svg.addEventListener("click", (click) => {
    const item = click.target.closest(".event");
    select(item ? ["event", nodeById.get(item.dataset.event).key] : null);
  });
  svg.addEventListener("keydown", (key) => {
    const here = items.indexOf(document.activeElement);
    if (here < 0) return;
    const next = {
      ArrowRight: here + 1,
      ArrowDown: here + 1,
      ArrowLeft: here - 1,
      ArrowUp: here - 1,
      Home: 0,
      End: items.length - 1,
    }[key.key];
    if (next !== undefined && items[next]) {
      key.preventDefault();
      go(items[next]);
    }
    if (key.key === "Enter" || key.key === " ") {
      key.preventDefault();
      pick(items[here]);
    }
  });
}

function rovingNames(svg) {
  const items = [...svg.querySelectorAll("[data-actor]")];
  if (items[0]) items[0].setAttribute("tabindex", 0);
  const open = (item) => select(["actor", item.dataset.actor]);
  svg.addEventListener("click", (click) => {
    const item = click.target.closest("[data-actor]");
    if (item) open(item);
  });
  svg.addEventListener("dblclick", (click) => {
    const item = click.target.closest("[data-actor]");
    if (item) openEgo(item.dataset.actor);
  });
  svg.addEventListener("keydown", (key) => {
    const here = items.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[key.key];
    if (next !== undefined && items[next]) {
      key.preventDefault();
      items.forEach((item) => item.setAttribute("tabindex", -1));
      items[next].setAttribute("tabindex", 0);
      items[next].focus();
    }
    if ((key.key === "Enter" || key.key === " ") && here >= 0) {
      key.preventDefault();
      open(items[here]);
    }
  });
}
