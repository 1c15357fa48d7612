// What a message shows besides its text: pictures, files, reactions, what happened in the chat.

import { words } from "/words.js";
import { element } from "/text.js";

export function service(message) {
  const who = message.sender_chat?.title ?? message.author;
  if (message.pinned_message) return `${who} ${words.pinned(brief(message.pinned_message).slice(0, 40))}`;
  if (message.forum_topic_created) return `${who} ${words.opened(message.forum_topic_created.name)}`;
  if (message.forum_topic_closed) return `${who} ${words.closed}`;
  if (message.forum_topic_reopened) return `${who} ${words.reopened}`;
  if (message.migrate_to_chat_id) return words.upgraded;
  return message.migrate_from_chat_id ? words.was : "";
}

// A message in one line.
export function brief(message) {
  const media = message.photo ? words.photo : message.document ? message.document.file_name ?? words.file : "";
  const text = message.text ?? message.caption ?? (media ? "" : service(message));
  return [media && `${message.photo ? "🖼" : "📎"} ${media}`, text].filter(Boolean).join(" · ");
}

export const picture = (message) => Boolean(message.photo);

export function pictured(album) {
  const shown = album.filter(picture);
  if (!shown.length) return "";
  const made = element("div", "pictures", ...shown.map((message) => {
    const image = element("img");
    image.src = message.picture;
    image.alt = words.photo;
    image.width = message.photo.at(-1).width;
    image.height = message.photo.at(-1).height;
    return image;
  }));
  made.dataset.count = shown.length;
  return made;
}

export function file(message) {
  if (!message.document) return "";
  const { file_name: name, file_size: size } = message.document;
  const made = element("a", "file", element("span", "sheet"),
    element("b", "", name ?? words.file), element("small", "", words.size(size)));
  made.href = message.picture;
  made.download = name ?? "";
  return made;
}

export function reactions(message) {
  if (!message.reactions.length) return "";
  return element("div", "reactions", ...message.reactions.map(({ emoji, count }) => element("span", "", `${emoji} ${count}`)));
}
