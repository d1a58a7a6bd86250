// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// `npm run dev` serves the page with live reload and hands the API on to a running
// `lenswatch serve`; LENSWATCH=http://host:port says where that is.
import { defineConfig } from "vite";

const daemon = process.env["LENSWATCH"] ?? "http://127.0.0.1:8787";
// The daemon answers requests of its own page only: they must look as if they were.
const proxy = { target: daemon, changeOrigin: true, headers: { origin: daemon } };

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // the content security policy allows no data: URLs
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        chunkFileNames: ({ facadeModuleId }) => {
          const texts = /\/src\/text\/(\w+)\/index\.ts$/.exec(facadeModuleId ?? "");
          return texts ? `assets/text-${texts[1]}-[hash].js` : "assets/[name]-[hash].js";
        },
        // The page waits for its texts: what both use is apart from either, or each would wait
        // for the other.
        manualChunks: (id) => (/\/src\/text\/(words|language)\.ts$/.test(id) ? "words" : null),
      },
    },
  },
  server: { proxy: { "/api": proxy } },
});
