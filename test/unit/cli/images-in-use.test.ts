import { rmSync } from 'node:fs';
import { imagesInUse, keepImagesInUse } from '../../../cli/images-in-use';
import { inProject } from '../../../common/project';
import { resolveDeployment, type Deployment } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

const declaring = (image: string): Deployment =>
  resolveDeployment({ ...local, name: 'unit-images', postgres: { image } });
const built = { vault: 'dbvault/vault:built', postgres: 'dbvault/postgres:built' };

describe('the images a deployment was made with', () => {
  afterEach(() => rmSync(inProject('.dbvault/unit-images'), { recursive: true, force: true }));

  it('are none before it was made', () => {
    expect(imagesInUse(declaring('postgres:15'))).toBeUndefined();
  });
  it('are kept while it declares the same ones', () => {
    keepImagesInUse(declaring('postgres:15'), built);
    expect(imagesInUse(declaring('postgres:15'))).toEqual(built);
  });
  it('give way to another one that it declares, that one alone', () => {
    keepImagesInUse(declaring('postgres:15'), built);
    expect(imagesInUse(declaring('postgres:16'))).toEqual({ ...built, postgres: 'postgres:16' });
  });
});
