// Builds web/dist: two scripts for pages, one classic service worker, and assets.json
// (readable name → built name) which the server reads at start. Run by `make`, or `node web/build.ts`.
import { build, type BuildOptions, type OutputFile } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { nastaliq } from "./letters.ts";

const here = import.meta.dirname;
const dist = join(here, "dist");

const shared: BuildOptions = {
  absWorkingDir: here,
  outdir: dist,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["es2022", "safari15.4"],
  entryNames: "[name].[hash]",
  logLevel: "warning",
  metafile: true,
  write: false,
};

// Each file stands alone, so that a page or worker kept on the phone never misses half of itself.
const page: BuildOptions = { ...shared, format: "esm" };
const worker: BuildOptions = { ...shared, format: "iife" };

type Built = { files: Pick<OutputFile, "path" | "contents">[]; names: Record<string, string> };

async function built(entry: string, options: BuildOptions): Promise<Built> {
  if (!existsSync(join(here, entry))) return { files: [], names: {} };
  const result = await build({ ...options, entryPoints: [entry] });
  const names: Record<string, string> = {};
  for (const [path, output] of Object.entries(result.metafile?.outputs ?? {})) {
    if (output.entryPoint === entry) names[basename(entry).replace(/\.ts$/, ".js")] = basename(path);
  }
  return { files: result.outputFiles ?? [], names };
}

async function letters(): Promise<Built> {
  const contents = await nastaliq();
  const name = `nastaliq.${createHash("sha256").update(contents).digest("hex").slice(0, 10)}.woff2`;
  return { files: [{ path: join(dist, name), contents }], names: { "nastaliq.woff2": name } };
}

// The manifest is renamed into place last, so a server that starts meanwhile never reads half a build.
function write(files: Built["files"], names: Record<string, string>): void {
  mkdirSync(dist, { recursive: true });
  for (const file of files) writeFileSync(join(dist, basename(file.path)), file.contents);
  const manifest = join(dist, "assets.json");
  writeFileSync(`${manifest}.new`, `${JSON.stringify(names, null, 2)}\n`);
  renameSync(`${manifest}.new`, manifest);
  const kept = new Set(["assets.json", ...files.map((file) => basename(file.path))]);
  for (const name of readdirSync(dist)) if (!kept.has(name)) rmSync(join(dist, name), { recursive: true });
}

// enter.ts is on every page and fetches the others only where they are needed, by their built names.
const inside = await built("src/inside.ts", page);
const reading = await built("src/reading.ts", page);
const names = { INSIDE: `./${inside.names["inside.js"]}`, READING: `./${reading.names["reading.js"]}` };
const define = Object.fromEntries(Object.entries(names).map(([name, file]) => [name, JSON.stringify(file)]));
const enter = await built("src/enter.ts", { ...page, define, external: Object.values(names) });
const parts = [enter, inside, reading, await built("src/worker/worker.ts", worker), await letters()];
const files = parts.flatMap((part) => part.files);
write(files, Object.assign({}, ...parts.map((part) => part.names)));
for (const file of files) {
  const small = brotliCompressSync(file.contents).length;
  console.log(`  ${basename(dirname(file.path))}/${basename(file.path)}: ${file.contents.length} bytes, ${small} compressed`);
}
if (files.length === 0) console.log("  no scripts to build yet; every page works without them");
