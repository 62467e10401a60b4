import { text } from 'node:stream/consumers';
import { DataSource } from 'typeorm';
import { Products1764000000000 } from './migrations/1-products';
import { whereItIs } from './where-it-is';

/** Runs what is new, as a user that may make tables: `{ username, password }` comes on standard input. */
async function main(): Promise<void> {
  const { username, password } = JSON.parse(await text(process.stdin)) as Record<
    'username' | 'password',
    string
  >;
  const dataSource = new DataSource({
    ...whereItIs(),
    type: 'postgres',
    username,
    password,
    migrations: [Products1764000000000],
  });
  await dataSource.initialize();
  try {
    const done = await dataSource.runMigrations();
    console.log(`${done.length} migrations run, as ${username}`);
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
