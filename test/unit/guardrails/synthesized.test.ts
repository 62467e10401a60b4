import { notKnown, Reference } from '../../../constructs/guardrails/checked';
import { fromSynthesized } from '../../../constructs/guardrails/sources/synthesized';

function policy(text: string, variable = {}) {
  const [one] = fromSynthesized({
    resource: { vault_policy: { p: { '//': { note: 1 }, policy: text } } },
    variable,
  }).resources;
  return { value: one?.values['policy'], given: one?.given['policy'] };
}

describe('a text of a synthesized stack', () => {
  it('is what it is', () => {
    expect(policy('path "a" {}')).toEqual({ value: 'path "a" {}', given: 'path "a" {}' });
  });

  it('has the templates that are none as Terraform reads them', () => {
    expect(policy('$${a} %%{b}')).toEqual({ value: '${a} %{b}', given: '${a} %{b}' });
  });

  it("is a variable's default", () => {
    const { value, given } = policy('${var.a_b-c}', { 'a_b-c': { default: 'text' } });
    expect(value).toBe('text');
    expect(given).toEqual(new Reference(['var.a_b-c']));
  });

  it('is not known where a resource says it', () => {
    const { value, given } = policy('${docker_image.vault-image_A0.image_id}');
    expect(value).toBe(notKnown);
    expect(given).toEqual(new Reference(['docker_image.vault-image_A0.image_id']));
  });

  it('keeps what is known of a template', () => {
    const { value, given } = policy('a ${join("x.y", [var.a, var.b])} b');
    expect(value).toBe('a ${join("x.y", [var.a, var.b])} b');
    expect(given).toEqual(new Reference(['var.a', 'var.b']));
  });

  it('is without what cdktf notes on its resource', () => {
    const [one] = fromSynthesized({ resource: { t: { n: { '//': {}, a: 1 } } } }).resources;
    expect(one).toEqual({ address: 't.n', type: 't', module: '', values: { a: 1 }, given: { a: 1 } });
  });
});

describe('a synthesized stack', () => {
  it('may have nothing in it', () => {
    expect(fromSynthesized({})).toEqual({ resources: [], providers: [], variables: [], endings: [] });
  });

  it('has each provider, told apart by its alias', () => {
    const { providers } = fromSynthesized({
      provider: { vault: [{ address: 'a' }, { address: 'b', alias: 'second' }] },
    });
    expect(providers.map(({ address }) => address)).toEqual(['provider.vault', 'provider.vault.second']);
  });
});
