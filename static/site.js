/* Counterclaim: what the keyboard and the browser add. Every page works without it.

   Everything listens on the document, so fragments that htmx swaps in need no wiring.
     data-key="p"         pressing p clicks it; a field is focused; a <details> opens and its first field is focused
     data-list            j and k move through its children
     data-dialog="help"   opens that <dialog>; data-close puts its message away
     data-copy="link"     copies the value of the field with that id
     data-draft="name"    the form keeps what was typed until it is saved (per person, in this browser only), with the
                          revision that it was typed against; data-kept="no": the server has just given back what was typed
     data-forget          submitting it (signing out) throws all drafts away
     role="combobox"      arrows, Enter, Escape in the list named by aria-controls. An option's data-value fills the
                          field and its data-set-NAME="…" the form's field NAME; typing on empties what data-fills="NAME" names
     data-focus           takes the focus when a fragment that held it is replaced; data-focus="first": before any other,
                          and when the page is opened
     data-does            what a key does, for the help, where the element's own words are too many
     form[data-enter]     Enter in one of its lists sends it, and Enter outside any field presses data-key="Enter"
     data-text            words marked in this text can be logged: data-pick is where (start and end count code points) */

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (type, handler, capture = false) => document.addEventListener(type, handler, capture);
const FIELDS = "input:not([type=hidden]), textarea, select";
const visible = (element) => element.checkVisibility({ visibilityProperty: true });

// --------------------------------------------------------------- keyboard
let going = 0; // g and then a letter: to the place of the bar that has it as data-go

const typing = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select");
const quiet = () => localStorage.getItem("single-keys") === "off";

function act(element) {
  if (element.matches("details")) element.open = true;
  const field = element.matches("details") ? $(FIELDS, element) : element.matches(FIELDS) ? element : null;
  if (!field || field.type === "checkbox") return element.click();
  field.focus();
  field.select?.();
}

function step(by) {
  const list = document.activeElement.closest("[data-list]") ?? $("[data-list]");
  const items = list ? [...list.children].filter(visible) : [];
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const item = items[Math.max(0, Math.min(items.length - 1, here + by))];
  if (!item) return;
  const target = $(`a[href], button:not([disabled]), summary, ${FIELDS}`, item) ?? item;
  if (target === item) item.tabIndex = -1;
  target.focus();
  item.scrollIntoView({ block: "nearest" });
}

function keyRow(element) {
  const row = document.createElement("div"), term = document.createElement("dt"), value = document.createElement("dd");
  const named = (element.matches("details") ? $("summary", element) : element).cloneNode(true);
  $$("kbd", named).forEach((hint) => hint.remove());
  term.textContent = element.dataset.does ?? element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? named.textContent;
  value.append(document.createElement("kbd"));
  value.firstChild.textContent = element.dataset.key;
  row.append(term, value);
  return row;
}

function showHelp() {
  const dialog = $("#help");
  if (dialog.open) return;
  $("#single-keys").checked = !quiet();
  $("#help-keys").replaceChildren(...$$("[data-key]:not([data-key='/'])").filter(visible).map(keyRow));
  $("#help-here").hidden = !$("#help-keys > *");
  dialog.showModal();
}

on("keydown", (event) => {
  const { target, key } = event;
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    if (key === "Enter" && target.form?.matches("[method=post]")) target.form.requestSubmit();
    return;
  }
  if (target.matches("[role=combobox]") && inCombo(event)) return event.preventDefault();
  if (key === "Escape") {
    const open = target.closest("details.menu[open], details.reason[open]");
    if (open) open.open = false;
    open ? $("summary", open).focus() : typing(target) && target.blur();
    return;
  }
  if (key === "Enter" && target.matches("form[data-enter] select")) {
    target.form.requestSubmit();
    return event.preventDefault();
  }
  if (typing(target) || $("dialog[open]") || quiet()) return;
  if (key === "Enter" && target.matches("a, button, summary, input")) return;
  const after = Date.now() - going < 1500;
  going = key === "g" ? Date.now() : 0;
  const element = (after && $(`.places [data-go="${CSS.escape(key)}"]`)) ||
    $$(`[data-key="${CSS.escape(key)}"]`).find((one) => visible(one) && !one.disabled);
  if (element) act(element);
  else if (key === "?") showHelp();
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
});

// ------------------------------------------------- menus, dialogs, messages
on("click", ({ target }) => {
  $$("details.menu[open]").forEach((menu) => { menu.open = menu.contains(target); });
  if (!target.closest(".combo")) $$("[role=combobox][aria-expanded=true]").forEach(shut);
  const opener = target.closest("[data-dialog]"), close = target.closest("[data-close]"), option = target.closest("[role=option]");
  if (opener) opener.dataset.dialog === "help" ? showHelp() : document.getElementById(opener.dataset.dialog).showModal();
  if (close) close.closest("li") ? close.closest("li").remove() : close.parentElement.replaceChildren();
  if (option) pick(option);
  const copier = target.closest("[data-copy]");
  if (copier) copy(document.getElementById(copier.dataset.copy), copier);
  if (target.matches("dialog")) target.close();
});
async function copy(field, button) {
  field.select(); // where the browser will not copy, Ctrl C does
  try { await navigator.clipboard.writeText(field.value); button.textContent = "Copied"; } catch { /* not allowed here */ }
}
on("change", ({ target }) => {
  if (target.id === "single-keys") target.checked ? localStorage.removeItem("single-keys") : localStorage.setItem("single-keys", "off");
});

// -------------------------------------------------------------- type-ahead
const comboOf = (list) => $(`[role=combobox][aria-controls="${CSS.escape(list.id)}"]`);
const optionsOf = (input) => $$(`#${CSS.escape(input.getAttribute("aria-controls"))} [role=option]:not([aria-disabled=true])`);

function shut(input) {
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
function mark(input, options, number) {
  const option = options[number];
  options.forEach((one) => one.setAttribute("aria-selected", String(one === option)));
  option.id ||= `${input.id}-option-${number}`;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function fill(field, value) {
  if (!field || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function pick(option) {
  const input = comboOf(option.closest("[role=listbox]"));
  const sets = [...option.attributes].filter(({ name }) => name.startsWith("data-set-"));
  input.dataset.picked = option.dataset.value ?? option.textContent.trim();
  sets.forEach(({ name, value }) => fill(input.form.elements[name.slice("data-set-".length)], value));
  fill(input, input.dataset.picked);
  shut(input);
  input.focus();
}

function inCombo({ key, target: input }) {
  const options = optionsOf(input), open = input.getAttribute("aria-expanded") === "true";
  const now = options.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
  if (["ArrowDown", "ArrowUp"].includes(key) && options.length) {
    input.setAttribute("aria-expanded", "true");
    mark(input, options, key === "ArrowDown" ? (now + 1) % options.length : (now < 1 ? options.length : now) - 1);
  } else if (open && key === "Enter" && now >= 0) pick(options[now]);
  else if (open && key === "Escape") shut(input);
  else return key === "Tab" && shut(input);
  return true;
}

on("input", ({ target }) => {
  if (target.dataset.fills && target.value !== target.dataset.picked) fill(target.form.elements[target.dataset.fills], "");
});
on("input", ({ target }) => { // what was wrong with it was said of what stood there
  if (target.getAttribute("aria-invalid") !== "true") return;
  target.removeAttribute("aria-invalid");
  document.getElementById(`${target.id}_error`)?.remove();
});
// -------------------------------------------------------- drafts and saving
const NOT_KEPT = ["csrfmiddlewaretoken", "revision", "next", "page"]; // nor passwords, files and buttons
const nameOf = (form) => `draft:${document.body.dataset.person}:${form.dataset.draft}`;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !NOT_KEPT.includes(field.name)
  && !["password", "file", "submit", "button"].includes(field.type));
const ticks = (field) => ["checkbox", "radio"].includes(field.type);
const valueOf = (field) => [field.name, ticks(field) ? field.checked : field.value];
const wordsOf = (form) => JSON.stringify(fieldsOf(form).map(valueOf));
const asServed = new WeakMap();
let saving;

// The revision goes with the words: the server has to know what they were typed against, to see that it was changed since.
function keep(form) {
  const words = wordsOf(form), read = form.elements.revision?.value;
  if (words === asServed.get(form) && form.dataset.kept !== "no") return localStorage.removeItem(nameOf(form));
  try { localStorage.setItem(nameOf(form), JSON.stringify({ words, read, at: Date.now() })); } catch { /* too long for the browser */ }
}

function forget(form) {
  clearTimeout(saving);
  localStorage.removeItem(nameOf(form));
  sessionStorage.removeItem("sent");
  asServed.set(form, wordsOf(form));
}

function put(fields, values, revision, read) {
  values.forEach(([, value], i) => { fields[i][ticks(fields[i]) ? "checked" : "value"] = value; });
  if (revision) revision.value = read ?? revision.value;
}

function restore(form) {
  if (asServed.has(form)) return;
  asServed.set(form, wordsOf(form));
  const { words, read, at } = JSON.parse(localStorage.getItem(nameOf(form)) ?? "{}");
  const kept = JSON.parse(words ?? "[]"), fields = fieldsOf(form), { revision } = form.elements;
  if (words === asServed.get(form) || form.dataset.kept === "no" || kept.length !== fields.length || kept.some(([name], i) => name !== fields[i].name)) return;
  const served = fields.map(valueOf), now = revision?.value;
  put(fields, kept, revision, read);
  const said = document.createElement("p"), drop = document.createElement("button");
  said.className = "saved-words";
  said.setAttribute("role", "status");
  Object.assign(drop, { type: "button", className: "linkish", textContent: "Start again without it" });
  drop.addEventListener("click", () => {
    form.reset();
    put(fields, served, revision, now); // what is hidden is not reset
    forget(form);
    said.remove();
  });
  said.append(`What you typed on ${new Date(at).toLocaleString()} was put back. `);
  if (revision && revision.value !== now) said.append("This was saved by somebody since: before yours is saved, you see both. ");
  said.append(drop);
  form.prepend(said);
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function free(form) {
  delete form.dataset.busy;
  $$("[type=submit][aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
}

on("input", ({ target: { form } }) => {
  clearTimeout(saving);
  if (form?.matches("[data-draft]")) saving = setTimeout(keep, 400, form);
});
on("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post") return;
  if (form.dataset.busy) return event.stopImmediatePropagation(), event.preventDefault();
  if (form.matches("[data-forget]")) Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key));
  if (form.matches("[data-draft]")) keep(form), sessionStorage.setItem("sent", nameOf(form));
  form.dataset.busy = "yes";
  submitter?.setAttribute("aria-disabled", "true");
  setTimeout(free, 15000, form);
}, true);
addEventListener("beforeunload", (event) => {
  const unsaved = (form) => !form.dataset.busy && asServed.has(form) && wordsOf(form) !== asServed.get(form);
  if ($$("form[data-draft]").some(unsaved)) event.preventDefault();
});
addEventListener("pageshow", () => $$("form[data-busy]").forEach(free));

// A draft goes only when the server says that it was saved: the next page carries a message of success.
if ($("#messages .success")) localStorage.removeItem(sessionStorage.getItem("sent") ?? "");
sessionStorage.removeItem("sent");
$$("form[data-draft]").forEach(restore);
// Where a page is to be read before it is answered, the keyboard begins at the answer, and the eye at the top.
$("[data-focus=first]:not([autofocus])")?.focus({ preventScroll: true });

// On a phone the places in the bar, and tabs, scroll sideways: to where we are.
for (const here of $$(":is(.places, .tabs) [aria-current]")) here.parentElement.scrollLeft = here.offsetLeft + here.offsetWidth - here.parentElement.clientWidth;
// On a narrow screen a timeline begins where it ends: with what was said last.
for (const line of $$(".scroll:has(> .timeline)")) line.scrollLeft = line.scrollWidth;

// -------------------------------------------------------------------- htmx
let held = null;
const sent = new WeakMap(); // what stood in a part of a form when the server was asked for it

const tell = (words) => { $("#problem").replaceChildren(words); $("#problem").scrollIntoView({ block: "nearest" }); };
const placed = ({ xhr }) => xhr.getResponseHeader("HX-Retarget") !== null; // a refusal that says where it is shown
const wordsIn = (part) => JSON.stringify($$(FIELDS, part).map(valueOf));
on("htmx:beforeSend", ({ detail: { target, xhr } }) => { if (target.closest("form")) sent.set(xhr, wordsIn(target)); });
on("htmx:beforeSwap", ({ detail }) => {
  if (placed(detail)) detail.shouldSwap = true;
  else if (detail.shouldSwap && sent.has(detail.xhr) && sent.get(detail.xhr) !== wordsIn(detail.target)) {
    detail.shouldSwap = false; // the answer does not know what was changed meanwhile
    const { elt, verb, path } = detail.requestConfig;
    return htmx.ajax(verb, path, { source: elt });
  }
  const focus = document.activeElement;
  held = detail.target.contains(focus) && focus !== document.body ? { id: focus.id, home: detail.target.id } : null;
});
on("htmx:afterSettle", ({ target }) => {
  $$("form[data-draft]").forEach(restore);
  if (target.matches("[role=listbox]")) {
    const input = comboOf(target), shown = input === document.activeElement && optionsOf(input).length > 0;
    input.setAttribute("aria-expanded", String(shown));
  }
  if (target.id === "problem") target.focus();
  else if (held && document.activeElement === document.body) {
    const home = document.getElementById(held.home) ?? target;
    const same = held.id && document.getElementById(held.id);
    const next = $("[data-focus=first]", home) ?? (same && visible(same) ? same : null) ?? $("[data-focus], [autofocus]", home) ?? home;
    if (!next.matches(`a, button, summary, ${FIELDS}`)) next.tabIndex = -1;
    next.focus({ preventScroll: next.dataset.focus === "first" }); // what is before it has to be seen first
  }
});
on("htmx:afterRequest", ({ detail, target }) => {
  const form = target.closest?.("form");
  const saved = detail.successful && detail.requestConfig.verb === "post" && !detail.xhr.getResponseHeader("HX-Redirect");
  const asked = detail.requestConfig.elt; // it may be gone from the page by now
  if (saved && asked?.matches?.("form[data-draft]")) forget(asked);
  if (form && !detail.xhr.getResponseHeader("HX-Redirect")) free(form); // else the page is on its way out, the draft kept
});
on("htmx:sendError", () => tell("The server could not be reached. What you typed is still here: try again in a moment."));
on("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= 500 && !placed(detail)) tell("Something broke on our side, and nothing was half saved. Try again, or reload the page.");
});

// ---------------------------------------------------------------- the desk
const place = (root, node, offset) => {
  const range = document.createRange();
  range.setStart(root, 0);
  range.setEnd(node, offset);
  return [...range.toString()].length;
};
function marked() {
  const text = $("[data-text]"), selection = getSelection();
  if (!text || selection.isCollapsed || !selection.rangeCount) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  if (!text.contains(startContainer) || !text.contains(endContainer)) return null;
  return `${text.dataset.pick}?start=${place(text, startContainer, startOffset)}&end=${place(text, endContainer, endOffset)}`;
}
document.addEventListener("selectionchange", () => {
  const link = $("#log-marked");
  const address = link && marked();
  if (!link) return;
  link.hidden = !address;
  if (address) link.href = address;
});
const show = () => {
  const now = $("#desk .mark.now");
  const { top, bottom } = now?.getBoundingClientRect() ?? { top: 1, bottom: 0 };
  if (now && matchMedia("(width >= 60rem)").matches && (top < 90 || bottom > innerHeight - 90)) now.scrollIntoView({ block: "center" });
};
const gap = () => document.getElementById($("#desk [data-gap]")?.dataset.gap)?.focus();
on("htmx:afterSettle", ({ target }) => { if (target.matches("#desk, #desk-item")) show(), gap(); });
on("click", (event) => { if (event.target.closest("[data-bookmark]")) event.preventDefault(); }); // it is for dragging
show();
gap();
