// Plain JavaScript, because it is what lets Node run TypeScript: sucrase, with what it wrote kept for the next process.
// Every command begins with a few hundred files, and to transform them takes as long as all else until it does
// something.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { addHook } = require('pirates');
const { version } = require('sucrase/package.json');

// `npm ci` empties it.
const folder = join(__dirname, '..', 'node_modules', '.cache', 'dbvault');

// sucrase itself takes long to load: only where something has changed.
let sucrase;

addHook(transformed, { exts: ['.ts'] });

function transformed(source, path) {
  // A file has one place, whatever becomes of it, so that the folder does not grow.
  const kept = join(folder, `${sha256(path)}.js`);
  const mark = `//${sha256(source)} ${version}`;
  const known = readIfThere(kept);
  if (known?.endsWith(mark)) return known;
  const text = `${transform(source, path)}\n${mark}`;
  keep(kept, text);
  return text;
}

function transform(source, path) {
  sucrase ??= require('sucrase');
  const options = {
    transforms: ['imports', 'typescript'],
    filePath: path,
    sourceMapOptions: { compiledFilename: path },
  };
  const { code, sourceMap } = sucrase.transform(source, options);
  const map = Buffer.from(JSON.stringify(sourceMap)).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${map}`;
}

/** In a folder that cannot be written, each process transforms for itself. */
function keep(path, text) {
  try {
    mkdirSync(folder, { recursive: true });
    const whole = `${path}.${process.pid}`;
    writeFileSync(whole, text);
    renameSync(whole, path);
  } catch {
    return;
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}
