(function () {
  "use strict";
  // All changes stand in a sandbox, which sees nothing of Jenkins: it is told whether Jenkins is light or dark.
  function theme() {
    var back = getComputedStyle(document.body).backgroundColor;
    var probe = document.createElement("span");
    // Themes write colours in many notations; mixed, each is written in one.
    probe.style.color = "color-mix(in srgb, " + back + ", " + back + ")";
    document.body.appendChild(probe);
    var mixed = /^color\(srgb ([^ ]+) ([^ ]+) ([^ )]+)\)$/.exec(getComputedStyle(probe).color);
    probe.remove();
    if (mixed === null) {
      return "";
    }
    var light = 0.299 * mixed[1] + 0.587 * mixed[2] + 0.114 * mixed[3];
    return "&theme=" + (light < 0.5 ? "dark" : "light");
  }
  function show() {
    var now = theme();
    document.querySelectorAll("iframe.iac-changes").forEach(function (frame) {
      var address = frame.dataset.address + now;
      if (frame.getAttribute("src") !== address) {
        frame.src = address;
      }
    });
    document.querySelectorAll("a.iac-changes").forEach(function (link) {
      link.search = link.search.replace(/&theme=.*$/, "") + now;
    });
  }
  document.addEventListener("DOMContentLoaded", function () {
    show();
    new MutationObserver(show).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  });
}());
