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

    async function convert(body, plain) {
      const place = cm.setBookmark(cm.getCursor("from"), { insertLeft: true });
      cm.replaceSelection("");
      const before = state.textContent;
      state.textContent = words.converting;
      let text = plain;
      try {
        const answer = await editor.post(urls.convert, body);
        if (answer.ok) text = (await answer.json()).markdown.replace(/\n+$/, "");
      } catch {
        /* what was copied is inserted as plain text */
      }
      state.textContent = before;
      const at = place.find() ?? cm.getCursor();
      place.clear();
      cm.replaceRange(text, at, at, "+paste");
      cm.setCursor(editor.moved(at, text));
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
        const body = new FormData();
        body.set("file", files[0]);
        convert(body, "");
      }
    });
  });
})();
