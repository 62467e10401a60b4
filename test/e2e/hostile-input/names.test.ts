import fc from 'fast-check';
import { resolveDeployment, type Deployment, type DeploymentProps } from '../../../constructs/deployment';
import {
  auditVolume,
  networkName,
  passwordVariable,
  postgresVolume,
  vaultVolume,
} from '../../../constructs/names';
import { docker } from '../support/outside';
import { label, toolChain } from './support/container';
import {
  acceptedNames,
  anyName,
  naming,
  properties,
  refusalOf,
  reserved,
  type Property,
} from './support/names';
import { seed } from './support/texts';

const minuteMs = 60_000;

describe(`names (seed ${seed})`, () => {
  it.each(properties)(
    '%s: a name is taken, or refused as wrong usage with the property named',
    (property) => {
      fc.assert(
        fc.property(anyName, (name) => {
          const refusal = refusalOf(property, name);
          if (refusal === undefined) return;
          expect(refusal.exitCode).toBe(64);
          expect(refusal.why).toContain(`\n  - '${property}' (`);
        }),
        { seed, numRuns: 200 },
      );
    },
  );

  it.each(properties)('%s: some names are taken, so that the other tests have what to try', (property) => {
    expect(acceptedNames(property).length).toBeGreaterThan(5);
  });

  it('a connection has a variable that shells and Terraform can name', () => {
    for (const name of acceptedNames('connections')) {
      expect(passwordVariable(name)).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    }
  });
});

describe(`names in Docker (seed ${seed})`, () => {
  const labelled = ['--label', `${label}-names`];

  // By the label alone: Docker says nothing where a volume of this name was there before.
  afterAll(async () => {
    await removeAll(['ps', '--all'], ['rm', '--force', '--volumes']);
    await removeAll(['volume', 'ls'], ['volume', 'rm']);
    await removeAll(['network', 'ls'], ['network', 'rm']);
  }, minuteMs);

  it(
    'are of containers, as a deployment may name them, and a label is what it was',
    async () => {
      const { images } = await toolChain();
      for (const property of ['vault.containerName', 'postgres.containerName', 'name'] as const) {
        for (const { name, vault, postgres } of some(property)) {
          const container = property === 'postgres.containerName' ? postgres : vault;
          const named = ['--name', container.containerName, '--label', `name=${name}`];
          const id = await docker('create', ...labelled, ...named, images.vault);
          expect(await docker('inspect', '--format', '{{.Name}} {{.Config.Labels.name}}', id)).toBe(
            `/${container.containerName} ${name}`,
          );
          await docker('rm', id);
        }
      }
    },
    minuteMs,
  );

  it(
    'are of volumes and networks',
    async () => {
      for (const { vault, postgres } of [...some('vault.containerName'), ...some('postgres.containerName')]) {
        const volumes = [vaultVolume, auditVolume].map((volume) => volume(vault.containerName));
        for (const volume of [...volumes, postgresVolume(postgres.containerName)]) {
          expect(await docker('volume', 'create', ...labelled, volume)).toBe(volume);
        }
      }
      for (const { name } of some('name')) {
        await docker('network', 'rm', await docker('network', 'create', ...labelled, networkName(name)));
      }
    },
    minuteMs,
  );
});

async function removeAll(list: readonly string[], command: readonly string[]): Promise<void> {
  const ids = await docker(...list, '--quiet', '--filter', `label=${label}-names`);
  if (ids !== '') await docker(...command, ...ids.split('\n'));
}

/** Deployments that have some name for this property, and no word that somebody else's container may have. */
function some(property: Property): Deployment[] {
  return acceptedNames(property)
    .filter((name) => !reserved.includes(name))
    .slice(0, 10)
    .map((name) => resolveDeployment(naming[property](name) as DeploymentProps));
}
