// The evidence: every line on the page leads to its sentence here.
const MARKS = {
  s: "doer",
  o: "target",
  t: "event",
  d: "date",
  c: "why it is no fact",
  w: "who says so",
  p: "also involved",
};
const ROLES = {
  source: "doer",
  target: "target",
  party: "party",
  host: "host",
  mediator: "mediator",
  beneficiary: "beneficiary",
  instrument: "means",
  topic: "subject",
};
const STATUSES = {
  asserted: "told as something that happened",
  alleged: "said by someone; the text does not vouch for it",
  disputed: "said by one and denied by another",
  planned: "announced or expected; not done yet",
  requested: "asked for; nothing says that it was done",
  hypothetical: "only under a condition",
  denied: "the text says that it did not happen",
  cancelled: "was planned and has been called off",
};
const GRADES = {
  A: "strong: both sides are identified, and it is told as done",
  B: "fair: one side is only described, or it is not told as done",
  C: "weak: only one side is known",
};
const WORD_OF = {
  "own-voice": "the document itself",
  direct: "in quotation marks",
  indirect: "in the document's words",
  unnamed: "source not named",
};

// In a meeting nobody acts on anybody: its doers and targets are parties.
const markName = (kind, event) =>
  (kind === "s" || kind === "o") && event.parts.some((part) => part.role === "party") ? ROLES.party : MARKS[kind];

function markedSentence(text, marks, event) {
  const points = Array.from(text);
  const order = ["t", "s", "o", "c", "d", "w", "p"];
  const kindAt = new Array(points.length).fill("");
  for (const kind of [...order].reverse())
    for (const [name, start, end] of marks) if (name === kind) kindAt.fill(kind, start, end);
  const parts = [];
  for (let at = 0; at < points.length;) {
    let end = at;
    while (end < points.length && kindAt[end] === kindAt[at]) end += 1;
    const words = points.slice(at, end).join("");
    parts.push(kindAt[at] ? h("mark", { class: kindAt[at], title: markName(kindAt[at], event) }, words) : words);
    at = end;
  }
  return h("bdi", {}, parts);
}
function markKey(marks, event) {
  const named = new Map();
  for (const kind of Object.keys(MARKS))
    if (marks.some(([name]) => name === kind) && ![...named.values()].includes(markName(kind, event)))
      named.set(kind, markName(kind, event));
  return h(
    "ul",
    { class: "key", "aria-label": "What is marked" },
    [...named].map(([kind, name]) => h("li", {}, h("mark", { class: kind }, name))),
  );
}

const chip = (text, look) => h("span", { class: `chip ${look || ""}` }, text);
const fact = (name, ...value) => [h("dt", {}, name), h("dd", {}, ...value)];
const statusChip = (event) => chip(event.status, `${isFact(event) ? "" : "not-fact"} ${event.status}`);

function documentLine(doc) {
  if (!doc) return "not among the documents";
  const about = [doc.publisher, doc.published && dayText(doc.published)].filter(Boolean).join(", ");
  const title = doc.url
    ? h("a", { href: doc.url, rel: "noreferrer noopener", target: "_blank" }, bdi(doc.title))
    : bdi(doc.title);
  return [title, about ? h("span", { class: "soft" }, " · ", bdi(about)) : null];
}

function ruleLine(claim) {
  const known = data.rules[claim.rule];
  return known ? [bdi(known), h("span", { class: "soft" }, " · rule ", bdi(claim.rule))] : bdi(claim.rule);
}

function claimBlock(claim, event) {
  const [at, start, text] = data.sentences[claim.s];
  const says = claim.speaker
    ? [bdi(claim.speaker), h("span", { class: "soft" }, ` (${WORD_OF[claim.by]})`)]
    : claim.by === "unnamed"
      ? "a source that is not named"
      : WORD_OF[claim.by];
  const span = `characters ${start.toLocaleString("en")} – ${(start + Array.from(text).length).toLocaleString("en")}`;
  return h(
    "div",
    { class: "claim" },
    h("blockquote", {}, markedSentence(text, claim.marks, event)),
    markKey(claim.marks, event),
    h(
      "dl",
      { class: "facts" },
      fact("Said by", says),
      fact("Document", documentLine(documents[at]), h("span", { class: "soft" }, " · ", span)),
      claim.modality !== "asserted" ? fact("Told as", `${claim.modality}: ${STATUSES[claim.modality]}`) : null,
      fact("Grade", `${claim.grade}, ${GRADES[claim.grade]}`),
      fact("Rule", ruleLine(claim)),
    ),
  );
}

function dateLine(event) {
  const date = event.date;
  if (date.precision === "undated") return "undated: the text gives no date";
  const how = date.stated
    ? date.words
      ? [", from “", bdi(date.words), "”"]
      : ""
    : [", not in this sentence", date.rule ? ["; ", bdi(date.rule)] : ""];
  const unit = {
    day: "to the day",
    week: "to the week",
    month: "to the month",
    year: "to the year",
    decade: "to the decade",
    interval: "somewhere in this span, or all of it",
    open: "open on one side",
  }[date.precision];
  return [`${date.when} `, h("span", { class: "soft" }, `(${unit}`, how, ")")];
}

function partLine(part) {
  const about = [
    part.office,
    part.for && part.for !== part.actor.country && part.for !== part.actor.key ? `for ${part.for}` : "",
  ]
    .filter(Boolean)
    .join(", ");
  return h(
    "li",
    {},
    plainButton(part.actor.label, () => select(["actor", part.actor.key])),
    h("span", { class: "soft" }, ` · ${ROLES[part.role]}`, about ? [" · ", bdi(about)] : null),
  );
}

function step(event) {
  const at = shown.indexOf(event);
  const go = (other, sign, name, key) =>
    other &&
    plainButton(sign, () => select(["event", other.key]), {
      title: `${describe(other)} (key ${key})`,
      "aria-label": `${name} event: ${describe(other)}`,
    });
  return at < 0
    ? null
    : h("span", { class: "turns" }, go(shown[at - 1], "← Earlier", "Earlier", "k"), go(shown[at + 1], "Later →", "Later", "j"));
}

function eventPanel(event) {
  const codes = [
    event.plover && [event.plover, event.mode].filter(Boolean).join(" / "),
    event.cameo && `CAMEO ${event.cameo}`,
    event.goldstein !== undefined && `Goldstein ${event.goldstein}`,
  ]
    .filter(Boolean)
    .join(" · ");
  const hidden = shown.includes(event)
    ? null
    : h("p", { class: "hint" }, "The filters hide this event in the view.");
  const unlined =
    state.view === "relations" && !event.pairs.length
      ? h("p", { class: "hint" }, "No line stands for it: a statement, or only one side is known. Timeline and table have it.")
      : null;
  return [
    h("h2", {}, bdi(event.label)),
    hidden,
    unlined,
    h("div", { class: "chips" }, chip([toneSign(event.tone), event.tone]), statusChip(event)),
    h(
      "dl",
      { class: "facts" },
      fact("Status", `${event.status}: ${STATUSES[event.status]}`),
      fact("When", dateLine(event)),
      event.place ? fact("Place", bdi(event.place)) : null,
    ),
    event.claims.map((claim) => claimBlock(claim, event)),
    h("h3", {}, "Who took part"),
    h("ul", { class: "plain" }, event.parts.map(partLine)),
    h(
      "dl",
      { class: "facts" },
      codes ? fact("Codes", codes) : null,
      event.contexts ? fact("Context", event.contexts.join(", ")) : null,
      fact("IRI", h("code", {}, bdi(eventIri(event)))),
    ),
    h(
      "div",
      { class: "actions" },
      button("Copy Turtle", () => copyText(turtleOf([event]), "Turtle")),
      button("Copy citation", () => copyText(citation(event), "Citation")),
    ),
  ];
}

function eventItem(event) {
  return h(
    "li",
    {},
    h(
      "div",
      { class: "row" },
      plainButton(event.label, () => select(["event", event.key])),
      isFact(event) ? null : statusChip(event),
    ),
    h("div", { class: "soft small" }, event.date.when),
  );
}
const LISTED = 60;
function eventList(list) {
  return [
    h("ol", { class: "plain" }, list.slice(0, LISTED).map(eventItem)),
    list.length > LISTED ? h("p", { class: "hint" }, `and ${list.length - LISTED} more in the table`) : null,
  ];
}

function toneCounts(list) {
  const counts = tally(list, (event) => [event.tone]),
    statuses = tally(list, (event) => [event.status]);
  return h(
    "div",
    { class: "chips" },
    TONES.filter((tone) => counts.has(tone)).map((tone) => chip([toneSign(tone), `${counts.get(tone)} ${tone}`])),
    [...statuses]
      .filter(([status]) => status !== "asserted")
      .map(([status, number]) => chip(`${number} ${status}`, "not-fact")),
  );
}

function actorPanel(actor) {
  const list = shown.filter((event) => event.parts.some((part) => part.actor === actor));
  const offices = [
    ...new Set(
      actor.events.flatMap((event) =>
        event.parts.filter((part) => part.actor === actor && part.office).map((part) => part.office),
      ),
    ),
  ];
  return [
    h("h2", {}, bdi(actor.label)),
    h(
      "div",
      { class: "chips" },
      chip([kindSign(actor.kind), actor.kind]),
      actor.sideCode ? chip([sideSign(actor.side), bdi(sides[actor.side].name)]) : null,
    ),
    h(
      "dl",
      { class: "facts" },
      offices.length ? fact("Office", bdi(offices.join("; "))) : null,
      actor.code ? fact("Code", actor.code) : null,
      fact(
        "Known",
        actor.linked ? "in the registry, or its country follows from the text" : "from these texts only",
      ),
      fact("IRI", h("code", {}, bdi(expand(actor.term)))),
    ),
    h(
      "div",
      { class: "actions" },
      button("All around this actor", () => openEgo(actor.key)),
    ),
    h("h3", {}, `${many(list.length, "event")} shown`),
    toneCounts(list),
    eventList(list),
  ];
}

function pairPanel(thing) {
  const names = focusNames(thing);
  const list = pairEvents(thing);
  return [
    h("h2", {}, bdi(names[0]), " – ", bdi(names[1])),
    toneCounts(list),
    h(
      "div",
      { class: "actions" },
      button("As a ladder", () => {
        state.view = "events";
        state.focus = thing;
        refresh();
      }),
    ),
    h("h3", {}, `${many(list.length, "event")} between them`),
    eventList(list),
  ];
}

// The same events that the line stands for.
function pairEvents(thing) {
  const wanted = thing.slice(1).join("\n"),
    turned = thing.slice(1).reverse().join("\n");
  const same = (pair) => {
    const keys = pairThing(pair).slice(1).join("\n");
    return keys === wanted || keys === turned;
  };
  const found = atLevel(thing[0] === "sides" ? "states" : "actors", () => pairsOf(shown, 1).find(same));
  return found ? found.events : [];
}

function showPanel() {
  const panel = byId("panel"),
    thing = state.selected;
  const parts = !thing
    ? overviewPanel()
    : thing[0] === "event"
      ? eventPanel(eventByKey.get(thing[1]))
      : thing[0] === "actor"
        ? actorPanel(actorByKey.get(thing[1]))
        : pairPanel(thing);
  const back = thing
    ? h(
        "div",
        { class: "row steps" },
        plainButton("Overview", () => select(null), { title: "Back to the overview (Escape)" }),
        thing[0] === "event" ? step(eventByKey.get(thing[1])) : null,
      )
    : null;
  panel.replaceChildren(
    ...[back, ...parts].flat(9).filter((part) => part !== null && part !== undefined && part !== false),
  );
  panel.scrollTop = 0;
}
