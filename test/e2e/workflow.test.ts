import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../common/run';
import { inProject } from '../../common/project';

const workflow = readFileSync(inProject('.github/workflows/review.yml'), 'utf8');

/** What actionlint says of a workflow, a line each. It looks for no further linters: machines differ in those. */
async function lint(text: string): Promise<{ exitCode: number; found: string }> {
  const args = ['tool', 'actionlint', '-shellcheck=', '-pyflakes=', '-oneline', '-'];
  const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const cwd = join(__dirname, 'support/actionlint');
  const { exitCode, stdout, stderr } = await run('go', args, { cwd, env, input: text });
  return { exitCode, found: exitCode === 0 ? stdout : `${stdout}${stderr}` };
}

describe('the workflow for GitHub', () => {
  it('has nothing that actionlint finds', async () => {
    expect(await lint(workflow)).toEqual({ exitCode: 0, found: '' });
  });
  it.each([
    ['a time that no day has', "'17 5 * * *'", "'17 25 * * *'"],
    ['a context that is not there', 'github.event.pull_request.number', 'github.pull_request.number'],
    ['a permission of no such name', 'security-events: write', 'security_events: write'],
  ])('would be found with %s', async (_, right, wrong) => {
    expect(workflow).toContain(right);
    const { exitCode, found } = await lint(workflow.replaceAll(right, wrong));
    expect(exitCode).toBe(1);
    expect(found).toContain('<stdin>:');
  });
});
