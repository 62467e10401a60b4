import { Problem } from '../../../common/problem';
import { resolveDeployment, type DeploymentProps } from '../../../constructs/deployment';
import { caught } from '../support/caught';
import { hostileDeployments } from './hostile-deployments';
import { valid } from './hostile/row';

function refusal(props: unknown): Problem {
  const error = caught(() => resolveDeployment(props as DeploymentProps));
  if (error instanceof Problem) return error;
  throw new Error('This deployment ended in another error', { cause: error });
}

describe('hostile deployments', () => {
  it('are at least a hundred', () => {
    expect(hostileDeployments.length).toBeGreaterThanOrEqual(100);
  });

  it('each have a title of their own', () => {
    const titles = hostileDeployments.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('are each one valid deployment with something broken', () => {
    expect(resolveDeployment(valid).name).toBe('hostile');
  });

  it.each(hostileDeployments)('$title: refused as wrong usage', ({ props }) => {
    expect(refusal(props).exitCode).toBe(64);
  });

  it.each(hostileDeployments)('$title: each problem on a line of its own', ({ props, problems }) => {
    expect(refusal(props).why?.split('\n')).toEqual(['', ...problems.map((problem) => `  - ${problem}`)]);
  });

  it.each([
    { props: {}, what: 'The deployment has 3 problems' },
    { props: null, what: 'The deployment has 1 problem' },
  ])('are counted: $what', ({ props, what }) => {
    expect(refusal(props).what).toBe(what);
  });

  it('say what to do next', () => {
    expect(refusal({}).next).toBe(
      'correct the file in deployments/ and run the same command again; nothing was touched',
    );
  });
});
