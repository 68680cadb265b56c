// The pages work without this script. With it: no reloads, live updates, dialogs, completions, filters.

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const body = document.body;
const UNREACHABLE = "The playground does not answer. Is it still running? Nothing you typed is lost; please try again.";
const REPEAT = 700; // milliseconds in which a second press of the same button means the first

document.documentElement.classList.add("js");

function element(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup.trim();
  return template.content.firstElementChild;
}

// Sending: a form stays as it is until the server has taken it

const pressed = new WeakMap();

async function post(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(form.getAttribute("action"), { method: "POST", body: fields, headers });
    return await response.json();
  } catch {
    return { problem: UNREACHABLE };
  }
}

let clicks = 0; // how often in a row the mouse was pressed: 2 is the second half of a double click

function isRepeat(form, submitter, at) {
  const last = pressed.get(form);
  if (last?.busy) return true;
  if (form.matches("[data-clock]")) return false;
  return clicks > 1 || (Boolean(last) && last.button === submitter && at - last.at < REPEAT);
}

async function submit(event) {
  const form = event.target;
  if (!form.matches("[data-live]")) return;
  event.preventDefault();
  if (isRepeat(form, event.submitter, event.timeStamp)) return;
  if (form.matches("[data-composer]") && !find("#say").value.trim()) return;
  const press = { busy: true, button: event.submitter, at: event.timeStamp };
  const from = form.contains(document.activeElement) ? document.activeElement : event.submitter;
  pressed.set(form, press);
  form.setAttribute("aria-busy", "true");
  const answer = await post(form, event.submitter);
  press.busy = false;
  form.removeAttribute("aria-busy");
  taken(form, from, answer);
}

function taken(form, from, answer) {
  const token = find("[name=token]", form);
  if (token && answer.token) token.value = answer.token;
  if (answer.problem) return tell(form, answer.problem);
  tell(form, "");
  if (form.matches("[data-composer]")) find("#say").value = "";
  if (answer.dialog) return showDialog(answer.dialog, form, from);
  if (form.matches("[data-dialog]")) dialog.close();
  if (answer.message) awaited(answer.message);
}

function tell(form, sentence) {
  const inDialog = form.matches("[data-dialog]");
  const place = inDialog ? find("#problems") : find("#told");
  const words = document.createElement("p");
  words.className = "problem";
  words.textContent = sentence;
  place.replaceChildren(...(sentence ? [words] : []));
  if (form.matches("[data-composer]")) {
    find("#say").toggleAttribute("aria-invalid", false);
    if (sentence) find("#say").setAttribute("aria-invalid", "true");
  }
  if (!inDialog) return;
  place.hidden = !sentence;
  if (sentence) place.focus();
}

document.addEventListener("submit", submit);
document.addEventListener("click", (event) => (clicks = event.detail), { capture: true });
document.addEventListener("keydown", (event) => {
  clicks = 0;
  if (event.repeat && event.key === "Enter" && event.target.closest("[data-live]")) event.preventDefault();
});

// Dialogs

const dialog = find("#dialog");
let opener = null;

function showDialog(markup, form, from) {
  if (!dialog.open) opener = { button: from, card: form.closest(".message")?.id };
  dialog.innerHTML = markup;
  equip(dialog);
  if (!dialog.open) dialog.showModal();
  const wrong = find("#problems:not([hidden])", dialog);
  const first = find(".field :is(input:not([type=search]), select, textarea)", dialog);
  (wrong ?? first ?? find("#dialog-title")).focus();
  if (wrong) wrong.scrollIntoView({ block: "nearest" });
}

function closed() {
  dialog.replaceChildren();
  const card = opener?.card && document.getElementById(opener.card);
  const target = opener?.button?.isConnected ? opener.button : card || find("#say");
  target?.focus();
  opener = null;
}

function equip(within) {
  all("[data-limit]", within).forEach(count);
  all("[data-options]", within).forEach((options) => chosen(options.closest("fieldset")));
  all(".filter", within).forEach((box) => (box.hidden = false));
}

function count(field) {
  const words = find(`[data-count="${field.id}"]`);
  if (!words) return;
  const left = Number(field.dataset.limit) - [...field.value].length;
  words.textContent = left >= 0 ? `${left} of ${field.dataset.limit} characters left.` : `${-left} characters too many.`;
  words.classList.toggle("over", left < 0);
  words.hidden = field.matches("input") && left > Number(field.dataset.limit) / 4;
}

function chosen(fieldset) {
  const boxes = all("input[type=checkbox]", fieldset);
  const ticked = boxes.filter((box) => box.checked);
  const most = Number(find("[data-most]", fieldset)?.dataset.most ?? Infinity);
  for (const box of boxes) box.disabled = !box.checked && ticked.length >= most;
  const words = find("[data-most]", fieldset);
  if (words) words.textContent = `Choose up to ${most}; ${ticked.length} chosen.`;
  const chips = find("[data-chosen]", fieldset);
  if (!chips || !boxes.length) return;
  chips.hidden = !ticked.length;
  chips.replaceChildren(...ticked.map(chip));
}

function chip(box) {
  const button = document.createElement("button");
  const label = find(".option-label", box.closest("label")).textContent;
  button.type = "button";
  button.className = "chip";
  button.textContent = `${label} ✕`;
  button.setAttribute("aria-label", `Remove ${label}`);
  button.addEventListener("click", () => {
    box.checked = false;
    chosen(box.closest("fieldset"));
    box.focus();
  });
  return button;
}

const has = (text, wanted) => text.toLowerCase().includes(wanted.trim().toLowerCase());

function filter(box) {
  const target = document.getElementById(box.dataset.filter);
  if (target.matches("select")) return filterSelect(target, box.value);
  let left = 0;
  for (const option of all(".option", target)) {
    option.hidden = !has(option.textContent, box.value);
    left += option.hidden ? 0 : 1;
  }
  for (const group of all(".group", target)) group.hidden = !find(".option:not([hidden])", group);
  find("[data-none]", target).hidden = left > 0;
}

function filterSelect(select, wanted) {
  for (const option of select.options) {
    option.hidden = option.disabled = !(option.selected || !option.value || has(option.textContent, wanted));
  }
  const fitting = [...select.options].filter((o) => o.value && !o.disabled && has(o.textContent, wanted));
  if (wanted.trim() && fitting.length === 1) select.value = fitting[0].value;
}

if (dialog) {
  dialog.addEventListener("close", closed);
  dialog.addEventListener("input", ({ target }) => {
    if (target.matches("[data-limit]")) count(target);
    if (target.matches("[data-filter]")) filter(target);
    if (target.matches("input[type=checkbox]")) chosen(target.closest("fieldset"));
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-filter]")) event.preventDefault();
    if (event.key === " " && event.target.matches("a[role=button]")) event.target.click();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) {
      event.preventDefault();
      dialog.close();
    }
    const link = event.target.closest(".problems a");
    if (link) {
      event.preventDefault();
      const field = find(link.getAttribute("href"), dialog);
      (field.matches("fieldset") ? find("input", field) : field).focus();
    }
  });
  if (dialog.matches("[data-open]")) {
    const markup = dialog.innerHTML;
    dialog.close();
    dialog.removeAttribute("data-open");
    showDialog(markup, find("[data-composer]"), null);
  }
}

// The log

const log = find("#log");
const scroller = find("[data-scroll]");
const atEnd = () => !scroller || Math.abs(scroller.scrollTop) < 120;
let waitingFor = null;

function awaited(message) {
  waitingFor = message;
  arrive();
}

function arrive() {
  const message = waitingFor && document.getElementById(`message-${waitingFor}`);
  if (!message || dialog.open) return;
  waitingFor = null;
  const tall = message.offsetHeight > scroller.clientHeight;
  message.scrollIntoView({ block: tall ? "start" : "nearest" });
}

function put({ id, html, day, dayHtml }) {
  const fresh = element(html);
  const old = document.getElementById(`message-${id}`);
  if (old) return replace(old, fresh);
  if ("past" in body.dataset) return;
  find("[data-empty]")?.remove();
  if (!document.getElementById(`day-${day}`)) log.append(element(dayHtml));
  log.append(fresh);
  body.dataset.last = String(Math.max(Number(body.dataset.last), id));
}

function replace(old, fresh) {
  const focused = old.contains(document.activeElement);
  if (opener?.card === old.id) opener.button = null;
  old.replaceWith(fresh);
  if (focused) fresh.focus();
}

function change(event) {
  const news = JSON.parse(event.data);
  const stay = !atEnd();
  const known = Number(body.dataset.last);
  news.messages.forEach(put);
  showRooms(news);
  showClock(news.clock);
  if (news.announce) find("#status").textContent = news.announce;
  if (news.messages.some(({ id }) => id > known)) stay ? offerJump() : scroller.scrollTo({ top: 0 });
  arrive();
  read();
}

function showRooms({ rooms, title }) {
  const side = find("#side");
  const focused = side.contains(document.activeElement) && document.activeElement.getAttribute("href");
  side.innerHTML = rooms;
  if (focused) find(`a[href="${CSS.escape(focused)}"]`, side)?.focus();
  document.title = title;
  find("[data-menu]").classList.toggle("news", Boolean(find(".badge", side)));
}

function showClock({ stamp, words, busy }) {
  const now = find("#now");
  now.textContent = words;
  now.dateTime = stamp;
  const clock = find("[data-clock]");
  find(".busy", clock).textContent = busy ? "Moving…" : "";
  busy ? clock.setAttribute("aria-busy", "true") : clock.removeAttribute("aria-busy");
}

function offerJump() {
  if (find(".jump")) return;
  const jump = element('<button class="button primary jump" type="button">New messages ↓</button>');
  jump.addEventListener("click", () => scroller.scrollTo({ top: 0 }));
  find("main").append(jump);
}

let lastRead = Number(body.dataset.last ?? 0);

function read() {
  const last = Number(body.dataset.last);
  if (document.hidden || last <= lastRead) return;
  lastRead = last;
  const composer = find("[data-composer]");
  const fields = new URLSearchParams({ secret: find("[name=secret]", composer).value, seen: String(last) });
  fetch(composer.getAttribute("action").replace(/say$/, "read"), { method: "POST", body: fields }).catch(() => {});
}

if (log) {
  const events = new EventSource(body.dataset.events);
  events.addEventListener("change", change);
  events.addEventListener("open", () => body.setAttribute("data-connected", ""));
  events.addEventListener("error", () => body.removeAttribute("data-connected"));
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("visibilitychange", read);
  scroller.addEventListener("scroll", () => atEnd() && find(".jump")?.remove());
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : find("#new");
  target?.scrollIntoView({ block: "center" });
  find("[data-menu]").classList.toggle("news", Boolean(find(".badge", find("#side"))));
}

// The top bar

const menu = find("[data-menu]");
menu?.addEventListener("click", () => {
  const open = find("#side").classList.toggle("open");
  menu.setAttribute("aria-expanded", String(open));
  if (open) find("#side a")?.focus();
});

function leave(event) {
  const who = find(".who[open]");
  if (who && (event.key === "Escape" || (event.type === "click" && !who.contains(event.target)))) {
    who.open = false;
    if (event.key) find("summary", who).focus();
  }
  if (event.key === "Escape" && menu?.getAttribute("aria-expanded") === "true" && !dialog.open) {
    menu.click();
    menu.focus();
  }
}
document.addEventListener("click", leave);
document.addEventListener("keydown", leave);

// The composer's completions (the listbox pattern of ARIA 1.2)

const say = find("#say");
const list = find("#completions");
const options = list ? all("[role=option]", list) : [];
const open = () => options.filter((option) => !option.hidden);
const active = () => options.find((option) => option.getAttribute("aria-selected") === "true");

function fits(option, text) {
  const command = text.split(/\s/)[0].toLowerCase();
  if (option.dataset.command) return text.startsWith("/") && !/\s/.test(text) && option.dataset.command.startsWith(command);
  if (option.dataset.optionOf !== command || !/\s/.test(text)) return false;
  const last = text.split(/\s/).at(-1).toLowerCase();
  const given = new RegExp(`\\s${option.dataset.insert}`, "i").test(text);
  return !given && !last.includes(":") && option.dataset.insert.startsWith(last);
}

function complete() {
  for (const option of options) option.hidden = !fits(option, say.value);
  select(null);
  list.hidden = !open().length;
  say.setAttribute("aria-expanded", String(!list.hidden));
}

function select(option) {
  for (const one of options) one.setAttribute("aria-selected", String(one === option));
  option ? say.setAttribute("aria-activedescendant", option.id) : say.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function insert(option) {
  const kept = option.dataset.command ? "" : say.value.replace(/\S*$/, "");
  say.value = kept + option.dataset.insert;
  complete();
  say.focus();
}

function shut() {
  for (const option of options) option.hidden = true;
  select(null);
  list.hidden = true;
  say.setAttribute("aria-expanded", "false");
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function keys(event) {
  if (list.hidden || event.isComposing) return;
  const shown = open();
  if (event.key in STEPS) {
    const from = shown.indexOf(active());
    const next = from < 0 && event.key === "ArrowUp" ? shown.length - 1 : (from + STEPS[event.key] + shown.length) % shown.length;
    select(shown[next]);
  } else if (event.key === "Enter" && active()) insert(active());
  else if (event.key === "Escape") shut();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

if (say) {
  say.addEventListener("input", complete);
  say.addEventListener("keydown", keys);
  say.addEventListener("blur", shut);
  say.form.addEventListener("submit", shut);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => target.closest("[role=option]") && insert(target.closest("[role=option]")));
}

// The first page

const people = find("[data-people]");

function narrow() {
  let left = 0;
  for (const group of all("[data-people-group]")) {
    const shown = all("[data-person]", group).filter((one) => !(one.hidden = !has(one.dataset.person, people.value)));
    group.hidden = !shown.length;
    left += shown.length;
  }
  find("[data-people-none]").hidden = left > 0;
  find("[data-people-count]").textContent = people.value ? `${left} found` : "";
}

if (people && !people.value) {
  find("[data-people-button]").hidden = true;
  people.addEventListener("input", narrow);
}
