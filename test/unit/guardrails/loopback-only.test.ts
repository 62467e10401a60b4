import { Container } from '@cdktf/provider-docker/lib/container';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { loopbackOnly } from '../../../constructs/guardrails/rules/loopback-only';
import { messagesOf, saidOf } from './said-of';

const container = (config: object) => (stack: TerraformStack) =>
  new Container(stack, 'vault', { name: 'vault', image: 'hashicorp/vault:1.21.1', ...config });

describe('loopback-only', () => {
  it('gives the message that its page shows', () => {
    const said = saidOf(loopbackOnly, container({ ports: [{ internal: 8200, external: 8200 }] }));
    expect(said).toEqual([loopbackOnly.example]);
  });

  it.each([
    [{ ports: [{ internal: 1, ip: '0.0.0.0' }] }, 'publishes port 1 on 0.0.0.0'],
    [{ ports: [{ internal: 1, ip: '::' }] }, 'publishes port 1 on ::'],
    [{ ports: [{ internal: 1, ip: '192.0.2.7' }] }, 'publishes port 1 on 192.0.2.7'],
    [{ ports: [{ internal: 1, ip: '127.0.0.1' }, { internal: 2 }] }, 'publishes port 2 on 0.0.0.0'],
    [{ networkMode: 'host' }, "has the machine's own network (network_mode host): every port is open"],
    [{ publishAllPorts: true }, 'publishes all ports of its image on 0.0.0.0'],
  ])('finds %j', (config, message) => {
    expect(messagesOf(loopbackOnly, container(config))).toEqual([message]);
  });

  it.each([
    {},
    { ports: [{ internal: 1, ip: '127.0.0.1' }] },
    { ports: [{ internal: 1, ip: '127.0.0.53' }] },
    { ports: [{ internal: 1, ip: '::1' }] },
    { networkMode: 'bridge', publishAllPorts: false },
  ])('lets be: %j', (config) => {
    expect(messagesOf(loopbackOnly, container(config))).toEqual([]);
  });

  it('lets be what nobody knows yet', () => {
    const said = messagesOf(loopbackOnly, (stack) => {
      const { stringValue } = new TerraformVariable(stack, 'ip', { type: 'string' });
      container({ ports: [{ internal: 1, ip: stringValue }] })(stack);
    });
    expect(said).toEqual([]);
  });

  it("takes a variable's default for what it is", () => {
    const said = messagesOf(loopbackOnly, (stack) => {
      const { stringValue } = new TerraformVariable(stack, 'ip', { type: 'string', default: '0.0.0.0' });
      container({ ports: [{ internal: 1, ip: stringValue }] })(stack);
    });
    expect(said).toEqual(['publishes port 1 on 0.0.0.0']);
  });
});
