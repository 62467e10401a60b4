// Reads `[{ "file", "source" }]` on standard input and prints what the project's import rules say of each.
// A process of its own: Jest cannot load a configuration that is a module.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import projectConfig from '../../../eslint.config.mjs';

const rule = 'no-restricted-imports';
const importRules = projectConfig.filter(({ rules }) => rules !== undefined && rule in rules);

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, ...importRules],
});

const snippets = JSON.parse(await text(process.stdin));
const results = await Promise.all(
  snippets.map(({ file, source }) => eslint.lintText(source, { filePath: file })),
);
console.log(JSON.stringify(results.map(([result]) => result.messages.map(({ message }) => message))));
