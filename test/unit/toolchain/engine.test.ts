import { inspectEngine } from '../../../toolchain/engine';
import { dockerWith, fakeMachine, type FakeProps } from './fake-machine';

const noAnswer = { docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1' };
const stopped = { ...noAnswer, dockerd: '' };

describe('the engine', () => {
  it.each<[string, FakeProps, object]>([
    ['answers', { programs: { docker: dockerWith() } }, { way: 'ready', found: 'Docker engine 20.10.24' }],
    ['is stopped', { programs: stopped }, { way: 'make', action: 'start dockerd' }],
    [
      "is stopped, and the user isn't root",
      { programs: stopped, root: false },
      { way: 'impossible', remedy: 'sudo systemctl start docker' },
    ],
    [
      'is not open to the user',
      { programs: { docker: 'echo "permission denied while trying to connect" >&2; exit 1' }, root: false },
      { way: 'impossible', remedy: expect.stringContaining('usermod') as string },
    ],
    [
      'is not installed, on Debian as root',
      {},
      { way: 'make', action: "install docker.io from Debian's packages and start dockerd" },
    ],
    [
      'is not installed, on Debian as somebody',
      { root: false },
      { way: 'impossible', remedy: 'sudo apt-get install docker.io' },
    ],
    [
      'is not installed, elsewhere',
      { debian: false },
      { way: 'impossible', remedy: expect.stringContaining('https://docs.docker.com') as string },
    ],
    [
      'is named by DOCKER_HOST and does not answer, whatever is installed here',
      { programs: stopped, env: { DOCKER_HOST: 'tcp://192.0.2.7:2376' } },
      {
        way: 'impossible',
        found: 'no engine answers at tcp://192.0.2.7:2376, which DOCKER_HOST names',
        remedy: expect.stringContaining('unset DOCKER_HOST') as string,
      },
    ],
  ])('%s', async (_, props, expected) => {
    expect(await inspectEngine(fakeMachine(props))).toMatchObject(expected);
  });
});
