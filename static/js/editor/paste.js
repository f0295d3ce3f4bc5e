/* Paste and drop: pictures are stored, tables become tables, formatted text becomes Markdown. */
(() => {
  "use strict";

  /* Formatting worth converting; code editors put plain text into styled boxes. */
  const FORMATTED = /<(?:h[1-6]|li|table|strong|em|b|i|a)\b|MsoNormal|MsoList/i;
  const FROM_CODE_EDITOR = /vscode|<pre\b|monospace/i;
  const WORD_FILE = /\.docx$/i;

  portalEditor.add((editor) => {
    const { cm, urls, words } = editor;
    const state = editor.form.querySelector("[data-state]");
    const problems = document.querySelector("[data-problems]");
    const file = document.querySelector("[data-word-file]");

    async function convert(body, plain) {
      const place = cm.setBookmark(cm.getCursor("from"), { insertLeft: true });
      cm.replaceSelection("");
      const before = state.textContent;
      state.textContent = words.converting;
      let text = plain;
      try {
        const answer = await editor.post(urls.convert, body);
        const told = answer.ok || answer.status === 422 ? await answer.json() : {};
        if (answer.ok) text = told.markdown.replace(/\n+$/, "");
        tell(told.problems ?? Object.values(told.errors ?? {}).flat());
      } catch {
        if (!plain) tell([words.noAnswer]); /* else what was copied is inserted as plain text */
      }
      if (state.textContent === words.converting) state.textContent = before;
      const at = place.find() ?? cm.getCursor();
      place.clear();
      cm.replaceRange(text, at, at, "+paste");
      cm.setCursor(editor.moved(at, text));
    }

    function tell(sentences) {
      problems.hidden = !sentences.length;
      problems.firstElementChild.textContent = sentences.join(" ");
    }

    function convertFile(chosen) {
      const body = new FormData();
      body.set("file", chosen);
      convert(body, "");
    }

    function paste(data) {
      const html = data.getData("text/html");
      const text = data.getData("text/plain");
      const rows = editor.table.fromClipboard(html, text);
      if (rows?.length) {
        cm.replaceSelection("");
        editor.table.insert(rows);
        return true;
      }
      if (data.files.length && !text.trim() && editor.addPictures(data.files)) return true;
      if (!html || !FORMATTED.test(html) || FROM_CODE_EDITOR.test(html)) return false;
      const body = new FormData();
      body.set("html", html);
      convert(body, text);
      return true;
    }

    cm.on("paste", (_cm, event) => {
      if (event.clipboardData && paste(event.clipboardData)) event.preventDefault();
    });

    cm.on("drop", (_cm, event) => {
      const files = event.dataTransfer?.files ?? [];
      if (!files.length) return;
      cm.setCursor(cm.coordsChar({ left: event.clientX, top: event.clientY }));
      if (editor.addPictures(files)) event.preventDefault();
      else if (WORD_FILE.test(files[0].name)) {
        event.preventDefault();
        convertFile(files[0]);
      }
    });

    file.addEventListener("change", () => {
      if (file.files.length) convertFile(file.files[0]);
      file.value = "";
    });
    editor.commands.word = () => file.click();
  });
})();
