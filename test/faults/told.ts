import { expect } from './healthy';
import { how, type Ended } from './system';

/** A run that did not come to its end must say what failed and what helps: as a Problem, not as a defect. */
export function expectToldWhatHelps(ended: Ended): void {
  const isTold = [1, 3].includes(ended.exitCode ?? 0) && /^dbvault: .+\nNext: .+/ms.test(ended.stderr);
  expect(isTold, `a run that fails says what helps: ${how(ended)}\n${ended.stderr}`);
  expect(!ended.stderr.includes('unexpected error'), `it is no defect:\n${ended.stderr}`);
}
