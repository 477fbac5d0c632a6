/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../src/trivium/web",
    emptyOutDir: true,
    manifest: true,
    target: "es2023",
    modulePreload: { polyfill: false }, // would be an inline script
    chunkSizeWarningLimit: 2000, // modellers; what counts is held by scripts/budget.mjs
  },
  server: { proxy: { "^/(api|health|docs|openapi.json|ws)": { target: "http://127.0.0.1:8080", ws: true } } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/testing/setup.ts"] },
});
