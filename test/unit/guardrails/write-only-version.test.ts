import { DatabaseSecretBackendConnection } from '@cdktf/provider-vault/lib/database-secret-backend-connection';
import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { writeOnlyVersion } from '../../../constructs/guardrails/rules/write-only-version';
import { messagesOf, saidOf } from './said-of';

const connection = (version: object) => (stack: TerraformStack) => {
  const { stringValue } = new TerraformVariable(stack, 'given', { type: 'string' });
  const postgresql = { passwordWo: stringValue, ...version };
  new DatabaseSecretBackendConnection(stack, 'pg', { backend: 'database', name: 'pg', postgresql });
};

describe('write-only-version', () => {
  it('gives the message that its page shows', () => {
    expect(saidOf(writeOnlyVersion, connection({}))).toEqual([writeOnlyVersion.example]);
  });

  it('wants more than 0', () => {
    expect(messagesOf(writeOnlyVersion, connection({ passwordWoVersion: 0 }))).toEqual([
      'postgresql.password_wo has a password_wo_version below 1, so it is never sent',
    ]);
  });

  it('asks about every write-only argument', () => {
    const said = messagesOf(writeOnlyVersion, (stack) => {
      new KvSecretV2(stack, 'kv', { mount: 'kv', name: 'n', dataJsonWo: '{"a":"b"}' });
    });
    expect(said).toEqual(['data_json_wo has no data_json_wo_version, so it is never sent']);
  });

  it.each([{ passwordWoVersion: 1 }, { passwordWoVersion: 7 }])('lets be: %j', (version) => {
    expect(messagesOf(writeOnlyVersion, connection(version))).toEqual([]);
  });

  it('lets be: a version that only Terraform knows', () => {
    const said = messagesOf(writeOnlyVersion, (stack) => {
      const { numberValue } = new TerraformVariable(stack, 'version', { type: 'number' });
      connection({ passwordWoVersion: numberValue })(stack);
    });
    expect(said).toEqual([]);
  });
});
