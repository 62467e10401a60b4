import { readParts } from '../../../cli/read-parts';
import { Problem } from '../../../common/problem';

describe('reading a system part by part', () => {
  it('keeps what could be read, and says what could not', async () => {
    const problem = new Problem({ what: 'no' });
    const { found, unread } = await readParts<{ a: number; b: number; c: string }>({
      a: async () => Promise.resolve(1),
      b: async () => Promise.reject(problem),
      c: async () => Promise.resolve('c'),
    });
    expect(found).toEqual({ a: 1, c: 'c' });
    expect(unread).toEqual([{ part: 'b', problem }]);
  });

  it('hides no defect', async () => {
    const defect = new TypeError('not a function');
    await expect(readParts({ a: async () => Promise.reject(defect) })).rejects.toBe(defect);
  });
});
