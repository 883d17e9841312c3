// Events over time: co-operation above, conflict below, hollow where not (yet) a fact. Drag to choose a period.
const STRIP = { height: 84, axis: 36, half: 28, pad: 26 };

const monthOf = (iso) => +iso.slice(0, 4) * 12 + +iso.slice(5, 7) - 1;
const fullDates = (list) => list.filter((event) => event.date.earliest && event.date.latest);

// Bins are months, or years where there would be too many; long empty stretches are folded.
function binsOf(list) {
  const spans = fullDates(list).map((event) => [monthOf(event.date.earliest), monthOf(event.date.latest)]);
  if (!spans.length) return null;
  const first = Math.min(...spans.map((span) => span[0])),
    last = Math.max(...spans.map((span) => span[1]));
  const used = new Set(spans.map((span) => span[0]).concat(spans.map((span) => span[1])));
  const size = used.size > 150 ? 12 : 1;
  const start = size === 12 ? Math.floor(first / 12) * 12 : first;
  const taken = new Set([...used].map((month) => Math.floor((month - start) / size)));
  const bins = [];
  for (let at = 0, empty = 0; at <= Math.floor((last - start) / size); at += 1) {
    empty = taken.has(at) ? 0 : empty + 1;
    if (empty <= 1) bins.push({ at, month: start + at * size, size });
    else bins[bins.length - 1].folded = empty - 1;
  }
  return { bins, start, size };
}

function stripScale(plan, width) {
  const step = (width - STRIP.pad - 4) / plan.bins.length;
  const xOf = new Map(plan.bins.map((bin, at) => [bin.at, STRIP.pad + at * step]));
  return { step, xOf, binAt: (month) => Math.floor((month - plan.start) / plan.size) };
}

// Neutral events, mostly statements, would bury the others; they are told of in words.
const toned = (list) =>
  list.some((event) => event.tone !== "neutral") ? list.filter((event) => event.tone !== "neutral") : list;

function stackBars(list, plan, scale) {
  const cells = new Map(),
    wide = new Map();
  for (const event of toned(fullDates(list))) {
    const first = scale.binAt(monthOf(event.date.earliest)),
      last = scale.binAt(monthOf(event.date.latest));
    const into = first === last ? cells : wide;
    const key = first + " " + last;
    if (!into.has(key)) into.set(key, { first, last, up: [], down: [] });
    into.get(key)[event.tone === "conflictual" ? "down" : "up"].push(event);
  }
  return { cells: [...cells.values()], wide: [...wide.values()] };
}

function barPieces(list, x, width, unit, direction) {
  const kinds = tally(list, (event) => [event.tone + (isFact(event) ? " filled" : " hollow")]);
  const order = [
    "co-operative filled",
    "co-operative hollow",
    "neutral filled",
    "neutral hollow",
    "conflictual filled",
    "conflictual hollow",
  ];
  let y = STRIP.axis;
  return order
    .filter((key) => kinds.has(key))
    .map((key) => {
      const [tone, look] = key.split(" "),
        tall = Math.max(kinds.get(key) * unit, 2.5);
      if (direction < 0) y -= tall;
      const piece = s(
        "g",
        { class: toneClass[tone] },
        s("rect", { class: look + " bar", x, y, width, height: tall }),
      );
      if (direction > 0) y += tall;
      return piece;
    });
}

// A date known only to several months is a thin pale bar over all of them, on its side of the axis.
function longBars(cell, scale) {
  const x = scale.xOf.get(cell.first),
    x2 = (scale.xOf.get(cell.last) ?? x) + scale.step;
  return [
    [cell.up, STRIP.axis - 4],
    [cell.down, STRIP.axis + 1],
  ]
    .filter(([list]) => list.length)
    .map(([list, y]) =>
      s(
        "g",
        { class: toneClass[list[0].tone] },
        s(
          "rect",
          {
            class: `${list.some(isFact) ? "filled" : "hollow"} coarse`,
            x,
            y,
            width: Math.max(x2 - x, 3),
            height: 3,
          },
          s("title", {}, list.map(describe).slice(0, 5).join("\n")),
        ),
      ),
    );
}

function stripBars(list, plan, scale) {
  const { cells, wide } = stackBars(list, plan, scale);
  const most = Math.max(1, ...cells.flatMap((cell) => [cell.up.length, cell.down.length]));
  const unit = Math.min(STRIP.half / most, 12);
  const width = Math.max(Math.min(scale.step - 1.5, 26), 1.5);
  const bars = cells.flatMap((cell) => {
    const x = scale.xOf.get(cell.first) + (scale.step - width) / 2;
    return [...barPieces(cell.up, x, width, unit, -1), ...barPieces(cell.down, x, width, unit, 1)];
  });
  return { bars, long: wide.flatMap((cell) => longBars(cell, scale)), most, unit };
}

// How many events the tallest bar stands for, on both sides of the axis.
function stripRules(most, unit, width) {
  return [-1, 1].flatMap((way) => {
    const y = STRIP.axis + way * most * unit;
    return [
      s("line", { class: "rule", x1: STRIP.pad, x2: width, y1: y, y2: y }),
      s("text", { class: "soft", x: STRIP.pad - 5, y: y + 4, "text-anchor": "end" }, most.toLocaleString("en")),
    ];
  });
}

// The axis, open where empty time is left out.
function axisLine(plan, scale, width) {
  const cuts = plan.bins.filter((bin) => bin.folded).map((bin) => scale.xOf.get(bin.at) + scale.step / 2);
  const ends = [STRIP.pad, ...cuts.flatMap((x) => [x - 2, x + 2]), width];
  return Array.from({ length: ends.length / 2 }, (_, at) =>
    s("line", { class: "axis", x1: ends[2 * at], x2: ends[2 * at + 1], y1: STRIP.axis, y2: STRIP.axis }),
  );
}

// A bracket over the months of the events that the timeline shows now.
function windowMark(plan, scale) {
  if (state.view !== "timeline") return null;
  const { list, pages } = timelineWindow(),
    months = fullDates(list).map((event) => monthOf(event.date.earliest));
  if (pages < 2 || !months.length) return null;
  const [x1, x2] = [Math.min(...months), Math.max(...months)].map((month) => scale.xOf.get(scale.binAt(month)));
  const right = x2 + scale.step;
  return s("path", { class: "brush-edge", fill: "none", d: `M${x1} 7V2H${right}V7` }, s("title", {}, "the events shown above"));
}

function axisLabels(plan, scale, width) {
  const marks = [];
  let afresh = true;
  let edge = -1e9;
  for (const bin of plan.bins) {
    const x = scale.xOf.get(bin.at),
      year = Math.floor(bin.month / 12),
      month = bin.month % 12;
    const first = afresh || month === 0 || plan.size === 12;
    afresh = Boolean(bin.folded);
    const text = first
      ? plan.size === 12 || month === 0
        ? String(year)
        : `${MONTHS[month]} ${year}`
      : MONTHS[month];
    if (x - edge > (first ? 8 : 26) && x + text.length * 7 < width) {
      marks.push(s("text", { class: "soft", x: x + 1, y: STRIP.height - 2 }, text));
      edge = x + text.length * 6.5;
    }
  }
  return marks;
}

const dayOfMonth = (month, end) => {
  const day = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + (end ? 1 : 0), end ? 0 : 1));
  return `${String(day.getUTCFullYear()).padStart(4, "0")}-${String(day.getUTCMonth() + 1).padStart(2, "0")}-${String(day.getUTCDate()).padStart(2, "0")}`;
};

function brushMark(plan, scale) {
  if (!state.from && !state.to) return null;
  const inside = plan.bins.filter(
    (bin) =>
      (!state.from || dayOfMonth(bin.month + bin.size - 1, true) >= state.from) &&
      (!state.to || dayOfMonth(bin.month, false) <= state.to),
  );
  if (!inside.length) return null;
  const x1 = scale.xOf.get(inside[0].at),
    x2 = scale.xOf.get(inside[inside.length - 1].at) + scale.step;
  return s("g", {}, s("rect", { class: "brush", x: x1, y: 0, width: x2 - x1, height: STRIP.height - 14 }));
}

function brushing(svg, plan, scale) {
  let begun = null;
  const binUnder = (event) => {
    const x = event.clientX - svg.getBoundingClientRect().left;
    return plan.bins[Math.max(0, Math.min(plan.bins.length - 1, Math.floor((x - STRIP.pad) / scale.step)))];
  };
  svg.addEventListener("pointerdown", (event) => {
    begun = binUnder(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointerup", (event) => {
    if (!begun) return;
    const ends = [begun, binUnder(event)].sort((a, b) => a.at - b.at);
    begun = null;
    const from = dayOfMonth(ends[0].month, false),
      to = dayOfMonth(ends[1].month + ends[1].size - 1, true);
    const again = from === state.from && to === state.to;
    Object.assign(state, { from: again ? "" : from, to: again ? "" : to, page: 0 });
    refresh();
  });
}

function showStrip() {
  const box = byId("strip");
  const list = events.filter((event) => passes(event, "period"));
  const plan = binsOf(events);
  if (!plan) {
    box.hidden = true;
    return;
  }
  const width = Math.max(box.clientWidth - 26, 240),
    scale = stripScale(plan, width);
  const { bars, long, most, unit } = stripBars(list, plan, scale);
  const open = list.filter((event) => dated(event) && !(event.date.earliest && event.date.latest)).length;
  const none = list.filter((event) => !dated(event)).length;
  const svg = s(
    "svg",
    {
      width,
      height: STRIP.height,
      role: "img",
      "aria-label": `Events ${plan.size === 12 ? "a year" : "a month"}, at most ${most}, long empty stretches left out; choose a period by dragging or with the date fields`,
    },
    brushMark(plan, scale),
    stripRules(most, unit, width),
    axisLine(plan, scale, width),
    windowMark(plan, scale),
    long,
    bars,
    axisLabels(plan, scale, width),
  );
  const period =
    state.from || state.to
      ? h(
          "span",
          {},
          " · ",
          plainButton("all dates", () => {
            Object.assign(state, { from: "", to: "" });
            refresh();
          }),
        )
      : null;
  const silent = fullDates(list).length - toned(fullDates(list)).length;
  const notes = [
    silent ? `${silent.toLocaleString("en")} neutral` : "",
    none ? `${none.toLocaleString("en")} undated` : "",
    open ? `${open.toLocaleString("en")} open-ended` : "",
  ]
    .filter(Boolean)
    .join(", ");
  box.replaceChildren(
    h(
      "p",
      { class: "hint" },
      `By ${plan.size === 12 ? "year" : "month"}, co-operation above, conflict below`,
      notes ? ` · not drawn: ${notes}` : "",
      period,
    ),
    svg,
  );
  brushing(svg, plan, scale);
}
