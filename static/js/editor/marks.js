/* Marks around and before text: bold, headings, lists, quotations, notes, footnotes, definitions. */
(() => {
  "use strict";

  portalEditor.add((editor) => {
    const { cm, words, commands } = editor;

    function around(mark, placeholder) {
      cm.operation(() => {
        const text = cm.getSelection();
        const from = cm.getCursor("from");
        const to = cm.getCursor("to");
        const n = mark.length;
        const before = { line: from.line, ch: Math.max(0, from.ch - n) };
        const after = { line: to.line, ch: to.ch + n };
        if (cm.getRange(before, from) === mark && cm.getRange(to, after) === mark) {
          cm.replaceRange(text, before, after);
          cm.setSelection(before, moved(before, text));
          return;
        }
        const lead = text.match(/^\s*/)[0];
        const inner = text.trim() || placeholder;
        const tail = text.trim() ? text.match(/\s*$/)[0] : "";
        cm.replaceSelection(`${lead}${mark}${inner}${mark}${tail}`);
        const start = moved(from, lead + mark);
        cm.setSelection(start, moved(start, inner));
      });
      cm.focus();
    }

    function moved(from, text) {
      const lines = text.split("\n");
      const last = lines[lines.length - 1].length;
      return { line: from.line + lines.length - 1, ch: lines.length > 1 ? last : from.ch + last };
    }

    /* Put a mark before every selected line, or take it away where every line has it. */
    function before(pattern, mark) {
      cm.operation(() => {
        const from = cm.getCursor("from").line;
        const end = cm.getCursor("to");
        const to = end.line > from && end.ch === 0 ? end.line - 1 : end.line;
        const lines = [];
        for (let line = from; line <= to; line += 1) lines.push(cm.getLine(line));
        const filled = lines.filter((line) => line.trim());
        const isOn = filled.length > 0 && filled.every((line) => pattern.test(line));
        let number = 0;
        const made = lines.map((line) => {
          if (!line.trim() && lines.length > 1) return line;
          number += 1;
          const [indent] = line.match(/^\s*/);
          const bare = line.slice(indent.length).replace(ANY_MARK, "");
          return isOn ? indent + bare : indent + mark(number) + bare;
        });
        cm.replaceRange(made.join("\n"), { line: from, ch: 0 }, { line: to, ch: cm.getLine(to).length });
        cm.setCursor({ line: to, ch: cm.getLine(to).length });
      });
      cm.focus();
    }
    const ANY_MARK = /^(?:[-*+] \[[ xX]\] |[-*+] |\d+[.)] |#{1,6} |> )/;

    /* A block of its own: with an empty line before and after it. */
    function block(text, select) {
      cm.operation(() => {
        const at = cm.getCursor("to");
        const line = cm.getLine(at.line);
        const isEmpty = !line.trim();
        const lead = isEmpty ? (at.line > 0 && cm.getLine(at.line - 1).trim() ? "\n" : "") : "\n\n";
        const next = cm.getLine(at.line + 1);
        const tail = next === undefined || next.trim() ? "\n" : "";
        const from = { line: at.line, ch: isEmpty ? 0 : line.length };
        cm.replaceRange(lead + text + tail, from, { line: at.line, ch: line.length });
        const start = moved(from, lead);
        const offset = select ? text.indexOf(select) : -1;
        if (offset < 0) cm.setCursor(moved(start, text));
        else {
          const first = moved(start, text.slice(0, offset));
          cm.setSelection(first, moved(first, select));
        }
        cm.scrollIntoView(null, 60);
      });
      cm.focus();
    }

    function footnote() {
      const used = [...cm.getValue().matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
      const number = Math.max(0, ...used) + 1;
      cm.operation(() => {
        cm.replaceRange(`[^${number}]`, cm.getCursor("to"));
        const last = cm.lastLine();
        const end = { line: last, ch: cm.getLine(last).length };
        const value = cm.getValue();
        const gap = value.endsWith("\n\n") ? "" : value.endsWith("\n") ? "\n" : "\n\n";
        const isAfterNote = /\n\[\^[^\]]+\]:[^\n]*\n*$/.test(value);
        const lead = isAfterNote && value.endsWith("\n") ? "" : gap;
        cm.replaceRange(`${lead}[^${number}]: ${words.footnote}\n`, end);
        const line = cm.lastLine() - 1;
        const start = `[^${number}]: `.length;
        cm.setSelection({ line, ch: start }, { line, ch: start + words.footnote.length });
        cm.scrollIntoView(null, 60);
      });
      cm.focus();
    }

    function note(kind) {
      const text = cm.getSelection().trim() || words.note;
      const lines = text.split("\n").map((line) => `> ${line}`.trimEnd());
      cm.replaceSelection("");
      block(`> [!${kind}]\n${lines.join("\n")}`, text.includes("\n") ? "" : text);
    }

    const noteForm = document.querySelector("[data-note-form]");
    noteForm.addEventListener("submit", () => note(noteForm.querySelector("[data-note-kind]").value));

    Object.assign(editor, { block, moved });
    Object.assign(commands, {
      bold: () => around("**", words.boldText),
      italic: () => around("*", words.italicText),
      code: () => (cm.getSelection().includes("\n") ? block(`\`\`\`\n${cut()}\n\`\`\``) : around("`", "code")),
      heading2: () => before(/^## /, () => "## "),
      heading3: () => before(/^### /, () => "### "),
      list: () => before(/^\s*[-*+] (?!\[[ xX]\] )/, () => "- "),
      ordered: () => before(/^\s*\d+[.)] /, (number) => `${number}. `),
      tasks: () => before(/^\s*[-*+] \[[ xX]\] /, () => "- [ ] "),
      quote: () => before(/^\s*> /, () => "> "),
      definition: () => block(`${words.term}\n: ${words.meaning}`, words.term),
      footnote,
      admonition: () => document.getElementById("note-dialog").showModal(),
      undo: () => cm.undo(),
      redo: () => cm.redo(),
    });

    function cut() {
      const text = cm.getSelection();
      cm.replaceSelection("");
      return text;
    }
  });
})();
