import { fail } from '../../cli/output';
import { searchPlanted } from './planted';
import { Life } from './life';
import { succeed } from './lives/success';
import { fail as f2 } from './lives/failure';
import { beKilled } from './lives/kill';

async function main(): Promise<void> {
  const w = process.argv[2] ?? '';
  if (w === 'planted') {
    const results = await searchPlanted((r) =>
      console.log(r.title, r.planted, r.missed, r.invented.slice(0, 5)),
    );
    if (results.some(({ missed, invented }) => missed.length + invented.length > 0)) process.exitCode = 1;
  } else {
    const life = new Life(
      `e2e-leaks-${w}`,
      w === 'success'
        ? {}
        : {
            DEBUG: '*',
            TF_LOG: 'TRACE',
            TF_LOG_CORE: 'TRACE',
            TF_LOG_PROVIDER: 'TRACE',
            VAULT_LOG_LEVEL: 'trace',
          },
    );
    try {
      await { success: succeed, failure: f2, kill: beKilled }[w]!(life);
    } finally {
      const s = await life.scene.processes.seen();
      console.log(s.count, s.longestGapMs);
      await life.close();
      console.log(
        [...life.leaks],
        'ALLOWED',
        life.allowed.size,
        life.surprises,
        [...life.searched].map(([k, v]) => [k, v.size]),
        Object.keys(life.learnt.secrets()),
      );
      for (const p of life.scene.printed) console.log(p.title, p.exitCode, p.stdout.length, p.stderr.length);
    }
  }
}

main().catch((e) => {
  console.error(e);
  fail(e);
});
