/* Pickers: search while typing, arrow keys choose, Enter inserts a link or a text block. */
(() => {
  "use strict";

  const PAUSE = 180;

  portalEditor.add((editor) => {
    const { cm, urls, words, commands } = editor;

    function picker(name, { url, insert, offer }) {
      const form = document.querySelector(`[data-picker="${name}"]`);
      const dialog = form.closest("dialog");
      const query = form.querySelector("[data-picker-query]");
      const list = form.querySelector("[data-picker-results]");
      const state = form.querySelector("[data-picker-state]");
      let found = [];
      let at = 0;
      let asked = 0;
      let timer = 0;

      function choose(index) {
        at = Math.min(Math.max(0, index), found.length - 1);
        [...list.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === at)));
        list.children[at]?.scrollIntoView({ block: "nearest" });
        if (found.length) query.setAttribute("aria-activedescendant", list.children[at].id);
        else query.removeAttribute("aria-activedescendant");
      }

      function row(result, index) {
        const node = document.createElement("li");
        node.id = `${name}-option-${index}`;
        node.role = "option";
        const title = document.createElement("b");
        title.textContent = result.title;
        const note = document.createElement("span");
        note.className = "note";
        note.textContent = [result.kind, result.note].filter(Boolean).join(" · ");
        node.append(title, note);
        node.addEventListener("click", () => {
          choose(index);
          form.requestSubmit();
        });
        return node;
      }

      async function search() {
        asked += 1;
        const mine = asked;
        const text = query.value.trim();
        const own = offer?.(text);
        let results = [];
        if (!own) {
          try {
            const answer = await fetch(`${url}?q=${encodeURIComponent(text)}`);
            results = answer.ok ? (await answer.json()).results : [];
          } catch {
            if (mine === asked) state.textContent = words.noAnswer;
            return;
          }
        }
        if (mine !== asked) return; /* a later question is under way */
        found = own ? [own] : results;
        list.replaceChildren(...found.map(row));
        state.textContent = found.length ? "" : words.nothing;
        choose(0);
      }

      query.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(search, PAUSE);
      });
      query.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        choose(at + step);
      });
      form.addEventListener("submit", (event) => {
        if (!found.length) event.preventDefault();
        else insert(found[at], form);
      });
      dialog.addEventListener("close", () => cm.focus());
      return (text) => {
        query.value = text;
        found = [];
        list.replaceChildren();
        dialog.showModal();
        query.select();
        search();
      };
    }

    const escaped = (text) => text.replace(/([\\[\]])/g, "\\$1");

    const openLinks = picker("links", {
      url: urls.links,
      offer: (text) => (/^(?:https?:\/\/|mailto:)\S+$/.test(text) ? { reference: text, title: text, kind: "", note: "" } : null),
      insert: (result, form) => {
        const text = form.querySelector("[data-picker-text]").value.trim() || result.title;
        const target = /[\s()]/.test(result.reference) ? `<${result.reference}>` : result.reference;
        cm.replaceSelection(`[${escaped(text)}](${target})`);
      },
    });
    const openBlocks = picker("blocks", {
      url: urls.blocks,
      insert: (result) => editor.block(`[[block:${result.key}]]`, ""),
    });

    commands.link = () => {
      const text = cm.getSelection();
      document.querySelector("[data-picker-text]").value = text;
      openLinks(/\n/.test(text) ? "" : text);
    };
    commands.block = () => openBlocks("");
  });
})();
