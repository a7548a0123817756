// The panel of a live import follows it. The mapping table is searched, filtered and paged here, and
// says what a choice clears. Without script the page reloads itself, and has whole dropdowns by the page.
"use strict";

const byId = (id) => document.getElementById(id);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const asJson = { headers: { Accept: "application/json" } };

// Quickly at first, as most imports are over within a moment, then slower: in milliseconds.
const pause = (since) => Math.min(1000, Math.max(100, (Date.now() - since) / 20));

function follow(panel) {
  const address = panel.dataset.poll;
  const since = Date.now();
  let misses = 0;
  let last = "";
  let waits = null;
  const look = async () => {
    clearTimeout(waits);
    waits = -1;
    try {
      const reply = await fetch(address, asJson);
      if (reply.status === 401 || reply.status === 403) return dismiss();
      if (!reply.ok) throw new Error(String(reply.status));
      const run = await reply.json();
      const live = byId("wh-panel");
      if (run.html !== last) draw(live, run.html);
      last = run.html;
      misses = 0;
      const isOver = run.status !== "queued" && run.status !== "running";
      offer({ live: !isOver, stopped: run.may_continue, done: run.may_undo });
      // A night that rests may do so for hours.
      waits = isOver ? null : setTimeout(look, 1000 * live.dataset.every || pause(since));
      showToDo(run.todo_html);
      if (isOver) await showMappings();
    } catch {
      misses += 1;
      // Longer and longer, since a server that is away does not come back sooner.
      waits = setTimeout(look, Math.min(30000, 1000 * 2 ** misses));
    }
  };
  if (!("over" in panel.dataset)) {
    panel.scrollIntoView({ block: "nearest" });
    waits = setTimeout(look, pause(since));
  }
  // Somebody may have let a run go on that was over.
  const lookAgain = () => {
    if (!document.hidden && waits === null) look();
  };
  document.addEventListener("visibilitychange", lookAgain);
  addEventListener("pageshow", (event) => event.persisted && lookAgain());
}

// Cancel while the run is under way, Continue where it stopped and may go on, Undo what it did.
function offer(when) {
  for (const one of document.querySelectorAll("#wh-run-actions [data-when]")) {
    one.hidden = !when[one.dataset.when];
  }
}

// Children, not the element: a live region is announced when its content changes, if a stage of the
// run is over and not for each number. What somebody has opened to read stays open, and keeps the focus.
function draw(live, html) {
  const fresh = parse(html).body.firstElementChild;
  if (fresh.innerHTML === live.innerHTML) return;
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  const at = focused?.closest("details")?.dataset.reason;
  const opened = new Map([...live.querySelectorAll("details[open]")].map(
    (details) => [details.dataset.reason, details.querySelector("ul").scrollTop]));
  live.ariaLive = fresh.dataset.stage === live.dataset.stage ? "off" : "polite";
  live.dataset.stage = fresh.dataset.stage;
  live.className = fresh.className;
  live.dataset.every = fresh.dataset.every || "";
  live.replaceChildren(...fresh.childNodes);
  for (const details of live.querySelectorAll("details")) {
    const reason = details.dataset.reason;
    if (opened.has(reason)) {
      details.open = true;
      details.querySelector("ul").scrollTop = opened.get(reason);
    }
    if (at === reason) details.querySelector(focused.localName).focus({ preventScroll: true });
  }
}

// What came in is not to be done any more.
function showToDo(html) {
  const todo = byId("wh-todo")?.closest("section");
  if (!todo || !html || todo.contains(document.activeElement)) return;
  todo.replaceWith(parse(html).body.firstElementChild);
  document.querySelector("#wh-panel:focus")?.scrollIntoView({ block: "nearest" });
}

// Signed out, or no longer allowed: the panel must not seem to wait.
function dismiss() {
  const live = byId("wh-panel");
  live.querySelector("progress")?.replaceWith(element("p", "wh-problem", live.dataset.gone));
}

// The page of a live run leaves the mapping table out.
async function showMappings() {
  const link = document.querySelector("#wh-show-mappings a");
  if (!link) return;
  const page = parse(await (await fetch(`${link.dataset.table}?fold`)).text());
  const table = page.getElementById("mappings");
  if (table) link.parentElement.replaceWith(table);
  enhance();
}

function fill(select) {
  const template = byId(select.dataset.options);
  if (!template) return;
  delete select.dataset.options;
  const chosen = select.selectedOptions[0];
  while (select.options.length > 1) select.remove(1);
  select.append(template.content.cloneNode(true));
  // What is no longer there in Workroom stays chosen until somebody chooses something else.
  offerOption(select, chosen);
}

function offerOption(select, option) {
  if (![...select.options].some((one) => one.value === option.value)) select.append(option);
  select.value = option.value;
}

// The page may still be on its way while Harvest is asked, and can be used already.
for (const kind of ["pointerdown", "focusin", "keydown"]) {
  document.addEventListener(kind, (event) => {
    const select = event.target.closest?.("select[data-options]");
    if (select) fill(select);
  }, true);
}

const SHOWN = 50; // rows at once of a long table
const SEARCHABLE = 12; // targets from which on a dropdown can be searched

const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
function matcher(typed) {
  const words = fold(typed).split(/\s+/);
  return (text) => words.every((word) => text.includes(word));
}

// The sentences come with the table, in its language. A number may name its words, as with say() in
// Python: "{rows:# row|# rows}", in the order of the plural categories that the language has.
const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];
let say;
function learnSentences({ lang, grouped, sentences }) {
  const rules = new Intl.PluralRules(lang);
  const own = rules.resolvedOptions().pluralCategories;
  const categories = CATEGORIES.filter((one) => own.includes(one));
  const digits = new Intl.NumberFormat(lang, { useGrouping: grouped });
  say = (name, data) => sentences[name].replace(/{(\w+):?(.*?)}/g, (_, key, forms) => {
    const datum = data[key];
    if (typeof datum !== "number") return datum.name ?? datum;
    const words = forms ? forms.split("|") : ["#"];
    return (words[categories.indexOf(rules.select(datum))] ?? words.at(-1)).replace("#", digits.format(datum));
  });
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

const button = (className, onclick, ariaLabel, content) => Object.assign(
  element("button", className, content), { type: "button", onclick, ariaLabel });
const parts = (node, ...selectors) => selectors.map((one) => node.querySelector(one));
const focusOn = (row) => row.drawn.querySelector("select").focus();

// A table: its rows in the order of the page, shown or not, and who holds each target.
class Table {
  constructor(box) {
    this.box = box;
    this.kind = box.dataset.kind;
    [this.list, this.counter, this.pages] = parts(box, ".wh-rows", "[data-count]", ".wh-pages");
    this.sample = this.list.querySelector(".wh-row")?.cloneNode(true);
    const options = byId(`wh-${this.kind}-options`)?.content ?? this.list.querySelector("select");
    this.labels = new Map([...(options?.querySelectorAll("option") ?? [])].map((one) => [one.value, one.text]));
    this.labels.delete("");
    this.page = 0;
    this.fill([...this.list.querySelectorAll(".wh-row")].map((drawn) => this.read(drawn)));
  }

  label(id) {
    return this.labels.get(id) ?? say("notInWorkroom");
  }

  fill(rows) {
    this.rows = rows;
    this.byField = new Map(rows.map((row) => [row.field, row]));
    this.holders = new Map(rows.filter((row) => row.now).map((row) => [row.now, row]));
    const clients = new Set(rows.map((row) => row.client)).size;
    this.isGrouped = clients > 1 && 2 * clients <= rows.length;
  }

  read(drawn) {
    const [select, name, client, was] = parts(drawn, "select", "label > bdi", ".wh-hint > bdi", "input[type=hidden]");
    const suggested = [...drawn.querySelectorAll(".wh-chip")].map((chip) => chip.value.split("=")[1]);
    const { sure, minutes = 0 } = drawn.dataset;
    return {
      field: select.name, name: name.textContent, client: client?.textContent ?? "", was: was.value, now: select.value,
      suggested, isSure: Boolean(sure), minutes: Number(minutes), drawn,
    };
  }

  // What the server sends of a row that is not on this page.
  learn([id, name, client = "", was = "", meant = [], hint = "", minutes = 0, waiting = ""]) {
    const field = `${this.kind}-${id}`;
    const isSure = !Array.isArray(meant);
    const suggested = isSure ? [meant] : meant;
    const known = this.byField.get(field);
    if (known) return Object.assign(known, { suggested, isSure });
    return { field, name, client, was, now: was, hint, minutes, waiting, suggested, isSure };
  }

  draw(row) {
    if (row.drawn) return row.drawn;
    const drawn = this.sample.cloneNode(true);
    const [label, select, was, note] = parts(drawn, "label", "select", "input[type=hidden]", ".wh-note");
    label.htmlFor = select.id = `wh-${row.field}`;
    label.replaceChildren(element("bdi", "", row.name));
    const under = element("span", "wh-hint");
    if (row.client) under.append(element("bdi", "", row.client), " ");
    if (row.waiting) under.append(element("span", "wh-warning", row.waiting));
    label.append(" ", under);
    select.name = row.field;
    select.dataset.options = `wh-${this.kind}-options`;
    select.removeAttribute("aria-invalid");
    note.id = `${select.id}-note`;
    select.setAttribute("aria-describedby", note.id);
    select.replaceChildren(select.options[0]);
    was.name = `was-${row.field}`;
    was.value = row.was;
    note.replaceChildren();
    if (row.hint) note.append(element("span", "wh-hint", row.hint));
    row.drawn = drawn;
    return drawn;
  }

  text(row) {
    const there = row.now ? [row.now] : row.suggested;
    return row.text ??= fold([row.name, row.client, ...there.map((id) => this.labels.get(id))].join(" "));
  }

  set(row, target) {
    if (this.holders.get(row.now) === row) this.holders.delete(row.now);
    row.now = target;
    if (target) this.holders.set(target, row);
    row.text = row.outcome = undefined;
  }
}

class Mappings {
  constructor(form) {
    this.form = form;
    this.key = `wh-mappings-${form.dataset.key}`;
    [this.said, this.bar, this.search, this.onlyUnmapped, this.hoursFirst] = parts(form,
      "[data-said]", ".wh-save-bar", "#wh-search", "#wh-only-unmapped", "#wh-hours-first");
    this.tables = [...form.querySelectorAll("fieldset[data-kind]")].map((box) => new Table(box));
    this.isLong = Boolean(form.dataset.rows);
    this.fold = form.closest("details") ?? {};
    if (byId(location.hash.slice(1))?.closest("#mappings")) this.fold.open = true;
    this.isWhole = !this.isLong;
    form.querySelector(".wh-filters").hidden = false;
    if (this.bar) {
      [this.takeAll, this.unsavedText, this.discard] = parts(this.bar, "[value=all]", "[data-unsaved]", "[data-discard]");
      this.discard.onclick = () => this.revert();
      if (this.takeAll) Object.assign(this.takeAll, { type: "button", onclick: () => this.takeSuggestions() });
    }
    this.listen();
    this.restore();
    if (this.isLong) this.load();
  }

  listen() {
    const { form } = this;
    form.addEventListener("change", ({ target }) => {
      const [table, row] = this.find(target.name);
      if (row) this.choose(table, row, target.value);
    });
    for (const one of [this.search, this.onlyUnmapped, this.hoursFirst]) {
      one.addEventListener(one === this.search ? "input" : "change", () => this.filter());
      // Enter would press the first button of the form.
      one.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    }
    // Only what was changed is sent: a host bounds the size of its forms.
    form.addEventListener("formdata", ({ formData }) => {
      for (const name of [...formData.keys()]) {
        if (/^(was-)?(project|task)-/.test(name)) formData.delete(name);
      }
      for (const row of this.unsaved()) formData.set(row.field, row.now);
    });
    // What comes back from one of our own forms finds the choices again. Others leave.
    document.addEventListener("submit", (event) => {
      if (event.defaultPrevented || event.target.method === "dialog" || !event.target.closest(".wh")) return;
      this.keep(event.target === form);
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.(".wh a[href]");
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (!link || link.pathname !== location.pathname || link.getAttribute("href").startsWith("#")) return;
      this.keep(false);
      // One that differs in its fragment alone is not asked for.
      if (link.search === location.search) setTimeout(() => location.reload());
    });
    addEventListener("beforeunload", (event) => {
      if (this.bar && !this.isKept && this.unsaved().length) event.preventDefault();
    });
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  find(field) {
    const table = this.tables.find((one) => one.byField.has(field));
    return [table, table?.byField.get(field)];
  }

  unsaved() {
    return this.tables.flatMap((table) => table.rows.filter((row) => row.now !== row.was));
  }

  // The last choice wins: whoever held the target gives way.
  choose(table, row, target) {
    if (row.now === target) return;
    // What touches either side of an earlier choice ends its Undo.
    for (const { undo } of table.rows.filter((one) => one.undo)) {
      if (undo && ([undo.row, undo.other].includes(row) || [undo.before, undo.target].includes(target))) {
        undo.row.undo = undo.other.undo = undefined;
        for (const one of [undo.row, undo.other]) this.paint(table, one);
      }
    }
    const other = this.take(table, row, target);
    for (const one of other ? [row, other] : [row]) this.paint(table, one);
    this.say(other ? "takes" : target ? "chosen" : "emptied", { row, target: table.label(target), other });
    this.tell();
  }

  // Give a row its target, and return the row that had it.
  take(table, row, target) {
    const [before, other] = [row.now, table.holders.get(target)];
    if (other) {
      table.set(other, "");
      row.undo = other.undo = { table, row, before, other, target };
    }
    table.set(row, target);
    return other;
  }

  undo({ table, row, before, other, target }) {
    row.undo = other.undo = undefined;
    table.set(row, table.holders.has(before) ? "" : before);
    table.set(other, target);
    for (const one of [row, other]) this.paint(table, one);
    this.say("undone", { row: other, target: table.label(target) });
    this.tell();
  }

  suggestions() {
    return this.tables.flatMap((table) => table.rows
      .filter((row) => row.isSure && !row.now && !table.holders.has(row.suggested[0]))
      .map((row) => [table, row]));
  }

  takeSuggestions() {
    const taken = this.suggestions();
    for (const [table, row] of taken) {
      table.set(row, row.suggested[0]);
      this.paint(table, row);
    }
    this.say("suggestionsTaken", { suggestions: taken.length });
    this.tell();
  }

  revert() {
    for (const table of this.tables) {
      const changed = table.rows.filter((row) => row.now !== row.was);
      for (const row of changed) table.set(row, "");
      for (const row of changed) {
        table.set(row, row.was);
        row.undo = undefined;
        this.paint(table, row);
      }
    }
    this.say("discarded");
    this.tell();
    this.search.focus();
  }

  // A row as it is now, and what there is to say of it.
  paint(table, row) {
    if (!row.drawn) return;
    const select = row.drawn.querySelector("select");
    offerOption(select, new Option(table.label(row.now), row.now));
    row.drawn.dataset.state = row.now ? "mapped" : row.minutes ? "waits" : "open";
    row.drawn.classList.toggle("wh-changed", row.now !== row.was);
    const note = row.drawn.querySelector(".wh-note");
    for (const old of note.querySelectorAll(".wh-suggested, .wh-unsaved, .wh-saved")) old.remove();
    if (!row.now && this.bar) this.offer(table, row, note);
    if (row.now !== row.was || row.undo) note.append(this.outcome(table, row));
    else if (row.outcome) note.append(element("span", "wh-saved", row.outcome));
    if (table.labels.size > SEARCHABLE && !row.drawn.querySelector(".wh-find")) {
      select.after(button("wh-button wh-find", () => pick(table, row, (target) => this.choose(table, row, target)), say("findFor", { row }), say("find")));
    }
  }

  offer(table, row, note) {
    const free = row.suggested.filter((id) => !table.holders.has(id));
    if (!free.length) return;
    const offered = element("span", "wh-suggested", `${say(row.isSure ? "suggested" : "couldBe")} `);
    for (const id of free) {
      const target = table.label(id);
      offered.append(button("wh-chip", () => {
        focusOn(row);
        this.choose(table, row, id);
      }, say("targetFor", { target, row }), element("bdi", "", target)), " ");
    }
    note.append(offered);
  }

  outcome(table, row) {
    const said = element("span", "wh-unsaved", row.now === row.was ? "" : `${say("unsaved")} `);
    const { undo } = row;
    if (!undo) return said;
    said.append(undo.row === row ? say("clears", { row: undo.other })
      : say("cleared", { target: table.label(undo.target), row: undo.row }), " ");
    said.append(button("wh-chip", () => {
      this.undo(undo);
      focusOn(row);
    }, say("undoIn", { row }), say("undo")));
    return said;
  }

  // How many are mapped, not saved, and suggested.
  tell() {
    for (const table of this.tables) {
      const [mapped, total, shown] = [table.holders.size, table.rows.length, table.matches];
      if (table.counter && this.isWhole) table.counter.textContent = say(shown < total ? "mappedShown" : "mapped", { mapped, total, shown });
    }
    if (!this.bar) return;
    const [changed, offered] = [this.unsaved().length, this.suggestions().length];
    this.unsavedText.textContent = changed ? say("rowsUnsaved", { rows: changed }) : "";
    this.discard.hidden = !changed;
    this.bar.firstElementChild.classList.toggle("wh-primary", changed || this.tables.some((one) => !one.holders.size));
    if (!this.takeAll || !this.isWhole) return;
    this.takeAll.hidden = !offered;
    this.takeAll.textContent = say("takeSuggestions", { suggestions: offered });
  }

  filter() {
    for (const table of this.tables) table.page = 0;
    this.show();
    const shown = this.tables.reduce((sum, table) => sum + table.matches, 0);
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.say("rowsFound", { rows: shown }), 400);
  }

  show() {
    const fits = matcher(this.search.value);
    for (const table of this.tables) {
      let rows = table.rows.filter((row) => fits(table.text(row)));
      if (this.onlyUnmapped.checked) rows = rows.filter((row) => !row.now || row.now !== row.was);
      if (this.hoursFirst.checked) rows = [...rows].sort((one, other) => other.minutes - one.minutes);
      table.matches = rows.length;
      const size = this.isLong ? SHOWN : Math.max(rows.length, 1);
      const last = Math.max(Math.ceil(rows.length / size) - 1, 0);
      table.page = Math.min(table.page, last);
      this.list(table, rows.slice(table.page * size, (table.page + 1) * size));
      if (table.pages && this.isWhole) this.turn(table, last);
    }
    this.tell();
  }

  list(table, rows) {
    const nodes = [];
    let client;
    for (const row of rows) {
      if (table.isGrouped && !this.hoursFirst.checked && row.client !== client && row.client) {
        nodes.push(element("h3", "wh-client", element("bdi", "", row.client)));
      }
      client = row.client;
      nodes.push(table.draw(row));
      this.paint(table, row);
    }
    if (table.rows.length && !rows.length) nodes.push(element("p", "wh-empty", say("noRow")));
    // Whatever is moved loses the focus.
    const there = table.list.children;
    if (nodes.length !== there.length || nodes.some((node, index) => node !== there[index])) table.list.replaceChildren(...nodes);
  }

  turn(table, last) {
    const { page, pages } = table;
    for (const link of pages.querySelectorAll("a")) link.remove();
    const here = pages.querySelector("span");
    here.textContent = say("page", { page: page + 1, pages: last + 1 });
    pages.hidden = last === 0;
    for (const turned of pages.querySelectorAll("button")) {
      const step = Number(turned.value);
      turned.hidden = false;
      turned.disabled = page === (step < 0 ? 0 : last);
      turned.onclick = () => {
        table.page += step;
        this.show();
        table.box.scrollIntoView();
        const buttons = [...pages.querySelectorAll("button:enabled")];
        buttons.at(step < 0 ? 0 : -1).focus({ preventScroll: true });
        this.said.textContent = here.textContent;
      };
    }
  }

  say(name, data) {
    this.said.textContent = say(name, data);
  }

  // For the next page of this tab.
  keep(isSave) {
    this.isKept = true;
    const kept = {
      isSave,
      isOpen: this.fold.open,
      chosen: this.unsaved().map((row) => [row.field, row.now]),
      focus: document.activeElement.closest(".wh-row")?.querySelector("select").id ?? document.activeElement.id,
      top: this.form.getBoundingClientRect().top,
      view: [this.search.value, this.onlyUnmapped.checked, this.hoursFirst.checked, ...this.tables.map((table) => table.page)],
    };
    sessionStorage.setItem(this.key, JSON.stringify(kept));
  }

  restore() {
    this.kept = JSON.parse(sessionStorage.getItem(this.key));
    if (!this.kept) return this.show();
    this.fold.open ||= this.kept.isOpen;
    [this.search.value, this.onlyUnmapped.checked, this.hoursFirst.checked] = this.kept.view;
    this.tables.forEach((table, index) => { table.page = this.kept.view[3 + index]; });
    if (this.isLong) this.show();
    else this.resume();
  }

  // What the server has was saved; the rest is chosen again.
  resume() {
    const { chosen, isSave, focus, top } = this.kept;
    sessionStorage.removeItem(this.key);
    let saved = 0;
    // What gave way comes first.
    for (const [field, target] of [...chosen.filter((one) => !one[1]), ...chosen.filter((one) => one[1])]) {
      const [table, row] = this.find(field);
      if (row && row.was !== target) this.take(table, row, target);
      else if (row && isSave) {
        row.outcome = say(target ? "saved" : "savedEmpty");
        saved += 1;
      }
    }
    this.show();
    if (!isSave) return;
    if (saved) this.say("rowsSaved", { rows: saved });
    const problem = document.querySelector("#mappings [role=alert]");
    if (problem) return problem.scrollIntoView({ block: "center" });
    byId(focus)?.focus({ preventScroll: true });
    const stay = () => scrollBy(0, this.form.getBoundingClientRect().top - top);
    stay();
    // More may load.
    addEventListener("load", stay, { once: true });
  }

  async load() {
    const reply = await fetch(this.form.dataset.rows, asJson).catch(() => null);
    // Without the other rows the pages are turned by their links.
    if (!reply?.ok) return;
    const all = await reply.json();
    this.isWhole = true;
    for (const table of this.tables) table.fill(all[table.kind].map((row) => table.learn(row)));
    // A save need not lead back to one page of them.
    this.form.action = this.form.action.split("?")[0];
    if (this.kept) this.resume();
    else this.show();
  }
}

// One list of targets that can be searched, in place of a dropdown of thousands.
function pick(table, row, choose) {
  const dialog = byId("wh-picker").content.firstElementChild.cloneNode(true);
  const [label, search, list] = parts(dialog, "label", "input", "select");
  label.textContent = say("aTargetFor", { row });
  dialog.ariaLabel = say("findFor", { row });
  const options = [["", say("notMapped")], ...row.suggested.map((id) => [id, table.label(id)]), ...table.labels];
  const narrow = () => {
    const fits = matcher(search.value);
    const found = [...new Map(options)].filter(([, label]) => fits(fold(label)));
    list.replaceChildren(...found.slice(0, 200).map(([id, label]) => {
      const holder = table.holders.get(id);
      return new Option(holder && holder !== row ? say("heldBy", { target: label, row: holder }) : label, id);
    }));
    list.selectedIndex = search.value.trim() ? 0 : [...list.options].findIndex((one) => one.value === row.now);
  };
  search.oninput = narrow;
  search.onkeydown = ({ key }) => { if (key === "ArrowDown") list.focus(); };
  list.onkeydown = ({ key }) => { if (key === "Enter") dialog.close("choose"); };
  list.ondblclick = () => dialog.close("choose");
  dialog.onclose = () => {
    if (dialog.returnValue && list.selectedIndex >= 0) choose(list.value);
    dialog.remove();
    focusOn(row);
  };
  narrow();
  row.drawn.closest(".wh").append(dialog);
  dialog.showModal();
}

// The table may come while the rest of the page is still on its way.
function enhance() {
  const form = document.querySelector("form.wh-map:not([data-live])");
  if (!form?.querySelector("[data-said]")) return;
  form.dataset.live = "";
  learnSentences(JSON.parse(byId("wh-words").textContent));
  new Mappings(form);
}

const arriving = new MutationObserver(enhance);
arriving.observe(document, { childList: true, subtree: true });
document.addEventListener("DOMContentLoaded", () => {
  arriving.disconnect();
  enhance();
});
enhance();

function begin() {
  const panel = byId("wh-panel");
  if (panel) follow(panel);
  return panel;
}

if (!begin()) document.addEventListener("DOMContentLoaded", begin);
