import { writeFileSync } from 'node:fs';
import { inProject } from '../common/project';
import {
  appPolicy,
  databaseStack,
  dbAdminPolicy,
  deploymentFolder,
  firstPasswordFile,
  networkName,
  outputFolder,
  readonlyGroup,
  stateFile,
  type StackName,
} from '../constructs/names';
import { loadDeployment } from '../deployments/load';
import { resourcesOf, step, type Resource } from './drawing/structure';
import { arrow, document, pill, pillWidth, rectangle, text, type Box, type Point } from './drawing/svg';

// Draws docs/architecture.svg from the default deployment, the stacks it synthesizes to, and the steps there are.

const width = 950;
const line = 18;
const left = { x: 70, width: 370 };
const zone = { x: 560, width: 330 };
const padding = 14;
const gap = 22;

const deployment = loadDeployment('local');
const { vault, postgres, mount } = deployment;
const [connection] = deployment.connections;
const [role] = deployment.roles;
if (connection === undefined || role === undefined) throw new Error('there is nothing to draw');
const resources = resourcesOf(deployment, connection);
const folder = deploymentFolder(deployment.name);

const parts: string[] = [];
const draw = (...pieces: readonly string[]) => parts.push(...pieces);

interface Card extends Box {
  readonly middle: Point;
}

function card(box: Box, className = 'card'): Card {
  draw(rectangle(box, className));
  return { ...box, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
}

type Row = string | { readonly key: string; readonly value: string };

/** Lines of text in a box; the first baseline is at `y`. */
function rows(x: number, y: number, room: number, lines: readonly Row[], keyWidth = 76): void {
  lines.forEach((row, index) => {
    const at = { x, y: y + index * line };
    if (typeof row === 'string') return draw(text(at, row, 'muted', room));
    draw(
      text(at, row.key, 'muted', keyWidth),
      text({ ...at, x: x + keyWidth }, row.value, 'mono', room - keyWidth),
    );
  });
}

const asRows = (list: readonly Resource[]): Row[] =>
  list.map(({ kind, name }) => ({ key: kind, value: name }));
const hours = (seconds: number) => `${seconds / 3600} h`;

// The actors.
const actorY = 24;
const actorHeight = 62;
const half = (left.width - gap) / 2;
function actor(x: number, actorWidth: number, who: string, what: string, command: string): Card {
  const box = card({ x, y: actorY, width: actorWidth, height: actorHeight });
  const room = actorWidth - 2 * padding;
  draw(
    text({ x: x + padding, y: actorY + 20 }, who, 'title', room),
    text({ x: x + padding, y: actorY + 37 }, what, 'small', room),
    text({ x: x + padding, y: actorY + 53 }, command, 'mono', room),
  );
  return box;
}
const engineer = actor(left.x, half, 'Platform engineer', 'edits, then runs', 'npm run up');
const reviewer = actor(
  left.x + half + gap,
  half,
  'Reviewer, CI',
  'read what would change',
  'npx dbvault plan',
);
const application = actor(
  zone.x,
  zone.width,
  'Application',
  `on the network, as ${appPolicy}`,
  `GET /v1/${mount}/creds/${role.name}`,
);

// What is declared and done, in order, on the left.
let nextY = actorY + actorHeight + 30;
let number = 0;

interface Stage {
  readonly kind: 'plain' | 'stack' | 'step';
  readonly title: string;
  /** Whom Vault knows it as. */
  readonly identity?: string;
  readonly lines: readonly Row[];
  /** Room below, before the next one. */
  readonly after?: number;
}

function stage({ kind, title, identity, lines, after = gap }: Stage): Card {
  const box = card({ ...left, y: nextY, height: 34 + lines.length * line + 4 });
  draw(
    rectangle({ x: box.x, y: box.y + 8, width: 3, height: box.height - 16 }, `bar ${kind}`, 1.5),
    `<circle cx="${box.x - 26}" cy="${box.y + 17}" r="12" class="number"/>`,
    text({ x: box.x - 26, y: box.y + 21 }, String(++number), 'body', 24, 'middle'),
  );
  const right = box.x + box.width - padding;
  if (kind !== 'plain') draw(pill({ x: right, y: box.y + 9 }, kind, kind, 'end'));
  const beforeKind = kind === 'plain' ? right : right - pillWidth(kind) - 6;
  if (identity !== undefined) draw(pill({ x: beforeKind, y: box.y + 9 }, `as ${identity}`, identity, 'end'));
  const taken = identity === undefined ? 0 : pillWidth(`as ${identity}`) + 6;
  draw(text({ x: box.x + padding, y: box.y + 23 }, title, 'title', beforeKind - taken - box.x - padding));
  rows(box.x + padding, box.y + 44, box.width - 2 * padding, lines);
  nextY += box.height + after;
  return box;
}

/** One of its kind is drawn: `database-<connection>`. */
const stackStage = (name: StackName, declared: readonly Resource[], identity?: string): Stage => ({
  kind: 'stack',
  title: name,
  ...(identity === undefined ? {} : { identity }),
  lines: asRows(declared),
});

const declared = stage({
  kind: 'plain',
  title: `deployments/${deployment.name}.ts`,
  lines: [
    'validated, then declared by constructs/ and main.ts',
    { key: 'synth', value: `${outputFolder(deployment.name)}/stacks/<stack>` },
  ],
});
const containers = stage(stackStage('containers', resources.containers));
const opened = stage({
  kind: 'step',
  title: `${step('initialize')}, ${step('unseal')}`,
  lines: [`${vault.keyShares} key shares, ${vault.keyThreshold} of them open Vault`],
});
const access = stage(stackStage('access', resources.access, 'root'));
const identities = stage({
  kind: 'step',
  title: step('identities'),
  identity: 'root',
  lines: ['a login for each identity, in the key store'],
});
const database = stage(stackStage(databaseStack('<connection>'), resources.database, dbAdminPolicy));
const rotated = stage({
  kind: 'step',
  title: step('rotate-root'),
  identity: dbAdminPolicy,
  lines: ['Vault chooses a new password, and tells nobody'],
  after: 46,
});
const verified = stage({
  kind: 'step',
  title: step('verify'),
  identity: appPolicy,
  lines: [
    `the first password of ${connection.username} is refused`,
    `a ${role.name} credential reads`,
    'it cannot write, create or drop',
    'it is gone after its lease is revoked',
  ],
});
const leftBoxes = [declared, containers, opened, access, identities, database, rotated, verified];
leftBoxes.slice(1).forEach((box, index) => {
  const above = leftBoxes[index];
  if (above === undefined) return;
  const x = box.x + 40;
  draw(
    arrow([
      { x, y: above.y + above.height },
      { x, y: box.y },
    ]),
  );
});
for (const { middle, y, height } of [engineer, reviewer]) {
  draw(
    arrow([
      { x: middle.x, y: y + height },
      { x: middle.x, y: declared.y },
    ]),
  );
}

// What runs, on the right, each part beside what makes it.
const bottomOf = ({ y, height }: Box) => y + height;
const network = card(
  { ...zone, y: containers.y, height: bottomOf(verified) - containers.y + padding },
  'zone',
);
const inside = { x: zone.x + padding, width: zone.width - 2 * padding };
const room = inside.width - 2 * padding;
draw(
  text({ x: inside.x, y: network.y + 21 }, 'Docker network', 'muted', 100),
  text({ x: inside.x + 96, y: network.y + 21 }, networkName(deployment.name), 'mono', inside.width - 96),
);

const vaultTop = network.y + 34;
const vaultCard = card({ ...inside, y: vaultTop, height: bottomOf(rotated) - vaultTop });
draw(text({ x: inside.x + padding, y: vaultTop + 22 }, 'Vault', 'title', room));
rows(inside.x + padding, vaultTop + 43, room, [
  { key: 'container', value: vault.containerName },
  { key: 'storage', value: `${vault.storage}, on its volume` },
  { key: 'address', value: `127.0.0.1:${vault.port}` },
  { key: 'starts', value: 'sealed, each time' },
]);

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** A part of Vault, beside the stage that makes it. */
function part(from: Box, to: Box, title: string, lines: readonly Row[]): Card {
  const box = card(
    {
      x: inside.x + padding,
      y: from.y,
      width: room,
      height: bottomOf(to) - from.y - (to === rotated ? padding : 0),
    },
    'inner',
  );
  draw(text({ x: box.x + 12, y: box.y + 22 }, title, 'body', room - 24));
  rows(box.x + 12, box.y + 42, room - 24, lines, 74);
  return box;
}
const seal = part(opened, opened, 'Seal', ['opens with shares, given at unseal']);
const policies = part(
  access,
  access,
  'Policies',
  deployment.policies
    .map(({ name, hcl }) => ({ key: name, value: counted(hcl.match(/^path "/gm)?.length ?? 0, 'path') }))
    .sort((a, b) => a.key.localeCompare(b.key)),
);
const tokens = part(identities, identities, 'Tokens', ['each ends with its run']);
const engine = part(database, rotated, 'Database secrets engine', [
  { key: 'mount', value: `${mount}/` },
  { key: 'logs in as', value: connection.username },
  { key: 'default', value: hours(role.defaultTtlSeconds) },
  { key: 'at most', value: hours(role.maxTtlSeconds) },
  { key: 'password', value: 'known to Vault alone' },
]);

const postgresCard = card({ ...inside, y: verified.y, height: verified.height });
const published =
  postgres.publishedPort === undefined ? 'not published' : `127.0.0.1:${postgres.publishedPort}`;
draw(text({ x: inside.x + padding, y: verified.y + 23 }, 'PostgreSQL', 'title', room));
rows(inside.x + padding, verified.y + 44, room, [
  { key: 'address', value: published },
  { key: 'root', value: connection.username },
  { key: 'users', value: `v-…-${role.name}-…` },
  { key: 'rights', value: `those of ${readonlyGroup}` },
]);

// Who reaches whom.
function across(from: Card, to: Card, word: string, y = from.middle.y): void {
  draw(
    arrow([
      { x: from.x + from.width, y },
      { x: to.x, y },
    ]),
    text(
      { x: (from.x + from.width + zone.x) / 2, y: y - 7 },
      word,
      'small',
      zone.x - from.x - from.width - 8,
      'middle',
    ),
  );
}
across(containers, network, 'Docker engine');
across(opened, seal, 'HTTP API');
across(access, policies, 'Terraform');
across(identities, tokens, 'HTTP API');
across(database, engine, 'Terraform');
across(rotated, engine, 'HTTP API', rotated.middle.y - 4);
across(verified, postgresCard, 'probe container');

const toPostgres = engine.middle.x;
draw(
  arrow([
    { x: toPostgres, y: bottomOf(engine) },
    { x: toPostgres, y: postgresCard.y },
  ]),
  text({ x: toPostgres + 10, y: postgresCard.y - 14 }, `as ${connection.username}`, 'small', 120),
);
const lane = zone.x + zone.width + 24;
const appX = application.x + application.width;
const toVault = application.x + application.width - 96;
const queries = { x: lane + 16, y: (application.middle.y + postgresCard.middle.y) / 2 };
draw(
  arrow([
    { x: toVault, y: bottomOf(application) },
    { x: toVault, y: vaultCard.y },
  ]),
  text({ x: toVault + 10, y: bottomOf(application) + 34 }, 'a credential', 'small', 90),
  arrow([
    { x: appX, y: application.middle.y },
    { x: lane, y: application.middle.y },
    { x: lane, y: postgresCard.middle.y },
    { x: postgresCard.x + postgresCard.width, y: postgresCard.middle.y },
  ]),
  `<g transform="rotate(90 ${queries.x} ${queries.y})">`,
  text({ ...queries, y: queries.y + 7 }, 'queries, as a user that ends by itself', 'small', 300, 'middle'),
  '</g>',
);

// Who is who, and where secrets are.
const footY = bottomOf(network) + 24;
const footHeight = 34 + 4 * line + 10;
function foot(x: number, footWidth: number, title: string): { x: number; y: number; room: number } {
  card({ x, y: footY, width: footWidth, height: footHeight });
  draw(text({ x: x + padding, y: footY + 23 }, title, 'title', footWidth - 2 * padding));
  return { x: x + padding, y: footY + 46, room: footWidth - 2 * padding };
}
const who = foot(left.x - 38, 430, 'Identities in Vault');
const explained = [
  ['root', 'from initialization; ended with the run'],
  [dbAdminPolicy, 'logs in by AppRole; ended with the run'],
  [appPolicy, 'an AppRole; its secret_id is handed over wrapped'],
] as const;
explained.forEach(([identity, words], index) => {
  const y = who.y + index * (line + 6);
  draw(
    pill({ x: who.x, y: y - 13 }, identity, identity),
    text({ x: who.x + 80, y }, words, 'muted', who.room - 80),
  );
});
const where = foot(484, 430, 'Secrets on this machine: files 0600');
const short = (path: string) => path.replace(`${folder}/`, '');
rows(where.x, where.y, where.room, [
  { key: 'folder', value: `${folder}/` },
  { key: 'keys', value: 'keys/vault-keys.json, keys/*-login.json' },
  {
    key: 'first',
    value: `${short(firstPasswordFile(deployment.name, '*'))}, which open nothing now`,
  },
  {
    key: 'no secret',
    value: short(stateFile(deployment.name, 'containers')).replace('containers', '<stack>'),
  },
]);

const height = footY + footHeight + 24;
writeFileSync(
  inProject('docs/architecture.svg'),
  document(
    width,
    height,
    `The deployment ${deployment.name}: who makes what, in which order, and who may do what`,
    parts,
  ),
);
