// A message's text with its entities, as DOM nodes. Offsets are UTF-16 units, as in JavaScript.

import { full, shown, words } from "/words.js";

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const STYLES = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
};

export function safe(url) {
  try {
    const parsed = new URL(url, location.href);
    return ["http:", "https:", "tg:"].includes(parsed.protocol) ? parsed.href : "";
  } catch {
    return "";
  }
}

export function link(url, ...children) {
  const made = element("a", "link", ...children);
  made.href = safe(url);
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  made.title = url;
  return made;
}

function time(entity, children) {
  const made = element("time", "when", ...children);
  made.dateTime = new Date(entity.unix_time * 1000).toISOString();
  made.title = full(entity.unix_time);
  if (entity.date_time_format) {
    made.dataset.unix = entity.unix_time;
    made.dataset.shape = entity.date_time_format;
    made.textContent = shown(entity.unix_time, entity.date_time_format);
  }
  return made;
}

function quote(entity, children) {
  const made = element("blockquote", "quote", ...children);
  if (entity.type === "expandable_blockquote") {
    made.classList.add("folded");
    made.tabIndex = 0;
    made.setAttribute("role", "button");
    made.setAttribute("aria-label", words.more);
    const turn = () => made.classList.toggle("folded");
    made.addEventListener("click", turn);
    made.addEventListener("keydown", (event) => event.key === "Enter" && turn());
  }
  return made;
}

function spoiler(children) {
  const made = element("button", "spoiler", ...children);
  made.type = "button";
  made.addEventListener("click", () => made.classList.add("open"), { once: true });
  return made;
}

function wrapped(entity, covered, children) {
  if (STYLES[entity.type]) return element(STYLES[entity.type], "", ...children);
  switch (entity.type) {
    case "text_link": return link(entity.url, ...children);
    case "url": return link(/^https?:/i.test(covered) ? covered : `http://${covered}`, ...children);
    case "email": return element("span", "link", ...children);
    case "hashtag": case "mention": case "bot_command": case "text_mention": case "cashtag":
      return element("span", "link", ...children);
    case "date_time": return time(entity, children);
    case "blockquote": case "expandable_blockquote": return quote(entity, children);
    case "spoiler": return spoiler(children);
    default: return element("span", "", ...children);
  }
}

// Entities are sorted and properly nested: each takes those that lie within it.
export function nodes(text, entities = [], from = 0, to = text.length) {
  const made = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    const inner = [];
    while (index + 1 < entities.length && entities[index + 1].offset < end) {
      index += 1;
      inner.push(entities[index]);
    }
    if (entity.offset > at) made.push(text.slice(at, entity.offset));
    made.push(wrapped(entity, text.slice(entity.offset, end), nodes(text, inner, entity.offset, end)));
    at = end;
    if (entity.type.endsWith("blockquote") && text[at] === "\n") at += 1;
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}
