
(function () {
  "use strict";
  var box = document.getElementById("search");
  var input = document.getElementById("q");
  var found = document.getElementById("found");
  var rows = Array.prototype.slice.call(document.querySelectorAll("ul.rows > li"));
  var texts = null;
  var timer = 0;
  function look() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    if (texts === null) {
      texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    }
    rows.forEach(function (row, i) {
      var fits = words.every(function (word) { return texts[i].indexOf(word) >= 0; });
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    found.textContent = words.length === 0 ? "" : shown + " of " + rows.length;
  }
  if (rows.length > 0) {
    box.hidden = false;
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(look, 120);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "/" && document.activeElement !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
      }
    });
    window.addEventListener("beforeprint", function () {
      rows.forEach(function (row) { row.hidden = false; });
    });
  }
}());
