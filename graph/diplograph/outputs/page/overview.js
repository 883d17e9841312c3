// What the panel says while nothing is selected: the busiest pairs, and what is no fact.
const unseen = (text) => h("span", { class: "unseen" }, text);

// As in “+11 −5”: how many of the events are co-operative, how many conflictual.
function balance(list) {
  const tones = tally(list, (event) => [event.tone]);
  return [
    ["co-operative", "+"],
    ["conflictual", "−"],
  ]
    .filter(([tone]) => tones.has(tone))
    .map(([tone, mark]) => [`${mark}${tones.get(tone).toLocaleString("en")} `, unseen(`${tone}, `)]);
}

function overviewPanel() {
  const bar = (pair, most) => {
    const line = s("svg", {
      class: "bar",
      width: "100%",
      height: 7,
      viewBox: "0 0 300 7",
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    let x = 0;
    const tones = tally(pair.events, (event) => [event.tone]);
    for (const tone of TONES.filter((name) => tones.has(name))) {
      const number = tones.get(tone),
        wide = (number / most) * 300;
      line.append(
        s(
          "g",
          { class: toneClass[tone] },
          s("rect", { x, y: 1, width: Math.max(wide - 1, 1), height: 5, class: "filled" }),
        ),
      );
      x += wide;
    }
    return line;
  };
  const open = shown.filter((event) => NOT_FACT.has(event.status)).slice(0, 6);
  const item = (pair, most) =>
    h(
      "li",
      {},
      h(
        "div",
        { class: "row" },
        plainButton(pairTitle(pair), () => select(pairThing(pair))),
        h("span", { class: "number" }, balance(pair.events), h("b", {}, pair.events.length), unseen(" events")),
      ),
      bar(pair, most),
    );
  const list = (level, length) =>
    atLevel(level, () => {
      const pairs = pairsOf(shown).slice(0, length);
      return pairs.length
        ? h(
            "ol",
            { class: "plain" },
            pairs.map((pair) => item(pair, pairs[0].events.length)),
          )
        : h("p", { class: "hint" }, "None in the events shown.");
    });
  return [
    h("h2", {}, "Busiest pairs of sides"),
    list("states", 6),
    h("h3", {}, "Busiest pairs of actors"),
    list("actors", 8),
    open.length ? [h("h3", {}, "Not (yet) facts"), h("ol", { class: "plain" }, open.map(eventItem))] : null,
    h(
      "p",
      { class: "hint" },
      "Pick an actor, an event or a line to read the sentences behind it. Statements, and events of which only one actor is known, stand in the timeline and the table, not in the pairs. A dashed outline marks an actor that is known from these texts only.",
    ),
  ];
}
