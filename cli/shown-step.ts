import { AsyncLocalStorage } from 'node:async_hooks';

type Write = (line: string) => void;

const steps = new AsyncLocalStorage<Write>();

/** Works in a step that is shown live, beside which `write` writes. */
export function besideStep<T>(write: Write, work: () => Promise<T>): Promise<T> {
  return steps.run(write, work);
}

/** What writes beside the step that asks for it; undefined where no step is shown live. */
export function shownStep(): Write | undefined {
  return steps.getStore();
}
