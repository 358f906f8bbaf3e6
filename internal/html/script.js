"use strict";
(function () {
  var root = document.documentElement, detail = document.getElementById("detail"), parsed = null, opener = null;
  root.classList.add("js");

  // The data is read when somebody first asks for it: opening a page stays fast.
  function data(g) {
    if (!parsed) parsed = JSON.parse(document.getElementById("data").textContent);
    var d = parsed[g], time = 0;
    if (!d.read) d.m.forEach(function (m) { m[0] = time += m[0]; m[2] += m[3] < 0 ? "" : d.x[m[3]]; });
    d.read = true;
    return d;
  }
  function make(name, text, kind) {
    var e = document.createElement(name);
    if (text !== undefined) e.textContent = text;
    if (kind) e.className = kind;
    return e;
  }
  function svg(name, attributes, text) {
    var e = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (var k in attributes) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    return e;
  }
  function two(n) { return (n < 10 ? "0" : "") + n; }
  function utc(seconds) { return new Date(seconds * 1000).toISOString().replace("T", " ").slice(0, 19) + " UTC"; }
  function local(date) {
    return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate()) + " " +
      two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds()) + " here";
  }
  document.querySelectorAll("time").forEach(function (t) {
    var date = new Date(t.getAttribute("datetime"));
    if (!isNaN(date)) t.after(make("span", " (" + local(date) + ")", "dim"));
  });

  var words = {
    w: "wrote it", a: "arrived", l: "late: a later change was there before it", i: "arrived, as other people's copies tell",
    r: "arrived, and was not followed", s: "filed as spam", n: "never arrived", k: "arrived, and no key of the device opens it",
    o: "was not sent here", "-": "nothing is known, or it has no part in it"
  };
  function told(d, m) { return typeof m[1] === "string" ? m[1] : d.x[m[1]]; }
  function close() {
    detail.hidden = true;
    document.querySelectorAll(".msg.on").forEach(function (e) { e.classList.remove("on"); });
    if (opener) opener.focus();
    opener = null;
  }
  // show tells of one message; of lane alone where a cell was asked.
  function show(g, i, lane, from) {
    var d = data(g), m = d.m[i], button = make("button", "close", "close");
    opener = from || null;
    detail.textContent = "";
    button.type = "button";
    button.addEventListener("click", close);
    detail.append(button, make("h3", "Message " + (i + 1) + " of " + d.m.length), make("p", told(d, m)));
    detail.append(make("p", utc(m[0]) + " (" + local(new Date(m[0] * 1000)) + ")", "dim"));
    detail.append(m[2] ? make("code", m[2]) : make("p", "The JSON has its Message-ID.", "dim"));
    var list = make("dl");
    d.d.forEach(function (name, k) {
      var fate = m[5][k], more = m[6] && m[6][k], line;
      if (lane >= 0 && k !== lane || lane < 0 && fate === "-") return;
      line = make("dd", words[fate] || fate);
      if (more) {
        if (more[0] && "wali r".indexOf(fate) >= 0) line.append(", at " + utc(m[0] + more[0]));
        if (more[4].length) line.append(make("div", "joined: " + names(d, more[4]), "gain"));
        if (more[5].length) line.append(make("div", "gone: " + names(d, more[5]), "lose"));
        if ("wali".indexOf(fate) >= 0) line.append(make("div", "shows " + more[1] + " members afterwards"));
        if (d.x[more[2]]) line.append(make("div", "because " + d.x[more[2]], "dim"));
        if (more.length > 6) {
          line.append(make("div", "in " + d.x[more[6]] + more[7], "dim mono"));
          if (more[8]) line.append(make("div", "SHA-256 " + hex(more[8]), "dim mono"));
        } else if (d.x[more[3]]) line.append(make("div", "in " + d.x[more[3]], "dim mono"));
      }
      list.append(make("dt", name), line);
    });
    detail.append(list);
    detail.hidden = false;
    document.querySelectorAll(".msg.on").forEach(function (e) { e.classList.remove("on"); });
    document.querySelectorAll("#g" + g + ' .msg[data-i="' + i + '"]').forEach(function (e) { e.classList.add("on"); });
    button.focus({ preventScroll: true });
  }
  function hex(base64) {
    return Array.from(atob(base64), function (c) { return ("0" + c.charCodeAt(0).toString(16)).slice(-2); }).join("");
  }
  function names(d, list) { return list.map(function (k) { return d.x[k]; }).join(", "); }
  function group(e) { return +e.closest("[data-g]").getAttribute("data-g"); }
  function attribute(e, name) { return +e.getAttribute("data-" + name); }

  function laneOf(cell) { return attribute(cell.closest("table").tHead.rows[0].cells[cell.cellIndex], "l"); }

  document.addEventListener("click", function (event) {
    var cell = event.target.closest("td[data-i] button"), arrow = event.target.closest(".msg[data-i]");
    if (cell) show(group(cell), attribute(cell.parentNode, "i"), laneOf(cell.parentNode), cell);
    else if (arrow) show(group(arrow), attribute(arrow, "i"), -1, arrow);
  });
  document.addEventListener("keydown", function (event) {
    var arrow = event.target.closest && event.target.closest(".msg[data-i]"), next;
    if (event.key === "Escape" && !detail.hidden) close();
    if (!arrow) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(group(arrow), attribute(arrow, "i"), -1, arrow); }
    if (event.key === "ArrowRight") next = arrow.nextElementSibling;
    if (event.key === "ArrowLeft") next = arrow.previousElementSibling;
    if (next && next.classList.contains("msg")) { event.preventDefault(); reach(next); }
  });
  function reach(arrow) {
    arrow.parentNode.querySelectorAll('.msg[tabindex="0"]').forEach(function (e) { e.setAttribute("tabindex", "-1"); });
    arrow.setAttribute("tabindex", "0");
    arrow.focus();
  }
  // reachable lets the keyboard into a drawing: one stop, arrow keys inside.
  function reachable(drawing) {
    drawing.querySelectorAll(".msg[data-i]").forEach(function (e, k) {
      e.setAttribute("tabindex", k ? "-1" : "0");
      e.setAttribute("role", "button");
    });
  }
  document.querySelectorAll("svg.lanes").forEach(reachable);

  // What decided a cell is told on a click, which the keyboard can make, too.
  document.querySelectorAll("td[data-i]").forEach(function (cell) {
    var button = make("button", cell.firstChild.textContent);
    button.type = "button";
    cell.replaceChild(button, cell.firstChild);
  });

  // On paper nothing is folded.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (e) { e.open = true; });
  });
  window.addEventListener("afterprint", function () { folded.forEach(function (e) { e.open = false; }); });

  var search = document.getElementById("search");
  if (search) search.addEventListener("input", function () {
    var wanted = search.value.trim().toLowerCase(), left = 0;
    document.querySelectorAll(".group").forEach(function (g) {
      var fits = !wanted || g.textContent.toLowerCase().indexOf(wanted) >= 0;
      g.hidden = !fits;
      document.querySelector('nav a[href="#' + g.id + '"]').parentNode.hidden = !fits;
      if (fits) left++;
    });
    document.getElementById("found").textContent = wanted ? left + " found" : "";
  });

  // By day: a bar for each day, and the messages of one of them, drawn from the data.
  var column = 58, lane = 46, axis = 34, most = 80;
  var strokes = { a: 1, l: 1, i: 1, r: 1, s: 1, n: 1, k: 1, o: 1 };
  document.querySelectorAll(".tools[data-g]").forEach(function (tools) {
    var g = group(tools), byDays = tools.querySelector(".bydays"), byOrder = tools.querySelector(".byorder"), where = tools.querySelector(".where");
    var view = tools.nextElementSibling, drawings = view.nextElementSibling, days = null;
    var drawn = drawings.firstElementChild, card = tools.closest(".group");
    if (!drawn) card.addEventListener("toggle", function () { byDays.click(); }, { once: true });
    if (!drawn && card.tagName !== "DETAILS") byDays.click();
    byDays.addEventListener("click", function () { flip(true); if (!days) start(); });
    byOrder.addEventListener("click", function () { flip(false); where.textContent = ""; });
    function flip(on) { byDays.hidden = on; byOrder.hidden = !on || !drawn; view.hidden = !on; drawings.hidden = on; }
    function start() {
      var d = data(g), at = 0;
      days = [];
      d.m.forEach(function (m, i) {
        var name = utc(m[0]).slice(0, 10), last = days[days.length - 1];
        if (!last || last.name !== name) days.push(last = { name: name, from: i, n: 0, bad: 0 });
        last.n++;
        last.to = i + 1;
        if (/[snko]/.test(m[5])) last.bad++;
        if (i === d.p) at = days.length - 1;
      });
      pick(at, 0);
    }
    function pick(at, page) {
      var d = data(g), now = days[at], from = now.from + page * most, to = Math.min(now.to, from + most);
      view.textContent = "";
      view.append(strip(at));
      var bar = make("div", undefined, "tools");
      step(bar, "earlier", page > 0 || at > 0, function () { page > 0 ? pick(at, page - 1) : pick(at - 1, Math.floor((days[at - 1].n - 1) / most)); });
      step(bar, "later", to < now.to || at + 1 < days.length, function () { to < now.to ? pick(at, page + 1) : pick(at + 1, 0); });
      view.append(bar, drawing(d, from, to));
      where.textContent = now.name + ": messages " + (from + 1) + " to " + to + " of " + d.m.length;
    }
    function step(bar, text, can, act) {
      var b = make("button", text);
      b.type = "button";
      b.disabled = !can;
      b.addEventListener("click", act);
      bar.append(b);
    }
    function strip(at) {
      var top = 1, picture = svg("svg", { "class": "days", viewBox: "0 0 1000 48", preserveAspectRatio: "none", role: "img" });
      days.forEach(function (x) { top = Math.max(top, x.n); });
      days.forEach(function (x, k) {
        var w = 1000 / days.length, h = Math.max(2, 44 * x.n / top), bad = 44 * x.bad / top;
        var bar = svg("g", {});
        bar.append(svg("title", {}, x.name + ": " + x.n + " messages, " + x.bad + " not arrived somewhere"));
        bar.append(svg("rect", { x: k * w, y: 0, width: w, height: 48, fill: "transparent", "class": k === at ? "pick" : "none" }));
        bar.append(svg("rect", { x: k * w, y: 48 - h, width: Math.max(1, w - 1), height: h }));
        if (bad) bar.append(svg("rect", { "class": "bad", x: k * w, y: 48 - bad, width: Math.max(1, w - 1), height: bad }));
        bar.addEventListener("click", function () { pick(k, 0); });
        picture.append(bar);
      });
      return picture;
    }
    // drawing draws messages from to to: as the page's own drawings, without bands.
    function drawing(d, from, to) {
      var box = make("div", undefined, "lanebox"), side = make("div", undefined, "names"), scroll = make("div", undefined, "lanescroll");
      var width = 24 + (to - from) * column, height = axis + d.d.length * lane;
      var picture = svg("svg", { "class": "lanes", width: width, height: height, viewBox: "0 0 " + width + " " + height });
      d.d.forEach(function (name, k) {
        side.append(make("div", name));
        picture.append(svg("rect", { "class": "m3", x: 0, y: axis + k * lane + lane / 2 - 2, width: width, height: 4 }));
      });
      for (var i = from; i < to; i++) {
        var m = d.m[i], x = 12 + (i - from) * column, y = m[4] >= 0 ? middle(m[4]) : axis - 4;
        var e = svg("g", { "class": "msg", "data-i": i });
        picture.append(svg("text", { "class": "n", x: x, y: 12 }, i + 1), svg("text", { "class": "t", x: x - 10, y: 26 }, utc(m[0]).slice(11, 19)));
        e.append(svg("title", {}, (i + 1) + ". " + told(d, m)));
        for (var k = 0; k < d.d.length; k++) {
          var fate = m[5][k];
          if (strokes[fate] && k !== m[4]) e.append(svg("path", { "class": "f" + fate, d: way(fate, x, y, x + 20, middle(k)) }));
        }
        e.append(svg("circle", { "class": "w", cx: x, cy: y, r: 4 }));
        picture.append(e);
      }
      reachable(picture);
      scroll.tabIndex = 0;
      scroll.append(picture);
      box.append(side, scroll);
      return box;
    }
    function middle(k) { return axis + k * lane + lane / 2; }
    function way(fate, x1, y1, x2, y2) {
      var down = y2 < y1 ? -1 : 1, stays = "snko".indexOf(fate) >= 0;
      var d = "M" + x1 + " " + y1 + "L" + (stays ? x1 + 10 : x2) + " " + (y2 - down * (stays ? 15 : 8));
      if (fate === "n") return d + "m-4-4l8 8m0-8l-8 8";
      if (fate === "s") return d + "m-4-4h8v8h-8z";
      if (fate === "k") return d + "m-4 0l4-4l4 4l-4 4z";
      if (fate === "o") return d + "m-5 0h10";
      if (fate === "r") return d + "m-5 0h10m-10 " + -3 * down + "h10";
      return d + "m-4 " + -6 * down + "l4 " + 6 * down + "l4 " + -6 * down;
    }
  });
})();
