import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What each folder may import of the others; whatever stands in no list is a wrong-way import. */
const mayImport = {
  common: [],
  constructs: ['common'],
  deployments: ['common', 'constructs'],
  steps: ['common'],
  review: ['common', 'constructs'],
  toolchain: ['common'],
  cli: ['common', 'constructs', 'deployments', 'review', 'steps', 'toolchain'],
};

const folders = Object.keys(mayImport);

function wrongWayRule(folder) {
  const forbidden = [...folders, 'test', 'bench', 'main'].filter(
    (f) => f !== folder && !mayImport[folder].includes(f),
  );
  const patterns = forbidden.map((f) => ({
    regex: `^(\\.\\./)+${f}(/|$)`,
    message: `${folder} may import ${mayImport[folder].join(', ') || 'nothing of the project'}, not ${f}.`,
  }));
  if (folder === 'steps') {
    const index = patterns.findIndex((p) => p.regex.includes('constructs'));
    patterns[index] = {
      regex: '^(\\.\\./)+constructs/(?!names$)',
      message: 'steps share constructs/names with the constructs and nothing else.',
    };
  }
  if (folder === 'review') {
    patterns.push({
      regex: '^(\\.\\./)+constructs/(?!names$|guardrails/(?!aspect$))',
      message: 'review shares the names and the guardrails with the constructs; their aspect loads cdktf.',
    });
  }
  if (folder === 'cli') {
    patterns.push({
      regex: '^(\\.\\./)+constructs/(?!(names|deployment)$)',
      message:
        'cli reads deployments and names; it synthesizes in a process of its own, so cdktf is not loaded.',
    });
  }
  if (folder !== 'constructs') {
    patterns.push({
      regex: '^(cdktf|constructs|@cdktf/.*)$',
      message: `cdktf belongs to constructs/ and main.ts, not to ${folder}.`,
    });
  }
  return { files: [`${folder}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default tseslint.config(
  { ignores: ['**/node_modules', 'cdktf.out*', '.dbvault', 'coverage', '**/dist'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((c) => ({ ...c, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['examples/**/*.ts'],
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Nest declares its options as classes, and takes objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' },
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', __dirname: 'readonly', process: 'readonly', Buffer: 'readonly' },
    },
  },
  ...folders.map(wrongWayRule),
  {
    files: ['constructs/names.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '.*', message: 'names imports nothing.' }] }],
    },
  },
);
