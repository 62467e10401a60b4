import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { credentials } from './database';
import { settings } from './settings';

async function main(): Promise<void> {
  logEvents();
  try {
    // Throws what it fails with, instead of ending the process over it.
    const app = await NestFactory.create(AppModule, {
      abortOnError: false,
      logger: ['log', 'warn', 'error'],
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shutDown(app));
    await app.listen(settings.port, '127.0.0.1');
  } catch (error) {
    await credentials.stop();
    throw error;
  }
}

/** Requests end, then connections, then the users and the token in Vault. */
async function shutDown(app: { close(): Promise<void> }): Promise<void> {
  await app.close();
  await credentials.stop();
}

function logEvents(): void {
  const logger = new Logger('Credentials');
  const seconds = (value: number) => `${value.toFixed(0)} s`;
  credentials.on('loggedIn', ({ ttlSeconds }) =>
    logger.log(`logged in to Vault, for ${seconds(ttlSeconds)}`),
  );
  credentials.on('changed', ({ username, ttlSeconds, before }) =>
    logger.log(
      `new user ${username}, for ${seconds(ttlSeconds)}${before === undefined ? '' : `; ${before} retires`}`,
    ),
  );
  credentials.on('renewed', ({ username, ttlSeconds }) =>
    logger.log(`${username} renewed, for ${seconds(ttlSeconds)}`),
  );
  credentials.on('ended', ({ username }) => logger.log(`${username} is gone`));
  credentials.on('overdue', ({ username, connections }) =>
    logger.error(`${connections} connections still have ${username}, and will break`),
  );
  credentials.on('readiness', (ready) => logger.log(ready ? 'ready' : 'not ready'));
  credentials.on('problem', (problem) => logger.error(problem.message));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
