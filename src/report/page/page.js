/* SPDX-License-Identifier: BSD-2-Clause */
/* Sorting, filtering and the heat map of the report. All that it needs is in the page. */
"use strict";
(() => {
    const list = document.getElementById("pictures");
    const cards = [...list.children];
    const sort = document.getElementById("sort");
    const heat = document.getElementById("heat");
    const find = document.getElementById("find");
    const buttons = [...document.querySelectorAll("[data-show]")];
    const names = cards.map((card) => card.querySelector(".path").textContent);
    const order = new Map(cards.map((card, i) => [card, i]));
    let show = "";

    /* Pictures without a probability come after those with one, whichever way these go. */
    const probability = (card) => (card.dataset.p === undefined ? null : Number(card.dataset.p));
    const byProbability = (sign) => (a, b) => {
        const pa = probability(a);
        const pb = probability(b);
        if (pa === null || pb === null) return (pa === null) - (pb === null) || order.get(a) - order.get(b);
        return sign * (pa - pb) || order.get(a) - order.get(b);
    };
    const orders = {
        worst: byProbability(-1),
        best: byProbability(1),
        input: (a, b) => order.get(a) - order.get(b),
        path: (a, b) => names[order.get(a)].localeCompare(names[order.get(b)], undefined, { numeric: true }),
    };

    function arrange() {
        const sorted = [...cards].sort(orders[sort.value]);
        const fragment = document.createDocumentFragment();
        fragment.append(...sorted);
        list.append(fragment);
    }

    function filter() {
        const text = find.value.trim().toLowerCase();
        let shown = 0;
        cards.forEach((card, i) => {
            card.hidden = (show && card.dataset.v !== show) || (text && !names[i].toLowerCase().includes(text));
            shown += !card.hidden;
        });
        document.getElementById("none").hidden = shown > 0 || cards.length === 0;
    }

    /* Sharp blue, through yellow, to blurred red: told apart by the colour-blind as well. */
    function colour(level) {
        const stops = [[40, 120, 255, 0.35], [255, 200, 40, 0.5], [255, 50, 20, 0.72]];
        const at = level * 2;
        const low = Math.min(1, Math.floor(at));
        return stops[low].map((v, i) => v + (stops[low + 1][i] - v) * (at - low));
    }

    /* "24x14:0129-…": a digit a tile, 0 sharp to 9 blurred, - where there is no detail. */
    function drawHeat(picture) {
        const [size, tiles] = picture.dataset.tiles.split(":");
        const [columns, rows] = size.split("x").map(Number);
        const canvas = document.createElement("canvas");
        canvas.width = columns;
        canvas.height = rows;
        const context = canvas.getContext("2d");
        const pixels = context.createImageData(columns, rows);
        for (let i = 0; i < columns * rows; i++) {
            if (tiles[i] === "-") continue;
            const [r, g, b, a] = colour(Number(tiles[i]) / 9);
            pixels.data.set([r, g, b, a * 255], i * 4);
        }
        context.putImageData(pixels, 0, 0);
        /* The picture stands in a 16:9 box; the map covers the rows of it that are whole. */
        const aspect = Number(picture.dataset.aspect);
        const width = Math.min(1, aspect / (16 / 9));
        const height = Math.min(1, 16 / 9 / aspect);
        canvas.style.left = `${50 * (1 - width)}%`;
        canvas.style.top = `${50 * (1 - height)}%`;
        canvas.style.width = `${100 * width}%`;
        canvas.style.height = `${100 * height * Number(picture.dataset.whole)}%`;
        picture.append(canvas);
    }

    /* Maps are drawn when their card is about to be seen: a report may hold thousands. */
    const watcher = new IntersectionObserver((entries) => {
        for (const entry of entries) {
            if (!entry.isIntersecting) continue;
            watcher.unobserve(entry.target);
            if (!entry.target.querySelector("canvas")) drawHeat(entry.target);
        }
    }, { rootMargin: "600px" });

    function toggleHeat() {
        document.getElementById("legend").hidden = !heat.checked;
        for (const picture of document.querySelectorAll("[data-tiles]")) {
            if (heat.checked) {
                watcher.observe(picture);
            } else {
                watcher.unobserve(picture);
                picture.querySelector("canvas")?.remove();
            }
        }
    }

    /* Lines such as "3:0.25" and "7:!too dark": a feature's number, and its value or why there is none. */
    const features = [...document.getElementById("features").content.children];
    function fillFeatures(details) {
        const table = document.createElement("table");
        for (const item of details.dataset.features.split("\n")) {
            const at = item.indexOf(":");
            const feature = features[Number(item.slice(0, at))];
            const value = item.slice(at + 1);
            const row = table.insertRow();
            row.title = feature.textContent;
            row.insertCell().textContent = feature.dataset.name;
            row.insertCell().textContent = value.startsWith("!")
                ? value.slice(1) : `${value} ${feature.dataset.unit}`;
        }
        details.append(table);
    }
    /* "toggle" does not bubble, but it can be caught on its way down. */
    list.addEventListener("toggle", (event) => {
        if (event.target.open && !event.target.querySelector("table")) fillFeatures(event.target);
    }, true);

    for (const button of buttons) {
        const count = button.dataset.show
            ? cards.filter((card) => card.dataset.v === button.dataset.show).length
            : cards.length;
        button.querySelector("b").textContent = count.toLocaleString();
        button.disabled = count === 0 && button.dataset.show !== "";
        button.addEventListener("click", () => {
            show = button.dataset.show;
            for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
            filter();
        });
    }
    document.getElementById("about").textContent = document.getElementById("made").textContent;
    sort.addEventListener("change", arrange);
    heat.addEventListener("change", toggleHeat);
    find.addEventListener("input", filter);
    /* A browser may have kept these from before the page was reloaded. */
    arrange();
    filter();
    toggleHeat();
})();
