import { Container } from '@cdktf/provider-docker/lib/container';
import { Image } from '@cdktf/provider-docker/lib/image';
import { Audit } from '@cdktf/provider-vault/lib/audit';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { auditRaw } from '../../../constructs/guardrails/rules/audit-raw';
import { pinnedImage } from '../../../constructs/guardrails/rules/pinned-image';
import { messagesOf, saidOf } from './said-of';

describe('audit-raw', () => {
  const audit = (options: Record<string, string>) => (stack: TerraformStack) =>
    new Audit(stack, 'file', { type: 'file', options: { file_path: 'stdout', ...options } });

  it('gives the message that its page shows', () => {
    expect(saidOf(auditRaw, audit({ log_raw: 'true' }))).toEqual([auditRaw.example]);
  });

  it.each(['1', 't', 'TRUE', 'True'])('finds %s, which Vault reads as true', (text) => {
    expect(messagesOf(auditRaw, audit({ log_raw: text }))).toHaveLength(1);
  });

  it.each([{}, { log_raw: 'false' }, { log_raw: '0' }, { hmac_accessor: 'true' }])(
    'lets be: %j',
    (options) => {
      expect(messagesOf(auditRaw, audit(options as Record<string, string>))).toEqual([]);
    },
  );
});

describe('pinned-image', () => {
  const image = (name: string) => (stack: TerraformStack) => new Image(stack, 'vault', { name });

  it('gives the message that its page shows', () => {
    expect(saidOf(pinnedImage, image('hashicorp/vault'))).toEqual([pinnedImage.example]);
  });

  it.each([
    ['vault:latest', 'has the tag latest: vault:latest'],
    ['registry.example:5000/vault', 'has no tag: registry.example:5000/vault'],
    ['registry.example:5000/vault:latest', 'has the tag latest: registry.example:5000/vault:latest'],
  ])('finds %s', (name, message) => {
    expect(messagesOf(pinnedImage, image(name))).toEqual([message]);
  });

  it('finds what a container names itself', () => {
    const said = messagesOf(pinnedImage, (stack) => new Container(stack, 'c', { name: 'c', image: 'nginx' }));
    expect(said).toEqual(['has no tag: nginx']);
  });

  it("finds a variable's default", () => {
    const said = messagesOf(pinnedImage, (stack) => {
      const { stringValue } = new TerraformVariable(stack, 'i', { type: 'string', default: 'postgres' });
      image(stringValue)(stack);
    });
    expect(said).toEqual(['has no tag: postgres']);
  });

  it.each([
    'postgres:15',
    'registry.example:5000/a/b:1.2',
    `vault@sha256:${'0'.repeat(64)}`,
    `sha256:${'0'.repeat(64)}`,
  ])('lets be: %s', (name) => {
    expect(messagesOf(pinnedImage, image(name))).toEqual([]);
  });

  it.each(['postgres:', ''])('lets be what is only known when Terraform runs: %j and a variable', (begin) => {
    const said = messagesOf(pinnedImage, (stack) => {
      const { stringValue } = new TerraformVariable(stack, 'i', { type: 'string' });
      image(`${begin}${stringValue}`)(stack);
    });
    expect(said).toEqual([]);
  });

  it('says nothing of a container whose image is a resource', () => {
    const said = messagesOf(pinnedImage, (stack) => {
      const { imageId } = new Image(stack, 'i', { name: 'postgres:15' });
      new Container(stack, 'c', { name: 'c', image: imageId });
    });
    expect(said).toEqual([]);
  });
});
