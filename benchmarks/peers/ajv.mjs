// JSON.parse and compiled ajv, as a process that answers: for each line on standard input, a number, it parses and
// validates every manifest of its file so many times and prints the seconds that took.
//
// usage: node ajv.mjs NODE_MODULES SCHEMA MANIFESTS    (MANIFESTS holds one manifest on each line)

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [nodeModules, schemaFile, manifestsFile] = process.argv.slice(2);
const load = createRequire(`${nodeModules}/`);
const Ajv = load("ajv-draft-04").default;
const addFormats = load("ajv-formats").default;

const ajv = new Ajv({ strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, "utf8")));
const manifests = readFileSync(manifestsFile, "utf8").split("\n").filter(Boolean).map((text) => Buffer.from(text));

for (const manifest of manifests) {
  if (!validate(JSON.parse(manifest.toString()))) throw new Error(ajv.errorsText(validate.errors));
}

for await (const line of createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint();
  for (let times = Number(line); times > 0; times--) {
    for (const manifest of manifests) validate(JSON.parse(manifest.toString()));
  }
  console.log(Number(process.hrtime.bigint() - start) / 1e9);
}
