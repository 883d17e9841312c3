// Long lists come in windows; the one with the picked event is shown.
function windowOf(list, size) {
  const pages = Math.max(1, Math.ceil(list.length / size)),
    picked = pickedEvent();
  if (picked && list.includes(picked)) state.page = Math.floor(list.indexOf(picked) / size);
  state.page = Math.max(0, Math.min(state.page, pages - 1));
  const from = state.page * size;
  return { list: list.slice(from, from + size), from: from + 1, pages, all: list.length };
}

function turnTo(page) {
  state.page = page;
  if (state.selected && state.selected[0] === "event") state.selected = null;
  refresh();
}

function spanText(list) {
  const known = list.filter(dated);
  if (!known.length) return "undated";
  const [first, last] = [known[0].date.when, known[known.length - 1].date.when];
  return first === last ? first : `${first} … ${last}`;
}

// Scroll the view, and nothing around it, until a thing stands clear of the names and heads that stay in place.
function bringIntoView(view, thing, left, top) {
  if (!thing) return;
  const [own, frame] = [thing.getBoundingClientRect(), view.getBoundingClientRect()];
  const moved = (start, end, from, to) => (start < from ? start - from : end > to ? Math.min(end - to, start - from) : 0);
  view.scrollLeft += moved(own.left - 20, own.right + 20, frame.left + left, frame.right);
  view.scrollTop += moved(own.top - 8, own.bottom + 8, frame.top + top, frame.bottom);
}

// Buttons to the other windows, and where this one stands.
function pager({ list, from, pages, all }) {
  if (pages < 2) return null;
  const turn = (page, text, name) =>
    button(text, () => turnTo(page), {
      "aria-label": name,
      title: name,
      disabled: page === state.page || page < 0 || page >= pages,
    });
  return h(
    "div",
    { class: "pager" },
    turn(0, "«", "First events"),
    turn(state.page - 1, "← Earlier", "Earlier events"),
    turn(state.page + 1, "Later →", "Later events"),
    turn(pages - 1, "»", "Last events"),
    h(
      "span",
      {},
      `events ${from.toLocaleString("en")}–${(from + list.length - 1).toLocaleString("en")} of ${all.toLocaleString("en")}`,
    ),
    h("span", { class: "soft" }, spanText(list)),
  );
}
