import type { Plan } from '../../../review/plan/plan';
import { parsePlanJson, type PlanJson } from '../../../review/plan/plan-json';
import { readPlan } from '../../../review/plan/read-plan';
import { configurationsOf, emptyConfiguration, type Situation } from './situations';
import { stateOfPlan } from './state-of-plan';
import { Terraform, type Configuration } from './terraform';
import type { BlockSchema } from './zero-values';

/** What is there, and what is to be there instead. */
export interface Pair {
  readonly before: Situation;
  readonly after: Situation;
  /** Addresses of what the apply before left half-way. @default none */
  readonly tainted?: readonly string[];
}

/** Plans changes from one situation to another: by Terraform and its providers, without anything that runs. */
export class PlanPairs {
  private readonly terraform = new Terraform();
  private schemas: Promise<ReadonlyMap<string, BlockSchema>> | undefined;
  private readonly configurations = new Map<Situation, ReadonlyMap<string, Configuration>>();
  /** Many pairs have a stack in common that stays as it is. */
  private readonly plans = new Map<string, Promise<string>>();

  /** @returns a plan a stack, in the order in which they are applied */
  async plansOf(pair: Pair): Promise<readonly Plan[]> {
    return (await this.jsonOf(pair)).map(([name, json]) => readPlan(name, json));
  }

  /** As Terraform has them, secrets and all. */
  async jsonOf({ before, after, tainted = [] }: Pair): Promise<readonly (readonly [string, PlanJson])[]> {
    const [old, young] = [this.declared(before), this.declared(after)];
    const names = [...new Set([...young.keys(), ...old.keys()])];
    const plans: (readonly [string, PlanJson])[] = [];
    for (const name of names) {
      const declared = old.get(name);
      const state = declared === undefined ? undefined : await this.stateOf(declared, tainted);
      const json = await this.planOf(young.get(name) ?? emptyConfiguration, state);
      plans.push([name, parsePlanJson(json, name)]);
    }
    return plans;
  }

  remove(): void {
    this.terraform.remove();
  }

  /** Of each situation once: many pairs begin with the same. */
  private declared(situation: Situation): ReadonlyMap<string, Configuration> {
    const declared = this.configurations.get(situation) ?? configurationsOf(situation);
    this.configurations.set(situation, declared);
    return declared;
  }

  private async stateOf(configuration: Configuration, tainted: readonly string[]): Promise<string> {
    const schemas = await (this.schemas ??= this.terraform.schemas());
    return stateOfPlan(await this.planOf(configuration, undefined), { schemas, tainted });
  }

  private planOf(configuration: Configuration, state: string | undefined): Promise<string> {
    const key = JSON.stringify([configuration, state]);
    const planned = this.plans.get(key) ?? this.terraform.plan(configuration, state);
    this.plans.set(key, planned);
    return planned;
  }
}
