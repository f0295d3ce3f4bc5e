/* Tables: made by size, walked with Tab and Enter, aligned, and read from spreadsheets. */
(() => {
  "use strict";

  const RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
  const isRow = (line) => line !== undefined && /(^|[^\\])\|/.test(line);

  /* Cells between pipes; an escaped pipe is text. */
  function cells(line) {
    const inner = line.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1");
    return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
  }

  const width = (text) => [...text].length;

  function alignment(cell) {
    return (cell.startsWith(":") ? "left" : "") + (cell.endsWith(":") ? "right" : "");
  }

  function rule(size, side) {
    const dashes = "-".repeat(Math.max(3, size) - (side.includes("left") ? 1 : 0) - (side.includes("right") ? 1 : 0));
    return (side.includes("left") ? ":" : "") + dashes + (side.includes("right") ? ":" : "");
  }

  /* Rows of cells as Markdown with straight pipes; the second row of `rows` is not the rule. */
  function write(rows, sides = []) {
    const columns = Math.max(...rows.map((row) => row.length));
    const full = rows.map((row) => Array.from({ length: columns }, (_, at) => row[at] ?? ""));
    const sizes = Array.from({ length: columns }, (_, at) => Math.max(3, ...full.map((row) => width(row[at]))));
    const isTooWide = sizes.reduce((sum, size) => sum + size, 0) > 160; /* long cells: no padding */
    const pad = (cell, at) => {
      const room = isTooWide ? "" : " ".repeat(sizes[at] - width(cell));
      return sides[at] === "right" ? room + cell : cell + room;
    };
    const line = (row) => `| ${row.map(pad).join(" | ")} |`;
    const ruled = `| ${sizes.map((size, at) => rule(isTooWide ? 3 : size, sides[at] ?? "")).join(" | ")} |`;
    return [line(full[0]), ruled, ...full.slice(1).map(line)].join("\n");
  }

  const cellText = (text) => text.replace(/\s*\n\s*/g, "<br>").replace(/\s+/g, " ").trim().replace(/(?<!\\)\|/g, "\\|");

  /* A table on the clipboard: HTML that is one table, or lines of text with tabs. */
  function fromClipboard(html, text) {
    if (html && /<table/i.test(html)) {
      const page = new DOMParser().parseFromString(html, "text/html");
      const tables = page.querySelectorAll("table");
      const around = page.body.cloneNode(true);
      around.querySelectorAll("table, style, meta").forEach((node) => node.remove());
      const isSimple = tables.length === 1 && !around.textContent.trim() && !page.querySelector("[rowspan], [colspan]:not([colspan='1'])");
      if (!isSimple) return null;
      return [...tables[0].rows].map((row) => [...row.cells].map((cell) => cellText(cell.innerText ?? cell.textContent)));
    }
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    if (html || lines.length < 2 || !lines.every((line) => line.includes("\t"))) return null;
    return lines.map((line) => line.split("\t").map(cellText));
  }

  portalEditor.add((editor) => {
    const { cm, words, commands, fill } = editor;

    /* The table around the caret: its first and last line, its rows, and where the caret is. */
    function here() {
      const at = cm.getCursor();
      if (!isRow(cm.getLine(at.line))) return null;
      let first = at.line;
      let last = at.line;
      while (isRow(cm.getLine(first - 1)) || RULE.test(cm.getLine(first - 1) ?? "x")) first -= 1;
      while (isRow(cm.getLine(last + 1))) last += 1;
      if (last === first || !RULE.test(cm.getLine(first + 1))) return null;
      const lines = [];
      for (let line = first; line <= last; line += 1) lines.push(cm.getLine(line));
      const sides = cells(lines[1]).map(alignment);
      const rows = lines.filter((_line, index) => index !== 1).map(cells);
      const row = at.line === first ? 0 : Math.max(0, at.line - first - 1);
      const left = cm.getLine(at.line).slice(0, at.ch);
      const column = Math.max(0, (left.match(/(?<!\\)\|/g) ?? []).length - (/^\s*\|/.test(lines[0]) ? 1 : 0));
      return { first, last, rows, sides, row, column: Math.min(column, rows[0].length - 1) };
    }

    function put(table, row, column) {
      cm.operation(() => {
        const end = { line: table.last, ch: cm.getLine(table.last).length };
        cm.replaceRange(write(table.rows, table.sides), { line: table.first, ch: 0 }, end);
        select(table.first + (row === 0 ? 0 : row + 1), column);
      });
    }

    function select(line, column) {
      const text = cm.getLine(line);
      const pipes = [...text.matchAll(/(?<!\\)\|/g)].map((found) => found.index);
      const inner = text.slice(pipes[column] + 1, pipes[column + 1]);
      const start = pipes[column] + 1 + (inner.trim() ? inner.length - inner.trimStart().length : 1);
      cm.setSelection({ line, ch: start }, { line, ch: start + inner.trim().length });
    }

    function move(step) {
      const table = here();
      if (!table) return false;
      const columns = table.rows[0].length;
      const place = table.row * columns + table.column + step;
      if (place < 0) return false;
      if (place >= table.rows.length * columns) table.rows.push(Array(columns).fill(""));
      put(table, Math.floor(place / columns), place % columns);
      return true;
    }

    /* Enter goes to the row below; in an empty last row it ends the table. */
    function enter() {
      const table = here();
      if (!table || cm.somethingSelected()) return false;
      const isLast = table.row === table.rows.length - 1;
      if (isLast && table.row > 0 && table.rows[table.row].every((cell) => !cell)) {
        table.rows.pop();
        put(table, 0, 0);
        const line = table.first + table.rows.length + 1;
        cm.replaceRange("\n", { line: line - 1, ch: cm.getLine(line - 1).length });
        cm.setCursor({ line, ch: 0 });
        return true;
      }
      table.rows.splice(table.row + 1, 0, Array(table.rows[0].length).fill(""));
      put(table, table.row + 1, 0);
      return true;
    }

    cm.on("keydown", (_cm, event) => {
      const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (event.key === "Enter" && isPlain && !event.isComposing && enter()) event.preventDefault();
    });

    function insert(rows) {
      const text = write(rows);
      editor.block(text, "");
      cm.focus();
    }

    const dialog = document.getElementById("table-dialog");
    const form = dialog.querySelector("[data-table-form]");
    const format = form.querySelector("[data-table-format]");
    form.addEventListener("submit", () => {
      const columns = Number(form.querySelector("[data-table-columns]").value);
      const below = Number(form.querySelector("[data-table-rows]").value);
      const head = Array.from({ length: columns }, (_, at) => fill(words.column, { number: at + 1 }));
      insert([head, ...Array.from({ length: below }, () => Array(columns).fill(""))]);
      select(cm.getCursor().line - below - 1, 0);
    });
    format.addEventListener("click", () => {
      dialog.close();
      const table = here();
      if (table) put(table, table.row, table.column);
      cm.focus();
    });

    commands.table = () => {
      format.hidden = !here();
      dialog.showModal();
    };
    editor.table = { move, insert, fromClipboard };
  });
})();
